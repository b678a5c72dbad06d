"""An act goes to one recipient of its list: opened in the system, mailed, or copied on paper (KR 6.17, 6.21; DR 5.15)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from magistrat.acts.actions import copying, deeds
from magistrat.acts.models import Act, Delivery, Recipient, Round
from magistrat.acts.queries import mailing as facts
from magistrat.acts.queries import naming, on_copy
from magistrat.documents.actions import grants
from magistrat.documents.models import Grant
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.rules import approving, orders
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage

Way = Delivery.Way
# By this beginning of the key the outbox tells us of a failure.
KEY = "acts.delivery:"


def deliver(
    act: Act, recipient: Recipient, way: str, actor: Actor, at: datetime, *, of_round: Round | None = None
) -> Delivery:
    """Send it in this way now; what stood there of an earlier sending is written over. Part of the deed that sends.

    :raises Refusal: a way that this recipient cannot be reached by; official use to a department or by e-mail.
    """
    if way not in Way.values or (way == Way.SYSTEM and recipient.correspondent_id):
        raise Refusal("", "Виберіть спосіб надсилання, можливий для цього адресата.")
    row, _ = Delivery.objects.update_or_create(
        recipient=recipient,
        defaults={
            "way": way, "round": of_round, "at": at, "by": actor.printed, "trouble": "", "message": None,
            "read_at": None, "read_by": "",
        },
    )  # fmt: skip
    if way == Way.SYSTEM:
        _open(act, recipient, row, at)
    elif way == Way.EMAIL:
        _mail(act, recipient, row, actor, at)
    elif orders.copy_rule(deeds.rules_of(act), act.kind) is not None:
        ground = f"розсилка, примірників: {recipient.copies}"
        copying.issue(
            act=act, actor=actor, at=at, whom=facts.name_of(recipient), points=recipient.points, ground=ground
        )
    return row


def _open(act: Act, recipient: Recipient, row: Delivery, at: datetime) -> None:
    """The recipient sees the act or his extract from now on; an official-use or personnel one opens to posts by name alone."""
    if act.document.is_restricted and recipient.department_id:
        raise Refusal("", "Акт для службового користування надсилають посадовим особам поіменно, а не підрозділу.")
    departments = [recipient.department_id] if recipient.department_id else []
    posts = [recipient.post_id] if recipient.post_id else []
    if act.kind in approving.CLOSED_KINDS:
        departments, posts = [], facts.readers(recipient, local_date(at))
    # Who gets an extract reads the extract alone: the act itself stays closed to him.
    if not recipient.points:
        grants.give_many(
            document=act.document_id, at=at, reason=grants.reason_for(act.document, Grant.Reason.INFORMED),
            source=f"{KEY}{row.pk}", posts=posts, departments=departments,
        )  # fmt: skip
    tell(act, recipient, at, f"acts.sent:{row.pk}:{at.isoformat()}", "Акт для ознайомлення та виконання")


def tell(act: Act, recipient: Recipient, at: datetime, key: str, subject: str) -> None:
    """A notice to each who reads for the recipient, once for the key."""
    points = f"Пункти: {', '.join(recipient.points)}. " if recipient.points else ""
    for post in facts.readers(recipient, local_date(at)):
        outbox.notify(
            at=at, key=f"{key}:{post}", to_post=post, subject=f"{subject}: {act.document.index}",
            body=f"{points}{act.title}", link=f"/akty/{act.pk}/vidkryty/", document=act.document_id,
        )  # fmt: skip


def _mail(act: Act, recipient: Recipient, row: Delivery, actor: Actor, at: datetime) -> None:
    if act.document.is_restricted:
        raise Refusal("", "Акт для службового користування електронною поштою не надсилають.")
    correspondent = recipient.correspondent
    if correspondent is None or not correspondent.email:
        raise Refusal("", f"У довіднику немає адреси електронної пошти: {facts.name_of(recipient)}.")
    made = on_copy.pdf(act, points=recipient.points, address=settings.SITE_ADDRESS)
    kept = storage.keep(content=made, at=at)
    name = f"{naming.short(act)}.pdf".replace("/", "-")
    message = outbox.mail(
        at=at, key=f"{KEY}{row.pk}:{at.isoformat()}", to_address=correspondent.email, subject=naming.full(act)[:250],
        body=_letter(act, correspondent.name, name), attachments=[{"sha256": kept.sha256, "name": name}],
        document=act.document_id, from_post=actor.post_id,
    )  # fmt: skip
    row.message = message.pk
    row.save(update_fields=["message"])


def _letter(act: Act, addressee: str, name: str) -> str:
    where = f"{settings.SITE_ADDRESS}/akty/perevirka/{act.check_code}/" if settings.SITE_ADDRESS else act.check_code
    return "\n".join(
        [f"Адресат: {addressee}.", "", "Доброго дня!", "", f"Надсилаємо {naming.full(act)}.", "", "Додано файли:",
         f"1) {name} — копія з відміткою про реєстрацію", "", f"Перевірити копію: {where}"]
    )  # fmt: skip
