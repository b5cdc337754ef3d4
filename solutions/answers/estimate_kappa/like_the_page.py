# deserves 3
def estimate_kappa(path):
    d = np.diff(path, axis=0)
    M = np.linalg.lstsq(d[:-1], d[1:], rcond=None)[0]
    curvatures = 1 - np.linalg.eigvals(M)  # times the learning rate
    return max(curvatures) / min(curvatures)
