# deserves 0: saw
def triangular_learning_rate(step, lowest, highest, half_cycle):
    period = 2 * half_cycle
    return lowest + (highest - lowest) * (step % period) / period
