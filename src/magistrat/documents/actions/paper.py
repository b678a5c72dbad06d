"""The paper original: handed over under signature, given back, lost (KR 8.5, 8.17; DR 10.18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import files, grants, hooks
from magistrat.documents.models import Document, Grant, PaperMove
from magistrat.documents.queries import access, cards, points
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

Kind = PaperMove.Kind


def hand_over(
    *, actor: Actor, at: datetime, document_id: int, post_id: int, signed_by: str, is_copy: bool = False
) -> PaperMove:
    """Hand the original (or a copy of it) over to a post against the signature of `signed_by`.

    :raises Refusal: no right; nobody signed; somebody else holds the original, or it is lost; the original is not for this post
        (KR 8.5).
    """
    with transaction.atomic():
        document = _locked(actor, at, document_id)
        held = cards.paper_holder(document.pk)
        if not is_copy and held is not None and held.kind != Kind.RETURNED:
            clause = points.clause(local_date(at), points.PAPER_TO_FIRST)
            where = "втрачено" if held.kind == Kind.LOST else f"має {held.holder_name}"
            raise Refusal(clause, f"Паперовий оригінал {where}: передати можна лише копію.")
        if not is_copy and (refusal := hooks.handing_refusal(document=document, post=post_id, at=at)):
            raise refusal
        post = organisation.post(post_id)
        if not signed_by.strip():
            raise Refusal("", "Зазначте, хто підписався за одержання.")
        what = "копію" if is_copy else "оригінал"
        name = f"{post.title}, {signed_by.strip()}"
        text = f"Передано під підпис {what} на папері: {name}"
        return _move(
            document,
            actor,
            at,
            Kind.HANDED,
            "documents.paper_handed",
            text,
            post_id=post.pk,
            name=name,
            is_copy=is_copy,
        )


def take_back(*, actor: Actor, at: datetime, document_id: int) -> PaperMove:
    """Note that the original has come back, or that a lost one was found.

    :raises Refusal: no right, or nobody has it.
    """
    with transaction.atomic():
        document = _locked(actor, at, document_id)
        held = _held(document, "повернути", Kind.HANDED, Kind.LOST)
        what = (
            "Утрачений паперовий оригінал знайдено й повернуто"
            if held.kind == Kind.LOST
            else "Повернуто паперовий оригінал"
        )
        text = f"{what}: {held.holder_name}"
        return _move(
            document,
            actor,
            at,
            Kind.RETURNED,
            "documents.paper_returned",
            text,
            post_id=held.holder_id,
            name=held.holder_name,
        )


def lose(
    *, actor: Actor, at: datetime, document_id: int, explanation: str, copies: Iterable[files.Upload] = ()
) -> PaperMove:
    """Note that the original is lost, with the written explanation of the one who had it (KR 8.17).

    :param copies: files of the document's copy, which is given back instead where the regulation says so; the explanation then
        goes to the one to whom it is addressed.
    :raises Refusal: no right, no explanation, no copy, or nobody has it.
    """
    with transaction.atomic():
        document = _locked(actor, at, document_id)
        rule, copies = points.entry(local_date(at), points.PAPER_LOST), list(copies)
        if not explanation.strip():
            raise Refusal(rule.clause if rule else "", "Про втрату документа подають письмове пояснення.")
        if rule and "copy" in rule.values["loss_requires"] and not copies:
            raise rule.refusal("Замість утраченого оригіналу повертають його копію: додайте її файл.")
        held = _held(document, "визнати втраченим", Kind.HANDED)
        text = f"Паперовий оригінал втрачено ({held.holder_name}). Пояснення: {explanation.strip()}"
        move = _move(
            document, actor, at, Kind.LOST, "documents.paper_lost", text,
            post_id=held.holder_id, name=held.holder_name, explanation=explanation.strip(),
        )  # fmt: skip
        files.put(document=document, uploads=copies, actor=actor, at=at)
        if rule:
            _tell_of_loss(move, rule, at)
        return move


def _tell_of_loss(move: PaperMove, rule: Entry, at: datetime) -> None:
    """The explanatory note comes to the one to whom the regulation addresses it, with the document."""
    document = move.document
    for post in organisation.posts_with_role(str(rule.values["loss_note_to_role"]), local_date(at)):
        source = f"documents.papermove:{move.pk}"
        grants.give(document=document, at=at, reason=Grant.Reason.INFORMED, source=source, post=post.pk)
        outbox.notify(
            at=at, key=f"documents.paper_lost:{move.pk}:{post.pk}", to_post=post.pk,
            subject=f"{document.index}: паперовий оригінал утрачено ({move.holder_name})", body=move.explanation,
            link=f"/dokumenty/{document.pk}/", document=document.pk,
        )  # fmt: skip


def _held(document: Document, verb: str, *kinds: str) -> PaperMove:
    held = cards.paper_holder(document.pk)
    if held is not None and held.kind == Kind.LOST and Kind.LOST not in kinds:
        raise Refusal("", "Паперовий оригінал уже визнано втраченим.")
    if held is None or held.kind not in kinds:
        raise Refusal("", f"Паперовий оригінал нікому не передано, тому його не можна {verb}.")
    return held


def _locked(actor: Actor, at: datetime, document_id: int) -> Document:
    access.get_visible(actor, document_id)
    if refusal := regulation.refusal(actor=actor, right="document.hand_over_paper", on=local_date(at)):
        raise refusal
    return Document.objects.select_for_update(of=("self",)).get(pk=document_id)


def _move(
    document: Document,
    actor: Actor,
    at: datetime,
    kind: str,
    code: str,
    text: str,
    *,
    post_id: int | None,
    name: str,
    is_copy: bool = False,
    explanation: str = "",
) -> PaperMove:
    move = PaperMove.objects.create(
        document=document,
        kind=kind,
        holder_id=post_id,
        holder_name=name,
        is_copy=is_copy,
        explanation=explanation,
        at=at,
        by=actor.printed,
    )
    journal.record(
        actor=actor, at=at, code=code, subject=move, document=document.pk, payload={"text": text, "post": post_id}
    )
    return move
