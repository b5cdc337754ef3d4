# Answers with texts of millions of characters, which sentences about it would repeat.
# told: not right

# %% after every answer
def ANSWER(*arguments):
    return "<b>" * 1_000_000, {"x" * 100_000: "y"}
