# marked by a person
# It becomes the mean, so the variance goes to 0.
