# deserves 4
def fewest_multiplications(sizes):
    if len(sizes) == 2:
        return 0
    costs = []
    for k in range(1, len(sizes) - 1):
        left = fewest_multiplications(sizes[:k + 1])
        right = fewest_multiplications(sizes[k:])
        costs.append(left + right + sizes[0] * sizes[k] * sizes[-1])
    return min(costs)
