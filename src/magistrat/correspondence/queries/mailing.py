"""A letter as it would go by e-mail: from where, under which subject, with which files and signature (KR annex 15)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr

from django.conf import settings

from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.models import Document, File
from magistrat.organisation import queries as organisation
from magistrat.outbox import hooks
from magistrat.regulation import queries as regulation
from magistrat.rules import mail
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as storage

SENT_FILES = (File.Role.SIGNED, File.Role.MAIN, File.Role.ANNEX)
SUBJECT_LENGTH = 250


@dataclass(frozen=True)
class Prepared:
    """The parts of the e-mail; `size` of its files together and the `limit` in bytes with its clause."""

    edition: Edition
    subject: str
    sender: str
    files: Sequence[File]
    signature: Mapping[str, str]
    size: int
    limit: tuple[int, str] | None

    @property
    def is_too_large(self) -> bool:
        """Whether the files together are more than may go."""
        return self.limit is not None and self.size > self.limit[0]

    def refusal(self) -> Refusal | None:
        """Why it may not go: nothing to send, a virus, or what annex 15 asks for is not there."""
        if not self.files:
            return Refusal("", "Немає файлів для надсилання: долучіть підписаний примірник.")
        viruses = storage.infected([file.blob_id for file in self.files])
        for file in self.files:
            if virus := viruses.get(file.blob_id):
                return mail.infected(self.edition, file.name, virus)
        attached = tuple(mail.Attached(file.name, file.blob.size, file.blob.media_type) for file in self.files)
        return mail.refusal(self.edition, mail.Outgoing(self.subject, self.sender, attached, self.signature))


def prepared(letter: Letter, on: date) -> Prepared:
    """The letter as it would go now; a fixed number of statements."""
    edition = facts.rules_of(letter)
    files = sent_files(letter.document_id)
    sender = sender_of(letter, edition)
    return Prepared(
        edition=edition,
        subject=_subject(letter.document),
        sender=sender,
        files=files,
        signature=_signature(letter, sender, on),
        size=sum(file.blob.size for file in files),
        limit=mail.largest_sum(edition),
    )


def sent_files(document: int) -> Sequence[File]:
    """The files as they stand, the signed copy instead of the draft's text; one statement.

    None while a signed copy was taken off and no other laid in: the draft never goes out in its place.
    """
    kept = File.objects.filter(document=document, parent__isnull=True, role__in=SENT_FILES)
    ever = list(kept.select_related("blob").order_by("id"))
    files = [file for file in ever if file.removed_at is None and file.replaced_by_id is None]
    if not any(file.role == File.Role.SIGNED for file in ever):
        return files
    is_signed = any(file.role == File.Role.SIGNED for file in files)
    return [file for file in files if file.role != File.Role.MAIN] if is_signed else []


def sender_of(letter: Letter, edition: Edition) -> str:
    """The box from which it goes: the committee's for matters of the city as a whole, else the unit's own (KR 16.4)."""
    own = ""
    if not mail.goes_from_main_box(edition, letter.blank):
        own = hooks.address_of(letter.drafter.department_id)
    return own or hooks.address_of(None) or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _subject(document: Document) -> str:
    if not document.summary.strip() or document.registered_on is None:
        return ""
    subject = f"{document.summary.strip()} (лист від {document.registered_on:%d.%m.%Y} № {document.index})"
    if len(subject) <= SUBJECT_LENGTH:
        return subject
    tail = f"… (лист від {document.registered_on:%d.%m.%Y} № {document.index})"
    return document.summary.strip()[: SUBJECT_LENGTH - len(tail)] + tail


def _signature(letter: Letter, sender: str, on: date) -> dict[str, str]:
    """Post and unit; initial and surname; area code and telephone; e-mail (KR annex 15, 2.9)."""
    names = regulation.city().names
    post = letter.signatory
    unit = names.get("committee", "") if post.department.is_leadership else post.department.name
    title = " ".join((letter.signed_title or post.title).split("\n"))
    holder = organisation.holder_of(post.pk, letter.signed_on or on)
    phone = letter.phone or (holder.person.phone if holder else "")
    return {
        "post": ", ".join(part for part in (title, unit) if part),
        "name": initial_and_surname(letter.signed_name),
        "phone": with_code(phone, names.get("phone_code", "")),
        "email": sender,
    }


def initial_and_surname(name: str) -> str:
    """«Остап ГОНЧАРУК» as «О. ГОНЧАРУК»."""
    given, _, surname = name.strip().partition(" ")
    return f"{given[0]}. {surname}" if surname else given


def with_code(phone: str, code: str) -> str:
    """The telephone with the city's area code, unless it has one already."""
    figures = len(re.sub(r"\D", "", phone))
    return f"{code} {phone}".strip() if code and 0 < figures < mail.LEAST_FIGURES else phone
