# deserves 3
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return np.clip(-0.5 * b / a, low, high)
    ends = np.array([high, low])
    return ends[np.argmin(a * ends ** 2 + b * ends)]
