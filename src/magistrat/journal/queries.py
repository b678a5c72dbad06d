"""Reading the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from magistrat.journal.actor import Actor
from magistrat.journal.hashes import BEGINNING
from magistrat.journal.models import Entry, Head, Seal
from magistrat.rules.moments import moment

# Any number: whoever links the chain holds it.
CHAIN_LOCK = 4_917_026
# A transaction that has a number and has touched a table of this database.
RUNNING = """
    SELECT t.transactionid::text::bigint FROM pg_locks t
    WHERE t.locktype = 'transactionid' AND t.mode = 'ExclusiveLock' AND t.granted AND t.pid <> pg_backend_pid()
    AND EXISTS (
        SELECT FROM pg_locks r JOIN pg_database d ON d.oid = r.database
        WHERE r.pid = t.pid AND r.locktype = 'relation' AND d.datname = current_database()
    )
"""
UNSEALED = """
    SELECT e.id, e.row_hash FROM journal_entry e LEFT JOIN journal_seal s ON s.entry_id = e.id
    WHERE e.id > %s AND s.entry_id IS NULL
    AND (e.xact < %s OR e.xact >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
    ORDER BY e.id LIMIT %s
"""
BESIDE = """
    WITH due AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS following)
    SELECT e.id FROM journal_entry e LEFT JOIN journal_seal s ON s.entry_id = e.id, due
    WHERE s.entry_id IS NULL AND e.xact < (
        SELECT max(l.xact) FROM journal_entry l JOIN journal_seal k ON k.entry_id = l.id WHERE l.xact < due.following
    )
    ORDER BY e.id
"""


def timelines(*, documents: Sequence[int], without: str = "") -> dict[int, list[Entry]]:
    """The lives of several documents, each oldest first, but for deeds of one code; one statement."""
    found: dict[int, list[Entry]] = {}
    for entry in Entry.objects.filter(document__in=documents).exclude(code=without).order_by("id"):
        found.setdefault(int(entry.document or 0), []).append(entry)
    return found


def of_subject(*, kind: str, subject: int, limit: int = 200) -> Sequence[Entry]:
    """Deeds on one thing (`app.model`, id), newest first."""
    return list(Entry.objects.filter(subject_kind=kind, subject=subject).order_by("-id")[:limit])


def posts_of(*, code: str, kind: str, subjects: Collection[int]) -> dict[int, int | None]:
    """In the name of which post the deed was done on each thing (`app.model`, ids); one statement."""
    found = Entry.objects.filter(subject_kind=kind, subject__in=subjects, code=code).order_by("-id")
    return {int(subject or 0): post for subject, post in found.values_list("subject", "actor_post")}


def done_since(*, actor: Actor, code: str, documents: Collection[int], words: str, since: datetime) -> set[int]:
    """On which of the documents the person has done, in the name of this post, a deed of the code with these words since
    the moment; one statement.
    """
    found = Entry.objects.filter(document__in=documents, code=code, at__gt=since, payload__text=words)
    mine = found.filter(actor_person=actor.person_id, actor_post=actor.post_id)
    return {int(document or 0) for document in mine.values_list("document", flat=True)}


def entries(
    *,
    since: date | None = None,
    until: date | None = None,
    code: str = "",
    words: str = "",
    document: int | None = None,
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


def horizon() -> int:
    """The oldest transaction of this database that may still write an entry: all before it have ended.

    Transactions are numbered for the whole server, and those of its other databases must not hold up this journal.
    So the running ones are found by their locks; a lock names the number without its upper half.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        following = int(cursor.fetchone()[0])
        cursor.execute(RUNNING)
        running = [_whole(int(number), following) for (number,) in cursor.fetchall()]
    return min([following, *running])


def _whole(number: int, following: int) -> int:
    """The whole number of a transaction before `following`, from its lower 32 bits."""
    found = (following & ~0xFFFFFFFF) | number
    return found - (1 << 32) if found > following else found


def unsealed(before: int, limit: int, *, beyond: int = 0) -> list[tuple[int, str]]:
    """Id and row hash of entries of transactions before the number that are not linked yet, by id.

    A number that is not yet due comes from the server from which this database was restored: ended too.

    :param beyond: look among later ids only, so that the years that are linked are not read again.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED, [beyond, before, limit])
        return list(cursor.fetchall())


def last_linked() -> int:
    """Id of the entry that the chain's last link holds."""
    return Seal.objects.order_by("-position").values_list("entry_id", flat=True).first() or 0


def chain_head() -> tuple[int, str]:
    """Position and hash of the chain's last link."""
    last = Seal.objects.order_by("-position").values_list("position", "chain_hash").first()
    return last or (0, BEGINNING)


def last_head() -> Head | None:
    """The last signed head."""
    return Head.objects.order_by("-id").first()


def links(size: int = 2000) -> Iterator[tuple[Seal, Entry | None]]:
    """The whole chain in order, each link with its entry (or None where the entry is gone)."""
    position = -1
    while batch := list(Seal.objects.filter(position__gt=position).order_by("position")[:size]):
        there = Entry.objects.in_bulk([seal.entry_id for seal in batch])
        yield from ((seal, there.get(seal.entry_id)) for seal in batch)
        position = batch[-1].position


def heads() -> Iterator[Head]:
    """All signed heads, oldest first."""
    return Head.objects.order_by("id").iterator()


def beside_the_chain() -> list[int]:
    """Ids of entries of transactions before the youngest linked one that no link holds: none came by the only way in."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE)
        return [entry for (entry,) in cursor.fetchall()]


def deeds_on(*, documents: Collection[int], codes: Collection[str]) -> Sequence[Entry]:
    """Deeds of the codes in the timelines of the documents, oldest first; one statement."""
    return list(Entry.objects.filter(document__in=documents, code__in=codes).order_by("id"))


def told(*, documents: Collection[int], code: str) -> set[tuple[int, str]]:
    """Documents with the words of each deed of the code in their timelines; one statement."""
    found = Entry.objects.filter(document__in=documents, code=code)
    return {(document, text) for document, text in found.values_list("document", "payload__text")}
