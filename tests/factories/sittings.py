"""A committee of a real city, its sitting with questions, and a console at it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from magistrat.bodies.actions import composition, recording, set_up
from magistrat.bodies.models import Event, Gathering, Membership
from magistrat.bodies.queries import composition as bodies
from magistrat.bodies.queries import halls
from magistrat.documents.actions import setup
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.models import Person
from magistrat.rules.hall_state import State
from magistrat.rules.moments import moment
from magistrat.sittings.actions import planning, questions
from magistrat.sittings.models import Question, Sitting
from tests.factories import organisation, regulation, snapshots

CITIES = Path(__file__).resolve().parents[2] / "cities"

DAY = date(2026, 3, 18)  # the third Wednesday, a regular day of both cities
AT = moment(datetime(2026, 3, 18, 14, 0))
GROUND = "рішення міської ради від 24.12.2020 №15"
# Who keeps the minutes (KR 4.45; DR 6.28), and whose department proposes questions.
KEEPER = {"kryvyi-rih": "sittings_exec", "druzhkivka": "control"}
PROPOSER = {"kryvyi-rih": "economy_head", "druzhkivka": "finance_head"}
LEADERS = ["Авдієнко", "Білик", "Васюта", "Гайда", "Довгань", "Жук", "Зінчук"]
OUTSIDERS = ["Бровко", "Вдовенко", "Грабар", "Дудар", "Жила", "Заруба", "Іскра", "Кобзар", "Лада", "Мазур"]


@dataclass
class Committee:
    """A committee of `seats` seats, all filled: leaders by their posts, then people of the city."""

    slug: str
    town: organisation.Town
    body: int
    members: list[int]
    keys: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def keeper(self) -> Actor:
        return self.town.actor(KEEPER[self.slug], DAY)

    @property
    def chair(self) -> int:
        return self.members[0]


def committee(slug: str = "kryvyi-rih", seats: int = 9) -> Committee:
    """Made once, then laid into the empty database."""
    return snapshots.once(("committee", slug, seats), lambda: _committee(slug, seats))


def _committee(slug: str, seats: int) -> Committee:
    return seated(slug, organisation.town(slug), seats)


def seated(slug: str, town: organisation.Town, seats: int = 9) -> Committee:
    """The committee of a town that is there already."""
    at = regulation.AT
    body, left = set_up.set_up(actor=SYSTEM, at=at)
    assert not left
    composition.set_seats(actor=SYSTEM, at=at, body=body.pk, number=seats, since=date(2026, 3, 3), ground=GROUND)
    leaders = Membership.objects.filter(body=body).order_by("pk").values_list("person", flat=True)
    for person, surname in zip(leaders, LEADERS, strict=False):
        Person.objects.filter(pk=person).update(surname=surname)
    while len(bodies.members_on(body, DAY)) < seats:
        number = len(bodies.members_on(body, DAY))
        person = organisation.person(number, surname=OUTSIDERS[number % len(OUTSIDERS)])
        composition.appoint(
            actor=SYSTEM, at=at, body=body.pk, person=person.pk, role=Membership.Role.MEMBER,
            since=date(2026, 3, 3), ground=GROUND, printed="представник громади",
        )  # fmt: skip
    return Committee(slug, town, body.pk, [member.pk for member in bodies.members_on(body, DAY)])


def sitting(made: Committee, on: date = DAY, kind: str = "regular") -> Sitting:
    """A planned sitting."""
    return planning.plan(actor=SYSTEM, at=regulation.AT, on=on, time=time(14, 0), kind=kind, place="зала засідань")


def question(made: Committee, where: Sitting, title: str = "Про бюджет", **said: Any) -> Question:
    """A question on its agenda."""
    proposer = made.town.actor(PROPOSER[made.slug], DAY)
    number = where.questions.count() + 1
    return questions.put(
        actor=proposer, at=regulation.AT, sitting=where.pk, title=title, department=proposer.department_id,
        **({"number": str(number), "stage": Question.Stage.ON_AGENDA} | said),
    )  # fmt: skip


@dataclass
class Held:
    """A committee with a sitting that is over: the first question adopted by six of seven, the second postponed."""

    made: Committee
    sitting: Sitting


def held_once(slug: str = "kryvyi-rih") -> Held:
    """Made once, with the city's registries, then laid into the empty database."""
    return snapshots.once(("held", slug), lambda: _held_once(slug))


def _held_once(slug: str) -> Held:
    made = _committee(slug, 9)
    kinds, registries = (CITIES / "documents.toml", CITIES / slug / "registries.toml")
    setup.load(actor=SYSTEM, at=AT, kinds=kinds.read_text("utf-8"), registries=registries.read_text("utf-8"))
    return Held(made, held(made))


def held(made: Committee, on: date = DAY, title: str = "Про бюджет", kind: str = "regular") -> Sitting:
    """A sitting held to its end."""
    where = sitting(made, on, kind)
    one, two = question(made, where, title), question(made, where, "Про звіт")
    stage = console(made, where).open(7).voting(one.pk)
    stage.vote(one.pk, for_=made.members[:6], against=made.members[6:7])
    stage.do("result", one.pk)
    stage.do("postponed", two.pk, reason="немає висновку")
    stage.do("closed")
    return Sitting.objects.select_related("gathering__body").get(pk=where.pk)


@dataclass
class Console:
    """A secretary's console: it knows the newest step it has seen."""

    made: Committee
    gathering: int
    name: str = "pult"
    known: int = 0
    actor: Actor | None = None

    def do(
        self, code: str, item: int | None = None, *, key: str = "", after: int | None = None, **payload: Any
    ) -> Event:
        """One step of this console, which then has seen everything."""
        event = recording.record(
            actor=self.actor or self.made.keeper, at=AT, gathering=self.gathering, code=code, payload=payload, item=item,
            key=key or f"{self.name}-{next(self.made.keys)}", after=self.known if after is None else after,
        )  # fmt: skip
        self.look()
        return event

    def look(self) -> State:
        """See all that has been written."""
        gathering = halls.gathering(self.gathering)
        self.known = gathering.last
        return halls.state_of(gathering)

    @property
    def state(self) -> State:
        return halls.state_of(halls.gathering(self.gathering))

    def open(self, present: int | None = None) -> Console:
        """Called, so many (else all) arrived, opened; the agenda approved where the clause wants it."""
        self.do("called")
        for member in self.made.members[: present or len(self.made.members)]:
            self.do("arrived", member=member)
        self.do("opened")
        if self.state.setting.edition.get("agenda_approval"):
            self.do("agenda_voted", votes=dict.fromkeys(map(str, self.state.present), "for"))
        return self

    def voting(self, item: int) -> Console:
        """The question begun and, where the clause wants it, announced for the vote."""
        self.do("question_begun", item)
        if self.state.setting.edition.get("voting_order"):
            self.do("discussion_waived", item)
            self.do("voting_announced", item, text="")
        return self

    def vote(self, item: int, **cast: Any) -> Console:
        """«for_=[…], against=[…]» by memberships."""
        votes = {str(member): vote.rstrip("_") for vote, who in cast.items() for member in who}
        self.do("vote_cast", item, votes=votes)
        return self


def console(made: Committee, where: Sitting, name: str = "pult") -> Console:
    """A console at a sitting."""
    return Console(made, where.gathering_id, name)


def gathering(where: Sitting) -> Gathering:
    """The gathering as it is now."""
    return halls.gathering(where.gathering_id)
