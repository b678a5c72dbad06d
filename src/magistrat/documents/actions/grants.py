"""Who may see a document, and why: given and withdrawn in the transaction of the deed that gives cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import first_readers, rights
from magistrat.documents.queries.access import get_visible
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

Reason = Grant.Reason
FIELDS = ["document", "post", "department", "reason", "source"]
# Of acts some open to named keepers instead of the unit: only what the former keepers saw goes over to the new ones.
OPEN_TO_KEEPERS = """
    WITH keeper AS (
        SELECT r.id AS registry, c.post_id AS post, NULL::bigint AS department
        FROM documents_registry r JOIN documents_registry_clerks c ON c.registry_id = r.id
        WHERE r.only_clerks AND r.id = ANY(%(registries)s)
        UNION ALL
        SELECT r.id, NULL, r.department_id FROM documents_registry r WHERE NOT r.only_clerks AND r.id = ANY(%(registries)s)
    )
    INSERT INTO documents_grant (document_id, post_id, department_id, reason, source, opens, since)
    SELECT d.id, k.post, k.department, %(reason)s, 'documents.document:' || d.id, NOT d.is_restricted, %(at)s
    FROM documents_document d JOIN documents_registry r ON r.id = d.registry_id JOIN keeper k ON k.registry = r.id
    WHERE EXISTS (
        SELECT FROM documents_grant g
        WHERE g.document_id = d.id AND g.reason = %(reason)s AND g.source = 'documents.document:' || d.id AND g.until IS NULL
        AND (g.department_id = r.department_id OR g.post_id = ANY(%(former)s))
    )
    ON CONFLICT (document_id, post_id, department_id, reason, source)
    DO UPDATE SET until = NULL WHERE documents_grant.until IS NOT NULL
"""
CLOSE_TO_FORMER = """
    UPDATE documents_grant g SET until = %(at)s
    FROM documents_document d JOIN documents_registry r ON r.id = d.registry_id
    WHERE r.id = ANY(%(registries)s) AND g.document_id = d.id AND g.reason = %(reason)s
    AND g.source = 'documents.document:' || d.id AND g.until IS NULL
    AND CASE WHEN r.only_clerks THEN g.department_id = r.department_id OR g.post_id = ANY(%(former)s) AND NOT EXISTS (
        SELECT FROM documents_registry_clerks c WHERE c.registry_id = r.id AND c.post_id = g.post_id
    ) ELSE g.post_id = ANY(%(former)s) END
"""


def give(
    *,
    document: Document | int,
    at: datetime,
    reason: str,
    source: str,
    post: int | None = None,
    department: int | None = None,
) -> None:
    """Let a post or a department see the document because of `source` (`app.model:id`); repeatable.

    Part of another deed, whose journal entry tells it. Official-use papers open only by `Reason.NAMED`.
    """
    give_many(
        document=document,
        at=at,
        reason=reason,
        source=source,
        posts=[post] if post else [],
        departments=[department] if department else [],
    )


def give_many(
    *,
    document: Document | int,
    at: datetime,
    reason: str,
    source: str,
    posts: Iterable[int] = (),
    departments: Iterable[int] = (),
) -> None:
    """`give` to several at once; one statement."""
    if isinstance(document, int):
        document = Document.objects.only("is_restricted").get(pk=document)
    made = {"document": document, "reason": reason, "source": source, "since": at, "opens": opens(document, reason)}
    rows = [Grant(post_id=post, **made) for post in dict.fromkeys(posts)]
    rows += [Grant(department_id=department, **made) for department in dict.fromkeys(departments)]
    put(rows)


def give_all(*, document: Document, at: datetime, wanted: Iterable[tuple[str, str, int]]) -> None:
    """`give` to posts for several causes at once, as (reason, source, post); one statement."""
    put(of_all(document, at, wanted))


def of_all(document: Document, at: datetime, wanted: Iterable[tuple[str, str, int]]) -> list[Grant]:
    """What `give_all` writes, unsaved."""
    return [
        Grant(document=document, reason=reason, source=source, post_id=post, since=at, opens=opens(document, reason))
        for reason, source, post in dict.fromkeys(wanted)
    ]


def put(rows: Iterable[Grant]) -> None:
    """Write grants down; one that was withdrawn holds again."""
    Grant.objects.bulk_create(rows, update_conflicts=True, unique_fields=FIELDS, update_fields=["until"])


def reason_for(document: Document, usual: str) -> str:
    """The reason for which a document opens to one whom a deed names: the usual one, an official-use paper by name."""
    return Reason.NAMED if document.is_restricted else usual


def opens(document: Document, reason: str) -> bool:
    """Whether a grant for the reason opens the document: an official-use paper opens by name only."""
    return reason == Reason.NAMED or not document.is_restricted


def follow_restriction(*, document: Document, at: datetime, keeper: int | None = None) -> None:
    """Bring the document's grants in line when it has become, or is no longer, a paper for official use.

    Part of the correction of its card. The addressee, the author and whom it goes to at once (DR 9.2, 10.12) keep seeing
    it: by name from now on.

    :param keeper: the post that corrects the card, which keeps it from now on as who registers such a paper does.
    """
    Grant.objects.filter(document=document).exclude(reason=Reason.NAMED).update(opens=not document.is_restricted)
    if document.is_restricted:
        posts = (keeper, document.addressee_id, document.author_id, first_readers.reader_of(document))
        give_many(
            document=document, at=at, reason=Reason.NAMED, source=f"documents.document:{document.pk}",
            posts=[post for post in posts if post],
        )  # fmt: skip


def follow_keepers(*, registries: Iterable[int], at: datetime, former: Iterable[int] = ()) -> None:
    """Let those who keep the registries now see what was registered in them, and those who kept them no longer; two statements.

    Part of the change of a registry, which holds it.

    :param former: the posts that kept them alone until now; without them the whole unit did.
    """
    values: dict[str, Any] = {
        "registries": list(registries),
        "at": at,
        "former": list(former),
        "reason": Reason.REGISTRAR,
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN_TO_KEEPERS, values)
        cursor.execute(CLOSE_TO_FORMER, values)


def withdraw(*, source: str, at: datetime, post: int | None = None) -> int:
    """End the grants of a source (of one post only, when named); how many ended."""
    held = Grant.objects.filter(source=source, until__isnull=True)
    return (held if post is None else held.filter(post=post)).update(until=at)


def withdraw_from_departments(*, source: str, at: datetime) -> int:
    """End the grants of a source to departments; those of posts stay. How many ended."""
    return Grant.objects.filter(source=source, until__isnull=True, department__isnull=False).update(until=at)


def admit(*, actor: Actor, at: datetime, document_id: int, post_id: int, ground: str) -> Grant:
    """Admit a post to a document by name, with the ground: the only way to an official-use paper.

    :raises Refusal: no right, or the document is not the actor's to see.
    """
    with transaction.atomic():
        document = get_visible(actor, document_id)
        _ask(actor, document, at)
        source = f"documents.admit:{post_id}"
        give(document=document, at=at, reason=Reason.NAMED, source=source, post=post_id)
        grant = Grant.objects.select_related("post").get(
            document=document, post=post_id, reason=Reason.NAMED, source=source
        )
        assert grant.post is not None
        text = f"Надано іменний допуск: {grant.post.title}. Підстава: {ground}"
        _note(actor, at, "documents.admitted", grant, {"text": text, "post": post_id, "ground": ground})
    return grant


def exclude(*, actor: Actor, at: datetime, grant_id: int, ground: str) -> None:
    """End a named admission.

    :raises Refusal: no right, or the document is not the actor's to see.
    """
    with transaction.atomic():
        grant = (
            Grant.objects.select_for_update(of=("self",)).select_related("post").get(pk=grant_id, reason=Reason.NAMED)
        )
        _ask(actor, get_visible(actor, grant.document_id), at)
        grant.until = grant.until or at
        grant.save(update_fields=["until"])
        whom = grant.post.title if grant.post else ""
        text = f"Припинено іменний допуск: {whom}. Підстава: {ground}"
        _note(actor, at, "documents.excluded", grant, {"text": text, "post": grant.post_id, "ground": ground})


def refusal_to_admit(*, actor: Actor, document: Document, at: datetime) -> Refusal | None:
    """Why the actor may not admit others: the addressee and the author may, and those who keep the cards."""
    if actor.post_id is not None and actor.post_id in (document.addressee_id, document.author_id):
        return None
    if refusal := regulation.refusal(actor=actor, right="document.correct", on=local_date(at)):
        return refusal
    return rights.refusal_to_keep_card(actor=actor, registry_id=document.registry_id, on=local_date(at))


def _ask(actor: Actor, document: Document, at: datetime) -> None:
    if refusal := refusal_to_admit(actor=actor, document=document, at=at):
        raise refusal


def _note(actor: Actor, at: datetime, code: str, grant: Grant, payload: dict[str, object]) -> None:
    journal.record(actor=actor, at=at, code=code, subject=grant, document=grant.document_id, payload=payload)
