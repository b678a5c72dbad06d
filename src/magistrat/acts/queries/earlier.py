"""An act of earlier years as its paper gives it, before it is brought in."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date

from magistrat.acts.models import Kind
from magistrat.documents.models import Direction, Registry
from magistrat.regulation import queries as regulation
from magistrat.rules import act_kinds, earlier_act, orders
from magistrat.rules.act_blocks import Block
from magistrat.rules.earlier_act import EarlierAct
from magistrat.rules.refusal import Refusal
from magistrat.texts import process
from magistrat.texts.readers.trouble import Unreadable

SECONDS, LARGEST = 30, 20 * 1024 * 1024
READABLE = (".docx", ".txt", ".md")
KINDS = (Kind.ORDER, Kind.COMMITTEE_DECISION, Kind.COUNCIL_DECISION)


def read(name: str, content: bytes) -> EarlierAct:
    """What stands in the file: DOCX, or a plain text in UTF-8; no statement.

    :raises Refusal: another format, too large, or it cannot be read.
    """
    if len(content) > LARGEST:
        raise Refusal("", "Файл завеликий, щоб розпізнати в ньому текст: долучіть його без розпізнавання.")
    if name.lower().endswith(".docx"):
        return earlier_act.read(_paragraphs(content))
    if name.lower().endswith(READABLE):
        try:
            return of_words(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise Refusal("", "Текстовий файл має бути в кодуванні UTF-8.") from None
    raise Refusal("", "Текст розпізнають у файлах DOCX і TXT; інший файл долучіть без розпізнавання.")


def of_words(words: str) -> EarlierAct:
    """The same of a text that is typed or pasted."""
    return earlier_act.read(earlier_act.blocks_of(words))


def registry_of(kind: str, on: date) -> Registry | None:
    """The city's registry for acts of the kind, that of the usual series; at most two statements."""
    found = act_kinds.kind(regulation.rules_on(on), kind)
    series = found.series[0].key if found else ""
    keys = orders.registries(kind, series, is_restricted=False)
    known = {one.key: one for one in Registry.objects.filter(key__in=keys, direction=Direction.ACT)}
    return next((known[key] for key in keys if key in known), None)


def series_of(kind: str, on: date) -> str:
    """The usual series of the kind; at most one statement."""
    found = act_kinds.kind(regulation.rules_on(on), kind)
    return found.series[0].key if found else kind


def kinds(on: date) -> list[tuple[str, str]]:
    """Kinds that the city has and that are brought in, with their names; at most one statement."""
    known = {one.key: one.label for one in act_kinds.kinds(regulation.rules_on(on))}
    return [(kind.value, known[kind.value]) for kind in KINDS if kind.value in known]


def clause(on: date) -> str:
    """The clause by which acts are entered in the system; empty where none says so (KR 15.12). At most one statement."""
    entry = regulation.rules_on(on).get("acts_entered_in_system")
    return entry.clause if entry else ""


def _paragraphs(content: bytes) -> Sequence[Block]:
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(content)
        file.flush()
        try:
            rows = process.read_twice("paragraphs", seconds=SECONDS, path=file.name)
        except Unreadable as reason:
            raise Refusal("", str(reason)) from reason
    return [
        Block(row["text"], row["is_heading"], row["label"], tuple(tuple(cells) for cells in row["rows"]))
        for row in rows
    ]
