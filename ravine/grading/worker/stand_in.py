"""The stand-ins of a student's functions, classes and objects. They ask whoever they belong to: a `Student`, which has
it done at once, or a `Program`, which writes it down.
"""

from functools import lru_cache
from typing import Any, Protocol

from ravine.exercises.comparison import kind_of
from ravine.grading.worker.wire import Attribute, Handle, Name, Operator, Result, Target


class Owner(Protocol):
    """What carries out, at once or later, what is done with a stand-in."""

    def call(self, target: Target, args: tuple, kwargs: dict[str, Any]) -> Any: ...

    def get(self, target: Target) -> Any: ...

    def keep(self, stand_in: "StudentObject") -> Any: ...

    def now(self, operator: Operator, operands: tuple) -> Any: ...


class StudentObject:
    """A function, class or object of the student's, which stays in the sandbox."""

    __array_ufunc__ = None  # so that `array + stand_in` asks the stand-in
    __hash__ = object.__hash__

    def __init__(self, owner: Owner, target: Target, handle: Handle | Result | Name):
        object.__setattr__(self, "_owner", owner)
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_handle", handle)

    def _beside(self, kind, arguments):
        """See `ravine.exercises.observe.beside`."""
        return _of(self, "_owner").call(Operator(kind), arguments, {})

    def _counting(self, names, cpu_seconds):
        """See `ravine.exercises.observe.counting`."""
        return _of(self, "_owner").allowing(cpu_seconds, tuple(names))

    def _at_once(self, run, given):
        """See `ravine.exercises.observe.at_once`."""
        program, target = _of(self, "_owner").program(), _of(self, "_target")
        if whole := program.written(run, target, given):
            return program.as_written(whole)
        promised = stand_in(program, target, type(self).__name__, _of(self, "_handle"))
        result = run(promised, *given)
        program.carry_out()
        return program.filled(result)

    def _call_each(self, arguments):
        """See `ravine.exercises.observe.call_each`."""
        return _of(self, "_owner").call_each(_of(self, "_target"), arguments)

    def _as_now(self):
        """See `ravine.exercises.observe.as_now`."""
        return _of(self, "_owner").keep(self)

    def __call__(self, *args, **kwargs):
        return _of(self, "_owner").call(_of(self, "_target"), args, kwargs)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _of(self, "_owner").get(Attribute(_of(self, "_target"), name))

    def __setattr__(self, name, value):
        _operate(self, Operator("setattr"), self, name, value)

    def __array__(self, *_args, **_kwargs):
        raise TypeError("an object of the student's is no array")

    def __repr__(self):
        return f"<the student's {type(self).__name__}>"

    def __len__(self):
        return _plain(int, "len", self)

    def __bool__(self):
        return _plain(bool, "truth", self)

    def __float__(self):
        return _plain(float, "float", self)

    def __getitem__(self, key):
        return _operate(self, Operator("getitem"), self, key)


def handle_of(stand_in: StudentObject) -> Handle | Result | Name:
    return _of(stand_in, "_handle")


def _of(stand_in, name):
    return object.__getattribute__(stand_in, name)


def _operate(stand_in, operator, *operands):
    return _of(stand_in, "_owner").call(operator, operands, {})


def _plain(kind, operator, operand):
    value = _of(operand, "_owner").now(Operator(operator), (operand,))
    if not isinstance(value, kind | int):
        raise TypeError(f"{kind_of(value)} is not {kind.__name__}")
    return kind(value)


def _forward(operator, swapped=False):
    asked = Operator(operator)

    def method(self, *others):
        operands = (*others, self) if swapped else (self, *others)
        return _operate(self, asked, *operands)

    return method


for _operator in ("add", "sub", "mul", "truediv", "pow", "matmul"):
    setattr(StudentObject, f"__{_operator}__", _forward(_operator))
    setattr(StudentObject, f"__r{_operator}__", _forward(_operator, swapped=True))
for _operator in ("neg", "abs"):
    setattr(StudentObject, f"__{_operator}__", _forward(_operator))


@lru_cache(maxsize=256)
def _stand_in_class(type_name: str) -> type[StudentObject]:
    """So that sentences about a value name the student's type."""
    return type(type_name if type_name.isidentifier() else "object", (StudentObject,), {})


def stand_in(owner: Owner, target: Target, type_name: str, handle: Handle | Result | Name) -> StudentObject:
    """The stand-in of `target`, whose type in the sandbox is called `type_name`."""
    return _stand_in_class(type_name)(owner, target, handle)
