# deserves 2
def triangular_learning_rate(step, lowest, highest, half_cycle):
    t = step % (2 * half_cycle)
    if t > half_cycle:
        t = 2 * half_cycle - t
    return lowest + (highest - lowest) * t / half_cycle
