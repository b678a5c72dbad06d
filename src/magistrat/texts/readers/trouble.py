"""Why a file cannot be read, said for people."""

from __future__ import annotations

import errno
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)
BROKEN = "Файл пошкоджено: його вміст не відповідає виду файлу."
ENCRYPTED = "Файл захищено паролем."
NO_MEMORY = "Файл потребує більше пам'яті, ніж дозволено для читання."
TOO_LONG = "Читання тривало довше за дозволені {seconds} с."
INTERRUPTED = "Читання перервалося не через сам файл: його треба повторити."
# Ends that come from outside: no file makes a program send them to itself (that of a broken library is SIGSEGV or SIGABRT).
FROM_OUTSIDE = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT}
# What the machine lacks, whatever file is read; the file may be whole.
LACKING = {
    errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM, errno.EIO,
    errno.ENOENT, errno.EACCES, errno.EROFS,
}  # fmt: skip


class Unreadable(Exception):
    """The file cannot be read; the text is a Ukrainian sentence."""


class Interrupted(Unreadable):
    """The reader did not come to an end, and the file is not to blame: it was ended from outside, the disk was full."""


@contextmanager
def lacking() -> Iterator[None]:
    """What is done here with the machine's disk and processes breaks no file.

    :raises Interrupted: the machine lacked something.
    """
    try:
        yield
    except OSError as reason:
        if reason.errno in LACKING:
            log.warning("the machine lacks something: %s", reason)
            raise Interrupted(INTERRUPTED) from reason
        raise


def refuse_killed(program: str, code: int) -> None:
    """Go on only when the program was not ended from outside, itself or under the shell that started it.

    :param code: what the program ended with, as `subprocess` tells it.
    :raises Interrupted: it was.
    """
    if code in FROM_OUTSIDE or 128 - code in FROM_OUTSIDE:
        raise Interrupted(INTERRUPTED) from RuntimeError(f"{program} ended with {code}")
