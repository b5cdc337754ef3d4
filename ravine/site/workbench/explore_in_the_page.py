"""What `ravine.explore` is in the page: a notebook's first cell imports it, but only a notebook draws with it."""

from ravine.language import _


def explore(*_arguments, **_sliders):
    print(_("explore draws in the notebook. Here, your own path is drawn in the page's plots."))


explore_curves = explore
