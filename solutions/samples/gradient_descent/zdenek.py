# Handed in as released: nothing is answered.

