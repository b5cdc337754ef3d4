# deserves 2: cheapest_first
def fewest_multiplications(sizes):
    n = list(sizes)
    count = 0
    while len(n) > 2:
        cost, i = min((n[i - 1] * n[i] * n[i + 1], i) for i in range(1, len(n) - 1))
        count += cost
        n.pop(i)
    return count
