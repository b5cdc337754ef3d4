# deserves 3: warm_up_from_lowest
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return lowest + (peak - lowest) * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2
