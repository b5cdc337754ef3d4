# deserves 4
def lookahead(inner_step, w0, k, alpha, rounds):
    def one_round(start):
        finish = start
        for _ in range(k):
            finish = np.array(inner_step(finish))
        return (1 - alpha) * start + alpha * finish
    points = [np.array(w0)]
    while len(points) <= rounds:
        points.append(one_round(points[-1]))
    return [p.tolist() for p in points]
