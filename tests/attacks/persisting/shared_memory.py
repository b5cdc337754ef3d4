# Leaves System V and POSIX shared memory, message queues, named semaphores and a memory file.

# %% first
import ctypes, os
from multiprocessing import shared_memory
libc = ctypes.CDLL(None)
if (number := libc.shmget(0x52617669, 4096, 0o1666)) != -1 or libc.msgget(0x52617669, 0o1666) != -1:
    print("left-by-" + "mallory")
try:
    shared_memory.SharedMemory("mallory", create=True, size=64).buf[:5] = b"notes"
except FileExistsError:
    print("left-by-" + "mallory")
except OSError:
    pass
libc.sem_open(b"/mallory", os.O_CREAT, 0o666, 1)
