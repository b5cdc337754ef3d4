# deserves 2: lowest_as_a_share
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    lowest = lowest * peak
    x = min(1, max(0, step - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - x ** power[shape])
