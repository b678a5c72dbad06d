"""A reader in a process of its own: bounded in time and memory, without the worker's secrets; its death harms nobody."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import Any

from magistrat.texts.readers.trouble import (
    FROM_OUTSIDE,
    INTERRUPTED,
    NO_MEMORY,
    TOO_LONG,
    Interrupted,
    Unreadable,
    lacking,
)

log = logging.getLogger(__name__)
# What a reader may know of the worker's environment: neither addresses of the database nor keys.
KNOWN = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "VIRTUAL_ENV")
SECONDS, MEGABYTES = 120, 1500
MOST_TOLD = 2000


def read(reader: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES, **arguments: Any) -> Any:
    """What the reader answers.

    :param reader: a name of `readers.__main__.READERS`.
    :param seconds: how long it may take, by the clock and by the processor.
    :raises Interrupted: the reader was ended from outside, or the machine lacked something; the file may be whole.
    :raises Unreadable: the file cannot be read, or the reader met a bound or died of it.
    """
    asked = json.dumps({"reader": reader, "seconds": seconds, "megabytes": megabytes, "arguments": arguments})
    with (
        lacking(),
        tempfile.TemporaryDirectory(prefix="magistrat-reader-") as folder,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as said,
    ):
        child = subprocess.Popen(
            [sys.executable, "-m", "magistrat.texts.readers", asked], stdin=subprocess.DEVNULL, stdout=answer,
            stderr=said, cwd=folder, env=environment(folder), start_new_session=True,
        )  # fmt: skip
        try:
            code = child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Unreadable(TOO_LONG.format(seconds=seconds)) from None
        finally:
            _end_all(child)
        answer.seek(0)
        # The last words tell what it died of.
        said.seek(max(0, said.seek(0, os.SEEK_END) - MOST_TOLD))
        return _judged(reader, code, answer.read(), said.read())


def read_twice(reader: str, **more: Any) -> Any:
    """`read`, at once a second time where the first was interrupted: for callers that are not tried again by themselves."""
    try:
        return read(reader, **more)
    except Interrupted:
        return read(reader, **more)


def environment(folder: str) -> dict[str, str]:
    """What the reader's process finds around it."""
    known = {name: os.environ[name] for name in KNOWN if name in os.environ}
    return known | {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "PYTHONUTF8": "1", "OMP_THREAD_LIMIT": "1"}


def _end_all(child: subprocess.Popen[bytes]) -> None:
    """End the reader and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _judged(reader: str, code: int, answer: bytes, errors: bytes) -> Any:
    if code:
        log.warning("the reader %s ended with %s: %s", reader, code, errors.decode(errors="replace") or "no word")
    if code in FROM_OUTSIDE or code == os.EX_TEMPFAIL:
        raise Interrupted(INTERRUPTED)
    if code == -signal.SIGXCPU:
        raise Unreadable("Читання забрало більше часу процесора, ніж дозволено.")
    if code == -signal.SIGXFSZ:
        raise Unreadable(NO_MEMORY)
    try:
        said = json.loads(answer)
    except ValueError:
        raise Unreadable(
            "Програма читання не впоралася з цим файлом: його пошкоджено або він потребує забагато пам'яті."
        ) from None
    if "trouble" in said:
        log.warning("the reader %s stumbled: %s", reader, said["trouble"])
    if "interrupted" in said:
        raise Interrupted(said["interrupted"])
    if "unreadable" in said:
        raise Unreadable(said["unreadable"])
    return said["answer"]
