"""The public version of a document: judged, published, replaced, taken down; never deleted (KR 15.7, 15.10; DR 4.7).

Parts of deeds of upper apps, whose right, kind and lock have been asked there: drafts are published by `sittings`, acts by `acts`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from magistrat.documents import lemmas
from magistrat.documents.actions import files, hooks
from magistrat.documents.models import Document, File, PublicVersion
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules import personal_data
from magistrat.rules.moments import local_date
from magistrat.rules.personal_data import Parts
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage

State, What = PublicVersion.State, PublicVersion.What
OFFICIAL_USE = "Документ для службового користування не оприлюднюють."


@dataclass(frozen=True)
class Judged:
    """What a person has said of each suspicious place, by its number; `digest` is that of the text that was looked at."""

    hidden: Collection[int] = ()
    kept: Collection[int] = ()
    digest: str = ""


def prepare(
    *, actor: Actor, at: datetime, document: Document, what: str, title: str, parts: Parts, judged: Judged,
    since: date | None = None, upload: files.Upload | None = None, clause: str = "",
) -> PublicVersion:  # fmt: skip
    """Make the next public version out of the text with what the person has judged; one prepared before gives way to it.

    :param title: of the document: the text's first part as the public sees it, judged with the others.
    :param upload: a copy without personal data that the person has made himself (KR 15.10); its words are his to look at.
    :raises Refusal: an official-use paper, no text and no file, another text than was looked at, or a place that nobody judged.
    """
    _must_be_publishable(document, clause)
    whole = [("", title), *parts]
    if not parts and upload is None:
        raise Refusal(clause, "Тексту документа в системі немає: додайте файл копії для оприлюднення.")
    if judged.digest and judged.digest != personal_data.digest(whole):
        raise Refusal(clause, "Текст змінився, поки його перевіряли. Перегляньте підозрілі місця ще раз.")
    if left := personal_data.unjudged(whole, judged.hidden, judged.kept):
        raise Refusal(clause, _asked(left))
    with transaction.atomic():
        same = PublicVersion.objects.filter(document=document, what=what)
        _end(same.filter(since=since, state=State.PREPARED), State.REPLACED, actor, at, "Підготовлено іншу копію.")
        hidden = personal_data.hide(whole, judged.hidden)
        number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
        made = PublicVersion.objects.create(
            document=document, what=what, number=number, since=since, title=hidden[0][1][:1000],
            parts=[list(one) for one in hidden[1:]], file=_file(document, upload, actor, at),
            digest=personal_data.digest(whole), places=_places(whole, judged), checked_at=at, checked_by=actor.printed,
            lemmas=lemmas.vector([words for _, words in hidden]),
        )  # fmt: skip
        text = f"Підготовлено копію {number} для оприлюднення: вилучено місць – {len(set(judged.hidden))}"
        _note(made, actor, at, "documents.public_prepared", text, clause)
    return made


def publish(
    *, actor: Actor, at: datetime, version: PublicVersion, listed_on: date | None = None, proposals_until: date | None = None,
    reason: str = "", clause: str = "",
) -> PublicVersion:  # fmt: skip
    """Let the public see a prepared version from now on; the one that they saw is replaced, with the reason.

    :param listed_on: the day by which public lists have it; none: today. :param proposals_until: of a draft, inclusive.
    :raises Refusal: not prepared, an official-use paper, or another one is published and no reason is given.
    """
    with transaction.atomic():
        found = PublicVersion.objects.select_related("document").select_for_update(of=("self",)).get(pk=version.pk)
        _must_be_publishable(found.document, clause)
        if found.state != State.PREPARED:
            raise Refusal(clause, f"Цю копію вже не оприлюднити: її стан – «{found.get_state_display()}».")
        shown = PublicVersion.objects.filter(
            document=found.document, what=found.what, since=found.since, state=State.PUBLISHED
        )
        if shown.exists():
            why = _required(reason, clause, "Зазначте, чому оприлюднене замінюють.")
            _end(shown, State.REPLACED, actor, at, why)
        found.state, found.published_at, found.published_by = State.PUBLISHED, at, actor.printed
        found.listed_on, found.proposals_until = listed_on or local_date(at), proposals_until
        found.save(update_fields=["state", "published_at", "published_by", "listed_on", "proposals_until"])
        said = f", замість попередньої: {reason.strip()}" if reason.strip() else ""
        _note(found, actor, at, "documents.public_shown", f"Оприлюднено копію {found.number}{said}", clause)
    return found


def keep_printed(*, version: PublicVersion, content: bytes, at: datetime) -> PublicVersion:
    """Keep the public text typeset as PDF beside the version; part of the deed that publishes it."""
    version.printed = storage.keep(content=content, at=at)
    version.save(update_fields=["printed"])
    return version


def take_down(
    *, actor: Actor, at: datetime, document: int, what: str, reason: str, since: date | None = None, clause: str = ""
) -> PublicVersion:
    """Take what the public sees down, with the reason, which they are told at its address.

    :raises Refusal: nothing is published, or no reason.
    """
    with transaction.atomic():
        shown = PublicVersion.objects.select_for_update().filter(
            document=document, what=what, since=since, state=State.PUBLISHED
        )
        found = shown.first()
        if found is None:
            raise Refusal(clause, "Оприлюдненого, яке можна зняти, немає.")
        why = _required(reason, clause, "Зазначте, чому документ знімають з оприлюднення.")
        _end(PublicVersion.objects.filter(pk=found.pk), State.TAKEN_DOWN, actor, at, why)
        found.refresh_from_db(fields=["state", "ended_at", "ended_by", "ended_reason"])
        _note(found, actor, at, "documents.public_taken_down", f"Знято з оприлюднення: {why}", clause)
    return found


def _must_be_publishable(document: Document, clause: str) -> None:
    if document.is_restricted:
        raise Refusal(clause, OFFICIAL_USE)
    if refusal := hooks.publishing_refusal(document=document):
        raise refusal


def _end(rows: QuerySet[PublicVersion], state: str, actor: Actor, at: datetime, reason: str) -> None:
    rows.update(state=state, ended_at=at, ended_by=actor.printed, ended_reason=reason)


def _places(parts: Parts, judged: Judged) -> list[dict[str, object]]:
    return [
        {"part": parts[one.part][0], "kind": one.kind, "words": one.words, "hidden": number in judged.hidden}
        for number, one in enumerate(personal_data.find(parts))
    ]


def _file(document: Document, upload: files.Upload | None, actor: Actor, at: datetime) -> File | None:
    if upload is None:
        return None
    copy = files.Upload(upload.name, upload.content, File.Role.PUBLIC)
    return files.put(document=document, uploads=[copy], actor=actor, at=at)[0]


def _asked(left: Collection[personal_data.Place]) -> str:
    first = next(iter(left))
    more = f" Ще таких місць: {len(left) - 1}." if len(left) > 1 else ""
    return f"Скажіть, чи вилучити: «{first.words}» ({personal_data.KINDS[first.kind]}).{more}"


def _required(words: str, clause: str, message: str) -> str:
    said = words.strip()[:600]
    if not said:
        raise Refusal(clause, message)
    return said


def _note(version: PublicVersion, actor: Actor, at: datetime, code: str, text: str, clause: str) -> None:
    journal.record(
        actor=actor, at=at, code=code, subject=version, document=version.document_id, clause=clause,
        payload={"text": text, "number": version.number, "sha256": version.digest},
    )  # fmt: skip
