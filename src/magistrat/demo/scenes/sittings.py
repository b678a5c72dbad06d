"""Sittings of the executive committee: planned by the regulation's days, their agendas, the hall, what follows in the days after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from magistrat.acts.actions import adopting, copying_sitting, drafting, registering_sitting
from magistrat.acts.models import Act, Copy
from magistrat.acts.queries import signing
from magistrat.bodies.actions import composition, set_up
from magistrat.bodies.models import Membership
from magistrat.bodies.queries import composition as members_of
from magistrat.demo import names
from magistrat.demo.scenes import Scene, publicity
from magistrat.demo.scenes.acts import clerk_of, in_charge_of, marked, sent_out
from magistrat.demo.scenes.carrying_out import carried_out
from magistrat.demo.scenes.case import Step
from magistrat.demo.scenes.hall import FATES, Hall
from magistrat.demo.scenes.questions import Asked, Meeting, themes, written
from magistrat.demo.stage import Stage
from magistrat.documents.actions import bulk
from magistrat.organisation.actions import people
from magistrat.organisation.models import Post
from magistrat.rules import act_text, sitting_days
from magistrat.rules import minutes as minutes_rules
from magistrat.rules.act_text import Point
from magistrat.rules.moments import local_date
from magistrat.rules.words import day
from magistrat.sittings.actions import (
    agenda_fixing,
    agendas,
    convening,
    members,
    minutes,
    minutes_signing,
    planning,
    questions,
)

# A whole year has all its sittings, a short one the last few; those long ago consider fewer questions.
HELD, WHOLE_YEAR, FEW = 5, 200, 3
SINCE, AHEAD = timedelta(days=35), timedelta(days=45)
BEFORE_CALL = 0.1
PLACE = "зала засідань виконавчого комітету"
GROUND = "рішення міської ради від {} № {}"
# Members who hold no post of the house.
OUTSIDERS = (
    "директор міського музею", "лікарка міської лікарні", "голова ради ветеранів", "підприємець",
)  # fmt: skip
NO_STENOGRAPH = "приміщення не мало відповідного технічного оснащення"


def plan(stage: Stage, letters: int) -> list[Meeting]:
    """The sittings of the year by the regulation's usual days, and the one that is coming."""
    usual = sitting_days.usual(
        stage.rules(stage.days.at(stage.until, 9)), stage.days.calendar, stage.since + SINCE, stage.until + AHEAD
    )  # fmt: skip
    past = [one.on for one in usual if one.on < stage.until]
    past = past if letters >= WHOLE_YEAR else past[-HELD:]
    coming = [one.on for one in usual if one.on >= stage.until][:1]
    recent = len(past) - HELD
    return [
        Meeting(on, number, on < stage.until, themes(number)[: None if number >= recent else FEW])
        for number, on in enumerate([*past, *coming])
    ]


def committee(stage: Stage, rng: Random, at: datetime) -> None:
    """The committee: those whose posts sit in it, and people of the city by the council's decision."""
    actor = stage.who("administrator", at)
    stage.deeds.do(set_up.set_up, actor=actor, at=at)
    body = members_of.committee()
    assert body is not None
    on = local_date(at)
    seats = sum(post.is_committee_member for post in stage.posts.values()) + len(OUTSIDERS)
    ground = GROUND.format(day(on - timedelta(days=3)), rng.randint(20, 90))
    since = on + timedelta(days=1)
    stage.deeds.do(composition.set_seats, actor=actor, at=at, body=body.pk, number=seats, since=since, ground=ground)
    surnames = names.people(rng)
    for said in OUTSIDERS:
        gender = "f" if said.startswith(("лікарка",)) else "m"
        name = names.named(next(surnames), rng, gender)
        person = stage.deeds.do(
            people.add_person, actor=actor, at=at, surname=name.surname, given=name.given, patronymic=name.patronymic,
            gender=gender,
        )  # fmt: skip
        stage.deeds.do(
            composition.appoint, actor=actor, at=at, body=body.pk, person=person.pk, role=Membership.Role.MEMBER,
            since=since, ground=ground, printed=said,
        )  # fmt: skip


def planned(stage: Stage, rng: Random, meetings: Sequence[Meeting]) -> Scene:
    """The office plans the sittings of the year."""
    at = yield stage.days.some(meetings[0].on - timedelta(days=28), rng, 0.1, 0.5)
    found = sitting_days.rule(stage.rules(at))
    clock = found.term.clock if found and found.term and found.term.clock else None
    stage.deeds.do(
        planning.plan_usual, actor=stage.who(office(stage), at), at=at, days=[one.on for one in meetings],
        time=clock or stage.days.calendar.day(meetings[0].on).hours[0][0].replace(hour=10, minute=0), place=PLACE,
    )  # fmt: skip


def office(stage: Stage) -> Post:
    """Who prepares sittings and writes down their course."""
    return next(stage.post(key) for key in ("sittings_exec", "control") if key in stage.posts)


def sitting(stage: Stage, rng: Random, meeting: Meeting, following: Meeting | None) -> Scene:
    """The sitting itself: called, its agenda, the hall, decisions signed and registered, minutes."""
    days, keeper = stage.days, office(stage)
    at = yield days.some(days.calendar.on_or_previous(meeting.on - timedelta(days=11)), rng, 0.4, 0.8)
    if stage.rules(at).get("convening_order_content"):
        order = f"розпорядження від {day(local_date(at))} № {rng.randint(100, 390)}-р"
        stage.deeds.do(convening.convene, actor=stage.who(keeper, at), at=at, sitting=meeting.row.pk, order=order)
    at = yield days.some(days.calendar.on_or_previous(meeting.on - timedelta(days=6)), rng, 0.2, 0.4)
    at = yield from _agenda(stage, rng, meeting, keeper, at)
    begins = meeting.row.gathering.at
    assert begins is not None
    at = yield days.at(meeting.on, begins.hour + begins.minute / 60 - BEFORE_CALL)
    yield from Hall(stage, rng, meeting, keeper, at).held(at)
    yield from _after(stage, rng, meeting, following, at)


def _agenda(stage: Stage, rng: Random, meeting: Meeting, keeper: Post, at: datetime) -> Step:
    row = meeting.row.pk
    rules, actor = stage.rules(at), stage.who(keeper, at)
    stage.deeds.do(agendas.include, actor=actor, at=at, sitting=row, wanted=[one.question.pk for one in meeting.ready])
    stage.deeds.do(agendas.arrange, actor=actor, at=at, sitting=row)
    at = yield stage.days.after(at, rng, (10, 30))
    stage.deeds.do(agenda_fixing.freeze, actor=stage.who(keeper, at), at=at, sitting=row)
    at = yield stage.days.after(at, rng, (20, 60))
    agrees = "mayor" if rules.get("agenda_mayor_agreement") else "affairs_manager"
    stage.deeds.do(agenda_fixing.agree, actor=stage.who(agrees, at), at=at, sitting=row)
    if rules.get("agenda_to_mayor"):
        at = yield stage.days.after(at, rng, (5, 15))
        stage.deeds.do(agenda_fixing.give_to_mayor, actor=stage.who("affairs_manager", at), at=at, sitting=row)
    at = yield stage.days.after(at, rng, (10, 30))
    stage.deeds.do(members.send, actor=stage.who(keeper, at), at=at, sitting=row)
    seated = members_of.members_on(meeting.row.gathering.body, meeting.on)
    for member in seated[: 2 + meeting.number % 3]:
        at = yield stage.days.after(at, rng, (30, 90))
        actor = stage.who(keeper, at) if member.post_id is None else stage.who(stage.by_id[member.post_id], at)
        stage.deeds.do(members.read_agenda, actor=actor, at=at, sitting=row, person=member.person_id)
    at = yield from publicity.agenda(stage, rng, meeting.row, at)
    return at


def _after(stage: Stage, rng: Random, meeting: Meeting, following: Meeting | None, at: datetime) -> Step:
    """What was adopted is signed and registered on the next days; what was put off goes to the next sitting; minutes."""
    fate = FATES[meeting.number % len(FATES)]
    adopted = [
        one for one in meeting.ready
        if one.act is not None and (one.theme.get("is_undisputed") or fate not in ("reject", "postpone"))
    ]  # fmt: skip
    for one in meeting.ready:
        if fate == "postpone" and "said" in one.theme and following is not None:
            at = yield stage.days.later(at, rng, (1, 1))
            moved = stage.deeds.do(
                questions.transfer, actor=stage.who(office(stage), at), at=at, question=one.question.pk,
                sitting=following.row.pk, reason=one.theme["said"][fate],
            )  # fmt: skip
            following.ready.append(Asked(one.theme, moved, one.act, one.drafter))
    at = yield from _registered(stage, rng, meeting, adopted, at)
    acts = [one.act for one in adopted if one.act is not None]
    at = yield from publicity.decisions(stage, rng, meeting.row, acts, at)
    at = yield stage.days.later(at, rng, (1, 2))
    at = yield from _minutes(stage, rng, meeting, at)
    yield from carried_out(stage, rng, acts, at)


def _registered(stage: Stage, rng: Random, meeting: Meeting, adopted: Sequence[Asked], at: datetime) -> Step:
    """The vote has put the decisions before the mayor: he signs them on paper, the office numbers all in one deed."""
    acts: list[Act] = [one.act for one in adopted if one.act is not None]
    for one, act in zip(adopted, acts, strict=True):
        if FATES[meeting.number % len(FATES)] == "amend" and "amend" in one.theme.get("said", {}):
            at = yield from _reworked(stage, rng, one, act, at)
        at = yield stage.days.after(at, rng, (40, 120))
        marked(stage, act, "рішення", at)
    at = yield at + timedelta(minutes=rng.randint(6, 12))
    clerk, gathering = clerk_of(stage, acts[0]), meeting.row.gathering_id
    stage.deeds.do(registering_sitting.register, actor=stage.who(clerk, at), at=at, gathering=gathering)
    for act in acts:
        at = yield from sent_out(stage, rng, act, at)
    if meeting.number % 2 == 0:
        at = yield stage.days.after(at, rng, (30, 90))
        run = stage.deeds.do(
            copying_sitting.begin, actor=stage.who(clerk, at), at=at, gathering=gathering, form=Copy.Form.COPY
        )
        # No worker lives the story: it is done here as the worker does it.
        bulk.go_on(at=run.started_at, run=run.pk)
    return at


def _reworked(stage: Stage, rng: Random, one: Asked, act: Act, at: datetime) -> Step:
    """Adopted with changes: the drafter writes them into the text, the office compares it with what was adopted (KR 4.25)."""
    at = yield stage.days.after(at, rng, (60, 150))
    now = Act.objects.get(pk=act.pk)
    text = act_text.read(now.text)
    said: str = one.theme["said"]["amend"]
    points = [*text.points[:-1], Point("", f"{said[:1].upper()}{said[1:]}."), text.points[-1]]
    head = stage.head_of(one.drafter.department)
    content = written(
        stage, replace(text, points=act_text.numbered(points)), head, in_charge_of(stage, head.department)
    )
    actor = stage.who(one.drafter, at)
    stage.deeds.do(drafting.write, actor=actor, at=at, act=act.pk, content=content, revision=now.revision)
    at = yield stage.days.after(at, rng, (5, 15))
    stage.deeds.do(adopting.hand_over, actor=stage.who(one.drafter, at), at=at, act=act.pk, note=said)
    at = yield stage.days.after(at, rng, (30, 80))
    newest = signing.version_of(act.document_id)
    version, clerk = newest.number if newest else 0, clerk_of(stage, act)
    stage.deeds.do(adopting.confirm, actor=stage.who(clerk, at), at=at, act=act.pk, version=version)
    return at


def _minutes(stage: Stage, rng: Random, meeting: Meeting, at: datetime) -> Step:
    keeper, row = office(stage), meeting.row.pk
    stage.deeds.do(
        minutes.set_manner, actor=stage.who(keeper, at), at=at, sitting=row, is_by_name=False,
        without_transcript=NO_STENOGRAPH,
    )  # fmt: skip
    at = yield stage.days.after(at, rng, (30, 90))
    stage.deeds.do(minutes_signing.hand_in, actor=stage.who(keeper, at), at=at, sitting=row)
    roles = minutes_rules.signatory_roles(stage.rules(at))
    for role in roles:
        at = yield stage.days.later(at, rng, (1, 1))
        stage.deeds.do(
            minutes_signing.sign, actor=stage.who(keeper, at), at=at, sitting=row, role=role, on=local_date(at)
        )
    return (yield from publicity.minutes(stage, rng, meeting.row, at))
