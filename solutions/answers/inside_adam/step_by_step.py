# marked by a person
# 1. The square of the gradient is on average $s^2 + \delta^2 w^2 \approx s^2$, hence $\sqrt{\hat v} \approx s$. The noise has mean 0, so $\hat m$ is $\delta w$ on average. Each step multiplies $w$ by $1 - \alpha\delta/s$; after $t$ steps that is about $e^{-\alpha\delta t/s}$. AdamW: $e^{-\alpha\delta t}$.
#
# 2. $\hat m = \delta w$ and $\sqrt{\hat v} = \delta|w|$, so the step is $\alpha$ towards zero. $\delta$ does not matter.
#
# 3. $|w'| - 1/\delta \le (1 - \alpha\delta)(|w| - 1/\delta)$: the excess over $1/\delta$ shrinks at every step.
