# deserves 1: fast_weights_go_on
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    fast = w0
    for r in range(rounds):
        for i in range(k):
            fast = inner_step(fast)
        slow.append((1 - alpha) * slow[-1] + alpha * fast)
    return np.array(slow)
