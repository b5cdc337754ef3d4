# Kills its own process in an answer, in every way.
# told: crashed

# %% after every answer
import ctypes, os, signal
def ANSWER(*arguments):
    for end in (lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: signal.raise_signal(signal.SIGSEGV), os.abort):
        try:
            end()
        except OSError:
            pass
    ctypes.string_at(0)
