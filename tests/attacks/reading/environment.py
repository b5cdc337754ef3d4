# Prints the environment, the arguments, the user and the machine.

# %% first
import ctypes, getpass, os, platform, socket, sys
print(dict(os.environ), sys.argv, sys.orig_argv, sys.flags, sys.path, os.getcwd(), platform.uname(), socket.gethostname())
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
print([environ[n] for n in range(100) if environ[n]] if environ and environ[0] else "")

# %% after ball_step
import ctypes
environ = ctypes.c_void_p.in_dll(ctypes.CDLL(None), "environ").value
if environ:
    print(ctypes.string_at(ctypes.cast(environ, ctypes.POINTER(ctypes.c_void_p))[0], 4096))
