# marked by a person
# sigma^2 = 2/(n (1+c^2))
