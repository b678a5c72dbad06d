"""Letters kept as files: EML (RFC 5322) and MSG (Outlook): what they say of themselves, their text and attachments."""

from __future__ import annotations

import contextlib
import html
import re
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

from magistrat.rules.moments import local
from magistrat.texts.readers import limits, taking
from magistrat.texts.readers.trouble import BROKEN, Unreadable

BODY_NAME = "Текст листа.txt"
MOST_BODY = 2 * limits.MEGABYTE
OLE = b"\xd0\xcf\x11\xe0"


def read(path: str, into: str, headers_only: bool = False) -> dict[str, Any]:
    """The letter's sender, subject, date and number; its text and attachments written into the folder.

    :raises Unreadable: no letter, or it passes the bounds.
    """
    taken = taking.Taken(into, Path(path).stat().st_size)
    with Path(path).open("rb") as stream:
        is_outlook = stream.read(4) == OLE
    said = _msg(path, taken, headers_only) if is_outlook else _eml(path, taken, headers_only)
    return taken.answer(letter=said)


def _eml(path: str, taken: taking.Taken, headers_only: bool) -> dict[str, str]:
    with Path(path).open("rb") as stream:
        letter = message_from_binary_file(stream, policy=policy.default)
    said = _said(_header(letter, "From"), _header(letter, "Subject"), _date(letter), _header(letter, "Message-ID"))
    if headers_only:
        return said
    body = letter.get_body(preferencelist=("plain", "html"))
    text = _text(body) if body is not None else ""
    _put_body(taken, said, text)
    for part in letter.iter_attachments() if letter.is_multipart() else ():
        if part is not body:
            _put_part(part, taken)
    return said


def _put_part(part: Message, taken: taking.Taken) -> None:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        if isinstance(inner, Message):
            taken.put(
                f"{_header(inner, 'Subject') or 'Вкладений лист'}.eml", iter([inner.as_bytes(policy=policy.SMTP)])
            )
        return
    if part.is_multipart():
        for inner_part in part.get_payload():
            if isinstance(inner_part, Message):
                _put_part(inner_part, taken)
        return
    body = part.get_payload(decode=True)
    name = _readable(part.get_filename() or "") or f"вкладення.{_ending(part.get_content_type())}"
    taken.put(name, iter([body if isinstance(body, bytes) else b""]))


def _ending(kind: str) -> str:
    import mimetypes

    return (mimetypes.guess_extension(kind) or ".bin").lstrip(".")


def _header(letter: Message, name: str) -> str:
    raw = next((str(value) for key, value in letter.raw_items() if key.lower() == name.lower()), "")
    said = raw
    # Bytes of an unknown table would be lost in the library's own reading, headers that break its parser too.
    if raw == _readable(raw):
        with contextlib.suppress(ValueError, IndexError, AttributeError, TypeError):
            said = str(letter.get(name) or "")
    return " ".join(_readable(said).split())[:1000]


def _readable(text: str) -> str:
    """Bytes that came without saying their table: UTF-8, else the Cyrillic of Windows."""
    if not any("\udc80" <= letter <= "\udcff" for letter in text):
        return text
    raw = text.encode("utf-8", "surrogateescape")
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    return raw.decode("cp1251", "replace")


def _date(letter: Message) -> str:
    try:
        found = parsedate_to_datetime(str(letter.get("Date", "")))
    except (ValueError, TypeError, IndexError, AttributeError):
        return ""
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def _text(part: Any) -> str:
    try:
        content = str(part.get_content())
    except (LookupError, ValueError, KeyError):
        raw = part.get_payload(decode=True)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    content = content[:MOST_BODY]
    return _without_marks(content) if part.get_content_type() == "text/html" else content


def _without_marks(page: str) -> str:
    page = re.sub(r"(?is)<(script|style|head|title)\b.*?</\1\s*>", " ", page)
    page = re.sub(r"(?i)<(br|/p|/div|/tr|/li|/h\d)\b[^>]*>", "\n", page)
    lines = (" ".join(line.split()) for line in html.unescape(re.sub(r"<[^>]*>", "", page)).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _said(sender: str, subject: str, date: str, number: str) -> dict[str, str]:
    name, address = parseaddr(sender)
    return {
        "from_name": name[:300],
        "from_address": address[:254],
        "subject": subject,
        "date": date,
        "id": number[:300],
    }


def _put_body(taken: taking.Taken, said: dict[str, str], text: str) -> None:
    if text.strip():
        date = f"{local(datetime.fromisoformat(said['date'])):%d.%m.%Y %H:%M}" if said["date"] else "не зазначено"
        head = f"Від: {said['from_name']} <{said['from_address']}>\nТема: {said['subject']}\nДата: {date}\n\n"
        taken.put(BODY_NAME, iter([(head + text.replace("\r\n", "\n")).encode("utf-8", "replace")]))


def _msg(path: str, taken: taking.Taken, headers_only: bool) -> dict[str, str]:
    import extract_msg

    try:
        letter = extract_msg.openMsg(
            path, delayAttachments=headers_only, errorBehavior=extract_msg.enums.ErrorBehavior.SUPPRESS_ALL
        )
    except Exception:  # noqa: BLE001 the library tells broken files in a dozen ways
        raise Unreadable(BROKEN) from None
    with contextlib.closing(letter):
        date = getattr(letter, "date", None)
        said = _said(
            _msg_sender(letter),
            str(getattr(letter, "subject", "") or ""),
            date.isoformat() if isinstance(date, datetime) else "",
            str(getattr(letter, "messageId", "") or ""),
        )
        if not headers_only:
            _put_body(taken, said, _msg_text(letter))
            for attachment in getattr(letter, "attachments", ()):
                _put_attachment(attachment, taken)
    return said


def _msg_sender(letter: Any) -> str:
    said = str(getattr(letter, "sender", "") or "")
    if "<" in said:
        return said
    # Without headers of the post only the properties are there: the sender's name and address (MS-OXPROPS).
    name, address = (str(letter.getStringStream(f"__substg1.0_{tag}") or "") for tag in ("0C1A", "0C1F"))
    if "@" not in address:
        address = str(letter.getStringStream("__substg1.0_5D01") or "")
    return f'"{(name or said).replace(chr(34), "")}" <{address}>'


def _msg_text(letter: Any) -> str:
    if body := getattr(letter, "body", None):
        return str(body)[:MOST_BODY]
    page = getattr(letter, "htmlBody", None)
    return _without_marks(page.decode("utf-8", "replace")[:MOST_BODY]) if isinstance(page, bytes) else ""


def _put_attachment(attachment: Any, taken: taking.Taken) -> None:
    name = str(getattr(attachment, "longFilename", "") or getattr(attachment, "shortFilename", "") or "вкладення")
    data = getattr(attachment, "data", None)
    if isinstance(data, bytes):
        taken.put(name, iter([data]))
    elif data is not None and hasattr(data, "exportBytes"):
        taken.put(f"{getattr(data, 'subject', '') or 'Вкладений лист'}.msg", iter([data.exportBytes()]))
    else:
        taken.leave(name, "вкладення невідомого виду")
