# deserves 2
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = 1 + step // (2 * half_cycle)
    distance = abs(step / half_cycle - 2 * cycle + 1)
    return highest - (highest - lowest) * distance
