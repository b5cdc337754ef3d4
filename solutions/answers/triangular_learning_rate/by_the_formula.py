# deserves 2
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = np.floor(1 + step / (2 * half_cycle))
    x = abs(step / half_cycle - 2 * cycle + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)
