"""A past period lived again under a draft, part by part; killed anywhere, it goes on from its last part."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from magistrat.amendments import queries, queue
from magistrat.amendments.actions import deeds
from magistrat.amendments.models import DraftEdition, ReplayedDocument, ReplayRun
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.outbox import actions as outbox
from magistrat.rules import edition as rules
from magistrat.rules import words
from magistrat.rules.form import FormError
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.rules.replay_facts import Tally

# So many results of a draft are kept: when one more is asked for, the oldest go.
MOST_KEPT = 20
# After so many parts others' work has its turn: a long period does not hold the worker.
MOST_PARTS = 20
# A worker that has not moved for so long has died.
DEAD_AFTER = timedelta(minutes=3)
State = ReplayRun.State


def begin(
    *, actor: Actor, at: datetime, draft: int, since: date, until: date, is_queued: bool = True
) -> ReplayRun:  # fmt: skip
    """Have a past period lived again under a draft as it is now; open tasks are looked at from the day of `at`.

    :param until: the last day of the period.
    :param is_queued: a worker does it; else the caller, by `go_on`.
    :raises Refusal: no right; an empty or a future period; one goes on already.
    :raises DraftEdition.DoesNotExist: when there is no such draft.
    """
    deeds.demand(actor=actor, at=at)
    if until < since:
        raise Refusal("", "Кінець періоду раніший за початок.")
    if since > local_date(at):
        raise Refusal("", "Цей період ще не настав.")
    found = DraftEdition.objects.get(pk=draft)
    total = queries.documents_between(since, until)
    try:
        with transaction.atomic():
            run = ReplayRun.objects.create(
                draft=found, version=found.version, texts=found.texts, since=since, until=until, total=total,
                person=actor.person_id, by=actor.printed, asked_at=at, moved_at=at,
            )  # fmt: skip
            kept = found.replays.order_by("-id").values_list("pk", flat=True)[:MOST_KEPT]
            found.replays.exclude(pk__in=list(kept)).delete()
            period = f"{words.day(since)}–{words.day(until)}"
            _note(actor, at, "amendments.replay_begun", run, f"Випробовується на минулому ({period}): {found.title}")
            if is_queued:
                queue.put(run.pk)
    except IntegrityError:
        raise Refusal("", "Цей проєкт уже випробовується на минулому: дочекайтеся наслідку або зупиніть.") from None
    return run


def go_on(*, run: int, at: datetime) -> ReplayRun:
    """Do the next parts of a replay, each in a transaction, and ask for the others. Repeatable, harmless beside another worker."""
    found = ReplayRun.objects.get(pk=run)
    if not found.is_under_way:
        return found
    try:
        # The draft's texts are read once for all parts.
        judge = queries.Judge(rules.load(found.texts), local_date(found.asked_at))
        for _ in range(MOST_PARTS):
            if not _part(run, judge, at):
                break
        else:
            queue.put(run)
    except FormError as wrong:
        _end(run, at, State.BROKEN, str(wrong))
    found.refresh_from_db()
    return found


def stop(*, actor: Actor, at: datetime, run: int) -> ReplayRun:
    """Stop a replay; what it has found stays.

    :raises Refusal: no right, or it is over.
    """
    deeds.demand(actor=actor, at=at)
    with transaction.atomic():
        found = ReplayRun.objects.select_for_update(of=("self",)).get(pk=run)
        if not found.is_under_way:
            raise Refusal("", f"Зупиняти нічого: {found.get_state_display()}.")
        _close(found, at, State.STOPPED)
        _note(actor, at, "amendments.replay_stopped", found, f"Випробування на минулому зупинено: {found.draft.title}")
    return found


def resume(*, at: datetime) -> int:
    """Put replays that a dead worker left into the queue again; how many."""
    left = queries.replays_left(at - DEAD_AFTER)
    for run in left:
        queue.put(run)
    return len(left)


def _part(run: int, judge: queries.Judge, at: datetime) -> bool:
    """Look at the next documents; false when nothing is left."""
    with transaction.atomic():
        found = ReplayRun.objects.select_for_update(of=("self",)).defer("texts").get(pk=run)
        if not found.is_under_way:
            return False
        last = (found.last_on, found.last_id) if found.last_on is not None and found.last_id is not None else None
        batch = queries.documents_after(found.since, found.until, last)
        if batch:
            tally = Tally.of(found.tally)
            ReplayedDocument.objects.bulk_create(
                ReplayedDocument(
                    run=found, document=one.document,
                    outcomes=[{"sort": said.sort, "clause": said.clause, "sentence": said.sentence} for said in one.outcomes],
                )
                for one in judge.touched(batch, tally)
            )  # fmt: skip
            found.tally, found.last_on, found.last_id, found.moved_at = (
                tally.kept(), batch[-1].listed_on, batch[-1].pk, at,
            )  # fmt: skip
            found.save(update_fields=["tally", "last_on", "last_id", "moved_at"])
            return True
    _end(run, at, State.DONE)
    return False


def _end(run: int, at: datetime, state: str, trouble: str = "") -> None:
    with transaction.atomic():
        found = ReplayRun.objects.select_for_update(of=("self",)).get(pk=run)
        if not found.is_under_way:
            return
        _close(found, at, state, trouble)
        tally = Tally.of(found.tally)
        text = (
            f"Проєкт «{found.draft.title}» не випробувано на минулому: {trouble}" if trouble
            else f"Проєкт «{found.draft.title}» випробувано на минулому: розглянуто {tally.documents}, було б інакше"
            f" {tally.touched}"
        )  # fmt: skip
        _note(SYSTEM, at, "amendments.replay_finished", found, text)
        if found.person is not None:
            link = f"/rehlament/proiekty/{found.draft_id}/mynule/{found.pk}/"
            outbox.notify(
                at=at, key=f"amendments.replay:{found.pk}", to_person=found.person, subject=text[:200], link=link
            )


def _close(found: ReplayRun, at: datetime, state: str, trouble: str = "") -> None:
    found.state, found.finished_at, found.texts, found.trouble = state, at, {}, trouble[:600]
    found.save(update_fields=["state", "finished_at", "texts", "trouble"])


def _note(actor: Actor, at: datetime, code: str, found: ReplayRun, text: str) -> None:
    payload = {"text": text, "run": found.pk, "version": found.version}
    journal.record(actor=actor, at=at, code=code, subject=found.draft, payload=payload)
