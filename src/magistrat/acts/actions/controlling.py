"""Points of a registered act become tasks and control; an act «Про зняття з контролю» ends control (KR 8.20; DR 8.2, 8.13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from magistrat.acts.actions import deeds
from magistrat.acts.models import Act, Relation
from magistrat.acts.queries import naming, on_paper
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post, on_day
from magistrat.rules import act_text
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import by_act, removal
from magistrat.tasks.draft import Assignee
from magistrat.tasks.draft import Point as TaskPoint
from magistrat.tasks.models import Control, Resolution

MOST_WORDS, MOST_NUMBER = 1000, 20


def begin(*, act: Act, actor: Actor, at: datetime) -> Resolution | None:
    """Give the tasks of the act's points and put it on control; part of the deed that registers it.

    Points without an executor of the city's own give nothing; the point of control names who controls.
    """
    text, on = on_paper.working(act), local_date(at)
    wanted = {post for point in act_text.walk(text.points) for post in point.executors}
    known = set(Post.objects.filter(on_day(on), pk__in=wanted).values_list("pk", flat=True))
    points = list(_points(text.points, known))
    resolution = by_act.give(
        actor=actor,
        at=at,
        document=act.document,
        ordered=by_act.Ordered(
            author=act.signatory_id or 0,
            printed=f"{act.signed_title} {act.signed_name}".replace("\n", " "),
            points=points,
            controller=_controller(text.points, known),
        ),
    )
    _tell_of_gone(act, wanted - known, at)
    return resolution


def released(*, act: Act) -> list[Control]:
    """The controls that the act ends, locked: before its number is taken."""
    documents = [row.target.document_id for row in _releases(act) if row.target is not None]
    return removal.lock_all(documents=documents) if documents else []


def release(*, act: Act, controls: Iterable[Control], actor: Actor, at: datetime) -> None:
    """Take off control what the registered act names (KR 8.20.11; DR 8.13); the acts themselves stay in force (KR 8.20.12)."""
    numbers: dict[int, set[str]] = defaultdict(set)
    whole: set[int] = set()
    for row in _releases(act):
        if row.target is not None:
            numbers[row.target.document_id].update(row.target_points)
            if not row.target_points:
                whole.add(row.target.document_id)
    for control in controls:
        document = control.document_id
        removal.by_act(
            actor=actor, at=at, control=control, act=act.document, named=naming.short(act),
            numbers=() if document in whole else numbers[document],
        )  # fmt: skip


def _releases(act: Act) -> list[Relation]:
    found = act.relations.filter(kind=Relation.Kind.RELEASES, target__isnull=False)
    return list(found.select_related("target").order_by("id"))


def _points(points: Iterable[act_text.Point], known: Collection[int]) -> Iterable[TaskPoint]:
    for point in act_text.walk(points):
        posts = [post for post in point.executors if post in known]
        if point.is_control or not posts:
            continue
        repeat_day = point.repeat_day or (point.due_on.day if point.due_on else None)
        repeats = point.repeats if repeat_day else ""
        yield TaskPoint(
            text=_short(act_text.point_words(point)),
            assignees=[Assignee(post) for post in dict.fromkeys(posts)],
            number=point.label[:MOST_NUMBER],
            due_on=point.due_on,
            repeats=repeats,
            repeat_day=repeat_day if repeats else None,
        )


def _short(said: str) -> str:
    return said if len(said) <= MOST_WORDS else said[: MOST_WORDS - 1] + "…"


def _controller(points: Iterable[act_text.Point], known: Collection[int]) -> int | None:
    """The post to which the act gives the control (coordination) of its execution."""
    named = (post for point in act_text.walk(points) if point.is_control for post in point.executors)
    return next((post for post in named if post in known), None)


def _tell_of_gone(act: Act, gone: Collection[int], at: datetime) -> None:
    if not gone:
        return
    titles = ", ".join(Post.objects.filter(pk__in=gone).order_by("rank", "id").values_list("title", flat=True))
    body = f"Таких посад уже немає в штатному розписі, завдань за пунктами їм не надано: {titles}."
    deeds.tell(act, at, f"acts.points_without_posts:{act.pk}", [act.drafter_id], "Не всі виконавці є", body)
