"""Reading the signatures of a content, in a process of its own, and writing down what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from magistrat.signatures.models import Signature
from magistrat.storage import queries as storage
from magistrat.texts import process

SECONDS, MEGABYTES = 60, 1500
TEXTS = ("owner", "organisation", "post", "issuer", "reason", "stamp_note")


@dataclass(frozen=True)
class Opened:
    """`kind`: attached, detached, asic or pdf; `taken`: pairs (name, place) of the files that it carried."""

    kind: str
    taken: Sequence[tuple[str, Path]]


def read(*, sha256: str, at: datetime, into: Path, candidates: Sequence[str] = (), expected: str = "") -> Opened:
    """Read a signed content: its signatures are written down anew, what it carries lies in the folder.

    :param candidates: contents over which a signature kept apart may be.
    :param expected: the one of them of which the signature's name speaks.
    :raises texts.readers.trouble.Unreadable: no signed content, broken, too large.
    """
    answer = process.read_twice(
        "signed",
        seconds=SECONDS,
        megabytes=MEGABYTES,
        path=str(storage.path_of(sha256)),
        into=str(into),
        at=at.isoformat(),
        candidates=[(one, str(storage.path_of(one))) for one in candidates],
        expected=expected,
        roots=str(settings.SIGNATURE_ROOTS),
    )
    rows = [_row(sha256, number, said, answer["over"], at) for number, said in enumerate(answer["signatures"], 1)]
    with transaction.atomic():
        Signature.objects.filter(container=sha256).delete()
        Signature.objects.bulk_create(rows)
    return Opened(answer["kind"], [(one["name"], Path(one["path"])) for one in answer["taken"]])


def _row(sha256: str, number: int, said: dict[str, Any], over: str, at: datetime) -> Signature:
    given = {name: str(said.get(name, ""))[:300].replace("\x00", "") for name in TEXTS}
    return Signature(
        container_id=sha256,
        number=number,
        over=over,
        covers=said.get("covers", []),
        state=said["state"],
        person_code=said.get("person_code", "")[:20],
        entity_code=said.get("entity_code", "")[:20],
        serial=said.get("serial", "")[:64],
        algorithm=said["algorithm"][:60],
        valid_until=_moment(said.get("valid_until", "")),
        signed_at=_moment(said["signed_at"]),
        stamped_at=_moment(said["stamped_at"]),
        checked_at=at,
        **given,
    )


def _moment(said: str) -> datetime | None:
    """A moment with its zone; one without is nobody's."""
    found = datetime.fromisoformat(said) if said else None
    return found if found is not None and found.tzinfo else None
