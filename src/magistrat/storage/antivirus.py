"""What clamd says of a content: a small client of its INSTREAM command.

`CLAMD` of the settings is the path of its socket or `host:port`; empty: the city has no antivirus.
"""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

CLEAN, INFECTED, UNCHECKED, UNREACHABLE = "clean", "infected", "unchecked", "unreachable"
CHUNK = 256 * 1024
CONNECT_SECONDS = 5
# A hundred megabytes of nested archives take clamd tens of seconds on a slow machine.
WHOLE_SECONDS = 150
MOST_ANSWER = 4096


@dataclass(frozen=True)
class Answer:
    """`state` is one of the words above; `words` name what was found, or say why the content was not checked."""

    state: str
    words: str = ""


def is_set() -> bool:
    """Whether the city has an antivirus."""
    return bool(settings.CLAMD)


def ask(content: BinaryIO) -> Answer:
    """Let clamd look at the content from its beginning.

    `unreachable` is to be asked again later; `unchecked` has its reason in the content or in clamd's own limits.
    """
    if not is_set():
        return Answer(UNCHECKED, "антивірус не налаштовано")
    try:
        return _understood(_talk(content, time.monotonic() + WHOLE_SECONDS))
    except (OSError, ValueError) as trouble:
        return Answer(UNREACHABLE, f"антивірус не відповідає ({trouble or type(trouble).__name__})")


def _talk(content: BinaryIO, until: float) -> str:
    content.seek(0)
    with _connected() as link:
        try:
            link.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                link.settimeout(_left(until))
                link.sendall(struct.pack("!I", len(chunk)) + chunk)
            link.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            # clamd stops listening when the content is larger than it takes, and has said so already.
            pass
        return _answer(link, until)


def _connected() -> socket.socket:
    where = settings.CLAMD
    if where.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(CONNECT_SECONDS)
        try:
            link.connect(where)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]") or "localhost", int(port)), timeout=CONNECT_SECONDS)


def _answer(link: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_ANSWER:
        link.settimeout(_left(until))
        part = link.recv(MOST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("час вичерпано")
    return left


def _understood(said: str) -> Answer:
    words = said.removeprefix("stream: ")
    if words == "OK":
        return Answer(CLEAN)
    if words.endswith(" FOUND"):
        return Answer(INFECTED, words.removesuffix(" FOUND")[:200])
    if "size limit exceeded" in words:
        return Answer(UNCHECKED, "файл більший, ніж перевіряє антивірус")
    if not words:
        return Answer(UNREACHABLE, "антивірус обірвав з'єднання")
    return Answer(UNCHECKED, f"антивірус відповів: {words[:150]}")
