"""When a decision comes into force: publication, the day that it names, the commission's consent (KR 4.40, 4.42)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import deeds, relating, signing
from magistrat.acts.models import Act
from magistrat.acts.queries import force
from magistrat.documents.actions import files
from magistrat.journal.actor import Actor
from magistrat.rules import orders
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Act.State
ADOPTED = (State.REWORK, State.CHECK, State.SIGNING, State.SIGNED, State.REGISTERED)


def publish(*, actor: Actor, at: datetime, act: int, on: date) -> Act:
    """Mark the day of official publication: a normative decision has force since then, or since the later day that it names.

    :raises Refusal: no right in the registry, no normative act, not registered, before its adoption, or a day ahead.
    """
    with transaction.atomic():
        found = _found(actor, at, act, State.REGISTERED)
        entry = orders.in_force_rule(deeds.rules_of(found), found.kind)
        clause = entry.clause if entry else ""
        if not found.is_normative or entry is None:
            raise Refusal(
                clause, "З дня оприлюднення набирають чинності рішення нормативно-правового характеру; це не таке."
            )
        _refuse_day(found, on, at, clause)
        found.published_on = on
        _since(found, actor, at)
        text = f"Офіційно оприлюднено {on:%d.%m.%Y}{_said(found)}"
        deeds.note(found, actor, at, "acts.published", text, clause, on=on)
    return found


def take_published(*, act: Act, actor: Actor, at: datetime) -> None:
    """Part of the deed that lets the public see the act: a normative one is thereby officially published, if it was not yet."""
    entry = orders.in_force_rule(deeds.rules_of(act), act.kind)
    if not act.is_normative or entry is None or act.published_on is not None:
        return
    act.published_on = local_date(at)
    _since(act, actor, at)
    text = f"Офіційно оприлюднено {act.published_on:%d.%m.%Y}{_said(act)}"
    deeds.note(act, actor, at, "acts.published", text, entry.clause, on=act.published_on)


def state_day(*, actor: Actor, at: datetime, act: int, on: date | None) -> Act:
    """Write down the day from which the decision has force by its own text; nothing: it names none.

    :raises Refusal: no right in the registry, not adopted, or a day before its adoption.
    """
    with transaction.atomic():
        found = _found(actor, at, act, *ADOPTED)
        entry = orders.in_force_rule(deeds.rules_of(found), found.kind)
        if on is not None and found.adopted_on is not None and on < found.adopted_on:
            raise Refusal(entry.clause if entry else "", "Рішення не може набрати чинності раніше, ніж його ухвалено.")
        found.effective_on = on
        _since(found, actor, at)
        said = f"Рішення вводять у дію з {on:%d.%m.%Y}" if on else "Рішення не називає дня введення в дію"
        deeds.note(
            found, actor, at, "acts.effect_stated", f"{said}{_said(found)}", entry.clause if entry else "", on=on
        )
    return found


def consent(
    *, actor: Actor, at: datetime, act: int, on: date, said: str, is_given: bool, uploads: Sequence[files.Upload] = ()
) -> Act:
    """Mark what the council's commission has said of a decision that changes the budget (KR 4.42): by the drafter or the office.

    :param said: its conclusion as printed, with its number. :param is_given: it consents; else the decision waits on.
    :raises Refusal: neither of them, no such decision, not registered, no conclusion named, a day before adoption or ahead,
        or consented already.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.REGISTERED)
        if not deeds.is_drafters(found, actor):
            signing.must_be_registrars(act=found, actor=actor, at=at)
        entry = force.consent_rule(found)
        if entry is None:
            raise Refusal("", "Погодження постійної комісії це рішення не потребує.")
        if not said.strip():
            raise entry.refusal("Зазначте висновок комісії: його день і номер.")
        if found.consented_on is not None:
            raise entry.refusal(f"Комісія вже погодила рішення {found.consented_on:%d.%m.%Y}.")
        _refuse_day(found, on, at, entry.clause)
        files.put(document=found.document, uploads=uploads, actor=actor, at=at)
        found.consent_said, found.consented_on = said.strip()[:300], on if is_given else None
        _since(found, actor, at)
        verdict = "погодила" if is_given else "не погодила"
        text = f"Постійна комісія міської ради {verdict} рішення {on:%d.%m.%Y}: {found.consent_said}{_said(found)}"
        deeds.note(found, actor, at, "acts.commission_answered", text, entry.clause, on=on, is_given=is_given)
    return found


def _found(actor: Actor, at: datetime, act: int, *states: str) -> Act:
    found = deeds.locked(act, actor)
    deeds.must_be(found, *states)
    signing.must_be_registrars(act=found, actor=actor, at=at)
    return found


def _refuse_day(act: Act, on: date, at: datetime, clause: str) -> None:
    if on > local_date(at) or (act.adopted_on is not None and on < act.adopted_on):
        raise Refusal(clause, "День не може бути раніший за ухвалення рішення чи пізніший за сьогодні.")


def _since(act: Act, actor: Actor, at: datetime) -> None:
    """Write since when it has force by what is known now; once that is known, what it does to earlier acts is done."""
    if act.state != State.REGISTERED:
        act.save()
        return
    act.in_force_from = force.since(act)
    if act.in_force_until is not None and act.in_force_from is not None and act.in_force_until < act.in_force_from:
        raise Refusal("", "Строк дії рішення закінчився б раніше, ніж воно набере чинності.")
    act.save()
    relating.stand(act=act, at=at, actor=actor)
    if act.in_force_from is not None:
        relating.take_effect(act=act, at=at, actor=actor)


def _said(act: Act) -> str:
    if act.state != State.REGISTERED:
        return ""
    waits = force.effect(act).waits
    if waits:
        return f"; чекає: {', '.join(one.words for one in waits)}"
    return f"; чинне з {act.in_force_from:%d.%m.%Y}" if act.in_force_from else ""
