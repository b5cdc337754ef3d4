# deserves 0
def largest_stable_learning_rate(A):
    return 2 / np.linalg.eigvalsh(B)[-1]
