# deserves 4: cosine_at_the_end
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - np.sqrt(x) if shape == "sqrt" else (1 + np.cos(np.pi * x)) / 2)
