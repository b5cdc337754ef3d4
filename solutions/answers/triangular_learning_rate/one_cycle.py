# deserves 1: one_cycle
def triangular_learning_rate(step, lowest, highest, half_cycle):
    if step <= half_cycle:
        return lowest + (highest - lowest) * step / half_cycle
    if step <= 2 * half_cycle:
        return highest - (highest - lowest) * (step - half_cycle) / half_cycle
    return lowest
