# deserves 0: two_over_frobenius
def largest_stable_learning_rate(A):
    return 2 / np.linalg.norm(A)
