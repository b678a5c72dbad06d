"""``magistrat rule check``: faults of an edition's files, and findings about what the regulation says."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from magistrat.cli import arguments, folders
from magistrat.cli.arguments import FAULTY, NOT_FOUND, Misuse, Stop
from magistrat.rules import (
    cases,
    checking,
    clauses,
    destruction,
    kinds,
    library,
    moments,
    provisions,
    routing,
    vote_cases,
    words,
    worked,
)
from magistrat.rules.checking import GRADES, Finding, Subject
from magistrat.rules.edition import Edition
from magistrat.rules.edition import load as read_edition

USAGE = """Використання:
  magistrat rule check --folder ТЕКА
  magistrat rule check --city МІСТО [--session ДЕНЬ] [--folder ТЕКА] [--json]"""


def answer(argv: Sequence[str]) -> None:
    """Answer ``magistrat rule check``."""
    check(argv, datetime.now(tz=moments.ZONE).date())


def check(argv: Sequence[str], today: date) -> None:
    """Without ``--city`` faults of the files decide the exit code; with it findings are told, and it is always 0.

    :param today: the day after which the next regular session is sought, and by which the edition is chosen.
    """
    given = arguments.parse(argv, options=("city", "session", "folder"))
    is_lint = "city" not in given.options
    session = arguments.day(given.options["session"]) if "session" in given.options else None
    texts = folders.texts(str(_folder(given.options.get("folder"), given.options.get("city"), today)))
    edition = read_edition(texts)
    city = folders.city(given.options.get("city", edition.city))
    calendar, laws = folders.work_calendar(city), folders.laws()
    text = texts.get(folders.REGULATION, "")
    terms, votes, others = cases.load(texts), vote_cases.load(texts), worked.load(texts)
    faults = [
        *cases.faults(edition, terms, calendar, laws, text),
        *kinds.faults(edition),
        *routing.faults(edition),
        *provisions.faults(edition),
        *vote_cases.faults(edition, votes, provisions.load(folders.country_text("votes.toml"))),
        *worked.faults(edition, others, destruction.load(folders.country_text("keeping.toml"))),
        *worked.missing(edition, others, votes),
    ]
    warnings = [str(one) for one in cases.unlinked(edition)]
    if is_lint and "json" not in given.flags and session is None:
        if faults:
            raise Stop(FAULTY, "\n".join(["редакція має вади:", *faults, *_warned(warnings)]))
        examples = len(terms) + len(votes) + len(others)
        print(f"Редакція «{edition.title}»: правил {len(edition.entries)}, прикладів {examples}, вад немає.")
        print(*_warned(warnings), sep="\n", end="\n" if warnings else "")
        return
    session = session or checking.next_session(edition, today, calendar) or today
    found = checking.check(Subject(edition, clauses.split(text, edition.annexes), calendar, laws, session))
    if "json" in given.flags:
        facts = {"city": edition.city, "edition": edition.in_force_from.isoformat(), "session": session.isoformat()}
        findings = [_plain(edition, finding) for finding in found]
        arguments.show_json({**facts, "findings": findings, "faults": faults, "warnings": warnings})
    else:
        print(_readable(edition, session, found, faults, warnings))
    if faults and is_lint:
        raise Stop(FAULTY, f"редакція має вади: {len(faults)}")


def _folder(folder: str | None, city: str | None, today: date) -> Path:
    """The edition's folder: the named one, else that of the edition in force today.

    :raises Misuse: when neither is named.
    """
    if folder is not None:
        return Path(folder)
    if city is None:
        raise Misuse("не вказано ні --city, ні --folder")
    path = folders.city(city)
    start = path / library.for_anchor(folders.starts(path), today)[0].isoformat()
    if not start.is_dir():
        raise Stop(NOT_FOUND, f"немає теки {start}")
    return start


def _plain(edition: Edition, finding: Finding) -> dict[str, object]:
    return {
        "grade": finding.grade,
        "ids": [edition.full_id(own) for own in finding.ids],
        "clauses": list(finding.clauses),
        "dates": [day.isoformat() for day in finding.dates],
        "sentence": finding.sentence,
    }


def _warned(warnings: Sequence[str]) -> list[str]:
    return [f"Попередження ({len(warnings)})", *(f"  {warning}" for warning in warnings)] if warnings else []


def _readable(
    edition: Edition, session: date, found: Sequence[Finding], faults: Sequence[str], warnings: Sequence[str]
) -> str:
    lines = [f"{edition.title}. Засідання {words.day_and_weekday(session)}. Зауважень: {len(found)}."]
    for grade, name in GRADES.items():
        own = [finding for finding in found if finding.grade == grade]
        if own:
            lines += ["", f"{words.sentence(name)} ({len(own)})"]
            lines += [f"  {number}. {finding.sentence}" for number, finding in enumerate(own, 1)]
    if faults:
        lines += ["", f"Вади файлів редакції ({len(faults)})", *(f"  {fault}" for fault in faults)]
    if warnings:
        lines += ["", *_warned(warnings)]
    return "\n".join(lines)
