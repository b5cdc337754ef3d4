# marked by a person
# $E m_t = (1-\beta^t)\mu$ because the weights sum to $1-\beta^t$. So divide by that; the error is 99 %.
#
# The first step is 3.16 α.
