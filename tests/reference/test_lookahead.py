"""The lookahead reference against hand calculation, algebra, optax and torch_optimizer; its misconceptions against each
other; and right answers in many styles."""

import json
from importlib.util import find_spec
from itertools import permutations

import numpy as np
import pytest
import sympy as sp

from ravine.exercise import exercises_in
from ravine.judge import diagnose, judge, rows
from ravine.problems import HeavyBall, QuadraticForm, Rosenbrock
from solutions.reference import lookahead as reference
from tests.traces import record_lookahead

RECORDED = json.loads(record_lookahead.TRACES.read_text())
EXERCISES = {exercise.name: exercise for exercise in exercises_in(reference)}
SEEDS = 200


# ------------------------------------------------------------------------------------------------------ by hand


def test_lookahead_by_hand():
    """Two halvings of 16 make 4, and a quarter of the way there is 13; two of 13 make 3.25, and 10.5625."""
    slow = reference.lookahead(lambda w: w / 2, np.array([16.0]), k=2, alpha=0.25, rounds=2)
    np.testing.assert_array_equal(slow, [[16.0], [13.0], [10.5625]])


def test_fit_quadratic_by_hand():
    assert reference.fit_quadratic(3.0, 1.0, 2.0) == (4, -6, 3)


@pytest.mark.parametrize(
    "a, b, low, high, expected",
    [
        (4.0, -6.0, 0.0, 1.0, 0.75),
        (1.0, -4.0, 0.0, 1.0, 1.0),
        (1.0, 3.0, 0.25, 0.75, 0.25),
        (-1.0, 3.0, 0.0, 1.0, 0.0),
        (-4.0, 3.0, 0.0, 1.0, 1.0),
        (0.0, 1.0, 0.2, 0.8, 0.2),
        (0.0, -1.0, 0.2, 0.8, 0.8),
        (-2.0, 2.0, 0.0, 1.0, 1.0),
        (0.0, 0.0, 0.0, 1.0, 1.0),
    ],
)
def test_best_alpha_by_hand(a, b, low, high, expected):
    assert reference.best_alpha(a, b, low, high) == expected


def test_lookahead_fitted_by_hand():
    """½w² from 2 to −1: losses 2 and ½, slope (−1)(−3) = 3. So a = 4½, b = −6, α = ⅔, and the round ends at 0."""
    slow, alphas = reference.lookahead_fitted(
        lambda w: 0.5 * w @ w, lambda w: w, lambda w: -w / 2, np.array([2.0]), k=1, rounds=1
    )
    np.testing.assert_allclose(alphas, [2 / 3])
    np.testing.assert_allclose(slow, [[2], [0]], atol=1e-15)


# ------------------------------------------------------------------------------------------------------ algebra


def test_fit_is_the_only_solution_of_the_three_conditions():
    loss0, loss1, slope1, a, b, c, x = sp.symbols("loss0 loss1 slope1 a b c x")
    parabola = a * x**2 + b * x + c
    conditions = (
        parabola.subs(x, 0) - loss0,
        parabola.subs(x, 1) - loss1,
        sp.diff(parabola, x).subs(x, 1) - slope1,
    )
    (solution,) = sp.linsolve(conditions, (a, b, c))
    assert [sp.simplify(s - r) for s, r in zip(solution, reference.fit_quadratic(loss0, loss1, slope1))] == [0, 0, 0]


def test_fitted_alpha_on_any_quadratic_is_the_exact_line_search():
    """In symbols, for a general symmetric 2 × 2 matrix: the fit reproduces ½ d·Ad and ∇L(start)·d."""
    p, q, r, *points = sp.symbols("p q r s1 s2 f1 f2")
    A, start, finish = sp.Matrix([[p, q], [q, r]]), sp.Matrix(points[:2]), sp.Matrix(points[2:])

    def loss(w):
        return (w.T * A * w)[0] / 2

    d = finish - start
    a, b, c = reference.fit_quadratic(loss(start), loss(finish), (A * finish).dot(d))
    assert sp.expand(a - (d.T * A * d)[0] / 2) == 0
    assert sp.expand(b - (A * start).dot(d)) == 0
    assert sp.expand(c - loss(start)) == 0


@pytest.mark.parametrize("seed", range(5))
def test_fitted_alpha_is_the_lowest_point_of_the_line(seed):
    """On a convex quadratic no α of a fine grid over the range does better, inside the range and clipped to it."""
    rng = np.random.default_rng(seed)
    B = rng.normal(size=(3, 3))
    surface = QuadraticForm(tuple(map(tuple, B @ B.T + 0.1 * np.eye(3))))
    start, finish = rng.normal(size=(2, 3))
    for low, high in ((0.0, 1.0), (0.3, 0.6), (-1.0, 2.0)):
        slow, (alpha,) = reference.lookahead_fitted(
            surface.value, surface.gradient, lambda w: finish, start, k=1, rounds=1, low=low, high=high
        )
        grid = np.linspace(low, high, 201)[:, None]
        assert low <= alpha <= high
        assert surface.value(slow[1]) <= surface.value((1 - grid) * start + grid * finish).min() + 1e-12


def test_best_alpha_against_a_grid():
    rng = np.random.default_rng(0)
    for a, b in rng.normal(size=(300, 2)):
        low, high = np.sort(rng.uniform(-1, 2, 2))
        grid = np.linspace(low, high, 401)
        alpha = reference.best_alpha(a, b, low, high)
        assert low <= alpha <= high
        assert a * alpha**2 + b * alpha <= (a * grid**2 + b * grid).min() + 1e-12


def test_off_quadratics_the_fit_has_the_three_numbers_it_was_given():
    surface, start, finish = Rosenbrock(), np.array([-1.0, 1.5]), np.array([0.3, 0.4])
    beyond, before = (surface.value(start + (1 + h) * (finish - start)) for h in (1e-6, -1e-6))
    exact = surface.gradient(finish) @ (finish - start)
    assert exact == pytest.approx((beyond - before) / 2e-6, rel=1e-7)
    a, b, c = reference.fit_quadratic(surface.value(start), surface.value(finish), exact)
    assert (c, a + b + c, 2 * a + b) == pytest.approx((surface.value(start), surface.value(finish), exact))


def test_fixed_and_fitted_agree_where_the_fit_picks_the_fixed_alpha():
    """On ½λ|w|² every line leads to the minimum; the fit finds 1/(1 − Q) in every direction."""
    surface, step = QuadraticForm(((2.0, 0.0), (0.0, 2.0))), HeavyBall(((2.0, 0.0), (0.0, 2.0)), (0.0, 0.0), 0.8).step
    Q = (1 - 0.8 * 2) ** 3
    w0 = np.array([1.0, -2.0])
    slow, alphas = reference.lookahead_fitted(surface.value, surface.gradient, step, w0, k=3, rounds=1)
    assert alphas[0] == pytest.approx(1 / (1 - Q))
    np.testing.assert_allclose(slow, reference.lookahead(step, w0, 3, 1 / (1 - Q), 1), atol=1e-15)


# --------------------------------------------------------------------------------------- what it asks, and how often


def test_a_round_costs_k_steps_two_losses_and_one_gradient_each_at_its_place():
    asked = {"loss": [], "grad": [], "step": []}

    def asking(name, function):
        def ask(w):
            asked[name].append(w.copy())
            return function(w)

        return ask

    surface = QuadraticForm(((1.0, 0.0), (0.0, 3.0)))
    step = asking("step", lambda w: w - 0.5 * surface.gradient(w))
    slow, _alphas = reference.lookahead_fitted(
        asking("loss", surface.value), asking("grad", surface.gradient), step, np.array([2.0, 1.0]), k=4, rounds=3
    )
    assert {name: len(places) for name, places in asked.items()} == {"loss": 6, "grad": 3, "step": 12}
    np.testing.assert_array_equal(asked["loss"][::2], slow[:-1])
    np.testing.assert_array_equal(asked["loss"][1::2], asked["grad"])
    np.testing.assert_array_equal(asked["step"][::4], slow[:-1])


# ------------------------------------------------------------------------------------------- optax, torch_optimizer


def inner_step(setting):
    k, alpha, momentum = record_lookahead.SETTINGS[setting]
    return k, alpha, HeavyBall(record_lookahead.MATRIX, (0.0, 0.0), record_lookahead.LR, momentum).step


every_setting = pytest.mark.parametrize("setting", record_lookahead.SETTINGS)


@every_setting
def test_lookahead_is_optax_round_by_round(setting):
    """optax keeps the inner state, as the course does: its slow weights are the reference's."""
    recorded = np.array(RECORDED["traces"]["optax"][setting])
    k, alpha, step = inner_step(setting)
    rounds = record_lookahead.STEPS // k
    slow = reference.lookahead(step, np.array(record_lookahead.START), k, alpha, rounds)
    np.testing.assert_allclose(slow, recorded[: rounds * k + 1 : k], rtol=1e-12, atol=1e-13)


@every_setting
def test_torch_optimizer_anchors_one_step_late(setting):
    """Its first mixing, after one step, changes nothing; from there on it is Lookahead, started at that point."""
    recorded = np.array(RECORDED["traces"]["torch_optimizer"][setting])
    k, alpha, step = inner_step(setting)
    start = np.array(record_lookahead.START)
    first = step(start)
    rounds = (record_lookahead.STEPS - 1) // k
    slow = reference.lookahead(step, first, k, alpha, rounds)
    np.testing.assert_allclose(recorded[1 : rounds * k + 2 : k], slow, rtol=1e-12, atol=1e-13)
    assert np.abs(recorded[k] - np.array(RECORDED["traces"]["optax"][setting])[k]).max() > 0.01


def test_recorded_with_the_versions_that_the_page_names():
    assert RECORDED["versions"] == {"optax": "0.2.8", "torch_optimizer": "0.3.0"}


INSTALLED = [library for library in RECORDED["traces"] if find_spec(library)]

if INSTALLED:  # elsewhere the recorded traces stand for the libraries

    @every_setting
    @pytest.mark.parametrize("library", INSTALLED)
    def test_traces_are_what_the_library_does(library, setting):
        got = getattr(record_lookahead, f"{library}_trace")(setting)
        np.testing.assert_allclose(got, RECORDED["traces"][library][setting], rtol=1e-12)


# --------------------------------------------------------------------------------------------- telling answers apart

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


def every_misconception():
    return [pytest.param(e, m, id=f"{e.name}-{m.name}") for e in EXERCISES.values() for m in e.misconceptions]


def test_the_four_exercises_of_the_chapter():
    assert list(EXERCISES) == ["lookahead", "fit_quadratic", "best_alpha", "lookahead_fitted"]


@every_exercise
def test_at_least_three_misconceptions_each_with_a_sentence_of_its_own(exercise):
    sentences = [m.sentence for m in exercise.misconceptions]
    assert len(sentences) >= 3
    assert len(set(sentences)) == len(sentences)
    assert all(m.see.startswith("lookahead.html#") for m in exercise.misconceptions)


@every_exercise
def test_every_part_of_the_credit_has_an_example_and_hidden_inputs(exercise):
    assert {case.part for case in exercise.examples} == set(exercise.parts)
    assert {case.part for case in exercise.cases(np.random.default_rng(0))} == set(exercise.parts)


def confused_pairs(exercise, drawn):
    """Pairs (a, b) of misconceptions, or of the right answer and one, that no row tells apart."""
    names = ["right", *(m.name for m in exercise.misconceptions)]
    seen = [{"right": row.expected, **row.wrong()} for row in drawn]
    return [
        (a, b)
        for a, b in permutations(names, 2)
        if all(exercise.agree(o[a], o[b], exercise) is None and o[a].changed == o[b].changed for o in seen)
    ]


@every_exercise
def test_the_examples_tell_every_pair_apart(exercise):
    assert confused_pairs(exercise, rows(exercise, exercise.examples)) == []


@every_exercise
def test_hidden_inputs_alone_tell_every_pair_apart(exercise):
    for seed in range(20):
        drawn = rows(exercise, exercise.cases(np.random.default_rng(seed)))
        assert confused_pairs(exercise, drawn) == [], seed


@pytest.mark.parametrize("exercise, misconception", every_misconception())
def test_every_misconception_is_named_on_every_draw(exercise, misconception):
    for drawn in draws(exercise):
        judgement = judge(exercise, misconception.answer, drawn)
        assert not judgement.right and judgement.credit < 1
        assert judgement.misconception is misconception


_drawn = {}


def draws(exercise, seeds=12):
    """Rows of several seeds, made once."""
    if exercise.name not in _drawn:
        _drawn[exercise.name] = [rows(exercise, exercise.draw(np.random.default_rng(seed))) for seed in range(seeds)]
    return _drawn[exercise.name]


@pytest.mark.parametrize("name", ["lookahead", "fit_quadratic", "best_alpha"])
def test_the_examples_can_be_done_by_hand(name):
    """Inputs and results are binary fractions of few digits, and computed without rounding."""
    for row in rows(EXERCISES[name], EXERCISES[name].examples):
        for value in (row.expected.returned, *(v for v in row.case.inputs.values() if not callable(v))):
            scaled = np.asarray(value, dtype=float) * 4096
            np.testing.assert_array_equal(scaled, np.round(scaled))


# --------------------------------------------------------------------------------------------------- right answers


def lookahead_difference(inner_step, w0, k, alpha, rounds):
    path = np.empty((rounds + 1, len(w0)))
    path[0] = w0
    for r in range(rounds):
        fast = path[r].copy()
        for _ in range(k):
            fast = inner_step(fast)
        path[r + 1] = path[r] + alpha * (fast - path[r])
    return path


def lookahead_one_loop(inner_step, w0, k, alpha, rounds):
    slow, fast, path = w0, w0, [w0]
    for t in range(1, k * rounds + 1):
        fast = inner_step(fast)
        if t % k == 0:
            slow = fast = slow - alpha * (slow - fast)
            path.append(slow)
    return path


def lookahead_in_place_on_copies(inner_step, w0, k, alpha, rounds):
    slow, path = w0.copy(), [w0.copy()]
    for _ in range(rounds):
        fast = slow.copy()
        for _ in range(k):
            fast = inner_step(fast)
        slow *= 1 - alpha
        slow += alpha * fast
        path.append(slow.copy())
    return np.stack(path)


def lookahead_lists(inner_step, w0, k, alpha, rounds):
    return lookahead_difference(inner_step, w0.tolist(), k, alpha, rounds).tolist()


def lookahead_recursive(inner_step, w0, k, alpha, rounds):
    if rounds == 0:
        return w0[None]
    fast = w0
    for _ in range(k):
        fast = inner_step(fast)
    return np.vstack([w0, lookahead_recursive(inner_step, (1 - alpha) * w0 + alpha * fast, k, alpha, rounds - 1)])


def lookahead_float32(inner_step, w0, k, alpha, rounds):
    return lookahead_difference(lambda w: np.float32(inner_step(np.float32(w))), w0, k, np.float32(alpha), rounds)


def fit_solving(loss0, loss1, slope1):
    return np.linalg.solve([[0, 0, 1], [1, 1, 1], [2, 1, 0]], [loss0, loss1, slope1])


def fit_b_first(loss0, loss1, slope1):
    c = loss0
    b = 2 * loss1 - 2 * c - slope1
    return [loss1 - b - c, b, c]


def fit_newton_form(loss0, loss1, slope1):
    """Around the finish: L(1) + slope·(α − 1) + a(α − 1)²."""
    a = loss0 - loss1 + slope1
    return a, slope1 - 2 * a, loss1 - slope1 + a


def fit_polyfit(loss0, loss1, slope1):
    """Through two points and a third that the parabola must pass: at −1 it has L(1) − 2L′(1) + 4a."""
    a = slope1 - loss1 + loss0
    return np.polyfit([-1.0, 0.0, 1.0], [loss1 - 2 * slope1 + 4 * a, loss0, loss1], 2)


def fit_float32(loss0, loss1, slope1):
    loss0, loss1, slope1 = map(np.float32, (loss0, loss1, slope1))
    return slope1 - (loss1 - loss0), 2 * (loss1 - loss0) - slope1, loss0


def alpha_candidates(a, b, low=0.0, high=1.0):
    candidates = [high, low]
    if a > 0 and low <= -b / (2 * a) <= high:
        candidates.append(-b / (2 * a))
    return min(candidates, key=lambda x: a * x * x + b * x)


def alpha_by_slopes(a, b, low=0.0, high=1.0):
    if a <= 0:
        return low if a * (low + high) + b > 0 else high
    if 2 * a * low + b >= 0:
        return low
    return high if 2 * a * high + b <= 0 else -b / (2 * a)


def alpha_numpy(a, b, low=0.0, high=1.0):
    ends = np.array([high, low])
    return np.clip(-0.5 * b / a, low, high) if a > 0 else ends[np.argmin((a * ends + b) * ends)]


def alpha_min_max(a, b, low=0.0, high=1.0):
    if a > 0:
        return max(low, min(high, -b / a / 2))
    return high if a * high * high + b * high <= a * low * low + b * low else low


def alpha_float32(a, b, low=0.0, high=1.0):
    return np.float32(alpha_min_max(np.float32(a), np.float32(b), np.float32(low), np.float32(high)))


def fitted_inline(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = [w0], np.zeros(rounds)
    for r in range(rounds):
        x = path[-1]
        for _ in range(k):
            x = inner_step(x)
        d = x - path[-1]
        rise, slope = loss(x) - loss(path[-1]), np.sum(grad(x) * d)
        a, b = slope - rise, 2 * rise - slope
        alphas[r] = alpha_min_max(a, b, low, high)
        path.append(path[-1] + alphas[r] * d)
    return path, alphas


def fitted_newton_from_the_finish(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = [w0], []
    for _ in range(rounds):
        finish = path[-1]
        for _ in range(k):
            finish = inner_step(finish)
        slope = np.dot(finish - path[-1], grad(finish))
        a = slope - loss(finish) + loss(path[-1])
        if a > 0:
            alphas.append(min(high, max(low, 1 - slope / (2 * a))))
        else:
            alphas.append(alpha_numpy(a, slope - 2 * a, low, high))
        path.append(finish + (alphas[-1] - 1) * (finish - path[-1]))
    return np.array(path), alphas


def fitted_lists(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = fitted_inline(loss, grad, inner_step, w0, k, rounds, low, high)
    return [[p.tolist() for p in path], alphas.tolist()]


def fitted_arrays(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path = np.tile(w0, (rounds + 1, 1))
    alphas = np.empty(rounds)
    for r in range(rounds):
        finish = path[r].copy()
        for _ in range(k):
            finish = inner_step(finish)
        losses = [loss(w) for w in (path[r], finish)]
        a, b, _c = fit_solving(*losses, grad(finish).dot(finish - path[r]))
        alphas[r] = alpha_candidates(a, b, low, high)
        path[r + 1] = np.average([path[r], finish], axis=0, weights=[1 - alphas[r], alphas[r]])
    return path, alphas


def fitted_loss_first(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = [w0], []
    for _ in range(rounds):
        before, w = loss(path[-1]), path[-1].copy()
        for _ in range(k):
            w = inner_step(w)
        g = grad(w)
        a, b, _c = fit_newton_form(before, loss(w), float(g.T @ (w - path[-1])))
        alphas.append(alpha_by_slopes(a, b, low, high))
        path.append(alphas[-1] * w + (1 - alphas[-1]) * path[-1])
    return tuple(path), tuple(alphas)


RIGHT = {
    "lookahead": [
        lookahead_difference,
        lookahead_one_loop,
        lookahead_in_place_on_copies,
        lookahead_lists,
        lookahead_recursive,
        lookahead_float32,
    ],
    "fit_quadratic": [fit_solving, fit_b_first, fit_newton_form, fit_polyfit, fit_float32],
    "best_alpha": [alpha_candidates, alpha_by_slopes, alpha_numpy, alpha_min_max, alpha_float32],
    "lookahead_fitted": [
        fitted_inline,
        fitted_newton_from_the_finish,
        fitted_lists,
        fitted_arrays,
        fitted_loss_first,
    ],
}


def every_right_answer():
    return [pytest.param(EXERCISES[name], f, id=f.__name__) for name, answers in RIGHT.items() for f in answers]


@pytest.mark.parametrize("exercise, answer", every_right_answer())
def test_right_answers_in_many_styles_pass(exercise, answer):
    for seed, drawn in enumerate(draws(exercise)):
        judgement = judge(exercise, answer, drawn)
        assert judgement.right, (seed, judgement.example and judgement.example.difference)


@pytest.mark.slow
@every_exercise
def test_right_answers_pass_and_misconceptions_fail_by_name_on_many_draws(exercise):
    for seed in range(SEEDS):
        drawn = rows(exercise, exercise.draw(np.random.default_rng(1000 + seed)))
        for answer in RIGHT[exercise.name]:
            assert judge(exercise, answer, drawn).right, (seed, answer.__name__)
        for misconception in exercise.misconceptions:
            observed = [row.wrong()[misconception.name] for row in drawn]
            assert diagnose(exercise, drawn, observed) is misconception, (seed, misconception.name)
