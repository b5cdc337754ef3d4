"""Initialisation: the weights before the first step (chapter 1).

Weight matrices have shape (n_in, n_out) and act as ``x @ W`` on rows. Answers are random: they are judged by what is
true of every right one (`ravine.exercises.kinds.random_answers`), not by the reference's own draws.
"""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.random_answers import agree, observe_draws, observe_orthogonal
from ravine.exercises.observe import Seed
from ravine.language import _

SHAPE = "the shape, and randomness from rng alone"
DISTRIBUTION = "the distribution"
DRAWS = 50_000  # a call, two calls a case

_elsewhere = np.random.default_rng(0)  # stands for np.random's own generator, which knows nothing of rng


def _seed(rng):
    return Seed(int(rng.integers(2**31)))


# --- truncated_normal -------------------------------------------------------------------------------------------


def _truncated_case(rng, shape, std, part=DISTRIBUTION, **bound):
    return Case({"shape": shape, "std": std, "rng": _seed(rng), **bound}, part)


def _truncated_cases(rng):
    yield _truncated_case(rng, (int(rng.integers(2, 6)), int(rng.integers(6, 9))), 0.5, SHAPE)
    yield _truncated_case(rng, (2, 3, 4), 1.5, SHAPE, bound=1.0)
    # ±2.0·std lies a little below a threshold of the count, so that what lies beyond is seen.
    yield _truncated_case(rng, (250, DRAWS // 250), 0.24, bound=2.0)
    yield _truncated_case(rng, (DRAWS,), float(rng.uniform(0.05, 0.4)))  # the default bound
    yield _truncated_case(rng, (10, 50, DRAWS // 500), float(rng.uniform(1.5, 2.5)), bound=float(rng.uniform(0.6, 1.2)))


_TRUNCATED_EXAMPLES = [
    Case({"shape": (2, 3), "std": 0.1, "rng": Seed(1), "bound": 2.0}, SHAPE),
    Case({"shape": (DRAWS,), "std": 0.24, "rng": Seed(2), "bound": 2.0}, DISTRIBUTION),
    Case({"shape": (DRAWS,), "std": 1.5, "rng": Seed(3), "bound": 0.8}, DISTRIBUTION),
]


@exercise(
    cases=_truncated_cases,
    examples=_TRUNCATED_EXAMPLES,
    parts={SHAPE: 1, DISTRIBUTION: 2},
    observe=observe_draws,
    agree=agree,
)
def truncated_normal(shape, std, rng, bound=2.0):
    """Draws of N(0, std²), those beyond ±bound·std drawn anew until none is left; not rescaled."""
    x = rng.normal(0.0, std, shape)
    while (beyond := np.abs(x) > bound * std).any():
        x[beyond] = rng.normal(0.0, std, np.count_nonzero(beyond))
    return x


@misconception(
    truncated_normal,
    _(
        "You pull what lies beyond the bound back onto it, so that one draw in 22 (at bound 2) sits exactly on the "
        "bound. Truncating throws such draws away and draws again."
    ),
    see="initialisation.html#truncated",
)
def clipped(shape, std, rng, bound=2.0):
    return np.clip(rng.normal(0.0, std, shape), -bound * std, bound * std)


@misconception(
    truncated_normal,
    _("Some of your draws lie beyond the bound: these are draws of the whole normal distribution."),
    see="initialisation.html#truncated",
)
def not_truncated(shape, std, rng, bound=2.0):
    return rng.normal(0.0, std, shape)


@misconception(
    truncated_normal,
    _(
        "You draw anew once, but a second draw can fall beyond the bound too. Repeat it until no draw is left "
        "outside: a while, not an if."
    ),
    see="initialisation.html#truncated",
)
def redrawn_once(shape, std, rng, bound=2.0):
    x = rng.normal(0.0, std, shape)
    beyond = np.abs(x) > bound * std
    x[beyond] = rng.normal(0.0, std, np.count_nonzero(beyond))
    return x


@misconception(
    truncated_normal,
    _("You set what lies beyond the bound to zero. Truncating throws such draws away and draws again."),
    see="initialisation.html#truncated",
)
def zeroed(shape, std, rng, bound=2.0):
    x = rng.normal(0.0, std, shape)
    return np.where(np.abs(x) > bound * std, 0.0, x)


@misconception(
    truncated_normal,
    _(
        "You stretch the draws so that their standard deviation is std after the truncation. Libraries' He and "
        "LeCun normals do that; here the truncation may take its share, and nothing exceeds bound·std."
    ),
    see="initialisation.html#truncation-loss",
)
def rescaled(shape, std, rng, bound=2.0):
    x = truncated_normal(shape, std, rng, bound)
    return x / _truncated_deviation(bound)


def _truncated_deviation(bound):
    """The standard deviation of N(0, 1) truncated to ±bound."""
    z = np.linspace(-bound, bound, 10_001)
    density = np.exp(-z * z / 2)
    return np.sqrt(np.sum(z * z * density) / np.sum(density))


@misconception(
    truncated_normal,
    _("bound counts standard deviations: a draw is kept where |x| ≤ bound·std, not where |x| ≤ bound."),
    see="initialisation.html#truncated",
)
def bound_not_scaled(shape, std, rng, bound=2.0):
    return std * _kept(shape, bound / std, rng)


def _kept(shape, limit, rng):
    """Draws of N(0, 1) within ±limit; a draw on so many attempts that a small limit ends too."""
    return truncated_normal(shape, 1.0, rng, limit)


@misconception(
    truncated_normal,
    _("The third argument of the normal draw is a standard deviation: you gave it the variance std²."),
    see="initialisation.html#variance-or-deviation",
)
def variance_for_deviation(shape, std, rng, bound=2.0):
    return std * truncated_normal(shape, std, rng, bound)


@misconception(
    truncated_normal,
    _("Your draws are uniform between the bounds. A truncated normal keeps the bell: more draws near zero."),
    see="initialisation.html#truncated",
)
def uniform_between_bounds(shape, std, rng, bound=2.0):
    return rng.uniform(-bound * std, bound * std, shape)


@misconception(
    truncated_normal,
    _("All your draws have one sign: the bounds are −bound·std and +bound·std."),
    see="initialisation.html#truncated",
)
def one_sided(shape, std, rng, bound=2.0):
    return np.abs(truncated_normal(shape, std, rng, bound))


OWN_RANDOMNESS = _(
    "Two generators with the same seed must give the same numbers: draw everything from rng, and nothing from "
    "np.random or from a generator of your own without a seed."
)
OWN_SEED = _(
    "Your second call gives the first call's numbers again: you make a generator of your own with a fixed seed. Draw "
    "from the rng that you are given; it goes on from call to call."
)


@misconception(truncated_normal, OWN_RANDOMNESS, see="initialisation.html#rng")
def own_randomness(shape, std, rng, bound=2.0):
    return truncated_normal(shape, std, _elsewhere, bound)


@misconception(truncated_normal, OWN_SEED, see="initialisation.html#rng")
def own_seed(shape, std, rng, bound=2.0):
    return truncated_normal(shape, std, np.random.default_rng(0), bound)


# --- lecun_uniform, xavier_uniform, he_normal -------------------------------------------------------------------


def _layer_case(rng, n_in, n_out, part=DISTRIBUTION):
    return Case({"n_in": int(n_in), "n_out": int(n_out), "rng": _seed(rng)}, part)


def _layer_cases(rng):
    yield _layer_case(rng, rng.integers(2, 6), rng.integers(6, 9), SHAPE)
    yield _layer_case(rng, rng.integers(6, 9), 1, SHAPE)
    for n_in in (int(rng.integers(60, 110)), int(rng.integers(500, 800))):
        yield _layer_case(rng, n_in, DRAWS // n_in)


_LAYER_EXAMPLES = [
    Case({"n_in": 3, "n_out": 2, "rng": Seed(1)}, SHAPE),
    Case({"n_in": 100, "n_out": 500, "rng": Seed(2)}, DISTRIBUTION),
]

_layer = {
    "cases": _layer_cases,
    "examples": _LAYER_EXAMPLES,
    "parts": {SHAPE: 1, DISTRIBUTION: 2},
    "observe": observe_draws,
    "agree": agree,
}

PYTORCH_SHAPE = _(
    "Your matrix has shape (n_out, n_in), as PyTorch keeps it. In this course a layer computes x @ W on rows: W has "
    "shape (n_in, n_out)."
)


@exercise(**_layer)
def lecun_uniform(n_in, n_out, rng):
    """U(−√(3/n_in), √(3/n_in)), variance 1/n_in (LeCun et al. 1998); shape (n_in, n_out)."""
    limit = np.sqrt(3 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("You divide by n_out. A unit sums over its inputs, so it is n_in that decides how large the sum gets."),
    see="initialisation.html#lecun",
)
def lecun_fan_out(n_in, n_out, rng):
    limit = np.sqrt(3 / n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    lecun_uniform,
    _(
        "√(1/n_in) is the standard deviation. The bound of a uniform distribution is √3 times that, because the "
        "variance of U(−a, a) is a²/3."
    ),
    see="initialisation.html#variance-uniform",
)
def lecun_deviation_for_bound(n_in, n_out, rng):
    limit = np.sqrt(1 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The bound is the root √(3/n_in): you left the root out."),
    see="initialisation.html#lecun",
)
def lecun_root_missing(n_in, n_out, rng):
    return rng.uniform(-3 / n_in, 3 / n_in, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The root covers the whole fraction: √(3/n_in), not 3/√n_in."),
    see="initialisation.html#lecun",
)
def lecun_root_below_only(n_in, n_out, rng):
    return rng.uniform(-3 / np.sqrt(n_in), 3 / np.sqrt(n_in), (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The root covers the whole fraction: √(3/n_in), not √3/n_in."),
    see="initialisation.html#lecun",
)
def lecun_root_above_only(n_in, n_out, rng):
    return rng.uniform(-np.sqrt(3) / n_in, np.sqrt(3) / n_in, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("√(6/n_in) is He's uniform bound, for ReLU layers. LeCun's layers are linear near zero and need no factor 2."),
    see="initialisation.html#lecun",
)
def lecun_he(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("All your weights are positive: the interval is from −√(3/n_in) to √(3/n_in)."),
    see="initialisation.html#lecun",
)
def lecun_one_sided(n_in, n_out, rng):
    return rng.uniform(0, np.sqrt(3 / n_in), (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The variance is right, but the draws are normal: the exercise asks for uniform ones."),
    see="initialisation.html#lecun",
)
def lecun_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


@misconception(
    lecun_uniform,
    _("√(3/n_in) bounds a uniform draw; you gave it to a normal one, as its standard deviation."),
    see="initialisation.html#variance-uniform",
)
def lecun_bound_for_deviation(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(3 / n_in), (n_in, n_out))


@misconception(lecun_uniform, PYTORCH_SHAPE, see="initialisation.html#shapes")
def lecun_transposed(n_in, n_out, rng):
    return lecun_uniform(n_in, n_out, rng).T


@misconception(lecun_uniform, OWN_RANDOMNESS, see="initialisation.html#rng")
def lecun_own_randomness(n_in, n_out, rng):
    return lecun_uniform(n_in, n_out, _elsewhere)


@misconception(lecun_uniform, OWN_SEED, see="initialisation.html#rng")
def lecun_own_seed(n_in, n_out, rng):
    return lecun_uniform(n_in, n_out, np.random.default_rng(0))


@exercise(**_layer)
def xavier_uniform(n_in, n_out, rng):
    """U(−a, a) with a = √6/√(n_in + n_out), variance 2/(n_in + n_out) (Glorot and Bengio 2010, equation 16)."""
    limit = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("It is √6, not 6, above the root of n_in + n_out: the bound is √(6/(n_in + n_out))."),
    see="initialisation.html#xavier",
)
def xavier_six(n_in, n_out, rng):
    limit = 6 / np.sqrt(n_in + n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("The root is missing below: the bound is √6/√(n_in + n_out)."),
    see="initialisation.html#xavier",
)
def xavier_root_above_only(n_in, n_out, rng):
    limit = np.sqrt(6) / (n_in + n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("The bound is the root √(6/(n_in + n_out)): you left the root out."),
    see="initialisation.html#xavier",
)
def xavier_root_missing(n_in, n_out, rng):
    limit = 6 / (n_in + n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _(
        "√(2/(n_in + n_out)) is the standard deviation. The bound of a uniform distribution is √3 times that: "
        "√(6/(n_in + n_out))."
    ),
    see="initialisation.html#variance-uniform",
)
def xavier_deviation_for_bound(n_in, n_out, rng):
    limit = np.sqrt(2 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("This is the bound for variance 1/(n_in + n_out). Xavier's variance is one over the mean of n_in and n_out."),
    see="initialisation.html#xavier",
)
def xavier_sum_for_mean(n_in, n_out, rng):
    limit = np.sqrt(3 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("You use n_in alone. That keeps the signal's variance, but Xavier's compromise looks at the gradient's too."),
    see="initialisation.html#xavier",
)
def xavier_fan_in(n_in, n_out, rng):
    limit = np.sqrt(3 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("You use n_out alone. That keeps the gradient's variance, but Xavier's compromise looks at the signal's too."),
    see="initialisation.html#xavier",
)
def xavier_fan_out(n_in, n_out, rng):
    limit = np.sqrt(3 / n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("The variance is right, but the draws are normal: the exercise asks for uniform ones."),
    see="initialisation.html#xavier",
)
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))


@misconception(
    xavier_uniform,
    _("All your weights are positive: the interval is symmetric about zero."),
    see="initialisation.html#xavier",
)
def xavier_one_sided(n_in, n_out, rng):
    return rng.uniform(0, np.sqrt(6 / (n_in + n_out)), (n_in, n_out))


@misconception(xavier_uniform, PYTORCH_SHAPE, see="initialisation.html#shapes")
def xavier_transposed(n_in, n_out, rng):
    return xavier_uniform(n_in, n_out, rng).T


@misconception(xavier_uniform, OWN_RANDOMNESS, see="initialisation.html#rng")
def xavier_own_randomness(n_in, n_out, rng):
    return xavier_uniform(n_in, n_out, _elsewhere)


@misconception(xavier_uniform, OWN_SEED, see="initialisation.html#rng")
def xavier_own_seed(n_in, n_out, rng):
    return xavier_uniform(n_in, n_out, np.random.default_rng(0))


@exercise(**_layer)
def he_normal(n_in, n_out, rng):
    """N(0, 2/n_in), standard deviation √(2/n_in), for ReLU layers (He et al. 2015, equation 10)."""
    return rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out))


@misconception(
    he_normal,
    _("2/n_in is the variance; the normal draw wants the standard deviation, its root √(2/n_in)."),
    see="initialisation.html#variance-or-deviation",
)
def he_variance_for_deviation(n_in, n_out, rng):
    return rng.normal(0.0, 2 / n_in, (n_in, n_out))


@misconception(
    he_normal,
    _("The factor 2 is missing: ReLU throws away half of the signal's power, and the weights must make up for it."),
    see="initialisation.html#he",
)
def he_factor_missing(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(1 / n_in), (n_in, n_out))


@misconception(
    he_normal,
    _("You divide by n_out. A unit sums over its inputs, so it is n_in that decides how large the sum gets."),
    see="initialisation.html#he",
)
def he_fan_out(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(2 / n_out), (n_in, n_out))


@misconception(
    he_normal,
    _("2/(n_in + n_out) is Xavier's variance, for layers that are linear near zero. He's is 2/n_in."),
    see="initialisation.html#he",
)
def he_xavier(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))


@misconception(
    he_normal,
    _("The root covers the whole fraction: √(2/n_in), not 2/√n_in."),
    see="initialisation.html#he",
)
def he_root_below_only(n_in, n_out, rng):
    return rng.normal(0.0, 2 / np.sqrt(n_in), (n_in, n_out))


@misconception(
    he_normal,
    _("√6 belongs to the bound of a uniform draw. A normal draw wants its standard deviation √(2/n_in) as it is."),
    see="initialisation.html#variance-uniform",
)
def he_bound_for_deviation(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(6 / n_in), (n_in, n_out))


@misconception(
    he_normal,
    _("The variance is right, but the draws are uniform: the exercise asks for normal ones."),
    see="initialisation.html#he",
)
def he_uniform(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    he_normal,
    _("You draw uniformly between ±√(2/n_in). That number is a standard deviation, and the draws should be normal."),
    see="initialisation.html#variance-uniform",
)
def he_deviation_for_bound(n_in, n_out, rng):
    limit = np.sqrt(2 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    he_normal,
    _(
        "Your draws are cut off at two standard deviations, as in Keras's HeNormal. The exercise asks for the whole "
        "normal distribution."
    ),
    see="initialisation.html#truncation-loss",
)
def he_truncated(n_in, n_out, rng):
    return truncated_normal((n_in, n_out), np.sqrt(2 / n_in), rng)


@misconception(
    he_normal,
    _(
        "This is Keras's HeNormal: cut off at two standard deviations and stretched to the right variance. The "
        "exercise asks for the whole normal distribution."
    ),
    see="initialisation.html#truncation-loss",
)
def he_truncated_rescaled(n_in, n_out, rng):
    return rescaled((n_in, n_out), np.sqrt(2 / n_in), rng)


@misconception(he_normal, PYTORCH_SHAPE, see="initialisation.html#shapes")
def he_transposed(n_in, n_out, rng):
    return he_normal(n_in, n_out, rng).T


@misconception(he_normal, OWN_RANDOMNESS, see="initialisation.html#rng")
def he_own_randomness(n_in, n_out, rng):
    return he_normal(n_in, n_out, _elsewhere)


@misconception(he_normal, OWN_SEED, see="initialisation.html#rng")
def he_own_seed(n_in, n_out, rng):
    return he_normal(n_in, n_out, np.random.default_rng(0))


# --- orthogonal -------------------------------------------------------------------------------------------------

ORTHONORMAL = "orthonormal columns or rows"
HAAR = "every orthogonal matrix equally likely"


def _orthogonal_cases(rng):
    small, large = int(rng.integers(5, 9)), int(rng.integers(17, 30))
    for n_in, n_out in ((large, small), (small, large), (large, large), (1, large)):
        yield _layer_case(rng, n_in, n_out, ORTHONORMAL)
    for n_in, n_out in ((2, 2), (3, 3), (4, 2), (2, 4)):
        yield _layer_case(rng, n_in, n_out, HAAR)


_ORTHOGONAL_EXAMPLES = [
    Case({"n_in": 6, "n_out": 4, "rng": Seed(1)}, ORTHONORMAL),
    Case({"n_in": 4, "n_out": 6, "rng": Seed(2)}, ORTHONORMAL),
    Case({"n_in": 3, "n_out": 3, "rng": Seed(3)}, HAAR),
]


@exercise(
    cases=_orthogonal_cases,
    examples=_ORTHOGONAL_EXAMPLES,
    parts={ORTHONORMAL: 1, HAAR: 1},
    observe=observe_orthogonal,
    agree=agree,
)
def orthogonal(n_in, n_out, rng):
    """A random matrix (n_in, n_out) with orthonormal columns, or rows if n_in < n_out, Haar-distributed.

    QR of a normal draw, each column times the sign of R's diagonal (Mezzadri 2007); sign(0) counts as 1.
    """
    if n_in < n_out:
        return orthogonal(n_out, n_in, rng).T
    Q, R = np.linalg.qr(rng.normal(size=(n_in, n_out)))
    return Q * np.where(np.diag(R) < 0, -1.0, 1.0)


def _tall(draw):
    """The function (n_in, n_out, rng) that transposes a draw for the tall shape where the matrix is wide."""

    def either(n_in, n_out, rng):
        return draw(n_out, n_in, rng).T if n_in < n_out else draw(n_in, n_out, rng)

    return either


@misconception(
    orthogonal,
    _(
        "Your columns are orthonormal, but QR alone prefers some directions: its algorithm fixes the signs. Multiply "
        "each column by the sign of R's diagonal."
    ),
    see="initialisation.html#sign-fix",
)
def sign_not_fixed(n_in, n_out, rng):
    return _tall(lambda n, m, rng: np.linalg.qr(rng.normal(size=(n, m)))[0])(n_in, n_out, rng)


@misconception(
    orthogonal,
    _("You take the QR decomposition of uniform draws from [0, 1). Only normal draws have no preferred direction."),
    see="initialisation.html#sign-fix",
)
def from_uniform(n_in, n_out, rng):
    def draw(n, m, rng):
        Q, R = np.linalg.qr(rng.random((n, m)))
        return Q * np.where(np.diag(R) < 0, -1.0, 1.0)

    return _tall(draw)(n_in, n_out, rng)


@misconception(
    orthogonal,
    _("QR of a wide matrix gives only n_in orthogonal columns. For n_in < n_out decompose the transpose."),
    see="initialisation.html#orthogonal-shape",
)
def wide_not_transposed(n_in, n_out, rng):
    Q, R = np.linalg.qr(rng.normal(size=(n_in, n_out)))
    return Q * np.where(np.diag(R) < 0, -1.0, 1.0)


@misconception(orthogonal, PYTORCH_SHAPE, see="initialisation.html#shapes")
def orthogonal_transposed(n_in, n_out, rng):
    return orthogonal(n_in, n_out, rng).T


@misconception(
    orthogonal,
    _("Your columns have length √2: that is the gain for ReLU layers. The exercise asks for length 1."),
    see="initialisation.html#orthogonal",
)
def gain_of_relu(n_in, n_out, rng):
    return np.sqrt(2) * orthogonal(n_in, n_out, rng)


@misconception(
    orthogonal,
    _("Your columns have length 1, but they are not at right angles: dividing each by its length is not enough."),
    see="initialisation.html#orthogonal",
)
def only_normalised(n_in, n_out, rng):
    return _tall(lambda n, m, rng: _normalised(rng.normal(size=(n, m))))(n_in, n_out, rng)


def _normalised(A):
    return A / np.linalg.norm(A, axis=0)


@misconception(
    orthogonal,
    _("You return the identity, which is orthogonal, but not random."),
    see="initialisation.html#orthogonal",
)
def identity(n_in, n_out, rng):
    return np.eye(n_in, n_out)


@misconception(orthogonal, OWN_RANDOMNESS, see="initialisation.html#rng")
def orthogonal_own_randomness(n_in, n_out, rng):
    return orthogonal(n_in, n_out, _elsewhere)


@misconception(orthogonal, OWN_SEED, see="initialisation.html#rng")
def orthogonal_own_seed(n_in, n_out, rng):
    return orthogonal(n_in, n_out, np.random.default_rng(0))


# --- variance_through_depth -------------------------------------------------------------------------------------

LINEAR, RELU, UNKNOWN = "linear layers", "ReLU layers", "an unknown activation"
_PART = {"linear": LINEAR, "relu": RELU}


def _depth_case(n, weight_std, depth, activation):
    inputs = {"n": n, "weight_std": weight_std, "depth": depth, "activation": activation}
    return Case(inputs, _PART.get(activation, UNKNOWN))


def _depth_cases(rng):
    for activation in ("linear", "relu"):
        for depth in (1, int(rng.integers(2, 5)), int(rng.integers(6, 12))):
            n = int(rng.integers(10, 200))
            yield _depth_case(n, float(rng.uniform(0.7, 1.8) / np.sqrt(n)), depth, activation)
    yield _depth_case(5, 0.3, 2, "sigmoid")


_DEPTH_EXAMPLES = [
    _depth_case(2, 1.0, 3, "linear"),
    _depth_case(8, 0.5, 3, "relu"),
    _depth_case(5, 0.3, 2, "swish"),
]


@exercise(cases=_depth_cases, examples=_DEPTH_EXAMPLES, parts={LINEAR: 1, RELU: 2, UNKNOWN: 1})
def variance_through_depth(n, weight_std, depth, activation):
    """Predicted variances of the pre-activations z₁ … z_depth for inputs with E x² = 1, shape (depth,).

    "linear": (nσ²)ˡ; "relu": nσ²·(nσ²/2)ˡ⁻¹ (He et al. 2015, equation 9). Raises ValueError otherwise.
    """
    if activation not in ("linear", "relu"):
        raise ValueError(f"activation must be 'linear' or 'relu', not {activation!r}")
    gain = n * weight_std**2
    passed_on = 1.0 if activation == "linear" else 0.5  # E φ(z)² = passed_on · Var z
    return gain * (gain * passed_on) ** np.arange(depth)


def _known(activation):
    if activation not in ("linear", "relu"):
        raise ValueError(activation)
    return 1.0 if activation == "linear" else 0.5


@misconception(
    variance_through_depth,
    _("Your ReLU layers behave like linear ones: ReLU passes on only half of the mean square, a factor ½ a layer."),
    see="initialisation.html#he",
)
def half_missing(n, weight_std, depth, activation):
    _known(activation)
    return (n * weight_std**2) ** np.arange(1, depth + 1)


@misconception(
    variance_through_depth,
    _(
        "The factor ½ comes one layer early: these are the mean squares after each ReLU. The exercise asks for the "
        "pre-activations before it; the inputs have mean square 1 as they are, so the ½ appears from z₂ on."
    ),
    see="initialisation.html#first-layer",
)
def half_a_layer_early(n, weight_std, depth, activation):
    return (n * weight_std**2 * _known(activation)) ** np.arange(1, depth + 1)


@misconception(
    variance_through_depth,
    _("The factor ½ comes one layer late: z₂ already sums over units that a ReLU has halved."),
    see="initialisation.html#first-layer",
)
def half_a_layer_late(n, weight_std, depth, activation):
    layers = np.arange(1, depth + 1)
    return (n * weight_std**2) ** layers * _known(activation) ** np.maximum(layers - 2, 0)


@misconception(
    variance_through_depth,
    _("σ is a standard deviation: the variance of a weight, by which each layer multiplies, is σ²."),
    see="initialisation.html#variance-or-deviation",
)
def deviation_for_variance(n, weight_std, depth, activation):
    gain = n * weight_std
    return gain * (gain * _known(activation)) ** np.arange(depth)


@misconception(
    variance_through_depth,
    _("A unit sums n terms, so its variance is n times that of one: the factor n is missing."),
    see="initialisation.html#one-layer",
)
def width_missing(n, weight_std, depth, activation):
    gain = weight_std**2
    return gain * (gain * _known(activation)) ** np.arange(depth)


@misconception(
    variance_through_depth,
    _("These are standard deviations: the exercise asks for their squares, the variances."),
    see="initialisation.html#variance-or-deviation",
)
def deviations_returned(n, weight_std, depth, activation):
    return np.sqrt(variance_through_depth(n, weight_std, depth, activation))


@misconception(
    variance_through_depth,
    _("Your array begins with the inputs. It should begin with z₁, after the first matrix, and hold depth values."),
    see="initialisation.html#first-layer",
)
def inputs_included(n, weight_std, depth, activation):
    return np.concatenate([[1.0], variance_through_depth(n, weight_std, depth, activation)])


@misconception(
    variance_through_depth,
    _("Your array begins one layer early, with the inputs' 1: its first entry should be Var z₁ = nσ²."),
    see="initialisation.html#first-layer",
)
def begins_at_inputs(n, weight_std, depth, activation):
    return inputs_included(n, weight_std, depth, activation)[:depth]


@misconception(
    variance_through_depth,
    _("Only the last layer's variance is returned; the exercise asks for all of them, z₁ to z_depth."),
    see="initialisation.html#first-layer",
)
def last_layer_only(n, weight_std, depth, activation):
    return variance_through_depth(n, weight_std, depth, activation)[-1]


@misconception(
    variance_through_depth,
    _("An activation that the formula does not know should raise a ValueError; yours is taken for a linear one."),
    see="initialisation.html#first-layer",
)
def unknown_taken_for_linear(n, weight_std, depth, activation):
    return variance_through_depth(n, weight_std, depth, "relu" if activation == "relu" else "linear")


@misconception(
    variance_through_depth,
    _("An activation that the formula does not know should raise a ValueError; yours is taken for ReLU."),
    see="initialisation.html#first-layer",
)
def unknown_taken_for_relu(n, weight_std, depth, activation):
    return variance_through_depth(n, weight_std, depth, "linear" if activation == "linear" else "relu")
