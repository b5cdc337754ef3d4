# Leaves threads, timers and exit handlers behind.

# %% first
import atexit, signal, sys, threading, time
def later():
    while True:
        time.sleep(0.01)
        print("left-by-" + "mallory", file=sys.__stdout__)
threading.Thread(target=later, daemon=True).start()
threading.Thread(target=later).start()
atexit.register(lambda: time.sleep(60))
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGXCPU):
    signal.signal(number, signal.SIG_IGN)
