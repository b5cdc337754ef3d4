"""Every limit of the sandbox, at its edge, in every way the sandbox may come about."""

import gc
import math
import os
import time

import nbformat
import pytest

from ravine.course.release import assignments
from ravine.grading.submission.grade import _trains
from ravine.grading.worker import clock
from ravine.grading.worker.handle import (
    AnswerRefused,
    Limits,
    Name,
    OutOfTime,
    SandboxUnavailable,
    StudentError,
    WorkerDied,
)
from ravine.grading.worker.outputs import Total
from tests.grading.courses import ROOT
from tests.grading.ways import WAYS, attempt, run, start


@pytest.fixture(scope="module", params=WAYS)
def way(request):
    return request.param


SMALL = Limits(
    memory=600 * 2**20,
    folder_size=4 * 2**20,
    folder_files=50,
    file_size=2**20,
    threads=16,
)
SHORT = Limits(cpu_seconds_per_cell=0.4, cpu_seconds_per_call=0.4)


def test_memory_is_limited(way):
    with start(way, limits=SMALL) as worker:
        assert run(worker, "x = bytearray(2**30)") == "MemoryError"
        assert run(worker, "import numpy as np; x = np.ones(2**27)") in ("MemoryError", "_ArrayMemoryError")
        assert run(worker, "print('alive')") == "alive"


def test_threads_are_limited_but_there_are_some(way):
    with start(way, limits=SMALL) as worker:
        assert (
            run(
                worker,
                """
            from concurrent.futures import ThreadPoolExecutor
            with ThreadPoolExecutor(4) as pool: print(sum(pool.map(abs, range(10))))
            """,
            )
            == "45"
        )
        assert (
            run(
                worker,
                """
            import threading
            gate = threading.Event()
            for n in range(2000):
                threading.Thread(target=gate.wait, daemon=True).start()
            """,
            )
            == "RuntimeError"
        )


def test_files_are_limited(way):
    with start(way, limits=SMALL) as worker:
        assert attempt(worker, "open('big', 'wb').write(bytes(2 * 2**20))") == "EFBIG"


@pytest.mark.parametrize("code", ["open(str(n), 'wb').write(bytes(2**19))", "os.mkdir(str(n))"])
def test_the_folder_is_limited(way, code):
    with start(way, limits=SMALL) as worker:
        try:
            outcome = attempt(worker, f"import time; n = 0\n            while True: {code}; n += 1; time.sleep(0.01)")
        except WorkerDied as error:  # where no file system limits it, its supervisor does
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


@pytest.mark.parametrize(
    "code",
    ["while True: pass", "sum(range(10**12))", "import re; re.match('(a*)*b', 'a' * 40)", IN_THREADS],
    ids=["loop", "C-loop", "regex", "threads"],
)
def test_computing_for_ever_is_ended_by_cpu_time(way, code):
    with start(way, limits=SHORT) as worker:
        with pytest.raises(OutOfTime) as error:
            worker.run_cell(code)
        assert error.value.kind == "cpu" and not worker.alive


@pytest.mark.parametrize("assignment", assignments())
def test_a_cell_may_take_five_times_what_one_of_the_model_solution_takes(assignment):
    """So an endless loop is told early, and what is slow has its time: more where a network is trained.

    It is 25 times on an ordinary machine. What is asked for here holds on one that is five times as slow.
    """
    trains = _trains(assignment, str(ROOT))
    assert trains == (assignment == "practice")
    limits = Limits().where_one_trains if trains else Limits()
    assert limits.cpu_seconds_per_cell == (10.0 if trains else 2.5)
    source = nbformat.read(ROOT / "solutions" / "notebooks" / assignment / f"{assignment}.ipynb", as_version=4)
    code = [c.source for c in source.cells if c.cell_type == "code" and "HIDDEN TESTS" not in c.source]
    with start(WAYS[0], limits=limits) as worker:
        seconds = [worker.run_cell(cell).cpu_seconds for cell in code]
    assert len(seconds) > 3 and 5 * max(seconds) < limits.cpu_seconds_per_cell


def test_where_nothing_is_known_of_the_cost_a_cell_may_take_long():
    assert _trains("an assignment without a reference", str(ROOT))
    assert Limits(cpu_seconds_per_cell=30).where_one_trains.cpu_seconds_per_cell == 30


def test_sleeping_is_ended_by_the_clock(way):
    with start(way, limits=Limits(wall_seconds_per_cell=0.5)) as worker:
        with pytest.raises(OutOfTime) as error:
            worker.run_cell("import time; time.sleep(60)")
        assert error.value.kind == "wall" and not worker.alive


def test_waiting_for_a_processor_is_no_sleep(monkeypatch):
    queued, limits = 0.0, Limits(cpu_seconds_in_total=math.inf)  # these tests have computed long before
    monkeypatch.setattr(clock, "_queued", lambda _process: queued)
    deadline = clock.Clock(os.getpid(), limits).deadline(5, 0.01)
    time.sleep(0.02)
    queued = 1.0
    assert deadline.seconds_left() > 0
    deadline = clock.Clock(os.getpid(), limits).deadline(5, 0.01)
    time.sleep(0.02)
    with pytest.raises(OutOfTime, match="hardly anything was computed"):
        deadline.seconds_left()


# What an answer may be, on either side of the wire: the last that is allowed, and the first that is not

EDGES = {
    "answer_size": (800, "np.zeros(100)", "np.zeros(101)"),
    "answer_depth": (3, "[[[1]]]", "[[[[1]]]]"),
    "answer_items": (10, "[0] * 10", "[0] * 11"),
    "answer_handles": (5, "[object() for _ in range(5)]", "[object() for _ in range(6)]"),
    "answer_structure": (1000, "'x' * 500", "'x' * 1000"),
    "handles": (7, "[object() for _ in range(7)]", "[object() for _ in range(8)]"),
}


@pytest.mark.parametrize("limit", EDGES)
def test_answers_are_limited(limit):
    value, allowed, refused = EDGES[limit]
    with start(WAYS[0], limits=Limits(**{limit: value})) as worker:
        run(worker, f"import numpy as np\ndef f(): return {allowed}\ndef g(): return {refused}")
        worker.call(Name("f"))
        with pytest.raises(AnswerRefused) as error:
            worker.call(Name("g"))
        assert str(error.value).startswith("What your code gave back cannot be judged: more than") or "nested" in str(
            error.value
        )


def called_back(worker, source: str, function) -> list[str]:
    """What a function, defined by `source`, returns that is called with a function of ours."""
    run(worker, source)
    return worker.call(Name("f"), (function,)).value


TRY = """
def f(function):
    try:
        for n in range(4):
            function({argument})
        return "all"
    except ValueError as error:
        return f"{{n}}: {{error}}"
"""


def test_callbacks_are_limited():
    with start(WAYS[0], limits=Limits(callbacks=4)) as worker:
        assert called_back(worker, TRY.format(argument="0"), abs) == "all"
    with start(WAYS[0], limits=Limits(callbacks=3)) as worker:
        assert called_back(worker, TRY.format(argument="0"), abs).startswith("3: the functions you were given were")


def test_the_arguments_of_callbacks_are_limited():
    with start(WAYS[0], limits=Limits(callback_size=3 * 2**20)) as worker:
        assert "2: the functions you were given were called with more than 3 MiB" in called_back(
            worker, TRY.format(argument="bytes(2**20)"), len
        )


def test_callbacks_within_callbacks_are_limited():
    with start(WAYS[0], limits=Limits(callback_depth=4)) as worker:
        run(worker, "def f(function):\n    return function()")
        depth = []

        def deeper():
            depth.append(1)
            return worker.call(Name("f"), (deeper,)).value

        with pytest.raises(StudentError, match="call each other without end"):
            deeper()
        assert len(depth) == 5


def test_our_own_computing_for_an_answer_counts_like_the_students():
    with start(WAYS[0], limits=SHORT) as worker:
        with pytest.raises(OutOfTime) as error:
            called_back(worker, TRY.format(argument="0"), lambda n: sum(range(10**8)))
        assert error.value.kind == "cpu"


def test_looking_through_all_that_we_hold_is_not_the_students_computing():
    held = [[n] for n in range(10**6)]
    started = time.thread_time()
    gc.collect()
    limits = Limits(cpu_seconds_per_call=(time.thread_time() - started) / 2)
    with start(WAYS[0], limits=limits) as worker:
        assert called_back(worker, TRY.format(argument="0"), lambda n: n or gc.collect()) == "all"
    assert len(held) == 10**6


def test_starting_is_limited(way):
    """A process that does not start is not the student's doing; the next one may."""
    with pytest.raises(SandboxUnavailable, match="the process did not start within 1e-09 seconds"):
        start(way, limits=Limits(start_seconds=1e-9))
    with start(way) as worker:
        assert run(worker, "print('started')") == "started"


@pytest.mark.parametrize(
    "limit,kind,code",
    [
        ("cpu_seconds_in_total", "cpu", "sum(range(10**7))"),
        ("wall_seconds_in_total", "wall", "import time; time.sleep(0.3)"),
    ],
)
def test_all_cells_together_are_limited(limit, kind, code):
    with start(WAYS[0], limits=Limits(**{limit: 1.0})) as worker:
        with pytest.raises(OutOfTime) as error:
            for _ in range(100):
                worker.run_cell(code)
        assert error.value.kind == kind


def test_children_are_allowed_where_a_course_allows_them():
    with start(WAYS[0], limits=Limits(processes=4)) as worker:
        assert (
            run(
                worker,
                """
            import os
            child = os.fork()
            if child == 0: os._exit(7)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """,
            )
            == "7"
        )


def test_outputs_are_limited():
    with start(WAYS[0], limits=Limits(outputs=3, output_size=1000)) as worker:
        outputs = worker.run_cell("from IPython.display import display\nfor n in range(5): display(n)").outputs
        assert [output["data"]["text/plain"] for output in outputs] == ["0", "1", "2"]
        shown = worker.run_cell("print('x' * 999)").outputs[0]["text"]
        assert shown == "x" * 999 + "\n"
        shown = worker.run_cell("print('x' * 5000)").outputs[0]["text"]
        assert shown.startswith("x" * 900) and len(shown) <= 1000


def test_what_all_cells_show_is_limited():
    def text(n):
        return {"output_type": "stream", "name": "stdout", "text": "x" * n}

    def picture(n):
        return {"output_type": "display_data", "data": {"image/png": "x" * (4 * n)}, "metadata": {}}

    total = Total(Limits(output_size_in_total=100, images_size_in_total=30))
    assert total.fitting([text(60), picture(8)]) == [text(60), picture(8)]
    assert total.fitting([picture(2), text(40)]) == [picture(2), text(40)]
    for beyond in (text(1), picture(1)):
        (told,) = total.fitting([beyond, beyond])
        assert told["text"].startswith("The rest is left out: this notebook shows more than")
    assert total.fitting([]) == []


def test_pictures_are_limited():
    draw = "import matplotlib.pyplot as plt\nfor _ in range(3): plt.plot([1, 2]); plt.show()"
    with start(WAYS[0]) as worker:
        sizes = [len(o["data"]["image/png"]) * 3 // 4 for o in worker.run_cell(draw).outputs]
    assert len(sizes) == 3
    for limits, shown in (
        (Limits(image_size=3 * max(sizes) // 2), 3),
        (Limits(image_size=min(sizes)), 0),
        (Limits(images_size=5 * max(sizes) // 2), 2),
    ):  # with chunks of text, left out here
        with start(WAYS[0], limits=limits) as worker:
            outputs = worker.run_cell(draw).outputs
            assert sum("image/png" in output.get("data", {}) for output in outputs) == shown
