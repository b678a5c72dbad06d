"""Sittings ahead and past, one of them, and what its pages choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from magistrat.bodies.models import Gathering
from magistrat.documents.models import Direction, Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department
from magistrat.sittings.models import Question, Sitting

NotThere = Sitting.DoesNotExist
COUNTED = Count("questions", filter=~Q(questions__stage=Question.Stage.OUT))
ENDED = (Gathering.State.CLOSED, Gathering.State.CANCELLED)
MOST_DRAFTS = 200
LOOK_BACK = timedelta(days=3)


def ahead(on: date) -> Sequence[Sitting]:
    """Sittings from the day on and those still under way, the nearest first, with `number` of questions; one statement."""
    found = _all().exclude(gathering__state__in=ENDED).filter(gathering__on__gte=on - LOOK_BACK)
    return list(found.order_by("gathering__on", "gathering__at", "pk"))


def past() -> QuerySet[Sitting]:
    """Sittings that were held or cancelled, with `number` of questions; unordered, for a page."""
    return _all().filter(gathering__state__in=ENDED)


def planned_days(since: date, until: date) -> dict[date, str]:
    """Days of sittings of the span that are not cancelled, with their kinds; one statement."""
    found = Gathering.objects.filter(sitting__isnull=False, on__range=(since, until)).exclude(kind="poll")
    return dict(found.exclude(state=Gathering.State.CANCELLED).order_by("-kind").values_list("on", "kind"))


def sitting(sitting_id: int) -> Sitting:
    """One sitting with its gathering, body and convening order; one statement.

    :raises Sitting.DoesNotExist: when there is none, or it is a poll between sittings.
    """
    found = Sitting.objects.select_related("gathering__body", "convening").exclude(gathering__kind="poll")
    return found.get(pk=sitting_id)


def nearest(on: date) -> Sitting | None:
    """The sitting that is prepared now: the nearest one ahead; one statement."""
    return next(iter(ahead(on)), None)


def question(question_id: int) -> Question:
    """One question with all that its page shows; one statement.

    :raises Question.DoesNotExist: when there is none.
    """
    joined = ("sitting__gathering__body", "department", "proposer", "in_charge", "document", "block", "moved_from")
    found = Question.objects.select_related(*joined).exclude(sitting__gathering__kind="poll")
    return found.defer("document__lemmas", "document__search_text").get(pk=question_id)


def questions_of(document: int) -> Sequence[Question]:
    """Questions by which a draft stood and stands at sittings, the newest first; one statement."""
    found = Question.objects.filter(document=document).exclude(sitting__gathering__kind="poll")
    return list(found.select_related("sitting__gathering").order_by("-sitting__gathering__on", "-pk"))


def departments(on: date) -> Sequence[Department]:
    """Units that may bring a question in."""
    return organisation.departments(on)


def drafts_of(actor: Actor, sitting_id: int) -> list[tuple[int, str]]:
    """Drafts of acts that the actor sees and that do not stand in the sitting yet, the newest first; one statement."""
    taken = Question.objects.filter(sitting=sitting_id, document__isnull=False).exclude(stage=Question.Stage.OUT)
    found = access.visible(actor).filter(direction=Direction.ACT, state=Document.State.DRAFT)
    rows = found.exclude(pk__in=taken.values("document")).order_by("-pk").values_list("pk", "summary")
    return [(pk, summary) for pk, summary in rows[:MOST_DRAFTS]]


def others(sitting: Sitting, on: date) -> list[Sitting]:
    """Sittings to which a question may go over: open agendas ahead; one statement."""
    return [one for one in ahead(on) if one.pk != sitting.pk and one.agenda_frozen_at is None]


def _all() -> QuerySet[Sitting]:
    found = Sitting.objects.select_related("gathering").exclude(gathering__kind=Gathering.Kind.POLL)
    return found.annotate(number=COUNTED)
