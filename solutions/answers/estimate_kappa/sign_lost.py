# deserves 2: sign_lost
def estimate_kappa(path):
    d = np.diff(path, axis=0)
    M = np.linalg.lstsq(d[:-1], d[1:], rcond=None)[0]
    q = abs(np.linalg.eigvals(M))
    return (1 - min(q)) / (1 - max(q))
