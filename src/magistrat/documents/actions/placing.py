"""What every registration writes of a document: its place in the registry, who sees it, how the journal tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from magistrat.documents.actions import grants
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, Document, Grant, Registry
from magistrat.documents.queries import points
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date

FOREIGN_LETTERS = frozenset("ыэёъ")


@dataclass(frozen=True)
class Written:
    """A number that was given elsewhere: by hand, or in the records kept before the city moved in.

    :param at: the moment of registration as the paper journal or the earlier records tell it, aware.
    :param index: the whole index as it stands there; without it, by the registry's pattern.
    :param code: of the journal's entry; :param said: how the entry tells it.
    :param is_told: whether upper floors hear of it as of any registration (it comes on the addressee's desk).
    """

    number: int
    at: datetime
    code: str
    said: str
    index: str = ""
    supplement: int = 0
    is_by_hand: bool = False
    is_told: bool = True


def period_of(registry: Registry, at: datetime) -> str:
    """The period whose numbers run on at the moment: the year, or none for a registry that never restarts."""
    return str(local_date(at).year) if registry.restarts == "year" else ""


def place(document: Document, actor: Actor, at: datetime, registry: Registry) -> None:
    """Put the document into the registry as of the moment, unsaved and without a number yet."""
    on = local_date(at)
    document.direction, document.registry, document.state = registry.direction, registry, Document.State.REGISTERED
    document.period = period_of(registry, at)
    document.registered_at, document.registered_on, document.listed_on = at, on, on
    document.registered_by = actor.printed
    if not document.edition_id:
        document.edition_id = regulation.edition_id_on(on)


def grants_of(
    document: Document, actor: Actor, at: datetime, registry: Registry, *, keepers: Sequence[int] | None,
    previewers: Sequence[int],
) -> list[Grant]:  # fmt: skip
    """Who sees a registered document from now on, unsaved.

    :param keepers: the posts to which it opens instead of the whole unit that keeps the registry; see `keepers_of`.
    """
    source = f"documents.document:{document.pk}"
    if keepers is None:
        rows = [Grant(department_id=registry.department_id, reason=Grant.Reason.REGISTRAR)]
    else:
        rows = [Grant(post_id=post, reason=Grant.Reason.REGISTRAR) for post in dict.fromkeys(keepers)]
    rows += [Grant(post_id=post, reason=Grant.Reason.ADDRESSEE) for post in [document.addressee_id] if post]
    rows += [Grant(post_id=post, reason=Grant.Reason.AUTHOR) for post in [document.author_id] if post]
    if document.is_restricted:
        # An official-use paper opens by name only: to the one who registers it, its addressee and its author.
        named = dict.fromkeys(post for post in (actor.post_id, document.addressee_id, document.author_id) if post)
        rows += [Grant(post_id=post, reason=Grant.Reason.NAMED) for post in named]
    rows += [Grant(post_id=post, reason=Grant.Reason.INFORMED) for post in previewers]
    for row in rows:
        row.document_id, row.source, row.since = document.pk, source, at
        row.opens = grants.opens(document, row.reason)
    return rows


def keepers_of(registry: Registry) -> list[int] | None:
    """The posts that keep the registry alone; none where the whole unit does. One statement at most."""
    return list(registry.clerks.values_list("pk", flat=True)) if registry.only_clerks else None


def is_previewed(document: Document) -> bool:
    """Whether it is a paper that others than its addressee may get to know beforehand: an open one that came."""
    return document.direction == Direction.INCOMING and not document.is_restricted


def previewers(addressee: int | None, on: date) -> list[int]:
    """Posts that get to know beforehand what goes to the mayor (DR 10.11)."""
    rule = points.entry(on, points.PREVIEW)
    if rule is None or addressee is None:
        return []
    if not set(rule.values["addressee_roles"]) & set(organisation.post(addressee).roles):
        return []
    roles = rule.values["preview_roles"]
    return [post.pk for role in roles for post in organisation.posts_with_role(role, on)]


def refuse_language(card: Card, on: date) -> None:
    """Cards are kept in the state language: letters that it does not have give another one away (DR 2.11)."""
    rule = points.entry(on, points.LANGUAGE)
    if rule and FOREIGN_LETTERS & set(card.summary.lower()):
        raise rule.refusal("Короткий зміст пишуть державною мовою.")


def next_ids(count: int) -> list[int]:
    """So many ids of new documents; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('documents_document', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [int(pk) for (pk,) in cursor.fetchall()]


def told(document: Document, registry: Registry, written: Written | None) -> dict[str, object]:
    """What the journal says of a registration."""
    said = written.said if written else "Зареєстровано за індексом {index}"
    payload: dict[str, object] = {
        "text": f"{said.format(index=document.index)} у реєстрі «{registry.title}»",
        "index": document.index,
        "registry": registry.pk,
        "number": document.number,
        "period": document.period,
    }
    return payload | ({"registered_at": written.at} if written else {})
