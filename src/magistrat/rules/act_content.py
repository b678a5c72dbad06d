"""Parts of a draft act that its kind must have: title, grounds, points that say who, what and by when, control.

KR 4.16.1, 5.15.1, 6.3.2–6.3.5; DR 4.4, 5.4, 5.9. Pure functions over an edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from magistrat.rules import act_kinds, act_text
from magistrat.rules.act_draft import Draft, Finding
from magistrat.rules.act_text import Point
from magistrat.rules.edition import Edition, Entry

PERSONNEL = act_kinds.PERSONNEL_ORDER
CONTENT = {
    act_kinds.ORDER: "order_content",
    PERSONNEL: "order_content",
    act_kinds.COMMITTEE: "draft_decision_content",
    act_kinds.COUNCIL: "council_draft_content",
}
# A point that begins so does what it says by its own force: it needs neither executor nor term.
_OF_ITSELF = re.compile(
    r"(?:затвердити|внести|унести|визнати|скасувати|зупинити|поновити|надати|дозволити|відмовити|погодити|утворити|створити"
    r"|ліквідувати|реорганізувати|перейменувати|призначити|звільнити|увільнити|нагородити|присвоїти|оголосити|установити|встановити|взяти"
    r"|зняти|скликати|передати|прийняти|виділити|ввести|увести|викласти|виключити|включити|відрядити|відкликати|перевести|прийняти"
    r"|покласти|вважати|доповнити|продовжити|оформити|перенести|звернутися|схвалити|рекомендувати|направити|ухвалити)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\bзакон|\bкодекс|конституці|постанов|\bстат(?:т|ей)|\bст\.|\bуказ|рішенн|розпорядженн|\bнаказ|регламент",
    re.IGNORECASE,
)
_SELF = re.compile(r"за\s+собою|\bпокла(?:сти|даю|даємо|дається|дено)\s+на\s+\S", re.IGNORECASE)
_COORDINATION = re.compile(r"координ", re.IGNORECASE)


def findings(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """What the text itself lacks; of a personnel order only the title and a point are demanded.

    Of a leave or a trip nobody is the executor, and «виконавці та терміни» are there «як правило» (KR 6.3.4).
    """
    for one in (*_contents(edition, draft), *_parts(edition, draft)):
        is_always = one.part == act_text.TITLE or not draft.text.points
        yield one if draft.kind != PERSONNEL or is_always else replace(one, is_firm=False)
    yield from _broken_off(edition, draft)


def _contents(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """The parts that the kind's own entry requires, and those without which no act of ours can be."""
    entry = edition.get(CONTENT.get(draft.kind, ""))
    required = entry.values.get("required", ()) if entry else ("title",)
    for key in dict.fromkeys(("title", *required, "ordering_part")):
        if check := _CHECKS.get(key):
            yield from check(entry, draft)
    if entry and "control_clause" in entry.values.get("if_needed", ()):
        # The point may be left out, and words that are not known here may name somebody.
        found = _control(_of_control(edition, draft), draft) if tasks(draft) or draft.controls else ()
        yield from (replace(one, is_firm=False) for one in found)


def _title(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    if not draft.text.title.strip():
        yield Finding(clause_of(entry), "Немає заголовка: зазначте, про що акт.", part=act_text.TITLE)


def _stating(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    if not draft.text.stating.strip():
        message = "Немає констатуючої частини: викладіть підстави, мету й обґрунтування."
        yield Finding(clause_of(entry), message, part=act_text.STATING)


def _law(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    if not _LAW.search(draft.text.stating):
        message = "У констатуючій частині немає посилання на норми законодавства."
        yield Finding(clause_of(entry), message, part=act_text.STATING)


def _ordering(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    points = [point for point in act_text.walk(draft.text.points) if point.text.strip() or point.points]
    if not points:
        yield Finding(clause_of(entry), "Розпорядча частина не має жодного пункту.", part="пункт 1")
    for point in act_text.walk(draft.text.points):
        if not point.text.strip() and not point.points:
            yield Finding(clause_of(entry), f"Пункт {point.label} порожній.", part=f"пункт {point.label}")


def _who_and_when(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    yield from _who(entry, draft)
    yield from _when(entry, draft)


def _who(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    for point, whole in tasks(draft):
        if not whole.executors and not whole.named.strip():
            message = f"Пункт {point.label}: не зазначено, хто виконує."
            yield Finding(clause_of(entry), message, part=f"пункт {point.label}")


def _when(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    for point, whole in tasks(draft):
        if whole.due_on is None and not whole.due_words.strip():
            message = f"Пункт {point.label}: не зазначено строку виконання."
            yield Finding(clause_of(entry), message, part=f"пункт {point.label}")


def _control(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    if not draft.controls:
        yield Finding(clause_of(entry), "Немає пункту про контроль (координацію) виконання.")
    for point in draft.controls:
        if _names_nobody(point) and not act_text.breaks_off(point) and not _SELF.search(point.text):
            yield _uncontrolled(entry, point)


def _broken_off(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """Control points that would be printed as «покласти на.», in an act of whatever kind."""
    entry = _of_control(edition, draft)
    return (_uncontrolled(entry, one) for one in draft.controls if act_text.breaks_off(one) and _names_nobody(one))


def _of_control(edition: Edition, draft: Draft) -> Entry | None:
    """The entry that speaks of control: of an order that may go without it the one on its parts (KR 6.3.4)."""
    entry = edition.get(CONTENT.get(draft.kind, ""))
    if entry and draft.is_order and "control_clause" in entry.values.get("if_needed", ()):
        return edition.get("order_parts") or entry
    return entry


def _names_nobody(point: Point) -> bool:
    return not point.executors and not point.named.strip()


def _uncontrolled(entry: Entry | None, point: Point) -> Finding:
    message = f"Пункт {point.label}: не зазначено, хто контролює (координує) виконання."
    return Finding(clause_of(entry), message, part=f"пункт {point.label}")


def _controllers(entry: Entry | None, draft: Draft) -> Iterator[Finding]:
    yield from _control(entry, draft)
    if entry is None or "coordinator" not in entry.values.get("complex_required", ()):
        return
    bodies = {
        draft.departments[post] for _, whole in tasks(draft) for post in whole.executors if post in draft.departments
    }
    named = any(_COORDINATION.search(point.text) for point in act_text.walk(draft.text.points))
    if len(bodies) > 1 and not named:
        message = "Завдання виконують кілька органів: зазначте посадову особу, яка координує виконання."
        yield Finding(entry.clause, message)


def tasks(draft: Draft) -> list[tuple[Point, Point]]:
    """Points that somebody must do: neither about control nor doing what they say by their own force."""
    return [
        (point, whole)
        for point, whole in draft.leaves()
        if not whole.is_control and (whole.executors or whole.named or not _OF_ITSELF.match(point.text.strip()))
        if point.text.strip()
    ]


_CHECKS: dict[str, Callable[[Entry | None, Draft], Iterator[Finding]]] = {
    "title": _title,
    "stating_part": _stating,
    "legal_references": _law,
    "ordering_part": _ordering,
    "executors": _who,
    "deadlines": _when,
    "control_clause": _control,
    "controllers": _controllers,
    "controller": _controllers,
}


def _parts(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """What is said of the parts apart from the list of contents (KR 4.16.1.3, 5.15.1, 6.3.4; DR 5.4)."""
    entry = edition.get(CONTENT.get(draft.kind, ""))
    if entry and "ordering_part" in entry.values.get("required", ()) and "executors" not in entry.values["required"]:
        yield from _who_and_when(entry, draft)
    parts = edition.get("order_parts") if draft.is_order else None
    if parts:
        for check in (_CHECKS[key] for key in parts.values["required"] if key in _CHECKS and key != "ordering_part"):
            yield from (replace(one, is_firm=one.is_firm and not parts.soft) for one in check(parts, draft))


def clause_of(entry: Entry | None) -> str:
    """The clause as printed; nothing where the city has no such entry."""
    return entry.clause if entry else ""
