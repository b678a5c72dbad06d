#!/bin/sh
# Run the tests on the embedded server; say plainly what this machine cannot run.
set -eu
cd "$(dirname "$0")/.."
sh tools/system-packages.sh
# Dozens of the tests start programs: what the house compiles to is kept, or each would compile it anew.
unset PYTHONDONTWRITEBYTECODE
marks=$(.venv/bin/python -m tests.programs)
exec .venv/bin/python -m pytest -n "${JOBS:-2}" --dist worksteal -m "$marks" "$@"
