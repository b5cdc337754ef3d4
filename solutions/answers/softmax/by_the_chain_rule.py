# marked by a person
# dp_i/dz_j is p_i (1 - p_i) for i = j and -p_i p_j otherwise.
#
# Multiplied by -1/p_c this is p - y. The sum is 0.
#
# I do not know 4.
