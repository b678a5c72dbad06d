"""Changing a draft: an entry's values, a new entry, a repealed one, the text itself; and undoing a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.amendments.actions import deeds
from magistrat.amendments.models import DraftChange, DraftEdition
from magistrat.journal.actor import Actor
from magistrat.rules import amending, edition, entry_filling
from magistrat.rules.amending import Place
from magistrat.rules.form import FormError
from magistrat.rules.refusal import Refusal

Kind = DraftChange.Kind


def change_entry(
    *,
    actor: Actor,
    at: datetime,
    draft: int,
    entry: str,
    given: Mapping[str, str],
    reason: str,
    seen: int,
    more: tuple[str, str] | None = None,
) -> DraftChange:
    """Give fields of an entry other values; other words are put into the regulation's text too.

    :param given: by the fields' paths, as typed in; see `rules.entry_fields`.
    :param seen: the version of the draft that the actor saw.
    :param more: a name of the vocabulary with its value, as typed in, to be added to the entry's `values`.
    :raises FormError: naming the field that says what it may not say.
    :raises Overtaken: when somebody has changed the entry after that version.
    :raises Refusal: no right, no reason, nothing changed, or the draft is not open.
    """
    reason = deeds.reasoned(reason)
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        deeds.demand_not_overtaken(found, entry, seen)
        where = _place(found, entry)
        table = entry_filling.amended(where.kind, where.table, given)
        if more is not None and more[0].strip():
            name = more[0].strip()
            table.setdefault("values", {})[name] = entry_filling.value_of(entry, name, more[1])
        if table == where.table:
            raise Refusal("", "Жодного значення не змінено.")
        table["id"] = entry
        texts, old, new = _with_words(found.texts, where, table)
        return _put(actor, at, found, where, table, texts, Kind.CHANGED, reason, old, new)


def add_entry(
    *,
    actor: Actor,
    at: datetime,
    draft: int,
    kind: str,
    file: str,
    table: Mapping[str, Any],
    reason: str,
    paragraph: str = "",
    after: str = "",
) -> DraftChange:
    """Add an entry; its clause's paragraph, when it is new too, stands after the passage `after` of the text.

    :raises FormError: naming the field that says what it may not say.
    :raises Refusal: no right, no reason, or the draft is not open.
    """
    reason = deeds.reasoned(reason)
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        texts: Mapping[str, str] = found.texts
        if paragraph.strip():
            grown = amending.paragraph_after(texts, after, paragraph)
            if grown is None:
                raise FormError(
                    amending.REGULATION, str(table.get("id", "")), "after",
                    "цих слів у тексті регламенту немає або вони стоять у кількох місцях",
                )  # fmt: skip
            texts = grown
        _demand_words(texts, table)
        amending.checked(file, kind, table)
        texts = amending.added(texts, file, kind, table)
        edition.load(texts)
        return deeds.put(
            actor=actor, at=at, draft=found, texts=texts, kind=Kind.ADDED, reason=reason, entry=table["id"],
            clause=table["clause"], file=file, after=amending.written(kind, table), new_words=paragraph.strip(),
        )  # fmt: skip


def repeal_entry(*, actor: Actor, at: datetime, draft: int, entry: str, reason: str, seen: int) -> DraftChange:
    """Repeal an entry; the text of its clause is changed apart.

    :raises Overtaken: when somebody has changed the entry after the version `seen`.
    :raises Refusal: no right, no reason, or the draft is not open.
    """
    reason = deeds.reasoned(reason)
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        deeds.demand_not_overtaken(found, entry, seen)
        where = _place(found, entry)
        texts = amending.removed(found.texts, where)
        edition.load(texts)
        return deeds.put(
            actor=actor, at=at, draft=found, texts=texts, kind=Kind.REPEALED, reason=reason, entry=entry,
            clause=str(where.table["clause"]), file=where.file, before=amending.written(where.kind, where.table),
        )  # fmt: skip


def change_text(
    *, actor: Actor, at: datetime, draft: int, old: str, new: str, reason: str, clause: str = ""
) -> DraftChange:
    """Put other words into the regulation's text in place of a passage that stands there just once.

    :raises FormError: when it does not.
    :raises Refusal: no right, no reason, nothing changed, or the draft is not open.
    """
    reason = deeds.reasoned(reason)
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        if old.split() == new.split():
            raise Refusal("", "Жодного слова не змінено.")
        texts = amending.reworded(found.texts, old, new)
        if texts is None:
            raise FormError(
                amending.REGULATION,
                clause,
                "old",
                "цих слів у тексті регламенту немає або вони стоять у кількох місцях",
            )
        return deeds.put(
            actor=actor, at=at, draft=found, texts=texts, kind=Kind.TEXT, reason=reason, clause=clause, old_words=old,
            new_words=new,
        )  # fmt: skip


def undo(*, actor: Actor, at: datetime, draft: int, change: int) -> DraftChange:
    """Undo a change, when nothing has been changed in the same place after it.

    :raises Refusal: undone already, or the same entry was changed again: that change must be undone first.
    """
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        one = found.changes.get(pk=change)
        if one.undone_at is not None:
            raise Refusal("", "Цю зміну вже скасовано.")
        texts = _undone(found, one)
        made = deeds.put(
            actor=actor, at=at, draft=found, texts=texts, kind=Kind.UNDONE, entry=one.entry, clause=one.clause,
            file=one.file, before=one.after, after=one.before, old_words=one.new_words, new_words=one.old_words,
            reason=f"Скасовано зміну № {one.version}: {one.reason}"[:1000],
        )  # fmt: skip
        one.undone_at, one.undone_by = at, actor.printed
        one.save(update_fields=["undone_at", "undone_by"])
    return made


def _undone(draft: DraftEdition, one: DraftChange) -> dict[str, str]:
    again = Refusal("", f"Після зміни № {one.version} це місце змінювали ще раз: спершу скасуйте пізнішу зміну.")
    texts: dict[str, str] = dict(draft.texts)
    if one.old_words and not one.new_words:
        raise Refusal("", "Абзац, вилучений разом із новим правилом, сам не повертається: додайте правило знову.")
    if one.new_words:
        back = amending.reworded(texts, one.new_words, one.old_words)
        if back is None:
            raise again
        texts = back
    if one.before or one.after:
        where = amending.place(texts, one.entry)
        if (amending.written(where.kind, where.table) if where else "") != one.after:
            raise again
        if not one.before:
            texts = amending.removed(texts, where) if where else texts
        elif where is None:
            kind, table = amending.read(one.before)
            texts = amending.added(texts, one.file, kind, table)
        else:
            texts = amending.replaced(texts, where, amending.read(one.before)[1])
    edition.load(texts)
    return texts


def _place(draft: DraftEdition, entry: str) -> Place:
    where = amending.place(draft.texts, entry)
    if where is None:
        raise Refusal("", f"Правила {entry} у проєкті немає: його вилучено.")
    return where


def _with_words(texts: Mapping[str, str], where: Place, table: Mapping[str, Any]) -> tuple[Mapping[str, str], str, str]:
    """The texts with the entry's new words in the regulation's text, and the words that were changed there."""
    old, new = str(where.table.get("words", "")), str(table.get("words", ""))
    if old.split() == new.split() or amending.has_words(texts, new) or amending.REGULATION not in texts:
        return texts, "", ""
    made = amending.reworded(texts, old, new)
    if made is None:
        raise FormError(
            where.file, str(table["id"]), "words",
            "попередні слова в тексті регламенту не стоять або стоять у кількох місцях: спершу змініть текст пункту",
        )  # fmt: skip
    return made, old, new


def _demand_words(texts: Mapping[str, str], table: Mapping[str, Any]) -> None:
    said = str(table.get("words", ""))
    if amending.REGULATION in texts and said and not amending.has_words(texts, said):
        raise FormError(amending.REGULATION, str(table.get("id", "")), "words", "таких слів у тексті регламенту немає")


def _put(
    actor: Actor,
    at: datetime,
    draft: DraftEdition,
    where: Place,
    table: Mapping[str, Any],
    texts: Mapping[str, str],
    kind: str,
    reason: str,
    old: str,
    new: str,
) -> DraftChange:
    made = amending.checked(where.file, where.kind, table)
    texts = amending.replaced(texts, where, table)
    edition.load(texts)
    return deeds.put(
        actor=actor, at=at, draft=draft, texts=texts, kind=kind, reason=reason, entry=made.id, clause=made.clause,
        file=where.file, before=amending.written(where.kind, where.table), after=amending.written(where.kind, table),
        old_words=old, new_words=new,
    )  # fmt: skip
