"""Kept contents: a file is stored under its SHA-256 and never overwritten."""

from __future__ import annotations

from django.db import models


class Blob(models.Model):
    """One content, whoever brought it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    kept_at = models.DateTimeField()
