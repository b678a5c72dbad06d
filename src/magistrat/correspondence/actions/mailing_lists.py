"""Named lists of correspondents, kept by the records service (for letters by a list: DR 11.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.correspondence.models import MailingList, MailingMember
from magistrat.correspondence.queries import mailing_lists as read
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "mailing_list.manage"


def keep(
    *, actor: Actor, at: datetime, title: str, correspondents: Sequence[int], mailing_list: int | None = None
) -> MailingList:
    """Make a list, or write an old one anew: its name and all who stand in it, each once, in their order.

    :raises Refusal: no right; no name, or another list bears it; nobody, or too many in it; the list is gone.
    """
    title, members = " ".join(title.split()), list(dict.fromkeys(correspondents))
    with transaction.atomic():
        _ask(actor, at)
        if not title or len(title) > 120:
            raise Refusal("", "Назвіть список: до 120 знаків.")
        if not members or len(members) > read.MOST:
            raise Refusal("", f"У списку має бути від одного до {read.MOST} кореспондентів.")
        found = _locked(mailing_list) if mailing_list else MailingList(made_at=at)
        if MailingList.objects.filter(title__iexact=title, removed_at__isnull=True).exclude(pk=found.pk).exists():
            raise Refusal("", f"Список «{title}» уже є.")
        found.title, found.changed_at, found.changed_by = title, at, actor.printed
        found.save()
        MailingMember.objects.filter(mailing_list=found).delete()
        MailingMember.objects.bulk_create(
            MailingMember(mailing_list=found, correspondent_id=one, position=position)
            for position, one in enumerate(members, 1)
        )
        text = f"Список розсилання «{title}»: кореспондентів — {len(members)}"
        _note(actor, at, "correspondence.mailing_list_kept", found, text, members)
    return found


def remove(*, actor: Actor, at: datetime, mailing_list: int) -> MailingList:
    """Take a list away; letters sent by it stay as they are.

    :raises Refusal: no right, or the list is gone.
    """
    with transaction.atomic():
        _ask(actor, at)
        found = _locked(mailing_list)
        found.removed_at = at
        found.save(update_fields=["removed_at"])
        _note(
            actor, at, "correspondence.mailing_list_removed", found, f"Вилучено список розсилання «{found.title}»", []
        )
    return found


def _locked(mailing_list: int) -> MailingList:
    found = MailingList.objects.select_for_update().filter(pk=mailing_list, removed_at__isnull=True).first()
    if found is None:
        raise Refusal("", "Такого списку розсилання вже немає.")
    return found


def _ask(actor: Actor, at: datetime) -> None:
    if refusal := regulation.refusal(actor=actor, right=RIGHT, on=local_date(at)):
        raise refusal


def _note(actor: Actor, at: datetime, code: str, found: MailingList, text: str, members: Sequence[int]) -> None:
    payload: dict[str, object] = {"text": text, "correspondents": list(members)}
    journal.record(actor=actor, at=at, code=code, subject=found, payload=payload)
