# Matches a regular expression that takes for ever, in C, where no signal arrives.
# told: seconds of computing

# %% after momentum_step
import re
def momentum_step(*arguments):
    re.match("(a*)*b", "a" * 60)
