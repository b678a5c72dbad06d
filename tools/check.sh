#!/bin/sh
# All static checks; every one is run, the first failure does not hide the others.
cd "$(dirname "$0")/.." || exit 1
failed=
check() {
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}
check ruff .venv/bin/ruff check .
check format .venv/bin/ruff format --check --quiet .
check mypy .venv/bin/mypy
check imports .venv/bin/lint-imports --no-cache
check djlint .venv/bin/djlint --lint --quiet src
check django .venv/bin/python -m django check --settings magistrat.config.settings
check migrations .venv/bin/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings magistrat.config.settings
if [ -n "$failed" ]; then
    echo "Не пройдено:$failed" >&2
    exit 1
fi
