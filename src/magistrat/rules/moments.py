"""Europe/Kyiv: moments that people read, and hours that really pass when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from magistrat.rules import words


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo("Europe/Kyiv")
    except ZoneInfoNotFoundError:  # pragma: no cover - depends on the machine
        # time zone data older than 2022b know the city by its former spelling
        return ZoneInfo("Europe/Kiev")


ZONE = _zone()


def local(at: datetime) -> datetime:
    """A moment as Kyiv time without zone; a moment without zone is Kyiv time already."""
    return at if at.tzinfo is None else at.astimezone(ZONE).replace(tzinfo=None)


def local_date(at: datetime) -> date:
    """The day in Kyiv of a moment."""
    return local(at).date()


def moment(at: datetime) -> datetime:
    """A moment of Kyiv time without zone as a moment of UTC."""
    return at.replace(tzinfo=ZONE).astimezone(UTC)


def later(at: datetime, by: timedelta) -> datetime:
    """Kyiv time (without zone) so much later; an hour is an hour also on the nights when the clocks change."""
    return local(moment(at) + by)


def real(at: datetime) -> datetime:
    """Kyiv time (without zone) as the clocks show it: an hour that they leave out in spring is the one after it."""
    return later(at, timedelta())


def again(at: datetime) -> str:
    """What is said after an hour that the clocks of an autumn night show for the second time; empty of any other."""
    return " (удруге: годинники переведено назад)" if at.fold else ""


def told(at: datetime) -> str:
    """A date with the hour, and whether the clocks show it for the second time."""
    return f"{words.moment(at)}{again(at)}"
