# deserves 2
def triangular_learning_rate(step, lowest, highest, half_cycle):
    return np.interp(step, [0, half_cycle, 2 * half_cycle], [lowest, highest, lowest], period=2 * half_cycle)
