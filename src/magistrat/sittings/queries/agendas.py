"""The agenda as it stands: blocks with their items, repeats, what a reader sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from magistrat.regulation import queries as regulation
from magistrat.rules import agenda
from magistrat.rules.agenda import Item, Repeat
from magistrat.sittings.models import Block, Question, Sitting
from magistrat.sittings.queries import repeats, titles

Stage, Lateness = Question.Stage, Question.Lateness
LATE = (Lateness.ALLOWED, Lateness.ASKED)


@dataclass(frozen=True)
class Shown:
    """A block as a page shows it: its questions with the numbers that they have or would have."""

    id: int | None
    title: str
    rows: Sequence[Any]


def rows_of(sitting: Sitting) -> Sequence[Question]:
    """Questions that stand in the agenda with what a line shows of them; one statement."""
    found = sitting.questions.filter(stage__in=[Stage.ON_AGENDA, Stage.DONE])
    found = found.select_related("department", "in_charge", "document", "block")
    return list(found.defer("document__lemmas", "document__search_text").order_by("position", "pk"))


def blocks(sitting: Sitting) -> list[agenda.Block]:
    """The agenda as the rules order it; two statements."""
    return _blocks(sitting, [one for one in rows_of(sitting) if one.stage == Stage.ON_AGENDA])


def shown(sitting: Sitting, unread: Collection[int] = ()) -> list[Shown]:
    """The agenda as a page shows it, without the words of the unread questions; two statements.

    Each row carries `printed` (its number) and `is_marked` (bold italics, KR 4.22).
    """
    rows: dict[int, Any] = {one.pk: one for one in rows_of(sitting)}
    edition = regulation.rules_of(sitting.gathering.edition_id)
    whole = _blocks(sitting, rows.values())
    numbers = agenda.numbered(whole)
    for block in whole:
        for item in block.items:
            row = rows[item.id]
            row.printed, row.is_marked = row.number or numbers[item.id], agenda.is_marked(edition, item)
    titles.veil(rows.values(), unread)
    return [Shown(block.id, block.title, [rows[item.id] for item in block.items]) for block in whole]


def with_number(sitting: Sitting, printed: str) -> int | None:
    """The id of the question that has the number in the agenda as it stands; nothing when none has."""
    rows = (row for block in shown(sitting) for row in block.rows)
    return next((row.pk for row in rows if row.printed == printed), None)


def reviewed(sitting: Sitting) -> Sequence[Question]:
    """Reviewed questions that wait to be taken into the agenda; one statement."""
    found = sitting.questions.filter(stage=Stage.REVIEWED).exclude(lateness=Lateness.BY_VOTE)
    return list(found.select_related("department").order_by("position", "pk"))


def repeated(sitting: Sitting) -> list[Repeat]:
    """Questions of the sitting that may not stand together (KR 4.7)."""
    edition = regulation.rules_of(sitting.gathering.edition_id)
    return agenda.repeats(edition, *repeats.facts(sitting.pk))


def sitting_of(block: int) -> int:
    """The id of the block's sitting; one statement.

    :raises Block.DoesNotExist: when there is none.
    """
    return int(Block.objects.values_list("sitting", flat=True).get(pk=block))


def item_of(question: Question) -> Item:
    """The question as the rules order it."""
    unit = question.department
    return Item(
        id=question.pk, title=question.title, department=(_rank(unit.index), unit.name), is_main=question.is_main,
        is_regulatory=question.is_regulatory, is_late=question.lateness in LATE, block=question.block_id,
        position=question.position, speaker=question.speaker,
    )  # fmt: skip


def _blocks(sitting: Sitting, rows: Iterable[Question]) -> list[agenda.Block]:
    named = list(sitting.blocks.order_by("position", "pk").values_list("pk", "title"))
    return agenda.in_blocks((item_of(one) for one in rows), named)


def _rank(index: str) -> int:
    first = index.replace(".", "-").split("-")[0]
    return int(first) if first.isdecimal() else 1000
