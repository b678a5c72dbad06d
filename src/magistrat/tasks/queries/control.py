"""Documents on control."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When

from magistrat.documents import queries as documents
from magistrat.documents.queries.access import heavy
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.organisation.roles import ROLES
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Control, ControlPoint, PastControl, Report, Review, Task
from magistrat.tasks.queries import deciding, late, points
from magistrat.tasks.queries.of_document import OPEN, standing, unfinished
from magistrat.ui import prepared


@prepared.first
def control_of(*, document: int) -> QuerySet[Control]:
    """The document's control, if it was ever put on it; one statement."""
    found = Control.objects.filter(document_id=document).select_related("unit", "leader", "removal_letter")
    return found.defer(*heavy("removal_letter")).order_by("pk")


@prepared.prepared
def past_controls_of(*, document: int) -> QuerySet[PastControl]:
    """Earlier times of the document on control, the last of them first; one statement."""
    found = PastControl.objects.filter(document_id=document).select_related("removal_letter")
    return found.defer(*heavy("removal_letter")).order_by("-id")


def control_unit(rules: Edition, kind: str) -> int:
    """The department that controls documents of this kind: where several share the work, as the clause says (DR 8.6).

    :raises Refusal: no post fills the role.
    """
    role = control_rules.control_role(rules, kind)
    posts = Post.objects.filter(roles__contains=[role], until__isnull=True).order_by("rank", "id")
    found = posts.values_list("department_id", flat=True).first()
    if found is None:
        entry = rules.get("control_units")
        title = ROLES.get(role, role)
        raise Refusal(entry.clause if entry else "", f"Контроль нікому вести: жодна посада не виконує роль «{title}».")
    return found


def undone_main(*, document: int) -> Sequence[Task]:
    """Main tasks of the document's own resolutions that are not done, without those of points off control."""
    found = Task.objects.filter(document_id=document, part=Task.Part.MAIN, parent__isnull=True, state__in=OPEN)
    return list(found.exclude(control_point__state=Control.State.OFF).select_related("executor").order_by("id"))


def unfinished_main(*, document: int) -> Sequence[Task]:
    """`undone_main` with what was returned as not the executor's and no later resolution gave anew (KR 8.16)."""
    return list(unfinished().filter(document_id=document).select_related("executor").order_by("id"))


def last_done_on(*, document: int) -> date | None:
    """The last day on which a task of the document was done; one statement."""
    found: date | None = Task.objects.filter(document=document).aggregate(last=Max("done_on"))["last"]
    return found


def executing_departments(*, document: int) -> set[int]:
    """Departments that have or had the document's tasks, those returned or cancelled apart; one statement."""
    found = Task.objects.filter(document=document).exclude(part=Task.Part.INFO)
    found = found.exclude(state__in=[Task.State.RETURNED, Task.State.CANCELLED])
    return set(found.values_list("department", flat=True))


def awaits_resolution(*, document: int) -> bool:
    """Whether the document lies on a leader's desk for another resolution, its last one cancelled; one statement."""
    return Control.objects.filter(_awaits_resolution(), document=document).exists()


def _awaits_resolution() -> Q:
    of_document = {"document": OuterRef("document_id")}
    lying = Review.objects.filter(**of_document, done_at__isnull=True).exclude(folder=Review.Folder.INFO)
    own = standing(**of_document)
    return Q(Exists(lying)) & ~Q(Exists(own))


def is_watched(*, control: Control) -> bool:
    """Whether something of the document is watched by itself: a point still on, or an unfinished task beside the points."""
    is_on = ControlPoint.objects.filter(control=control).exclude(state=Control.State.OFF).exists()
    return is_on or unfinished().filter(document_id=control.document_id).exists()


def incoming_by_index(*, actor: Actor, index: str) -> int | None:
    """The newest incoming document with this index that the actor may see; one statement."""
    return _by_index(actor, index, "incoming")


def outgoing_by_index(*, actor: Actor, index: str) -> int | None:
    """The newest outgoing letter with this index that the actor may see; one statement."""
    return _by_index(actor, index, "outgoing")


def _by_index(actor: Actor, index: str, direction: str) -> int | None:
    found = documents.visible(actor).filter(index__iexact=index.strip(), direction=direction)
    return found.order_by("-id").values_list("id", flat=True).first()


@dataclass(frozen=True)
class Wanted:
    """What of control is looked for; empty means all.

    :param state: "open" (on or submitted), or a `Control.State`.
    :param since: terms from this day; `until` up to it (both inclusive).
    :param overdue_on: terms that had been missed on this day, by the day of execution.
    """

    state: str = "open"
    unit: int | None = None
    leader: int | None = None
    executor_department: int | None = None
    obligatory: bool | None = None
    long_term: bool | None = None
    since: date | None = None
    until: date | None = None
    overdue_on: date | None = None
    kinds: Sequence[str] = ()


def control_list(*, actor: Actor, wanted: Wanted) -> QuerySet[Control]:
    """Documents on control that the actor may see, by what is wanted, the nearest term first; one statement.

    Each has `main_executor`: the title of its first open main task's executor, and `points_all`, `points_off`: how many of
    its points are watched by themselves and have come off (KR 8.11).
    """
    main = Task.objects.filter(document_id=OuterRef("document_id"), part=Task.Part.MAIN, parent__isnull=True)
    main = main.exclude(state__in=[Task.State.RETURNED, Task.State.CANCELLED])
    nearest = main.annotate(is_open=Case(When(state__in=OPEN, then=0), default=1)).order_by(
        "is_open", F("due_on").asc(nulls_last=True), "id"
    )
    found = Control.objects.filter(_matches(wanted), document__in=documents.visible(actor)).select_related(
        "document__correspondent", "leader"
    )
    if wanted.executor_department is not None:
        found = found.filter(Exists(main.filter(department_id=wanted.executor_department)))
    found = found.defer(*heavy("document"))
    return found.annotate(main_executor=Subquery(nearest.values("executor__title")[:1]), **points.counted()).order_by(
        F("due_on").asc(nulls_last=True), "id"
    )


def point_list(*, actor: Actor, wanted: Wanted) -> QuerySet[ControlPoint]:
    """Control points of documents that the actor may see, by what is wanted, the nearest term first; one statement."""
    named = {
        "task__giver_id": wanted.leader,
        "task__department_id": wanted.executor_department,
        "task__due_on__gte": wanted.since,
        "task__due_on__lte": wanted.until,
    }
    found = ControlPoint.objects.filter(_in_state(wanted), control__document__in=documents.visible(actor))
    found = found.filter(**{name: value for name, value in named.items() if value is not None})
    if wanted.since is not None or wanted.until is not None:
        found = found.exclude(late.waits_for_no_day())
    if wanted.overdue_on is not None:
        found = found.filter(late.points(wanted.overdue_on))
    found = found.select_related("task__executor", "task__giver", "control__document__correspondent")
    return found.defer(*heavy("control__document")).order_by(F("task__due_on").asc(nulls_last=True), "id")


@prepared.prepared
def submitted_to(
    *, actor: Actor, authors: Collection[int], apart: Sequence[str], is_theirs: bool, limit: int = 50
) -> QuerySet[Control]:
    """Cases that wait for the word at a desk (`deciding.decides_for`), of those that the actor sees; one statement.

    The nearest term first.
    """
    found = control_list(actor=actor, wanted=Wanted(state="submitted"))
    of_kinds = Q(document__kind__key__in=apart)
    return found.filter(deciding.waits(Q(leader__in=authors), of_kinds, is_theirs=is_theirs))[:limit]


@prepared.count
def overdue_count(*, actor: Actor, on: date, leader: int | None) -> QuerySet[Control]:
    """How many documents on control that the actor sees have missed their term; one statement."""
    return control_list(actor=actor, wanted=Wanted(overdue_on=on, leader=leader))


def _in_state(wanted: Wanted) -> Q:
    return ~Q(state=Control.State.OFF) if wanted.state == "open" else Q(state=wanted.state) if wanted.state else Q()


def _matches(wanted: Wanted) -> Q:
    found = _in_state(wanted)
    named = {
        "unit_id": wanted.unit,
        "leader_id": wanted.leader,
        "is_obligatory": wanted.obligatory,
        "is_long_term": wanted.long_term,
        "due_on__gte": wanted.since,
        "due_on__lte": wanted.until,
        "document__kind__key__in": list(wanted.kinds) or None,
    }
    if wanted.overdue_on is not None:
        found &= late.controls(wanted.overdue_on)
    return found & Q(**{name: value for name, value in named.items() if value is not None})


def kept_at_desk(*, actor: Actor, on: date) -> dict[str, Any]:
    """Whose resolutions besides those of his unit the actor controls as their author's secretary (KR 8.20.16), for `ready_to_submit`."""
    entry = regulation.rules_on(on).get("instructions_by_assistant")
    if entry is None or not actor.roles.intersection(entry.values.get("control_roles", ())):
        return {}
    named = {"author_roles": entry.values.get("author_roles", ()), "apart": entry.values.get("except", ())}
    return {"authors": actor.line} | {key: tuple(values) for key, values in named.items()}


@prepared.prepared
def ready_to_submit(
    *,
    units: Sequence[int],
    authors: Sequence[int] = (),
    author_roles: Sequence[str] = (),
    apart: Sequence[str] = (),
    limit: int = 50,
) -> QuerySet[Control]:
    """Controlled documents whose main tasks are all done: the control specialist submits the case (KR 8.14).

    :param authors: posts whose resolutions are controlled too, where they have one of `author_roles`, but for kinds `apart`.

    Not what waits for another resolution, since nothing has been done by the cancelled one (KR 8.16). What only its maker
    takes off control waits for his letter, not for the leader (KR 8.15).
    """
    undone = unfinished().filter(document_id=OuterRef("document_id"))
    kept = Q(unit_id__in=units)
    if authors:
        written = Q(leader__in=authors, leader__roles__overlap=list(author_roles))
        kept |= written & ~Q(document__kind__key__in=apart)
    found = Control.objects.filter(
        kept, ~Exists(undone), ~_awaits_resolution(), state=Control.State.ON, only_source_removes=False
    )
    found = found.select_related("document").defer(*heavy("document"))
    return found.order_by(F("due_on").asc(nulls_last=True), "id")[:limit]


def long_term_waiting(*, year: int) -> Sequence[Task]:
    """Open main tasks of documents of long-term effect, given before the end of the year and not reported on for it (DR 8.14)."""
    told = Report.objects.filter(task=OuterRef("pk"), is_interim=True, period=str(year))
    found = Task.objects.filter(
        ~Exists(told), document__control__is_long_term=True, part=Task.Part.MAIN, parent__isnull=True, state__in=OPEN,
        given_at__lt=moment(datetime(year + 1, 1, 1)),  # noqa: DTZ001 - Kyiv's clock, made a moment
    ).exclude(document__control__state=Control.State.OFF)  # fmt: skip
    return list(found.select_related("document", "executor").order_by("id"))
