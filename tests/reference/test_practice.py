"""The practice reference against PyTorch's schedule; the examination of a training; right answers in many styles."""

import json
from importlib.util import find_spec
from itertools import permutations, product

import numpy as np
import pytest

from ravine.exercises.exercise import exercise_of, exercises_in
from ravine.exercises.judge import judge, rows
from ravine.exercises.kinds import training
from ravine.exercises.observe import Observation
from ravine.problems import digits
from ravine.problems.digits import read_digits
from solutions.reference import practice as reference
from solutions.reference.backpropagation import Linear, ReLU, Sequential, SoftmaxCrossEntropy
from tests.traces import record_cyclical, record_digits

RECORDED = json.loads(record_cyclical.TRACES.read_text())
RATE = exercise_of(reference.triangular_learning_rate)
TRAIN = exercise_of(reference.train)


# --- the schedule


def test_rates_by_hand():
    rates = [reference.triangular_learning_rate(t, 0.25, 2.25, 8) for t in (0, 2, 8, 12, 16, 22)]
    assert rates == [0.25, 0.75, 2.25, 1.25, 0.25, 1.75]


@pytest.mark.parametrize("setting", ["triangular", "triangular, one step up"])
def test_rates_are_pytorch_s(setting):
    asked = record_cyclical.SETTINGS[setting]
    bounds = asked["base_lr"], asked["max_lr"], asked["step_size_up"]
    rates = [reference.triangular_learning_rate(t, *bounds) for t in range(record_cyclical.STEPS)]
    np.testing.assert_allclose(rates, RECORDED["rates"][setting], rtol=1e-12, atol=1e-14)


def test_triangular2_of_pytorch_is_a_named_misconception():
    halved = next(m.answer for m in RATE.misconceptions if m.name == "halved_each_cycle")
    asked = record_cyclical.SETTINGS["triangular2"]
    bounds = asked["base_lr"], asked["max_lr"], asked["step_size_up"]
    rates = [halved(t, *bounds) for t in range(record_cyclical.STEPS)]
    np.testing.assert_allclose(rates, RECORDED["rates"]["triangular2"], rtol=1e-12, atol=1e-14)


def test_recorded_with_the_version_that_the_pages_name():
    assert RECORDED["torch"].startswith("2.13")


if find_spec("torch"):  # elsewhere the recorded rates stand for PyTorch's

    @pytest.mark.parametrize("setting", record_cyclical.SETTINGS)
    def test_rates_are_what_pytorch_does(setting):
        np.testing.assert_allclose(record_cyclical.trace(setting), RECORDED["rates"][setting], rtol=1e-12)

    def test_momentum_is_what_pytorch_does():
        found = record_cyclical.trace(record_cyclical.MOMENTUM, "momentum")
        np.testing.assert_allclose(found, RECORDED["momenta"][record_cyclical.MOMENTUM], rtol=1e-12)


def by_remainder(step, lowest, highest, half_cycle):
    t = step % (2 * half_cycle)
    return lowest + (highest - lowest) * min(t, 2 * half_cycle - t) / half_cycle


def by_interpolation(step, lowest, highest, half_cycle):
    return np.interp(step, [0, half_cycle, 2 * half_cycle], [lowest, highest, lowest], period=2 * half_cycle)


def from_the_top(step, lowest, highest, half_cycle):
    return highest - (highest - lowest) * abs(step / half_cycle - 2 * (step // (2 * half_cycle)) - 1)


def by_arcsine(step, lowest, highest, half_cycle):
    up = 0.5 + np.arcsin(np.sin(np.pi * (step / half_cycle - 0.5))) / np.pi
    return (1 - up) * lowest + up * highest


def float32(step, lowest, highest, half_cycle):
    return np.float32(by_remainder(np.float32(step), np.float32(lowest), np.float32(highest), np.float32(half_cycle)))


@pytest.mark.parametrize("answer", [by_remainder, by_interpolation, from_the_top, by_arcsine, float32])
def test_right_rates_in_many_styles(answer):
    for seed in range(12):
        judgement = judge(RATE, answer, rows(RATE, RATE.draw(np.random.default_rng(seed))))
        assert judgement.right, (seed, judgement.example and judgement.example.difference)


# --- seeds


def test_the_seeds_needed_by_hand():
    """Differences 1, 3, 1, 3 have the variance 4/3; 2.84² · 4/3 / 0.25 = 43.02."""
    a, b = np.array([94.0, 90.0, 97.0, 91.0]), np.array([93.0, 87.0, 96.0, 88.0])
    assert reference.seeds_needed(a, b, 0.5) == 44
    assert reference.seeds_needed(a, b, 100.0) == 2


def test_with_the_seeds_needed_four_of_five_experiments_see_the_gain():
    """In 20,000 experiments with differences of spread 1 around the gain, on the page's terms."""
    a = np.array([1.0, -1.0, 1.0, -1.0]) * np.sqrt(3) / 2
    seeds = reference.seeds_needed(a, np.zeros(4), 0.4)
    means = np.random.default_rng(6).normal(0.4, 1 / np.sqrt(seeds), 20_000)
    assert seeds == 51 and 0.78 < np.mean(means > 2 / np.sqrt(seeds)) < 0.83


# --- telling answers apart


def test_the_exercises_of_the_chapter_and_none_that_it_imports():
    assert [e.name for e in exercises_in(reference)] == ["triangular_learning_rate", "train", "seeds_needed"]


def test_misconceptions_about_the_rate_are_told_apart_and_named():
    names = ["right", *(m.name for m in RATE.misconceptions)]
    for seed in range(12):
        for cases in (RATE.examples, list(RATE.cases(np.random.default_rng(seed)))):
            seen = [{"right": row.expected, **row.wrong()} for row in rows(RATE, cases)]
            for a, b in permutations(names, 2):
                assert any(RATE.agree(o[a], o[b], RATE) for o in seen), (seed, a, b)
        drawn = rows(RATE, RATE.draw(np.random.default_rng(seed)))
        for m in RATE.misconceptions:
            assert judge(RATE, m.answer, drawn).misconception is m, (seed, m.name)


@pytest.fixture(scope="module")
def drawn():
    return rows(TRAIN, TRAIN.draw(np.random.default_rng(3)))


def test_a_plain_training_gets_full_marks_well_within_the_budget(drawn):
    from time import process_time

    begin = process_time()
    judgement = judge(TRAIN, reference.train, drawn)
    assert judgement.right and judgement.credit == 1
    assert process_time() - begin < training.CPU_SECONDS  # four trainings in the time of one


@pytest.mark.parametrize("wrong", TRAIN.misconceptions, ids=lambda m: m.name)
def test_wrong_trainings_get_nothing_and_are_named(drawn, wrong):
    judgement = judge(TRAIN, wrong.answer, drawn)
    assert judgement.credit == 0
    assert judgement.misconception is wrong


def test_nearest_neighbours_are_refused_for_the_missing_network_and_not_for_their_accuracy(drawn):
    nearest = next(m.answer for m in TRAIN.misconceptions if m.name == "nearest_neighbours")
    facts = judge(TRAIN, nearest, drawn).observed[-1].returned
    assert np.median(facts["accuracies"]) > training.FULL_FROM and facts["network"] == "never used"


def test_each_misconception_sees_the_page():
    assert all(m.see.startswith("practice.html#") for e in (RATE, TRAIN) for m in e.misconceptions)


# --- credit and facts


def examined(*accuracies, **facts):
    return Observation(returned={"answers": "labels", "network": "trained", "accuracies": list(accuracies), **facts})


@pytest.mark.parametrize(
    "accuracies, credit",
    [
        ((0.84, 0.85, 0.99), 0.0),
        ((0.2, 0.9, 0.97), 0.5),
        ((0.94, 0.93, 0.95), 0.9),
        ((0.95, 0.95, 0.1), 1.0),
        ((1.0, 1.0, 1.0), 1.0),
    ],
)
def test_credit_is_linear_in_the_median_between_the_bounds(accuracies, credit):
    assert training.credit_for_accuracy([examined(*accuracies)]) == pytest.approx(credit)


def test_a_training_that_is_left_out_could_not_change_the_mark():
    settled = 0
    for accuracies in product((0.1, 0.5, 0.849, 0.85, 0.9, 0.949, 0.95, 1.0), repeat=3):
        for done in (accuracies[:1], accuracies[:2]):
            if training.is_settled(done, 3):
                settled += 1
                credits = [training.credit_for_accuracy([examined(*some)]) for some in (done, accuracies)]
                assert credits[0] == credits[1] in (0, 1)
                assert training.level(np.median(done)) == training.level(np.median(accuracies))
    assert settled == 8 * (1 + 2**2 + 2**2)  # two guesses; two of those that learnt something; two that are good


def test_a_good_answer_trains_twice_and_one_in_between_three_times(drawn):
    hidden = drawn[-1].case.inputs

    def accuracies(answer):
        return training.observe_training(answer, hidden).returned["accuracies"]

    assert len(accuracies(reference.train)) == 2
    assert len(accuracies(one_layer)) == 3


def test_no_credit_without_labels_or_a_trained_network():
    for spoiled in ({"network": "never used"}, {"network": "never passed back"}, {"answers": "None"}):
        assert training.credit_for_accuracy([examined(0.99, 0.99, 0.99, **spoiled)]) == 0
    assert training.credit_for_accuracy([Observation(raised="ValueError")]) == 0


def one_layer(x, y, seed):
    """Softmax regression from zeros: the same whatever the seed."""
    layer, loss = Linear(64, 10, np.random.default_rng(seed)), SoftmaxCrossEntropy()
    layer.W[...] = 0
    for _ in range(60):
        loss.forward(layer.forward(x), y)
        layer.backward(loss.backward())
        layer.W -= 0.5 * layer.dW
        layer.b -= 0.5 * layer.db
    return lambda images: layer.forward(images).argmax(axis=1)


def momentum_in_place(x, y, seed):
    rng = np.random.default_rng(seed)
    net, loss = Sequential([Linear(64, 128, rng), ReLU(), Linear(128, 10, rng)]), SoftmaxCrossEntropy()
    velocity = [np.zeros_like(w) for w, _ in net.parameters()]
    for _ in range(25):
        for batch in np.array_split(rng.permutation(len(x)), len(x) // 32):
            loss.forward(net.forward(x[batch]), y[batch])
            net.backward(loss.backward())
            for v, (w, gradient) in zip(velocity, net.parameters()):
                v *= 0.9
                v -= 0.2 * gradient
                w += v
    return lambda images: net.forward(images).argmax(axis=1).tolist()


def test_partial_credit_for_a_partial_success(drawn):
    judgement = judge(TRAIN, one_layer, drawn)
    assert not judgement.right and 0.2 < judgement.credit < 0.9


def test_another_optimiser_and_lists_for_labels_are_as_good(drawn):
    assert judge(TRAIN, momentum_in_place, drawn).right


def test_counting_leaves_the_classes_as_they_were(drawn):
    forward = Linear.forward
    judge(TRAIN, one_layer, drawn)
    assert Linear.forward is forward


def test_a_training_without_any_linear_is_none(drawn):
    def train(x, y, seed):
        return lambda images: np.zeros(len(images), dtype=int)

    assert judge(TRAIN, train, drawn).observed[-1].returned["network"] == "never used"


# --- the digits


def test_the_digits_and_those_kept_back():
    images, labels = digits()
    hidden, hidden_labels = read_digits(record_digits.FILES["hidden"])
    assert images.shape == (1297, 64) and hidden.shape == (500, 64)
    for x, y in ((images, labels), (hidden, hidden_labels)):
        assert x.min() == 0 and x.max() == 1 and set(y) == set(range(10))
    public = {row.tobytes() for row in images}
    assert not any(row.tobytes() in public for row in hidden)


def test_the_digits_are_handed_out_as_copies():
    images, labels = digits()
    images[...] = labels[...] = 0
    assert digits()[0].max() == 1 and digits()[1].max() == 9


if find_spec("sklearn"):

    @pytest.mark.parametrize("part", record_digits.FILES)
    def test_the_files_hold_what_scikit_learn_has(part):
        with np.load(record_digits.FILES[part]) as file:
            for name, array in record_digits.split()[part].items():
                np.testing.assert_array_equal(file[name], array)
