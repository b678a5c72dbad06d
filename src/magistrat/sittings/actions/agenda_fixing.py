"""The agenda is numbered and kept as text, agreed with those whom a clause names, given to the mayor (KR 4.7, 4.22, 4.23; DR 4.14, 6.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.bodies.models import Gathering
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.rules import agenda
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Question, Sitting
from magistrat.sittings.queries import agendas

Stage = Question.Stage
AGREEMENT = ("agenda_agreement", "agenda_mayor_agreement")
TO_MAYOR = "agenda_to_mayor"


def freeze(*, actor: Actor, at: datetime, sitting: int) -> Sitting:
    """Number the agenda and keep it as text; nothing moves in it until it is taken back to work.

    :raises Refusal: no right, it is frozen, nothing stands in it, or questions repeat one another (KR 4.7).
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        deeds.must_be_open(found)
        _fix(found, at)
        deeds.note(found, actor, at, "sittings.agenda_frozen", "Порядок денний зафіксовано", text_of=found.agenda_text)
    return found


def unfreeze(*, actor: Actor, at: datetime, sitting: int, reason: str) -> Sitting:
    """Take the agenda back to work before the sitting is opened; what was agreed loses force.

    :raises Refusal: no right, no reason, it is not frozen, or the sitting is not ahead any more.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        deeds.must_be_ahead(found)
        if found.agenda_frozen_at is None:
            raise Refusal("", "Порядок денний не зафіксовано.")
        why = deeds.required(reason, "Зазначте, чому порядок денний змінюють.")
        found.agenda_frozen_at, found.agenda_text, found.changed_at = None, "", at
        found.agreed_at, found.agreed_by, found.to_mayor_at, found.to_mayor_by = None, "", None, ""
        found.save()
        found.questions.exclude(number="").update(number="")
        deeds.note(found, actor, at, "sittings.agenda_unfrozen", f"Порядок денний повернуто до роботи: {why}")
    return found


def agree(*, actor: Actor, at: datetime, sitting: int) -> Sitting:
    """The frozen agenda is agreed: by the mayor (KR 4.23), by the manager of affairs (DR 6.2).

    :raises Refusal: no right, it is not frozen, agreed already, or the sitting is not ahead any more.
    """
    deeds.demand(actor, at, deeds.AGREE)
    with transaction.atomic():
        found = _frozen(sitting)
        if found.agreed_at is not None:
            raise Refusal("", f"Порядок денний уже узгоджено: {found.agreed_by}.")
        entry = next((entry for key in AGREEMENT if (entry := deeds.rules_of(found).get(key))), None)
        found.agreed_at, found.agreed_by, found.changed_at = at, actor.printed, at
        found.save(update_fields=["agreed_at", "agreed_by", "changed_at"])
        clause = entry.clause if entry else ""
        deeds.note(found, actor, at, "sittings.agenda_agreed", "Порядок денний узгоджено", clause)
    return found


def give_to_mayor(*, actor: Actor, at: datetime, sitting: int) -> Sitting:
    """The mayor is given the agenda with drafts and papers (DR 4.14).

    :raises Refusal: no right, no such clause, or the agenda is not frozen.
    """
    deeds.demand(actor, at, deeds.REVIEW)
    with transaction.atomic():
        found = _frozen(sitting)
        entry = deeds.rules_of(found).get(TO_MAYOR)
        if entry is None:
            raise Refusal("", "Строку подання порядку денного міському голові Регламент не встановлює.")
        found.to_mayor_at, found.to_mayor_by, found.changed_at = at, actor.printed, at
        found.save(update_fields=["to_mayor_at", "to_mayor_by", "changed_at"])
        text = "Порядок денний і матеріали подано міському голові"
        deeds.note(found, actor, at, "sittings.given_to_mayor", text, entry.clause)
    return found


def follow_turn(gathering: Gathering, actor: Actor, at: datetime) -> None:
    """The hall was opened or closed: an agenda that nobody has frozen is numbered as it stands; part of the hall's deed."""
    found = Sitting.objects.select_for_update().filter(gathering=gathering, agenda_frozen_at__isnull=True).first()
    if found is None or gathering.state != Gathering.State.OPEN:
        return
    if found.questions.filter(stage=Stage.ON_AGENDA).exists():
        _fix(found, at, is_forced=True)
        text = "Порядок денний зафіксовано з відкриттям засідання"
        deeds.note(found, SYSTEM, at, "sittings.agenda_frozen", text, text_of=found.agenda_text)


def _fix(found: Sitting, at: datetime, *, is_forced: bool = False) -> None:
    whole = agendas.blocks(found)
    numbers = agenda.numbered(whole)
    if not numbers:
        raise Refusal("", "У порядку денному ще немає питань.")
    repeated = [] if is_forced else agendas.repeated(found)
    if repeated:
        raise repeated[0].refusal()
    rows = list(found.questions.filter(pk__in=numbers))
    for one in rows:
        one.number = numbers[one.pk]
    Question.objects.bulk_update(rows, ["number"])
    found.agenda_frozen_at, found.agenda_text, found.changed_at = at, agenda.text(whole), at
    found.save(update_fields=["agenda_frozen_at", "agenda_text", "changed_at"])


def _frozen(sitting: int) -> Sitting:
    found = deeds.locked(sitting)
    deeds.must_be_ahead(found)
    if found.agenda_frozen_at is None:
        raise Refusal("", "Спершу зафіксуйте порядок денний.")
    return found
