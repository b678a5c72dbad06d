"""Who sees a document, and to whom it was given to read."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from magistrat.documents.models.document import Document


class Grant(models.Model):
    """A post's or department's right to see a document, with its cause."""

    class Reason(models.TextChoices):
        REGISTRAR = "registrar", "реєстратор"
        ADDRESSEE = "addressee", "адресат"
        AUTHOR = "author", "автор"
        RESOLUTION = "resolution", "автор резолюції"
        EXECUTOR = "executor", "виконавець"
        HEAD = "head", "керівник виконавця"
        INFORMED = "informed", "до відома"
        CONTROL = "control", "служба контролю"
        VISA = "visa", "візує"
        SIGNATORY = "signatory", "підписує"
        NAMED = "named", "іменний допуск"

    # The indexes below and the unique one begin with each of the three: one more for each only slows a registration.
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="grants", db_index=False)
    post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="grants", db_index=False
    )
    department = models.ForeignKey(
        "organisation.Department",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grants",
        db_index=False,
    )
    reason = models.CharField(max_length=12, choices=Reason)
    source = models.CharField(max_length=60, help_text="`app.model:id` of the deed that gave it")
    opens = models.BooleanField(
        db_default=True, help_text="false while the paper is for official use and the grant is not by name"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, department__isnull=True)
                | Q(post__isnull=True, department__isnull=False),
                name="documents_grant_to_one",
            ),
            models.UniqueConstraint(
                fields=["document", "post", "department", "reason", "source"],
                nulls_distinct=False,
                name="documents_grant_once",
            ),
        ]
        indexes = [
            models.Index("post", F("document").desc(), condition=Q(until__isnull=True), name="documents_grant_post"),
            models.Index(
                "department", F("document").desc(), condition=Q(until__isnull=True), name="documents_grant_dept"
            ),
            models.Index("source", condition=Q(until__isnull=True), name="documents_grant_source"),
            # Whether one may see a document is answered from the index alone: lists and counts ask it thousands of times.
            models.Index(
                fields=["document"],
                include=["post", "department"],
                condition=Q(until__isnull=True, opens=True),
                name="documents_grant_seen",
            ),
        ]


class Familiarisation(models.Model):
    """A document given to a post to read, and when its holder has read it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="familiarisations")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="familiarisations")
    note = models.CharField("примітка", max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    asked_by_post = models.BigIntegerField(null=True)
    read_at = models.DateTimeField("ознайомлено", null=True)
    read_by = models.CharField(max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "post"], condition=Q(withdrawn_at__isnull=True), name="documents_to_read_once"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(withdrawn_at__isnull=True), name="documents_read_or_withdrawn"
            ),
        ]
        indexes = [
            models.Index(
                "post",
                F("id").desc(),
                condition=Q(read_at__isnull=True, withdrawn_at__isnull=True),
                name="documents_to_read",
            ),
            models.Index("asked_by_post", F("id").desc(), name="documents_given_to_read"),
        ]

    @property
    def waits(self) -> bool:
        """Whether its reader has not looked at it yet."""
        return self.read_at is None and self.withdrawn_at is None
