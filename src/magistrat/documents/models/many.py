"""Work on many documents: deeds done to all of a choice, views of lists, piles of letters."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from magistrat.documents.models.document import Document


class BulkRun(models.Model):
    """One deed done to many: each line is the single deed with its own rights, journal and refusal."""

    key = models.CharField(max_length=40, help_text="of the deed, see `documents.bulk`")
    given = models.JSONField(default=dict, help_text="what was typed once for all")
    person = models.BigIntegerField()
    own_post = models.BigIntegerField(null=True)
    acting_for = models.BigIntegerField(null=True)
    on_behalf = models.BigIntegerField(null=True)
    back = models.CharField(max_length=2000, blank=True, help_text="the list from which they were chosen")
    total = models.PositiveIntegerField()
    is_background = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        indexes = [
            models.Index("started_at", condition=Q(finished_at__isnull=True), name="documents_bulk_open"),
        ]


class BulkLine(models.Model):
    """One of the many: waits, is done, or is refused with the reason and its clause."""

    class State(models.TextChoices):
        WAITING = "waiting", "очікує"
        DONE = "done", "виконано"
        REFUSED = "refused", "відхилено"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    subject = models.BigIntegerField()
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    clause = models.CharField(max_length=120, blank=True)
    message = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="documents_bulk_position")]
        indexes = [models.Index("run", "position", condition=Q(state="waiting"), name="documents_bulk_waiting")]


class SavedView(models.Model):
    """Filters, order and columns of a list under a name: a person's own, or shared with a department."""

    place = models.CharField(max_length=30, help_text="which list, see `documents.views`")
    title = models.CharField("назва", max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="views")
    department = models.ForeignKey("organisation.Department", null=True, on_delete=models.PROTECT, related_name="views")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "owner", "title"], condition=Q(removed_at__isnull=True), name="documents_view_title"
            )
        ]
        indexes = [
            models.Index("department", "place", condition=Q(removed_at__isnull=True), name="documents_view_shared")
        ]


class ViewChoice(models.Model):
    """The view with which a list opens for a person."""

    place = models.CharField(max_length=30)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="view_choices")
    view = models.ForeignKey(SavedView, null=True, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "person"], name="documents_view_choice")]


class Pile(models.Model):
    """Letters taken in at once, to be registered one after another; it can be left and come back to."""

    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="piles")
    person = models.BigIntegerField(null=True)
    kept = models.JSONField(default=dict, blank=True, help_text="values of the former card kept for the next")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("post", F("id").desc(), name="documents_pile_post")]


class PileLetter(models.Model):
    """A letter's place in its pile."""

    pile = models.ForeignKey(Pile, on_delete=models.CASCADE, related_name="letters")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="pile_place")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pile", "position"], name="documents_pile_position")]
