# deserves 2
def largest_stable_learning_rate(A):
    return 2 / np.linalg.norm(A, 2)
