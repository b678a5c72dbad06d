"""What the public sees of a document."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from magistrat.documents.models.document import Document
from magistrat.documents.models.files import File


class PublicVersion(models.Model):
    """What the public sees of a document: its text or file without personal data, judged by a person (KR 15.7, 15.10; DR 4.7).

    A published one is never changed and never deleted: another one replaces it, or it is taken down, each with its reason.
    `parts` are pairs of a label («1.», «Додаток 1», or none) and its words, as published; `places` what was found suspicious in
    the text and what was said of it.
    """

    class What(models.TextChoices):
        DRAFT = "draft", "проєкт"
        ACT = "act", "акт"
        MINUTES = "minutes", "протокол"

    class State(models.TextChoices):
        PREPARED = "prepared", "підготовлено"
        PUBLISHED = "published", "оприлюднено"
        REPLACED = "replaced", "замінено"
        TAKEN_DOWN = "taken_down", "знято з оприлюднення"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="public_versions")
    what = models.CharField("що", max_length=8, choices=What)
    number = models.PositiveIntegerField(help_text="of the document's versions of this sort, from 1")
    state = models.CharField("стан", max_length=10, choices=State, default=State.PREPARED)
    since = models.DateField("редакція з", null=True, help_text="of an act that was changed; none: as it was adopted")
    title = models.CharField("заголовок", max_length=1000)
    parts = models.JSONField(default=list)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    printed = models.ForeignKey(
        "storage.Blob",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the public text typeset as PDF",
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text that was judged, before hiding")
    places = models.JSONField(default=list, help_text="part, kind, words, whether hidden: never shown to the public")
    lemmas = SearchVectorField(null=True, help_text="of the public words alone")
    checked_at = models.DateTimeField("перевірено")
    checked_by = models.CharField(max_length=400)
    published_at = models.DateTimeField("оприлюднено", null=True)
    published_by = models.CharField(max_length=400, blank=True)
    listed_on = models.DateField(
        null=True, help_text="the day by which public lists are sorted: of the act, else published"
    )
    proposals_until = models.DateField("пропозиції до", null=True, help_text="inclusive; of a draft")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=400, blank=True)
    ended_reason = models.CharField("підстава", max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "what", "number"], name="documents_public_number_once"),
            models.UniqueConstraint(
                fields=["document", "what", "since"],
                condition=Q(state="published"),
                name="documents_public_one",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["document", "what", "since"],
                condition=Q(state="prepared"),
                name="documents_public_one_prepared",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "taken_down"])
                | Q(published_at__isnull=False, listed_on__isnull=False),
                name="documents_public_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["replaced", "taken_down"]) | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="documents_public_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(parts=[]) | Q(file__isnull=False), name="documents_public_has_words_or_file"
            ),
        ]
        indexes = [
            models.Index(
                "what",
                F("listed_on").desc(),
                F("id").desc(),
                condition=Q(state="published"),
                name="documents_public_newest",
            ),
            models.Index(
                F("published_at").desc(), F("id").desc(), condition=Q(state="published"), name="documents_public_latest"
            ),
            GinIndex(fields=["lemmas"], name="documents_public_lemmas"),
        ]

    @property
    def is_published(self) -> bool:
        """Whether the public sees it now."""
        return self.state == self.State.PUBLISHED
