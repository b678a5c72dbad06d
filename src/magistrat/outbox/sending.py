"""One e-mail over SMTP, and what its failures mean."""

from __future__ import annotations

import hashlib
import mimetypes
import smtplib
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from magistrat.storage import queries as storage
from magistrat.ui.refusals import Away

if TYPE_CHECKING:
    from magistrat.outbox.models import Message

# Troubles of this very letter: its sender, its receiver or its content was refused.
OF_LETTER = (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
# «Sign in first», «this mechanism is too weak», «wrong password», «encrypt first» (RFC 4954): said of any letter.
OF_SIGNING_IN = frozenset({530, 534, 535, 538})


class Trouble(Exception):
    """The letter did not go; `is_temporary` says whether to try again, `is_servers` that no letter would have gone."""

    def __init__(self, words: str, *, is_temporary: bool, is_servers: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.is_temporary = is_temporary
        self.is_servers = is_servers


class Confirmation(EmailMessage):
    """A letter that says in its second part, for programs, that another one came (RFC 8098)."""

    mixed_subtype = "report"

    def message(self, *args: Any, **kwargs: Any) -> Any:
        """The letter with the kind of its report in the head."""
        whole = super().message(*args, **kwargs)
        whole.set_param("report-type", "disposition-notification")
        return whole


def message_id(key: str, from_address: str = "") -> str:
    """Under which id a letter goes, without brackets; it follows from the key, so that a letter that went twice is one."""
    domain = parseaddr(from_address or settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}"


def send(message: Message) -> None:
    """Hand the letter over to the city's mail server.

    :raises Trouble: it was not taken.
    """
    if not settings.EMAIL_HOST:
        raise Trouble("Поштовий сервер не налаштовано.", is_temporary=False)
    _refuse_unsafe([one["sha256"] for one in message.attachments])
    try:
        letter = _letter(message)
        for one in message.attachments:
            _attach(letter, one)
        _hand_over(letter, asks_receipt=message.asks_receipt)
    except FileNotFoundError as trouble:
        raise Trouble(f"Файл додатка не знайдено: {trouble}", is_temporary=False) from trouble
    except Away as trouble:
        raise Trouble(str(trouble), is_temporary=True) from trouble
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


def _letter(message: Message) -> EmailMessage:
    sender = message.from_address or settings.DEFAULT_FROM_EMAIL
    headers = {"Message-ID": f"<{message.message_id or message_id(message.key, message.from_address)}>"}
    if message.asks_receipt:
        headers |= {"Disposition-Notification-To": sender, "Return-Receipt-To": sender}
    form = Confirmation if message.report else EmailMessage
    letter = form(
        subject=" ".join(message.subject.split()),
        body=message.body,
        from_email=sender,
        to=[message.to_address],
        headers=headers | message.headers,
    )
    if message.report:
        part = MIMEBase("message", "disposition-notification")
        part.set_payload(message.report)
        letter.attach(part)
    return letter


def _hand_over(letter: EmailMessage, *, asks_receipt: bool) -> None:
    """Through Django's backend; a server that knows delivery notices is asked for them (RFC 3461)."""
    connection = get_connection()
    if not isinstance(connection, EmailBackend):
        connection.send_messages([letter])
        return
    try:
        _open(connection)
        if asks_receipt:
            _with_notices(cast("smtplib.SMTP", connection.connection), letter)
        else:
            connection.send_messages([letter])
    finally:
        connection.close()


def _open(connection: EmailBackend) -> None:
    """Greet the server and sign in; what fails here is no letter's.

    :raises Trouble: the server's.
    """
    try:
        connection.open()
    except UnicodeError as trouble:
        # The protocol's own library writes login and password in ASCII alone.
        words = (
            "Логін або пароль поштового сервера в налаштуваннях містить знаки, яких протокол не передає: потрібні лише"
            " латинські літери, цифри та розділові знаки."
        )
        raise Trouble(words, is_temporary=True, is_servers=True) from trouble
    except (smtplib.SMTPException, OSError) as trouble:
        raise Trouble(_words(trouble), is_temporary=True, is_servers=True) from trouble


def _with_notices(server: smtplib.SMTP, letter: EmailMessage) -> None:
    server.ehlo_or_helo_if_needed()
    asked = ["NOTIFY=SUCCESS,FAILURE,DELAY"] if server.has_extn("dsn") else []
    sender, to = (parseaddr(sanitize_address(one, "utf-8"))[1] for one in (letter.from_email, letter.to[0]))
    text = letter.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    server.sendmail(sender, [to], text, rcpt_options=asked)


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
    """RFC 5321: of this letter 4yz means try later, 5yz never.

    The server's own trouble is not the letter's (no connection, a refused greeting or password, no encryption): another
    attempt goes when somebody has put it right.
    """
    codes = _codes(trouble)
    is_letters = isinstance(trouble, OF_LETTER) and not OF_SIGNING_IN.intersection(codes)
    return not is_letters or all(400 <= code < 500 for code in codes)


def _words(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return f"Поштовий сервер не приймає логін або пароль скриньки ({trouble.smtp_code}): {_answer(trouble)}"
    if codes := _codes(trouble):
        return f"Поштовий сервер відповів {codes[0]}: {_answer(trouble)}"
    return f"Немає зв'язку з поштовим сервером: {trouble}"


def _answer(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        text: bytes | str = next(iter(trouble.recipients.values()))[1]
    else:
        text = getattr(trouble, "smtp_error", b"")
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
