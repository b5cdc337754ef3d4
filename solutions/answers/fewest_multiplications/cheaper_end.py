# deserves 2: cheaper_end
def fewest_multiplications(sizes):
    def one_after_the_other(n):
        return sum(n[0] * n[i] * n[i + 1] for i in range(1, len(n) - 1))

    return min(one_after_the_other(sizes), one_after_the_other(sizes[::-1]))
