"""What a document's card shows of its resolutions and tasks, and what a person may do there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from magistrat.documents.models import Document
from magistrat.documents.queries.access import heavy
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.rules import control as control_rules
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.tasks.models import Control, Explanation, Extension, Report, Resolution, Task, TypicalText
from magistrat.ui import prepared

OPEN = (Task.State.GIVEN, Task.State.TAKEN, Task.State.REPORTED, Task.State.HEAD_ACCEPTED)
UNENDED = (*OPEN, Task.State.RETURNED)
IN_WORK = (Task.State.GIVEN, Task.State.TAKEN)
Decider = Callable[[Post | None], Post | None]


@dataclass(frozen=True)
class Stand:
    """In whose names a person may act at all: the choices of his posts, taken together.

    :param names: posts in whose name he decides; :param line: posts at whose desks he works.
    """

    names: frozenset[int]
    line: frozenset[int]
    roles: frozenset[str]
    departments: frozenset[int]

    @classmethod
    def of(cls, actors: Collection[Actor]) -> Stand:
        """From all the choices that the person has today."""
        named = {post for one in actors for post in (one.post_id, one.acting_for, one.on_behalf) if post}
        return cls(
            names=frozenset(named),
            line=frozenset(post for one in actors for post in one.line),
            roles=frozenset(role for one in actors for role in one.roles),
            departments=frozenset(unit for one in actors for unit in one.departments),
        )


@dataclass
class Branch:
    """A task in the tree with what the person may do on it and its parts."""

    task: Task
    deeds: frozenset[str]
    parts: list[Branch] = field(default_factory=list)


@dataclass
class Written:
    """A resolution with the tasks of its points; sub-resolutions hang on the tasks that they split."""

    resolution: Resolution
    branches: list[Branch]
    deeds: frozenset[str]


def resolutions_of(*, document: int) -> Sequence[Resolution]:
    """The document's resolutions with tasks, reports, requests and explanations; five statements at most."""
    resolutions = _resolutions(document)
    tasks = _tasks(document) if resolutions else []
    prepared.attach(resolutions, "tasks", tasks, "resolution_id")
    for name, rows in (("reports", _reports), ("extensions", _extensions), ("explanations", _explanations)):
        prepared.attach(tasks, name, rows(document) if tasks else [], "task_id")
    return resolutions


@prepared.prepared
def _resolutions(document: int) -> QuerySet[Resolution]:
    return Resolution.objects.filter(document_id=document).select_related("author", "scan").order_by("id")


@prepared.prepared
def _tasks(document: int) -> QuerySet[Task]:
    found = Task.objects.filter(resolution__document_id=document)
    return found.select_related("executor", "department", "judge", "giver").order_by("point", "id")


@prepared.prepared
def _reports(document: int) -> QuerySet[Report]:
    found = Report.objects.filter(task__resolution__document_id=document)
    return found.select_related("reply").defer(*heavy("reply")).order_by("id")


@prepared.prepared
def _extensions(document: int) -> QuerySet[Extension]:
    return Extension.objects.filter(task__resolution__document_id=document).order_by("id")


@prepared.prepared
def _explanations(document: int) -> QuerySet[Explanation]:
    return Explanation.objects.filter(task__resolution__document_id=document).order_by("id")


def tree(*, document: Document, rules: Edition, calendar: WorkCalendar, stand: Stand, on: date) -> list[Written]:
    """The document's resolutions as a tree with the person's deeds; its kind is selected with it; six statements at most."""
    resolutions = resolutions_of(document=document.pk)
    everything = [task for one in resolutions for task in one.tasks.all()]
    led = _led(everything, stand, rules)
    helped = {(one.resolution_id, one.point) for one in everything if one.part == Task.Part.CO and one.state in OPEN}
    mains = {(task.resolution_id, task.point): task.executor_id for task in everything if task.part == Task.Part.MAIN}
    branches: dict[int, Branch] = {}
    for task in everything:
        main = mains.get((task.resolution_id, task.point))
        deeds = set(
            may_do(task=task, stand=stand, rules=rules, calendar=calendar, on=on, main=main, kind=document.kind.key)
        )
        if task.state in UNENDED and task.executor_id in led:
            deeds.add("reassign")
        is_main = task.part == Task.Part.MAIN and task.executor_id in stand.line and task.state in IN_WORK
        if is_main and (task.resolution_id, task.point) in helped:
            deeds.add("convene")
        branches[task.pk] = Branch(task, frozenset(deeds))
    for branch in branches.values():
        if branch.task.parent_id in branches:
            branches[branch.task.parent_id].parts.append(branch)
    tops = [one for one in resolutions if one.parent_task_id not in branches]
    return [Written(one, [branches[task.pk] for task in one.tasks.all()], _of_author(one, stand)) for one in tops]


def branches(written: Written) -> Iterator[Branch]:
    """All branches under a resolution, each before its parts."""
    waiting = list(written.branches)
    while waiting:
        branch = waiting.pop(0)
        yield branch
        waiting = [*branch.parts, *waiting]


def _of_author(resolution: Resolution, stand: Stand) -> frozenset[str]:
    is_done = any(task.state == Task.State.DONE and task.part != Task.Part.INFO for task in resolution.tasks.all())
    may = resolution.author_id in stand.names and resolution.cancelled_at is None and not is_done
    return frozenset({"cancel"} if may else ())


def standing(*, document: Any) -> QuerySet[Resolution]:
    """The document's own resolutions that were not cancelled; those by which executors split their tasks end with theirs.

    :param document: it, its id, or a reference to it from an outer statement.
    """
    return Resolution.objects.filter(document=document, parent_task__isnull=True, cancelled_at__isnull=True)


def resolution_of(*, resolution: int) -> Resolution | None:
    """One resolution; one statement."""
    return Resolution.objects.filter(pk=resolution).first()


def tasks_of(*, document: int) -> Sequence[Task]:
    """The document's tasks; one statement."""
    return list(Task.objects.filter(document_id=document).select_related("executor").order_by("id"))


def first_executors(*, document: int) -> dict[int, str]:
    """Posts of the main executors by the document's own resolutions, with their titles; one statement."""
    return _executors(document, Task.Part.MAIN)


def informed(*, document: int) -> dict[int, str]:
    """Posts that the document's own resolutions inform of it, with their titles; one statement."""
    return _executors(document, Task.Part.INFO)


def _executors(document: int, part: str) -> dict[int, str]:
    found = Task.objects.filter(document_id=document, part=part, parent__isnull=True)
    found = found.exclude(state__in=[Task.State.RETURNED, Task.State.CANCELLED]).order_by("id")
    return dict(found.values_list("executor_id", "executor__title"))


def considers(*, document: Document, post: int) -> bool:
    """Whether the post considers the document: its addressee, a leader on whose desk it lies or lay, or an assistant of one."""
    leaders = Q(reviews__document=document) | Q(pk=document.addressee_id)
    return Post.objects.filter(leaders).filter(Q(pk=post) | Q(assistants=post)).exists()


def task_of(*, task: int) -> Task | None:
    """One task with what its page shows; one statement."""
    found = Task.objects.select_related("document", "document__kind", "executor", "department", "resolution", "giver")
    return found.filter(pk=task).first()


def typical_texts(*, post: int | None) -> Sequence[TypicalText]:
    """A leader's typical texts and those of all, by number; his own hide the common ones of the same number."""
    found = {text.number: text for text in TypicalText.objects.filter(post__isnull=True)}
    found |= {text.number: text for text in TypicalText.objects.filter(post=post)} if post else {}
    return [found[number] for number in sorted(found)]


def may_do(
    *,
    task: Task,
    stand: Stand,
    rules: Edition,
    calendar: WorkCalendar,
    on: date,
    main: int | None = None,
    kind: str = "",
) -> Iterator[str]:
    """The deeds that the person can begin on the task now: the page offers just these, the action decides.

    Besides what follows from other tasks and from the line of heads: that `tree` adds.

    :param main: the post of the main executor of the same point; :param kind: of its document.
    """
    if task.executor_id in stand.line:
        yield from _of_executor(task, stand, rules, calendar, on)
    if task.judge_id in stand.names or (task.part == Task.Part.CO and task.judge_id in stand.line):
        yield from ("accept", "send_back")
    if task.part == Task.Part.CO and main in stand.line and task.state in IN_WORK:
        yield "co_term"
    if task.state in OPEN:
        yield from _of_leader(task, stand, rules, calendar, on, kind)
    if task.state in UNENDED and task.giver_id in stand.names:
        yield "reassign"
    if task.giver_id in stand.names and task.repeats and task.state in IN_WORK:
        yield "stop"
    if _may_explain(task, stand, on):
        yield "explain"


def _of_executor(task: Task, stand: Stand, rules: Edition, calendar: WorkCalendar, on: date) -> Iterator[str]:
    if task.state == Task.State.GIVEN:
        yield "take"
    if task.part == Task.Part.INFO or task.state not in IN_WORK:
        return
    yield from ("report", "letter", "inform", "return")
    if rules.may("resolution.sub", stand.roles) is None:
        yield "split"
    if _may_ask(task, rules, calendar, on):
        yield "extend"


def _of_leader(task: Task, stand: Stand, rules: Edition, calendar: WorkCalendar, on: date, kind: str) -> Iterator[str]:
    """What whoever may change its term does about it, or may propose (KR 8.20.10)."""
    is_his = task.part == Task.Part.MAIN if task.parent_id is None else task.giver_id in stand.names
    if _changes_term(task, stand, rules):
        if _is_asked(task):
            yield "decide"
        if task.due_on and is_his and task.part != Task.Part.INFO and not _is_missed(task, rules, on):
            yield "change"
    is_anothers = task.parent_id is None and task.part == Task.Part.MAIN and task.executor_id not in stand.line
    if is_anothers and task.state in IN_WORK and control_rules.proposal_entry(rules, kind, stand.roles):
        yield from ("propose",) if _may_ask(task, rules, calendar, on) else ()


def _may_ask(task: Task, rules: Edition, calendar: WorkCalendar, on: date) -> bool:
    """Whether another term may still be asked for, whoever does it."""
    if not task.due_on or _is_asked(task):
        return False
    is_part = task.parent_id is not None
    _, last = control_rules.last_day_to_ask(rules, calendar, task.due_on, is_part=is_part)
    return on <= last


def _is_missed(task: Task, rules: Edition, on: date) -> bool:
    """Whether its term has passed, so that nobody changes it of his own accord any more."""
    is_part = task.parent_id is not None
    return bool(task.due_on and control_rules.missed_refusal(rules, task.due_on, on, is_part=is_part))


def _is_asked(task: Task) -> bool:
    return any(one.state == Extension.State.ASKED for one in task.extensions.all())


def _changes_term(task: Task, stand: Stand, rules: Edition) -> bool:
    """Whether another term is the person's word: of a part of a task also that of whoever gave it (KR 7.11; DR 10.17)."""
    is_his_part = task.parent_id is not None and task.giver_id in stand.names
    return is_his_part or rules.may("control.extend", stand.roles) is None


def _led(tasks: Iterable[Task], stand: Stand, rules: Edition) -> set[int]:
    """Executors whose work the person may give to another as one of the heads above them; one statement, or none."""
    executors = {task.executor_id for task in tasks if task.state in UNENDED}
    if not executors or rules.may("task.reassign", stand.roles) is not None:
        return set()
    return {post for post, heads in organisation.heads_above_each(executors).items() if stand.names.intersection(heads)}


def _may_explain(task: Task, stand: Stand, on: date) -> bool:
    """A missed term is explained once, again only when the final day that was named has passed, too (KR 8.20.9; DR 8.14)."""
    if task.part == Task.Part.INFO or task.state in (Task.State.CANCELLED, Task.State.RETURNED):
        return False
    if task.due_on is None or not task.is_overdue(on) or not {task.executor_id, task.executor.head_id} & stand.line:
        return False
    given = [(local_date(one.at), one.final_on) for one in task.explanations.all()]
    # Done, it has no further day to name.
    seen_on = min(task.done_on or on, on)
    return control_rules.awaits_explanation(task.due_on, given, seen_on)


def unfinished() -> QuerySet[Task]:
    """Main tasks of documents' own resolutions that go on, or wait to be given anew; not those of points off control (KR 8.16)."""
    main = Task.objects.filter(part=Task.Part.MAIN, parent__isnull=True)
    anew = main.filter(document_id=OuterRef("document_id"), resolution_id__gt=OuterRef("resolution_id"))
    anew = anew.exclude(state__in=[Task.State.RETURNED, Task.State.CANCELLED])
    waits = Q(state__in=OPEN) | (Q(state=Task.State.RETURNED) & ~Exists(anew))
    return main.filter(waits).exclude(control_point__state=Control.State.OFF)


def awaits_anew(mains: Sequence[Task]) -> bool:
    """Whether one of a document's main tasks was returned and no later resolution gave its work anew (KR 8.16)."""
    dead = (Task.State.RETURNED, Task.State.CANCELLED)
    last = max((task.resolution_id for task in mains if task.state not in dead), default=0)
    return any(task.state == Task.State.RETURNED and task.resolution_id >= last for task in mains)


@dataclass(frozen=True)
class Work:
    """How the work on a document stands, for what may be done about its control.

    :param has_open: a main task goes on, of what is still watched; :param has_term: one of them has a term.
    :param is_answered: the information has been sent to the body that made it.
    :param awaits_resolution: it waits for another one, its last resolution cancelled.
    :param awaits_visa: the executed document is to be visaed before its case is submitted (DR 9.6).
    :param original_is_out: its original has not come back, and a law may say that it need not (KR 8.17).
    """

    has_open: bool
    has_term: bool
    is_answered: bool = False
    awaits_resolution: bool = False
    original_is_out: bool = False
    awaits_visa: bool = False


def control_deeds(
    *, control: Control | None, kind: str, work: Work, stand: Stand, rules: Edition, decider: Decider
) -> list[str]:
    """What the person may do about the document's control, the usual first: by the rules that the deeds themselves ask.

    :param decider: `deciding.decider_of` of this document, asked only for what is submitted.
    """

    def may(right: str) -> bool:
        return rules.may(right, stand.roles) is None

    if control is None or control.state == Control.State.OFF:
        return ["put_on"] if work.has_term and may("control.set") else []
    found = []
    in_unit = control.unit_id in stand.departments
    if control.state == Control.State.SUBMITTED and may("control.write_off"):
        found += ["write_off", "leave"] if may_write_off(kind, decider(control.leader), stand, rules) else []
    is_done = not (work.has_open or work.awaits_resolution)
    if control.state == Control.State.ON and may_submit(control, kind, stand, rules) and is_done:
        found.append("submit_visaed" if work.awaits_visa else "submit")
        found += ["submit_without"] if work.original_is_out else []
    if in_unit and may("control.remove_by_source") and control_rules.source_letter_removes(rules, kind):
        found.append("by_source")
    # Only where such papers are reported on each year (DR 8.14) the mark says anything.
    is_yearly = control.is_long_term or rules.get("long_term_report") is not None
    if in_unit and is_yearly and may("control.submit_case"):
        found.append("unmark" if control.is_long_term else "mark")
    is_told = work.is_answered and not work.has_open
    if is_told and in_unit and may("control.submit_case") and control_rules.information_removes(rules, kind):
        found.append("after_information")
    return found


def may_write_off(kind: str, leader: Post | None, stand: Stand, rules: Edition) -> bool:
    """Whether the person may take off control what has been submitted, or leave it on; `leader`: who decides."""
    is_author = leader is not None and leader.pk in stand.names
    refusal = control_rules.write_off_refusal(
        rules, kind, roles=stand.roles, is_author=is_author, author="", is_submitted=True
    )
    return refusal is None


def may_submit(control: Control, kind: str, stand: Stand, rules: Edition) -> bool:
    """Whether the person keeps this control, and the leader may take such a document off it."""
    is_assistants = control_rules.assistant_controls(
        rules, kind, stand.roles, author_roles=control.leader.roles if control.leader else (),
        is_at_desk=control.leader_id in stand.line,
    )  # fmt: skip
    keeps = control.unit_id in stand.departments or is_assistants
    has_right = rules.may("control.submit_case", stand.roles) is None
    return keeps and has_right and control_rules.submit_refusal(rules, kind) is None
