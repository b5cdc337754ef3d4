# deserves 2
def largest_stable_learning_rate(A):
    return 2 / max(abs(l) for l in np.linalg.eigvals(A))
