"""The sandbox of one submission, layer by layer: namespaces, Landlock, seccomp, uid, rlimits."""

from ravine.grading.worker.sandbox.policy import LAYERS, SandboxPolicy, SandboxUnavailable, is_safe

__all__ = ["LAYERS", "SandboxPolicy", "SandboxUnavailable", "is_safe"]
