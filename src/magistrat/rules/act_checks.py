"""What a draft act lacks before it goes for visas, each with its clause (KR 4.16, 4.19, 5.15, 6.3, 6.10; DR 4.4–4.6, 4.11, 5.4–5.9).

Pure functions over an edition; a city without a key has no such requirement. Firm findings stop the sending, others warn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from magistrat.rules import act_commissions, act_content, act_enclosures, act_kinds, act_text, limits, terms, words
from magistrat.rules.act_draft import Draft, Finding
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry

ORDER, PERSONNEL, COMMITTEE, PROTOCOL, COUNCIL = (
    act_kinds.ORDER,
    act_kinds.PERSONNEL_ORDER,
    act_kinds.COMMITTEE,
    act_kinds.PROTOCOL,
    act_kinds.COUNCIL,
)
BACK_PAGE = {
    ORDER: "order_recipients",
    PERSONNEL: "order_recipients",
    COMMITTEE: "decision_back_page",
    PROTOCOL: "protocol_decision_back_page_form",
    COUNCIL: "council_decision_back_page",
}
LENGTH = {
    ORDER: "order_length",
    PERSONNEL: "order_length",
    COMMITTEE: "decision_length",
    COUNCIL: "council_decision_length",
}
REPEATED = {COMMITTEE: "decision_repeated_title_bar", COUNCIL: "council_decision_repeated_title_bar"}
_ANNEXED = re.compile(r"\(?(?:що\s+)?дода[єю]ться\b|\bдодат(?:ок|ки|ку|ком|ка|ках)\b", re.IGNORECASE)
_INFORMING = re.compile(r"інформ|звіт|доповід|повідом", re.IGNORECASE)


def findings(edition: Edition, draft: Draft, calendar: WorkCalendar) -> list[Finding]:
    """All that the draft lacks, the firm ones first, in the order of the paper."""
    found = [
        *act_content.findings(edition, draft),
        *_source(edition, draft),
        *_interim(edition, draft, calendar),
        *_report_term(edition, draft),
        *_annexes(edition, draft),
        *_note(edition, draft),
        *act_commissions.findings(edition, draft),
        *act_enclosures.lacking(edition, draft),
        *_length(edition, draft),
        *_back_page(edition, draft),
        *_other_acts(edition, draft),
        *_registers(edition, draft),
    ]
    return sorted(found, key=lambda one: not one.is_firm)


def _source(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """The reference to the paper of an executive authority on which an order is prepared (KR 6.3.6)."""
    entry = edition.get("order_source_reference") if draft.is_order else None
    paper = draft.executes
    if entry is None or paper is None:
        return
    said = draft.text.stating.lower()
    seen = {
        "kind": _is_said(paper.kind.split(" ", maxsplit=1)[0], said),
        "author": _is_said(paper.author, said),
        "date": paper.on is None or any(form in said for form in (words.day(paper.on), words.day_long(paper.on)[:-5])),
        "number": not paper.number or paper.number.lower() in said,
        "title": _is_said(paper.title, said),
    }
    lacks = [
        label for key, label in zip(entry.values["required"], entry.values["labels"], strict=True) if not seen[key]
    ]
    if lacks:
        # Words in another case are compared by their stems, so only figures are surely missed.
        is_firm = not (seen["date"] and seen["number"])
        message = f"У посиланні на документ, на виконання якого видають розпорядження, бракує: {', '.join(lacks)}."
        yield Finding(entry.clause, message, is_firm, act_text.STATING)


def _is_said(phrase: str, said: str) -> bool:
    """Whether most of the phrase's long words stand in the text, whatever their endings."""
    stems = [word[: max(4, len(word) - 3)].lower() for word in re.findall(r"[\w'’ʼ-]{4,}", phrase)]
    return not stems or sum(stem in said for stem in stems) * 2 >= len(stems)


def _interim(edition: Edition, draft: Draft, calendar: WorkCalendar) -> Iterator[Finding]:
    """Orders that last longer say when the mayor is informed meanwhile (DR 5.4)."""
    entry = edition.get("order_interim_reports") if draft.is_order else None
    days = [whole.due_on for _, whole in act_content.tasks(draft) if whole.due_on and not whole.repeats]
    if entry is None or not days:
        return
    until = terms.by_entry(entry, draft.on, calendar).due
    last = max(days)
    points = [point for point in act_text.walk(draft.text.points) if _INFORMING.search(point.text)]
    told = any(point.repeats or (point.due_on and point.due_on < last) for point in points)
    if last > (until if not hasattr(until, "date") else until.date()) and not told:
        message = f"Строк виконання ({words.day(last)}) перевищує три місяці: зазначте проміжні строки інформування міського голови."
        yield Finding(entry.clause, message)


def _report_term(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """Orders on control say when their execution is reported (KR 6.3.7); a task without its term is told by itself."""
    entry = edition.get("order_report_term") if draft.is_order else None
    if entry is None or not draft.controls or act_content.tasks(draft):
        return
    if not any(point.due_on or point.due_words for point in act_text.walk(draft.text.points)):
        message = "Розпорядження підлягає контролю, а строку надання інформації про виконання не зазначено."
        yield Finding(entry.clause, message, draft.kind != PERSONNEL)


def _annexes(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """Annexes that the text names are there, and those that are there are named (KR 5.15.3; DR 4.5)."""
    points = " ".join(point.text for point in act_text.walk(draft.text.points))
    if not draft.text.annexes and _ANNEXED.search(points):
        entry = _attachments(edition, draft, "annexes")
        # «У додатку 1 до рішення…» may be said of the act that is changed.
        is_firm = entry is not None and not draft.amended
        yield Finding(act_content.clause_of(entry), "У тексті згадано додаток, а до проєкту його не додано.", is_firm)
    if draft.text.annexes and not _ANNEXED.search(points):
        yield Finding("", "Проєкт має додаток, якого не згадано в жодному пункті.", is_firm=False, part="додаток")
    for annex in draft.text.annexes:
        if not annex.text.strip() and not any(cell.strip() for row in annex.rows for cell in row):
            part = act_text.annex_name(annex)
            yield Finding("", f"{words.sentence(part)} порожній.", part=part)


def _note(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """The explanatory note, in the text or as a file (KR 5.15.3)."""
    entry = _attachments(edition, draft, "explanatory_note")
    if entry and not draft.text.note.strip() and "explanatory_note" not in draft.enclosed:
        yield Finding(entry.clause, "До проєкту не додано пояснювальної записки.", part=act_text.NOTE)


def _attachments(edition: Edition, draft: Draft, wanted: str) -> Entry | None:
    """The entry by which the thing accompanies a draft of this kind."""
    found = (edition.get(key) for key in act_enclosures.ALWAYS.get(draft.kind, ()))
    return next((entry for entry in found if entry and wanted in entry.values["required"]), None)


def _length(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """The number of pages, without annexes (KR 4.16.4, 5.15.6, 6.3.1)."""
    entry = edition.get(LENGTH.get(draft.kind, ""))
    if entry is None:
        return
    judged = limits.judge(entry, Fraction(draft.pages), "pages")
    if not judged.is_allowed:
        how = "за оцінкою " if draft.is_estimated else ""
        pages = _pages(draft.pages)
        usual = "як правило, " if judged.outcome == limits.WARNED else ""
        limit = limits.bounds(entry.values)[0].in_words()
        # What is only estimated stops nothing.
        is_firm = judged.outcome == limits.REFUSED and not draft.is_estimated
        yield Finding(entry.clause, f"Обсяг проєкту {how}{pages}, а {usual}має бути {limit} без додатків.", is_firm)


def _pages(number: float) -> str:
    """«5 сторінок», «2,3 сторінки»."""
    one, few, many = limits.UNITS["pages"]
    return (
        f"{number:.0f} {words.plural(int(number), one, few, many)}"
        if number == int(number)
        else f"{number:.1f} {few}".replace(".", ",")
    )


def _back_page(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """To whom the act is sent and who prepared it (KR 4.16.3, 5.15.5, 6.10, annex 9)."""
    entry = edition.get(BACK_PAGE.get(draft.kind, ""))
    required = entry.values.get("required", ()) if entry else ()
    if "distribution_list" in required and not draft.has_recipients:
        yield Finding(act_content.clause_of(entry), "Немає розрахунку розсилки: зазначте, кому надіслати акт.")
    if "preparer_contacts" in required and not draft.phone.strip():
        yield Finding(act_content.clause_of(entry), "Зазначте службовий і відомчий телефони виконавця.")


# ── other acts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _other_acts(edition: Edition, draft: Draft) -> Iterator[Finding]:
    for printed in draft.lost:
        yield Finding("", f"У тексті згадано акт, який не є чинним: {printed}.", is_firm=False)
    yield from _amending(edition, draft)
    entry = edition.get(REPEATED.get(draft.kind, ""))
    if entry is None:
        return
    for said, others in (
        ("Є інший проєкт з такою самою назвою", draft.twins),
        ("Зміни до того самого рішення вносить інший проєкт", draft.rivals),
    ):
        if others:
            message = f"{said} ({'; '.join(others)}): на одне засідання їх разом не внесуть."
            yield Finding(entry.clause, message, is_firm=False)


def _amending(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """Points that are changed are named (DR 4.6, 5.5); after two changes a new wording is prepared (DR 4.11)."""
    entry = edition.get(act_enclosures.AMENDING.get(draft.kind, ""))
    said = " ".join([draft.text.title, *(act_text.point_words(point) for point in act_text.walk(draft.text.points))])
    if (
        entry
        and draft.amended
        and not re.search(r"\bпункт|\bдодат|\bпп?\.|таким,?\s+що\s+втрати|нов\w+\s+редакці", said, re.IGNORECASE)
    ):
        yield Finding(entry.clause, "Зазначте, яких саме пунктів стосуються зміни чи доповнення.")
    limit = edition.get("amendments_new_wording") if draft.kind == COMMITTEE else None
    for one in draft.amended if limit else ():
        assert limit is not None
        if not one.is_new_wording and not limits.judge(limit, one.times + 1, "count").is_allowed:
            times = f"{one.times} {words.plural(one.times, 'раз', 'рази', 'разів')}"
            yield Finding(limit.clause, f"{one.printed} вже змінювали {times}: підготуйте його нову редакцію.")


def _registers(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """The drafter has compared the contents with open state registers (KR 4.16.2)."""
    entry = edition.get("draft_registers_check") if draft.kind == COMMITTEE else None
    if entry:
        message = "Підтвердьте, що зміст проєкту звірено з відомостями відкритих державних реєстрів та баз даних."
        yield Finding(entry.clause, message, is_firm=False)
