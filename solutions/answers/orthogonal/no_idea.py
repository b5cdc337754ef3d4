# deserves 0
# no idea
