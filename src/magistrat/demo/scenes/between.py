"""A decision that could not wait for a sitting: the mayor's leave, the signed sheet, a separate opinion (KR 4.41)."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from magistrat.bodies.actions import polls
from magistrat.bodies.models import Gathering
from magistrat.bodies.queries import halls
from magistrat.demo import words
from magistrat.demo.scenes import Scene, publicity
from magistrat.demo.scenes.acts import answered, drafter_of, in_charge_of, marked, registered, sent
from magistrat.demo.scenes.carrying_out import carried_out
from magistrat.demo.scenes.case import Step
from magistrat.demo.scenes.questions import Meeting, draft, enclosed
from magistrat.demo.stage import Stage
from magistrat.organisation.models import Post
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.sittings.actions import polls as asking


def is_offered(rules: Edition) -> bool:
    """Whether the city decides anything between sittings."""
    return rules.get("poll_decision_permission") is not None


def poll(stage: Stage, rng: Random, after: Meeting, keeper: Post) -> Scene:
    """From the accident to the registered decision, in the week after a sitting."""
    (theme,) = words.read("sittings")["urgent"]
    at = yield stage.days.some(stage.days.calendar.add_working(after.on, 4), rng, 0.0, 0.1)
    own = stage.department_of(theme["area"])
    drafter, head, leader = drafter_of(stage, own), stage.head_of(own), in_charge_of(stage, own)
    act = yield from draft(stage, rng, theme, theme["title"], (drafter, head, leader), at)
    at = yield stage.days.after(at, rng, (100, 130))
    enclosed(stage, act, drafter, at)
    at = yield stage.days.after(at, rng, (5, 15))
    at = yield from answered(stage, rng, sent(stage, act, drafter, at), at)
    at = yield stage.days.after(at, rng, (10, 20))
    stage.deeds.do(
        asking.ask, actor=stage.who(head, at), at=at, title=theme["title"], department=own.pk, reason=theme["reason"],
        key="poll-1", document=act.document_id,
    )  # fmt: skip
    gathering = Gathering.objects.get(kind="poll", ground=theme["reason"]).pk
    at = yield stage.days.after(at, rng, (10, 30))
    mayor = stage.who("mayor", at)
    stage.deeds.do(polls.decide, actor=mayor, at=at, gathering=gathering, is_allowed=True, key="poll-2")
    at = yield from _sheet(stage, rng, gathering, keeper, theme["opinion"], at)
    at = yield stage.days.after(at, rng, (40, 90))
    marked(stage, act, "рішення", at)
    at = yield from registered(stage, rng, act, at)
    at = yield from publicity.shown(stage, rng, [act], at)
    yield from carried_out(stage, rng, [act], at)


def _sheet(stage: Stage, rng: Random, gathering: int, keeper: Post, opinion: str, at: datetime) -> Step:
    """The clerk goes from member to member by the alphabet with the sheet; the last of them disagrees and says why."""
    members = halls.poll_of(halls.gathering(gathering)).alphabetical
    for place, member in enumerate(members):
        at = yield at + timedelta(minutes=rng.randint(4, 9))
        is_against = place == len(members) - 1
        stage.deeds.do(
            polls.answer, actor=stage.who(keeper, at), at=at, gathering=gathering, member=member.id,
            vote="against" if is_against else "for", opinion=opinion if is_against else "", on=local_date(at),
            key=f"poll-{place + 3}",
        )  # fmt: skip
    at = yield at + timedelta(minutes=5)
    stage.deeds.do(polls.close, actor=stage.who(keeper, at), at=at, gathering=gathering, key="poll-end")
    return at
