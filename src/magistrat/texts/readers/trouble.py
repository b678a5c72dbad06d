"""Why a file cannot be read, said for people."""

from __future__ import annotations

import signal

BROKEN = "Файл пошкоджено: його вміст не відповідає виду файлу."
ENCRYPTED = "Файл захищено паролем."
NO_MEMORY = "Файл потребує більше пам'яті, ніж дозволено для читання."


TOO_LONG = "Читання тривало довше за дозволені {seconds} с."
INTERRUPTED = "Читання перервалося не через сам файл: його треба повторити."
# Ends that come from outside: no file makes a program send them to itself (that of a broken library is SIGSEGV or SIGABRT).
FROM_OUTSIDE = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT}


class Unreadable(Exception):
    """The file cannot be read; the text is a Ukrainian sentence."""


class Interrupted(Unreadable):
    """The reader did not come to an end, and the file is not to blame: it was ended from outside, the disk was full."""
