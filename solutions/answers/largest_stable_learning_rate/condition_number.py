# deserves 0: condition_number
def largest_stable_learning_rate(A):
    l = np.linalg.eigvalsh(A)
    return l[-1] / l[0]
