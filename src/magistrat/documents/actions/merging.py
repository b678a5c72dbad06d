"""Two entries of the directory are one correspondent: the one stays, the other is closed and points to it; and back again."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from magistrat.documents import lemmas
from magistrat.documents.actions import hooks, naming, passages
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "correspondent.merge"
TAKEN_OVER = ("code", "address", "email", "phone", "head")


def merge(*, actor: Actor, at: datetime, merged_id: int, into_id: int, reason: str) -> Correspondent:
    """Close the entry `merged_id` and hand its documents over to `into_id`, which stays.

    What the one that stays lacks (code, address, telephone) it takes from the other. A document in which both are named
    keeps both. `separate` undoes it.

    :raises Refusal: no right; the same entry; no reason; either was merged before; their codes differ.
    """
    with transaction.atomic():
        _ask(actor, at)
        merged, into = _locked(merged_id, into_id)
        _check(merged, into, reason)
        filled = _take_over(merged, into)
        merged.is_open, merged.merged_into = False, into
        merged.save(update_fields=["is_open", "merged_into"])
        Correspondent.objects.filter(merged_into=merged).update(merged_into=into)
        both = DocumentCorrespondent.objects.filter(correspondent=into).values("document")
        own = DocumentCorrespondent.objects.filter(correspondent=merged).exclude(document__in=both)
        ids = _locked_documents(own)
        own.filter(written_as__isnull=True).update(written_as=merged)
        _repoint(own, hooks.Repointed(merged.pk, into.pk, ids, actor, at), into)
        naming.begin(correspondents=[merged.pk, *([into.pk] if "code" in filled else [])])
        text = f"Об'єднано кореспондентів: «{merged.name}» → «{into.name}». {reason.strip()}"
        _note(actor, at, "documents.correspondents_merged", merged, text, into=into.pk, papers=len(ids), filled=filled)
    return into


def _check(merged: Correspondent, into: Correspondent, reason: str) -> None:
    if merged.pk == into.pk:
        raise Refusal("", "Виберіть іншого кореспондента: об'єднують два різні рядки довідника.")
    if not reason.strip():
        raise Refusal("", "Зазначте, чому це той самий кореспондент.")
    for one in (merged, into):
        if one.merged_into is not None:
            raise Refusal("", f"Кореспондента «{one.name}» уже об'єднано з «{one.merged_into.name}».")
    if merged.code and into.code and merged.code != into.code:
        raise Refusal("", f"Коди ЄДРПОУ різні ({merged.code} і {into.code}), тому це різні кореспонденти.")


def _take_over(merged: Correspondent, into: Correspondent) -> list[str]:
    filled = [name for name in TAKEN_OVER if getattr(merged, name) and not getattr(into, name)]
    for name in filled:
        setattr(into, name, getattr(merged, name))
    into.search_name = lemmas.folded(f"{into.name} {into.code}")[:320]
    into.save(update_fields=[*filled, "search_name"])
    return filled


def separate(*, actor: Actor, at: datetime, correspondent_id: int, reason: str) -> Correspondent:
    """Undo a merging: the entry is open again and has the documents that were its own before.

    :raises Refusal: no right; no reason; it is not merged.
    """
    with transaction.atomic():
        _ask(actor, at)
        into_id = Correspondent.objects.values_list("merged_into", flat=True).get(pk=correspondent_id)
        if into_id is None:
            raise Refusal("", "Цього кореспондента ні з ким не об'єднано.")
        one, into = _locked(correspondent_id, into_id)
        if one.merged_into_id != into.pk:
            raise Refusal("", "Довідник щойно змінено: відкрийте сторінку знову.")
        if not reason.strip():
            raise Refusal("", "Зазначте, чому це різні кореспонденти.")
        had_its_code = bool(one.code) and one.code == into.code
        if had_its_code:
            into.code, into.search_name = "", lemmas.folded(into.name)[:320]
            into.save(update_fields=["code", "search_name"])
        one.is_open, one.merged_into = True, None
        one.save(update_fields=["is_open", "merged_into"])
        own = DocumentCorrespondent.objects.filter(correspondent=into, written_as=one)
        ids = _locked_documents(own)
        _repoint(own, hooks.Repointed(into.pk, one.pk, ids, actor, at), one)
        DocumentCorrespondent.objects.filter(correspondent=one, written_as=one).update(written_as=None)
        naming.begin(correspondents=[one.pk, *([into.pk] if had_its_code else [])])
        text = f"Роз'єднано кореспондентів: «{one.name}» і «{into.name}». {reason.strip()}"
        _note(actor, at, "documents.correspondents_separated", one, text, into=into.pk, papers=len(ids))
    return one


def _locked(first: int, second: int) -> tuple[Correspondent, Correspondent]:
    """Both, locked in the order of their ids so that two at once wait and do not block each other."""
    # Without their keys: whoever sends a letter to one of them holds the letter, for which merging waits.
    rows = Correspondent.objects.select_for_update(no_key=True).filter(pk__in=(first, second))
    list(rows.order_by("pk").values_list("pk"))
    found = Correspondent.objects.select_related("merged_into").in_bulk((first, second))
    return found[first], found[second]


def _locked_documents(own: QuerySet[DocumentCorrespondent]) -> list[int]:
    """The documents of these rows, locked in the order of their ids: whoever corrects a card holds it before its rows."""
    ids = sorted(set(own.values_list("document", flat=True)))
    list(Document.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    return ids


def _repoint(own: QuerySet[DocumentCorrespondent], repointed: hooks.Repointed, now: Correspondent) -> None:
    """The documents name the other entry and are found by its name at once; `naming` then writes their words anew."""
    own.update(correspondent=now)
    first = DocumentCorrespondent.objects.filter(document=OuterRef("pk")).order_by("position").values("correspondent")
    words = Cast(Value(lemmas.vector([now.name])), SearchVectorField())
    Document.objects.filter(pk__in=repointed.documents).update(
        correspondent=Subquery(first[:1]),
        search_text=Concat("search_text", Value(f" {lemmas.folded(now.name)}")),
        lemmas=Coalesce(Func(F("lemmas"), words, template="(%(expressions)s)", arg_joiner=" || "), words),
    )
    hooks.tell_repointed(repointed)
    # Last: whoever reports holds his task, which the letters judged anew may execute, when the words are gathered.
    passages.gather(documents=repointed.documents)


def _ask(actor: Actor, at: datetime) -> None:
    if refusal := regulation.refusal(actor=actor, right=RIGHT, on=local_date(at)):
        raise refusal


def _note(actor: Actor, at: datetime, code: str, subject: Correspondent, text: str, **payload: object) -> None:
    journal.record(actor=actor, at=at, code=code, subject=subject, payload={"text": text, **payload})
