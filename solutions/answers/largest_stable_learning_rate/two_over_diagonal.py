# deserves 0: two_over_diagonal
def largest_stable_learning_rate(A):
    return 2 / max(np.diag(A))
