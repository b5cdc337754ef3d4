# marked by a person
# $w_{t+1} = (1-\alpha) w_t + \alpha c$, the variance tends to $\alpha\sigma^2/(2-\alpha)$.
#
# With $1/t$ it is the mean, variance $\sigma^2/t$.
