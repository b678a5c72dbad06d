"""What sittings do when a draft is agreed or comes back: its questions follow, in the deed's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from magistrat.journal.actor import Actor
from magistrat.sittings.actions import delivering

if TYPE_CHECKING:
    from magistrat.approvals.models import Approval


def agreed(approval: Approval, actor: Actor, at: datetime) -> None:
    """The last visa is given."""
    delivering.follow_approval(approval.document_id, actor, at)


def returned(approval: Approval, actor: Actor, at: datetime, reason: str) -> None:
    """The draft came back or was recalled."""
    delivering.follow_approval(approval.document_id, actor, at)
