# Raises errors whose text and type are markup, in cells and in answers.
# told: Your code raised

# %% first
raise ValueError("</pre><script>alert(1)</script>")

# %% after every answer
class Evil(Exception):
    pass
Evil.__name__ = Evil.__qualname__ = "<img src=x onerror=alert(1)>"
def ANSWER(*arguments):
    raise Evil("<script>alert(1)</script> [x](javascript:alert(1)) $\\href{javascript:alert(1)}{x}$")
