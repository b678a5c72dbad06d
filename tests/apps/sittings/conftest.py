"""A committee of either city preparing a sitting: who does what there, drafts, questions at each stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from magistrat.approvals.models import Approval, Version
from magistrat.documents.actions import drafts
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, Document, DocumentKind
from magistrat.journal.actor import Actor
from magistrat.journal.models import Entry
from magistrat.rules import act_text
from magistrat.rules.moments import moment
from magistrat.sittings.actions import agenda_fixing, agendas, delivering, planning, questions
from magistrat.sittings.models import Question, Sitting
from magistrat.ui import clock
from tests.factories import documents, sittings

KR, DR = "kryvyi-rih", "druzhkivka"
ON = date(2026, 4, 15)  # the third Wednesday
KEYS = {
    KR: {"manager": "affairs_manager", "office": "sittings_exec", "head": "economy_head", "exec": "economy_exec",
         "other": "health_head", "editor": "computing_head", "press": "press_head", "mayor": "mayor"},
    DR: {"manager": "affairs_manager", "office": "control", "head": "housing_head", "exec": "housing_exec",
         "other": "economy_head", "editor": "control", "press": "control", "mayor": "mayor"},
}  # fmt: skip
COPIES = {KR: 5, DR: None}


def kyiv(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of 2026 in Kyiv."""
    return moment(datetime(2026, month, day, hour, minute))


EARLY = kyiv(3, 5)  # before every last day of the sitting of 15 April
LATE = kyiv(4, 10)  # after the last day of delivery: 8 April in both cities
AT = kyiv(3, 30)


def sent(approval: Approval, title: str, words: str, number: int = 1) -> Version:
    """The draft's text as it was sent for visas."""
    text = act_text.ActText(title, "Відповідно до Закону", "ВИРІШИВ:", (act_text.Point("1", words),))
    return Version.objects.create(
        approval=approval, number=number, content=act_text.write(text), parts=act_text.parts(text), digest="0" * 64, at=EARLY,
        by="тест",
    )  # fmt: skip


@dataclass
class Preparing:
    """The committee with the sitting that is prepared."""

    made: sittings.Committee
    sitting: Sitting

    @property
    def slug(self) -> str:
        return self.made.slug

    def actor(self, who: str) -> Actor:
        """The one who does this work in the city."""
        return self.made.town.actor(KEYS[self.slug][who], ON)

    def draft(self, title: str = "Про бюджет", *, by: str = "head", agreed: bool = True, **said: Any) -> Document:
        """A draft decision with its approval, agreed or running."""
        kind, _ = DocumentKind.objects.get_or_create(
            key="decision", defaults={"title": "Рішення", "directions": ["act"]}
        )
        actor = self.actor(by)
        card = Card(kind=kind.pk, summary=title, is_restricted=said.pop("is_restricted", False))
        document = drafts.begin(actor=actor, at=EARLY, card=card, direction=Direction.ACT)
        state = Approval.State.AGREED if agreed else Approval.State.RUNNING
        words = said.pop("words", "Затвердити зміни до бюджету.")
        approval = Approval.objects.create(
            document=document,
            kind="committee-decision",
            state=state,
            drafter_id=actor.post_id,
            changed_at=EARLY,
            version=1,
            **said,
        )
        sent(approval, title, words)
        return document

    def propose(self, title: str = "Про бюджет", *, by: str = "head", at: datetime = EARLY, **said: Any) -> Question:
        """A question proposed by the head of a unit."""
        actor = self.actor(by)
        where = said.pop("sitting", self.sitting.pk)
        fields = {"department": actor.department_id} | said
        return questions.propose(actor=actor, at=at, sitting=where, title=title, **fields)

    def deliver(self, question: Question, *, at: datetime = EARLY, by: str = "head", **said: Any) -> Question:
        """Its draft delivered with as many copies as the clause asks."""
        fields = {"copies": COPIES[self.slug]} | said
        return delivering.deliver(actor=self.actor(by), at=at, question=question.pk, **fields)

    def ready(self, title: str = "Про бюджет", *, at: datetime = EARLY, by: str = "head", **said: Any) -> Question:
        """A question whose papers the manager of affairs has reviewed."""
        question = self.propose(title, by=by, document=self.draft(title, by=by).pk, **said)
        self.deliver(question, at=at, by=by)
        return delivering.review(actor=self.actor("manager"), at=at, question=question.pk)

    def agenda(self, *titles: str) -> list[Question]:
        """An agenda of these questions."""
        rows = [self.ready(title) for title in titles]
        return agendas.include(
            actor=self.actor("office"), at=AT, sitting=self.sitting.pk, wanted=[row.pk for row in rows]
        )

    def frozen(self, *titles: str) -> Sitting:
        """An agenda of these questions, frozen."""
        self.agenda(*titles)
        return agenda_fixing.freeze(actor=self.actor("office"), at=AT, sitting=self.sitting.pk)

    def agreed(self, *titles: str) -> Sitting:
        """An agenda of these questions, frozen and agreed by whom the clause names."""
        self.frozen(*titles)
        who = "mayor" if self.slug == KR else "manager"
        return agenda_fixing.agree(actor=self.actor(who), at=AT, sitting=self.sitting.pk)

    def deeds(self, question: Question) -> list[str]:
        """Codes of the question's journal in order."""
        found = Entry.objects.filter(subject_kind="sittings.question", subject=question.pk).order_by("pk")
        return [entry.code for entry in found]


def prepare(slug: str) -> Preparing:
    made = sittings.committee(slug)
    keeper = made.town.actor(KEYS[slug]["office"], ON)
    sitting = planning.plan(actor=keeper, at=EARLY, on=ON, time=time(14), kind="regular", place="зала засідань")
    return Preparing(made, sitting)


@pytest.fixture(params=[KR, DR])
def either(request, db) -> Preparing:
    """The sitting of each real city in turn."""
    return prepare(request.param)


@pytest.fixture
def kr(db) -> Preparing:
    return prepare(KR)


@pytest.fixture
def dr(db) -> Preparing:
    return prepare(DR)


@pytest.fixture
def committee(db) -> sittings.Committee:
    """The committee of the city with polls, for what happens on the day of a sitting."""
    return sittings.committee(KR)


@pytest.fixture
def on_the_day(monkeypatch) -> None:
    """Everybody is at work a minute after the sitting's hour."""
    monkeypatch.setenv(clock.FIXED, (sittings.AT + timedelta(minutes=1)).isoformat())


@pytest.fixture
def client_of() -> Callable[[sittings.Committee, str], Client]:
    """A client signed in as the holder of the post."""
    return lambda made, key: documents.signed_in(Client(), made.town.actor(key, sittings.DAY))
