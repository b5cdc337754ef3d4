# deserves 1: along_the_axes
def estimate_kappa(path):
    d = path[1:3] - path[:2]
    qx, qy = d[1] / d[0]
    a, b = 1 - qx, 1 - qy
    return max(a, b) / min(a, b)
