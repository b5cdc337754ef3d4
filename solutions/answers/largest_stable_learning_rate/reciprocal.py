# deserves 0: reciprocal
def largest_stable_learning_rate(A):
    return np.max(np.linalg.eigvalsh(A)) / 2
