# Two commands matter: `make run` and `make test`. Both do all the set-up they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check boundaries browser screenshots clean

run: $(VENV)/app.stamp boundaries
	@echo "→ http://localhost:8501"
	@$(BIN)/python -m streamlit run app.py

test: check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/dev.stamp boundaries browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

boundaries: $(VENV)/app.stamp
	@$(BIN)/python -m geo build --if-needed

# Chromium for the tests of whole journeys: from the system's packages when we may install them.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	 || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -y -q chromium; } \
	 || { echo "Cần Chromium để chạy kiểm thử: sudo apt-get install -y chromium" >&2; exit 1; }

screenshots: $(VENV)/dev.stamp boundaries browser
	$(BIN)/python -m tests.browser.screenshots

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	 || { echo "Cần Python 3.11 trở lên (PYTHON=python3.12 make run)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	 || { echo "Cần mô-đun venv: sudo apt-get install -y python3-venv" >&2; rm -rf $(VENV); exit 1; }

$(VENV)/app.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt | $(VENV)/app.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) data/files .pytest_cache .mypy_cache .ruff_cache
