"""A small city hall of either city for letters: leaders, a housing department, the records unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from magistrat.accounts.models import User
from magistrat.correspondence.actions import drafting
from magistrat.correspondence.draft import Draft
from magistrat.correspondence.models import Letter
from magistrat.documents.actions import registration
from magistrat.documents.actions.files import Upload
from magistrat.documents.card import Card, Party
from magistrat.documents.models import CaseFile, Correspondent, Document, DocumentKind, Registry
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Field, Holding, Person, Post, Substitution
from magistrat.regulation import actions as regulation
from magistrat.rules import edition
from magistrat.tasks.models import Resolution, Task

CITIES = Path(__file__).resolve().parents[3] / "cities"
SINCE = date(2016, 1, 1)
DAY = date(2026, 3, 10)  # a working Tuesday
PEOPLE = {
    "mayor": ("Гончарук", "Остап", "Миронович", "m"),
    "deputy": ("Литвиненко", "Дарина", "Юхимівна", "f"),
    "manager": ("Кравець", "Ярина", "Сидорівна", "f"),
    "head": ("Мороз", "Захар", "Пилипович", "m"),
    "executor": ("Ткач", "Соломія", "Гнатівна", "f"),
    "other": ("Ярема", "Тиміш", "Гнатович", "m"),
    "clerk": ("Савчук", "Олеся", "Романівна", "f"),
    "unit_clerk": ("Бондар", "Устина", "Левківна", "f"),
    "assistant": ("Гуменюк", "Злата", "Юріївна", "f"),
}
POSTS = {
    "mayor": ("Міський голова", "leadership", ["mayor"]),
    "deputy": ("Заступник міського голови", "leadership", ["deputy_mayor"]),
    "manager": ("Керуюча справами виконкому", "leadership", ["affairs_manager"]),
    "head": ("Начальник управління", "housing", ["department_head"]),
    "executor": ("Головний спеціаліст", "housing", ["executor"]),
    "other": ("Провідний спеціаліст", "finance", ["executor"]),
    "clerk": ("Спеціаліст служби діловодства", "records", ["records_clerk"]),
    "unit_clerk": ("Діловод управління", "housing", ["department_clerk"]),
    "assistant": ("Секретар керівника", "leadership", ["leader_assistant"]),
}


def kyiv(text: str) -> datetime:
    """A winter moment of 2026 in Kyiv: «03-10 11:30»."""
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}:00+02:00").astimezone(UTC)


AT = kyiv("03-10 11:30")


@cache
def texts(slug: str) -> dict[str, str]:
    folder = next(path for path in sorted((CITIES / slug).iterdir()) if path.is_dir())
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.toml")}


@dataclass
class Hall:
    """The city hall: posts and correspondents by key."""

    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    correspondents: dict[str, Correspondent] = field(default_factory=dict)
    registries: dict[str, Registry] = field(default_factory=dict)
    kinds: dict[str, DocumentKind] = field(default_factory=dict)
    case_file: Any = None

    def actor(self, key: str, on: date = DAY, *, instead_of: str = "") -> Actor:
        """The person acting in the post, or standing in for another one."""
        choices = organisation.actors_of(self.people[key].pk, on)
        post = self.posts[instead_of or key].pk
        return next(one for one in choices if one.post_id == post)

    def draft(self, *addressees: str, signatory: str = "deputy", **other: Any) -> Draft:
        """A whole draft to these correspondents."""
        fields: dict[str, Any] = {
            "kind": self.kinds["letter"].pk,
            "addressees": tuple(self.correspondents[key].pk for key in addressees or ("enterprise",)),
            "summary": "Про надання інформації",
            "text": "Надаємо запитувану інформацію.",
            "signatory": self.posts[signatory].pk,
            "phone": "92-13-14",
        }
        return Draft(**(fields | other))

    def letter(self, *addressees: str, at: datetime = AT, by: str = "executor", **other: Any) -> Letter:
        """A saved draft."""
        named = {name: other.pop(name) for name in ("task", "reply_to", "uploads") if name in other}
        return drafting.draft(actor=self.actor(by), at=at, content=self.draft(*addressees, **other), **named)

    def incoming(
        self, *, to: str = "mayor", sender: str = "ministry", kind: str = "ministry_letter", at: datetime = AT
    ) -> Document:
        """A registered incoming paper."""
        card = Card(
            kind=self.kinds[kind].pk,
            summary="Про стан підготовки до опалювального сезону",
            parties=(Party(self.correspondents[sender].pk, "12/34-5", DAY),),
            addressee=self.posts[to].pk,
            way="post",
        )
        registry = self.registries["incoming"].pk
        return registration.register_incoming(actor=SYSTEM, at=at, registry_id=registry, card=card, confirm=True)

    def task(self, document: Document, *, to: str = "executor", part: str = "main", at: datetime = AT) -> Task:
        """A task on the document by its addressee's resolution."""
        resolution, _ = Resolution.objects.get_or_create(
            document=document,
            author=document.addressee,
            defaults={"author_printed": "Міський голова", "text": "До виконання", "at": at, "on": DAY},
        )
        return Task.objects.create(
            document=document, resolution=resolution, part=part, executor=self.posts[to],
            department=self.posts[to].department, giver=document.addressee, text="Підготувати відповідь", given_at=at,
        )  # fmt: skip

    def stand_in(self, absent: str, substitute: str, since: date = DAY) -> Substitution:
        return Substitution.objects.create(
            absent=self.posts[absent], substitute=self.posts[substitute], reason="leave", since=since,
            proposed_at=AT, proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
        )  # fmt: skip


def build(slug: str) -> Hall:
    """The hall of a city whose regulation is adopted."""
    country = {name: (CITIES / "ukraine" / name).read_text("utf-8") for name in ("calendar.toml", "laws.toml")}
    own = (CITIES / slug / "city.toml").read_text("utf-8")
    names = {"phone_code": "(056)", "genitive": "Верби", "council": "Вербівська міська рада", "committee": "виконком"}
    regulation.set_up_city(actor=SYSTEM, at=AT, calendar_files={**country, "city.toml": own}, names=names)
    regulation.adopt_edition(actor=SYSTEM, at=AT, texts=texts(slug))
    hall = Hall()
    for index, key in enumerate(("leadership", "housing", "finance", "records"), 1):
        hall.departments[key] = Department.objects.create(
            since=SINCE, name=f"Управління {index}", short_name=f"Упр. {index}", index=f"{index:02}",
            is_leadership=key == "leadership",
        )  # fmt: skip
    for rank, (key, (title, department, roles)) in enumerate(POSTS.items(), 1):
        surname, given, patronymic, gender = PEOPLE[key]
        post = Post.objects.create(
            since=SINCE, title=title, department=hall.departments[department], roles=roles, rank=rank * 10,
            is_leader=rank < 4, is_department_head=key == "head",
        )  # fmt: skip
        account = User.objects.create(login=key, password="!", created_at=AT)
        person = Person.objects.create(
            surname=surname, given=given, patronymic=patronymic, gender=gender, account=account, phone="92-00-01"
        )
        Holding.objects.create(person=person, post=post, since=SINCE)
        hall.posts[key], hall.people[key] = post, person
    Post.objects.filter(pk=hall.posts["executor"].pk).update(head=hall.posts["head"])
    Post.objects.filter(pk=hall.posts["assistant"].pk).update(assists=hall.posts["mayor"])
    Field.objects.create(leader=hall.posts["deputy"], department=hall.departments["housing"], since=SINCE)
    for key, name, kind, email in (
        ("enterprise", "Підприємство «Джерело»", "enterprise", "dzherelo@example.org"),
        ("ministry", "Міністерство розвитку", "central_body", ""),
        ("councillor", "Депутат міської ради", "councillor", ""),
        ("court", "Районний суд", "court", ""),
        ("school", "Школа № 1", "municipal", ""),
        ("plant", "Завод «Іскра»", "enterprise", ""),
    ):
        hall.correspondents[key] = Correspondent.objects.create(
            name=name, kind=kind, email=email, search_name=name.lower()
        )
    for key in ("letter", "ministry_letter", "enterprise_letter", "councillor_request"):
        hall.kinds[key] = DocumentKind.objects.create(key=key, title=key, directions=["incoming", "outgoing"])
    for key, direction, place, pattern in (
        ("incoming", "incoming", "records", "{n}"),
        ("outgoing", "outgoing", "records", "{dept}/{n}"),
        ("unit", "outgoing", "housing", "{dept}-{n}"),
    ):
        hall.registries[key] = Registry.objects.create(
            key=key, title=key, direction=direction, department=hall.departments[place], pattern=pattern
        )
    hall.registries["outgoing"].clerks.add(hall.posts["clerk"])
    hall.registries["unit"].clerks.add(hall.posts["unit_clerk"])
    hall.case_file = CaseFile.objects.create(
        year=2026, department=hall.departments["housing"], index="02-05", title="Листування", keep_term="5 р."
    )
    return hall


@pytest.fixture(autouse=True)
def official_address(settings) -> None:
    """The city writes from an address that its regulation lets it use (KR 16.5)."""
    settings.DEFAULT_FROM_EMAIL = "kantseliariia@kr.gov.ua"


@pytest.fixture
def hall(db: None) -> Hall:
    return build("kryvyi-rih")


@pytest.fixture
def other_hall(db: None) -> Hall:
    return build("druzhkivka")


@pytest.fixture
def scan() -> list[Upload]:
    return [Upload("підписаний.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF")]


@pytest.fixture
def checks() -> list[str]:
    """All that is looked at on taking a letter (DR 11.5)."""
    return list(edition.load(texts("druzhkivka")).entry("dispatch_checks").values["checks"])


@pytest.fixture
def refused() -> Callable[..., Any]:
    """The refusal of a deed."""
    from magistrat.rules.refusal import Refusal

    def of(deed: Callable[..., Any], **words: Any) -> Refusal:
        with pytest.raises(Refusal) as caught:
            deed(**words)
        return caught.value

    return of
