"""A workbook of earlier records: taken, looked through, brought in; killed anywhere, it goes on from its last rows."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from magistrat.documents.actions import bringing_in
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.moving import queue, workbook
from magistrat.moving.actions import rows
from magistrat.moving.checking import Checker
from magistrat.moving.models import Import, ImportFault, ImportRow
from magistrat.moving.queries import known
from magistrat.moving.workbook import Row, Unreadable
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage
from magistrat.storage import queries as kept
from magistrat.tasks.actions import bringing_in as work
from magistrat.texts import claims

# Rows of one transaction: few enough to hold nobody up (a second or two), many enough to be quick.
CHUNK = 500
# What a deed beside has written meanwhile is seen when the rows are brought in again.
TRIES = 3
# Any number of our own, see `texts.claims`.
BOOK = 20210724
# So many faults are shown; whoever has more begins with these.
MOST_FAULTS = 2_000
State = Import.State


def take(*, actor: Actor, at: datetime, name: str, content: BinaryIO | bytes, is_queued: bool = True) -> Import:
    """Take a workbook and have it looked through: nothing else changes yet.

    :param is_queued: a worker does it; else the caller, by `go_on`.
    :raises Refusal: no right, or an empty file.
    """
    with transaction.atomic():
        bringing_in.demand(actor=actor, at=at)
        blob = storage.keep(content=content, at=at)
        if not blob.size:
            raise Refusal("", "Файл порожній.")
        made = Import.objects.create(name=name[-255:], blob=blob, actor=_kept(actor), by=actor.printed, at=at)
        _note(actor, at, "moving.workbook_taken", made, f"Надано книгу попередніх обліків «{made.name}»")
        if is_queued:
            queue.put(made.pk)
    return made


def start(
    *, actor: Actor, at: datetime, import_id: int, without_faulty: bool = False, is_queued: bool = True
) -> Import:  # fmt: skip
    """Let the rows be brought in.

    :param without_faulty: leave rows with faults out; without it a workbook with faults is refused.
    :raises Refusal: no right; not looked through; faults are left; begun already.
    """
    with transaction.atomic():
        bringing_in.demand(actor=actor, at=at)
        found = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
        if found.state != State.CHECKED:
            raise Refusal("", f"Зараз цього зробити не можна: книга має стан «{found.get_state_display()}».")
        if found.fault_count and not without_faulty:
            raise Refusal("", "У книзі є зауваження: виправте їх або внесіть лише рядки без зауважень.")
        found.state, found.started_at, found.without_faulty = State.RUNNING, at, without_faulty
        found.actor, found.by = _kept(actor), actor.printed
        found.save(update_fields=["state", "started_at", "without_faulty", "actor", "by"])
        _note(actor, at, "moving.bringing_in_begun", found, f"Почато внесення книги «{found.name}»")
        if is_queued:
            queue.put(found.pk)
    return found


def go_on(*, import_id: int, at: datetime) -> Import:
    """Do what the workbook waits for: look it through, or bring in the rows that are left. Repeatable.

    Nothing while another worker is at it: a long one is asked for again every two minutes.
    """
    with claims.claimed(BOOK, import_id) as is_mine:
        found = Import.objects.get(pk=import_id)
        if not is_mine:
            return found
        try:
            with regulation.remembering():
                if found.state == State.CHECKING:
                    _check(found, at)
                elif found.state == State.RUNNING:
                    _bring_in(found, at)
        except Unreadable as wrong:
            _break(found, at, "не прочитано", str(wrong))
        except Refusal as refusal:
            # Not a row's fault: his right is gone, or nobody keeps control. What is in stays in; begun anew it goes on.
            _break(found, at, "зупинено", str(refusal))
        found.refresh_from_db()
    return found


# --- looking through -------------------------------------------------------------------------------


def _check(found: Import, at: datetime) -> None:
    checker = Checker(known.gather(local_date(at)))
    faults: list[ImportFault] = []
    count = total = 0
    # The numbers' sheet stands before the documents: it is judged when their numbers are known.
    last = list[Row]()
    with kept.open_blob(found.blob_id) as stream:
        for row in workbook.rows(stream):
            total += 1
            if row.sheet == "Номери":
                last.append(row)
                continue
            checker.judge(row)
            count += len(row.faults)
            _gather(faults, found, row)
    checker.last_numbers = checker.numbers
    for row in last:
        checker.judge(row)
        count += len(row.faults)
        _gather(faults, found, row)
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if locked.state != State.CHECKING:
            return
        ImportFault.objects.bulk_create(faults, batch_size=500)
        locked.state, locked.rows, locked.fault_count = State.CHECKED, total, count
        locked.last_numbers = checker.numbers
        locked.save(update_fields=["state", "rows", "fault_count", "last_numbers"])
        said = f"зауважень {count}" if count else "зауважень немає"
        text = f"Книгу «{locked.name}» перевірено: рядків {total}, {said}"
        _note(_actor(locked), at, "moving.workbook_checked", locked, text)
        _tell(locked, at, "checked", text)


def _gather(faults: list[ImportFault], found: Import, row: Row) -> None:
    room = MOST_FAULTS - len(faults)
    faults += [
        ImportFault(whole=found, sheet=one.sheet, row=one.row, column=one.column, words=one.words)
        for one in row.faults[:room]
    ]  # fmt: skip


# --- bringing in -----------------------------------------------------------------------------------


def _bring_in(found: Import, at: datetime) -> None:
    actor = _actor(found)
    checker = Checker(known.gather(local_date(at)), last_numbers=found.last_numbers)
    remembered = work.Remembered()
    if not found.place:
        rows.reserve(actor=actor, at=at, last_numbers=found.last_numbers)
    with kept.open_blob(found.blob_id) as stream:
        judged = ((row, checker.judge(row)) for row in workbook.rows(stream))
        place = 0
        while chunk := list(islice(judged, CHUNK)):
            place += len(chunk)
            if place <= found.place:
                continue
            if not _bring_chunk(found.pk, actor, at, checker, remembered, chunk, place):
                return
    _finish(found.pk, actor, at)


def _bring_chunk(
    import_id: int, actor: Actor, at: datetime, checker: Checker, remembered: work.Remembered,
    chunk: list[rows.Judged], place: int,
) -> bool:  # fmt: skip
    """Bring some rows in, in one transaction with the place reached; false when another worker is at it."""
    for left in reversed(range(TRIES)):
        try:
            is_done = _bring_once(import_id, actor, at, checker, remembered, chunk, place)
        except IntegrityError:
            # A clerk has just entered one of these numbers by hand, or another book brings them.
            checker.known.unlearn()
            if not left:
                raise
        else:
            checker.known.settle()
            return is_done
    return False


def _bring_once(
    import_id: int, actor: Actor, at: datetime, checker: Checker, remembered: work.Remembered,
    chunk: list[rows.Judged], place: int,
) -> bool:  # fmt: skip
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
        if locked.state != State.RUNNING or locked.place != place - len(chunk):
            return False
        sound = [judged for judged in chunk if not judged[0].faults]
        done = iter(rows.bring_in(actor=actor, at=at, judged=sound, known=checker.known, remembered=remembered))
        log = [_line(locked, row, None if row.faults else next(done)) for row, _ in chunk]
        ImportRow.objects.bulk_create(log)
        for outcome in ("made", "known", "refused"):
            setattr(locked, outcome, getattr(locked, outcome) + sum(one.outcome == outcome for one in log))
        locked.place = place
        locked.save(update_fields=["place", "made", "known", "refused"])
    return True


def _line(whole: Import, row: Row, done: rows.Done | Refusal | None) -> ImportRow:
    line = ImportRow(whole=whole, sheet=row.sheet, row=row.place, outcome=ImportRow.Outcome.REFUSED)
    if done is None:
        line.words = "; ".join(f"{one.column}: {one.words}" if one.column else one.words for one in row.faults)[:600]
    elif isinstance(done, Refusal):
        line.words = str(done)[:600]
    else:
        line.document = done.document
        line.outcome = ImportRow.Outcome.MADE if done.is_new else ImportRow.Outcome.KNOWN
    return line


def _finish(import_id: int, actor: Actor, at: datetime) -> None:
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
        if locked.state != State.RUNNING:
            return
        locked.state, locked.finished_at = State.DONE, at
        locked.save(update_fields=["state", "finished_at"])
        text = (
            f"Книгу «{locked.name}» унесено: нових {locked.made}, уже були {locked.known}, не внесено {locked.refused}"
        )
        _note(actor, at, "moving.brought_in", locked, text)
        _tell(locked, at, "done", text)


def _break(found: Import, at: datetime, became: str, words: str) -> None:
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=found.pk)
        locked.state, locked.trouble, locked.finished_at = State.BROKEN, words[:600], at
        locked.save(update_fields=["state", "trouble", "finished_at"])
        _note(_actor(locked), at, "moving.workbook_unreadable", locked, f"Книгу «{locked.name}» {became}: {words}")
        _tell(locked, at, "broken", f"Книгу «{locked.name}» {became}")


# --- who, and what is written down -----------------------------------------------------------------


def _kept(actor: Actor) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, frozenset | tuple) else value for name, value in asdict(actor).items()
    }


def _actor(found: Import) -> Actor:
    """Who brings it in, with the rights that were asked when it was begun."""
    shapes = {"roles": frozenset, "line": tuple, "departments": tuple}
    given = {one.name: found.actor[one.name] for one in fields(Actor) if one.name in found.actor}
    return Actor(**{name: shapes[name](value) if name in shapes else value for name, value in given.items()})


def _note(actor: Actor, at: datetime, code: str, found: Import, text: str) -> None:
    payload = {"text": text, "sha256": found.blob_id, "rows": found.rows}
    journal.record(actor=actor, at=at, code=code, subject=found, payload=payload)


def _tell(found: Import, at: datetime, what: str, text: str) -> None:
    person = found.actor.get("person_id")
    if person is not None:
        outbox.notify(
            at=at, key=f"moving.{what}:{found.pk}", to_person=person, subject=text, link=f"/perenesennia/{found.pk}/"
        )  # fmt: skip
