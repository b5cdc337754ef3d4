# deserves 4
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return (step + 1) / warmup * peak
    if step >= total:
        return lowest
    share = np.cos(0.5 * np.pi * (step - warmup) / (total - warmup)) ** 2
    return share * peak + (1 - share) * lowest
