"""Changing a draft: an entry's (or another part's) values, a new entry, a repealed one, the text itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.amendments.actions import deeds, parts
from magistrat.amendments.models import DraftChange, DraftEdition
from magistrat.journal.actor import Actor
from magistrat.rules import amending, edition, entry_filling, places
from magistrat.rules.form import FormError
from magistrat.rules.places import Place
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
        if where.kind not in places.KNOWN_BY:
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
        amending.demand_words(texts, table)
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
        if where.kind == places.TITLE:
            raise Refusal("", "Назву редакції змінюють, а не вилучають.")
        texts = amending.removed(found.texts, where)
        edition.load(texts)
        return deeds.put(
            actor=actor, at=at, draft=found, texts=texts, kind=Kind.REPEALED, reason=reason, entry=entry,
            clause=str(where.table.get("clause", "")), file=where.file, before=amending.written(where.kind, where.table),
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


def _place(draft: DraftEdition, entry: str) -> Place:
    where = places.place(draft.texts, entry)
    if where is None:
        raise Refusal("", f"Правила {entry} у проєкті немає: його вилучено.")
    return where


def _with_words(texts: Mapping[str, str], where: Place, table: Mapping[str, Any]) -> tuple[Mapping[str, str], str, str]:
    """The texts with the entry's new words in the regulation's text, and the words that were changed there."""
    old, new = str(where.table.get("words", "")), str(table.get("words", ""))
    if (
        not old.split()
        or old.split() == new.split()
        or amending.has_words(texts, new)
        or amending.REGULATION not in texts
    ):
        return texts, "", ""
    made = amending.reworded(texts, old, new)
    if made is None:
        raise FormError(
            where.file, where.id, "words",
            "попередні слова в тексті регламенту не стоять або стоять у кількох місцях: спершу змініть текст пункту",
        )  # fmt: skip
    return made, old, new


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
    amending.checked(where.file, where.kind, table)
    texts = amending.replaced(texts, where, table)
    parts.demand_known(where.kind, table, where.table, edition.load(texts))
    return deeds.put(
        actor=actor, at=at, draft=draft, texts=texts, kind=kind, reason=reason, entry=where.id,
        clause=str(table.get("clause", "")), file=where.file, before=amending.written(where.kind, where.table),
        after=amending.written(where.kind, table),
        old_words=old, new_words=new,
    )  # fmt: skip
