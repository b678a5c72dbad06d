# What a person types; each target says what it does. The work itself is in tools/ and in `magistrat`.
.PHONY: run install test check format proof bench stop clean

run: install ## Start all cities (CITY=slug for one, PORT=8001 for the first port)
	@exec .venv/bin/magistrat run $(if $(CITY),--city $(CITY)) $(if $(PORT),--port $(PORT))

stop: ## Stop the cities started elsewhere
	@.venv/bin/magistrat stop $(if $(CITY),--city $(CITY))

install: ## Install what the lock files name
	@sh tools/install.sh

test: install ## All tests but the long ones (ARGS="tests/rules" for a part)
	@sh tools/test.sh $(ARGS)

check: install ## Static checks
	@sh tools/check.sh

format: install ## Put the code in order
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

proof: install ## The long proofs: killed processes, 32 clerks at once, all pages of the second city
	@sh tools/system-packages.sh
	@.venv/bin/python -m pytest -n 0 -m proof --timeout 3600 $(ARGS)

bench: install ## Benchmarks (SIZE=100000 documents, ARGS=registrations for a part, ARGS="search moving" for what takes hours)
	@$(if $(SIZE),SIZE=$(SIZE)) .venv/bin/python -m bench $(ARGS)

clean: ## Remove what was installed; the cities' data in var/ stay
	rm -rf .venv .venv-node .venv-s3 node_modules
