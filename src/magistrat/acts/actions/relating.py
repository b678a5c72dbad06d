"""What an act does to earlier ones: entered while it is drafted, written into them when it comes into force.

KR 1.8, 4.7, 4.44, 5.41, 6.22; DR 4.6, 4.11, 4.12, 5.5, 6.25. Nothing reverts by itself: an act that loses force leaves the
texts that it changed as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import deeds, redactions
from magistrat.acts.models import Act, Relation
from magistrat.acts.models import Kind as ActKind
from magistrat.acts.queries import history, naming
from magistrat.documents.queries import access
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.rules import act_history
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

Kind, Force = Relation.Kind, Act.Force
OPEN = (Act.State.DRAFT,)


@dataclass(frozen=True)
class Touched:
    """Which earlier act, as it was named; `act` is its id where it is in the system.

    :param named: as printed, kept where the act is not in the system; ``on`` and ``number`` are taken from it when known.
    """

    act: int | None = None
    named: str = ""
    on: date | None = None
    number: str = ""


def relate(
    *,
    actor: Actor,
    at: datetime,
    act: int,
    kind: str,
    touched: Touched,
    point: str = "",
    points: Sequence[str] = (),
    effective_on: date | None = None,
) -> Relation:
    """Say in a draft what it does to an earlier act.

    :param point: of the draft, where it is said; ``points``: of the earlier act, none for the whole of it.
    :raises Refusal: not the drafter, no draft any more, the act itself, one not registered yet, another body's act
        (KR 4.44, 5.41, 6.22), points not named (DR 4.6), or changed too often to be changed in part (DR 4.11).
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be_drafters(found, actor)
        deeds.must_be(found, *OPEN)
        relation = _made(found, Kind(kind), touched, point, points, effective_on, actor)
        _refuse(found, relation)
        relation.save()
        text = f"Акт {relation.get_kind_display()}: {naming.target(relation)}"
        deeds.note(found, actor, at, "acts.related", text, kind=kind, target=relation.target_id)
    return relation


def withdraw(*, actor: Actor, at: datetime, relation: int) -> Act:
    """Take a relation out of a draft again.

    :raises Refusal: not the drafter, or no draft any more.
    """
    with transaction.atomic():
        one = Relation.objects.select_related("target__document").filter(pk=relation).first()
        if one is None:
            raise Refusal("", "Цього зв'язку вже немає.")
        found = deeds.locked(one.source_id, actor)
        deeds.must_be_drafters(found, actor)
        deeds.must_be(found, *OPEN)
        text = f"Зв'язок вилучено: {one.get_kind_display()} {naming.target(one)}"
        deeds.note(found, actor, at, "acts.unrelated", text, kind=one.kind, target=one.target_id)
        one.delete()
    return found


def take_effect(*, act: Act, at: datetime, actor: Actor = SYSTEM, is_told: bool = True) -> list[Relation]:
    """Write into the earlier acts what this one does to them; part of the deed by which it comes into force.

    The act with its own days is saved already. Asked again it does nothing more. Earlier acts are locked in the order of their ids.

    :param is_told: their drafters hear of it; not for what happened long ago.
    """
    waiting = list(act.relations.filter(done_at__isnull=True).order_by("id"))
    # Only what is touched is locked: a draft that is merely named may be getting its own number at this moment.
    touched = [one.target_id for one in waiting if one.kind in act_history.TOUCHING]
    targets = Act.objects.select_related("document", "drafter").select_for_update(of=("self",))
    locked = {one.pk: one for one in targets.filter(pk__in=touched).order_by("pk")}
    for relation in waiting:
        relation.done_at, relation.source = at, act
        relation.save(update_fields=["done_at"])
        target = locked.get(relation.target_id or 0)
        if target is not None and relation.kind in act_history.TOUCHING:
            _touch(relation, target, at, actor, is_told=is_told)
    return waiting


def put(*, source: Act, kind: str, target: Act, at: datetime, actor: Actor) -> Relation:
    """Let a registered act do this to another from its own day; part of a deed that has asked the right and locked both.

    :raises Refusal: it is said in the act already, or acts of its kind may not (KR 1.8, 4.44; DR 6.25).
    """
    relation = _made(source, Kind(kind), Touched(act=target.pk), "", (), None, actor)
    relation.done_at = at
    _refuse(source, relation)
    relation.save()
    _touch(relation, target, at, actor, is_told=True)
    return relation


def settle(*, actor: Actor, at: datetime) -> list[Act]:
    """Let acts stand as their days say: what ends, stops or begins today (KR 4.44, 5.41, 6.22); asked daily.

    :returns: those whose standing is another one now.
    """
    on = local_date(at)
    with transaction.atomic():
        found = Act.objects.filter(state=Act.State.REGISTERED, force__in=[Force.NONE, Force.IN_FORCE, Force.SUSPENDED])
        due = found.filter(pk__in=history.unsettled(on)).select_related("document").order_by("pk")
        return [one for one in due.select_for_update(of=("self",)) if _stand(one, on, at, actor)]


def stand(*, act: Act, at: datetime, actor: Actor) -> bool:
    """Let an act stand as its days say; part of a deed that has locked it or made it. True when it stands otherwise now."""
    return _stand(act, local_date(at), at, actor, is_told=False)


def _made(
    found: Act, kind: Relation.Kind, touched: Touched, point: str, points: Sequence[str], effective_on: date | None,
    actor: Actor,
) -> Relation:  # fmt: skip
    target = None
    if touched.act is not None:
        target = Act.objects.select_related("document").filter(pk=touched.act).first()
        if target is None:
            raise Refusal("", "Такого акта немає або його Вам не надано.")
        if (
            target.kind == ActKind.PERSONNEL_ORDER
            or target.document.is_restricted
            or target.state != Act.State.REGISTERED
        ):
            # Other registered acts are public (KR 4.40, 5.40; DR 4.1, 5.3): their card needs not be open to the drafter.
            access.get_visible(actor, target.document_id)
    elif not touched.named.strip():
        raise Refusal("", "Зазначте акт: оберіть його або запишіть вид, дату, номер і заголовок.")
    return Relation(
        source=found,
        kind=kind,
        target=target,
        named=touched.named.strip(),
        named_on=touched.on or (target.adopted_on if target else None),
        named_number=touched.number or (target.document.index if target else ""),
        point=point.strip(),
        target_points=[one.strip() for one in points if one.strip()],
        effective_on=effective_on,
    )


def _refuse(found: Act, relation: Relation) -> None:
    target, edition = relation.target, deeds.rules_of(found)
    if target is None:
        return
    if target.pk == found.pk:
        raise Refusal("", "Акт не можна пов'язати із самим собою.")
    is_stopped = relation.kind in (Kind.SUSPENDS, Kind.RENEWS) and target.outcome_id is not None
    if relation.kind in act_history.TOUCHING and target.state != Act.State.REGISTERED and not is_stopped:
        raise Refusal("", "Змінити чи позбавити чинності можна лише зареєстрований акт; це ще проєкт.")
    same = Relation.objects.filter(source=found, target=target, kind=relation.kind, point=relation.point)
    if same.exists():
        raise Refusal("", "Цей зв'язок уже зазначено.")
    points = relation.target_points
    for refusal in (
        act_history.kind_refusal(edition, relation.kind, found.kind, target.kind),
        act_history.wording_refusal(edition, relation.kind, target.kind, history.changes_of(target.pk), points),
    ):
        if refusal is not None:
            raise refusal


def _touch(relation: Relation, target: Act, at: datetime, actor: Actor, *, is_told: bool) -> None:
    since = history.effective(relation) or local_date(at)
    by = naming.short(relation.source)
    is_part = bool(relation.target_points)
    if relation.kind == Kind.CHANGES or (is_part and relation.kind in act_history.ENDS):
        redactions.await_one(relation=relation, target=target, since=since, at=at, actor=actor, is_told=is_told)
        text = f"Зміни внесено з {since:%d.%m.%Y}: {by}"
    else:
        text = f"{_DONE[Kind(relation.kind)]} з {since:%d.%m.%Y}: {by}"
        _stand(target, local_date(at), at, actor, is_told=False)
    clause = _clause(relation, target)
    deeds.note(target, actor, at, "acts.touched", text, clause, by=relation.source_id, kind=relation.kind, since=since)
    if is_told:
        deeds.tell(target, at, f"acts.touched:{relation.pk}", [target.drafter_id], "Змінено стан акта", text)


def _stand(act: Act, on: date, at: datetime, actor: Actor, *, is_told: bool = True) -> bool:
    """Write the standing of the day into the act, which is locked; whether it is another one now."""
    past = history.of(act)
    standing = past.on(on)
    before = (act.force, act.ended_on, act.ended_by)
    act.force, act.ended_on, act.ended_by = standing.force, *(past.end or (None, ""))
    if (act.force, act.ended_on, act.ended_by) == before:
        return False
    act.save(update_fields=["force", "ended_on", "ended_by"])
    if is_told and act.force != before[0]:
        deeds.note(act, actor, at, "acts.force_changed", f"Чинність: {act.get_force_display()}", before=before[0])
    return act.force != before[0]


def _clause(relation: Relation, target: Act) -> str:
    edition = deeds.rules_of(relation.source)
    if relation.kind == Kind.CHANGES:
        entry = edition.get("consolidated_text") or edition.get("amendment_marks")
    elif relation.kind in act_history.ENDS:
        entry = edition.get(act_history.LOSS_RULES[act_history.BODIES[target.kind]]) or edition.get("amendment_marks")
    else:
        entry = edition.get("decision_suspension")
    return entry.clause if entry else ""


_DONE = {
    Kind.REPEALS: "Акт утратив чинність",
    Kind.CANCELS: "Акт скасовано",
    Kind.SUSPENDS: "Дію акта зупинено",
    Kind.RENEWS: "Дію акта поновлено",
}
