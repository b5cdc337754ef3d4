"""Live plots: each is one small Python class here and one JavaScript module in ``js/``."""

from ravine.plots.rolling_ball import RollingBall

__all__ = ["RollingBall"]
