"""``magistrat edition``: compares editions from files; what needs a city's database goes on to its commands."""

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from magistrat.cli import arguments, folders, starts
from magistrat.cli.arguments import NOT_FOUND, Misuse
from magistrat.rules import differing, toml
from magistrat.rules.edition import HEAD, Edition
from magistrat.rules.edition import load as read_edition
from magistrat.rules.form import FormError

USAGE = """Використання:
  magistrat edition diff ТЕКА --city МІСТО [--edition ДЕНЬ] [--json]     чинна редакція міста проти редакції в теці
  magistrat edition diff ТЕКА ТЕКА [--json]                              попередня редакція проти нової
  magistrat edition export МІСЦЕ [--edition ДЕНЬ | --draft НОМЕР] [--city МІСТО]
  magistrat edition import МІСЦЕ --title НАЗВА [--city МІСТО]            внести теку або ZIP як проєкт
  magistrat edition replay МІСЦЕ --from ДЕНЬ --to ДЕНЬ [--city МІСТО] [--json]"""
OF_CITY = ("export", "import", "replay")
# These read a folder or a ZIP.
READ = ("import", "replay")


def main(argv: Sequence[str]) -> int:
    """Answer ``magistrat edition``."""
    if not argv or argv[0] in ("-h", "--help"):
        return arguments.answer(_usage, USAGE) if argv else arguments.answer(_nothing, USAGE)
    if argv[0] in OF_CITY:
        from magistrat.cli import city_commands

        missing = _missing(argv)
        if missing is not None:
            print(f"magistrat: такої теки чи файла немає: {missing}", file=sys.stderr)
            return NOT_FOUND
        return city_commands.main(["edition", *argv, *_city_of(argv)])
    return arguments.answer(lambda: _run(argv), USAGE)


def _missing(argv: Sequence[str]) -> str | None:
    """What is to be read and is not there: said before a city's database is opened."""
    place = argv[1] if len(argv) > 1 and argv[0] in READ and not argv[1].startswith("-") else ""
    return place if place and not Path(place).exists() else None


def _city_of(argv: Sequence[str]) -> list[str]:
    """The city that a folder's edition names, when none is given."""
    if argv[0] not in READ or len(argv) < 2 or os.environ.get("MAGISTRAT_CITY"):
        return []
    head = Path(argv[1]) / HEAD
    if any(word.partition("=")[0] == "--city" for word in argv) or not head.is_file():
        return []
    with contextlib.suppress(FormError, UnicodeDecodeError):
        named = toml.parse(head.read_text(encoding="utf-8"), HEAD).get("city")
        return ["--city", named] if isinstance(named, str) and named else []
    return []


def _usage() -> None:
    print(USAGE)


def _nothing() -> None:
    raise Misuse(f"після edition очікується одне з: diff, {', '.join(OF_CITY)}")


def _run(argv: Sequence[str]) -> None:
    if argv[0] != "diff":
        _nothing()
    _diff(argv[1:])


def _diff(argv: Sequence[str]) -> None:
    has_city = any(word == "--city" or word.startswith("--city=") for word in argv)
    given = arguments.parse(argv, options=("city", "edition"), words=1 if has_city else 2)
    old, new = _old(given), read_edition(folders.texts(given.words[-1]))
    found = differing.differences(old, new)
    if "json" in given.flags:
        arguments.show_json(
            {
                "old": old.in_force_from.isoformat(),
                "new": new.in_force_from.isoformat(),
                "differences": [
                    {
                        "kind": one.kind,
                        "id": one.id,
                        "clause": one.clause,
                        "meaning": one.meaning,
                        "values": [{"name": said.name, "old": said.old, "new": said.new} for said in one.said],
                    }
                    for one in found
                ],
            }
        )
        return
    lines = [line for one in found for line in differing.in_words(one)]
    print("\n".join(lines) if lines else "Редакції кажуть те саме.")


def _old(given: arguments.Arguments) -> Edition:
    if "city" not in given.options:
        return read_edition(folders.texts(given.words[0]))
    folder = folders.city(given.option("city"))
    return folders.whole_edition(folder, starts.first_day(folder, given))
