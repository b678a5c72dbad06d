"""A letter by e-mail as KR annex 15 wants it: subject, addressee, files described, signature, virus check, marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from magistrat.correspondence.models import Dispatch, Letter
from magistrat.correspondence.queries import mailing
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.rules import mail
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage
from magistrat.storage import queries as contents
from magistrat.ui.words import size

# By this beginning of the key the outbox tells us of a failure.
KEY = "correspondence.dispatch:"


def post(*, letter: Letter, rows: Sequence[Dispatch], actor: Actor, at: datetime) -> None:
    """Part of a dispatch: the letter to each addressee in an e-mail of its own, sent by the worker after commit.

    :raises Refusal: official use, no address, nothing to send, a virus, or what annex 15 does not let go.
    """
    if letter.document.is_restricted:
        raise Refusal("", "Документ для службового користування електронною поштою не надсилають.")
    for row in rows:
        _refuse_address(row)
    found = mailing.prepared(letter, local_date(at))
    _have_checked(found.files, at)
    if refusal := found.refusal():
        raise refusal
    for row in rows:
        message = outbox.mail(
            at=at,
            key=f"{KEY}{row.pk}",
            to_address=row.address,
            subject=found.subject,
            body=body(letter, found, row.correspondent.name),
            attachments=[{"sha256": file.blob_id, "name": file.name} for file in found.files],
            document=letter.document_id,
            from_post=actor.post_id,
            from_address=found.sender,
            asks_receipt=mail.watches_confirmations(found.edition),
        )
        row.message = message.pk
        row.save(update_fields=["message"])


def body(letter: Letter, found: mailing.Prepared, addressee: str) -> str:
    """The text: for whom it is (2.5), which files come with it (2.6), four lines of signature (2.9)."""
    lines = [f"Адресат: {addressee}.", "", "Доброго дня!", "", f"Надсилаємо лист «{letter.document.summary}»."]
    lines += [f"Реєстраційний індекс {letter.document.index} від {letter.document.registered_on:%d.%m.%Y}.", ""]
    lines += ["Додано файли:", *_described(found.files), "", "З повагою", ""]
    lines += [line for line in found.signature.values() if line]
    return "\n".join(lines)


def _described(files: Iterable[File]) -> list[str]:
    return [
        f"{number}) {file.name} — {file.get_role_display()}, {size(file.blob.size)}"
        for number, file in enumerate(files, 1)
    ]


def _refuse_address(row: Dispatch) -> None:
    if not row.address:
        raise Refusal("", f"У довіднику немає адреси електронної пошти: {row.correspondent.name}.")
    try:
        validate_email(row.address)
    except ValidationError as trouble:
        raise Refusal("", f"Адреса електронної пошти «{row.address}» має неправильний вигляд.") from trouble


def _have_checked(files: Iterable[File], at: datetime) -> None:
    """What still waits for the antivirus is checked at once; while it does not answer, the outbox goes on waiting."""
    for sha256 in contents.unscanned([file.blob_id for file in files]):
        storage.check(sha256=sha256, at=at)
