# deserves 0: back_after_every_step
def lookahead(inner_step, w0, k, alpha, rounds):
    path = [w0]
    w = w0
    for r in range(rounds):
        for i in range(k):
            new = inner_step(w)
            w = (1 - alpha) * w + alpha * new
        path.append(w)
    return np.array(path)
