# deserves 0: whole_for_half
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = np.floor(1 + step / half_cycle)
    x = abs(2 * step / half_cycle - 2 * cycle + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)
