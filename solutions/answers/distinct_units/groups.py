# deserves 4
def distinct_units(W, b, V):
    groups = []
    for w, c, v in zip(W.T, b, V):
        if not any((w == g[0]).all() and c == g[1] and (v == g[2]).all() for g in groups):
            groups.append((w, c, v))
    return len(groups)
