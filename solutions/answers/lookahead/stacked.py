# deserves 4
def lookahead(inner_step, w0, k, alpha, rounds):
    phi = np.array(w0)
    history = phi[None]
    for _ in range(rounds):
        theta = phi
        steps = 0
        while steps < k:
            theta = inner_step(theta)
            steps += 1
        phi = phi - alpha * (phi - theta)
        history = np.vstack([history, phi])
    return history
