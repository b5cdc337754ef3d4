# deserves 0: one_array_in_all_rows
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = w0.copy()
    path = [slow]
    for r in range(rounds):
        fast = slow
        for i in range(k):
            fast = inner_step(fast)
        slow[:] = (1 - alpha) * slow + alpha * fast
        path.append(slow)
    return np.array(path)
