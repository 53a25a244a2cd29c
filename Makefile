# Every command installs what it misses first. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help install run test check knowledge format bench questions doctor lock package image clean

PYTHON ?= python3
WORKERS ?= 2
TESTS ?= tests
BIN := .venv/bin
INSTALL := $(PYTHON) deployment/install.py
CODE := $(wildcard app.py bot storage benchmarks deployment tests)
TYPED := $(wildcard app.py bot storage benchmarks deployment)
# Fixed, so that a message is the same on every machine.
export PYTHONUTF8 := 1

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## create .venv with everything needed to run, test and check
	@$(INSTALL) test

run: ## start the assistant on the embedded default and print its local addresses
	@$(INSTALL) run
	@exec $(BIN)/python app.py

test: ## run the whole suite (TESTS=tests/cards for a part, WORKERS=0 for one process)
	@$(INSTALL) test
	$(BIN)/python -m pytest $(TESTS) -n $(WORKERS) --dist loadgroup

check: ## format, lint, types, import directions, text completeness
	@$(INSTALL) check
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/architecture $(wildcard tests/text) -q
	$(BIN)/python -m deployment.review

knowledge: ## learn anew how people ask, after a change to bot/claims/knowledge
	@$(INSTALL) check
	$(BIN)/python -m deployment.knowledge

format: ## put the code into its standard form
	@$(INSTALL) check
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

bench: ## run the benchmarks, which print ratios
	@$(INSTALL) check
	$(BIN)/python -m benchmarks

questions: ## print what people asked and nobody had an answer for
	@$(INSTALL) run
	@$(BIN)/python -m deployment.questions

FLAGS ?=
doctor: ## look at everything the assistant stands on (FLAGS="--before-start --send-to=…")
	@$(INSTALL) run
	@$(BIN)/python -m deployment.doctor $(FLAGS)

# The order matters: each file is held to the versions of the one before.
lock: ## pin requirements*.in anew (UPGRADE=--upgrade to move everything)
	@$(INSTALL) check
	for part in "" -dev -node; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --annotation-style line \
	    --custom-compile-command "make lock" $(UPGRADE) \
	    requirements$$part.in --output-file requirements$$part.txt || exit 1; \
	done

# Variables given to make reach the program by the environment: names may hold any character.
PACKAGE ?= build/cpor-claims-assistant.zip
package: ## build the package for Teams (APP_ID=… PUBLIC_URL=… PARTNER_NAME=…)
	@$(PYTHON) deployment/package.py --output "$(PACKAGE)"

ENGINE ?= docker
IMAGE ?= cpor-claims-assistant
image: ## build the container image (ENGINE=podman, IMAGE=name, BUILD_FLAGS=…)
	$(ENGINE) build --file deployment/container/Containerfile --tag $(IMAGE) \
	  --build-arg REVISION="$$(git rev-parse HEAD)" \
	  --build-arg CREATED="$$(date -u +%Y-%m-%dT%H:%M:%SZ)" $(BUILD_FLAGS) .

clean: ## remove the environment and caches; data in ./var stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
