# deserves 2: parity_forgotten
def largest_stable_alpha(curvatures, lr, k):
    q = abs(1 - lr * max(curvatures))
    return min(1.0, 2 / (1 + q ** k))
