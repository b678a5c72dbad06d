"""A small office with its registries, kinds and correspondents, and documents in it."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import typst
from django.conf import settings
from django.contrib.auth import get_user_model
from docx import Document as Document_
from PIL import Image

from magistrat.documents import lemmas
from magistrat.documents.actions import arrivals, drafts, registration
from magistrat.documents.card import Card, Party, Signed
from magistrat.documents.models import CaseFile, Correspondent, Direction, Document, DocumentKind, Registry
from magistrat.documents.queries import choices
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.models import Department, Holding, Person, Post
from magistrat.regulation import actions as regulation
from magistrat.regulation import folders
from magistrat.rules.moments import local_date, moment
from tests.factories import snapshots

AT = moment(datetime(2026, 3, 10, 10, 0))
SINCE = date(2016, 1, 1)
_number = itertools.count(1)


@dataclass
class Office:
    """Actors by their work, registries by their direction, and a correspondent."""

    mayor: Actor
    deputy: Actor
    clerk: Actor
    records_head: Actor
    department_clerk: Actor
    department_head: Actor
    executor: Actor
    stranger: Actor
    administrator: Actor
    incoming: Registry
    outgoing: Registry
    internal: Registry
    unit: Registry
    letter: DocumentKind
    sender: Correspondent


@cache
def _folder(city: str) -> folders.CityFolder:
    return folders.read(settings.CITIES_DIR, city)


def adopt(city: str = "kryvyi-rih") -> None:
    """The city with its calendar and editions."""
    folder = _folder(city)
    regulation.set_up_city(actor=SYSTEM, at=AT, calendar_files=folder.calendar_files, names=folder.names)
    for texts in folder.editions:
        regulation.adopt_edition(actor=SYSTEM, at=AT, texts=texts)


def department(name: str, index: str, **more: Any) -> Department:
    """An executive body."""
    return Department.objects.create(name=name, short_name=name, index=index, since=SINCE, **more)


def actor(title: str, unit: Department, *roles: str, surname: str = "", account: Any = None, **more: Any) -> Actor:
    """The holder of a new post, acting in it."""
    post = Post.objects.create(title=title, department=unit, roles=list(roles), since=SINCE, **more)
    person = Person.objects.create(
        surname=surname or f"Вигаданий{next(_number)}",
        given="Микита",
        patronymic="Львович",
        gender="m",
        account=account,
    )
    Holding.objects.create(person=person, post=post, since=SINCE)
    return Actor(
        person_id=person.pk,
        person_name=person.signature_name,
        post_id=post.pk,
        post_title=title,
        own_post_id=post.pk,
        department_id=unit.pk,
        roles=frozenset(roles),
        line=(post.pk,),
        departments=(unit.pk,),
    )


def kind(
    key: str = "letter", title: str = "Лист", directions: tuple[str, ...] = ("incoming", "outgoing")
) -> DocumentKind:
    """A kind of the classifier."""
    return DocumentKind.objects.get_or_create(key=key, defaults={"title": title, "directions": list(directions)})[0]


def registry(key: str, direction: str, unit: Department, pattern: str = "{n}/{dept}", **more: Any) -> Registry:
    """A registry of a unit."""
    return Registry.objects.create(
        key=key, title=more.pop("title", f"Реєстр {key}"), direction=direction, department=unit, pattern=pattern, **more
    )


def correspondent(
    name: str = "КП «Водоканал»", sort: str = Correspondent.Kind.ENTERPRISE, **more: Any
) -> Correspondent:
    """An entry of the directory."""
    search = lemmas.folded(f"{name} {more.get('code', '')}")
    return Correspondent.objects.create(name=name, kind=sort, search_name=search, **more)


def office(city: str = "kryvyi-rih") -> Office:
    """The city's edition adopted, and one of each who works with papers."""
    return snapshots.once(("documents", city), lambda: _office(city))


def _office(city: str) -> Office:
    adopt(city)
    leaders = department("Керівництво", "01", is_leadership=True)
    records = department("Відділ документообігу", "04.1")
    water = department("Департамент інфраструктури", "10")
    elsewhere = department("Департамент освіти", "20")
    made = Office(
        mayor=actor("Міський голова", leaders, "mayor", is_leader=True, rank=1),
        deputy=actor("Заступник міського голови", leaders, "deputy_mayor", is_leader=True, rank=2),
        clerk=actor("Спеціаліст відділу документообігу", records, "records_clerk"),
        records_head=actor("Начальник відділу документообігу", records, "records_head"),
        department_clerk=actor("Діловод департаменту", water, "department_clerk"),
        department_head=actor(
            "Директор департаменту інфраструктури", water, "department_head", is_department_head=True
        ),
        executor=actor("Спеціаліст департаменту", water, "executor"),
        stranger=actor("Спеціаліст департаменту освіти", elsewhere, "executor"),
        administrator=actor("Адміністратор", department("Відділ інформатики", "30"), "administrator"),
        incoming=registry("incoming", "incoming", records, "{dept}/{yy}/{n}", clause="7.4"),
        outgoing=registry("outgoing", "outgoing", records, "{dept}/{yy}/{n}", clause="7.4"),
        internal=registry("internal", "internal", records, "{n}/{dept}-вн", clause="7.5"),
        unit=registry("unit", "incoming", water, "{dept}-{n}", clause="7.13"),
        letter=kind(),
        sender=correspondent(),
    )
    made.unit.clerks.add(made.department_clerk.post_id)
    for registry_ in (made.incoming, made.outgoing, made.internal):
        registry_.clerks.add(made.clerk.post_id)
    return made


def card(office: Office, **changes: Any) -> Card:
    """A complete card of an ordinary letter to the mayor; each has its own index."""
    # Past all indices that tests type: the seventy-seventh of a run was taken for the one that they register.
    number = next(_number)
    made = Card(
        kind=office.letter.pk,
        summary="Про ремонт водогону на вулиці Тихій",
        parties=(Party(office.sender.pk, f"01-12/{1000 + number}", date(2026, 3, 9)),),
        addressee=office.mayor.post_id,
        way=Document.Way.POST,
        arrived_at=AT,
        pages=1,
    )
    return replace(made, **changes)


def registered(office: Office, *, at: datetime = AT, uploads: Any = (), **changes: Any) -> Document:
    """An incoming letter registered by the clerk; it came no later than it is registered."""
    changes.setdefault("arrived_at", min(at, AT))
    return registration.register_incoming(
        actor=office.clerk, at=at, registry_id=office.incoming.pk, card=card(office, **changes), uploads=uploads
    )


def outgoing(office: Office, *, at: datetime = AT, reply_to: int | None = None, **changes: Any) -> Document:
    """A letter of ours that the mayor has signed on paper today, all of it looked at, registered by the clerk."""
    case, _ = CaseFile.objects.get_or_create(
        year=2026, index="04.1-77", title="Листування", keep_term="5 р.", department_id=office.clerk.department_id
    )
    own = {"author": office.mayor.post_id, "addressee": None, "way": "", "arrived_at": None, "case_file": case.pk}
    checked = tuple(key for key, _ in choices.dispatch_checks(local_date(at)))
    return registration.register_outgoing(
        actor=office.clerk, at=at, registry_id=office.outgoing.pk, card=card(office, **(own | changes)), reply_to=reply_to,
        signed=Signed(checked=checked),
    )  # fmt: skip


def arrival(office: Office, *, at: datetime = AT, **more: Any) -> Document:
    """A paper that waits for the preliminary review."""
    return arrivals.receive(actor=office.clerk, at=at, way=more.pop("way", Document.Way.POST), **more)


def signed_in(client: Any, who: Actor) -> Any:
    """The test client signed in as the holder of the actor's post."""
    user = get_user_model().objects.filter(person=who.person_id).first()
    if user is None:
        user = get_user_model().objects.create(login=f"login{who.person_id}", created_at=AT)
        Person.objects.filter(pk=who.person_id).update(account=user)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def official_use(actor: Actor, at: datetime, summary: str = "Про запаси") -> Document:
    """A draft decision for official use that its maker alone sees."""
    kind, _ = DocumentKind.objects.get_or_create(key="decision", defaults={"title": "Рішення", "directions": ["act"]})
    card = Card(kind=kind.pk, summary=summary, is_restricted=True)
    return drafts.begin(actor=actor, at=at, card=card, direction=Direction.ACT)


def pdf(lines: tuple[str, ...] = (), pages: int = 1) -> bytes:
    """A PDF with its text layer."""
    text = "#set page(width: 210mm, height: 297mm)\n" + "\n\n".join(lines).replace("№", "\u2116")
    return typst.compile((text + "\n#pagebreak()\n друга" * (pages - 1)).encode())


def docx(*paragraphs: str) -> bytes:
    """A DOCX of these paragraphs."""
    document, kept = Document_(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(kept)
    return kept.getvalue()


def png() -> bytes:
    """A small picture."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(kept, "PNG")
    return kept.getvalue()
