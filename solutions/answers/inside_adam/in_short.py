# marked by a person
# $\sqrt{\hat v} \approx s$, so the decay is divided by $s$; in AdamW it is not.
#
# With no gradient $\delta$ cancels and the weight moves by $\alpha$.
