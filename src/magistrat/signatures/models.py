"""Electronic signatures found on kept contents, and keys of our own people."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class Signature(models.Model):
    """One signature of one signed content (P7S, ASiC, PDF)."""

    class State(models.TextChoices):
        VALID = "valid", "підпис дійсний"
        INTACT = "intact", "відповідає вмісту, довіру до сертифіката не перевірено"
        TAMPERED = "tampered", "підпис не відповідає вмісту"
        WRONG = "wrong", "підпис недійсний"
        UNVERIFIED = "unverified", "не перевірено"

    container = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="signatures")
    number = models.PositiveSmallIntegerField()
    over = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the content under a signature kept apart from it"
    )
    covers = models.JSONField(default=list, blank=True, help_text="names of the container's files under the signature")
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=300, blank=True)
    organisation = models.CharField(max_length=300, blank=True)
    post = models.CharField(max_length=300, blank=True)
    person_code = models.CharField(max_length=20, blank=True, help_text="masked: the whole code is never kept")
    entity_code = models.CharField(max_length=20, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    serial = models.CharField(max_length=64, blank=True)
    valid_until = models.DateTimeField(null=True)
    algorithm = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True, help_text="as the signer says")
    stamped_at = models.DateTimeField(null=True, help_text="as the time stamp says")
    stamp_note = models.CharField(max_length=300, blank=True, help_text="why the stamp's moment is not proved")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["container", "number"], name="signatures_number_once"),
            models.CheckConstraint(condition=Q(state="valid") | ~Q(reason=""), name="signatures_not_valid_has_reason"),
        ]


class Key(models.Model):
    """A person's key for signing, issued by the test authority and kept under its owner's PIN (PKCS#12, AES-256)."""

    person = models.BigIntegerField(help_text="id of organisation.Person")
    owner = models.CharField("власник", max_length=200)
    title = models.CharField("посада", max_length=300, blank=True)
    pkcs12 = models.BinaryField()
    certificate = models.TextField(help_text="PEM")
    serial = models.CharField("сертифікат №", max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=400)
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="wrong PINs one after another")
    rests_until = models.DateTimeField(null=True, help_text="after several wrong PINs it opens by none for a while")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="signatures_one_key")
        ]

    def is_in_force(self, at: datetime) -> bool:
        """Whether something may be signed by it at the moment."""
        return self.ended_at is None and at < self.valid_until
