"""What acts do on what other apps tell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from magistrat.acts.actions import delivering, mailing

if TYPE_CHECKING:
    from magistrat.outbox.models import Message

KEY = delivering.KEY


def mail_failed(letter: Message, at: datetime) -> None:
    """An e-mail with an act did not reach its recipient."""
    mailing.failed(at=at, message=letter.pk, words=letter.trouble)
