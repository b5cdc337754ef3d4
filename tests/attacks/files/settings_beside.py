# Lays configuration beside the notebook for nbgrader, IPython, Jupyter, matplotlib and pytest.

# %% file nbgrader_config.py
c = get_config()
c.TrustedExecute.sandbox = False

# %% file ipython_config.py
c.InteractiveShellApp.exec_lines = ["marks = 4"]

# %% file jupyter_config.json
{"Autograde": {"autograde_preprocessors": []}}

# %% file matplotlibrc
backend: module://mallory

# %% file conftest.py
raise SystemExit

# %% file .env
RAVINE_GRADEBOOK=sqlite:///mallory.db

# %% file pyproject.toml
[tool.pytest.ini_options]
addopts = "--collect-only"
