# Lays files beside it whose names are markup, commands, very long or control a terminal.

# %% file <script>alert(1)<.script>.py
x = 1

# %% file $(touch left-by).py
x = 1

# %% file -rf
x

# %% file name with 'quotes' and "double".csv
1,2

# %% file ‮gpj.exe
x
