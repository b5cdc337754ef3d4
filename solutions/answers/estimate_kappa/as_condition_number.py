# deserves 3
def estimate_kappa(path):
    d = np.diff(path, axis=0)
    alpha_A = np.eye(2) - np.linalg.lstsq(d[:-1], d[1:], rcond=None)[0]
    return np.linalg.cond(alpha_A)
