"""``magistrat rule keep``: in which year a file may first be put into an act of destruction."""

import re
from collections.abc import Sequence
from dataclasses import asdict

from magistrat.cli import arguments, folders, starts
from magistrat.cli.arguments import NOT_FOUND, WRONG_USE, Arguments, Misuse, Stop
from magistrat.rules import destruction, storage_term
from magistrat.rules.destruction import NoCounting

USAGE = """Використання:
  magistrat rule keep --city МІСТО --title ЗАГОЛОВОК --closed РРРР --term СТРОК [--age ВІК] [--edition ДЕНЬ] [--json]
--closed  рік, у якому справу завершено
--term    строк зберігання за номенклатурою: "5 років", "3 р. ЕПК", "Пост.", "Доки не мине потреба", "ЕК", "75 років – «В»"
--age     вік особи на час завершення справи, коли строк зменшують на «В»"""


def answer(argv: Sequence[str]) -> None:
    """Answer ``magistrat rule keep``."""
    given = arguments.parse(argv, options=("city", "title", "closed", "term", "age", "edition"))
    title, closed, written = given.option("title"), _number(given, "closed", r"\d{4}"), given.option("term")
    age = _number(given, "age", r"\d{1,3}") if "age" in given.options else None
    folder = folders.city(given.option("city"))
    edition = folders.edition_holding(folder, starts.first_day(folder, given), "keep")
    said = destruction.sayings(edition, destruction.load(folders.country_text("keeping.toml")))
    try:
        found = destruction.earliest(storage_term.read(written), closed, said, title, age)
    except NoCounting as nothing:
        raise Stop(NOT_FOUND, f"{nothing} (місто {edition.city})") from None
    except ValueError as wrong:
        hint = " (--age)" if "«В»" in written and age is None else ""
        raise Stop(WRONG_USE, f"{wrong}{hint}") from None
    if "json" in given.flags:
        days = {"counted_from": found.counted_from, "until": found.until}
        answer = asdict(found) | {name: day and day.isoformat() for name, day in days.items()}
        # The explanation says it; the promised keys stay as they are.
        del answer["assumed"]
        arguments.show_json(answer)
    else:
        print(found.explanation)


def _number(given: Arguments, name: str, pattern: str) -> int:
    text = given.option(name)
    if not re.fullmatch(pattern, text, re.ASCII):
        raise Misuse(f"--{name}: неправильно написано «{text}»")
    return int(text)
