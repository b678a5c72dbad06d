"""Minutes are begun when a sitting ends, and edited part by part until they are handed in for signing (KR 4.45; DR 6.28)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from magistrat.bodies.models import Gathering
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import terms
from magistrat.rules.minutes import Shown, Written
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Minutes, Sitting
from magistrat.sittings.queries import minutes as queries

KEEP, SIGNING_TERM, TRANSCRIPT = "sittings.keep_minutes", "minutes_signing", "minutes_signatories"
State = Minutes.State
MOST_PART, MOST_REASON = 60_000, 300
# Savings of one person within this time are one entry of the journal.
ONE_SITTING = timedelta(minutes=15)


class Outdated(Refusal):
    """Somebody else has rewritten the part since the person opened it; `theirs` is the part as it stands now."""

    def __init__(self, theirs: Shown) -> None:
        by = theirs.written.by if theirs.written else ""
        who = f"змінив інший користувач: {by}" if by else "повернуто до складеного автоматично"
        super().__init__("", f"Поки Ви працювали, цю частину {who}. Виберіть, чий текст лишити.")
        self.theirs = theirs


def follow_turn(gathering: Gathering, actor: Actor, at: datetime) -> None:
    """The sitting is over: its minutes wait, with the last day of signing where a clause gives one; part of the hall's deed."""
    if gathering.state != Gathering.State.CLOSED:
        return
    sitting = Sitting.objects.filter(gathering=gathering).select_related("gathering").first()
    if sitting is None:
        return
    minutes = begin(sitting, actor, at)
    minutes.due_on, minutes.due_clause = _due(sitting)
    minutes.save(update_fields=["due_on", "due_clause"])


def write_part(
    *, actor: Actor, at: datetime, sitting: int, key: str, text: str, revision: int, seen: str, over: bool = False
) -> Minutes:
    """Write a part by hand instead of what was assembled; the same words as were assembled take the rewriting back.

    :param revision: that of the part when it was opened; :param seen: the mark of the assembled part that the person saw.
    :param over: he has seen the other's text and chooses his own.
    :raises Outdated: somebody else has rewritten it since. :raises Refusal: no right (`sittings.keep_minutes`), no such part,
        an empty or too long one, or the minutes are handed in for signing.
    """
    with transaction.atomic():
        found, minutes = open_minutes(sitting, actor, at)
        shown = _part(found, key)
        if shown.revision != revision and not over:
            raise Outdated(shown)
        words = "\n".join(line.rstrip() for line in text.strip().splitlines())
        _check(words)
        if words == shown.text:
            return minutes
        kept, before = queries.written(minutes), shown.written
        if words == shown.part.text and not shown.is_gone:
            kept.pop(key)
        else:
            of = before.of if before else seen or shown.part.mark
            kept[key] = Written(words, of, actor.printed, at.isoformat(), minutes.revision + 1)
        _save(minutes, kept, actor, at)
        if before is None or before.by != actor.printed or at - datetime.fromisoformat(before.at) > ONE_SITTING:
            deeds.note(
                found, actor, at, "sittings.minutes_written", f"Частину протоколу переписано: {shown.title}", part=key
            )
    return minutes


def restore_part(*, actor: Actor, at: datetime, sitting: int, key: str) -> Minutes:
    """Take a rewriting back: the part is assembled from the events again.

    :raises Refusal: no right (`sittings.keep_minutes`), the part is not rewritten, or the minutes are handed in.
    """
    with transaction.atomic():
        found, minutes = open_minutes(sitting, actor, at)
        shown, kept = _part(found, key), queries.written(minutes)
        if kept.pop(key, None) is None:
            raise Refusal("", "Цю частину не переписано: у ній те, що складено за перебігом засідання.")
        _save(minutes, kept, actor, at)
        text = f"Частину протоколу знову складено за перебігом засідання: {shown.title}"
        deeds.note(found, actor, at, "sittings.minutes_restored", text, part=key)
    return minutes


def keep_part(*, actor: Actor, at: datetime, sitting: int, key: str) -> Minutes:
    """Confirm a rewritten part whose steps have changed: it says what it should.

    :raises Refusal: no right (`sittings.keep_minutes`), nothing has changed, or the minutes are handed in.
    """
    with transaction.atomic():
        found, minutes = open_minutes(sitting, actor, at)
        shown, kept = _part(found, key), queries.written(minutes)
        if shown.written is None or not shown.is_outdated:
            raise Refusal("", "Перебіг засідання після правки цієї частини не змінився.")
        if shown.is_gone:
            raise Refusal("", "Питання, про яке ця частина, у перебігу засідання вже немає: приберіть її.")
        kept[key] = Written(shown.text, shown.part.mark, actor.printed, at.isoformat(), minutes.revision + 1)
        _save(minutes, kept, actor, at)
        text = f"Переписану частину протоколу підтверджено після змін перебігу: {shown.title}"
        deeds.note(found, actor, at, "sittings.minutes_kept", text, part=key)
    return minutes


def set_manner(
    *, actor: Actor, at: datetime, sitting: int, is_by_name: bool, without_transcript: str
) -> Minutes:  # fmt: skip
    """Say whether votes stand by names beside their numbers, and why there is no transcript, when there is none.

    :raises Refusal: no right (`sittings.keep_minutes`), or the minutes are handed in.
    """
    with transaction.atomic():
        found, minutes = open_minutes(sitting, actor, at)
        minutes.is_by_name = is_by_name
        minutes.without_transcript = " ".join(without_transcript.split())[:MOST_REASON]
        _save(minutes, queries.written(minutes), actor, at)
        how = "поіменно" if is_by_name else "числами"
        why = f"; стенограми немає: {minutes.without_transcript}" if minutes.without_transcript else ""
        entry = deeds.rules_of(found).get(TRANSCRIPT)
        deeds.note(
            found, actor, at, "sittings.minutes_manner_set", f"Голоси в протоколі подано {how}{why}",
            entry.clause if entry and why else "",
        )  # fmt: skip
    return minutes


# ── parts of deeds ──────────────────────────────────────────────────────────────────────────────────────────────────


def begin(sitting: Sitting, actor: Actor, at: datetime) -> Minutes:
    """The minutes of a sitting, locked, made when there are none yet; part of a deed that has locked the sitting.

    :raises Refusal: it was not opened yet, or it is no meeting.
    """
    gathering = sitting.gathering
    if gathering.kind == Gathering.Kind.POLL or gathering.opened_at is None:
        raise Refusal("", "Протокол складають, коли засідання відкрито.")
    minutes, _ = Minutes.objects.get_or_create(
        sitting=sitting, defaults={"changed_at": at, "changed_by": actor.printed}
    )
    return Minutes.objects.select_related("document").select_for_update(of=("self",)).get(pk=minutes.pk)


def open_minutes(sitting: int, actor: Actor, at: datetime, *states: str) -> tuple[Sitting, Minutes]:
    """The sitting and its minutes, locked, in one of the states (a draft unless said otherwise).

    :raises Refusal: no right (`sittings.keep_minutes`), no such sitting, or another state.
    """
    deeds.demand(actor, at, KEEP)
    found = deeds.locked(sitting)
    minutes = begin(found, actor, at)
    if minutes.state not in (states or (State.DRAFT,)):
        raise Refusal("", f"Цього зараз не можна зробити: стан протоколу — «{minutes.get_state_display()}».")
    return found, minutes


def _part(sitting: Sitting, key: str) -> Shown:
    found = queries.assembled(sitting).part(key)
    if found is None:
        raise Refusal("", "Такої частини в протоколі немає.")
    return found


def _check(text: str) -> None:
    if not text:
        raise Refusal("", "Частина протоколу не може бути порожня: поверніть складений текст або напишіть свій.")
    if len(text) > MOST_PART:
        raise Refusal("", f"Частина протоколу довша за {MOST_PART} знаків: винесіть подробиці в додаток.")


def _save(minutes: Minutes, kept: dict[str, Written], actor: Actor, at: datetime) -> None:
    minutes.text = {**minutes.text, queries.WRITTEN: {key: asdict(one) for key, one in kept.items()}}
    minutes.revision += 1
    minutes.changed_at, minutes.changed_by = at, actor.printed
    minutes.save()


def _due(sitting: Sitting) -> tuple[date | None, str]:
    """The last day of signing (DR 6.28); nothing where no clause gives one (KR 4.45)."""
    entry = deeds.rules_of(sitting).get(SIGNING_TERM)
    if entry is None or entry.term is None:
        return None, ""
    due = terms.by_entry(entry, sitting.gathering.on, regulation.work_calendar()).due
    return (local_date(due) if isinstance(due, datetime) else due), entry.clause
