"""A court or the council ends, stops or renews an act by a paper of its own (KR 4.44, 5.41, 6.22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import deeds, relating, signing
from magistrat.acts.models import Act, OuterDeed, Redaction
from magistrat.documents.actions import files
from magistrat.journal.actor import Actor
from magistrat.rules import act_history, decisions
from magistrat.rules.refusal import Refusal

STANDING = (Act.Force.NONE, Act.Force.IN_FORCE, Act.Force.SUSPENDED)
_DONE = {"cancels": "Акт скасовано", "suspends": "Дію акта зупинено", "renews": "Дію акта поновлено"}


def outer(
    *, actor: Actor, at: datetime, act: int, body: str, kind: str, named: str, since: date, points: Sequence[str] = (),
    uploads: Sequence[files.Upload] = (),
) -> OuterDeed:  # fmt: skip
    """Enter what a court, or the council by a decision that is not in the system, has done to a registered act.

    :param named: its paper as printed: court, day, number. :param since: from which day it acts.
    :param points: of the act; none for the whole: a part taken out wants a redaction of the text.
    :raises Refusal: no right in the registry, not registered, without force already, the paper not named, a day before the
        adoption, a body that the clause does not name (KR 4.44), or entered already.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, Act.State.REGISTERED)
        signing.must_be_registrars(act=found, actor=actor, at=at)
        _refuse(found, body, kind, named, since)
        kept = files.put(document=found.document, uploads=uploads, actor=actor, at=at)
        row, is_new = OuterDeed.objects.get_or_create(
            act=found, kind=kind, named=named.strip()[:400], since=since,
            defaults={
                "body": body, "points": list(points), "file": kept[0] if kept else None, "at": at, "by": actor.printed,
            },
        )  # fmt: skip
        if not is_new:
            raise Refusal("", "Цей документ уже внесено.")
        if points:
            Redaction.objects.get_or_create(
                act=found, since=since, by_act=None, defaults={"made_at": at, "made_by": actor.printed}
            )
        relating.stand(act=found, at=at, actor=actor)
        part = f" (пункти {', '.join(points)})" if points else ""
        text = f"{_DONE[kind]}{part} з {since:%d.%m.%Y}: {row.get_body_display()}, {row.named}"
        is_by_law = body == OuterDeed.Body.COURT and not decisions.names_court(deeds.rules_of(found), found.kind)
        clause, law = ("", f" ({decisions.COURT_LAW})") if is_by_law else (_clause(found), "")
        deeds.note(found, actor, at, "acts.ended_from_outside", text + law, clause, kind=kind, body=body, since=since)
        deeds.tell(found, at, f"acts.ended_from_outside:{row.pk}", [found.drafter_id], "Змінено стан акта", text)
    return row


def _refuse(act: Act, body: str, kind: str, named: str, since: date) -> None:
    if body not in OuterDeed.Body.values or kind not in OuterDeed.Kind.values:
        raise Refusal("", "Виберіть, який орган і що зробив з актом.")
    if refusal := decisions.outer_refusal(deeds.rules_of(act), act.kind, kind, body):
        raise refusal
    if not named.strip():
        raise Refusal(_clause(act), "Зазначте рішення органу: його назву, день і номер.")
    if act.force not in STANDING or (kind == act_history.RENEWS and act.force != Act.Force.SUSPENDED):
        raise Refusal(_clause(act), f"Цього зробити не можна: {act.get_force_display()}.")
    if act.adopted_on is not None and since < act.adopted_on:
        raise Refusal(_clause(act), "Акт ухвалено пізніше: зазначте день не раніший за його ухвалення.")


def _clause(act: Act) -> str:
    entry = deeds.rules_of(act).get(act_history.LOSS_RULES[act_history.BODIES[act.kind]])
    return entry.clause if entry else ""
