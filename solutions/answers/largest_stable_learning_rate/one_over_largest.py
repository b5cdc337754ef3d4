# deserves 0: one_over_largest
def largest_stable_learning_rate(A):
    return 1 / np.max(np.linalg.eigvalsh(A))
