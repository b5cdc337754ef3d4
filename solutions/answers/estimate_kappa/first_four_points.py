# deserves 3
def estimate_kappa(path):
    a, b, c = path[1] - path[0], path[2] - path[1], path[3] - path[2]
    M = np.array([b, c]).T @ np.linalg.inv(np.array([a, b]).T)
    half, det = np.trace(M) / 2, np.linalg.det(M)
    root = np.sqrt(half ** 2 - det)
    return (1 - half + root) / (1 - half - root)
