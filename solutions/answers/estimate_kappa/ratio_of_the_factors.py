# deserves 0: ratio_of_the_factors
def estimate_kappa(path):
    d = np.diff(path, axis=0)
    M = np.linalg.lstsq(d[:-1], d[1:], rcond=None)[0]
    q = np.linalg.eigvals(M)
    return max(q) / min(q)
