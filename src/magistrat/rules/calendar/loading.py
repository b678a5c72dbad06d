"""Reads the country's and the city's calendars from their files."""

from datetime import date

from magistrat.rules import city as cities
from magistrat.rules import toml
from magistrat.rules.calendar.days import Country, Regime
from magistrat.rules.calendar.work import WorkCalendar
from magistrat.rules.form import Fields


def load(country: str, city: str, *, country_file: str = "calendar.toml", city_file: str = "city.toml") -> WorkCalendar:
    """A city's calendar from the texts of the country's ``calendar.toml`` and the city's ``city.toml``.

    :raises FormError: naming file, table, field and reason.
    """
    return WorkCalendar(load_country(country, country_file), cities.load(city, city_file))


def load_country(text: str, file: str = "calendar.toml") -> Country:
    """Read ``calendar.toml``.

    :raises FormError: naming file, table, field and reason.
    """
    fields = Fields(file, "", toml.parse(text, file))
    rest = {}
    for table in (Fields(file, "rest_moved", item) for item in fields.tables("rest_moved")):
        rest[table.take("to", date)] = table.take("holiday", date)
        table.done()
    moved = {}
    for table in (Fields(file, "work_moved", item) for item in fields.tables("work_moved")):
        moved[table.take("day", date)] = (table.take("to", date), table.take("act", str))
        table.done()
    country = Country(
        start=fields.take("from", date),
        source=fields.take("source", str),
        regimes=_regimes(fields),
        yearly=_yearly(fields),
        feasts=_feasts(fields),
        rest_moved=rest,
        work_moved=moved,
        singles=_singles(fields),
        worked_instead={to: (day, act) for day, (to, act) in moved.items()},
    )
    fields.done()
    if not country.regimes or country.regimes[0].start > country.start:
        raise fields.error("regime", "перший порядок має діяти з першого дня календаря")
    return country


def _regimes(fields: Fields) -> tuple[Regime, ...]:
    regimes = []
    for table in (Fields(fields.file, "regime", item) for item in fields.tables("regime")):
        regimes.append(
            Regime(
                start=table.take("from", date),
                holidays=table.take("holidays", bool),
                eve_minutes=table.take("eve_shortened_minutes", int),
                act=table.take("act", str),
            )
        )
        table.done()
    return tuple(sorted(regimes, key=lambda regime: regime.start))


def _yearly(fields: Fields) -> dict[tuple[int, int], tuple[tuple[str, int, int], ...]]:
    yearly: dict[tuple[int, int], tuple[tuple[str, int, int], ...]] = {}
    for table in (Fields(fields.file, "holiday", item) for item in fields.tables("holiday")):
        month, day = table.take("day", str).split("-")
        named = (
            table.take("name", str),
            table.take("from", int, date.min.year),
            table.take("until", int, date.max.year),
        )
        table.done()
        key = (int(month), int(day))
        yearly[key] = (*yearly.get(key, ()), named)
    return yearly


def _feasts(fields: Fields) -> dict[date, str]:
    feasts = {}
    for table in (Fields(fields.file, "feast", item) for item in fields.tables("feast")):
        name = table.take("name", str)
        feasts.update(dict.fromkeys(table.take("dates", list), name))
        table.done()
    return feasts


def _singles(fields: Fields) -> dict[date, tuple[bool, str]]:
    singles = {}
    for table in (Fields(fields.file, "single", item) for item in fields.tables("single")):
        singles[table.take("date", date)] = (table.take("working", bool), table.take("reason", str))
        table.done()
    return singles
