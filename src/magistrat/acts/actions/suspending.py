"""The mayor suspends a decision by his order and refers it to the council, or renews it (KR 1.8; DR 6.25)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.acts.actions import deeds, relating
from magistrat.acts.models import Act, Relation
from magistrat.acts.queries import naming, registrars
from magistrat.journal.actor import Actor
from magistrat.rules import decisions
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

Force, State = Act.Force, Act.State


def suspend(*, actor: Actor, at: datetime, act: int, order: int, reason: str, is_referred: bool = False) -> Act:
    """Suspend an adopted decision by the mayor's registered order; one without a number waits for it until it is renewed.

    :param order: the act by which he suspends it. :param is_referred: he brings the question before the council too.
    :raises Refusal: no right (`acts.suspend_decision`), no decision of the committee, not adopted, suspended or without
        force already, no reason, or no registered order since the adoption.
    """
    with transaction.atomic():
        found, by = _both(actor, at, act, order)
        if found.force not in (Force.NONE, Force.IN_FORCE):
            raise _refused(found, f"Зупиняти нічого: {found.get_force_display()}.")
        if not reason.strip():
            raise _refused(found, "Зазначте, з чим Ви не згодні.")
        relating.put(source=by, kind=Relation.Kind.SUSPENDS, target=found, at=at, actor=actor)
        text = f"Дію рішення зупинено: {naming.short(by)}. Причина: {reason.strip()}"
        deeds.note(found, actor, at, "acts.suspended", text, _clause(found), by=by.pk)
        if is_referred:
            _refer(found, actor, at)
        key = f"acts.suspended:{found.pk}:{at.isoformat()}"
        deeds.tell(found, at, key, registrars.clerks_of(found), "Дію рішення зупинено", reason.strip())
    return found


def renew(*, actor: Actor, at: datetime, act: int, order: int) -> Act:
    """Renew a suspended decision by the mayor's registered order; one without a number is registered from now on.

    :raises Refusal: no right (`acts.suspend_decision`), not suspended, or no registered order since the adoption.
    """
    with transaction.atomic():
        found, by = _both(actor, at, act, order)
        if found.force != Force.SUSPENDED:
            raise _refused(found, f"Поновлювати нічого: {found.get_force_display()}.")
        relating.put(source=by, kind=Relation.Kind.RENEWS, target=found, at=at, actor=actor)
        text = f"Дію рішення поновлено: {naming.short(by)}"
        deeds.note(found, actor, at, "acts.renewed", text, _clause(found), by=by.pk)
        deeds.tell(found, at, f"acts.renewed:{found.pk}:{at.isoformat()}", registrars.clerks_of(found), "Дію поновлено")
    return found


def refer(*, actor: Actor, at: datetime, act: int) -> Act:
    """Bring the question of a suspended decision before the council (KR 1.8; DR 6.25).

    :raises Refusal: no right (`acts.suspend_decision`), not suspended, or referred already.
    """
    with transaction.atomic():
        deeds.demand(actor, decisions.SUSPEND, at)
        found = deeds.locked(act, actor)
        if found.force != Force.SUSPENDED:
            raise _refused(found, "На розгляд міської ради вносять питання про рішення, дію якого зупинено.")
        if found.referred_on is not None:
            raise _refused(found, f"Питання вже внесено на розгляд міської ради {found.referred_on:%d.%m.%Y}.")
        _refer(found, actor, at)
    return found


def _both(actor: Actor, at: datetime, act: int, order: int) -> tuple[Act, Act]:
    """The decision and the order, locked in the order of their ids."""
    deeds.demand(actor, decisions.SUSPEND, at)
    found = {pk: deeds.locked(pk, actor) for pk in sorted({act, order})}
    decision, by = found[act], found[order]
    if decision.kind not in decisions.COMMITTEE or not (decision.outcome_id or decision.state == State.REGISTERED):
        raise _refused(decision, "Зупинити можна лише ухвалене рішення виконавчого комітету.")
    is_late_enough = (
        by.adopted_on is not None and decision.adopted_on is not None and by.adopted_on >= decision.adopted_on
    )
    if by.kind != "order" or by.state != State.REGISTERED or not (is_late_enough or decision.adopted_on is None):
        raise _refused(decision, "Зазначте зареєстроване розпорядження, видане після ухвалення рішення.")
    return decision, by


def _refer(act: Act, actor: Actor, at: datetime) -> None:
    act.referred_on, act.referred_by = local_date(at), actor.printed[:400]
    act.save(update_fields=["referred_on", "referred_by"])
    deeds.note(act, actor, at, "acts.referred", "Питання внесено на розгляд міської ради", _clause(act))


def _clause(act: Act) -> str:
    entry = deeds.rules_of(act).get(decisions.SUSPENSION)
    return entry.clause if entry else ""


def _refused(act: Act, said: str) -> Refusal:
    return Refusal(_clause(act), said)
