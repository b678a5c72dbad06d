#!/bin/sh
# Install the Debian packages of tools/apt-packages.txt when root; say plainly what is left out when not.
cd "$(dirname "$0")/.." || exit 1
missing=
for package in $(sed 's/#.*//' tools/apt-packages.txt); do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Встановлюємо системні пакети:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 - a list of words
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null && exit 0
    echo "Системні пакети не встановлено:$missing" >&2
else
    echo "Без прав адміністратора не встановлено:$missing" >&2
    echo "Not installed without root:$missing" >&2
fi
exit 0
