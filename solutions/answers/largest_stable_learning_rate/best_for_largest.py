# deserves 0: best_for_largest
def largest_stable_learning_rate(A):
    l = np.linalg.eigvalsh(A)
    return 2 / (l[0] + l[-1])
