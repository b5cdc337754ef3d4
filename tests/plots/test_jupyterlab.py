"""In JupyterLab, from the wheel alone: a plot lives, traits go both ways, and a student's own path is drawn."""

import pytest

from ravine.plots.bundle import build_bundle
from ravine.site.bundle import build_wheel
from tests.installed import install
from tests.lab import jupyterlab, notebook, open_notebook
from tests.site.conftest import ROOT, one_at_a_time

CELLS = (
    "import numpy as np\nfrom ravine.plots import Race\nrace = Race(methods=['momentum'])\nrace",
    "from pathlib import Path\nrace.observe(lambda change: Path('seen.txt').write_text(str(change['new'])), 'steps')",
    "race.trajectory = np.array([[-4.0, 1.5], [-2.0, 1.0], [0.0, 0.5]])\nrace.surface = 'noisy'\nprint('set')",
    "import ravine\nPath('where.txt').write_text(ravine.__file__)",
)


@pytest.mark.slow
def test_plot_in_jupyterlab(browser, tmp_path):
    with one_at_a_time(ROOT / "_build" / ".lock"):
        build_bundle()
        wheel = build_wheel(ROOT, tmp_path)
    python = install(wheel, tmp_path)
    (tmp_path / "race.ipynb").write_text(notebook(*CELLS), encoding="utf-8")
    with jupyterlab(tmp_path, python) as address:
        page = open_notebook(browser, address, "race.ipynb")
        figure = page.locator(".ravine-figure")
        figure.locator(".ravine-panel").first.wait_for()
        # Python → picture: the student's path and another surface
        figure.locator(".ravine-curve.ravine-yours").first.wait_for(state="attached")
        page.wait_for_function("document.querySelector('.ravine-summary').textContent.includes('mini-batches')")
        assert figure.locator("input[value=noisy]").is_checked()
        # picture → Python: a slider moved in the browser is seen by the kernel
        slider = figure.locator(".ravine-slider", has_text="steps").locator("input[type=range]")
        slider.press("ArrowRight")  # Lab, too, has a use for this key
        page.wait_for_function("document.querySelector('.ravine-count').textContent.includes('110')")
        seen = tmp_path / "seen.txt"
        for _ in range(100):
            if seen.exists() and seen.read_text() == "110":
                break
            page.wait_for_timeout(100)
        assert seen.read_text() == "110"
        assert (tmp_path / "where.txt").read_text().startswith(str(tmp_path / ".venv"))
        ground = figure.locator(".ravine-ground").first.evaluate("(ground) => getComputedStyle(ground).fill")
        assert ground == "rgb(251, 251, 252)"  # the kit's style sheet is there, with its colours
