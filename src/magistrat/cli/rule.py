"""``magistrat rule``: lists the rules of a city's regulation, shows one, counts a term."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from fractions import Fraction
from importlib import import_module
from typing import Any

from magistrat.cli import arguments, folders, starts
from magistrat.cli.arguments import NOT_FOUND, WRONG_USE, Misuse, Stop
from magistrat.regulation import wording
from magistrat.regulation.names import CAPABILITIES
from magistrat.rules import library, term, terms, words
from magistrat.rules.counting import CountedDay
from magistrat.rules.edition import KINDS, Edition, Entry, Grant
from magistrat.rules.keeping import Keep
from magistrat.rules.law import Laws
from magistrat.rules.numbering import Pattern
from magistrat.rules.steps import Step
from magistrat.rules.storage_term import StorageTerm
from magistrat.rules.terms import Due
from magistrat.rules.voting import Share, Vote

USAGE = """Використання:
  magistrat rule list --city МІСТО [--kind ВИД] [--capability НАПРЯМ] [--edition ДЕНЬ] [--json]
  magistrat rule show --city МІСТО НОМЕР [--edition ДЕНЬ] [--json]
  magistrat rule due --city МІСТО НОМЕР --anchor РРРР-ММ-ДД[TГГ:ХХ] [--edition ДЕНЬ] [--json]
  magistrat rule vote --city МІСТО --body ОРГАН --members УСЬОГО [--present ПРИСУТНІХ] [--recused НЕ_ГОЛОСУЮТЬ]
      [--for ЗА --against ПРОТИ --abstained УТРИМАЛИСЬ] [--question land] [--poll] [--edition ДЕНЬ] [--json]
  magistrat rule route --city МІСТО --kind ВИД [--with ОЗНАКА]… [--edition ДЕНЬ] [--json]
  magistrat rule keep --city МІСТО --title ЗАГОЛОВОК --closed РРРР --term СТРОК [--age ВІК] [--edition ДЕНЬ] [--json]
  magistrat rule check --folder ТЕКА
  magistrat rule check --city МІСТО [--session ДЕНЬ] [--folder ТЕКА] [--json]"""


# commands of modules of their own, loaded when they are asked for: an answer takes less than half a second
APART = {"vote": "vote", "route": "route", "keep": "keep", "check": "checks"}


def main(argv: Sequence[str]) -> int:
    """Answer ``magistrat rule``."""
    apart = import_module(f"magistrat.cli.{APART[argv[0]]}") if argv and argv[0] in APART else None
    usage = apart.USAGE if apart else USAGE
    if set(argv) & {"-h", "--help"}:
        print(usage)
        return arguments.DONE
    return arguments.answer(lambda: apart.answer(argv[1:]) if apart else _run(argv), usage)


def _run(argv: Sequence[str]) -> None:
    commands = {"list": _list, "show": _show, "due": _due}
    if not argv or argv[0] not in commands:
        raise Misuse(f"після rule очікується одне з: {', '.join((*commands, *APART))}")
    commands[argv[0]](argv[1:])


def _list(argv: Sequence[str]) -> None:
    given = arguments.parse(argv, options=("city", "kind", "capability", "edition"))
    kind, capability = given.options.get("kind"), given.options.get("capability")
    if kind is not None and kind not in KINDS:
        raise Misuse(f"виду «{kind}» не передбачено; можливі: {', '.join(KINDS)}")
    folder = folders.city(given.option("city"))
    edition = folders.whole_edition(folder, starts.first_day(folder, given))
    capabilities = sorted({*CAPABILITIES, *(entry.capability for entry in edition.entries)})
    if capability is not None and capability not in capabilities:
        raise Misuse(f"напряму «{capability}» не передбачено; можливі: {', '.join(capabilities)}")
    entries = [
        entry for entry in edition.entries if kind in (None, entry.kind) and capability in (None, entry.capability)
    ]
    if "json" in given.flags:
        keys = ("clause", "key", "kind", "capability", "words")
        rules = [{"id": edition.full_id(one.id)} | {key: getattr(one, key) for key in keys} for one in entries]
        arguments.show_json({"rules": rules})
    else:
        print("\n".join(f"{edition.full_id(one.id)}\t{one.kind}\t{one.capability}\t{one.meaning}" for one in entries))


def _show(argv: Sequence[str]) -> None:
    given = arguments.parse(argv, options=("city", "edition"), words=1)
    folder = folders.city(given.option("city"))
    edition = folders.edition_with(folder, starts.first_day(folder, given), given.words[0])
    entry = _entry(edition, given.words[0])
    facts = {"city": edition.city, "edition": edition.in_force_from.isoformat(), **_plain(entry)}
    facts["id"] = edition.full_id(entry.id)
    if "json" in given.flags:
        arguments.show_json(facts)
    else:
        print(_readable(edition, entry))


def _due(argv: Sequence[str]) -> None:
    given = arguments.parse(argv, options=("city", "anchor", "edition"), words=1)
    anchor = arguments.moment(given.option("anchor"))
    folder = folders.city(given.option("city"))
    on = anchor.date() if isinstance(anchor, datetime) else anchor
    remark = ""
    if "edition" in given.options:
        start = starts.first_day(folder, given, on)
    else:
        start, remark = library.for_anchor(folders.starts(folder), on)
    edition = folders.edition_with(folder, start, given.words[0])
    entry = _entry(edition, given.words[0])
    due = _count(folder, entry, anchor, remark)
    if "json" in given.flags:
        arguments.show_json(_facts(edition, entry, due))
    else:
        print(due.explanation)


def _count(folder: Any, entry: Entry, anchor: date | datetime, remark: str) -> Due:
    known = folders.laws() if entry.law else {}
    if entry.term is None:
        raise Stop(WRONG_USE, _no_term(entry, known))
    missing = [key for key in entry.law if key not in known]
    if missing:
        raise Stop(NOT_FOUND, f"{entry.id} посилається на закон, якого немає: {', '.join(missing)}")
    return terms.by_entry(entry, anchor, folders.work_calendar(folder), known, preface=remark)


def _no_term(entry: Entry, laws: Laws) -> str:
    if entry.kind != "deadline":
        what = f"{KINDS[entry.kind]} ({entry.kind})"
        return f"{entry.id} не є строком, обчислити його не можна: це {what}. {entry.meaning}"
    named = [f"{laws[key].act}, {laws[key].article}" for key in entry.law if key in laws]
    by_law = f"; строк установлює {'; '.join(named)}" if named else ""
    return f"{entry.id}: обчислити строк не можна: числа пункт не називає{by_law}. {entry.meaning}"


def _entry(edition: Edition, written: str) -> Entry:
    entry = edition.by_id(written)
    if entry is None:
        start = words.day(edition.in_force_from)
        raise Stop(NOT_FOUND, f"такого правила немає: «{written}» (місто {edition.city}, редакція від {start})")
    return entry


def _facts(edition: Edition, entry: Entry, due: Due) -> dict[str, Any]:
    return {
        "city": edition.city,
        "edition": edition.in_force_from.isoformat(),
        "id": edition.full_id(entry.id),
        "clause": entry.clause,
        "anchor": _plain(due.anchor),
        "anchor_event": entry.term.event if entry.term else "",
        "anchor_counted": _plain(due.anchor_counted),
        "due": _plain(due.due),
        "kind": due.kind,
        "days": [_plain(day) for day in due.days],
        "explanation": due.explanation,
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it: moments to the minute."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return words.clock(value)
    if isinstance(value, Share | Fraction | StorageTerm):
        return str(value)
    if isinstance(value, term.Term | Entry | Grant | Pattern | CountedDay | Step | Vote | Keep):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _readable(edition: Edition, entry: Entry) -> str:
    lines = [
        f"{edition.title}, п. {entry.clause} ({edition.full_id(entry.id)})",
        entry.meaning,
        f"Вид: {KINDS[entry.kind]} ({entry.kind}); напрям: {entry.capability}; ключ: {entry.key}",
        f"«{entry.words}»" if entry.words else "",
        f"Хто: {', '.join(entry.actor)}" if entry.actor else "",
        f"Строк: {term.length(entry.term)}" if entry.term else "",
        f"Взірець номера: {entry.pattern.text}" if entry.pattern else "",
        *(f"{name}: {_plain(value)}" for name, value in entry.values.items()),
        *(f"Право {grant.right}: {', '.join(sorted(grant.roles))}" for grant in entry.grants),
        *(f"Закон: {key}" for key in entry.law),
        *(f"Голосування: {said}" for said in (wording.vote(entry.vote) if entry.vote else ())),
        *(f"Крок: {said}" for said in wording.steps(entry, edition)),
        *(f"Зберігання: {said}" for said in (wording.keep(entry.keep) if entry.keep else ())),
        *entry.notes,
    ]
    return "\n".join(line for line in lines if line)
