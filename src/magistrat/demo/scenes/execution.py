"""Resolution, taking, splitting, reporting, accepting."""

from __future__ import annotations

from datetime import datetime, timedelta

from magistrat.demo.scenes.case import Case, Step, executor_of
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution, explanations, extensions, handing, judging, resolutions, reviews
from magistrat.tasks.draft import Assignee, Draft, Point
from magistrat.tasks.models import Resolution, Task
from magistrat.tasks.queries import terms

CONTROLLED = {
    "control",
    "extended",
    "refused",
    "late",
    "lost",
    "left_on",
    "reply",
    "co",
    "higher",
    "source",
    "councillor",
}


def resolve(case: Case, at: datetime) -> Step:
    """The leader's resolution; returns the head's task."""
    at = yield case.soon(at, (30, 500)) if case.what in {"urgent", "higher"} else case.in_days(at, (0, 2))
    if case.what == "misdirected":
        at = yield from _misdirected(case, at)
    resolution = _write(case, at, _draft(case, at))
    case.document.refresh_from_db(fields=["addressee"])
    return Task.objects.filter(resolution=resolution, part=Task.Part.MAIN).order_by("id").first()


def _misdirected(case: Case, at: datetime) -> Step:
    """Written to a deputy whose field it is not: cancelled by its author the same day, for the right one to get another."""
    leader = case.stage.leader_of(case.department)
    case.head = next(post for post in case.stage.with_role("deputy_mayor") if post.pk != leader.pk)
    first = _write(case, at, _draft(case, at))
    at = yield case.soon(at, (30, 90))
    case.do(resolutions.cancel, at=at, who=case.leader, resolution=first.pk, reason=case.words("misdirected"))
    case.head = leader
    return (yield case.soon(at, (3, 10)))


def _draft(case: Case, at: datetime) -> Draft:
    text = case.letter.say("resolution") or "До розгляду."
    case.due = case.letter.paper.due or _due(case, at)
    set_on = case.due if case.letter.paper.due or _must_say(case, at) else None
    named = [Assignee(case.head.pk), *(Assignee(post.pk) for post in _others(case))]
    return Draft(
        document=case.document.pk,
        text=text,
        points=[Point(text, named, due_on=set_on)],
        put_on_control=case.what in CONTROLLED,
    )


def _write(case: Case, at: datetime, draft: Draft) -> Resolution:
    """By the leader's own hand, or typed by his assistant."""
    stage, by_hand = case.stage, case.rng.random() < 0.5
    actor = stage.who(case.leader, at) if by_hand else stage.on_behalf(case.leader, at)
    resolution: Resolution = stage.deeds.do(resolutions.write, actor=actor, at=at, draft=draft)
    return resolution


def _others(case: Case) -> list[Post]:
    """Co-executors: heads of one or two other departments."""
    if case.what != "co":
        return []
    pool = sorted({"budget", "legal", "roads", "social", "property", "services"} - {case.letter.topic["area"]})
    heads = [case.stage.head_of(case.stage.department_of(area)) for area in case.rng.sample(pool, 2)]
    return [post for post in dict.fromkeys(heads) if post.pk != case.head.pk]


def _by_rule(case: Case, at: datetime) -> object:
    rules = case.stage.rules(case.document.arrived_at or at)
    roles = organisation.roles_with_duties(case.leader, local_date(at))
    return terms.term_of_point(point=Point("", []), document=case.document, rules=rules, roles=roles, on=local_date(at))


def _must_say(case: Case, at: datetime) -> bool:
    """Whether the author has to name the day, since neither the regulation nor a law does."""
    found = _by_rule(case, at)
    return found is None or isinstance(found, Refusal) or (case.due is not None and found.control_on != case.due)


def _due(case: Case, at: datetime):  # type: ignore[no-untyped-def]
    found = _by_rule(case, at)
    if found is not None and not isinstance(found, Refusal):
        return found.control_on
    return case.stage.days.calendar.on_or_next(local_date(at) + timedelta(days=case.rng.randint(9, 28)))


def take(case: Case, task: Task, at: datetime) -> Step:
    """The head takes the task, or returns it as not his and another gets it; returns the moment."""
    at = yield case.soon(at, (30, 300)) if case.what == "urgent" else case.in_days(at, (0, 1))
    if case.what == "not_mine":
        at = yield from _return(case, task, at)
        if case.stop == "returned":
            return at
    case.do(execution.take, at=at, who=executor_of(case, task), task=task.pk)
    return at


def _return(case: Case, task: Task, at: datetime) -> Step:
    case.do(execution.return_to_author, at=at, who=case.head, task=task.pk, reason=case.words("not_mine"))
    if case.stop == "returned":
        return at
    at = yield case.in_days(at, (1, 1))
    other = case.stage.head_of(case.stage.department_of("budget" if case.letter.topic["area"] != "budget" else "legal"))
    case.do(handing.reassign, at=at, who=case.leader, task=task.pk, executor=other.pk)
    case.head = other
    return (yield case.in_days(at, (0, 1)))


def split(case: Case, task: Task, at: datetime) -> Step:
    """The head gives the work to one of his people; returns that task and the moment, or the same task."""
    people = _below(case)
    must = case.letter.paper.extra.get("first")
    if not people or case.what in {"restricted", "direct"} or (case.rng.random() < 0.25 and not must):
        return task, at
    at = yield case.soon(at)
    person = people[0] if must or case.rng.random() < 0.65 else case.rng.choice(people)
    text = case.words("sub")
    draft = Draft(
        document=case.document.pk, text=text, points=[Point(text, [Assignee(person.pk)])], parent_task=task.pk
    )
    written = case.do(resolutions.write, at=at, who=case.head, draft=draft)
    part = Task.objects.filter(resolution=written).order_by("id").first()
    assert part is not None
    at = yield case.soon(at, (40, 400))
    case.do(execution.take, at=at, who=executor_of(case, part), task=part.pk)
    return part, at


def _below(case: Case) -> list[Post]:
    """To whom the work is given on: a head gives it to his people, a deputy to the head of the department."""
    if case.head.is_leader:
        return [case.stage.head_of(case.department)]
    return case.stage.executors_of(case.head.department)


def ask_for_time(case: Case, task: Task, at: datetime) -> Step:
    """The executor asks for another term; the leader grants or refuses."""
    calendar = case.stage.days.calendar
    if case.due is None or calendar.working_between(local_date(at), case.due) < 5:
        return at
    ahead = 4 if case.stop != "asked" else calendar.working_between(local_date(at), case.due) - 1
    at = yield case.stage.days.some(calendar.add_working(case.due, -ahead), case.rng)
    wanted = calendar.on_or_next(case.due + timedelta(days=case.rng.randint(7, 14)))
    if terms.too_late_by_law(document=case.document, rules=case.stage.rules(at), new_due_on=wanted):
        wanted = calendar.on_or_next(case.due + timedelta(days=7))
    asked = case.do(
        extensions.ask, at=at, who=executor_of(case, task), task=task.pk, new_due_on=wanted, reason=case.words("extend")
    )
    if case.stop == "asked":
        return None
    at = yield case.in_days(at, (1, 1))
    granted = case.what == "extended"
    remark = "" if granted else case.words("refuse_extension")
    decider = case.leader if case.stage.rules(at).may("control.extend", case.leader.roles) is None else "mayor"
    case.do(extensions.decide, at=at, who=decider, extension=asked.pk, granted=granted, remark=remark)
    if granted:
        case.due = wanted
    return at


def explain(case: Case, task: Task, at: datetime) -> Step:
    """A missed term is explained in writing."""
    if case.due is None or local_date(at) <= case.due:
        return at
    final = case.stage.days.calendar.add_working(local_date(at), 1)
    case.do(
        explanations.explain, at=at, who=executor_of(case, task), task=task.pk, text=case.words("late"), final_on=final
    )
    return (yield case.soon(at))


def report(case: Case, task: Task, at: datetime, reply: int | None = None) -> Step:
    """The executor reports; whoever judges accepts, perhaps after having sent it back."""
    executor = executor_of(case, task)
    text = case.letter.say("report") or "Виконано."
    case.do(execution.report, at=at, who=executor, task=task.pk, text=text, reply=reply, pages=1)
    if case.stop == "reported":
        return None
    judges = judges_of(case, task, executor)
    if case.what == "sent_back":
        at = yield case.in_days(at, (0, 2))
        case.do(judging.send_back, at=at, who=judges[0], task=task.pk, remark=case.words("send_back"))
        at = yield case.in_days(at, (1, 3))
        case.do(execution.report, at=at, who=executor, task=task.pk, text=f"{text} Зауваження враховано.", reply=reply)
    for judge in judges:
        at = yield case.in_days(at, (0, 2)) if judge.is_leader else case.soon(at)
        case.do(judging.accept, at=at, who=judge, task=task.pk)
        if case.stop == "accepted":
            return None
    return at


def judges_of(case: Case, task: Task, executor: Post) -> list[Post]:
    """Who accepts the report: the executor's head, then the author of the resolution."""
    giver = case.stage.by_id[task.giver_id]
    if executor.is_department_head or executor.head_id in {None, giver.pk}:
        return [giver]
    return [case.stage.by_id[executor.head_id], giver]


def help_along(case: Case, document: int, at: datetime) -> Step:
    """Co-executors inform the main one, who accepts it."""
    helpers = list(
        Task.objects.filter(document=document, part=Task.Part.CO, parent=None)
        .order_by("id")
        .values_list("pk", flat=True)
    )
    for task in Task.objects.filter(pk__in=helpers).order_by("id"):
        at = yield case.soon(at, (30, 200))
        executor = executor_of(case, task)
        case.do(execution.take, at=at, who=executor, task=task.pk)
        at = yield case.in_days(at, (1, 2))
        case.do(
            execution.report,
            at=at,
            who=executor,
            task=task.pk,
            text="Інформацію за напрямом підготовлено та надіслано головному виконавцю.",
        )
        at = yield case.soon(at)
        case.do(judging.accept, at=at, who=case.head, task=task.pk)
    return at


def inform(case: Case, at: datetime) -> Step:
    """«До відома»: a resolution without work; those named read it."""
    at = yield case.in_days(at, (0, 2))
    people = [case.head, *case.stage.executors_of(case.head.department)[:1]]
    text = case.words("info")
    named = [Assignee(post.pk, Task.Part.INFO) for post in people]
    resolution = _write(case, at, Draft(document=case.document.pk, text=text, points=[Point(text, named)]))
    for task in Task.objects.filter(resolution=resolution).order_by("id"):
        at = yield case.in_days(at, (0, 2))
        case.do(execution.take, at=at, who=executor_of(case, task), task=task.pk)
    return at


def read(case: Case, at: datetime) -> Step:
    """The leader has read it; nothing is to be done."""
    at = yield case.in_days(at, (0, 2))
    case.do(reviews.read, at=at, who=case.leader, document=case.document.pk)
    return at
