# deserves 4
def fewest_multiplications(sizes):
    if len(sizes) < 3:
        return 0
    return min(sizes[i - 1] * sizes[i] * sizes[i + 1] + fewest_multiplications(sizes[:i] + sizes[i + 1:])
               for i in range(1, len(sizes) - 1))
