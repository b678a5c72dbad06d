"""Decisions between meetings: asked, allowed by the mayor, each member's answer, the end (KR 4.41; DR 6.16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from magistrat.bodies.actions import deeds, outcomes, recording
from magistrat.bodies.models import Event, Gathering, Membership, Outcome
from magistrat.bodies.queries import composition, halls
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.rules import hall_events as steps
from magistrat.rules import poll as rules
from magistrat.rules import words
from magistrat.rules.hall_state import Ballot, Item, Result
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

PROPOSE = "sessions.propose_item"
STATES = {
    rules.ASKED: Gathering.State.PLANNED,
    rules.ALLOWED: Gathering.State.OPEN,
    rules.FORBIDDEN: Gathering.State.CANCELLED,
    rules.CLOSED: Gathering.State.CLOSED,
}


def ask(
    *, actor: Actor, at: datetime, gathering: int, item: int, reason: str, key: str, is_allowed: bool = False
) -> Event:
    """Ask the mayor's leave to decide the question between meetings.

    :param is_allowed: he has given it on the draft (`allowed_before` follows): he is not told.
    :raises Refusal: no right (`sessions.propose_item`), no reason, or the regulation has no polls: then with its clauses and
        what it does instead (DR 6.16).
    """
    with transaction.atomic():
        kept, events = _locked(gathering)
        if refusal := rules.offered(halls.setting_of(kept)):
            raise refusal
        deeds.demand(actor, PROPOSE, at)
        payload = {
            **recording.roll(kept), "polls": [], "facts": recording.facts(kept, item), "reason": reason.strip(),
        }  # fmt: skip
        event = _write(actor, at, kept, events, "poll_asked", item, payload, key)
        if not is_allowed:
            roles, on = halls.setting_of(kept).edition.roles_with(deeds.ALLOW_POLL), local_date(at)
            posts = [post.pk for role in sorted(roles) for post in organisation.posts_with_role(role, on)]
            _tell(kept, at, "asked", "to_post", posts, "Запитано дозвіл на рішення між засіданнями", reason)
    return event


def decide(*, actor: Actor, at: datetime, gathering: int, is_allowed: bool, key: str) -> Event:
    """The mayor allows the poll or does not; then members are told.

    :raises Refusal: no right (`sessions.allow_poll`), or it is decided already.
    """
    with transaction.atomic():
        kept, events = _locked(gathering)
        deeds.demand(actor, deeds.ALLOW_POLL, at)
        code = "poll_allowed" if is_allowed else "poll_refused"
        event = _write(actor, at, kept, events, code, _item(events), {"by": actor.printed}, key)
        if is_allowed:
            _tell_members(kept, at)
    return event


def allowed_before(*, actor: Actor, at: datetime, gathering: int, by: str, key: str) -> Event:
    """The mayor gave his leave on the draft before the poll was asked: part of the deed that asks it.

    :param by: who gave it, as printed.
    :raises Refusal: it is decided already.
    """
    with transaction.atomic():
        kept, events = _locked(gathering)
        event = _write(actor, at, kept, events, "poll_allowed", _item(events), {"by": by}, key)
        _tell_members(kept, at)
    return event


def answer(
    *, actor: Actor, at: datetime, gathering: int, member: int, vote: str, key: str, on: date | None = None,
    opinion: str = "",
) -> Event:  # fmt: skip
    """A member's answer: by himself in his own session, or by the clerk from the signed sheet.

    :param on: the day of the signature on paper; in one's own session it is today.
    :raises Refusal: neither his own answer nor the right (`sittings.keep_minutes`), a day ahead or before the leave, an
        opinion of one who supports it, or the poll is not going on.
    """
    with transaction.atomic():
        kept, events = _locked(gathering)
        is_own = Membership.objects.filter(pk=member, person=actor.person_id).exists() and actor.person_id is not None
        if not is_own:
            deeds.demand(actor, deeds.KEEP, at)
        signed = local_date(at) if is_own or on is None else on
        payload = {
            "member": member, "vote": vote, "way": "own" if is_own else "paper", "on": signed.isoformat(),
            "opinion": opinion.strip(),
        }  # fmt: skip
        _judge_day(events, signed, at)
        return _write(actor, at, kept, events, "member_answered", _item(events), payload, key)


def declare(*, actor: Actor, at: datetime, gathering: int, member: int, reason: str, key: str) -> Event:
    """A member's conflict of interests: he is not asked (KR 1.15, 1.16).

    :raises Refusal: neither his own nor the right (`sittings.keep_minutes`), no reason, or he has answered.
    """
    with transaction.atomic():
        kept, events = _locked(gathering)
        if not Membership.objects.filter(pk=member, person=actor.person_id).exists():
            deeds.demand(actor, deeds.KEEP, at)
        payload = {"member": member, "reason": reason.strip()}
        return _write(actor, at, kept, events, "conflict_declared", _item(events), payload, key)


def undo(*, actor: Actor, at: datetime, gathering: int, number: int, key: str) -> Event:
    """Undo a wrongly entered answer or conflict while the poll goes on; it stays in the journal.

    :raises Refusal: no right (`sittings.keep_minutes`), or it is none of these.
    """
    with transaction.atomic():
        kept, events = _locked(gathering)
        deeds.demand(actor, deeds.KEEP, at)
        return _write(actor, at, kept, events, "undo", _item(events), {"undoes": number}, key)


def close(*, actor: Actor, at: datetime, gathering: int, key: str, said_on: date | None = None) -> Outcome:
    """End the poll and write what follows from the answers.

    :param said_on: the date that the decision's own text names; else the decision is dated by its signature
        (`date_by_signature`), and until then by this day (KR 4.41.3).
    :raises Refusal: no right (`sittings.keep_minutes`), or somebody has not been asked yet (KR 4.41.1).
    """
    with transaction.atomic():
        kept, events = _locked(gathering)
        deeds.demand(actor, deeds.KEEP, at)
        if sent := Outcome.objects.filter(gathering=kept).first():
            return sent
        _write(actor, at, kept, events, "result", _item(events), {}, key)
        ended = _ended(halls.poll_of(kept), at)
        return outcomes.write(actor=actor, at=at, gathering=kept, item=ended, on=local_date(at), said_on=said_on)


def date_by_signature(*, actor: Actor, at: datetime, outcome: int, signed_on: date) -> Outcome:
    """Date a decision between meetings by its signature, unless its text names a day (KR 4.41.3); part of the deed that signs it.

    :raises Refusal: when it is no decision between meetings.
    """
    with transaction.atomic():
        found = Outcome.objects.select_related("gathering").select_for_update(of=("self",)).get(pk=outcome)
        if found.gathering.kind != Gathering.Kind.POLL:
            raise Refusal("", "Датою рішення, ухваленого на засіданні, є день засідання.")
        edition = halls.setting_of(halls.gathering(found.gathering_id)).edition
        found.on = rules.adopted_on(edition, signed_on=signed_on, said_on=found.said_on)
        found.save(update_fields=["on"])
        text = f"Дата рішення, ухваленого між засіданнями: {words.day(found.on)}"
        rule = edition.get("poll_decision_date")
        deeds.note(
            found.gathering, actor, at, "bodies.poll_dated", text, rule.clause if rule else "", found.document_id
        )
    return found


def _locked(gathering: int) -> tuple[Gathering, Sequence[Event]]:
    kept = deeds.locked(gathering)
    if kept.kind != Gathering.Kind.POLL:
        raise Refusal("", "Це засідання, а не рішення між засіданнями.")
    return kept, halls.rows(gathering)


def _item(events: Sequence[Event]) -> int | None:
    return events[0].item if events else None


def _write(
    actor: Actor, at: datetime, kept: Gathering, rows: Sequence[Event], code: str, item: int | None,
    payload: Mapping[str, Any], key: str,
) -> Event:  # fmt: skip
    """The step, once for its key, when the poll allows it."""
    if sent := next((row for row in rows if row.key == key), None):
        return sent
    event = steps.Event(kept.last + 1, code, at, item, dict(payload))
    events = halls.as_steps(rows)
    before = halls.poll_of(kept, rows)
    if refusal := rules.undo_refusal(events, event) if code == "undo" else rules.refusal_of(before, event):
        raise refusal
    row = recording.write(actor=actor, at=at, gathering=kept, event=event, key=key, rows=rows)
    now = rules.fold(before.setting, [*events, event])
    if now.phase != before.phase:
        kept.state = STATES[now.phase]
        kept.opened_at = at if now.phase == rules.ALLOWED else kept.opened_at
        kept.closed_at = at if now.phase == rules.CLOSED else None
        kept.save(update_fields=["state", "opened_at", "closed_at"])
    name = f" ({now.name(payload['member'])})" if "member" in payload else ""
    rule = before.setting.edition.get(rules.LEAVE)
    deeds.note(
        kept, actor, at, "bodies.step_undone" if code == "undo" else "bodies.step_recorded",
        f"№ {event.number}: {rules.CODES[code]}{name}", rule.clause if rule else "",
        document=now.facts.document if now.facts else None,
        number=event.number, kind=code, item=item, step=dict(payload),
    )  # fmt: skip
    return row


def _tell_members(kept: Gathering, at: datetime) -> None:
    members = [member.person_id for member in composition.members_on(kept.body, kept.on)]
    _tell(kept, at, "allowed", "to_person", members, "Прошу висловити думку щодо рішення між засіданнями")


def _judge_day(events: Sequence[Event], signed: date, at: datetime) -> None:
    allowed = next((row.at for row in events if row.code == "poll_allowed"), None)
    if signed > local_date(at) or (allowed is not None and signed < local_date(allowed)):
        raise Refusal("", "День підпису не може бути раніший за дозвіл міського голови чи пізніший за сьогодні.")


def _ended(poll: rules.Poll, at: datetime) -> Item:
    """The poll as an ended question."""
    votes = {answer.member: answer.vote for answer in poll.answers.values()}
    verdict = poll.verdict
    ballot = Ballot(votes, frozenset(), frozenset(poll.recused), verdict)
    result = Result("adopted" if verdict.adopted else "rejected", frozenset(), ballot, at)
    return Item(poll.item, poll.facts, recused=poll.recused, votes=votes, result=result)


def _tell(
    kept: Gathering, at: datetime, step: str, whom: str, ids: Sequence[int], subject: str, body: str = ""
) -> None:
    """A notice to each: `whom` is `to_post` or `to_person`; a member may hold no post of the city."""
    for one in dict.fromkeys(ids):
        outbox.notify(
            at=at, key=f"bodies.poll:{kept.pk}:{step}:{one}", subject=subject, body=body,
            link=f"/zasidannia/opytuvannia/{kept.pk}/", **{whom: one},
        )  # fmt: skip
