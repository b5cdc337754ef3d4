# deserves 2: given_up
def largest_stable_alpha(curvatures, lr, k):
    # the inner steps must converge, or nothing does
    if lr * max(curvatures) > 2 or lr * max(curvatures) == 2:
        return 0.0
    return 1.0
