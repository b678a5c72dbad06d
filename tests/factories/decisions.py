"""Decisions of a committee of either city: before it, adopted in the hall by its steps, signed, ready for their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from magistrat.acts.actions import signing
from magistrat.acts.models import Act
from magistrat.approvals.models import Approval, Version
from magistrat.bodies.models import Outcome
from magistrat.documents.actions import files, grants
from magistrat.documents.models import Registry
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.rules import act_text
from magistrat.rules.act_text import ActText, Point
from magistrat.rules.moments import moment
from magistrat.sittings.models import Question, Sitting
from tests.factories import acts, orders, sittings, snapshots
from tests.factories.acts import Hall
from tests.factories.sittings import Committee, Console

DAY = sittings.DAY  # Wednesday 18 March
AT = sittings.AT
CLERKS = {"kryvyi-rih": "sittings_exec", "druzhkivka": "control"}
KIND = "committee-decision"
CHANGES = "У пункті 1 слово «плану» замінити словом «графіка»."


@dataclass
class City:
    """A city with registries of acts and a committee of nine."""

    hall: Hall
    made: Committee

    @property
    def slug(self) -> str:
        return self.hall.slug

    @property
    def clerk(self) -> Actor:
        """Who registers decisions (KR 4.34; DR 6.26)."""
        return self.hall.town.actor(CLERKS[self.slug], DAY)

    @property
    def drafter(self) -> Actor:
        return self.hall.town.actor(orders.DRAFTERS[self.slug], DAY)

    @property
    def mayor(self) -> Actor:
        return self.hall.town.actor("mayor", DAY)


def city(slug: str) -> City:
    """Made once, then laid into the empty database."""
    return snapshots.once(("decisions", slug), lambda: _city(slug))


def _city(slug: str) -> City:
    found = acts.hall(slug)
    made = sittings.seated(slug, found.town)
    one = City(found, made)
    agreed(one, "Про план роботи")
    return one


def agreed(one: City, title: str = "Про план роботи", **other: Any) -> Act:
    """A draft decision with all its visas; the first of a city is made once."""
    found = Act.objects.filter(state=Act.State.AGREED, title=title, kind=KIND, document__questions__isnull=True).first()
    if found is not None and not other:
        return found
    other.setdefault("kind", KIND)
    said = other.pop("said", None) or text(one, title)
    return orders.agreed(one.hall, at=moment(datetime(2026, 3, 10, 10)), said=said, **other)


def text(one: City, title: str) -> ActText:
    """A decision with a point for a department's head and one on control."""
    head = one.hall.post({"kryvyi-rih": "infrastructure_head", "druzhkivka": "housing_head"}[one.slug])
    deputy = one.hall.post("deputy_1")
    return ActText(
        title=title,
        stating="З метою організації роботи; відповідно до ст. 40 Закону України «Про місцеве самоврядування в Україні»",
        ordering="виконавчий комітет міської ради ВИРІШИВ:",
        points=(
            Point("1", "Забезпечити виконання плану", executors=(head.pk,), due_on=date(2026, 5, 29)),
            Point("2", "Контроль за виконанням рішення покласти", executors=(deputy.pk,), is_control=True),
        ),
    )


def sitting(one: City, drafts: Sequence[Act], on: date = DAY) -> tuple[Sitting, dict[int, Question]]:
    """A sitting with a question for each draft, in this order."""
    where = sittings.sitting(one.made, on)
    return where, {act.pk: sittings.question(one.made, where, act.title, document=act.document_id) for act in drafts}


def hall(one: City, drafts: Sequence[Act], results: Sequence[str] = ()) -> Sitting:
    """The drafts considered in a sitting by the console's steps: «adopted», «changed», «rejected», «withdrawn», «postponed»."""
    where, asked = sitting(one, drafts)
    console = sittings.console(one.made, where).open()
    for act, result in zip(drafts, results or ["adopted"] * len(drafts), strict=True):
        consider(one, console, asked[act.pk].pk, result)
    return where


def consider(one: City, console: Console, item: int, result: str) -> None:
    """One question from its beginning to its result."""
    members = one.made.members
    if result in ("withdrawn", "postponed"):
        console.do("question_begun", item)
        console.do(result, item, reason="на доопрацювання")
        return
    console.voting(item).vote(item, **({"against": members} if result == "rejected" else {"for_": members}))
    console.do("result", item, **({"changes": CHANGES} if result == "changed" else {}))


def adopted(one: City, title: str = "Про план роботи", **other: Any) -> Act:
    """A decision adopted in the hall, before its signatory."""
    act = agreed(one, title, **other)
    hall(one, [act])
    act.refresh_from_db()
    return act


def signed(one: City, act: Act, on: date = DAY) -> Act:
    """Signed on paper."""
    return signing.mark_paper(
        actor=one.clerk, at=moment(datetime(on.year, on.month, on.day, 16)), act=act.pk, signed_on=on, scan=[orders.paper()],
        are_annexes_signed=True,
    )  # fmt: skip


def signed_by_hand(one: City, where: Sitting, number: int, title: str = "", **other: Any) -> Act:
    """A decision of the sitting that waits for its number, written without walking its way."""
    said = text(one, title or f"Про питання {number}")
    act = acts.draft(one.hall, by=orders.DRAFTERS[one.slug], at=AT, text=said, kind=other.pop("kind", KIND))
    approval = Approval.objects.create(
        document=act.document, kind=act.kind, state=Approval.State.AGREED, drafter=act.drafter, changed_at=AT, version=1
    )
    version = Version.objects.create(
        approval=approval, number=1, content=act.text, parts=act_text.parts(said), digest="0" * 64, at=AT, by="тест"
    )
    act.outcome = outcome(where, act, number)
    act.adopted_version = act.signed_version = version
    act.adopted_on = act.outcome.on
    act.state, act.signed_on, act.signed_at = Act.State.SIGNED, DAY, AT
    act.signed_title, act.signed_name = "Міський голова", "Іван КОВАЛЬ"
    for name, value in other.items():
        setattr(act, name, value)
    act.signed_file = files.put(
        document=act.document, uploads=[replace(orders.paper(), role="signed")], actor=SYSTEM, at=AT
    )[0]
    act.save()
    registry = Registry.objects.get(key=act.kind)
    grants.give(document=act.document, at=AT, reason="registrar", source="tests", department=registry.department_id)
    grants.give(document=act.document, at=AT, reason="signatory", source="tests", post=one.hall.post("mayor").pk)
    return act


def shown_to_mayor(one: City, order: Act) -> Act:
    """He sees an order of his own."""
    grants.give(document=order.document, at=AT, reason="author", source="tests", post=one.hall.post("mayor").pk)
    return order


def outcome(where: Sitting, act: Act, number: int, **said: Any) -> Outcome:
    """What the committee decided on the draft, written at once."""
    fields = {
        "result": "adopted", "in_favour": 9, "against": 0, "abstained": 0, "silent": 0, "recused": 0,
        "explanation": "за — 9 із 9", "clause": "4.4", "on": where.gathering.on, "at": AT, "item": act.pk,
        "number": str(number),
    } | said  # fmt: skip
    return Outcome.objects.create(gathering=where.gathering, document=act.document, **fields)
