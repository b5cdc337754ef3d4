# deserves 2
def largest_stable_learning_rate(A):
    values, vectors = np.linalg.eigh(A)
    return 2 / values[-1]
