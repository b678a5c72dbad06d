"""An order of the mayor on its way: written, visaed step by step, signed, numbered, sent, its points executed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from magistrat.acts.actions import drafting, electronic, mailing, signing
from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.models import Act, Delivery
from magistrat.approvals.actions import answering, remarks
from magistrat.approvals.models import Answer, Remark
from magistrat.approvals.models import Step as VisaStep
from magistrat.demo import words
from magistrat.demo.scenes import Scene, publicity
from magistrat.demo.scenes.acts import PHONE, drafter_of, in_charge_of, marked, registered, sent
from magistrat.demo.scenes.carrying_out import carried_out
from magistrat.demo.scenes.case import Step
from magistrat.demo.stage import Stage
from magistrat.journal.actor import SYSTEM
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Post
from magistrat.rules import act_kinds, approving
from magistrat.rules.act_text import ActText, Point
from magistrat.rules.moments import local_date
from magistrat.rules.words import day
from magistrat.signatures.actions import keys
from magistrat.signatures.authority import Holder

OWN = "own_keys"
# What the README tells: the PIN of the mayor's key in the demo.
PIN = "demo-2026"
SEASONS = ("зимовий період", "весняний період", "літній період", "осінній період")
REPEATED = {"month": "щомісяця до {} числа", "quarter": "щокварталу до {} числа"}
CONTROL = "Координацію роботи з виконання розпорядження покласти на"
NOTE = "Проєкт розпорядження підготовлено на виконання плану роботи."
# After how many visas an unfinished draft of the last days stops, by the place in the plan.
FATES = ("written", "first", "third", "agreed", "handed", "signed")


@dataclass(frozen=True)
class Order:
    """What is ordered, by whom it is prepared, how far it comes, and whether it meets a remark."""

    theme: dict[str, Any]
    at: datetime
    fate: str = ""
    is_remarked: bool = False
    is_electronic: bool = False


def plan(stage: Stage, rng: Random, count: int) -> Iterable[Order]:
    """Orders over the year, and some of the last days on which every desk has its work."""
    themes = words.read("orders")["order"]
    whole = stage.days.working(stage.since + timedelta(days=10), stage.until - timedelta(days=12))
    for number in range(count):
        at = stage.days.some(whole[number * len(whole) // count], rng, 0.0, 0.4)
        is_late = number >= count - 5
        yield Order(themes[number % len(themes)], at, is_remarked=number % 6 == 2, is_electronic=is_late)
    for number, fate in enumerate(FATES):
        at = stage.days.some(stage.days.calendar.add_working(stage.until, -9 + number), rng, 0.0, 0.4)
        yield Order(themes[(count + number) % len(themes)], at, fate)


def keys_of_the_mayor(stage: Stage, at: datetime) -> None:
    """The city's test authority gives the mayor a key, so that orders can be signed electronically."""
    mayor = stage.post("mayor")
    actor = stage.who(mayor, at)
    assert actor.person_id is not None
    person = organisation.person(actor.person_id)
    holder = Holder(person.surname, f"{person.given} {person.patronymic}", mayor.title, "Виконавчий комітет")
    stage.deeds.do(keys.make_authority, actor=SYSTEM, at=at, organisation="Виконавчий комітет (випробувальний надавач)")
    stage.deeds.do(keys.issue, actor=SYSTEM, at=at, person=person.pk, holder=holder, pin=PIN)


def order(stage: Stage, rng: Random, said: Order) -> Scene:
    """The whole way, as far as the order comes before the curtain falls."""
    at = yield said.at
    department = stage.department_of(said.theme["area"])
    drafter = drafter_of(stage, department)
    leader = in_charge_of(stage, department)
    kinds = act_kinds.kind(stage.rules(at), act_kinds.ORDER)
    assert kinds is not None
    title = said.theme["title"].format(year=local_date(at).year, season=SEASONS[(local_date(at).month % 12) // 3])
    start = Beginning(act_kinds.ORDER, kinds.series[0].key, title, in_charge=leader.pk)
    act: Act = stage.deeds.do(drafting.begin, actor=stage.who(drafter, at), at=at, start=start)
    at = yield stage.days.after(at, rng, (25, 90))
    content = _content(stage, said, title, leader, department, local_date(at))
    stage.deeds.do(
        drafting.write, actor=stage.who(drafter, at), at=at, act=act.pk, content=content, revision=act.revision
    )
    if said.fate == "written":
        return
    at = yield stage.days.after(at, rng, (10, 60))
    at = yield from _visas(stage, rng, said, act, drafter, at)
    if at is None:
        return
    at = yield stage.days.after(at, rng, (15, 120))
    stage.deeds.do(signing.hand_in, actor=stage.who(drafter, at), at=at, act=act.pk)
    if said.fate == "handed":
        return
    at = yield from _signed(stage, rng, said, act, at)
    if said.fate == "signed":
        return
    at = yield from registered(stage, rng, act, at)
    # The last ones still wait for whoever publishes.
    if not said.is_electronic:
        at = yield from publicity.shown(stage, rng, [act], at)
    yield from _executed(stage, rng, act, content, at)


def _content(stage: Stage, said: Order, title: str, leader: Post, own: Department, on: date) -> Content:
    points, heads = [], dict[int, Post]()
    for number, one in enumerate(said.theme["points"], 1):
        head = stage.head_of(stage.department_of(one["area"]))
        heads[head.pk] = head
        points.append(_point(str(number), one, head, stage, on))
    informed = stage.days.calendar.on_or_next(on + timedelta(days=80))
    last = str(len(points) + 1)
    points.append(
        Point(
            last, "Узагальнити інформацію про виконання розпорядження та подати її міському голові.",
            (stage.head_of(own).pk,), due_on=informed, due_words=f"до {day(informed)}",
        )
    )  # fmt: skip
    points.append(Point(str(len(points) + 1), CONTROL, (leader.pk,), is_control=True))
    text = ActText(title, said.theme["stating"], "ЗОБОВ'ЯЗУЮ", tuple(points), (), NOTE)
    departments = dict.fromkeys(head.department_id for head in (*heads.values(), stage.head_of(own)))
    concerned = tuple(pk for pk, head in heads.items() if head.department_id != own.pk)
    return Content(
        text=text, flags=tuple(said.theme.get("flags", ())), in_charge=leader.pk, concerned=concerned,
        phone=PHONE, recipients=tuple(To(department=one) for one in departments),
    )  # fmt: skip


def _point(label: str, one: dict[str, Any], head: Post, stage: Stage, on: date) -> Point:
    text = f"{one['text']}."
    if repeats := one.get("repeats"):
        return Point(
            label, text, (head.pk,), due_words=REPEATED[repeats].format(one["day"]), repeats=repeats, repeat_day=one["day"]
        )  # fmt: skip
    due = stage.days.calendar.on_or_next(on + timedelta(days=one["days"] + 6))
    return Point(label, text, (head.pk,), due_on=due, due_words=f"до {day(due)}")


def _visas(stage: Stage, rng: Random, said: Order, act: Act, drafter: Post, at: datetime) -> Step:
    """Sent along the route; everyone asked answers in his turn, mostly on the same day; none when it stops half-way."""
    steps = sent(stage, act, drafter, at)
    most = {"first": 1, "third": 3}.get(said.fate)
    for number, step in enumerate(steps):
        if most is not None and number >= most:
            return None
        at = yield stage.days.after(at, rng, (20, 200))
        assert step.post_id is not None
        who = stage.who(stage.by_id[step.post_id], at)
        if said.is_remarked and number == 2:
            at = yield from _remarked(stage, rng, act, step, drafter, at)
        else:
            stage.deeds.do(answering.answer, actor=who, at=at, step=step.pk, outcome=Answer.Outcome.AGREED)
    rule = approving.objection(stage.rules(at), act.kind)
    if said.is_remarked and rule is not None and rule.reported_before:
        at = yield stage.days.after(at, rng, (10, 60))
        stage.deeds.do(remarks.report, actor=stage.who("affairs_manager", at), at=at, document=act.document_id)
    return None if said.fate == "agreed" else at


def _remarked(stage: Stage, rng: Random, act: Act, step: VisaStep, drafter: Post, at: datetime) -> Step:
    who = stage.who(stage.by_id[step.post_id or 0], at)
    said = [("пункт 1", "Строк виконання пункту доцільно узгодити з графіком робіт підрядника.")]
    stage.deeds.do(
        answering.answer, actor=who, at=at, step=step.pk, outcome=Answer.Outcome.REMARKS, remarks=said,
        note="Загалом погоджуюся.",
    )  # fmt: skip
    at = yield stage.days.after(at, rng, (15, 60))
    remark = Remark.objects.filter(answer__step=step.pk).order_by("id").values_list("pk", flat=True)[0]
    stage.deeds.do(
        remarks.reply, actor=stage.who(drafter, at), at=at, remark=remark, verdict=Remark.Verdict.REJECTED,
        text="Графік підрядника допускає виконання робіт у визначений строк.",
    )  # fmt: skip
    return at


def _signed(stage: Stage, rng: Random, said: Order, act: Act, at: datetime) -> Step:
    at = yield stage.days.later(at, rng, (1, 1))
    if said.is_electronic and stage.away("mayor", at) is None:
        stage.deeds.do(
            electronic.sign, actor=stage.who("mayor", at), at=at, act=act.pk, provider=OWN, version=1, secret=PIN
        )
        return at
    marked(stage, act, "розпорядження", at)
    return at


def _executed(stage: Stage, rng: Random, act: Act, content: Content, at: datetime) -> Step:
    """Heads read the order and carry out their points."""
    for one in content.recipients:
        at = yield stage.days.later(at, rng, (1, 1))
        head = next(
            post for post in stage.posts.values() if post.department_id == one.department and post.is_department_head
        )
        if Delivery.objects.filter(recipient__act=act.pk, recipient__department=one.department).exists():
            stage.deeds.do(mailing.read, actor=stage.who(head, at), at=at, act=act.pk)
    yield from carried_out(stage, rng, [act], at)
