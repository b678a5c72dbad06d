"""What an e-mail says of itself: its head, text, attachments, and what programs report in it (RFC 5322, 3464, 8098).

Never trusts it: every part may lie or be broken, and what cannot be read is said in `trouble`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from imap_tools import MailMessage
from imap_tools.utils import decode_value

LETTER, BOUNCE, DELAY, DELIVERED, READ = "letter", "bounce", "delay", "delivered", "read"
MOST_TEXT = 200_000
MOST_PARTS = 300
_ID = re.compile(r"<([^<>\s]{3,390})>")
_SPACE = re.compile(r"[ \t\xa0]+")
_NO_REPLY = re.compile(r"(?i)^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounce[s+-]?.*)@")


@dataclass(frozen=True)
class Part:
    """An attachment."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Report:
    """What a program says of a letter of ours: `what`, under which ids that letter had gone, in which words."""

    what: str
    ids: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True)
class Read:
    """An e-mail as it was read."""

    identity: str
    message_id: str = ""
    answers: tuple[str, ...] = ()
    from_name: str = ""
    from_address: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    written_at: datetime | None = None
    text: str = ""
    parts: tuple[Part, ...] = ()
    is_automatic: bool = False
    receipt_to: str = ""
    report: Report | None = None
    trouble: str = ""


def read(raw: bytes) -> Read:
    """Read an e-mail; what cannot be read at all still has its identity."""
    try:
        return _read(raw)
    except Exception as trouble:  # noqa: BLE001 whatever a stranger sends, the letter is kept and a person looks at it
        return Read(hashlib.sha256(raw).hexdigest(), trouble=f"лист не прочитано: {type(trouble).__name__}")


def _read(raw: bytes) -> Read:
    mail = MailMessage.from_bytes(raw)
    head = mail.obj
    parts, trouble = _parts(mail)
    text = _text(mail)
    ids = _ID.findall(_line(head, "Message-ID"))
    sender = _addresses(head, "From")[:1] or [("", "")]
    receipt_to = next((one for name in _ASKING for _, one in _addresses(head, name)), "")
    found = Read(
        identity="",
        message_id=ids[0] if ids else "",
        answers=tuple(dict.fromkeys(_ID.findall(_line(head, "In-Reply-To") + " " + _line(head, "References")))),
        from_name=_clean(sender[0][0], 300),
        from_address=sender[0][1].lower()[:254],
        to=tuple(address.lower() for name in ("To", "Cc") for _, address in _addresses(head, name)),
        subject=_clean(_decoded(_line(head, "Subject")), 998),
        written_at=_moment(_line(head, "Date")),
        text=text[:MOST_TEXT],
        parts=parts,
        is_automatic=_is_automatic(head, sender[0][1]),
        receipt_to=receipt_to.lower(),
        report=_report(head),
        trouble=trouble or _nothing(raw, head, text, parts),
    )
    return Read(**(found.__dict__ | {"identity": _identity(found)}))


_ASKING = ("Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To")


def _identity(found: Read) -> str:
    """The same letter in two boxes differs in the marks of its way only; those do not count."""
    digest = hashlib.sha256()
    for part in (found.message_id, found.from_address, found.subject, str(found.written_at), found.text):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    for one in found.parts:
        digest.update(one.name.encode("utf-8", "surrogatepass") + b"\0" + hashlib.sha256(one.content).digest())
    return digest.hexdigest()


def _line(head: Message, name: str) -> str:
    return " ".join(str(value) for value in head.get_all(name, []))


def _addresses(head: Message, name: str) -> list[tuple[str, str]]:
    # Names are decoded after the parting: an encoded one may hold a comma.
    found = getaddresses([str(one) for one in head.get_all(name, [])])
    return [(_decoded(shown), address) for shown, address in found if "@" in address]


def _decoded(line: str) -> str:
    """A head's line in letters (RFC 2047); in an unknown alphabet as far as it goes."""
    try:
        return str(make_header(decode_header(line)))
    except (LookupError, UnicodeError, ValueError):
        return "".join(decode_value(*pair) for pair in decode_header(line))


def _clean(text: str, most: int) -> str:
    return _SPACE.sub(" ", " ".join(text.replace("\0", "").split()))[:most]


def _moment(line: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(line)
    except (ValueError, TypeError, IndexError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _text(mail: MailMessage) -> str:
    text = mail.text or _of_html(mail.html or "")
    lines = [_SPACE.sub(" ", line).rstrip() for line in text.replace("\0", "").replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _parts(mail: MailMessage) -> tuple[tuple[Part, ...], str]:
    found, lost = [], 0
    for number, one in enumerate(mail.attachments[:MOST_PARTS], 1):
        name = _clean(one.filename or "", 255) or f"вкладення-{number}"
        try:
            content = one.payload or b""
        except (ValueError, TypeError, LookupError, AttributeError):
            content = b""
        lost += not content
        if content:
            found.append(Part(name, content))
    return tuple(found), f"не прочитано вкладень: {lost}" if lost else ""


def _nothing(raw: bytes, head: Message, text: str, parts: tuple[Part, ...]) -> str:
    """Why nothing was found where something should be: a letter cut off or garbled on its way."""
    broken = [type(defect).__name__ for part in head.walk() for defect in part.defects]
    garbled = any(name in {"StartBoundaryNotFoundDefect", "InvalidBase64CharactersDefect"} for name in broken)
    if garbled:
        return "зміст пошкоджено під час передачі"
    if not text and not parts and len(raw) > 0 and not head.get("Subject"):
        return "у листі немає ні тексту, ні вкладень"
    return "зміст пошкоджено: знаки не прочитати" if text.count("\ufffd") > max(8, len(text) // 20) else ""


def _is_automatic(head: Message, sender: str) -> bool:
    """Whether a program wrote it: to such letters one never answers by a program, or both would write for ever (RFC 3834)."""
    said = _line(head, "Auto-Submitted").strip().lower()
    if said and not said.startswith("no"):
        return True
    if _line(head, "Precedence").strip().lower() in {"bulk", "list", "junk", "auto_reply"}:
        return True
    if _line(head, "Return-Path").strip() == "<>" or head.get("List-Id") or head.get("X-Auto-Response-Suppress"):
        return True
    return bool(_NO_REPLY.match(sender)) or head.get_content_type() == "multipart/report"


def _report(head: Message) -> Report | None:
    """What a bounce or a confirmation says of our letter."""
    if head.get_content_type() != "multipart/report":
        return None
    kinds = {part.get_content_type(): part for part in head.walk()}
    if part := kinds.get("message/disposition-notification"):
        fields = _fields(part)
        ids = _ID.findall(" ".join(value for name, value in fields if name == "original-message-id"))
        done = " ".join(value for name, value in fields if name == "disposition").lower()
        return Report(READ if "displayed" in done else DELIVERED, _ids(kinds, ids))
    if part := kinds.get("message/delivery-status"):
        return _delivery(_fields(part), _ids(kinds, []))
    return None


def _delivery(fields: list[tuple[str, str]], ids: tuple[str, ...]) -> Report:
    values = dict(fields)
    words = values.get("diagnostic-code", "").partition(";")[2].strip() or values.get("status", "")
    action = values.get("action", "").lower()
    what = {"failed": BOUNCE, "delayed": DELAY, "delivered": DELIVERED, "relayed": DELIVERED, "expanded": DELIVERED}
    return Report(what.get(action, DELAY), ids, _clean(words, 400))


def _fields(part: Message) -> list[tuple[str, str]]:
    """Fields of a machine's part, with those of its blocks; names in small letters."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    found = [
        (name.lower(), str(value)) for block in blocks if isinstance(block, Message) for name, value in block.items()
    ]
    if not found:
        text = part.get_payload(decode=True)
        lines = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(payload)
        found = [(name.lower(), value.strip()) for name, value in re.findall(r"(?m)^([\w-]+):[ \t]*(.*)$", lines)]
    return found


def _ids(kinds: dict[str, Message], known: list[str]) -> tuple[str, ...]:
    """Ids of the letter that is spoken of: from the report, else from the copy of its head that comes with it."""
    found = list(known)
    for kind in ("message/rfc822", "text/rfc822-headers"):
        part = kinds.get(kind)
        if part is None:
            continue
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            found += _ID.findall(str(inner[0].get("Message-ID", "")))
        else:
            text = part.get_payload(decode=True)
            lines = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(inner)
            found += re.findall(r"(?im)^Message-ID:\s*<([^<>\s]+)>", lines)
    return tuple(dict.fromkeys(found))


class _Words(HTMLParser):
    """The words of a page, its scripts and styles left out."""

    BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style", "head", "title"}
        if tag in self.BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "head", "title"} and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def _of_html(html: str) -> str:
    words = _Words()
    words.feed(html[: MOST_TEXT * 5])
    return "".join(words.found)
