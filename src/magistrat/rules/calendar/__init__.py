"""The work calendar of a city: which days are worked, by which hours and why. Knows no edition; Europe/Kyiv."""

from magistrat.rules.calendar.days import ONE, CalendarError, Country, Day, Regime
from magistrat.rules.calendar.loading import load, load_country
from magistrat.rules.calendar.work import WorkCalendar

__all__ = [
    "ONE",
    "CalendarError",
    "Country",
    "Day",
    "Regime",
    "WorkCalendar",
    "load",
    "load_country",
]
