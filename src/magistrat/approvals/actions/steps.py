"""Steps of an approval as parts of a deed: laid by the route, opened in their order, answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from magistrat.approvals.actions import way
from magistrat.approvals.models import Answer, Approval, Remark, Step, Version
from magistrat.approvals.queries import changes
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import approval_route, approving
from magistrat.rules.approval_route import Asked
from magistrat.rules.moments import local_date

State = Step.State
DONE = (State.AGREED, State.REMARKS, State.OBJECTED, State.SKIPPED)
ASIDE = 10_000
LAID = (
    "place", "position", "role", "label", "does", "entry", "clause", "limit_entry", "covers", "is_parallel", "is_outer", "is_added",
    "state",
)  # fmt: skip
TIMES = (
    "state", "opened_at", "due_on", "due_clause", "is_extended", "extension_reason", "answered_on", "answered_at", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """An answer as it is written down.

    :param on: its day; a paper answer bears its own. `title`, `name`: as printed (KR 4.16.7).
    """

    outcome: str
    title: str
    name: str
    person: int | None
    on: date
    note: str = ""
    remarks: Sequence[tuple[str, str]] = ()
    file: File | None = None
    is_by_sending: bool = False


def lay(*, approval: Approval, asked: Sequence[Asked]) -> None:
    """Make the approval's steps those of the route; a post asked before keeps what it answered.

    A step that is asked no more stays with its answers as not needed, without answers it goes.
    """
    kept = list(approval.steps.order_by("position"))
    Step.objects.filter(approval=approval).update(position=F("position") + ASIDE)
    laid: list[Step] = []
    for position, one in enumerate(asked, 1):
        step = _matching(one, kept) or Step(approval=approval)
        kept = [other for other in kept if other is not step]
        _fill(step, one, position)
        laid.append(step)
    answered = set(Answer.objects.filter(step__in=kept).values_list("step", flat=True))
    Step.objects.filter(pk__in=[step.pk for step in kept if step.pk not in answered]).delete()
    past = [step for step in kept if step.pk in answered]
    for position, step in enumerate(past, len(asked) + 1):
        step.position, step.state = position, State.SKIPPED
    Step.objects.bulk_update([step for step in (*laid, *past) if step.pk], LAID)
    Step.objects.bulk_create([step for step in laid if not step.pk])


def start_anew(*, approval: Approval, version: Version, before: Version | None, at: datetime) -> list[Answer]:
    """Void the answers that the new version voids, and let every step without one wait for its turn; those voided.

    A step that stays open while only what voids nothing was changed keeps the day by which it must be answered.
    """
    edition = way.rules_of(approval)
    held = Answer.objects.filter(step__approval=approval, voided_at__isnull=True).select_related(
        "step__post", "version"
    )
    answers = {answer.step_id: answer for answer in held}
    said = changes.read(approval.kind, [version, *([before] if before else []), *(one.version for one in held)])
    voided = []
    for step in approval.steps.exclude(state=State.SKIPPED):
        answer = answers.get(step.pk)
        if answer is not None:
            labels = approving.changed(said[answer.version_id], said[version.pk])
            is_return = answer.outcome == Answer.Outcome.RETURNED
            if not is_return and not approving.is_voided(edition, labels, roles_of(step=step)):
                _restore(step, answer)
                continue
            answer.voided_at, answer.void_clause = at, approving.voiding_clause(edition)
            answer.void_reason = (f"Змінено: {', '.join(labels)}" if labels else "Надіслано доопрацьований проєкт")[
                :600
            ]
            voided.append(answer)
        labels = approving.changed(said[before.pk], said[version.pk]) if before else ()
        _close(step, is_kept=step.state == State.OPEN and not approving.is_voided(edition, labels, roles_of(step=step)))
    Answer.objects.bulk_update(voided, ["voided_at", "void_reason", "void_clause"])
    return voided


def open_next(*, approval: Approval, at: datetime) -> list[Step]:
    """Open the steps whose turn has come, with their days, grants and notices; those opened by this deed.

    Steps of a later place that were open before a return wait again.
    """
    waiting = list(approval.steps.exclude(state__in=DONE).select_related("post").order_by("position"))
    place = min((step.place for step in waiting), default=None)
    opened = [step for step in waiting if step.place == place and step.state != State.OPEN]
    for step in waiting:
        if step.place != place and step.opened_at is not None:
            _close(step, is_kept=False)
    edition, calendar, laws = way.rules_of(approval), regulation.work_calendar(), regulation.laws()
    for step in opened:
        step.state = State.OPEN
        if step.opened_at is not None:
            continue  # it was open before and nothing that it answers for has changed
        limit = edition.by_id(step.limit_entry) if step.limit_entry else None
        step.opened_at, step.is_extended, step.extension_reason = at, False, ""
        step.due_on = approving.last_day(limit, at, calendar, laws)
        step.due_clause = limit.clause if limit and step.due_on else ""
    Step.objects.bulk_update(opened, TIMES)
    posts = [step.post_id for step in opened if step.post_id]
    way.open_to(approval, at, posts)
    way.tell(approval, at, f"opened.{place}", posts, "На погодження")
    return opened


def wait(*, approval: Approval) -> None:
    """No step is open while the approval does not run."""
    approval.steps.filter(state=State.OPEN).update(
        state=State.WAITING, opened_at=None, due_on=None, due_clause="", is_extended=False, extension_reason=""
    )


def write(*, step: Step, version: Version, said: Said, at: datetime) -> Answer:
    """Keep the answer of an open step with its remarks."""
    opened = step.opened_at or at
    answer = Answer.objects.create(
        step=step, version=version, outcome=said.outcome, note=said.note, printed_title=said.title,
        printed_name=said.name, person=said.person, file=said.file, opened_at=opened, at=at, on=said.on,
        due_on=step.due_on, is_by_sending=said.is_by_sending, days=max((said.on - local_date(opened)).days, 0),
    )  # fmt: skip
    Remark.objects.bulk_create([Remark(answer=answer, part=part[:100], text=text) for part, text in said.remarks])
    step.state, step.version = said.outcome, version.number
    step.answered_at, step.answered_on = at, said.on
    step.save(update_fields=list(TIMES))
    return answer


def signed(
    *, step: Step, actor: Actor, at: datetime, outcome: str, note: str = "", remarks: Iterable[tuple[str, str]] = ()
) -> Said:
    """The actor's own answer: a substitute's prints both posts (KR 4.16.7)."""
    on = local_date(at)
    signature = organisation.signature_of(step.post_id, on) if step.post_id else None
    lines = signature.lines if signature and signature.person_id == actor.person_id else (actor.post_title,)
    return Said(
        outcome=outcome, title="\n".join(lines), name=actor.person_name, person=actor.person_id, on=on, note=note,
        remarks=tuple(remarks),
    )  # fmt: skip


def roles_of(*, step: Step) -> frozenset[str]:
    """All roles in which the step's post is asked."""
    return frozenset({step.role, *(one.split(":", 1)[1] for one in step.covers)})


def _matching(one: Asked, kept: Sequence[Step]) -> Step | None:
    """The earlier step of the same post (of the same body), the one of the same stage first."""
    own = [step for step in kept if step.post_id == one.post and (one.post or step.role == one.stage.step.role)]
    same = [step for step in own if f"{step.entry}:{step.role}" == approval_route.key(one.stage)]
    return next(iter([*same, *own]), None)


def _fill(step: Step, one: Asked, position: int) -> None:
    said: Mapping[str, object] = {
        "place": one.stage.step.place, "position": position, "role": one.stage.step.role, "label": one.stage.step.label[:300],
        "does": one.stage.step.does, "entry": one.stage.entry.id, "clause": one.stage.entry.clause[:60],
        "limit_entry": one.stage.limit.id if one.stage.limit else "",
        "covers": [approval_route.key(stage) for stage in one.covers], "is_parallel": one.parallel,
        "is_outer": approval_route.is_paper(one.stage.step), "is_added": one.is_added, "post_id": one.post,
    }  # fmt: skip
    for name, value in said.items():
        setattr(step, name, value)
    if step.state == State.SKIPPED:
        step.state = State.WAITING


def _restore(step: Step, answer: Answer) -> None:
    """The step whose answer holds on the new version too, also after it was not needed for a while."""
    step.state, step.version = answer.outcome, answer.version.number
    step.answered_at, step.answered_on, step.opened_at = answer.at, answer.on, answer.opened_at
    step.save(update_fields=list(TIMES))


def _close(step: Step, *, is_kept: bool) -> None:
    step.state, step.version, step.answered_at, step.answered_on = State.WAITING, None, None, None
    if not is_kept:
        step.opened_at, step.due_on, step.due_clause = None, None, ""
        step.is_extended, step.extension_reason = False, ""
    step.save(update_fields=list(TIMES))
