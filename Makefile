# Two commands matter: `make run` and `make test`. Both do all the set-up they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check boundaries programs screenshots clean

run: $(VENV)/app.stamp boundaries
	@echo "→ http://localhost:8501"
	@$(BIN)/python -m streamlit run app.py

test: check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/dev.stamp boundaries programs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

boundaries: $(VENV)/app.stamp
	@$(BIN)/python -m geo build --if-needed

# The programs that tests use as they are: Chromium and a PostgreSQL server, from the system's packages when we may
# install them. The server is a throw-away one, started by the tests; the system's own is not touched.
programs:
	@missing=""; \
	 command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="chromium"; \
	 ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	 [ -z "$$missing" ] && exit 0; \
	 if [ "$$(id -u)" = 0 ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q $$missing; \
	 else echo "Cần cài để chạy kiểm thử: sudo apt-get install -y $$missing" >&2; exit 1; fi

screenshots: $(VENV)/dev.stamp boundaries programs
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
