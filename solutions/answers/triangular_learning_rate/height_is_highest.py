# deserves 0: height_is_highest
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = np.floor(1 + step / (2 * half_cycle))
    x = abs(step / half_cycle - 2 * cycle + 1)
    return lowest + highest * max(0, 1 - x)
