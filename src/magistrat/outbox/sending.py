"""One e-mail over SMTP, and what its failures mean."""

from __future__ import annotations

import hashlib
import mimetypes
import smtplib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from magistrat.storage import queries as storage


class Trouble(Exception):
    """The letter did not go; `is_temporary` says whether to try again."""

    def __init__(self, words: str, *, is_temporary: bool) -> None:
        super().__init__(words)
        self.words = words
        self.is_temporary = is_temporary


def send(*, key: str, to: str, subject: str, body: str, attachments: Sequence[dict[str, Any]]) -> None:
    """Hand the letter over to the city's mail server.

    The Message-ID follows from the key: should the letter go twice, the receiver's mail sees one.

    :raises Trouble: it was not taken.
    """
    if not settings.EMAIL_HOST:
        raise Trouble("Поштовий сервер не налаштовано.", is_temporary=False)
    _refuse_unsafe([one["sha256"] for one in attachments])
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "localhost"
    letter = EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[to],
        headers={"Message-ID": f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"},
    )
    try:
        for one in attachments:
            _attach(letter, one)
        letter.send()
    except FileNotFoundError as trouble:
        raise Trouble(f"Файл додатка не знайдено: {trouble}", is_temporary=False) from trouble
    except (smtplib.SMTPException, OSError) as trouble:
        raise Trouble(_words(trouble), is_temporary=_is_temporary(trouble)) from trouble
    except ValueError as trouble:
        raise Trouble(f"Адресу або тему не можна надіслати: {trouble}", is_temporary=False) from trouble


def _refuse_unsafe(contents: list[str]) -> None:
    """Letters go only when the antivirus, where the city has one, has checked them (KR annex 15, 2.3)."""
    if not contents:
        return
    if refusal := storage.infected_refusal(contents):
        raise Trouble(refusal.message, is_temporary=False)
    if storage.unscanned(contents):
        raise Trouble("Вкладення ще не перевірено антивірусом.", is_temporary=True)


def _attach(letter: EmailMessage, one: dict[str, Any]) -> None:
    kind = mimetypes.guess_type(one["name"])[0] or "application/octet-stream"
    with storage.open_blob(one["sha256"]) as content:
        # As bytes even for texts: the file goes as it is kept.
        letter.attach(one["name"], content.read(), kind if not kind.startswith("text/") else "application/octet-stream")


def _codes(trouble: Exception) -> list[int]:
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in trouble.recipients.values()]
    if isinstance(trouble, smtplib.SMTPResponseException):
        return [trouble.smtp_code]
    return []


def _is_temporary(trouble: Exception) -> bool:
    """RFC 5321: 4yz means try later, 5yz never; a lost connection means try later."""
    if codes := _codes(trouble):
        return all(400 <= code < 500 for code in codes)
    if isinstance(trouble, smtplib.SMTPServerDisconnected):
        return True
    return not isinstance(trouble, smtplib.SMTPException)


def _words(trouble: Exception) -> str:
    if codes := _codes(trouble):
        return f"Поштовий сервер відповів {codes[0]}: {_answer(trouble)}"
    return f"Немає зв'язку з поштовим сервером: {trouble}"


def _answer(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        text: bytes | str = next(iter(trouble.recipients.values()))[1]
    else:
        text = getattr(trouble, "smtp_error", b"")
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
