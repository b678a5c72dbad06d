"""Papers on leaders' desks: they come by registration and go by resolution or by having been read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import grants, placing
from magistrat.documents.models import Direction, Document, Grant
from magistrat.documents.queries import first_readers, points
from magistrat.documents.queries import supplements as of_number
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, supplements
from magistrat.tasks.models import Review

NOT_HERE = "Цього документа немає серед тих, що чекають на Ваш розгляд."


def on_registered(documents: Sequence[Document], actor: Actor, at: datetime) -> None:
    """Lay registered incoming or internal papers on their addressees' desks, a state body's on the mayor's at once.

    KR 7.9; DR 9.2, 10.10, 10.12. Those who get to know a paper beforehand find it among theirs to read (DR 10.11). Called in the
    transaction of the registration, which writes the journal.
    """
    laid = {document.pk: _reviews(document, at) for document in documents}
    for review in _previews(documents, at):
        laid[review.document_id].append(review)
    Review.objects.bulk_create([review for found in laid.values() for review in found], ignore_conflicts=True)


def _reviews(document: Document, at: datetime) -> list[Review]:
    if first := of_number.first_of(document):
        supplements.pass_on(document=document, first=first, at=at)
    if document.direction == Direction.OUTGOING:
        return []
    rules = regulation.rules_of(document.edition_id)
    at_once = first_readers.entry(rules, document.kind.key) if document.goes_to_mayor else None
    leader = leader_of(document, at_once, at)
    desks = (
        supplements.desks_of(document=document, first=first, addressee=leader)
        if first
        else {leader: ""}
        if leader
        else {}
    )
    entry, usual = laid_by(rules, at_once), usual_folder(document)
    if first:
        for post in set(desks) - {document.addressee_id}:
            supplements.open_to_leader(document=document, first=first, leader=post, at=at)
    return [
        Review(
            document=document, leader_id=post, folder=folder or usual, clause=entry.clause if entry else "", since=at
        )
        for post, folder in desks.items()
    ]


def _previews(documents: Sequence[Document], at: datetime) -> list[Review]:
    """Papers that others than their addressee get to know beforehand, as their registration has opened them."""
    ruled = {
        document.pk: rule
        for document in documents
        if placing.is_previewed(document) and (rule := regulation.rules_of(document.edition_id).get(points.PREVIEW))
    }
    if not ruled:
        return []
    opened = Grant.objects.filter(
        document__in=list(ruled), reason=Grant.Reason.INFORMED, until__isnull=True,
        source__in=[f"documents.document:{document}" for document in ruled],
    )  # fmt: skip
    return [
        Review(document_id=document, leader_id=post, folder=Review.Folder.INFO, clause=ruled[document].clause, since=at)
        for document, post in opened.order_by("id").values_list("document_id", "post_id")
        if post is not None
    ]


def leader_of(document: Document, at_once: Entry | None, at: datetime) -> int | None:
    """On whose desk the paper lies first: whom the entry names, else its addressee."""
    reader = first_readers.reader(at_once, local_date(at)) if at_once else None
    return reader.pk if reader else document.addressee_id


def close(*, document: Document, leader: int, at: datetime) -> None:
    """The leader has written his resolution, which writes the journal."""
    Review.objects.filter(document=document, leader_id=leader, done_at__isnull=True).update(done_at=at)


def lay_again(*, document: Document, leader: int, at: datetime, entry: Entry | None = None) -> None:
    """A paper on which nobody's decision stands lies on a leader's desk anew, to be decided; part of the deed that tells why.

    Not what no leader considers, as acts of our own, nor what is annulled or in its file.

    :param entry: by which it lies there, unless as any paper does.
    """
    is_closed = document.state != Document.State.REGISTERED or document.filed_on is not None
    if is_closed or document.direction not in (Direction.INCOMING, Direction.INTERNAL):
        return
    on_his_desk = Review.objects.filter(document=document, leader_id=leader)
    if on_his_desk.exclude(folder=Review.Folder.INFO).update(since=at, done_at=None):
        return
    entry = entry or laid_by(regulation.rules_of(document.edition_id))
    # What he had only to know, or never had, is his to decide now.
    folder, clause = usual_folder(document), entry.clause if entry else ""
    on_his_desk.update_or_create(
        document=document, leader_id=leader,
        defaults={"folder": folder, "clause": clause, "since": at, "done_at": None},
    )  # fmt: skip


def usual_folder(document: Document) -> Review.Folder:
    """Where what is to be decided lies: first what is urgent or goes to the mayor at once (DR 9.2, 10.12)."""
    is_first = document.is_urgent or document.goes_to_mayor
    return Review.Folder.URGENT if is_first else Review.Folder.RESOLUTION


def laid_by(rules: Edition, at_once: Entry | None = None) -> Entry | None:
    """By which entry a paper lies on a leader's desk (KR 7.9; DR 10.10).

    :param at_once: by which it goes to the mayor at once, where it does.
    """
    return at_once or rules.get("to_addressee") or rules.get("to_leaders_same_day")


def read(*, actor: Actor, at: datetime, document: int) -> Review:
    """The leader has read a paper that needs no resolution.

    :raises Refusal: the paper does not lie on the actor's desk; it must be on control and is not yet (KR 8.3; DR 8.3).
    """
    with transaction.atomic():
        review = _lying(actor, document)
        _must_be_watched(review)
        review.done_at = at
        review.save(update_fields=["done_at"])
        deeds.write(
            subject=review, document=document, actor=actor, at=at, code="tasks.reviewed", clause=review.clause,
            text="Розглянуто, резолюції не потребує",
        )  # fmt: skip
    return review


def _must_be_watched(review: Review) -> None:
    """What must be on control leaves the desk of the one who decides only by his resolution."""
    rules = regulation.rules_of(review.document.edition_id)
    is_his_to_decide = review.folder != Review.Folder.INFO
    if is_his_to_decide and (refusal := tasks.unwatched_refusal(document=review.document, rules=rules)):
        raise refusal


def pass_to(*, actor: Actor, at: datetime, document: int, leader: int, is_info: bool = False) -> Review:
    """Lay the paper on another leader's desk: by the one on whose desk it lies or his assistant.

    :param is_info: only for him to know.
    :raises Refusal: the paper does not lie on the actor's desk; it lies or lay on that leader's; he is no leader; nobody
        would decide on what must be on control and is not yet (KR 8.3; DR 8.3).
    """
    with transaction.atomic():
        review = _lying(actor, document)
        if is_info:
            _must_be_watched(review)
        to = Post.objects.get(pk=leader)
        before = Review.objects.select_for_update().filter(document_id=document, leader=to).first()
        if before is not None and (is_info or before.folder != Review.Folder.INFO):
            raise Refusal(review.clause, "Документ уже передавали на розгляд цій посадовій особі.")
        if not (to.is_leader or to.is_department_head) or not to.holds(local_date(at)):
            raise Refusal(
                review.clause, f"На розгляд документ передають керівникові, а не такій посадовій особі: {to.title}."
            )
        review.done_at = at
        review.save(update_fields=["done_at"])
        folder = Review.Folder.INFO if is_info else review.folder
        # What he had only to know is his to decide now.
        passed, _ = Review.objects.update_or_create(
            document_id=document, leader=to,
            defaults={"folder": folder, "clause": review.clause, "since": at, "done_at": None},
        )  # fmt: skip
        reason = grants.reason_for(review.document, "addressee")
        grants.give(document=document, post=leader, reason=reason, source=f"tasks.review:{passed.pk}", at=at)
        deeds.write(
            subject=passed, document=document, actor=actor, at=at, code="tasks.passed_to_leader", clause=review.clause,
            text=f"Передано на розгляд: {to.title}",
        )  # fmt: skip
        deeds.tell(
            document=review.document,
            post=leader,
            at=at,
            key=f"tasks.passed:{passed.pk}",
            subject="передано Вам на розгляд",
        )
    return passed


def _lying(actor: Actor, document: int) -> Review:
    waiting = Review.objects.select_for_update().filter(document_id=document, done_at__isnull=True)
    review = waiting.filter(leader_id__in=actor.line).order_by("id").first()
    if review is None:
        raise Refusal("", NOT_HERE)
    return review
