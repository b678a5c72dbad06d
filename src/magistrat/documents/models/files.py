"""Files of documents, and those that lie in the folder of the scanner."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from magistrat.documents.models.document import Document
from magistrat.documents.models.registries import Registry


class File(models.Model):
    """A file of a document; a new version is a new file."""

    class State(models.TextChoices):
        FINE = "fine", "читається"
        BROKEN = "broken", "пошкоджений"
        ENCRYPTED = "encrypted", "захищений паролем"
        UNKNOWN = "unknown", "невідомий вид"

    class Role(models.TextChoices):
        MAIN = "main", "документ"
        ANNEX = "annex", "додаток"
        RESOLUTION = "resolution", "резолюція"
        REPORT = "report", "звіт"
        SIGNED = "signed", "підписаний примірник"
        PRINTED = "printed", "лист на бланку"
        COPY = "copy", "засвідчена копія"
        PUBLIC = "public", "копія для оприлюднення"

    class Opening(models.TextChoices):
        OFFERED = "offered", "можна розпакувати"
        WANTED = "wanted", "розпаковується"
        OPENED = "opened", "розпаковано"
        CLOSED = "closed", "не розпаковано"

    class Inspection(models.TextChoices):
        WAITING = "waiting", "чекає на перевірку"
        DONE = "done", "перевірено"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="files")
    name = models.CharField("назва", max_length=255)
    media_type = models.CharField("вид", max_length=120)
    role = models.CharField(max_length=12, choices=Role, default=Role.MAIN)
    state = models.CharField(max_length=10, choices=State, default=State.FINE)
    pages = models.PositiveIntegerField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=400)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    removed_at = models.DateTimeField(null=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children",
        help_text="the archive, letter or signed container out of which it was taken",
    )  # fmt: skip
    inside = models.CharField(max_length=500, blank=True, help_text="its path inside the container")
    opening = models.CharField(max_length=10, choices=Opening, blank=True, help_text="empty: nothing to be opened")
    opening_note = models.CharField(max_length=500, blank=True, help_text="why not opened, or what was left inside")
    letter = models.JSONField(null=True, blank=True, help_text="what a kept letter (EML, MSG) says of itself")
    dangers = models.JSONField(default=list, blank=True, help_text="keys of documents.dangers")
    inspection = models.CharField(max_length=10, choices=Inspection, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(inspection="waiting"), name="documents_file_waiting")]


class Scanned(models.Model):
    """A file that a scanner has written into a watched folder: taken in as papers that came, or put aside."""

    class State(models.TextChoices):
        TAKEN = "taken", "прийнято"
        NOT_TAKEN = "not_taken", "не прийнято"

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="scanned")
    name = models.CharField("файл", max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    changed = models.BigIntegerField(help_text="when the scanner wrote it, nanoseconds of its file system")
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=500, blank=True)
    documents = models.ManyToManyField(Document, related_name="scanned")
    at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, help_text="empty: the file may still lie where the scanner put it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registry", "sha256"], condition=Q(state="taken"), name="documents_scanned_once"
            ),
            models.CheckConstraint(condition=~Q(state="not_taken") | ~Q(reason=""), name="documents_scanned_reason"),
        ]
        indexes = [models.Index("registry", F("id").desc(), name="documents_scanned_newest")]
