# marked by a person
# 1) m1 = (1-b) g1, m2 = (1-b)(b g1 + g2), m3 = (1-b)(b^2 g1 + b g2 + g3), ..., m_t = (1-b) sum_{i=1}^t b^(t-i) g_i.
#
# 2) The expectation is linear, every g_i has mu: E m_t = mu (1-b)(1 + b + ... + b^(t-1)) = mu (1 - b^t).
#
# 3) Divide by 1 - b^t. For b = 0.999 and t = 10 that is 0.00996, so m is 99 % too small.
#
# 4) 0.1 / sqrt(0.001) = 3.16 times alpha. v is too small by a factor 1000, its root by 32, m only by 10.
