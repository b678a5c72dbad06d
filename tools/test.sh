#!/bin/sh
# Run the tests on the embedded server; say plainly what this machine cannot run.
set -eu
cd "$(dirname "$0")/.."
sh tools/system-packages.sh
# Dozens of the tests start programs: what the house compiles to is kept, or each would compile it anew.
unset PYTHONDONTWRITEBYTECODE
marks="not proof"
if ! command -v chromium-headless-shell >/dev/null 2>&1; then
    marks="$marks and not browser"
    echo "НЕ ЗАПУЩЕНО: тести в браузері (немає програми chromium-headless-shell: sudo apt install chromium-headless-shell)." >&2
    echo "LEFT OUT: the browser tests (no program chromium-headless-shell: sudo apt install chromium-headless-shell)." >&2
fi
exec .venv/bin/python -m pytest -n "${JOBS:-2}" --dist worksteal -m "$marks" "$@"
