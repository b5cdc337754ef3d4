# deserves 3
def best_alpha(a, b, low=0.0, high=1.0):
    f = lambda x: a * x * x + b * x
    candidates = [high, low]
    if a > 0 and low <= -b / (2 * a) <= high:
        candidates.append(-b / (2 * a))
    return min(candidates, key=f)
