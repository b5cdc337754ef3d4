# Asks for more memory than there is when it is called, without catching the error.
# told: MemoryError
# limits: cpu_seconds_per_call=5

# %% after nesterov_step_rewritten
def nesterov_step_rewritten(*arguments):
    return [bytearray(2**28) for _ in range(1000)]
