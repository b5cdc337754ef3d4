# deserves 1: always_forward
def fewest_multiplications(sizes):
    return sum(sizes[0] * sizes[i] * sizes[i + 1] for i in range(1, len(sizes) - 1))
