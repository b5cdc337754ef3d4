# Starts processes that outlive it, in sessions of their own.

# %% first
import multiprocessing, os, subprocess, sys
for start in (os.fork, lambda: subprocess.Popen(["/bin/sleep", "60"], start_new_session=True),
              lambda: subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]),
              lambda: multiprocessing.Process(target=print).start(), lambda: os.posix_spawn("/bin/sh", ["sh"], {})):
    try:
        if start() == 0:
            os._exit(0)
        print("left-by-" + "mallory")
    except OSError:
        pass
