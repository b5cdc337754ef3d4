# deserves 0: alpha_squared
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for r in range(rounds):
        fast = slow[-1]
        for i in range(k):
            fast = inner_step(fast)
        step = alpha * (fast - slow[-1])
        slow.append(slow[-1] + alpha * step)
    return np.array(slow)
