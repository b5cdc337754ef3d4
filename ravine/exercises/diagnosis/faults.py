"""What the commonest errors and shapes mean: a sentence for a student who sees them for the first time."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from ravine.exercises.exercise import Exercise
from ravine.exercises.observe import Observation
from ravine.exercises.rows import Failure
from ravine.language import _


def fault(exercise: Exercise, failure: Failure) -> str:
    """What an error that was raised, or a wrong kind or shape, usually comes from; "" where nothing is known."""
    if failure.observed.raised:
        return _of_an_error(exercise, failure)
    if due := failure.row.expected.raised:
        return _ERROR_DUE.format(due=due)
    if failure.difference.kind == "shape":
        return _of_a_shape(failure.difference.got, failure.difference.expected)
    return _of_a_kind(failure.difference, exercise)


_ERROR_DUE = _(
    "These arguments have no right answer: `raise {due}(…)` says so. Yours goes on, and returns what belongs to others."
)


# --- errors


def _of_an_error(exercise, failure):
    seen: Observation = failure.observed
    if words := _NAMED.get(seen.raised):
        return words(seen.message, list(failure.row.case.inputs))
    for pattern, words in _MESSAGES:
        if found := re.search(pattern, seen.message):
            return words().format(*found.groups())
    return ""


def _unknown_name(message, arguments):
    name = _quoted(message)
    if name in ("np", "math", "check", "numpy"):
        return _("{name} is not known yet: run the notebook's first cell, and then this one again.").format(name=name)
    if close := get_close_matches(name, arguments, n=1, cutoff=0.4) or _LONG_NAMES.get(name, ()):
        known = [n for n in close if n in arguments]
        if known:
            words = _("Your function uses {name}, which nobody has defined. Did you mean its argument {known}?")
            return words.format(name=name, known=known[0])
    words = _(
        "Your function uses {name}, which is defined neither in it nor in a cell that has run. All that it needs comes "
        "through its arguments: {arguments}."
    )
    return words.format(name=name, arguments=", ".join(arguments))


_LONG_NAMES = {"alpha": ("lr",), "learning_rate": ("lr",), "eta": ("lr",), "momentum": ("beta",), "g": ("grad",),
               "gradient": ("grad",), "epsilon": ("eps",), "theta": ("w",), "x": ("w",)}  # fmt: skip


_UNBOUND = _(
    "{name} is used before it has a value here. A name that a function assigns anywhere is its own everywhere in it: "
    "it does not see a variable of the same name outside."
)


def _unbound(message, _arguments):
    return _UNBOUND.format(name=_quoted(message))


def _too_deep(_message, _arguments):
    return _(
        "Your code calls itself more than a thousand times in a row, which Python does not allow. Go through the nodes "
        "in a loop, with a list of your own of those that are still to do."
    )


def _by_zero(_message, _arguments):
    return _("For these inputs the denominator is 0. What should the answer be there? Treat that case by itself.")


def _beyond(_message, _arguments):
    return _("An index goes beyond the end: of n entries the first has the index 0, the last n − 1.")


def _own_assert(message, _arguments):
    words = _("An assert of your own stops here{message}: what it demands is not so for these inputs, and need not be.")
    return words.format(message=_(" (“{message}”)").format(message=message) if message else "")


_NAMED: dict[str | None, Callable] = {
    "NameError": _unknown_name,
    "UnboundLocalError": _unbound,
    "RecursionError": _too_deep,
    "ZeroDivisionError": _by_zero,
    "IndexError": _beyond,
    "AssertionError": _own_assert,
}

_MESSAGES: tuple[tuple[str, Callable[[], str]], ...] = (
    (r"could not be broadcast together with shapes (\(.*?\)) (\(.*?\))", lambda: _(
        "numpy cannot combine arrays of shapes {0} and {1} entry by entry: counted from the right, two axes must be "
        "equally long, or one of them 1. Print both shapes before this line: which of them surprises you?")),
    (r"matmul.*size (\d+) is different from (\d+)", lambda: _(
        "In A @ B the rows of B must be as many as the columns of A; here {0} meet {1}. Is one of them to be "
        "transposed, or are they in the wrong order?")),
    (r"shapes (\(.*?\)) and (\(.*?\)) not aligned", lambda: _(
        "A product of matrices of shapes {0} and {1} does not exist: the inner two numbers must be equal. Is one of "
        "them to be transposed?")),
    (r"only (?:length-1|size-1|0-dimensional) arrays can be converted to Python scalars", lambda: _(
        "The functions of math, and float(…), take one number. For arrays numpy has its own: np.sqrt, np.exp.")),
    (r"truth value of an array with more than one element is ambiguous", lambda: _(
        "`if` asks one question, but an array answers it for each entry. Use np.where(condition, this, that).")),
    (r"Cannot cast ufunc '\w+' output from dtype\('float\d+'\) to dtype\('int\d+'\)", lambda: _(
        "An array of whole numbers is changed in place and cannot hold fractions. Make a new array instead of using "
        "`+=` or `-=`.")),
    (r"unsupported operand type\(s\) for .*NoneType"
     r"|'NoneType' object is not (?:subscriptable|iterable|callable)", lambda: _(
        "Something in this line is None: a variable that was not set yet, or a function without a return statement.")),
    (r"'NoneType' object has no attribute '(\w+)'", lambda: _(
        "What should have {0} is None here: it was not set yet, or it came from a function without return.")),
    (r"unsupported operand type\(s\) for (\S+): '(?:float|int)' and '(\w+)'", lambda: _(
        "A number stands on the left of {0}. Python asks your {1} then for the method of the right operand, such as "
        "__radd__ or __rmul__.")),
    (r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(?:float|int)'", lambda: _(
        "{1} {0} number: the operand may be a plain number, which has neither data nor grad. Make it a {1} first.")),
    (r"'(?:float|int)' object has no attribute '(\w+)'", lambda: _(
        "A plain number has no {0}. Where an operand may be a number, wrap it first.")),
    (r"'([\w.]+)' object has no attribute '(\w+)'", lambda: _(
        "{0} is asked for {1}, which it does not have (yet): set self.{1} in __init__, or look at how it is written.")),
    (r"missing \d+ required positional arguments?: (.*)", lambda: _(
        "A call lacks the argument {0}. Inside a class the first parameter of a method is self.")),
    (r"takes (\d+) positional arguments? but (\d+) (?:was|were) given", lambda: _(
        "It takes {0} arguments, and {1} were given. Inside a class the first parameter of a method is self, which "
        "counts.")),
    (r"[Ss]ingular matrix", lambda: _("The matrix has no inverse: is it the one that you meant?")),
    (r"inhomogeneous shape|setting an array element with a sequence", lambda: _(
        "Pieces of different shapes do not fit into one array. Print their shapes before you join them.")),
)  # fmt: skip


def _quoted(message):
    found = re.search(r"'([^']*)'", message)
    return found.group(1) if found else message


# --- kinds and shapes


def _of_a_kind(difference, exercise):
    if difference.kind == "missing":
        return _(
            "A function without `return` gives back None, whatever it has computed or printed. End it with `return` "
            "and what is asked for."
        )
    if difference.kind == "kind" and len(exercise.returns) > 1 and difference.expected.startswith(_("a tuple")):
        names = ", ".join(exercise.returns)
        words = _("One value came back; {number} are asked for. Return them with commas between: {names}.")
        return words.format(number=len(exercise.returns), names=names)
    return ""


def _of_a_shape(got, due):
    if len(got) == len(due) + 1 and 1 in got and _without_ones(got) == _without_ones(due):
        return _(
            "The array has an axis of length 1 too many. It comes from keepdims=True, from reshape(-1, 1) or from "
            "indexing with a list; sum over the axis, or use .ravel()."
        )
    if len(due) == 1 and got == (due[0], due[0]):
        return _(
            "A row met a column: arrays of shapes (n,) and (n, 1) combine to (n, n), every entry with every other. "
            "Keep all of them (n,)."
        )
    if len(due) == 2 and got == due[::-1]:
        return _("Rows and columns are exchanged. Which of the two matrices is to be transposed, or which comes first?")
    if got == ():
        return _("One number came where an array is due: is something summed over all axes, or over one too many?")
    if due == ():
        return _("An array came where one number is due: is a sum or a mean missing?")
    if len(got) == len(due) and sum(a != b for a, b in zip(got, due)) == 1:
        i = next(i for i, (a, b) in enumerate(zip(got, due)) if a != b)
        if abs(got[i] - due[i]) == 1:
            more = _("One entry too many: does it begin with the start, and is that counted?")
            return more if got[i] > due[i] else _("One entry is missing: does the result hold the start too?")
    return ""


def _without_ones(shape):
    return [n for n in shape if n != 1]
