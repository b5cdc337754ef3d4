# deserves 4
def lookahead(inner_step, w0, k, alpha, rounds):
    path = np.empty((rounds + 1, len(w0)))
    path[0] = w0
    for r in range(rounds):
        x = path[r].copy()
        for _ in range(k):
            x = inner_step(x)
        path[r + 1] = path[r] + alpha * (x - path[r])
    return path
