# deserves 0: start_left_out
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = w0
    path = []
    for r in range(rounds):
        fast = slow
        for i in range(k):
            fast = inner_step(fast)
        slow = slow + alpha * (fast - slow)
        path.append(slow)
    return np.array(path)
