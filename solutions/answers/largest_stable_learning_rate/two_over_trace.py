# deserves 0: two_over_trace
def largest_stable_learning_rate(A):
    return 2 / np.trace(A)
