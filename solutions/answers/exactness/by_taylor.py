# marked by a person
# 1. $L(\alpha) = L(0) + \alpha \nabla L \cdot d + \frac12 \alpha^2 d\cdot Ad$, so $a = \frac12 d\cdot Ad$, $b = \nabla L(x_{start})\cdot d$.
#
# 2. Because both are parabolas.
#
# 3. $a=-1$, $b=3$, $\alpha=1.5$, so with the range we take $\alpha=1$.
