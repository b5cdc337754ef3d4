"""Every limit of the sandbox, at its edge, in every way the sandbox may come about."""

import pytest

from ravine.grading.worker import Limits, OutOfTime, WorkerDied
from tests.grading.ways import WAYS, attempt, run, start


@pytest.fixture(scope="module", params=WAYS)
def way(request):
    return request.param


SMALL = Limits(cpu_seconds_per_cell=0.4, cpu_seconds_per_call=0.4, wall_seconds_per_cell=20, memory=600 * 2**20,
               folder_size=4 * 2**20, folder_files=50, file_size=2**20, threads=16)


def test_memory_is_limited(way):
    with start(way, limits=SMALL) as worker:
        assert run(worker, "x = bytearray(2**30)") == "MemoryError"
        assert run(worker, "import numpy as np; x = np.ones(2**27)") in ("MemoryError", "_ArrayMemoryError")
        assert run(worker, "print('alive')") == "alive"


def test_threads_are_limited_but_there_are_some(way):
    with start(way, limits=SMALL) as worker:
        assert run(worker, """
            from concurrent.futures import ThreadPoolExecutor
            with ThreadPoolExecutor(4) as pool: print(sum(pool.map(abs, range(10))))
            """) == "45"
        assert run(worker, """
            import threading
            gate = threading.Event()
            for n in range(2000):
                threading.Thread(target=gate.wait, daemon=True).start()
            """) == "RuntimeError"


def test_files_are_limited(way):
    with start(way, limits=SMALL) as worker:
        assert attempt(worker, "open('big', 'wb').write(bytes(2 * 2**20))") == "EFBIG"


@pytest.mark.parametrize("code", ["open(str(n), 'wb').write(bytes(2**19))", "os.mkdir(str(n))"])
def test_the_folder_is_limited(way, code):
    with start(way, limits=SMALL) as worker:
        try:
            outcome = attempt(worker, f"import time; n = 0\n            while True: {code}; n += 1; time.sleep(0.01)")
        except WorkerDied as error:                       # where no file system limits it, its supervisor does
            assert error.reason == "files"
        else:
            assert outcome == "ENOSPC"


def test_open_files_are_limited(way):
    with start(way, limits=SMALL) as worker:
        assert attempt(worker, "files = [open('/dev/null') for _ in range(1000)]") == "EMFILE"


IN_THREADS = """
import threading
for _ in range(2): threading.Thread(target=lambda: sum(range(10**12))).start()
threading.Event().wait()
"""


@pytest.mark.parametrize("code", ["while True: pass", "sum(range(10**12))", "import re; re.match('(a*)*b', 'a' * 40)",
                                  IN_THREADS], ids=["loop", "C-loop", "regex", "threads"])
def test_computing_for_ever_is_ended_by_cpu_time(way, code):
    with start(way, limits=SMALL) as worker:
        with pytest.raises(OutOfTime) as error:
            worker.run_cell(code)
        assert error.value.kind == "cpu" and not worker.alive


def test_sleeping_is_ended_by_the_clock(way):
    with start(way, limits=Limits(wall_seconds_per_cell=0.5)) as worker:
        with pytest.raises(OutOfTime) as error:
            worker.run_cell("import time; time.sleep(60)")
        assert error.value.kind == "wall" and not worker.alive
