#!/bin/sh
# Print the first Python that the product runs on (3.11 to 3.13, with venv), or say what is missing.
for name in "$PYTHON" python3.11 python3.12 python3.13 python3; do
    [ -n "$name" ] || continue
    command -v "$name" >/dev/null 2>&1 || continue
    "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue
    if "$name" -c 'import venv, ensurepip' 2>/dev/null; then
        command -v "$name"
        exit 0
    fi
    no_venv=$name
done
{
    if [ -n "$no_venv" ]; then
        echo "У $no_venv немає модуля venv. У Debian та Ubuntu: sudo apt install python3-venv"
        echo "$no_venv has no venv module. On Debian and Ubuntu: sudo apt install python3-venv"
    else
        echo "Потрібен Python 3.11, 3.12 або 3.13. У Debian та Ubuntu: sudo apt install python3 python3-venv"
        echo "Python 3.11, 3.12 or 3.13 is needed. On Debian and Ubuntu: sudo apt install python3 python3-venv"
    fi
} >&2
exit 1
