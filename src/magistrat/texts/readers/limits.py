"""Bounds within which a reader works: one file must never take the machine from the others."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

MEGABYTE = 1024 * 1024
_PR_SET_PDEATHSIG = 1

MOST_PAGES = 3000
# Letters of one page and of one content; what is longer is cut.
MOST_LETTERS_PAGE = 100_000
MOST_LETTERS = 20_000_000
# What an archive (DOCX, XLSX, ODT) may grow to, and by how many times.
MOST_UNPACKED = 500 * MEGABYTE
MOST_GROWTH = 200
# A scan of A3 at 300 dpi has 17 million pixels, of A2 35.
MOST_PIXELS = 60_000_000
RENDERED_PIXELS = 20_000_000
MOST_WRITTEN = 1024 * MEGABYTE


def hold(*, seconds: int, megabytes: int) -> None:
    """Bind this process and its children: processor's time, memory, size of files; die with the worker."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
