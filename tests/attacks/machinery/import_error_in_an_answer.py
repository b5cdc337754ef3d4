# Raises what a broken test would raise: ImportError, NameError, SyntaxError.
# told: Your code raised

# %% after every answer
def ANSWER(*arguments):
    raise [ImportError, NameError, SyntaxError][len(arguments) % 3]("solutions.reference.momentum")
