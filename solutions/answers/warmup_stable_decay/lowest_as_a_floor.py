# deserves 3: lowest_as_a_floor
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - (total - decay)) / decay)
    return max(lowest, peak * (1 - x ** power[shape]))
