"""A real city's hall with registries of acts, and acts in any state without their way being walked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from magistrat.acts.actions import relating
from magistrat.acts.models import Act, Relation
from magistrat.documents.actions import drafts, placing
from magistrat.documents.actions.setup import load
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, DocumentKind, Registry
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.models import Post
from magistrat.rules import act_kinds, act_text
from magistrat.rules.act_text import ActText, Point
from tests.factories import organisation, regulation, snapshots

AT = regulation.AT
# Keys of registries by kind, of the first city and of the second.
REGISTRIES = {
    "order": ("order-main-activity", "order"),
    "committee-decision": ("committee-decision",),
    "council-decision": ("council-decision",),
}
SERIES = {
    "order": "main_activity",
    "personnel-order": "personnel",
    "committee-decision": "decisions",
    "protocol-decision": "protocol_decisions",
    "council-decision": "council_decisions",
}
TEXT = ActText(
    title="Про підготовку до опалювального сезону",
    stating="З метою підготовки господарства міста; відповідно до ст. 42 Закону України «Про місцеве самоврядування в Україні»",
    ordering="зобов'язую:",
    points=(
        Point("1", "Провести інвентаризацію теплових мереж", named="Керівникам підприємств", due_words="до 01.10.2026"),
        Point("2", "Подати звіт", points=(Point("2.1", "За вересень"), Point("2.2", "За жовтень"))),
        Point("3", "Контроль за виконанням покласти на заступника міського голови", is_control=True),
    ),
)


@dataclass(frozen=True)
class Hall:
    """The city with its town."""

    slug: str
    town: organisation.Town

    def post(self, key: str) -> Post:
        """A post by its key of organisation.toml."""
        return Post.objects.get(pk=self.town.posts[key])

    def actor(self, key: str) -> Actor:
        """The holder of the post."""
        return self.town.actor(key)


def hall(slug: str) -> Hall:
    """The city staffed, with kinds of documents and registries as its set-up opens them."""
    return snapshots.once(("acts", slug), lambda: _hall(slug))


def _hall(slug: str) -> Hall:
    town = organisation.town(slug)
    cities = regulation.REAL
    load(
        actor=SYSTEM, at=AT, kinds=(cities / "documents.toml").read_text("utf-8"),
        registries=(cities / slug / "registries.toml").read_text("utf-8"),
    )  # fmt: skip
    return Hall(slug, town)


def draft(found: Hall, *, by: str, signatory: str = "mayor", **other: Any) -> Act:
    """A draft of the post `by`."""
    return begun(found.actor(by), signatory=found.town.posts[signatory], **other)


def registered(found: Hall, number: int, on: date, *, by: str, **other: Any) -> Act:
    """An act under its number, in force from its day or `since`."""
    return numbered(found.actor(by), number, on, signatory=found.town.posts["mayor"], **other)


def begun(
    actor: Actor, *, kind: str = "order", text: ActText = TEXT, at: datetime = AT, signatory: int | None = None, **other: Any
) -> Act:  # fmt: skip
    """A draft of the actor's post."""
    document_kind = DocumentKind.objects.get(key=act_kinds.DOCUMENT_KINDS[kind])
    card = Card(kind=document_kind.pk, summary=text.title, department=actor.department_id, author=actor.post_id)
    document = drafts.begin(actor=actor, at=at, card=card, direction=Direction.ACT)
    return Act.objects.create(
        document=document, kind=kind, series=SERIES[kind], title=text.title, text=act_text.write(text), drafter_id=actor.post_id,
        signatory_id=signatory, changed_at=at, changed_by=actor.printed, phone="92-13-14", **other,
    )  # fmt: skip


def numbered(
    actor: Actor, number: int, on: date, *, kind: str = "order", since: date | None = None, until: date | None = None, **other: Any
) -> Act:  # fmt: skip
    """An act of the actor's post under its number, in force from its day or `since`."""
    at = AT.replace(year=on.year, month=on.month, day=on.day)
    act = begun(actor, kind=kind, at=at, **other)
    registry = Registry.objects.filter(key__in=REGISTRIES[kind]).get()
    document = act.document
    document.registry, document.number = registry, number
    document.index = registry.pattern.replace("{n}", str(number))
    document.state, document.registered_on, document.registered_at, document.listed_on = "registered", on, at, on
    document.period = placing.period_of(registry, at)
    document.save()
    act.state, act.force, act.adopted_on = Act.State.REGISTERED, Act.Force.IN_FORCE, on
    act.in_force_from, act.in_force_until = since or on, until
    act.save()
    return act


def changed(actor: Actor, numbers: tuple[int, int], on: date) -> tuple[Act, Act]:
    """An act of the actor's post, and another one that has changed its first point on the day: its redaction is awaited."""
    base = numbered(actor, numbers[0], on - timedelta(days=30))
    text = ActText(title="Про зміни", points=(Point("1", "Пункт 1 викласти в такій редакції: «Провести огляд мереж»"),))
    source = numbered(actor, numbers[1], on, text=text)
    Relation.objects.create(
        source=source, kind="changes", target=base, point="1", target_points=["1"], named_on=base.adopted_on
    )
    with transaction.atomic():
        relating.take_effect(act=source, at=AT)
    return base, source
