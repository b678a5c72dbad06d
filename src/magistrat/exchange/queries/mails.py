"""E-mails by who may look at them and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from magistrat.documents import lemmas
from magistrat.documents.queries import access
from magistrat.exchange.models import Attachment, Mail
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as contents

State = Mail.State
SHOWN = ("mailbox", "department", "correspondent", "document", "answers")
HEAVY = ("text", "document__lemmas", "document__search_text", "answers__lemmas", "answers__search_text")
SHELVES = {
    "chekaiut": ("Чекають на рішення", State.NEW),
    "peredani": ("Передано на реєстрацію", State.TAKEN),
    "ne-reiestruiutsia": ("Не реєструються", State.REFUSED),
    "spam": ("Спам", State.SPAM),
    "zarazheni": ("Заражені", State.INFECTED),
    "sluzhbovi": ("Службові", State.SERVICE),
}


@dataclass(frozen=True)
class Wanted:
    """What the operator narrows the queue by."""

    shelf: str = "chekaiut"
    text: str = ""
    mailbox: int | None = None
    department: int | None = None


def visible(actor: Actor) -> QuerySet[Mail]:
    """E-mails of the actor's units: sorted to them, or come to their boxes. The system sees all."""
    if actor.is_system:
        return Mail.objects.all()
    mine = Q(department__in=actor.departments) | Q(mailbox__department__in=actor.departments)
    return Mail.objects.filter(mine)


def not_yours() -> Refusal:
    """The same words for what is not there and for what is not his."""
    return access.not_yours("лист")


def queue(*, actor: Actor, wanted: Wanted) -> QuerySet[Mail]:
    """One shelf of the queue; for paging by `id` (waiting, oldest first) or `-id`."""
    found = visible(actor).filter(state=SHELVES.get(wanted.shelf, SHELVES["chekaiut"])[1])
    if wanted.mailbox:
        found = found.filter(mailbox=wanted.mailbox)
    if wanted.department:
        found = found.filter(department=wanted.department)
    if wanted.text.strip():
        found = found.filter(search_text__contains=lemmas.folded(wanted.text))
    return found.select_related(*SHOWN).defer(*HEAVY).annotate(file_count=Count("attachments"))


def waiting_count(actor: Actor) -> int:
    """How many of the actor's own units wait for a decision; one statement."""
    return Mail.objects.filter(department__in=actor.departments, state=State.NEW).count()


def mail(*, actor: Actor, mail_id: int) -> Mail:
    """One e-mail of the actor's; one statement.

    :raises Refusal: there is none or it is not his.
    """
    found = visible(actor).select_related(*SHOWN).defer(*HEAVY[1:]).filter(pk=mail_id).first()
    if found is None:
        raise not_yours()
    return found


def attachments(mail: Mail) -> Sequence[Attachment]:
    """Its files, each with what the antivirus says in `scan` (or None); two statements."""
    rows = list(mail.attachments.select_related("blob").order_by("position"))
    scans = contents.scans([row.blob_id for row in rows])
    for row in rows:
        row.scan = scans.get(row.blob_id)
    return rows


def attachment(*, actor: Actor, attachment_id: int) -> Attachment:
    """One file of an e-mail of the actor's that may be opened; three statements.

    :raises Refusal: it is not his, or it is infected.
    """
    found = (
        Attachment.objects.filter(pk=attachment_id, mail__in=visible(actor).values("pk"))
        .select_related("mail", "blob")
        .first()
    )
    if found is None:
        raise not_yours()
    if refusal := contents.infected_refusal([found.blob_id]):
        raise refusal
    return found


def following(*, actor: Actor, mail: Mail) -> Mail | None:
    """The next e-mail of the actor's units that waits; it opens by itself; one statement."""
    rest = Mail.objects.filter(department__in=actor.departments, state=State.NEW).exclude(pk=mail.pk)
    return rest.filter(pk__gt=mail.pk).order_by("id").only("id").first() or rest.order_by("id").only("id").first()
