# Asks for the gradient without end.
# told: not right

# %% after nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    while True:
        grad_fn(w)
