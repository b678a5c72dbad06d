"""A deed done to many: the single deed repeated, each in its own transaction, with its own rights, journal and refusal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from magistrat.documents import bulk
from magistrat.documents.models import BulkLine, BulkRun
from magistrat.documents.queries import bulk as read
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = BulkLine.State
# A run that nobody has touched for so long lost its worker.
FORGOTTEN = timedelta(minutes=5)
UNSEEN = "Документ, якого Вам не надано"


def do(
    *,
    actor: Actor,
    at: datetime,
    deed: bulk.Deed,
    subjects: Sequence[int],
    given: dict[str, Any],
    back: str = "",
    undoes: int | None = None,
) -> BulkRun:
    """Do the deed to all; up to `deed.waits_for` are done before this returns, more by the worker.

    :param given: what was typed once for all, as JSON keeps it.

    :raises Refusal: none or too many were chosen, or no right to the deed at all.
    """
    run = start(actor=actor, at=at, deed=deed, subjects=subjects, given=given, back=back, undoes=undoes)
    if not run.is_background:
        go_on(at=at, run=run.pk)
        run.refresh_from_db()
    return run


def start(
    *,
    actor: Actor,
    at: datetime,
    deed: bulk.Deed,
    subjects: Sequence[int],
    given: dict[str, Any],
    back: str = "",
    undoes: int | None = None,
) -> BulkRun:
    """Write down what is to be done to whom; a long one is given to the worker.

    :raises Refusal: none or too many were chosen, or no right to the deed at all.
    """
    subjects = list(dict.fromkeys(subjects))
    with transaction.atomic():
        _refuse(actor, at, deed, subjects)
        run = BulkRun.objects.create(
            key=deed.key, given=given, person=actor.person_id, own_post=actor.own_post_id, acting_for=actor.acting_for,
            on_behalf=actor.on_behalf, back=back[:2000], total=len(subjects), is_background=len(subjects) > deed.waits_for,
            started_at=at, undoes_id=undoes,
        )  # fmt: skip
        _write_lines(run, deed, actor, subjects)
        text = f"Розпочато дію «{deed.title}» з вибраними: {len(subjects)}"
        payload = {"text": text, "deed": deed.key, "count": len(subjects)}
        journal.record(actor=actor, at=at, code="documents.bulk_started", subject=run, payload=payload)
        if run.is_background:
            put(run=run.pk)
    return run


def undo(*, actor: Actor, at: datetime, run: int) -> BulkRun:
    """Take back what a run has done, by the deed's own undoing; what went on since then refuses by itself.

    :raises Refusal: not his run, still going on, not to be undone, or undone already.
    """
    with transaction.atomic():
        found = BulkRun.objects.select_for_update(of=("self",)).get(pk=read.own(actor=actor, run_id=run).pk)
        deed = bulk.find(found.key)
        back = bulk.find(deed.undo) if deed else None
        if back is None or found.finished_at is None:
            raise Refusal("", "Цю дію не можна скасувати для всіх разом.")
        if BulkRun.objects.filter(undoes=found).exists():
            raise Refusal("", "Дію вже скасовано.")
        done = list(found.lines.filter(state=State.DONE).order_by("position").values_list("subject", flat=True))
        made = start(actor=actor, at=at, deed=back, subjects=done, given=found.given, back=found.back, undoes=found.pk)
    if not made.is_background:
        go_on(at=at, run=made.pk)
        made.refresh_from_db()
    return made


def go_on(*, at: datetime, run: int) -> BulkRun:
    """Do what still waits, one line a transaction: a killed worker's half is undone and done again by the next."""
    found = BulkRun.objects.get(pk=run)
    actor = _actor(found, at)
    with regulation.remembering():
        while _next_line(found, actor, at):
            pass
    return _finish(found, at)


def resume(*, at: datetime) -> int:
    """Give runs back to the worker that lost theirs; how many."""
    forgotten = BulkRun.objects.filter(finished_at__isnull=True, started_at__lt=at - FORGOTTEN)
    for run in forgotten:
        put(run=run.pk)
    return len(forgotten)


def put(*, run: int) -> None:
    """Let the worker do the run; one waiting entry for one run."""
    task = app.configure_task(bulk.TASK, queueing_lock=f"bulk:{run}", allow_unknown=False)
    try:
        # A savepoint: the refused entry must not spoil the caller's transaction.
        with transaction.atomic():
            task.defer(run=run)
    except AlreadyEnqueued:
        return


def _refuse(actor: Actor, at: datetime, deed: bulk.Deed, subjects: Sequence[int]) -> None:
    on = local_date(at)
    refusals = [regulation.refusal(actor=actor, right=right, on=on) for right in deed.rights]
    if refusals and all(refusals):
        raise next(one for one in refusals if one)
    if not subjects:
        raise Refusal("", "Нічого не вибрано: поставте позначки в списку.")
    if len(subjects) > bulk.MOST:
        raise Refusal(
            "",
            f"Вибрано {len(subjects)}, а за один раз можна не більше {bulk.MOST}: довшу таблицю наслідків "
            "не переглянути й не виправити. Звузьте список умовами.",
        )


def _write_lines(run: BulkRun, deed: bulk.Deed, actor: Actor, subjects: Sequence[int]) -> None:
    names = deed.named(actor, subjects)
    BulkLine.objects.bulk_create(
        BulkLine(
            run=run, position=position, subject=subject,
            title=(name := names.get(subject, bulk.Named(UNSEEN))).title[:200], about=name.about[:400], url=name.url,
        )
        for position, subject in enumerate(subjects, 1)
    )  # fmt: skip


def _actor(run: BulkRun, at: datetime) -> Actor | None:
    """Who began it, in the name in which he did; nothing when he may not act in it any more."""
    wanted = (run.own_post, run.acting_for, run.on_behalf)
    found = organisation.actors_of(run.person, local_date(at))
    return next((one for one in found if (one.own_post_id, one.acting_for, one.on_behalf) == wanted), None)


def _next_line(run: BulkRun, actor: Actor | None, at: datetime) -> bool:
    """Do one line that no other worker is at; false when none is left."""
    with transaction.atomic():
        waiting = run.lines.select_for_update(skip_locked=True).filter(state=State.WAITING)
        line = waiting.order_by("position").first()
        if line is None:
            return False
        refusal = _refused(run, line, actor, at)
        line.state = State.DONE if refusal is None else State.REFUSED
        if refusal is not None:
            line.clause, line.message = refusal.clause[:120], refusal.message[:1000]
        line.save(update_fields=["state", "clause", "message"])
    return True


def _refused(run: BulkRun, line: BulkLine, actor: Actor | None, at: datetime) -> Refusal | None:
    deed = bulk.find(run.key)
    if actor is None or deed is None:
        return Refusal("", "Повноваження, з якими дію розпочато, припинено.")
    try:
        with transaction.atomic():
            deed.do(actor=actor, at=at, subject=line.subject, **run.given)
    except Refusal as refusal:
        return refusal
    except ObjectDoesNotExist:
        return Refusal("", "Вибраного вже немає: його змінили, поки дія тривала.")
    return None


def _finish(run: BulkRun, at: datetime) -> BulkRun:
    """Note the end once, and tell the one who did not wait for it."""
    with transaction.atomic():
        run = BulkRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.finished_at is not None or run.lines.filter(state=State.WAITING).exists():
            return run
        run.finished_at = at
        run.save(update_fields=["finished_at"])
        if run.is_background:
            deed, done = bulk.find(run.key), run.lines.filter(state=State.DONE).count()
            title = deed.title if deed else run.key
            outbox.notify(
                at=at, key=f"documents.bulk:{run.pk}", to_person=run.person,
                subject=f"{title}: виконано {done} із {run.total}", link=f"/dokumenty/razom/naslidky/{run.pk}/",
            )  # fmt: skip
    return run
