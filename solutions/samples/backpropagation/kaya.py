# Handed in without an answer.
