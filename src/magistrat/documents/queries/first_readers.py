"""Who reads at once what the regulation does not leave to the addressee (DR 9.2, 10.12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from magistrat.documents.models import Document, DocumentKind
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import first_readers
from magistrat.rules.edition import Edition, Entry


def entry_of(kind: int, on: date) -> Entry | None:
    """By which entry a paper of this kind (its id) goes to the mayor at once; no statement where the city has no such rule."""
    edition = regulation.rules_on(on)
    if not any(edition.get(key) for key in first_readers.KEYS):
        return None
    key = DocumentKind.objects.values_list("key", flat=True).get(pk=kind)
    return first_readers.entry(edition, key)


def entry(edition: Edition, kind: str) -> Entry | None:
    """By which entry a paper of the kind (its key) goes to the mayor at once."""
    return first_readers.entry(edition, kind)


def unregistered_never(edition: Edition, kind: str) -> Entry | None:
    """By which entry a paper of the kind is for the mayor and never passed on without a number."""
    return first_readers.unregistered_never(edition, kind)


def reader(rule: Entry, on: date) -> Post | None:
    """The post that reads it on the day: the first one named, in its absence the next (DR 9.2); at most four statements.

    Absent is whose post is vacant that day or stood in for.
    """
    named = _first(rule.values["to_roles"], on)
    others = rule.values.get("else_roles", ())
    if named is not None and (not others or not _is_absent(named, on)):
        return named
    return _first(others, on) or named


def reader_of(document: Document) -> int | None:
    """The post to which the registration gave the paper at once, if it gave it to one."""
    if not document.goes_to_mayor or document.registered_on is None:
        return None
    rule = entry_of(document.kind_id, document.registered_on)
    post = reader(rule, document.registered_on) if rule else None
    return post.pk if post else None


def _first(roles: Iterable[str], on: date) -> Post | None:
    return next((post for role in roles for post in organisation.posts_with_role(role, on)), None)


def _is_absent(post: Post, on: date) -> bool:
    return organisation.holder_of(post.pk, on) is None or organisation.substitute_of(post.pk, on) is not None
