"""Stored moments and Kyiv days, for the floors above the rules."""

from datetime import date, datetime

from magistrat.rules.kyiv import ZONE, local, moment

__all__ = ["ZONE", "local", "local_date", "moment"]


def local_date(at: datetime) -> date:
    """The day in Kyiv of an aware moment."""
    return at.astimezone(ZONE).date()
