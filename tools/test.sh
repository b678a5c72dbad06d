#!/bin/sh
# Run the tests on the embedded server; say plainly what this machine cannot run.
set -eu
cd "$(dirname "$0")/.."
sh tools/system-packages.sh
# Without it the tests that need it are left out and named below.
sh tools/install.sh tests || true
# Dozens of the tests start programs: what the house compiles to is kept, or each would compile it anew.
unset PYTHONDONTWRITEBYTECODE
marks=$(.venv/bin/python -m tests.programs)
if [ $# = 0 ]; then
    # One core makes the database's template, the other rewrites assertions, which is half of finding the tests: or each of
    # the workers would do the one and wait for the other.
    .venv/bin/python -m tests.databases &
    .venv/bin/python -m pytest --collect-only --quiet >/dev/null 2>&1 || true
    wait $!
fi
# Three on two cores: one of them mostly waits, for the browser, the database or a program that it started.
exec .venv/bin/python -m pytest -n "${JOBS:-3}" --dist worksteal -m "$marks" "$@"
