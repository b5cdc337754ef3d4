# deserves 2: last_step_is_lowest
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup - 1))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2
