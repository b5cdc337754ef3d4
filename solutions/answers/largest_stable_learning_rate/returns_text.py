# deserves 0
def largest_stable_learning_rate(A):
    return "2/L"
