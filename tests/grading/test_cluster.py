"""A class graded on several machines gets the same gradebook as on one, whatever ends meanwhile."""

import os
import signal
import socket
import subprocess
import time

import pytest
from distributed import Client

from ravine.course.course import CourseError
from ravine.grading import cluster as module
from ravine.grading.cluster import Cluster
from ravine.grading.fence import OverBudget
from ravine.grading.pool import GaveUp
from ravine.grading.worker.limits import MiB
from ravine.grading.worker.sandbox import is_safe
from tests.grading.at_work import is_alive, wait_until
from tests.grading.clusters import cluster
from tests.grading.courses import ROOT
from tests.grading.on_workers import double, fenced_by, look, spend

pytestmark = pytest.mark.xdist_group("cluster")
SAMPLES = ("anna", "ulla", "quentin", "rosa")  # who hands in what, in turn
STUDENTS = {f"student-{n:02}": SAMPLES[n % len(SAMPLES)] for n in range(12)}
REFERENCE = "solutions/reference/momentum/momentum_from_ball.py"
RIGHT, WRONG = "    return dt**2 / mass, 1 - friction * dt / mass", "    return dt / mass, 1 - friction * dt / mass"


@pytest.fixture(scope="module")
def handed_in(released_course, tmp_path_factory):
    """A course in which twelve students have handed in, and nothing is graded."""
    course = released_course.copy(tmp_path_factory.mktemp("many") / "course")
    for student, sample in STUDENTS.items():
        course.hand_in_sample(student, "momentum", sample)
    return course


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    """A scheduler with two workers, each watched by a nanny, as `dask worker` starts them."""
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as machines:
        yield machines


@pytest.fixture
def course(handed_in, tmp_path):
    return handed_in.copy(tmp_path / "course")


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory):
    """What the processes of this machine make of the same class."""
    course = handed_in.copy(tmp_path_factory.mktemp("local") / "course")
    course.run("ravine", "grade", "momentum", "--jobs", "2")
    return course.results("momentum")


def processes(machines) -> list[int]:
    """The processes of both workers."""
    with Client(machines.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=180)
        return sorted(client.run(os.getpid).values())


@pytest.mark.slow
def test_a_worker_is_killed_in_the_middle_and_nothing_is_lost(course, machines, undisturbed):
    first, second = processes(machines)
    running = course.start("ravine", "grade", "momentum", "--scheduler", machines.address)
    while not list((course.root / "class" / "records").glob("*/*.gz")):
        assert running.poll() is None, running.stdout.read()
        time.sleep(0.01)
    os.kill(first, signal.SIGKILL)
    said = running.communicate()[0]
    assert running.returncode == 0, said + machines.said()
    assert "12 graded" in said and "Traceback" not in said and "distributed" not in said
    assert course.results("momentum") == undisturbed
    assert first not in processes(machines) and second in processes(machines)


@pytest.mark.slow
def test_the_grader_is_killed_and_goes_on_from_there(course, machines, undisturbed):
    running = course.start("ravine", "grade", "momentum", "--scheduler", machines.address)
    while len(list((course.root / "class" / "records").glob("*/*.gz"))) < 3:
        assert running.poll() is None, running.stdout.read()
        time.sleep(0.01)
    running.kill()
    running.communicate()
    said = course.run("ravine", "grade", "momentum", "--scheduler", machines.address).stdout
    assert "unchanged since they were graded" in said
    assert course.results("momentum") == undisturbed


@pytest.mark.slow
def test_every_worker_has_a_sandbox(machines):
    with Cluster(machines.address, ROOT) as pool:
        seen = [result for _item, result in pool.run(look, [(n,) for n in range(8)])]
    assert {pid for pid, _layers, _error in seen} == set(processes(machines))
    for _pid, layers, error in seen:
        assert is_safe(layers)
        assert "FileNotFoundError" in error or "PermissionError" in error


@pytest.mark.slow
def test_workers_that_know_an_earlier_reference_are_started_anew(course, machines):
    """A worker outlives the run that made it import the reference; a corrected one must not meet the old one."""
    reference = course.root / REFERENCE
    reference.write_text(reference.read_text().replace(RIGHT, WRONG, 1))
    command = ("ravine", "grade", "momentum", "--student", "student-00", "--student", "student-04")
    course.run(*command, "--scheduler", machines.address)
    wrong = course.marks("momentum")["student-00"]["test_momentum_from_ball"]
    before = processes(machines)
    reference.write_text(reference.read_text().replace(WRONG, RIGHT, 1))
    said = course.run(*command, "--scheduler", machines.address, "--regrade").stdout
    assert "Regrading changed 2 marks:" in said
    assert course.marks("momentum")["student-00"]["test_momentum_from_ball"] == (4.0, None, None, False) != wrong
    assert not set(before) & set(processes(machines))


@pytest.mark.slow
def test_what_ends_every_worker_is_given_up_and_nothing_else(machines):
    with Cluster(machines.address, ROOT) as pool:
        found = {number: result for (number, *_), result in pool.run(double, [(n, 3, 0.1) for n in range(10)])}
    assert isinstance(found.pop(3), GaveUp)
    assert found == {n: 2 * n for n in range(10) if n != 3}


@pytest.mark.slow
def test_what_takes_more_than_its_budget_is_ended_on_a_worker_too(machines):
    before = processes(machines)
    with Cluster(machines.address, ROOT) as pool:
        found = {mib: result for (mib,), result in pool.run(spend, [(1,), (1500,), (2,), (1501,), (3,)])}
    assert isinstance(found.pop(1500), OverBudget) and isinstance(found.pop(1501), OverBudget)
    assert found == {mib: mib * MiB for mib in (1, 2, 3)}
    assert processes(machines) == before


@pytest.mark.slow
def test_no_fenced_process_outlives_its_worker(machines):
    with Cluster(machines.address, ROOT) as pool:
        found = dict(result for _item, result in pool.run(fenced_by, [(n,) for n in range(8)]))
    fenced, worker = found.popitem()
    assert is_alive(fenced) and worker in processes(machines)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: not is_alive(fenced))


# What goes wrong with the cluster is said in a sentence


def test_a_scheduler_without_workers_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "WITHOUT_WORKERS", 1)
    with cluster(tmp_path, workers=0) as machines:
        with pytest.raises(CourseError, match="has no workers. Start some with `dask worker tcp://127"):
            Cluster(machines.address, ROOT)


def test_something_that_is_no_scheduler_is_told(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(CourseError, match="There is no scheduler at tcp://127.0.0.1:.* does not answer as one"):
            Cluster(f"tcp://127.0.0.1:{server.getsockname()[1]}", ROOT)


@pytest.mark.slow
def test_workers_that_judge_otherwise_or_end_are_told(tmp_path, monkeypatch):
    """One without a nanny: nobody starts it again."""
    monkeypatch.setattr(module, "WITHOUT_WORKERS", 1)
    monkeypatch.setattr(module, "LOOK_EVERY", 1)
    with cluster(tmp_path, 1, "--no-nanny") as machines:
        with monkeypatch.context() as here:
            here.setattr(module, "WITHOUT_WORKERS", 180)  # for it to start
            with Cluster(machines.address, ROOT) as pool:
                assert list(pool.run(double, [(1,)])) == [((1,), 2)]
        with monkeypatch.context() as here:
            here.setattr(module, "judged_with", lambda root: {"reference": "a newer one", "numpy": "2.0"})
            with pytest.raises(CourseError, match="has another reference, numpy than this machine, and might give"):
                Cluster(machines.address, ROOT)
        with Cluster(machines.address, ROOT) as pool:
            machines.workers[0].kill()
            with pytest.raises(CourseError, match="has no workers"):
                list(pool.run(double, [(1,)]))


def test_a_worker_that_comes_later_and_judges_otherwise_is_told(machines, monkeypatch):
    with Cluster(machines.address, ROOT) as pool:
        monkeypatch.setattr(pool, "_judge", {"Ravine": "another"})
        with pytest.raises(CourseError, match="has another Ravine than this machine"):
            list(pool.run(double, [(1,)]))


@pytest.mark.slow
def test_a_scheduler_that_ends_is_told(tmp_path):
    with cluster(tmp_path, workers=1) as machines, Cluster(machines.address, ROOT) as pool:
        running = pool.run(double, [(n, -1, 0.2) for n in range(50)])
        next(running)
        machines.scheduler.kill()
        with pytest.raises(CourseError, match="is gone. Nothing is lost: the same command goes on from here."):
            list(running)


# Encrypted, as it must be where others reach the network


@pytest.fixture
def certificates(tmp_path):
    """Settings of dask with an authority of our own and a certificate from it, for scheduler, workers and client."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ravine -keyout key.pem -out certificate.pem"
    subprocess.run(make.split(), cwd=folder, check=True, capture_output=True)
    places = {"CA_FILE": "certificate"}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        places |= {f"{role}__CERT": "certificate", f"{role}__KEY": "key"}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / f"{file}.pem") for name, file in places.items()}


@pytest.mark.slow
def test_connections_may_be_encrypted(course, certificates, tmp_path):
    with cluster(tmp_path / "cluster", 1, protocol="tls", environment=certificates) as machines:
        assert machines.address.startswith("tls://")
        command = ("ravine", "grade", "momentum", "--student", "student-00", "--scheduler")
        for address in (machines.address, machines.address.replace("tls", "tcp")):
            said = course.run(*command, address, check=1).stdout
            assert f"There is no scheduler at {address}: " in said and len(said.splitlines()) == 1
        said = course.run(*command, machines.address, environment=certificates).stdout
        assert "1 graded" in said
