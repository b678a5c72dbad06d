"""Kyiv time of a stored moment: the only place where the zone is named."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")


def local(at: datetime) -> datetime:
    """The wall-clock moment in Kyiv, without zone, of an aware moment."""
    return at.astimezone(KYIV).replace(tzinfo=None)


def local_date(at: datetime) -> date:
    """The day in Kyiv of an aware moment."""
    return at.astimezone(KYIV).date()


def moment(wall: datetime) -> datetime:
    """The aware moment of a wall-clock time in Kyiv."""
    return wall.replace(tzinfo=KYIV)
