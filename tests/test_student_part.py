"""What a student installs works by itself: this file needs nothing but the wheel, numpy and pytest.

The hosted checks run it on macOS and Windows, where only the student's part works.
"""

import pytest

from ravine import check
from ravine.cli import main
from ravine.exercises import table
from ravine.plots import PLOTS


def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return w + v, v


def test_a_right_answer_is_told(capsys):
    check(momentum_step)
    assert "right" in capsys.readouterr().out


def test_a_wrong_answer_is_met_with_its_reason_and_a_link(capsys):
    def momentum_step(w, v, grad, lr, beta):
        v = -beta * v - lr * grad
        return w + v, v

    check(momentum_step)
    said = " ".join(capsys.readouterr().out.split())
    exercise, _rows = table.read(table.TABLES / "momentum.json")["momentum_step"]
    (reversed_velocity,) = (m for m in exercise.misconceptions if m.name == "velocity_reversed")
    assert reversed_velocity.sentence in said and reversed_velocity.see in said


@pytest.mark.parametrize("path", sorted(table.TABLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_table_can_be_read(path):
    assert all(rows for _exercise, rows in table.read(path).values())


@pytest.mark.parametrize("name", PLOTS)
def test_every_plot_can_be_made(name):
    assert PLOTS[name]()._esm


def test_a_command_for_instructors_is_answered_with_a_sentence(capsys):
    assert main(["grade", "no-such-assignment"]) == 1
    assert capsys.readouterr().err.startswith("ravine: ")
