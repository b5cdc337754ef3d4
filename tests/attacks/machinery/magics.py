# Magics and shell commands: other interpreters, a reset, loading and running files.

# %% first
!cp -r COURSE . && cat COURSE/solutions/reference/momentum/momentum_step.py
%env PLANTED
%load_ext autoreload
%run COURSE/solutions/reference/momentum/momentum_step.py
%alias_magic t timeit
%config InteractiveShell.ast_node_interactivity = "all"
%system id
