# deserves 0: steep_direction_in_one_step
def estimate_kappa(path):
    d = np.diff(path, axis=0)
    M = np.linalg.lstsq(d[:-1], d[1:], rcond=None)[0]
    return 1 / (1 - max(np.linalg.eigvals(M)))  # lr = 1/L
