# deserves 2: top_of_the_hill
def best_alpha(a, b, low=0.0, high=1.0):
    if a == 0:
        return high if b <= 0 else low
    return min(max(-b / (2 * a), low), high)
