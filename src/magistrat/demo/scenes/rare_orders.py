"""Orders that do not come every week: a commission changed and dissolved, one that comes back unsigned, personnel orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from magistrat.acts.actions import copying, drafting, enclosing, redactions, relating, signing
from magistrat.acts.actions.relating import Touched
from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.models import Act, Redaction, Relation
from magistrat.acts.queries import facts
from magistrat.acts.queries import redactions as texts
from magistrat.demo import words
from magistrat.demo.scenes import Scene, publicity
from magistrat.demo.scenes.acts import PHONE, answered, clerk_of, drafter_of, in_charge_of, marked, registered, sent
from magistrat.demo.scenes.carrying_out import carried_out
from magistrat.demo.scenes.case import Step
from magistrat.demo.scenes.orders import CONTROL, NOTE
from magistrat.demo.stage import Stage
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Post
from magistrat.rules import act_commissions, act_kinds
from magistrat.rules.act_text import ActText, Annex, Point
from magistrat.rules.moments import local_date
from magistrat.rules.words import day

ABC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
# Whose department is beside the drafter's in the working group: its head gives a visa (DR 30.3).
BESIDE = "economy_head"
ORDERING = "ЗОБОВ'ЯЗУЮ"
ENCLOSED = "Копія зберігається в системі, її додано посиланням у тексті проєкту."


@dataclass
class Paper:
    """An order that is being prepared: its act, who prepares it, what it says."""

    act: Act
    drafter: Post
    content: Content


def commission(stage: Stage, rng: Random) -> Scene:
    """A working group by an order, its term changed by the second one, dissolved by the third; a copy is certified."""
    known = words.read("rare_orders")
    own = stage.department_of(known["commission"]["area"])
    # Begun while the manager of affairs is on leave, so that who stands in for him gives the visa.
    at = yield stage.days.some(stage.days.calendar.on_or_next(stage.until - timedelta(days=119)), rng, 0.1, 0.3)
    title = known["commission"]["title"].format(year=local_date(at).year + 1)
    first = yield from _begun(
        stage, rng, known["commission"] | {"title": title}, own, at, annexes=_group(stage, own, known)
    )
    at = yield from _consent(stage, rng, first, known["commission"]["outsider"], at)
    at = yield from _issued(stage, rng, first, at)
    earlier = Act.objects.select_related("document").get(pk=first.act.pk)
    at = yield from _changed(stage, rng, earlier, known, own, at + timedelta(days=20))
    at = yield stage.days.later(at, rng, (30, 35))
    third = yield from _begun(stage, rng, _named(known["repeal"], earlier), own, at)
    at = yield from _touched(stage, rng, third, earlier, Relation.Kind.REPEALS, (), at)
    at = yield from _issued(stage, rng, third, at)
    yield from carried_out(stage, rng, [first.act, third.act], at)


def returned(stage: Stage, rng: Random) -> Scene:
    """The mayor does not sign it; mended, it goes for visas once more and is signed."""
    said = words.read("rare_orders")["returned"]
    at = yield stage.days.some(stage.days.calendar.on_or_next(stage.until - timedelta(days=80)), rng, 0.1, 0.3)
    paper = yield from _begun(stage, rng, said, stage.department_of(said["area"]), at)
    drafter, act = paper.drafter, paper.act
    at = yield stage.days.after(at, rng, (120, 160))
    at = yield from answered(stage, rng, sent(stage, act, drafter, at), at)
    at = yield stage.days.after(at, rng, (15, 60))
    stage.deeds.do(signing.hand_in, actor=stage.who(drafter, at), at=at, act=act.pk)
    at = yield stage.days.later(at, rng, (1, 1))
    stage.deeds.do(signing.send_back, actor=stage.who("mayor", at), at=at, act=act.pk, reason=said["reason"])
    at = yield stage.days.after(at, rng, (60, 120))
    text = paper.content.text
    points = (replace(text.points[0], text=f"{said['mended']}."), *text.points[1:])
    mended = replace(paper.content, text=replace(text, points=points))
    revision = Act.objects.values_list("revision", flat=True).get(pk=act.pk)
    stage.deeds.do(drafting.write, actor=stage.who(drafter, at), at=at, act=act.pk, content=mended, revision=revision)
    at = yield from _issued(stage, rng, paper, at, note="Визначено порядок заміни на час хвороби")
    yield from carried_out(stage, rng, [act], at)


def personnel(stage: Stage, rng: Random, number: int) -> Scene:
    """The personnel office drafts an order on a leave or a trip; it goes to the person by name."""
    said = words.read("rare_orders")["personnel"][number]
    at = yield stage.days.some(
        stage.days.calendar.on_or_next(stage.until - timedelta(days=said["before"])), rng, 0.1, 0.3
    )
    officer = stage.post("personnel_officer")
    kind = act_kinds.kind(stage.rules(at), act_kinds.PERSONNEL_ORDER)
    assert kind is not None
    series = next((one for one in kind.series if one.key == said["series"]), kind.series[0])
    whom = stage.post("economy_exec")
    since = stage.days.calendar.on_or_next(local_date(at) + timedelta(days=20))
    point = said["point"].format(
        whom=organisation.dative(whom) if said["series"] == "leave" else "головного спеціаліста", on=day(since)
    )
    text = ActText(said["title"], said["stating"], "НАКАЗУЮ", (Point("1", f"{point}.", named=whom.title),), (), NOTE)
    leader = in_charge_of(stage, stage.by_id[officer.pk].department)
    content = Content(text=text, in_charge=leader.pk, phone=PHONE, recipients=(To(post=whom.pk),))
    start = Beginning(kind.key, series.key, said["title"], in_charge=leader.pk)
    act: Act = stage.deeds.do(drafting.begin, actor=stage.who(officer, at), at=at, start=start)
    at = yield stage.days.after(at, rng, (20, 60))
    actor = stage.who(officer, at)
    stage.deeds.do(drafting.write, actor=actor, at=at, act=act.pk, content=content, revision=act.revision)
    yield from _issued(stage, rng, Paper(act, officer, content), at)


def _changed(stage: Stage, rng: Random, earlier: Act, known: dict[str, Any], own: Department, at: datetime) -> Step:
    """The second order, the redaction that it makes, and its certified copy."""
    at = yield stage.days.some(stage.days.calendar.on_or_next(local_date(at)), rng, 0.1, 0.3)
    due = day(stage.days.calendar.on_or_next(local_date(at) + timedelta(days=40)))
    task = known["commission"]["task"]
    whom = organisation.dative(stage.head_of(own))
    task = f"{whom[:1].upper()}{whom[1:]} {task[:1].lower()}{task[1:]}"
    said = _named(known["change"], earlier, task=task, due=due)
    paper = yield from _begun(stage, rng, said, own, at)
    at = yield from _touched(stage, rng, paper, earlier, Relation.Kind.CHANGES, ("2",), at)
    at = yield from _issued(stage, rng, paper, at)
    at = yield stage.days.later(at, rng, (1, 2))
    awaited = Redaction.objects.select_related("act", "by_act").get(act=earlier.pk, by_act=paper.act.pk)
    text = texts.proposal(texts.one(awaited.pk)).text
    actor = stage.who(paper.drafter, at)
    stage.deeds.do(redactions.confirm, actor=actor, at=at, redaction=awaited.pk, text=text)
    at = yield stage.days.later(at, rng, (1, 2))
    stage.deeds.do(
        copying.certify, actor=stage.who(clerk_of(stage, paper.act), at), at=at, act=paper.act.pk,
        whom="Громадська організація «Зелений двір»", ground="лист організації про надання копії",
    )  # fmt: skip
    return at


def _named(said: dict[str, Any], earlier: Act, **more: str) -> dict[str, Any]:
    """The words with the earlier order's day, number and title in them."""
    assert earlier.adopted_on is not None
    known = {"on": day(earlier.adopted_on), "number": earlier.document.index, "title": earlier.title} | more
    return said | {key: said[key].format(**known) for key in ("title", "point")}


def _begun(
    stage: Stage, rng: Random, said: dict[str, Any], own: Department, at: datetime, *, annexes: tuple[Annex, ...] = ()
) -> Step:
    """A draft with a point that acts of itself, a task and the point of control."""
    drafter, head, leader = drafter_of(stage, own), stage.head_of(own), in_charge_of(stage, own)
    kind = act_kinds.kind(stage.rules(at), act_kinds.ORDER)
    assert kind is not None
    start = Beginning(kind.key, kind.series[0].key, said["title"], in_charge=leader.pk)
    act: Act = stage.deeds.do(drafting.begin, actor=stage.who(drafter, at), at=at, start=start)
    at = yield stage.days.after(at, rng, (20, 60))
    due = _due(stage, local_date(at))
    points = (
        Point("1", said["point"] if said["point"].endswith("»") else f"{said['point']}."),
        Point("2", f"{said['task']}.", (head.pk,), due_on=due, due_words=f"до {day(due)}"),
        Point("3", CONTROL, (leader.pk,), is_control=True),
    )  # fmt: skip
    text = ActText(said["title"], said["stating"], ORDERING, points, annexes, NOTE)
    content = Content(
        text=text, in_charge=leader.pk, phone=PHONE, recipients=(To(department=own.pk),),
        concerned=(stage.post(BESIDE).pk,) if annexes else (),
    )  # fmt: skip
    actor = stage.who(drafter, at)
    stage.deeds.do(drafting.write, actor=actor, at=at, act=act.pk, content=content, revision=act.revision)
    return Paper(act, drafter, content)


def _due(stage: Stage, on: date) -> date:
    return stage.days.calendar.on_or_next(on + timedelta(days=30))


def _group(stage: Stage, own: Department, known: dict[str, Any]) -> tuple[Annex, ...]:
    """The composition: the chair on top, a member of the house, one from outside."""
    said, on = known["commission"], stage.since
    rows = [(_full(post, on), _lowered(post.title)) for post in (stage.head_of(own), stage.post(BESIDE))]
    members = sorted(
        [*rows, (said["outsider"], said["outside"])], key=lambda row: [ABC.find(letter) for letter in row[0].lower()]
    )
    chair = in_charge_of(stage, own)
    top = (_full(chair, on), f"{_lowered(chair.title)}, голова робочої групи")
    return (Annex("1", said["annex"], rows=(top, *members), is_commission=True),)


def _lowered(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def _full(post: Post, on: date) -> str:
    holder = organisation.actor_of_post(post.pk, on)
    assert holder is not None
    assert holder.person_id is not None
    person = organisation.person(holder.person_id)
    return f"{person.surname} {person.given} {person.patronymic}"


def _consent(stage: Stage, rng: Random, paper: Paper, name: str, at: datetime) -> Step:
    at = yield stage.days.after(at, rng, (120, 160))
    if act_commissions.asks_consent(stage.rules(at), act_kinds.ORDER):
        actor, on = stage.who(paper.drafter, at), local_date(at)
        stage.deeds.do(enclosing.keep_consent, actor=actor, at=at, act=paper.act.pk, name=name, given_on=on)
    return at


def _touched(
    stage: Stage, rng: Random, paper: Paper, earlier: Act, kind: str, points: Sequence[str], at: datetime
) -> Step:
    at = yield stage.days.after(at, rng, (120, 160))
    actor = stage.who(paper.drafter, at)
    stage.deeds.do(
        relating.relate, actor=actor, at=at, act=paper.act.pk, kind=kind, touched=Touched(act=earlier.pk), point="1",
        points=points,
    )  # fmt: skip
    return at


def _issued(stage: Stage, rng: Random, paper: Paper, at: datetime, *, note: str = "") -> Step:
    """What the clause asks beside the text, visas, the signature, the number."""
    act, drafter = paper.act, paper.drafter
    at = yield stage.days.after(at, rng, (30, 60))
    for asked in facts.asked(Act.objects.get(pk=act.pk), local_date(at)):
        if asked.is_firm:
            actor = stage.who(drafter, at)
            stage.deeds.do(enclosing.enclose, actor=actor, at=at, act=act.pk, key=asked.key, said=ENCLOSED)
    at = yield stage.days.after(at, rng, (10, 30))
    at = yield from answered(stage, rng, sent(stage, act, drafter, at, note=note), at)
    at = yield stage.days.after(at, rng, (15, 60))
    stage.deeds.do(signing.hand_in, actor=stage.who(drafter, at), at=at, act=act.pk)
    at = yield stage.days.later(at, rng, (1, 1))
    marked(stage, act, "розпорядження", at)
    at = yield from registered(stage, rng, act, at)
    if act.kind == act_kinds.PERSONNEL_ORDER:
        return at
    return (yield from publicity.shown(stage, rng, [act], at))
