"""What hidden tests import: `from ravine.grading.hidden import marks`. Notebooks in the world look for it here."""

from ravine.grading.submission.hearing import marks

__all__ = ["marks"]
