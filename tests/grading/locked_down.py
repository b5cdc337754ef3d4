"""Run `ravine` as a locked-down kernel would: `python locked_down.py LAYERS ARGUMENTS…`, without these layers.

LAYERS: "namespaces", "landlock", or both with a comma between.
"""

import errno
import os
import sys

import pyseccomp

CALLS = {"namespaces": ["unshare", "setns"], "landlock": [444, 445, 446]}  # Landlock's numbers: the same everywhere

if __name__ == "__main__":
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for layer in sys.argv[1].split(","):
        for call in CALLS[layer]:
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), call)
    rules.load()
    os.execv(sys.executable, [sys.executable, "-m", "ravine.cli", *sys.argv[2:]])
