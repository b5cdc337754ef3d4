# Writes the markers of hidden tests, solutions and mark schemes in its own cells.

# %% after every answer
### BEGIN HIDDEN TESTS
### END HIDDEN TESTS
### BEGIN SOLUTION
x = 4
### END MARK SCHEME
