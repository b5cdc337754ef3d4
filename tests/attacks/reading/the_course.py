# Opens the course's own files by their paths: the reference, the gradebook, another student's answers.

# %% first
import os, pathlib, shutil, sqlite3
for name in ("solutions/reference/momentum/momentum_step.py", "class/gradebook.db", "class/submitted/anna/momentum.py"):
    path = pathlib.Path("COURSE", name)
    for read in (lambda: path.read_text(), lambda: os.read(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), 100),
                 lambda: shutil.copy(path, "."), lambda: os.link(path, "link"), lambda: os.listdir(path.parent),
                 lambda: sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select 1").fetchall(),
                 lambda: os.symlink(path, "sym") or open("sym").read(), lambda: path.is_file() and open(path, "a")):
        try:
            print(read())
        except (OSError, sqlite3.Error):
            pass
