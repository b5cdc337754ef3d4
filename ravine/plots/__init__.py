"""Live plots: each is one small Python class and one JavaScript module over a shared kit.

There is no list to add a plot to. For a plot named *rolling ball*, write

- `rolling_ball.py`: a subclass of `Plot` with its parameters, controls, texts and caption;
- `js/figures/rolling-ball.jsx`: `export default figure({ compute, draw, summary, table, series })`, described
  in `js/kit/figure.jsx`, with the parts of `js/kit/chart.jsx`, the update rules of `js/methods.js` and the
  surfaces of `js/surfaces.js`;
- `js/figures/rolling-ball.css`, where the kit's style sheet has no colour and dash for one of its series.

Then `from ravine.plots import RollingBall` finds it, the bundle and every test of all plots hold it.
"""

from importlib import import_module
from pkgutil import iter_modules

from ravine.plots.plot import Plot

PLOTS = {
    plot.__name__: plot
    for module in iter_modules(__path__)
    for plot in vars(import_module(f"{__name__}.{module.name}")).values()
    if isinstance(plot, type) and issubclass(plot, Plot) and plot.__module__ == f"{__name__}.{module.name}"
}
del PLOTS["Plot"]
globals().update(PLOTS)

__all__ = ["PLOTS", "Plot", *PLOTS]
