"""A copy of an urgent paper shown to a head before the leadership has looked at it (DR 10.15)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import access, points
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def show_in_advance(*, actor: Actor, at: datetime, document_id: int, post_id: int) -> Document:
    """Let the head of a body see an urgent paper as a copy, before its resolution.

    :raises Refusal: no right, the regulation knows no such way, the paper is not urgent, or the post is not such a head.
    """
    on = local_date(at)
    with transaction.atomic():
        document = access.get_visible(actor, document_id)
        if refusal := regulation.refusal(actor=actor, right="arrival.pass_on", on=on):
            raise refusal
        rule = points.entry(on, points.COPY_IN_ADVANCE)
        if rule is None:
            raise Refusal("", "Регламент не передбачає ознайомлення з документом до його розгляду керівництвом.")
        if document.is_restricted or not (document.is_registered and document.is_urgent):
            raise rule.refusal("Попередньо ознайомлюють лише із зареєстрованим терміновим документом.")
        post = organisation.post(post_id)
        if not set(rule.values["to_roles"]) & set(post.roles):
            raise rule.refusal("Попередньо з документом ознайомлюють керівників виконавчих органів.")
        source = f"documents.copy:{document.pk}"
        grants.give(document=document, at=at, reason=Grant.Reason.INFORMED, source=source, post=post_id)
        text = f"Попередньо ознайомлено (копія): {post.title}"
        payload = {"text": text, "post": post_id}
        journal.record(
            actor=actor,
            at=at,
            code="documents.shown_in_advance",
            subject=document,
            document=document.pk,
            clause=rule.clause,
            payload=payload,
        )
        outbox.notify(
            at=at,
            key=f"documents.shown_in_advance:{document.pk}:{post_id}",
            to_post=post_id,
            subject=f"Терміновий документ для ознайомлення: {document.index}",
            body=document.summary,
            link=f"/dokumenty/{document.pk}/",
            document=document.pk,
        )
    return document
