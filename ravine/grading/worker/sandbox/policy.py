"""Which layers of the sandbox are wanted, and the refusal where they cannot be had."""

from dataclasses import dataclass

from ravine.errors import UserError

LAYERS = ("namespaces", "landlock", "seccomp", "uid", "rlimits")


@dataclass(frozen=True)
class SandboxPolicy:
    """The layers to try. Those that the machine lacks are left out if the rest is safe, else refused.

    Safe is: namespaces, or Landlock together with seccomp. `SandboxPolicy.none()` is `--no-sandbox`, for one's
    own files: rlimits alone.
    """

    layers: tuple[str, ...] = LAYERS
    required: bool = True  # refuse to run where the layers in force are not safe

    @classmethod
    def none(cls) -> "SandboxPolicy":
        """No confinement: whoever asks for it trusts the files."""
        return cls(layers=("rlimits",), required=False)


def is_safe(layers) -> bool:
    """Whether these layers together keep a hostile submission in."""
    return "rlimits" in layers and ("namespaces" in layers or {"landlock", "seccomp"} <= set(layers))


class SandboxUnavailable(UserError):
    """This machine cannot confine a submission; the message says how to go on."""
