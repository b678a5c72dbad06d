"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Q, QuerySet

from magistrat.journal.hashes import BEGINNING
from magistrat.journal.models import Entry, Head, Seal
from magistrat.rules.moments import moment

# Any number: whoever links the chain holds it.
CHAIN_LOCK = 4_917_026


class Horizon(NamedTuple):
    """Transactions that can still write: from `oldest` (running) up to `next` (not yet begun)."""

    oldest: int
    next: int


def timeline(*, document: int, limit: int = 200) -> Sequence[Entry]:
    """The life of a document, oldest first."""
    return list(Entry.objects.filter(document=document).order_by("id")[:limit])


def of_subject(*, kind: str, subject: int, limit: int = 200) -> Sequence[Entry]:
    """Deeds on one thing (`app.model`, id), newest first."""
    return list(Entry.objects.filter(subject_kind=kind, subject=subject).order_by("-id")[:limit])


def entries(
    *, since: date | None = None, until: date | None = None, code: str = "", words: str = "", document: int | None = None
) -> QuerySet[Entry]:
    """The journal's entries: `since` and `until` are Kyiv days, both included; `words` are looked for in the
    printed actor and the sentence. Unordered: the page pages them by id.
    """
    found = Entry.objects.all()
    if since:
        found = found.filter(at__gte=_begin(since))
    if until:
        found = found.filter(at__lt=_begin(until + timedelta(days=1)))
    if code:
        found = found.filter(Q(code=code) if "." in code else Q(code__startswith=f"{code}."))
    if words:
        found = found.filter(Q(actor_printed__icontains=words) | Q(payload__text__icontains=words))
    if document:
        found = found.filter(document=document)
    return found


def _begin(day: date) -> datetime:
    return moment(datetime(day.year, day.month, day.day))  # noqa: DTZ001 wall clock in Kyiv


def chain_state() -> tuple[int, Head | None]:
    """The chain's length and its last signed head."""
    return chain_head()[0], last_head()


def hold_the_chain() -> bool:
    """Become the only sealer until the transaction ends; False when another one is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CHAIN_LOCK])
        return bool(cursor.fetchone()[0])


def horizon() -> Horizon:
    """Which transactions may still be running."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
        )
        return Horizon(*cursor.fetchone())


def unsealed(horizon: Horizon, limit: int) -> list[tuple[int, str]]:
    """Id and row hash of entries of finished transactions that are not linked yet, by id.

    A transaction number that is not yet due comes from the server from which this database was restored: finished too.
    """
    finished = Q(xact__lt=horizon.oldest) | Q(xact__gte=horizon.next)
    return list(Entry.objects.filter(finished, seal__isnull=True).order_by("id").values_list("id", "row_hash")[:limit])


def chain_head() -> tuple[int, str]:
    """Position and hash of the chain's last link."""
    last = Seal.objects.order_by("-position").values_list("position", "chain_hash").first()
    return last or (0, BEGINNING)


def last_head() -> Head | None:
    """The last signed head."""
    return Head.objects.order_by("-id").first()


def links(size: int = 2000) -> Iterator[Seal]:
    """The whole chain in order, each link with its entry (or None where the entry is gone)."""
    return Seal.objects.select_related("entry").order_by("position").iterator(chunk_size=size)


def heads() -> Iterator[Head]:
    """All signed heads, oldest first."""
    return Head.objects.order_by("id").iterator()


def latest_sealed_xact() -> int:
    """The youngest transaction that has a linked entry."""
    return Entry.objects.filter(seal__isnull=False).aggregate(Max("xact"))["xact__max"] or 0


def beside_the_chain() -> list[int]:
    """Ids of entries older than the chain's youngest that no link holds: none came there by the only way in."""
    return list(
        Entry.objects.filter(seal__isnull=True, xact__lt=latest_sealed_xact()).order_by("id").values_list("id", flat=True)
    )
