# deserves 4
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for r in range(rounds):
        fast = slow[-1]
        for i in range(k):
            fast = inner_step(fast)
        slow.append((1 - alpha) * slow[-1] + alpha * fast)
    return np.array(slow)
