# Raises an exception whose text, class name and traceback raise or lie themselves.
# told: Your code raised

# %% after every answer
class Evil(ArithmeticError):
    def __str__(self):
        raise RecursionError
    __repr__ = __format__ = __str__
    __traceback__ = property(lambda self: self)

Evil.__name__ = "AssertionError</pre><script>alert(1)</script>" * 1000

def ANSWER(*arguments):
    raise Evil
