# Starts threads until it may not, and lets them compute.

# %% first
import threading
stop = threading.Event()
try:
    for _ in range(10_000):
        threading.Thread(target=stop.wait, daemon=True).start()
except RuntimeError:
    stop.set()
