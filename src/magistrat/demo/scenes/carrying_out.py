"""What an act orders is done: its points are taken, reported on, accepted, and the act comes off control."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from magistrat.acts.actions import drafting, proposing, signing
from magistrat.acts.models import Act
from magistrat.acts.queries import drafts
from magistrat.acts.queries import removal as removing
from magistrat.demo.scenes import Scene, publicity
from magistrat.demo.scenes.acts import PHONE, answered, in_charge_of, marked, registered, sent
from magistrat.demo.scenes.case import Step
from magistrat.demo.stage import Stage
from magistrat.journal.actor import Actor
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import execution, judging, removal
from magistrat.tasks.models import Control, Task

DONE = "Пункт виконано, матеріали додано."
NOTE = "Усі пункти виконано, звіти прийнято."
# Of a hundred reports so many come after their day.
LATE = 0.08
# A point that repeats goes on until the curtain falls; its label and the period stand in one.
PERIODS, PERIOD = 60, "/"


def carried_out(stage: Stage, rng: Random, acts: Iterable[Act], at: datetime) -> Step:
    """The points of registered acts, each in its own time, until the curtain falls (KR 8.20; DR 8.13)."""
    return (yield from _together([_act(stage, Random(rng.random()), act, at) for act in acts], at))


def taken_off(stage: Stage, rng: Random, before: int) -> Scene:
    """Who keeps control proposes the quarter's act «Про зняття з контролю», `before` days ere the end (KR 8.20.11)."""
    at = yield stage.days.some(stage.days.calendar.on_or_next(stage.until - timedelta(days=before)), rng, 0.1, 0.3)
    rule, at = removing.rule(local_date(at)), stage.deeds.free(at)
    if rule is None:
        return
    keeper = stage.with_role(min(rule.actor))[-1]
    acts = [act.pk for act in removing.candidates(stage.who(keeper, at))]
    # Told again after a break, what waits now did not wait then: the journal alone knows what was proposed.
    if at not in stage.deeds.done and (not acts or _is_behind(stage, at)):
        return
    act: Act = stage.deeds.do(proposing.propose, actor=stage.who(keeper, at), at=at, acts=acts)
    leader = in_charge_of(stage, stage.by_id[keeper.pk].department)
    content = replace(drafts.content_of(act), in_charge=leader.pk, phone=PHONE)
    at = yield stage.days.after(at, rng, (20, 60))
    actor = stage.who(keeper, at)
    stage.deeds.do(drafting.write, actor=actor, at=at, act=act.pk, content=content, revision=act.revision)
    at = yield stage.days.after(at, rng, (10, 30))
    at = yield from answered(stage, rng, sent(stage, act, keeper, at), at)
    at = yield stage.days.after(at, rng, (15, 60))
    stage.deeds.do(signing.hand_in, actor=stage.who(keeper, at), at=at, act=act.pk)
    at = yield stage.days.later(at, rng, (1, 1))
    marked(stage, act, "розпорядження", at)
    at = yield from registered(stage, rng, act, at)
    yield from publicity.shown(stage, rng, [act], at)


def _is_behind(stage: Stage, at: datetime) -> bool:
    """Whether the story was told beyond the moment before it broke off."""
    curtain = stage.days.at(stage.until, 0)
    return any(at < done < curtain for done in stage.deeds.done)


def _act(stage: Stage, rng: Random, act: Act, at: datetime) -> Step:
    # Told again after a break, a repeating point has tasks of more periods («3/2026-02»): it begins with the first.
    tasks = Task.objects.filter(document=act.document_id, parent=None, part=Task.Part.MAIN).order_by("id")
    first = [task for task in tasks if PERIOD not in task.point]
    at = yield from _together([_point(stage, Random(rng.random()), task, at) for task in first], at)
    control = Control.objects.filter(document=act.document_id).first()
    if control is None or control.leader_id is None or removing.rule(local_date(at)) is not None:
        return at
    at = yield stage.days.later(at, rng, (1, 3))
    keeper = stage.who(stage.holder_of_right("control.submit_case", control.unit_id, at), at)
    stage.deeds.do(removal.submit_case, actor=keeper, at=at, document=act.document_id, note=NOTE)
    at = yield stage.days.later(at, rng, (1, 3))
    leader = stage.who(stage.by_id[control.leader_id], at)
    stage.deeds.do(removal.write_off, actor=leader, at=at, document=act.document_id)
    return at


def _point(stage: Stage, rng: Random, task: Task, at: datetime) -> Step:
    calendar = stage.days.calendar
    for turn in range(PERIODS):
        at = yield stage.days.later(at, rng, (1, 2))
        stage.deeds.do(execution.take, actor=_executor(stage, task, at), at=at, task=task.pk)
        if task.due_on is not None:
            days = rng.randint(1, 4) if rng.random() < LATE else -rng.randint(0, 4)
            at = yield max(
                stage.days.some(calendar.add_working(calendar.on_or_next(task.due_on), days), rng, 0.1, 0.7),
                stage.days.after(at, rng, (30, 200)),
            )
        stage.deeds.do(execution.report, actor=_executor(stage, task, at), at=at, task=task.pk, text=DONE)
        at = yield stage.days.later(at, rng, (1, 2))
        stage.deeds.do(judging.accept, actor=stage.who(stage.by_id[task.giver_id], at), at=at, task=task.pk)
        if not task.repeats:
            break
        label = task.point.partition(PERIOD)[0]
        periods = Task.objects.filter(resolution=task.resolution_id, point__startswith=f"{label}{PERIOD}", parent=None)
        task = periods.order_by("id")[turn]
    return at


def _executor(stage: Stage, task: Task, at: datetime) -> Actor:
    """Whose it is now: one who is ill has handed his work over."""
    return stage.who(stage.by_id[Task.objects.values_list("executor_id", flat=True).get(pk=task.pk)], at)


def _together(scenes: Sequence[Generator[datetime, datetime, datetime | None]], at: datetime) -> Step:
    """Several ways at once: the one whose moment is next takes its next step; ends with the last."""
    waiting: list[tuple[datetime, int]] = []
    for number, scene in enumerate(scenes):
        waiting += _asked(scene, number, None, at)
    heapq.heapify(waiting)
    while waiting:
        wish, number = heapq.heappop(waiting)
        at = yield max(wish, at)
        for one in _asked(scenes[number], number, at, at):
            heapq.heappush(waiting, one)
    return at


def _asked(
    scene: Generator[datetime, datetime, datetime | None], number: int, sent: datetime | None, at: datetime
) -> list[tuple[datetime, int]]:
    try:
        wish = next(scene) if sent is None else scene.send(sent)
    except StopIteration:
        return []
    return [(max(wish, at), number)]
