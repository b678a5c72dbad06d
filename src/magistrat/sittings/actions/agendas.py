"""The agenda: questions taken in, blocks, order by hand and by rule.

KR 4.7, 4.19, 4.22, 4.26, 4.48.4; DR 6.2, 6.4, 6.9, 6.10, 7.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from magistrat.journal.actor import Actor
from magistrat.rules import agenda
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds, questions
from magistrat.sittings.models import Block, Question, Sitting
from magistrat.sittings.queries import agendas

Stage, Lateness = Question.Stage, Question.Lateness
UNPUBLISHED = "regulatory_adoption_bar"
MOST_BLOCKS = 30


def include(*, actor: Actor, at: datetime, sitting: int, wanted: Sequence[int]) -> list[Question]:
    """Take reviewed questions into the agenda, each at the end of its block; all of them or none.

    :raises Refusal: no right, the agenda is frozen, a question was not reviewed, came late without leave (KR 4.26;
        DR 6.10), lacks its package (KR 4.19; DR 6.6), repeats another one (KR 4.7), or a regulatory draft was not
        published (KR 4.48.4; DR 7.7).
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = _open(sitting)
        edition = deeds.rules_of(found)
        rows = list(found.questions.select_for_update().filter(pk__in=wanted).order_by("position", "pk"))
        if not rows:
            raise Refusal("", "Виберіть питання, які слід включити до порядку денного.")
        last = questions.next_position(found)
        for number, one in enumerate(rows):
            one.sitting = found
            deeds.must_be(one, Stage.REVIEWED)
            if refusal := refusal_to_include(one, edition):
                raise refusal
            one.stage, one.position = Stage.ON_AGENDA, last + number
            deeds.note(one, actor, at, "sittings.included", "Питання включено до порядку денного", sitting=found.pk)
        Question.objects.bulk_update(rows, ["stage", "position"])
        deeds.touch(found, at)
    return rows


def take_off(*, actor: Actor, at: datetime, question: int) -> Question:
    """Put a question back among the reviewed ones.

    :raises Refusal: no right, the agenda is frozen, or it does not stand there.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_open(found.sitting)
        deeds.must_be(found, Stage.ON_AGENDA)
        found.stage, found.block = Stage.REVIEWED, None
        found.save(update_fields=["stage", "block"])
        deeds.touch(found.sitting, at)
        deeds.note(found, actor, at, "sittings.taken_off", "Питання повернуто з порядку денного")
    return found


def place(*, actor: Actor, at: datetime, question: int, to: int, block: int | None) -> Question:
    """Move a question to a place of a block (0 is its first place), by hand.

    :raises Refusal: no right, the agenda is frozen, it does not stand there, or no such block.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_open(found.sitting)
        deeds.must_be(found, Stage.ON_AGENDA)
        if block is not None and not found.sitting.blocks.filter(pk=block).exists():
            raise Refusal("", "Такого розділу в порядку денному немає.")
        whole = agendas.blocks(found.sitting)
        order = [item.id for one in whole if one.id == block for item in one.items]
        _write(found.sitting, _with(whole, found.pk, block, agenda.moved(order, found.pk, to)))
        deeds.touch(found.sitting, at)
        deeds.note(found, actor, at, "sittings.placed", "Питання переставлено в порядку денному", block=block, to=to)
        found.refresh_from_db(fields=["block", "position"])
    return found


def arrange(*, actor: Actor, at: datetime, sitting: int, new_blocks: bool = False) -> Sitting:
    """Order the agenda by rule: main questions first, then by units, late ones last; in their blocks, or in new ones.

    :raises Refusal: no right, the agenda is frozen, or nothing stands in it.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = _open(sitting)
        whole = agendas.blocks(found)
        items = [item for one in whole for item in one.items]
        if not items:
            raise Refusal("", "У порядку денному ще немає питань.")
        if new_blocks:
            found.blocks.all().delete()
            order = []
            for position, (title, ids) in enumerate(agenda.proposed_blocks(items), start=1):
                made = Block.objects.create(sitting=found, title=title[:300], position=position)
                order.append((made.pk, ids))
        else:
            order = [(one.id, [item.id for item in agenda.arranged(one.items)]) for one in whole]
        _write(found, order)
        deeds.touch(found, at)
        deeds.note(found, actor, at, "sittings.agenda_arranged", "Порядок денний упорядковано за правилом")
    return found


def add_block(*, actor: Actor, at: datetime, sitting: int, title: str) -> Block:
    """Add a block at the end.

    :raises Refusal: no right, no title, too many, or the agenda is frozen.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = _open(sitting)
        named = deeds.required(title, "Назвіть розділ порядку денного.", 300)
        if found.blocks.count() >= MOST_BLOCKS:
            raise Refusal("", f"Порядок денний ділять не більше ніж на {MOST_BLOCKS} розділів.")
        last = found.blocks.aggregate(last=Max("position"))["last"] or 0
        block = Block.objects.create(sitting=found, title=named, position=last + 1)
        deeds.touch(found, at)
        deeds.note(found, actor, at, "sittings.block_added", f"Додано розділ порядку денного: {named}")
    return block


def change_block(*, actor: Actor, at: datetime, block: int, title: str = "", step: int = 0) -> Block:
    """Rename a block or move it up (-1) or down (1) among the others.

    :raises Refusal: no right, no such block, or the agenda is frozen.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found, one = _locked_block(block)
        one.title = title.strip()[:300] or one.title
        one.save(update_fields=["title"])
        order = list(found.blocks.order_by("position", "pk").values_list("pk", flat=True))
        for number, pk in enumerate(agenda.moved(order, one.pk, order.index(one.pk) + step), start=1):
            Block.objects.filter(pk=pk).update(position=number)
        deeds.touch(found, at)
        deeds.note(found, actor, at, "sittings.block_changed", f"Змінено розділ порядку денного: {one.title}")
    return one


def remove_block(*, actor: Actor, at: datetime, block: int) -> None:
    """Dissolve a block: its questions stay in the agenda, after all blocks.

    :raises Refusal: no right, no such block, or the agenda is frozen.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found, one = _locked_block(block)
        whole = agendas.blocks(found)
        free = [item.id for each in whole if each.id in (None, one.pk) for item in each.items]
        _write(found, [*((b.id, [i.id for i in b.items]) for b in whole if b.id not in (None, one.pk)), (None, free)])
        deeds.note(found, actor, at, "sittings.block_removed", f"Розділ порядку денного розформовано: {one.title}")
        one.delete()
        deeds.touch(found, at)


def refusal_to_include(question: Question, edition: Edition) -> Refusal | None:
    """Why a reviewed question may not come into the agenda; nothing when it may."""
    if question.lateness in (Lateness.ASKED, Lateness.REFUSED):
        entry = edition.get("late_items_permission")
        text = f"«{question.title}»: подано невчасно, а дозволу міського голови немає."
        return entry.refusal(text) if entry else Refusal("", text)
    if question.lateness == Lateness.BY_VOTE:
        entry = edition.entry("additional_items_vote")
        return entry.refusal("Додаткове питання включають голосуванням членів на засіданні.")
    bar = edition.get(UNPUBLISHED)
    if question.is_regulatory and bar is not None and question.published_at is None:
        return bar.refusal("Проєкт регуляторного акта не приймають до розгляду, доки його не оприлюднено.")
    return None


def _open(sitting: int) -> Sitting:
    found = deeds.locked(sitting)
    deeds.must_be_open(found)
    return found


def _locked_block(block: int) -> tuple[Sitting, Block]:
    where = Block.objects.filter(pk=block).values_list("sitting", flat=True).first()
    if where is None:
        raise Refusal("", "Такого розділу в порядку денному немає.")
    return _open(where), Block.objects.get(pk=block)


def _with(
    whole: Sequence[agenda.Block], item: int, block: int | None, order: Sequence[int]
) -> list[tuple[int | None, list[int]]]:
    """The ids of each block with the item standing in one of them in this order."""
    found = [(one.id, [each.id for each in one.items if each.id != item]) for one in whole if one.id != block]
    return [*found, (block, list(order))]


def _write(sitting: Sitting, order: Sequence[tuple[int | None, Sequence[int]]]) -> None:
    """Write where each question stands; places are numbered within their block."""
    rows = {one.pk: one for one in sitting.questions.filter(stage=Stage.ON_AGENDA)}
    for block, ids in order:
        for position, pk in enumerate(ids, start=1):
            rows[pk].block_id, rows[pk].position = block, position
    Question.objects.bulk_update(rows.values(), ["block", "position"])
