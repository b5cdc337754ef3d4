# deserves 3: first_step_zero
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2
