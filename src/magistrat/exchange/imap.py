"""A mailbox over IMAP: raw letters with their places, marks, and a folder for infected ones."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from imap_tools import A, BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools import U as Uids

TIMEOUT = 30
LARGEST = 60 * 1024 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')
TROUBLES = (OSError, UnicodeError, ImapToolsError, imaplib.IMAP4.error)


@dataclass(frozen=True)
class Place:
    """How to reach a mailbox."""

    host: str
    port: int
    security: str
    login: str
    password: str
    folder: str


@dataclass(frozen=True)
class Letter:
    """One letter as the server keeps it; `trouble` says why only its head was brought."""

    uid: int
    raw: bytes
    arrived_at: datetime | None
    trouble: str = ""


class Box:
    """An open mailbox."""

    def __init__(self, client: BaseMailBox, folder: str) -> None:
        self.client = client
        self.folder = folder
        self.validity = int(client.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])

    def after(self, uid: int) -> list[int]:
        """Uids beyond this one, ascending; a server answers `n:*` with its last letter even when that is older."""
        found = self.client.uids(A(uid=Uids(str(uid + 1), "*")))
        return sorted(one for one in map(int, found) if one > uid)

    def unread(self) -> set[int]:
        """Uids that nobody has read yet."""
        return set(map(int, self.client.uids(A(seen=False))))

    def letter(self, uid: int) -> Letter | None:
        """The letter, not marked as read by this; nothing when it has gone from the box."""
        about = self._fetch(uid, "(RFC822.SIZE INTERNALDATE)")
        if about is None:
            return None
        size, arrived = _SIZE.search(about), _DATE.search(about)
        moment = imaplib.Internaldate2tuple(b'INTERNALDATE "' + arrived[1] + b'"') if arrived else None
        at = datetime.fromtimestamp(time.mktime(moment), UTC) if moment else None
        if size and int(size[1]) > LARGEST:
            head = self._fetch(uid, "(BODY.PEEK[HEADER])")
            return Letter(uid, head or b"", at, f"лист більший за {LARGEST // 1024 // 1024} МБ")
        raw = self._fetch(uid, "(BODY.PEEK[])")
        return None if raw is None else Letter(uid, raw, at)

    def mark(self, uids: list[int]) -> None:
        """Mark letters as read."""
        if uids:
            self.client.flag([str(one) for one in uids], "\\Seen", value=True)

    def put_away(self, uids: list[int], folder: str) -> None:
        """Move letters out of the folder, into one that is made when it is not there (KR annex 15, 3.2.2)."""
        if not uids:
            return
        if not self.client.folder.exists(folder):
            self.client.folder.create(folder)
        self.client.move([str(one) for one in uids], folder)

    def _fetch(self, uid: int, what: str) -> bytes | None:
        kind, found = self.client.client.uid("fetch", str(uid), what)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"FETCH {uid}: {kind}")
        for one in found:
            if isinstance(one, tuple):
                return bytes(one[1])
        return bytes(found[0]) if found and isinstance(found[0], bytes) and "BODY" not in what else None


@contextlib.contextmanager
def opened(place: Place) -> Iterator[Box]:
    """The mailbox, closed afterwards whatever happens.

    :raises OSError, ImapToolsError, imaplib.IMAP4.error: one of `TROUBLES`.
    """
    client = _connected(place)
    try:
        # LOGIN takes ASCII only; a password in Ukrainian letters goes by AUTHENTICATE PLAIN.
        by_letters = client.login if (place.login + place.password).isascii() else client.login_utf8
        by_letters(place.login, place.password, initial_folder=place.folder)
        yield Box(client, place.folder)
    finally:
        with contextlib.suppress(*TROUBLES):
            client.logout()


def said(trouble: Exception) -> str:
    """The trouble in words for the administrator."""
    text = str(trouble)
    if isinstance(trouble, ssl.SSLError):
        return f"Захищене з'єднання не встановлено: {trouble.reason or text}"
    if "AUTHENTICATIONFAILED" in text or "LOGIN" in text.upper():
        return "Поштовий сервер не прийняв ім'я користувача або пароль."
    if isinstance(trouble, OSError):
        return f"Немає зв'язку з поштовим сервером: {text}"
    return f"Поштовий сервер відповів: {text}"[:300]


def _connected(place: Place) -> BaseMailBox:
    if place.security == "ssl":
        return MailBox(place.host, place.port, timeout=TIMEOUT, ssl_context=ssl.create_default_context())
    if place.security == "starttls":
        return MailBoxStartTls(place.host, place.port, timeout=TIMEOUT, ssl_context=ssl.create_default_context())
    return MailBoxUnencrypted(place.host, place.port, timeout=TIMEOUT)
