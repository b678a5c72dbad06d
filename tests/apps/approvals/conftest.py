"""A staffed city of either regulation and a draft of an order in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from magistrat.approvals.actions import answering, sending
from magistrat.approvals.models import Approval, Step
from magistrat.documents.actions import drafts
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, DocumentKind
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Person, Substitution
from magistrat.regulation import queries as regulation
from magistrat.rules import act_text
from magistrat.rules.act_text import ActText, Annex, Point
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from tests.factories.organisation import Town, town

DAY = date(2026, 3, 10)  # a working Tuesday
PARTS = (
    ("заголовок", "Про підготовку до опалювального сезону"),
    ("констатуюча частина", "З метою своєчасної підготовки"),
    ("пункт 1", "Підприємствам провести ремонт мереж до 01.10.2026."),
    ("пункт 2", "Контроль за виконанням покласти на заступника міського голови."),
    ("додаток 1", "План заходів"),
    ("пояснювальна записка", "Потрібно для сталого теплопостачання."),
)


def content_of(parts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What acts keep and compare of the parts: the same words."""
    words = dict(parts)
    points = tuple(Point(label.removeprefix("пункт "), said) for label, said in parts if label.startswith("пункт "))
    annexes = tuple(
        Annex(label.removeprefix("додаток "), "", said) for label, said in parts if label.startswith("додаток ")
    )
    named = ("заголовок", "констатуюча частина", "пояснювальна записка")
    title, stating, note = (words.get(label, "") for label in named)
    return act_text.write(ActText(title, stating, "", points, annexes, note))


def kyiv(text: str) -> datetime:
    """A winter moment of 2026 in Kyiv: «03-10 11:30»."""
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}:00+02:00").astimezone(UTC)


AT = kyiv("03-10 11:30")


@dataclass
class Hall:
    """The town with what a test of approvals does again and again."""

    town: Town
    drafter: str

    def actor(self, key: str, on: date = DAY, *, instead_of: str = "") -> Actor:
        """The person acting in the post, or standing in for another one."""
        post = self.town.posts[instead_of or key]
        return next(one for one in organisation.actors_of(self.town.people[key], on) if one.post_id == post)

    def draft(self, *, by: str = "", is_restricted: bool = False, at: datetime = AT) -> int:
        """The card of a draft, by its drafter."""
        kind, _ = DocumentKind.objects.get_or_create(
            key="order", defaults={"title": "Розпорядження", "directions": ["act"]}
        )
        actor = self.actor(by or self.drafter)
        card = Card(kind=kind.pk, summary="Про підготовку до опалювального сезону", is_restricted=is_restricted)
        return drafts.begin(actor=actor, at=at, card=card, direction=Direction.ACT).pk

    def send(self, document: int, *, by: str = "", at: datetime = AT, **other: Any) -> Approval:
        """Send a version of the draft."""
        drafter = other.pop("drafter", by or self.drafter)
        concerned = [self.town.posts[key] for key in other.pop("concerned", ())]
        in_charge = other.pop("in_charge", None)
        said: dict[str, Any] = {
            "kind": "order", "flags": [], "parts": PARTS, "content": content_of(other.get("parts", PARTS)),
            "drafter": self.town.posts[drafter], "concerned": concerned,
            "in_charge": self.town.posts[in_charge] if in_charge else None,
        }  # fmt: skip
        return sending.send(actor=self.actor(by or drafter), at=at, document=document, **(said | other))

    def steps(self, document: int) -> list[Step]:
        return list(Step.objects.filter(approval__document=document).select_related("post").order_by("position"))

    def open_roles(self, document: int) -> list[str]:
        return [step.role for step in self.steps(document) if step.state == "open"]

    def answer(self, document: int, role: str, outcome: str = "agreed", *, at: datetime = AT, **said: Any) -> Approval:
        """Answer the open step of a role by whoever holds its post."""
        step = next(one for one in self.steps(document) if one.role == role and one.state == "open")
        assert step.post_id is not None
        actor = said.pop("actor", None) or organisation.actor_of_post(step.post_id, DAY)
        return answering.answer(actor=actor, at=at, step=step.pk, outcome=outcome, **said)

    def agree(self, document: int, *, until: str = "", at: datetime = AT) -> list[str]:
        """Agree at every open step, in their turns, up to the role (which is left open); the roles that agreed."""
        done = []
        while roles := [role for role in self.open_roles(document) if role != until]:
            if until in self.open_roles(document):
                break
            self.answer(document, roles[0], at=at)
            done.append(roles[0])
        return done

    def stand_in(self, absent: str, substitute: str) -> Substitution:
        return Substitution.objects.create(
            absent_id=self.town.posts[absent], substitute_id=self.town.posts[substitute], reason="leave", since=DAY,
            proposed_at=AT, proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
        )  # fmt: skip

    @property
    def edition(self) -> Edition:
        return regulation.rules_on(DAY)


@pytest.fixture
def hall(db: None) -> Hall:
    """The first city (KR)."""
    return Hall(town("kryvyi-rih"), "infrastructure_exec")


@pytest.fixture
def other_hall(db: None) -> Hall:
    """The second city (DR)."""
    return Hall(town("druzhkivka"), "housing_exec")


@pytest.fixture
def refused() -> Callable[..., Refusal]:
    """The refusal of a deed."""

    def of(deed: Callable[..., Any], *given: Any, **words: Any) -> Refusal:
        with pytest.raises(Refusal) as caught:
            deed(*given, **words)
        return caught.value

    return of


Enter = Callable[..., Client]


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Enter:
    """A browser of whoever holds the post, at the moment of the tests."""
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())

    def of(hall: Hall, key: str) -> Client:
        person = hall.town.people[key]
        user, _ = get_user_model().objects.get_or_create(login=f"person{person}", defaults={"created_at": AT})
        Person.objects.filter(pk=person).update(account=user)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of


def labels(refusals: Sequence[Refusal]) -> list[tuple[str, str]]:
    """Clauses and sentences."""
    return [(refusal.clause, refusal.message) for refusal in refusals]
