# deserves 0: two_over_smallest
def largest_stable_learning_rate(A):
    return 2 / np.linalg.eigvalsh(A)[0]
