"""Imported by the server that forks the pool's processes: one warm process, of which all of them ask for workers.

It starts while the grader still reads what is to be graded. A process that wants another sandbox, or finds this one
ended, starts one of its own.
"""

import atexit
import shutil
import tempfile

from ravine.grading import fence
from ravine.grading.worker.warm_process import warm_process

tempfile.tempdir, _lock = fence.own_folder()  # which goes with this process, as soon as its finalizers have run
atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)
warm_process().start()
