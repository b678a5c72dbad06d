"""That somebody asked the run to stop."""

from __future__ import annotations

import time

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
