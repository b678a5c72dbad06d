"""``magistrat rule vote``: whether a body has a quorum and has decided."""

import re
from collections.abc import Sequence
from dataclasses import asdict

from magistrat.cli import arguments, folders, starts
from magistrat.cli.arguments import NOT_FOUND, WRONG_USE, Arguments, Misuse, Stop
from magistrat.rules import provisions, tally
from magistrat.rules.tally import Count, NoProvision
from magistrat.rules.voting import BODIES, QUESTIONS

USAGE = """Використання:
  magistrat rule vote --city МІСТО --body ОРГАН --members УСЬОГО [--present ПРИСУТНІХ] [--recused НЕ_ГОЛОСУЮТЬ]
      [--for ЗА --against ПРОТИ --abstained УТРИМАЛИСЬ] [--question land] [--poll] [--edition ДЕНЬ] [--json]
ОРГАН: executive-committee (виконавчий комітет), council (міська рада), attestation-commission (атестаційна комісія),
  working-body (робочий орган)
--members   загальний склад органу (для ради — разом із міським головою, якщо він бере участь у засіданні)
--present   присутні, разом із тими, хто має конфлікт інтересів; для --poll не вказують
--recused   ті з них, хто не голосує через конфлікт інтересів; допущених до голосування сюди не рахують
--for       без голосів ЗА відповідь лише про повноважність; без ПРОТИ й УТРИМАЛИСЬ вважають, що таких голосів немає, а де
            рішення залежить від голосів проти (рівність голосів на користь), ПРОТИ треба вказати
--question  land: питання, для яких потрібно не менше двох третин голосів
--poll      рішення між засіданнями"""
NUMBERS = ("members", "present", "recused", "for", "against", "abstained")


def answer(argv: Sequence[str]) -> None:
    """Answer ``magistrat rule vote``."""
    given = arguments.parse(argv, options=("city", "body", "question", "edition", *NUMBERS), flags=("json", "poll"))
    body, question = given.option("body"), given.options.get("question")
    if body not in BODIES:
        raise Misuse(f"органу «{body}» не передбачено; можливі: {', '.join(BODIES)}")
    if question is not None and question not in QUESTIONS:
        raise Misuse(f"питання «{question}» не передбачено; можливі: {', '.join(QUESTIONS)}")
    count = _count(given)
    folder = folders.city(given.option("city"))
    edition = folders.edition_holding(folder, starts.first_day(folder, given), "vote")
    laws = provisions.load(folders.country_text("votes.toml"))
    try:
        verdict = tally.judge(provisions.gather(body, edition, laws), count, question)
    except NoProvision as nothing:
        raise Stop(NOT_FOUND, f"{nothing} (місто {edition.city})") from None
    except ValueError as impossible:
        raise Stop(WRONG_USE, str(impossible)) from None
    if "json" in given.flags:
        arguments.show_json(asdict(verdict))
    else:
        print(verdict.reason)


def _count(given: Arguments) -> Count:
    given.option("members")
    if "poll" not in given.flags:
        given.option("present")
    elif "present" in given.options:
        raise Misuse("рішення між засіданнями не має присутніх: --present з --poll не вказують")
    numbers = {name: _number(name, given.options[name]) for name in NUMBERS if name in given.options}
    return Count(
        members=numbers["members"],
        present=numbers.get("present"),
        recused=numbers.get("recused", 0),
        in_favour=numbers.get("for"),
        against=numbers.get("against"),
        abstained=numbers.get("abstained"),
    )


def _number(name: str, text: str) -> int:
    if not re.fullmatch(r"-?\d{1,6}", text, re.ASCII):
        raise Misuse(f"--{name}: очікується ціле число, а написано «{text}»")
    return int(text)
