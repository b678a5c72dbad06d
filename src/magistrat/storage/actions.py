"""Keeping contents: nothing is overwritten, what is kept survives a loss of power."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.db import transaction

from magistrat.storage import antivirus, bucket, hooks, nearby, places, queries, queue
from magistrat.storage.kinds import media_type
from magistrat.storage.models import Blob, Scan
from magistrat.ui.refusals import Away

CHUNK = 1024 * 1024
# No file is written for as long as this: who began it is no more.
ABANDONED = timedelta(days=1)
# Who has just been given a path may still be opening it.
IN_USE = timedelta(hours=1)
# Seconds of one clearing of the disk.
CLEARING = 60.0
# One content may be refused for its own sake; so many say that the storage is away.
AWAY_IN_A_ROW = 3


@dataclass(frozen=True)
class Lying:
    """A content that is on the disk, in the bucket too where the city has one, and of which the database does not know yet."""

    sha256: str
    size: int
    media_type: str


def keep(*, content: BinaryIO | bytes, at: datetime) -> Blob:
    """Keep the content under its SHA-256; the same content is kept once, whoever brings it.

    The file is in the bucket, where the city has one, and on the disk before the row is written, so a committed row always
    has its file; a file whose transaction was rolled back harms nobody and is found again when the same content comes.

    :raises Away: the bucket has not taken it; nothing is kept.
    """
    return enter(lying=[write(content=content)], at=at)[0]


def write(*, content: BinaryIO | bytes) -> Lying:
    """The slow half of `keep`: the content lies on the disk, and in the bucket; no row is touched, so nobody waits for it.

    :raises Away: the bucket has not taken it; nothing is kept.
    """
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    with tempfile.NamedTemporaryFile(dir=places.waiting_room(), delete=False) as half:
        try:
            sha256, size = _copy(source, half)
            half.flush()
            # What lies under its name already was on the disk before it got the name.
            if not places.of(sha256).exists():
                os.fsync(half.fileno())
            kind = _kind(Path(half.name))[:120]
            if bucket.is_set():
                bucket.put(sha256, size, Path(half.name))
            places.settle(Path(half.name), sha256)
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise
    return Lying(sha256, size, kind)


def enter(*, lying: Sequence[Lying], at: datetime) -> list[Blob]:
    """The other half of `keep`, of many contents at once: their rows, as the contents stand in `lying`.

    Written in the order of their keys: two who bring the same contents, each in his own order, wait one for the other, and
    never both.
    """
    blobs = {one.sha256: _row(one, at) for one in sorted(lying, key=lambda one: one.sha256)}
    return [blobs[one.sha256] for one in lying]


def _row(one: Lying, at: datetime) -> Blob:
    blob, is_new = Blob.objects.get_or_create(
        sha256=one.sha256, defaults={"size": one.size, "media_type": one.media_type, "kept_at": at}
    )
    if is_new and antivirus.is_set():
        Scan.objects.create(blob=blob)
        queue.put(one.sha256)
    return blob


def clear_half_written(*, at: datetime) -> int:
    """Remove what was being written or taken apart when a loss of power or a kill broke it off; how many there were."""
    gone = 0
    for half in places.waiting_room().iterdir():
        # Its writer may just have given it its name.
        with suppress(FileNotFoundError):
            if at.timestamp() - _touched(half) > ABANDONED.total_seconds():
                shutil.rmtree(half) if half.is_dir() else half.unlink()
                gone += 1
    return gone


def _touched(half: Path) -> float:
    """When anything was written there last."""
    return max(one.stat().st_mtime for one in (half, *half.rglob("*")))


def clear_disk(*, at: datetime, seconds: float = CLEARING) -> int:
    """Remove from this machine's disk what nobody has read for long; how many contents there were.

    No new content is begun after so many seconds: other work waits for the same worker, the rest has its turn later.

    Only what the bucket was just seen to have whole, byte by byte; what it lacks, or has damaged, is put into it and stays on
    the disk until the next time.

    :raises Away: the bucket cannot be asked; one content that it refuses stops none of the others.
    """
    if not bucket.is_set():
        return 0
    files, until = list(_with_stats(places.all_files())), time.monotonic() + seconds
    room, gone, troubles = sum(stat.st_size for _, stat in files), 0, list[Away]()
    for file, stat in sorted(files, key=lambda one: one[1].st_mtime):
        idle = timedelta(seconds=at.timestamp() - stat.st_mtime)
        is_beyond = bool(settings.S3_DISK_BYTES) and room > settings.S3_DISK_BYTES
        if idle < IN_USE or (idle < timedelta(days=settings.S3_DISK_DAYS) and not is_beyond):
            break
        if len(troubles) == AWAY_IN_A_ROW or time.monotonic() > until:
            break
        try:
            # Somebody may have come for it while the bucket was read.
            if _is_in_bucket(file, stat.st_size) and file.stat().st_mtime == stat.st_mtime:
                file.unlink()
                room, gone = room - stat.st_size, gone + 1
            troubles.clear()
        except Away as trouble:
            troubles.append(trouble)
    if troubles:
        raise troubles[-1]
    return gone


def _with_stats(files: Iterable[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    for file in files:
        # Another worker may just have removed it.
        with suppress(FileNotFoundError):
            yield file, file.stat()


def fill_bucket(*, tell: Callable[[str], None] = lambda _: None) -> int:
    """Put into the bucket what was kept before the city had one; how many contents there were.

    :param tell: hears of every content that is neither whole on this disk nor in the bucket.
    :raises Away: the bucket cannot be asked.
    """
    put = 0
    for sha256, size in queries.contents():
        if bucket.size_of(sha256) == size:
            continue
        file = places.of(sha256)
        if not file.exists():
            tell(f"Вмісту {sha256} немає ні на диску, ні в сховищі.")
        elif nearby.digest_of(file) != sha256:
            tell(f"Вміст {sha256} на диску пошкоджено.")
        else:
            bucket.send(sha256, size, file)
            put += 1
    return put


def _is_in_bucket(file: Path, size: int) -> bool:
    try:
        if bucket.fetch(file.name) == file.name:
            return True
    except FileNotFoundError:
        pass
    if nearby.digest_of(file) == file.name:
        bucket.send(file.name, size, file)
    return False


def put_back(*, sha256: str, content: BinaryIO) -> bool:
    """Put a content of a carried-out city under its name on the disk; false, and nothing kept, when it has another SHA-256.

    Part of the loading of the city, whose rows name it already.

    :raises Away: the bucket has not taken it.
    """
    with tempfile.NamedTemporaryFile(dir=places.waiting_room(), delete=False) as half:
        try:
            found, size = _copy(content, half)
            half.flush()
            os.fsync(half.fileno())
            if found == sha256:
                if bucket.is_set():
                    bucket.put(sha256, size, Path(half.name))
                places.settle(Path(half.name), sha256)
        finally:
            Path(half.name).unlink(missing_ok=True)
    return found == sha256


def check(*, sha256: str, at: datetime) -> Scan | None:
    """Ask the antivirus about a content that waits, and write its answer down; upper apps hear of an infected one.

    Nothing when it has been checked or another worker is at it. While clamd is away the content goes on waiting.
    """
    with transaction.atomic():
        scan = queries.waiting_scan(sha256)
        if scan is None:
            return None
        answer = _ask(sha256)
        scan.asked_at, scan.reason = at, "" if answer.state == antivirus.INFECTED else answer.words[:300]
        if answer.state != antivirus.UNREACHABLE:
            scan.state, scan.checked_at = Scan.State(answer.state), at
        if scan.state == Scan.State.INFECTED:
            scan.found = answer.words or "без назви"
        scan.save()
        if scan.state == Scan.State.INFECTED:
            hooks.tell_infected(sha256, scan.found, at)
    return scan


def recheck(*, at: datetime, limit: int = 200) -> int:
    """Have checked what waits and what was kept before the antivirus was set; returns how many were.

    Ends with the first content about which clamd does not answer: it is away, the rest goes on waiting.
    """
    if not antivirus.is_set():
        return 0
    Scan.objects.bulk_create([Scan(blob_id=one) for one in queries.never_asked(limit)], ignore_conflicts=True)
    done = 0
    for sha256 in queries.waiting_scans(limit):
        scan = check(sha256=sha256, at=at)
        if scan is not None and scan.state == Scan.State.WAITING:
            break
        done += scan is not None
    return done


def _ask(sha256: str) -> antivirus.Answer:
    try:
        with queries.open_blob(sha256) as content:
            return antivirus.ask(content)
    except FileNotFoundError:
        return antivirus.Answer(antivirus.UNCHECKED, "вміст не знайдено на диску")
    except Away as trouble:
        return antivirus.Answer(antivirus.UNREACHABLE, str(trouble))


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    if source.seekable():
        source.seek(0)
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _kind(file: Path) -> str:
    with file.open("rb") as content:
        return media_type(content)
