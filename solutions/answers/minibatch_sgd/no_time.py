# deserves 0
# no time
