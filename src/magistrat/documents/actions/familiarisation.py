"""Giving a document to read and noting who has read it: the light deed «до відома», without a resolution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Familiarisation, Grant
from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

ANYBODY, OWN_PEOPLE = "document.familiarise", "document.familiarise_own"


def give(
    *,
    actor: Actor,
    at: datetime,
    document_id: int,
    posts: Sequence[int] = (),
    departments: Sequence[int] = (),
    note: str = "",
) -> list[Familiarisation]:
    """Give a document to posts, and to everybody in departments, to read; those who have it already keep it.

    :raises Refusal: no right; the document is not the giver's to see or not registered; nobody named; all have it;
        an official-use paper that a reader may not open.
    """
    with transaction.atomic():
        document = access.get_visible(actor, document_id)
        readers = _readers(actor, at, posts, departments)
        document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if document.state not in {Document.State.REGISTERED, Document.State.PASSED_ON}:
            raise Refusal("", f"Ознайомлюють із зареєстрованими документами: стан — «{document.get_state_display()}».")
        _refuse_restricted(document, readers)
        have = set(
            Familiarisation.objects.filter(document=document, withdrawn_at__isnull=True).values_list("post", flat=True)
        )
        new = [post for post in readers if post not in have]
        if not new:
            raise Refusal("", "Документ уже надано для ознайомлення всім, кого названо.")
        made = [_give(actor, at, document, post, note) for post in new]
        titles = "; ".join(readers[post] for post in new)
        text = f"Надано для ознайомлення: {titles}" + (f". {note.strip()}" if note.strip() else "")
        _note(actor, at, "documents.given_to_read", document, {"text": text, "posts": new})
    return made


def read(*, actor: Actor, at: datetime, familiarisation_id: int) -> Familiarisation:
    """«Ознайомлено»: the reader, or who stands in for him, notes that he has read the document.

    :raises Refusal: it was not given to him, has been taken back, or is noted already.
    """
    with transaction.atomic():
        found = (
            Familiarisation.objects.select_for_update(of=("self",))
            .select_related("document", "post")
            .filter(pk=familiarisation_id, post__in=actor.line)
            .first()
        )
        if found is None:
            raise access.not_yours()
        if found.withdrawn_at is not None:
            raise Refusal("", "Ознайомлення вже відкликано.")
        access.get_visible(actor, found.document_id)
        if found.read_at is not None:
            raise Refusal("", "Ознайомлення вже відмічено.")
        found.read_at, found.read_by = at, actor.printed
        found.save(update_fields=["read_at", "read_by"])
        text = f"Ознайомлено: {found.post.title}"
        journal.record(
            actor=actor, at=at, code="documents.familiarised", subject=found, document=found.document_id,
            payload={"text": text, "post": found.post_id},
        )  # fmt: skip
    return found


def withdraw(
    *, actor: Actor, at: datetime, document_id: int, posts: Sequence[int] = (), departments: Sequence[int] = (),
    note: str = "",
) -> int:  # fmt: skip
    """Take back from those named what they have not read yet; how many. `note` is that of the giving and is not used.

    :raises Refusal: no right, not the document's reader, or nobody waits: all have read it.
    """
    with transaction.atomic():
        document = access.get_visible(actor, document_id)
        readers = _readers(actor, at, posts, departments)
        found = list(
            Familiarisation.objects.select_for_update(of=("self",))
            .select_related("post")
            .filter(
                document=document, post__in=readers, asked_by_post=actor.post_id, read_at__isnull=True,
                withdrawn_at__isnull=True,
            )
            .order_by("id")
        )  # fmt: skip
        if not found:
            raise Refusal("", "Відкликати нічого: названі вже ознайомилися або документ надавав їм хтось інший.")
        for one in found:
            one.withdrawn_at = at
            one.save(update_fields=["withdrawn_at"])
            grants.withdraw(source=_source(one), at=at)
        text = "Відкликано ознайомлення: " + "; ".join(one.post.title for one in found)
        payload: dict[str, object] = {"text": text, "posts": [one.post_id for one in found]}
        _note(actor, at, "documents.reading_withdrawn", document, payload)
    return len(found)


def refusal_to_give(*, actor: Actor, at: datetime) -> Refusal | None:
    """Why the actor gives nothing to read, not even to his own people."""
    on = local_date(at)
    wide = regulation.refusal(actor=actor, right=ANYBODY, on=on)
    return wide and regulation.refusal(actor=actor, right=OWN_PEOPLE, on=on)


def _readers(actor: Actor, at: datetime, posts: Iterable[int], departments: Iterable[int]) -> dict[int, str]:
    """Posts by id with their titles, those of the departments with them.

    :raises Refusal: nobody named, no right, or a stranger to one who gives to his own people only.
    """
    on = local_date(at)
    if refusal := refusal_to_give(actor=actor, at=at):
        raise refusal
    known = {post.pk: post for post in organisation.posts(on)}
    wanted, units = set(posts), set(departments)
    found = [
        post
        for post in known.values()
        if post.pk in wanted or (post.department_id in units and getattr(post, "holding", None))
    ]
    if not found or wanted - known.keys():
        raise Refusal("", "Зазначте чинні посади або підрозділи, яким надаєте документ.")
    wide = regulation.refusal(actor=actor, right=ANYBODY, on=on)
    if wide is not None and any(post.department_id not in actor.departments for post in found):
        own = regulation.rules_on(on).may(OWN_PEOPLE, frozenset())
        raise Refusal(own.clause if own else "", "Виконавчий орган ознайомлює з документами своїх працівників.")
    return {post.pk: post.title for post in found}


def _refuse_restricted(document: Document, readers: dict[int, str]) -> None:
    if not document.is_restricted:
        return
    by_name = Grant.objects.filter(document=document, reason=Grant.Reason.NAMED, until__isnull=True)
    strangers = readers.keys() - set(by_name.values_list("post", flat=True))
    if strangers:
        titles = "; ".join(readers[post] for post in sorted(strangers))
        raise Refusal(
            "", f"Документ для службового користування: спершу надайте іменний допуск. Його не мають: {titles}."
        )


def _give(actor: Actor, at: datetime, document: Document, post: int, note: str) -> Familiarisation:
    made = Familiarisation.objects.create(
        document=document, post_id=post, note=note.strip(), asked_at=at, asked_by=actor.printed,
        asked_by_post=actor.post_id,
    )  # fmt: skip
    grants.give(document=document, at=at, reason=Grant.Reason.INFORMED, source=_source(made), post=post)
    outbox.notify(
        at=at, key=f"documents.given_to_read:{made.pk}", to_post=post,
        subject=f"Для ознайомлення: {document.index or document.summary}", body=note.strip() or document.summary,
        link=f"/dokumenty/{document.pk}/", document=document.pk,
    )  # fmt: skip
    return made


def _source(made: Familiarisation) -> str:
    return f"documents.familiarisation:{made.pk}"


def _note(actor: Actor, at: datetime, code: str, document: Document, payload: dict[str, object]) -> None:
    journal.record(actor=actor, at=at, code=code, subject=document, document=document.pk, payload=payload)
