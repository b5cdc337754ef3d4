# deserves 2: below_zero
def largest_stable_alpha(curvatures, lr, k):
    bounds = [1.0]
    for c in curvatures:
        Q = (1 - lr * c) ** k
        bounds.append(2 / (1 - Q) if Q != 1 else np.inf)
    return min(bounds)
