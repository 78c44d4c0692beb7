# The commands of this project. `make demo` and `make test` set up all they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check bench fuzz lock rules letters simulate screenshots system-packages clean

help:
	@echo "make demo    try the whole desk on embedded parts"
	@echo "make test    every test, against real servers"
	@echo "make check   lint, types, imports"
	@echo "make bench   measure speed, as ratios"
	@echo "make fuzz    feed reading what coverage suggests, for FUZZ_SECONDS (600)"
	@echo "make rules   write docs/rules.md anew from the rules and their examples"
	@echo "make simulate live through a quarter in one process, and a week on real servers"
	@echo "make screenshots take pictures of the console into docs/screenshots"
	@echo "make letters write docs/letters anew from the templates"
	@echo "make lock    renew the pinned requirements (needs uv)"

$(VENV)/pyvenv.cfg:
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: requirements-demo.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what the demo needs …"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-demo.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what the tests need …"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/demo.stamp

demo: $(VENV)/demo.stamp
	$(BIN)/claims demo

system-packages:
	@sh scripts/system-packages

test: system-packages $(VENV)/dev.stamp
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: system-packages $(VENV)/dev.stamp
	$(BIN)/python -m bench.decide
	$(BIN)/python -m bench.read
	$(BIN)/python -m bench.history
	$(BIN)/python -m bench.console
	$(BIN)/python -m bench.end_to_end

FUZZ_SECONDS ?= 600
fuzz: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	mkdir -p build/fuzz
	cp tests/mail/mails/*.eml tests/examples/mails/*.eml build/fuzz
	$(BIN)/python -m tests.fuzz.reading -max_total_time=$(FUZZ_SECONDS) -timeout=5 -max_len=20000 \
		-artifact_prefix=build/ build/fuzz

simulate: system-packages $(VENV)/dev.stamp
	$(BIN)/python -m tests.life
	$(BIN)/python -m tests.whole.week

screenshots: system-packages $(VENV)/dev.stamp
	$(BIN)/python -m tests.console.screenshots

letters: $(VENV)/dev.stamp
	$(BIN)/python -m tests.letters.gallery

rules: $(VENV)/dev.stamp
	$(BIN)/python -m tests.rules.write_docs

COMPILE := uv pip compile --quiet --python-version 3.11 --no-emit-index-url --no-header --generate-hashes pyproject.toml
lock:
	$(COMPILE) --extra build -o requirements.lock
	$(COMPILE) --extra build --extra demo -o requirements-demo.lock
	$(COMPILE) --all-extras -o requirements-dev.lock
	echo atheris | uv pip compile --quiet --python-version 3.11 --no-emit-index-url --no-header --generate-hashes - \
		-o requirements-fuzz.lock

clean:
	rm -rf $(VENV) build dist *.egg-info
