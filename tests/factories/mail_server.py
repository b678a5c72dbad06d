"""A real SMTP server on this machine that leaves nothing open behind it."""

from __future__ import annotations

from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Server(Controller):
    """Closes the connections that its clients have just left before its loop stops.

    The library's own stops the loop at once: a socket left open by it would be found later and charged to another test.
    """

    def __init__(self, handler: Any, *, kind: type[SMTP] = SMTP, **said: Any) -> None:
        super().__init__(handler, **said)
        self.kind = kind
        self.served: list[SMTP] = []

    def factory(self) -> SMTP:
        """Each client's own session."""
        made = self.kind(self.handler, **self.SMTP_kwargs)
        self.served.append(made)
        return made

    def cancel_tasks(self, stop_loop: bool = True) -> None:
        """Called in the loop's thread; a closed connection is let go of in the loop's next turn."""
        for one in self.served:
            if one.transport is not None:
                one.transport.abort()
        self.loop.call_soon(super().cancel_tasks, stop_loop)
