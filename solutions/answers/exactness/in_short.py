# marked by a person
# a = 1/2 d.Ad, b = x.Ad. They agree because the solution is unique. (3): a=-1, b=3, alpha = 0 because the start is lower.
