# Opens files until it may not.

# %% first
files = []
try:
    while True:
        files.append(open("/dev/null"))
except OSError:
    files.clear()
