# Fills the disk with one file, with many, with folders, with links.

# %% first
import os
for write in (lambda n: open("big", "ab").write(bytes(2**20)), lambda n: open(f"/tmp/{n}", "wb").write(bytes(2**16)),
              lambda n: os.mkdir(str(n)), lambda n: os.symlink("x" * 1000, f"link{n}"), lambda n: open(f"/dev/shm/{n}", "w")):
    try:
        for n in range(5000):
            write(n)
    except OSError:
        pass
