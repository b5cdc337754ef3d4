"""Chapter 5: Lookahead."""

# ruff: noqa: F811
import numpy as np

from tests.corpus import mistake


@mistake("github: lessw2020/Ranger-Deep-Learning-Optimizer#24", "fast")
def lookahead(inner_step, w0, k, alpha, rounds):
    path, slow = [w0], w0
    for _round in range(rounds):
        fast = slow
        for _step in range(k):
            fast = inner_step(fast)
        path.append(fast)
        slow = slow + alpha * (fast - slow)
    return np.array(path)


@mistake("github: ReaLLMASIC/ReaLLM-Forge#479", "fast|slow|`alpha`")
def lookahead(inner_step, w0, k, alpha, rounds):
    path, w = [w0], w0
    for _round in range(rounds):
        for _step in range(k):
            w = inner_step(w)
        path.append(w)
    return np.array(path)


@mistake("github: lifeiteng/Optimizers#1", "start|`w0`|zero|first")
def lookahead(inner_step, w0, k, alpha, rounds):
    path, fast, slow = [w0], w0, np.zeros_like(w0)
    for _round in range(rounds):
        for _step in range(k):
            fast = inner_step(fast)
        fast = slow = slow + alpha * (fast - slow)
        path.append(slow)
    return np.array(path)


@mistake("github: google-deepmind/optax#165", "slow|start|once|back|every step|each step|`k`")
def lookahead(inner_step, w0, k, alpha, rounds):
    path = [w0]
    for _round in range(rounds):
        fast = path[-1]
        for _step in range(k):
            fast = inner_step(path[-1])
        path.append(path[-1] + alpha * (fast - path[-1]))
    return np.array(path)


@mistake("github: numpy/numpy#7478", "order|revers")
def fit_quadratic(loss0, loss1, slope1):
    rise = loss1 - loss0
    return loss0, 2 * rise - slope1, slope1 - rise


@mistake("github: daichi-ishida/Visual-Simulation-of-Smoke#1", "2|twice|double|factor")
def fit_quadratic(loss0, loss1, slope1):
    rise = loss1 - loss0
    return slope1 - rise, rise - slope1, loss0


@mistake("github: dynamomd/DynamO#80", "start|loss0|finish|α = 0|exchang")
def fit_quadratic(loss0, loss1, slope1):
    rise = loss1 - loss0
    return slope1 - rise, 2 * rise - slope1, loss1


@mistake("github: JuliaNLSolvers/LineSearches.jl#202", "sign|minus|−b")
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return float(np.clip(b / (2 * a), low, high))
    return low if a * low**2 + b * low < a * high**2 + b * high else high


@mistake("kouhan.cn: Correct Methods for Solving Quadratic Equations in Python", "bracket|divid|2a|multipl")
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return float(np.clip(-b / 2 * a, low, high))
    return low if a * low**2 + b * low < a * high**2 + b * high else high


def _end(a, b, low, high):
    return low if a * low**2 + b * low < a * high**2 + b * high else high


@mistake("github: JuliaNLSolvers/LineSearches.jl#202", "sign|minus|−b")
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    slow, alphas = [w0], []
    for _round in range(rounds):
        start = finish = slow[-1]
        for _step in range(k):
            finish = inner_step(finish)
        rise, slope = loss(finish) - loss(start), grad(finish) @ (finish - start)
        a, b = slope - rise, 2 * rise - slope
        alphas.append(float(np.clip(b / (2 * a), low, high)) if a > 0 else _end(a, b, low, high))
        slow.append(start + alphas[-1] * (finish - start))
    return np.array(slow), np.array(alphas)


@mistake("github: google-deepmind/optax#263", "slow|start|once|back|every step|each step|`k`")
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    slow, alphas = [w0], []
    for _round in range(rounds):
        start = finish = slow[-1]
        for _step in range(k):
            finish = inner_step(start)
        rise, slope = loss(finish) - loss(start), grad(finish) @ (finish - start)
        a, b = slope - rise, 2 * rise - slope
        alphas.append(float(np.clip(-b / (2 * a), low, high)) if a > 0 else _end(a, b, low, high))
        slow.append(start + alphas[-1] * (finish - start))
    return np.array(slow), np.array(alphas)


@mistake("github: EricDarve/numerical_linear_algebra#43", "smallest|negative|flattest|other end|most")
def largest_stable_alpha(curvatures, lr, k):
    largest = np.max((1 - lr * curvatures) ** k)
    return 0.0 if largest >= 1 else min(1.0, 2 / (1 - largest))


@mistake("github: SauersML/gam#2659", "sign|odd|even|negative")
def largest_stable_alpha(curvatures, lr, k):
    rounds = np.abs(1 - lr * curvatures) ** k
    return 0.0 if rounds.max() >= 1 else min(1.0, 2 / (1 - rounds.min()))


@mistake("github: SciML/DataInterpolations.jl#283", "sign|opposite|minus|−")
def fit_quadratic(loss0, loss1, slope1):
    rise = loss1 - loss0
    return rise - slope1, 2 * rise - slope1, loss0
