# deserves 0: fast_weights_returned
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = w0
    path = [w0]
    for r in range(rounds):
        fast = slow
        for i in range(k):
            fast = inner_step(fast)
        path.append(fast)
        slow = slow + alpha * (fast - slow)
    return np.array(path)
