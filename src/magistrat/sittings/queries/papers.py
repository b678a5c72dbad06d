"""Papers of questions: packages, originals on paper, who is invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from magistrat.approvals.models import Version
from magistrat.documents.queries import access
from magistrat.sittings.models import Enclosure, Invited, PaperReceipt, Question, Sitting


def enclosures(question: Question) -> Mapping[str, Enclosure]:
    """The parts of its package that are there, by key; one statement."""
    return {one.key: one for one in question.enclosures.select_related("file")}


def enclosure(question: Question, key: str) -> Enclosure | None:
    """One part of the package; one statement."""
    return question.enclosures.filter(key=key).first()


def receipts_of(question: Question) -> Sequence[PaperReceipt]:
    """The hand-overs of its original, the newest first; one statement."""
    return list(question.receipts.order_by("-pk"))


def receipts(sitting: Sitting) -> Sequence[PaperReceipt]:
    """The whole hand-over register of the sitting in order; one statement."""
    found = PaperReceipt.objects.filter(question__sitting=sitting).select_related("question")
    return list(found.order_by("taken_at", "pk"))


def invited(question: Question) -> Sequence[Invited]:
    """Those invited to the question; one statement."""
    return list(question.invited.order_by("pk"))


def invited_of(sitting: Sitting) -> Sequence[Invited]:
    """All who are invited, of the sitting itself first, then by questions; one statement."""
    found = sitting.invited.select_related("question__document").defer(*access.heavy("question__document"))
    found = found.order_by("question__position", "question", "pk")
    return sorted(found, key=lambda one: one.question_id is not None)


def invited_line(pk: int) -> Invited:
    """One line of the lists; one statement.

    :raises Invited.DoesNotExist: when there is none.
    """
    return Invited.objects.get(pk=pk)


def newest_version(question: Question) -> Version | None:
    """The version of the draft that was sent for visas last; one statement."""
    found = Version.objects.filter(approval__document=question.document_id).select_related("approval")
    return found.order_by("-number").first() if question.document_id else None
