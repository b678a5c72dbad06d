"""The minutes on paper: the whole of them, an extract of some questions, a protocol of instructions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from magistrat.papers import minutes_sheets, minutes_word
from magistrat.papers.minutes_sheets import MinutesSheets, Paragraph
from magistrat.papers.sitting_sheets import Signature
from magistrat.regulation import queries as regulation
from magistrat.rules import minutes as rules
from magistrat.rules import sitting_signatories, words
from magistrat.rules.minutes import Shown
from magistrat.rules.minutes_head import AGENDA_TITLE
from magistrat.rules.minutes_items import DECIDED, HEARD, INSTRUCTED, SPOKE
from magistrat.sittings.models import Instruction, Sitting
from magistrat.sittings.queries import minutes as queries
from magistrat.sittings.queries import minutes_told, on_paper
from magistrat.sittings.queries.minutes import Assembled

LABELS = frozenset({HEARD, SPOKE, DECIDED, INSTRUCTED, AGENDA_TITLE})
CERTIFIED = "Згідно з оригіналом"
# A whole extract says also when, where and by whom the sitting was held.
ALWAYS = (rules.HEAD,)


def title_of(sitting: Sitting) -> str:
    """«Протокол чергового засідання виконавчого комітету … від 18.03.2026»."""
    return f"Протокол засідання {on_paper.committee_genitive()} від {words.day(sitting.gathering.on)}"


def pdf(whole: Assembled, on: date, at: datetime) -> bytes:
    """The minutes as PDF/A-2b."""
    return minutes_sheets.pdf(_sheets(whole, on), title=title_of(whole.sitting), author=_author(), at=at)


def docx(whole: Assembled, on: date, at: datetime) -> bytes:
    """The minutes as DOCX, to be edited."""
    return minutes_word.docx(_sheets(whole, on), title=title_of(whole.sitting), author=_author(), at=at)


def extract_pdf(whole: Assembled, keys: Collection[str], certifier: Signature, on: date, at: datetime) -> bytes:
    """An extract: the beginning and the chosen parts, with the mark of who certifies it (Cabinet resolution 55, item 96)."""
    chosen = [one for one in whole.parts if one.key in ALWAYS or one.key in keys]
    sheet = _sheets(whole, on, chosen)
    made = MinutesSheets(
        kind="ВИТЯГ", title=("з протоколу", *sheet.title), day=sheet.day, place=sheet.place, number=sheet.number,
        paragraphs=sheet.paragraphs, signatures=sheet.signatures, certified=(CERTIFIED,),
        certifier=Signature(certifier.lines, certifier.name, words.day(on)),
    )  # fmt: skip
    return minutes_sheets.pdf(made, title=f"Витяг. {title_of(whole.sitting)}", author=_author(), at=at)


def instructions_pdf(
    sitting: Sitting, index: str, instructions: Sequence[Instruction], on: date, at: datetime
) -> bytes:  # fmt: skip
    """The protocol of instructions given at the sitting, for the signature of whose they are (KR 8.20.3; DR 6.26)."""
    role = sitting_signatories.of_instructions(queries.edition_of(sitting))
    lines = [f"{place}. {minutes_told.line_of(one)}" for place, one in enumerate(instructions, start=1)]
    called = regulation.called()
    whose = f" {called.mayor_genitive}" if role == sitting_signatories.MAYOR else ""
    sheet = MinutesSheets(
        kind="ПРОТОКОЛ",
        title=(f"доручень{whose},", f"наданих на засіданні {on_paper.committee_genitive()}"),
        day=words.day_long(sitting.gathering.on), place=called.place, number=f"№ {index}",
        paragraphs=tuple(Paragraph(line) for line in lines),
        signatures=(on_paper.signature_of(role, on),),
    )  # fmt: skip
    return minutes_sheets.pdf(sheet, title=f"Протокол доручень № {index}", author=_author(), at=at)


def paragraphs(parts: Iterable[Shown]) -> tuple[Paragraph, ...]:
    """The lines of the parts with what each of them is on paper."""
    found = []
    for part in parts:
        for place, line in enumerate(part.lines):
            is_heading = place == 0 and part.key.startswith("item-")
            found.append(Paragraph(line, "heading" if is_heading else "label" if line in LABELS else "plain"))
    return tuple(found)


def _sheets(whole: Assembled, on: date, parts: Sequence[Shown] | None = None) -> MinutesSheets:
    gathering, document = whole.sitting.gathering, whole.minutes.document if whole.minutes else None
    signers = queries.signers(whole.sitting, whole.state, whole.minutes, on)
    kind = {gathering.Kind.EXTRAORDINARY: "позачергового "}.get(gathering.Kind(gathering.kind), "")
    return MinutesSheets(
        kind="ПРОТОКОЛ",
        title=(f"{kind}засідання {on_paper.committee_genitive()}",),
        day=words.day_long(gathering.on),
        place=_place(),
        number=f"№ {document.index}" if document and document.index else "№ ______",
        paragraphs=paragraphs(whole.parts if parts is None else parts),
        signatures=tuple(
            Signature(tuple(one.lines) or (words.sentence(one.label),), one.name, words.day(one.on) if one.on else "")
            for one in signers
        ),
    )


def _place() -> str:
    return regulation.called().place


def _author() -> str:
    return on_paper.committee_genitive()
