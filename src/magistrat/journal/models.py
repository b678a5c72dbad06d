"""The append-only journal of deeds, its chain and its signed heads."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Cast


class Entry(models.Model):
    """One deed: who, when, what, by which clause. Never changed, never deleted (the database's role cannot)."""

    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    actor_person = models.BigIntegerField(null=True)
    actor_post = models.BigIntegerField(null=True)
    actor_acting_for = models.BigIntegerField(null=True)
    actor_on_behalf = models.BigIntegerField(null=True)
    actor_printed = models.CharField(max_length=400)
    document = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject = models.BigIntegerField(null=True)
    clause = models.CharField(max_length=60, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    values_hash = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64)
    xact = models.BigIntegerField(
        db_default=Cast(Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField())
    )

    class Meta:
        indexes = [
            models.Index(fields=["document", "id"], name="journal_document"),
            models.Index(fields=["subject_kind", "subject"], name="journal_subject"),
            models.Index(fields=["code", "at"], name="journal_code"),
            models.Index(fields=["actor_person", "at"], name="journal_person"),
            BrinIndex(fields=["at"], name="journal_at"),
        ]


class Seal(models.Model):
    """A link of the chain: the entry at this position and the hash of all before it."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    chain_hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class Head(models.Model):
    """The chain's head at an hour, signed."""

    position = models.BigIntegerField()
    chain_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=128, help_text="Ed25519, hexadecimal; of earlier heads HMAC-SHA256")
    public_key = models.CharField(max_length=64, blank=True, default="", help_text="empty: signed by HMAC")
