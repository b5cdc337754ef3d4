# deserves 4
import math


def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if warmup and step < warmup:
        return peak * min(1.0, (step + 1) / warmup)
    x = (min(step, total) - warmup) / (total - warmup)
    return peak - (peak - lowest) * (1 - math.cos(math.pi * x)) / 2
