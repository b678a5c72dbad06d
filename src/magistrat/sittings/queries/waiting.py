"""What waits for a person of those who prepare sittings: drafts to review and publish, leave asked, agendas to agree."""

from __future__ import annotations

from django.db.models import QuerySet

from magistrat.sittings.models import Question, Sitting
from magistrat.ui import prepared

Stage, Lateness = Question.Stage, Question.Lateness


@prepared.prepared
def to_review() -> QuerySet[Question]:
    """Drafts that wait for the manager of affairs, those with the nearest term first; one statement."""
    found = Question.objects.filter(stage=Stage.DELIVERED, sitting__gathering__state="planned")
    rows = found.select_related("department", "document", "sitting__gathering")
    return rows.order_by("review_due_on", "delivered_at", "pk")[:100]


@prepared.prepared
def leave_asked() -> QuerySet[Question]:
    """Late questions that wait for the mayor's word; one statement."""
    found = Question.objects.filter(lateness=Lateness.ASKED, sitting__gathering__state="planned")
    rows = found.exclude(stage=Stage.OUT).select_related("department", "document", "sitting__gathering")
    return rows.order_by("sitting__gathering__on", "pk")[:100]


@prepared.prepared
def to_agree() -> QuerySet[Sitting]:
    """Frozen agendas that wait to be agreed, the nearest sitting first; one statement."""
    found = Sitting.objects.filter(
        agenda_frozen_at__isnull=False, agreed_at__isnull=True, gathering__state="planned"
    )  # fmt: skip
    return found.select_related("gathering").order_by("gathering__on", "pk")[:20]


@prepared.prepared
def to_publish() -> QuerySet[Question]:
    """Drafts proposed for publication and not on the site yet; one statement."""
    found = Question.objects.filter(
        publication_asked_at__isnull=False, published_at__isnull=True, sitting__gathering__state="planned"
    )
    rows = found.exclude(stage__in=[Stage.OUT, Stage.DONE]).select_related("department", "document")
    return rows.order_by("publication_due_on", "publication_asked_at", "pk")[:100]
