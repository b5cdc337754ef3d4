# deserves 1: one_step_a_round
def largest_stable_alpha(curvatures, lr, k):
    Q = 1 - lr * curvatures
    return min(1.0, 2 / (1 - min(Q)))
