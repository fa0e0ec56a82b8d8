# Two commands matter: `make run` and `make test`. Both do all the set-up they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check boundaries programs screenshots bench deploy-check audit defences lock wheelhouse clean

run: $(VENV)/app.stamp boundaries
	@echo "→ http://localhost:8501"
	@$(BIN)/python -m streamlit run app.py

# A file's tests run on one of the two workers: its app, its documents and its database are made once. (The groups of
# pytest-xdist 3.8 are lost under pytest 9: it takes no name that is added to a test.)
test: check audit
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/dev.stamp boundaries programs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Known holes in the locked packages; in a closed network it says that nothing is known.
audit: $(VENV)/dev.stamp
	$(BIN)/python -m tests.audit

# Every defence of docs/security.md removed in turn: its test must fail. Takes minutes; DEFENCES="1 9" for some threats.
defences: $(VENV)/dev.stamp boundaries programs
	$(BIN)/python -m tests.removed_defences $(DEFENCES)

boundaries: $(VENV)/app.stamp
	@$(BIN)/python -m geo build --if-needed

# The programs that tests use as they are: Chromium, a PostgreSQL server, LibreOffice and pdftotext, from the system's
# packages when we may install them. The database server is a throw-away one, started by the tests.
OFFICE := libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui
programs:
	@missing=""; office=""; \
	 command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="chromium"; \
	 ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	 command -v soffice >/dev/null || office="$(OFFICE)"; \
	 [ -x /usr/sbin/nginx ] || missing="$$missing nginx-light openssl"; \
	 command -v systemd-analyze >/dev/null || missing="$$missing systemd"; \
	 command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	 fc-list ":family=Liberation Serif:lang=vi" 2>/dev/null | grep -q . || missing="$$missing fontconfig fonts-liberation2"; \
	 [ -z "$$missing$$office" ] && exit 0; \
	 if [ "$$(id -u)" != 0 ]; then \
	   echo "Cần cài để chạy kiểm thử: sudo apt-get install -y $$missing $$office" >&2; exit 1; fi; \
	 export DEBIAN_FRONTEND=noninteractive; apt-get update -q \
	 && { [ -z "$$missing" ] || apt-get install -y -q $$missing; } \
	 && { [ -z "$$office" ] || apt-get install -y -q --no-install-recommends $$office; }

# Whether this installation is as docs/operations.md says: make deploy-check [URL=https://server] [CA=/etc/ssl/own.crt]
deploy-check:
	@$(BIN)/python -m ui.deploy_check $(if $(URL),--url $(URL)) $(if $(CA),--ca $(CA))

screenshots: $(VENV)/dev.stamp boundaries programs
	$(BIN)/python -m tests.browser.screenshots

# Speed beside what one would build instead (docs/performance.md): BENCH=--quick for a look, BENCH="--soak 120" for two hours.
bench: $(VENV)/dev.stamp .venv-bench/stamp boundaries programs
	$(BIN)/python -m bench $(BENCH)

.venv-bench/stamp: requirements-bench.txt
	$(PYTHON) -m venv .venv-bench && echo '*' > .venv-bench/.gitignore
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	 || { echo "Cần Python 3.11 trở lên (PYTHON=python3.12 make run)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	 || { echo "Cần mô-đun venv: sudo apt-get install -y python3-venv" >&2; rm -rf $(VENV); exit 1; }

$(VENV)/app.stamp: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock | $(VENV)/app.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The packages as files, for a server without internet (docs/operations.md): made on a machine like it, checked by the lock.
wheelhouse: $(VENV)/bin/python
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --require-hashes -r requirements.lock -w wheelhouse
	cd wheelhouse && sha256sum *.whl > SHA256SUMS

# After a change of requirements.txt or requirements-dev.txt: every package with its hashes, for Python 3.11 and later.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-annotate
lock: $(VENV)/dev.stamp
	$(LOCK) requirements.txt -o requirements.lock
	$(LOCK) requirements-dev.txt -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .venv-bench data/files .pytest_cache .mypy_cache .ruff_cache
