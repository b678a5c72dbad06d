"""Signatures as pages show them, and the key of a person."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from magistrat.signatures.models import Key, Signature
from magistrat.texts import process
from magistrat.texts.readers.trouble import Unreadable

SECONDS, MEGABYTES = 30, 1000
# States of a signature that holds.
HOLDS = ("valid", "intact")


def of(contents: Iterable[str]) -> dict[str, list[Signature]]:
    """Signatures of each content, in their order; one statement."""
    found: dict[str, list[Signature]] = defaultdict(list)
    for row in Signature.objects.filter(container__in=list(contents)).order_by("container", "number"):
        found[row.container_id].append(row)
    return found


def key_of(person: int, at: datetime) -> Key | None:
    """The person's key by which something may be signed at the moment; one statement."""
    key = Key.objects.filter(person=person, ended_at__isnull=True).first()
    return key if key is not None and key.is_in_force(at) else None


def examined(pdf: bytes, at: datetime) -> list[dict[str, Any]]:
    """Signatures of a PDF that is not kept: state, reason, owner, serial, moment of each; nothing is written down.

    Read in a process of its own, bounded in time and memory.

    :raises texts.readers.trouble.Unreadable: no PDF, a broken or too large one.
    """
    with tempfile.TemporaryDirectory(prefix="magistrat-signed-") as folder:
        file = Path(folder) / "signed.pdf"
        file.write_bytes(pdf)
        answer = process.read_twice(
            "signed", seconds=SECONDS, megabytes=MEGABYTES, path=str(file), into=folder, at=at.isoformat(),
            roots=str(settings.SIGNATURE_ROOTS),
        )  # fmt: skip
    found: list[dict[str, Any]] = answer["signatures"]
    return found


def trouble_of(given: bytes, made: bytes, name: str, at: datetime) -> str:
    """Why what a provider made is not the given file with a signature of the person that holds; "" when it is.

    :param name: of the one who signs, as it is printed: «Ім'я ПРІЗВИЩЕ».
    """
    if not made.startswith(given) or len(made) == len(given):
        return "Надавач повернув інший файл, ніж йому дали на підпис."
    try:
        rows = examined(made, at)
    except Unreadable as trouble:
        return f"Підпис прочитати не вдалося: {trouble}"
    if not rows:
        return "Файл повернувся без підпису."
    if wrong := next((row for row in rows if row["state"] not in HOLDS), None):
        return f"Підпис не пройшов перевірки: {wrong['reason']}."
    surname, owner = name.casefold().split()[-1:], rows[-1].get("owner", "")
    if not set(surname) <= set(owner.casefold().split()):
        return f"Підписано чужим ключем: сертифікат належить іншій особі ({owner})."
    return ""
