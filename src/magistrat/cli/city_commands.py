"""``magistrat import WHAT …``, ``magistrat export …``, ``magistrat edition …``: management commands of one city, found by their names.

`import open-control` is the command ``import_open_control`` of whatever app has one; `export` is ``export_city``, or
``export_<what>`` where such a command exists. The launcher opens the city's database; the command itself runs in a process of
its own, in the city's environment (`main` there is `child`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence

from magistrat.cli.arguments import DONE, WRONG_USE

FAILED = 1
# Commands that write what the application's role may not: whole tables with their counters.
AS_OWNER = {"import_city"}
USAGE = {
    "import": "Використання: magistrat import ЩО ФАЙЛ [--city МІСТО] [параметри]; magistrat import ЩО --help",
    "edition": "Використання: magistrat edition export|import|replay МІСЦЕ [--city МІСТО] [параметри]",
    "export": "Використання: magistrat export [ЩО] ТЕКА|ФАЙЛ [--city МІСТО] [параметри]",
}


class CommandMisused(Exception):
    """The words of a command are wrong: what to write instead."""


def main(words: Sequence[str]) -> int:
    """Run `import …`, `export …` or `edition …` for a city; the exit code is 0 done, 1 not done, 2 wrong use."""
    deed, *rest = words
    try:
        slug, rest = _without_city(list(rest))
        if not rest or rest[0] in ("-h", "--help"):
            print(USAGE[deed], file=sys.stdout if rest else sys.stderr)
            return DONE if rest else WRONG_USE
        slug = slug or _only_city()
    except CommandMisused as wrong:
        print(f"magistrat: {wrong}\n{USAGE[deed]}", file=sys.stderr)
        return WRONG_USE
    return _in_city(slug, [deed, *rest])


def _without_city(words: list[str]) -> tuple[str, list[str]]:
    """The city's slug, from `--city` or the environment, and the other words."""
    slug, rest = os.environ.get("MAGISTRAT_CITY", ""), []
    while words:
        word = words.pop(0)
        if word == "--city" and (not words or words[0].startswith("-")):
            raise CommandMisused("після --city потрібна назва теки міста")
        if word == "--city":
            slug = words.pop(0)
        elif word.startswith("--city="):
            slug = word.removeprefix("--city=")
        else:
            rest.append(word)
    return slug, rest


def _only_city() -> str:
    from magistrat.launcher import cities

    known = [city.slug for city in cities.found()]
    if len(known) != 1:
        raise CommandMisused(f"зазначте місто: --city МІСТО; є: {', '.join(known)}")
    return known[0]


def _in_city(slug: str, words: list[str]) -> int:
    from magistrat.launcher import cities, database
    from magistrat.launcher.city_run import city_environment, forgo_demo
    from magistrat.launcher.problem import LauncherProblem, of_system

    try:
        city = cities.chosen(slug, None)[0]
        city.folder.mkdir(parents=True, exist_ok=True)
        with database.opened(city, lambda said: print(said, file=sys.stderr)) as base:
            environment = city_environment(city, base) | {"MAGISTRAT_CITY": slug}
            if _name(words, set())[0] in AS_OWNER:
                environment |= {"MAGISTRAT_AS_OWNER": "1", "DATABASE_OWNER_URL": base.owner_url()}
            command = [sys.executable, "-m", "magistrat.cli.city_commands", *words]
            code = subprocess.run(command, env=environment, check=False).returncode
        if code == DONE and _name(words, set())[0] in AS_OWNER:
            forgo_demo(city)
    except LauncherProblem as problem:
        print(f"magistrat: {problem}", file=sys.stderr)
    except OSError as reason:
        where = f" ({reason.filename})" if reason.filename else ""
        print(f"magistrat: {of_system(reason, f'Не вдалося відкрити базу даних міста{where}')}", file=sys.stderr)
    else:
        return code
    return FAILED


# --- in the city's environment -----------------------------------------------------------------------


def child(words: list[str]) -> int:
    """Find the management command that the words name and run it; says in Ukrainian what stopped it."""
    import django
    from django.core.management import get_commands, load_command_class
    from django.core.management.base import CommandError
    from django.db import DatabaseError

    django.setup()
    known = get_commands()
    name, rest = _name(words, set(known))
    if name not in known:
        print(f"magistrat: невідоме слово «{words[1]}»; можна: {', '.join(_choices(words[0], known))}", file=sys.stderr)
        return WRONG_USE
    command = load_command_class(known[name], name)
    try:
        parser = command.create_parser(f"magistrat {words[0]}", _shown(name))
        options = vars(parser.parse_args(rest))
        command.execute(*options.pop("args", ()), **options)
    except CommandError as problem:
        # so Django's parser begins what argparse found wrong in the words
        misused = str(problem).startswith("Error: ")
        print(f"magistrat: {_ukrainian(str(problem)) if misused else problem}", file=sys.stderr)
        return WRONG_USE if misused else problem.returncode
    except DatabaseError as problem:
        print(f"magistrat: база даних міста не готова: {str(problem).strip().splitlines()[0]}", file=sys.stderr)
        return FAILED
    return DONE


def _name(words: Sequence[str], known: set[str]) -> tuple[str, list[str]]:
    """The management command's name and the words left for it; `export FOLDER` means the whole city."""
    deed, *rest = words
    what = rest[0] if rest else ""
    name = f"{deed}_{what.replace('-', '_')}"
    if deed == "export" and name not in known:
        return "export_city", list(rest)
    return name, list(rest[1:])


def _shown(name: str) -> str:
    return name.partition("_")[2].replace("_", "-")


def _choices(deed: str, known: dict[str, str]) -> list[str]:
    return sorted(_shown(name) for name in known if name.startswith(f"{deed}_"))


def _ukrainian(message: str) -> str:
    """What argparse says in English about the words of a command."""
    found = (
        (r"required: (.+)$", r"не вказано: \1"),
        (r"unrecognized arguments: (.+)$", r"зайві слова: \1"),
        (r"argument ([^:]+): expected .+$", r"після \1 потрібне значення"),
        (r"argument ([^:]+): invalid choice: ('[^']*').*$", r"\1: такого значення немає: \2"),
        (r"argument ([^:]+): invalid .*value: (.+)$", r"\1: неправильно написано \2"),
    )
    for pattern, words in found:
        if match := re.search(pattern, message, re.DOTALL):
            return match.expand(words)
    return message.removeprefix("Error: ")


if __name__ == "__main__":
    sys.exit(child(sys.argv[1:]))
