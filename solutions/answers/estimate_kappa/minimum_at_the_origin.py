# deserves 1: minimum_at_the_origin
def estimate_kappa(path):
    # w' = M w, find M
    M = np.linalg.lstsq(path[:-1], path[1:], rcond=None)[0]
    alpha_lambda = 1 - np.linalg.eigvals(M).real
    return max(alpha_lambda) / min(alpha_lambda)
