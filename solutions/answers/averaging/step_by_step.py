# marked by a person
# 1) w' = w - a (w - c) = (1 - a) w + a c.
#
# 2) The start dies out if |1 - a| < 1, so 0 < a < 2. Var w' = (1-a)^2 Var w + a^2 s^2 by independence; in the limit V = a s^2 / (2 - a).
#
# 3) w_1 = c_1 since the rate is 1. By induction w_t = (1 - 1/t) w_{t-1} + c_t / t is the mean of c_1 ... c_t. Variance s^2 / t.
#
# 4) Constant: quickly near, but stays noisy. Falling: noise goes to zero, but slower and slower.
