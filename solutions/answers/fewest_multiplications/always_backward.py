# deserves 1: always_backward
def fewest_multiplications(sizes):
    # backward: the last layer's row goes through all the others
    n = sizes[::-1]
    count = 0
    for i in range(1, len(n) - 1):
        count += n[0] * n[i] * n[i + 1]
    return count
