"""Plain values over a socket, between the trusted grader and a student's process. Never pickle."""

from dataclasses import dataclass


class WireError(Exception):
    """A value that cannot be sent, or a message that is malformed, too deep or too large."""


@dataclass(frozen=True)
class Handle:
    """An object that lives in the worker. `type`: its class's name; `callable`: whether it can be called."""

    id: int
    type: str = "object"
    callable: bool = False


@dataclass(frozen=True)
class Name:
    """A name of the student's notebook."""

    name: str


@dataclass(frozen=True)
class Attribute:
    """An attribute of an object or of a named class or object: `Attribute(handle, "step")`."""

    of: "Handle | Name"
    name: str


@dataclass(frozen=True)
class Operator:
    """A function of the standard `operator` module, or a built-in: `Operator("add")`, `Operator("len")`."""

    name: str


Target = Name | Attribute | Operator | Handle
