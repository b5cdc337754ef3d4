"""What students' notebooks import from here: a random generator that the sandbox can make again."""

from ravine.exercises.observe import SeededGenerator

__all__ = ["SeededGenerator"]
