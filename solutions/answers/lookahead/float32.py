# deserves 4
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [np.asarray(w0, dtype=np.float32)]
    for _ in range(rounds):
        fast = slow[-1]
        for _ in range(k):
            fast = np.asarray(inner_step(fast), dtype=np.float32)
        slow.append(np.float32(1 - alpha) * slow[-1] + np.float32(alpha) * fast)
    return np.array(slow)
