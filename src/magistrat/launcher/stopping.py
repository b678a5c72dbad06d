"""That somebody asked the run to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import Any

# How soon (seconds) one who waits sees that he was asked.
STEP = 0.1


class Stopped(Exception):
    """Somebody asked to stop while a city was being made ready."""


class StopAsked:
    """A flag that a signal's handler sets, to be waited for like an event, but without a lock.

    The handler runs in the main thread between any two of its steps: were it to take the lock of a `threading.Event` for
    which that thread waits just then, the two would wait for each other for ever.
    """

    def __init__(self) -> None:
        self._asked = False

    def set(self) -> None:
        """Ask to stop."""
        self._asked = True

    def refuse(self) -> None:
        """Do nothing more when it was asked.

        :raises Stopped: it was.
        """
        if self._asked:
            raise Stopped

    def is_set(self) -> bool:
        """Whether it was asked."""
        return self._asked

    def wait(self, seconds: float) -> bool:
        """Wait until it is asked, at most so many seconds.

        :returns: whether it was asked.
        """
        until = time.monotonic() + seconds
        while not self._asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, STEP))
        return self._asked


def run_unless_stopped(command: list[str], stop: StopAsked, **process: Any) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and keep what it says.

    It has a group of its own: Ctrl-C in the terminal is ours to pass on, and it ends with all that it began.

    :param process: what else `subprocess` has to know.
    :raises Stopped: somebody asked to stop meanwhile; the program was killed.
    :raises OSError: it cannot be begun.
    """
    running = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0,
        **process,
    )  # fmt: skip
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                said, complained = running.communicate(timeout=STEP)
                return subprocess.CompletedProcess(command, running.returncode, said, complained)
            stop.refuse()
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        raise
