"""What the hall needs of a sitting: its questions in order, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from magistrat.rules.hall_state import Facts
from magistrat.sittings.models import Question, Sitting

REMARKS = "remarks"
# What comes before the body: the agenda, and what its members may yet include by vote (DR 6.8).
IN_HALL = Q(stage__in=[Question.Stage.ON_AGENDA, Question.Stage.DONE]) | Q(lateness=Question.Lateness.BY_VOTE)


def sitting(sitting_id: int) -> Sitting:
    """One sitting with its gathering and body; one statement.

    :raises Sitting.DoesNotExist: when there is none.
    """
    return Sitting.objects.select_related("gathering__body").get(pk=sitting_id)


def sitting_of(gathering: int) -> int | None:
    """The sitting that the gathering is the conduct of; one statement."""
    return Sitting.objects.filter(gathering=gathering).values_list("pk", flat=True).first()


def questions(sitting: int) -> Sequence[Question]:
    """Questions of the sitting that come before the body, in the agenda's order; one statement."""
    found = Question.objects.filter(IN_HALL, sitting=sitting).exclude(stage=Question.Stage.OUT)
    return list(found.select_related("block", "department", "document").order_by("block__position", "position", "id"))


def facts(gathering: int, item: int) -> Facts | None:
    """What the hall is told of a question of this gathering; nothing when it is none of its own; one statement."""
    found = Question.objects.filter(IN_HALL, pk=item, sitting__gathering=gathering).exclude(stage=Question.Stage.OUT)
    question = found.first()
    return as_facts(question) if question else None


def as_facts(question: Question) -> Facts:
    """The question as the hall is told of it."""
    return Facts(
        title=question.title, number=question.number, document=question.document_id, is_main=question.is_main,
        is_additional=question.lateness == Question.Lateness.BY_VOTE, is_undisputed=question.is_undisputed,
        has_remarks=REMARKS in question.flags, minutes=dict(question.minutes),
    )  # fmt: skip


def last_step(sitting: int) -> int | None:
    """The number of the newest step of the sitting, nothing when there is no such sitting; one statement."""
    return Sitting.objects.filter(pk=sitting).values_list("gathering__last", flat=True).first()


def polls() -> QuerySet[Question]:
    """Questions that are or were decided between sittings; unordered, for a page."""
    found = Question.objects.filter(sitting__gathering__kind="poll")
    return found.select_related("sitting__gathering", "department", "document")


def poll(gathering: int) -> Question:
    """The question of a poll with its gathering and body; one statement.

    :raises Question.DoesNotExist: when there is none.
    """
    found = Question.objects.filter(sitting__gathering=gathering, sitting__gathering__kind="poll")
    return found.select_related("sitting__gathering__body", "department", "document").get()
