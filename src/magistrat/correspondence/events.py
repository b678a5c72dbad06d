"""What correspondence does when the outbox says that a letter did not reach its addressee."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from magistrat.correspondence.actions import dispatching

if TYPE_CHECKING:
    from magistrat.outbox.models import Message


def mail_failed(message: Message, at: datetime) -> None:
    """The letter comes back to the desk of those who send."""
    dispatching.note_failure(at=at, message=message.pk, words=message.trouble, tell=message.from_post)
