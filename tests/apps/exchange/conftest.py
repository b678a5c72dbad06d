"""A small office with its mailboxes, e-mails as raw bytes, and a real IMAP server."""

from __future__ import annotations

import getpass
import grp
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from magistrat.exchange.actions import mailboxes
from magistrat.exchange.models import Mailbox
from tests import programs
from tests.factories import documents as papers
from tests.factories.documents import AT, Office

MAIN, UNIT = "vykonkom@kr.gov.ua", "infrastruktura@kr.gov.ua"
DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = {first}
default_internal_user = {user}
default_login_user = {login}
default_internal_group = {group}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
"""
# Dovecot keeps no mail of root's.
OWNER = (65534, 65534) if os.geteuid() == 0 else (os.geteuid(), os.getegid())


def mail(**said: Any) -> bytes:
    """An e-mail as it comes over the wire; `files` are (name, bytes)."""
    letter = EmailMessage(policy=SMTP)
    heads = {"Subject": "Про водопостачання", "From": "Водоканал <ofis@vodokanal.example>", "To": MAIN}
    heads |= {"Date": "Tue, 10 Mar 2026 09:15:00 +0200", "Message-ID": "<1@vodokanal.example>"}
    files, text = said.pop("files", []), said.pop("text", "Просимо надати інформацію.")
    for name, value in (heads | {key.replace("_", "-"): value for key, value in said.items()}).items():
        if value:
            letter[name] = value
    letter.set_content(text)
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def bounce(message_id: str, *, action: str = "failed", words: str = "550 5.1.1 no such user") -> bytes:
    """What a receiver's server reports of our letter (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: vykonkom@kr.gov.ua\r\nSubject: Undelivered\r\n"
        f"Message-ID: <b{action}@mx.example>\r\nAuto-Submitted: auto-replied\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; a@b.example\r\nAction: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; {words}\r\n\r\n"
        f"--B\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: ours\r\nMessage-ID: <{message_id}>\r\n\r\n--B--\r\n"
    ).encode()


def confirmation(message_id: str) -> bytes:
    """What a reader's program reports when he has opened our letter (RFC 8098)."""
    return (
        "From: ofis@vodokanal.example\r\nTo: vykonkom@kr.gov.ua\r\nSubject: Read\r\nMessage-ID: <r@vodokanal.example>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: text/plain\r\n\r\nRead.\r\n"
        "--B\r\nContent-Type: message/disposition-notification\r\n\r\nReporting-UA: x\r\n"
        f"Original-Message-ID: <{message_id}>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--B--\r\n"
    ).encode()


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Office:
    """The office of the first city; files apart from others'."""
    settings.STORAGE_DIR = tmp_path
    return papers.office("kryvyi-rih")


def a_box(office: Office, address: str = MAIN, **more: Any) -> Mailbox:
    """A mailbox: the committee's, or that of the unit of infrastructure."""
    is_main = address == MAIN
    unit = (office.clerk if is_main else office.department_clerk).department_id
    given = {"title": "Скринька", "address": address, "department": unit, "is_main": is_main, "host": "127.0.0.1"}
    return mailboxes.add(actor=office.administrator, at=AT, given=given | more, password="таємниця-1")


@pytest.fixture
def box(office: Office) -> Mailbox:
    return a_box(office)


@dataclass
class Server:
    """A running dovecot."""

    port: int
    folder: Path

    def put(self, user: str, raw: bytes) -> None:
        """Deliver a letter as a mail server does: it appears whole."""
        box = self.folder / "mail" / user
        for part in (box, *(box / name for name in ("cur", "new", "tmp"))):
            part.mkdir(exist_ok=True)
            os.chown(part, *OWNER)
        half = box / "tmp" / f"{time.time_ns()}.M1.host"
        half.write_bytes(raw)
        os.chown(half, *OWNER)
        half.rename(box / "new" / half.name)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Server]:
    """A real IMAP server with any user and one password."""
    program = programs.needed("dovecot")
    with tempfile.TemporaryDirectory(prefix="dovecot", dir="/tmp") as made, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        folder = Path(made)
        folder.chmod(0o755)
        me = getpass.getuser()
        names = (
            ("dovecot", "dovenull", "dovecot") if os.geteuid() == 0 else (me, me, grp.getgrgid(os.getegid()).gr_name)
        )
        values = dict(zip(("user", "login", "group"), names, strict=True)) | {
            "uid": OWNER[0],
            "gid": OWNER[1],
            "first": 1,
        }
        for part in ("mail", "home"):
            (folder / part).mkdir()
            os.chown(folder / part, *OWNER)
        (folder / "dovecot.conf").write_text(DOVECOT.format(folder=folder, port=port, password="таємниця-1", **values))
        with subprocess.Popen(
            [program, "-F", "-c", str(folder / "dovecot.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as server:
            try:
                _wait(port, server, folder)
                yield Server(port, folder)
            finally:
                server.terminate()


def _wait(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    log = folder / "dovecot.log"
    raise AssertionError(
        (server.stderr.read().decode() if server.stderr and server.poll() is not None else "")
        + (log.read_text() if log.exists() else "")
    )
