# deserves 0
