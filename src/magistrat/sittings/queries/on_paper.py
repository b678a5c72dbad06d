"""Papers of a sitting ready to be set: agenda, lists, forms of the annexes, registers (KR 4.8, 4.22, 4.29, annexes 5-7; DR 6.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from magistrat.organisation import queries as organisation
from magistrat.papers.sitting_sheets import Line, Sheet, Signature
from magistrat.regulation import queries as regulation
from magistrat.rules import act_kinds, agenda, orders, sitting_signatories, words
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local
from magistrat.sittings.models import Enclosure, Invited, PaperReceipt, Question, Sitting
from magistrat.sittings.queries import agendas, titles

MANAGER = "affairs_manager"
PART = "без осіб, запрошених на питання з проєктами для службового користування"
NOTHING = "________________"


def committee_genitive() -> str:
    """The committee's name as it follows «засідання», by the city's data."""
    return str(regulation.city().names.get("committee_genitive", "виконавчого комітету міської ради"))


def day_and_hour(sitting: Sitting) -> str:
    """«16 грудня 2026 року, 10:00»."""
    gathering = sitting.gathering
    return words.day_long(gathering.on) + (f", {words.clock(gathering.at)}" if gathering.at else "")


def agenda_sheet(sitting: Sitting, on: date, unread: Collection[int] = ()) -> Sheet:
    """The agenda with numbers, who reports, and regulatory questions in bold italics (KR 4.22)."""
    lines: list[Line] = []
    for block in agendas.shown(sitting, unread):
        if block.title and block.rows:
            lines.append(Line(block.title, is_bold=True, is_heading=True))
        for row in block.rows:
            lines.append(Line(f"{row.printed}. {row.title}", is_bold=row.is_marked, is_italic=row.is_marked))
            lines += [Line(f"Доповідає: {row.speaker}")] if row.speaker else []
            lines += [Line(f"Співдоповідає: {row.co_speakers}")] if row.co_speakers else []
    return Sheet(
        corner=() if sitting.agreed_at else ("ПРОЄКТ",),
        kind="ПОРЯДОК ДЕННИЙ",
        title=(f"засідання {committee_genitive()}",),
        under=tuple(part for part in (day_and_hour(sitting), sitting.gathering.place) if part),
        lines=tuple(lines),
        signature=signature_of(MANAGER, on),
    )


def invited_sheet(
    sitting: Sitting, question: Question | None, invited: Iterable[Invited], on: date, *, is_part: bool = False
) -> Sheet:
    """The list of the invited by the form of annex 6, of a question or of the whole sitting.

    :param is_part: those invited to questions with official-use drafts are left out, and the list says so.
    """
    form = _rules(sitting).get("invited_list_form")
    labels = form.values["labels"] if form else ("№ з/п", "Прізвище, ім'я, по батькові", "Посада", "Примітки")
    rows = [(str(number), one.name, one.post, one.note) for number, one in enumerate(invited, start=1)]
    about = (f"з питання «{question.title}»",) if question else ()
    return Sheet(
        corner=_corner(form.values["annex"], "підпункт 4.19.2") if form else (),
        kind="СПИСОК",
        title=(f"запрошених на засідання {committee_genitive()}", *about),
        under=(day_and_hour(sitting), *((PART,) if is_part else ())),
        rows=(tuple(labels), *rows),
        signature=signature_of_head(question, on) if question else signature_of(MANAGER, on),
    )


def rules_sheet(question: Question, enclosure: Enclosure, on: date) -> Sheet:
    """The regulation of a question's consideration by the form of annex 5."""
    data = enclosure.data
    lines = [Line("Доповідь:", is_italic=True), _speaker(data.get("reporter", ""), data.get("report_minutes", ""))]
    if data.get("co_reporter"):
        lines += [
            Line("Співдоповідь:", is_italic=True), _speaker(data["co_reporter"], data.get("co_report_minutes", "")),
        ]  # fmt: skip
    lines += [
        Line(f"Промовцям: {_up_to(data.get('speaker_minutes', ''))} кожному"),
        Line(f"Для відповіді на запитання: {_up_to(data.get('answers_minutes', ''))}"),
        Line("Промовці:", is_italic=True), *(Line(one) for one in data.get("speakers", [])),
    ]  # fmt: skip
    return Sheet(
        corner=_corner_of(question, "item_rules", "підпункт 4.19.1"),
        kind="РЕГЛАМЕНТ",
        title=(f"розгляду питання «{question.title}»",),
        lines=tuple(lines),
        signature=signature_of_head(question, on),
    )


def shortcomings_sheet(question: Question, enclosure: Enclosure, on: date) -> Sheet:
    """The list of shortcomings and unsolved questions by the form of annex 7."""
    form = agenda.form(_rules(question.sitting), "shortcomings_list")
    labels = tuple(form.values["labels"]) if form else ("№ з/п", "Керівник", "Недоліки та невирішені питання")
    rows = [(str(number), *row) for number, row in enumerate(enclosure.data.get("rows", []), start=1)]
    return Sheet(
        corner=_corner_of(question, "shortcomings_list", "підпункт 4.19.3"),
        kind="ПЕРЕЛІК",
        title=(f"недоліків і невирішених питань щодо «{question.title}»",),
        rows=(labels, *rows),
        signature=signature_of_head(question, on),
    )


FORMS = {"item_rules": rules_sheet, "shortcomings_list": shortcomings_sheet}


def message_sheet(sitting: Sitting, on: date) -> Sheet:
    """The telephone message of invitation signed by whom the clause names (KR 4.28, 4.29; DR 6.15)."""
    signed = sitting.invitation_signed_at
    day = f"{words.day(local(signed).date())}" if signed else ""
    signature = signature_of(sitting_signatories.of_message(_rules(sitting)), on)
    return Sheet(
        kind="ТЕЛЕФОНОГРАМА",
        title=(),
        lines=tuple(Line(part.strip()) for part in message_text(sitting).split("\n") if part.strip()),
        signature=Signature(signature.lines, signature.name, day),
    )


def message_text(sitting: Sitting) -> str:
    """What the telephone message says: as it was written, else what is proposed."""
    if sitting.invitation:
        return sitting.invitation
    gathering = sitting.gathering
    at = f" о {words.clock(gathering.at)}" if gathering.at else ""
    place = f" Місце проведення: {gathering.place}." if gathering.place else ""
    return (
        f"Запрошуємо Вас на {gathering.get_kind_display()} засідання {committee_genitive()},"
        f" яке відбудеться {words.day_long(gathering.on)}{at}.{place}"
    )


def receipts_sheet(sitting: Sitting, receipts: Sequence[PaperReceipt], unread: Collection[int] = ()) -> Sheet:
    """The hand-over register of paper originals."""
    head = ("№ з/п", "Питання", "Примірників", "Аркушів", "Здав", "Прийняв, дата", "Підпис", "Повернуто, кому, дата")
    titles.veil((one.question for one in receipts), unread)
    rows = [
        (
            str(number), one.question.title, str(one.copies), str(one.sheets or ""), one.handed_by,
            f"{one.taken_by}, {words.moment(local(one.taken_at))}", "",
            f"{one.returned_to}, {words.moment(local(one.returned_at))}" if one.returned_at else "",
        )
        for number, one in enumerate(receipts, start=1)
    ]  # fmt: skip
    return Sheet(
        kind="РЕЄСТР",
        title=("передання паперових оригіналів проєктів рішень", f"на засідання {committee_genitive()}"),
        under=(day_and_hour(sitting),),
        rows=(head, *rows),
    )


def order_sheet(sitting: Sitting, unread: Collection[int] = ()) -> Sheet:
    """What the convening order must say (KR 4.8, 4.10): day, hour, place, the main questions."""
    gathering = sitting.gathering
    found = sitting.questions.exclude(stage=Question.Stage.OUT).order_by("-is_main", "position", "pk")
    rows = list((found if gathering.kind == gathering.Kind.EXTRAORDINARY else found.filter(is_main=True) or found)[:60])
    titles.veil(rows, unread)
    lines = [
        Line(f"1. Скликати {gathering.get_kind_display()} засідання {committee_genitive()} {day_and_hour(sitting)}."),
        Line(f"2. Місце проведення: {gathering.place or NOTHING}."),
        Line("3. Внести на розгляд питання:"),
        *(Line(f"3.{number}. {one.title}") for number, one in enumerate(rows, start=1)),
    ]
    return Sheet(
        kind="РОЗПОРЯДЖЕННЯ",
        title=(f"Про скликання засідання {committee_genitive()}",),
        under=("проєкт",),
        lines=tuple(lines),
        signature=signature_of(orders.signatory_roles(_rules(sitting), act_kinds.ORDER)[0], gathering.on),
    )


def signature_of(role: str, on: date) -> Signature:
    """Who signs in the role on the day; empty when nobody fills it."""
    post = next(iter(organisation.posts_with_role(role, on)), None)
    found = organisation.signature_of(post.pk, on) if post else None
    return Signature(found.lines, found.name) if found else Signature()


def signature_of_head(question: Question, on: date) -> Signature:
    """The head of the unit that brings the question in."""
    head = organisation.head_of_department(question.department_id, on)
    found = organisation.signature_of(head.pk, on) if head else None
    return Signature(found.lines, found.name) if found else Signature()


def _rules(sitting: Sitting) -> Edition:
    return regulation.rules_of(sitting.gathering.edition_id)


def _corner_of(question: Question, key: str, place: str) -> tuple[str, ...]:
    form = agenda.form(_rules(question.sitting), key)
    return _corner(form.values["annex"], place) if form else ()


def _corner(annex: str, place: str) -> tuple[str, ...]:
    return (f"Додаток {annex}", "до Регламенту виконавчого", "комітету міської ради", f"({place})")


def _speaker(who: str, minutes: str) -> Line:
    return Line(f"{who} – {_up_to(minutes)}" if minutes else str(who))


def _up_to(minutes: object) -> str:
    text = str(minutes)
    return f"до {words.amount(int(text), 'minutes')}" if text.isdecimal() else NOTHING
