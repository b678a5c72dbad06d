"""Questions to the system about processes that are not our children."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def started_at(pid: int) -> str | None:
    """A mark of the very process (its start in clock ticks), None when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else fields[19]


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie that waits for its parent does not."""
    return started_at(pid) is not None


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process's working folder is this one."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == folder.resolve()
    except OSError:
        return False


def anyone_works_in(folder: Path) -> bool:
    """Whether any living process's working folder is this one."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return any(works_in(pid, folder) for pid in numbers)


def end(pid: int, *signals: signal.Signals, patience: float) -> bool:
    """Send the signals one after another, waiting `patience` seconds after each, until the process ends.

    :returns: whether it ended.
    """
    mark = started_at(pid)
    for step in signals:
        if mark is None or started_at(pid) != mark:
            return True
        with suppress(ProcessLookupError):
            os.kill(pid, step)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if started_at(pid) != mark:
                return True
            time.sleep(0.05)
    return mark is None or started_at(pid) != mark
