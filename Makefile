# make course   set everything up, build the site, release the exercises, grade the sample class
# make test     every test but the slow ones;  make test-slow: the slow ones
# make calibrate   try the checks of all exercises on 10,000 draws each and write the table; DRAWS=200 is quick
# make lock     choose the newest versions that fit pyproject.toml and write them to requirements.txt
# make clean    forget the site and the sample class, never class/; make distclean: the environment too

PY := .venv/bin/python
RAVINE := $(PY) -m ravine.cli
PYTEST := $(PY) -m pytest -q -n 2 --dist loadgroup --durations 25 --durations-min 10
export PATH := $(CURDIR)/.venv/bin:$(PATH)
unexport PYTHONDONTWRITEBYTECODE  # hundreds of processes of the tests would compile the same files

.PHONY: course calibrate test test-slow setup site exercises lint lock clean distclean

course: setup site exercises
	@$(PY) -m solutions.samples
	@cd sample && ../$(RAVINE) grade --all || [ $$? -eq 3 ]  # 3: graded, and some need an eye, as they should
	@$(RAVINE) doors

setup:
	@scripts/setup

site: setup exercises
	@$(RAVINE) build

exercises: setup
	@$(RAVINE) release --all

test: setup site lint
	@scripts/chromium
	@$(PYTEST) -m "not slow"

test-slow: setup site
	@scripts/chromium
	@scripts/firefox
	@scripts/postgresql
	@scripts/hub
	@$(PYTEST) -m slow

DRAWS := 10000
calibrate: setup exercises
	@$(RAVINE) calibrate --draws $(DRAWS)
	@$(PY) -m benchmarks.diagnosis --write

CODE := ravine solutions tests benchmarks scripts nbgrader_config.py
lint: setup
	@$(PY) -m ruff check --quiet $(CODE)
	@$(PY) -m ruff format --check --quiet $(CODE)
	@$(PY) -m mypy --no-error-summary

lock: setup
	@$(PY) -m pip install --quiet uv
	@$(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras \
	  --no-header --no-annotate pyproject.toml -o requirements.txt

clean:
	rm -rf _build sample build dist

distclean: clean
	rm -rf .venv node_modules .wheels .hub ravine/plots/static
