# Shows hundreds of thousands of values, and a value of enormous length.

# %% first
from IPython.display import display
for _ in range(20_000):
    display("x")
"long " * 5_000_000
