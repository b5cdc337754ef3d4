# deserves 2: warm_up_not_taken_off
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, step / total)
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2
