# deserves 3: single_matrix_counted
def fewest_multiplications(sizes):
    if len(sizes) == 2:
        return sizes[0] * sizes[1]

    def cost(n):
        if len(n) == 2:
            return 0
        return min(cost(n[:k + 1]) + cost(n[k:]) + n[0] * n[k] * n[-1] for k in range(1, len(n) - 1))

    return cost(sizes)
