# Every target does its own set-up; nothing is written outside the checkout and the temporary folder.
FRONT ?=
FLEET ?= tests/simulator/fleets/demo.yml
PY := .venv/bin/python
TESTS ?= tests
CORES ?=
CORE_TESTS ?=
BENCH ?=
EXPLORE ?=

.PHONY: help setup demo fleet fleet-down test explore test-cores bench lint lock clean

help: ## these lines
	@sed -n 's/^\([a-z-]*\):.*## /make \1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r t d; do printf '  %-18s %s\n' "$$t" "$$d"; done

setup: ## .venv from the lock file, and the checkout linked as a collection
	@tools/setup.sh

demo: setup ## the main job on a simulated fleet (FRONT=live or FRONT=light chooses)
	@$(PY) demo/run.py $(if $(FRONT),--front $(FRONT))

fleet: setup ## the simulated fleet, left running, with commands to play with
	@$(PY) demo/fleet.py up $(FLEET) $(if $(FRONT),--front $(FRONT))

fleet-down: setup ## ends it
	@$(PY) demo/fleet.py down

test: setup ## all tests with one ansible-core
	@tools/setup.sh platform
	@$(PY) -m pytest -n 2 --dist loadscope $(TESTS)

explore: setup ## what tests take a sample of, whole: orders of the steps of several runs, wrong answers of a host (EXPLORE="--only ports")
	@$(PY) tests/explore/run.py $(EXPLORE)
	@$(PY) tests/mutate/explore.py

test-cores: setup ## the integration tests with ansible-core 2.20, 2.21 and 2.22, on light hosts and over each transport on a live one (CORES="2.20 2.22" takes some)
	@CORES="$(CORES)" CORE_TESTS="$(CORE_TESTS)" tools/test-cores.sh

bench: setup ## round trips and seconds beside ansible.windows, as ratios (needs a pwsh on PATH; BENCH="--hosts 100 1000")
	@$(PY) tests/benchmarks/measure.py $(BENCH)

lint: setup ## ansible-lint, ansible-test sanity, ruff, mypy, yamllint, antsibull-docs
	@tools/setup.sh lint
	@tools/lint.sh

lock: ## writes the lock files anew from requirements*.in (needs pip-tools on PATH)
	@for name in requirements requirements-lint requirements-platform; do \
	    pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	        --no-emit-find-links -o $$name.lock $$name.in; done

clean: ## what the other targets made
	@rm -rf .venv .venv-lint .venv-platform .tree .cache .ansible .pytest_cache .hypothesis .mypy_cache .ruff_cache report tests/output
