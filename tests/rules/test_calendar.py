"""The work calendar: two regimes, moves, shortened eves, exceptions."""

from datetime import date, datetime, time, timedelta

import pytest

from magistrat.rules import calendar
from magistrat.rules.calendar import CalendarError, WorkCalendar
from magistrat.rules.form import FormError
from tests.cities.editions import FOLDERS, ROOT, Folder
from tests.rules.made_up import CITY, COUNTRY, work_calendar


@pytest.fixture(scope="module")
def made() -> WorkCalendar:
    return work_calendar()


@pytest.mark.parametrize(
    ("on", "working", "reason", "closes"),
    [
        ("2021-08-20", True, "робочий день", "16:00"),
        ("2021-08-21", False, "вихідний день (субота)", None),
        ("2021-08-23", False, "вихідний день: роботу перенесено на 28.08.2021 (розпорядження)", None),
        ("2021-08-24", False, "святковий день: День Незалежності", None),
        # worked by the hours of the Monday that it stands for, an eve
        ("2021-08-28", True, "робочий день замість 23.08.2021 (розпорядження)", "16:00"),
        ("2021-05-02", False, "святковий день: Великдень", None),
        ("2021-05-03", False, "вихідний день за свято 01.05.2021 (День праці)", None),
        ("2021-04-30", True, "робочий день, скорочений напередодні свята «День праці»", "15:00"),
        ("2018-03-17", True, "робоча субота", "16:00"),
        ("2018-05-08", False, "вихідний за календарем", None),
        ("2017-05-02", False, "святковий день: День праці (другий день)", None),
        ("2018-05-02", True, "робочий день", "17:00"),
        ("2016-12-26", True, "робочий день", "17:00"),
        ("2017-12-25", False, "святковий день: Різдво", None),
        ("2022-08-24", True, "робочий день: «День Незалежності» не є вихідним (закон про особливий час)", "17:00"),
        ("2022-08-23", True, "робочий день", "17:00"),
        ("2022-08-27", False, "вихідний день (субота)", None),
        ("2024-06-17", False, "День міста", None),
        ("2024-06-22", True, "відпрацювання за День міста", "16:00"),
        ("2024-06-29", True, "чергова субота", "13:00"),
        ("2024-07-06", True, "чергова субота з перервою", "15:00"),
    ],
)
def test_each_kind_of_day(made: WorkCalendar, on: str, working: bool, reason: str, closes: str | None) -> None:
    day = made.day(date.fromisoformat(on))
    assert (day.working, day.reason) == (working, reason)
    assert (day.closes and f"{day.closes:%H:%M}") == closes
    assert (day.opens is None) is not working


def test_the_last_day_of_holidays_and_the_first_without(made: WorkCalendar) -> None:
    assert made.country.regime(date(2022, 3, 23)).holidays
    assert not made.country.regime(date(2022, 3, 24)).holidays


def test_no_calendar_is_kept_before_2016(made: WorkCalendar) -> None:
    with pytest.raises(CalendarError, match=r"ведеться з 01\.01\.2016, день 31\.12\.2015"):
        made.day(date(2015, 12, 31))


def test_walks_over_days_off(made: WorkCalendar) -> None:
    friday = date(2021, 8, 20)
    assert made.next_working(friday) == date(2021, 8, 25)
    assert made.previous_working(date(2021, 8, 25)) == friday
    assert made.add_working(friday, 0) == friday
    assert made.add_working(friday, 4) == date(2021, 8, 28)
    assert made.on_or_next(date(2021, 8, 21)) == date(2021, 8, 25)
    assert made.on_or_next(friday) == friday
    assert made.on_or_previous(date(2021, 8, 24)) == friday
    assert made.on_or_previous(friday) == friday
    assert made.working_between(friday, date(2021, 8, 28)) == 4
    assert made.working_between(date(2021, 8, 28), friday) == -4
    assert made.working_between(friday, friday) == 0


def test_hours_of_a_day(made: WorkCalendar) -> None:
    monday, saturday = date(2024, 6, 3), date(2024, 6, 1)
    assert made.opening(monday) == datetime(2024, 6, 3, 8)
    assert made.closing(monday) == datetime(2024, 6, 3, 17)
    assert made.opening(saturday) is None
    assert made.closing(saturday) is None
    assert made.start_of(monday) == datetime(2024, 6, 3, 8)
    assert made.start_of(saturday) == datetime(2024, 6, 1)


def test_a_day_before_the_calendar_begins_by_the_hours_of_the_week(made: WorkCalendar) -> None:
    assert made.start_of(date(1956, 5, 18)) == datetime(1956, 5, 18, 8)
    assert made.start_of(date(1956, 5, 19)) == datetime(1956, 5, 19)


@pytest.mark.parametrize(
    ("at", "within"),
    [
        ("07:59", False),
        ("08:00", True),
        ("12:00", True),
        ("12:30", False),
        ("13:00", True),
        ("17:00", True),
        ("17:01", False),
    ],
)
def test_whether_a_moment_is_worked(made: WorkCalendar, at: str, within: bool) -> None:
    assert made.in_hours(datetime.combine(date(2024, 6, 3), time.fromisoformat(at))) is within


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (COUNTRY.replace("from = 2016-01-01\nholidays", "from = 2017-01-01\nholidays"), "regime: перший порядок"),
        (COUNTRY + "\n[[holyday]]\n", "holyday: таке поле не передбачено"),
        (COUNTRY.replace("holidays = true", "holidays = 1"), "regime, holidays: очікується true або false"),
        (COUNTRY.replace("eve_shortened_minutes = 60", "eve_shortened_minutes = true"), "очікується ціле число"),
        (COUNTRY.replace("to = 2021-05-03", "to = 2021-05-03T10:00:00"), "rest_moved, to: очікується дату"),
    ],
)
def test_a_wrong_calendar_is_refused(text: str, said: str) -> None:
    with pytest.raises(FormError, match=said):
        calendar.load(text, CITY)


class TestTheCountry:
    """The real data of 2016-2022."""

    country = calendar.load_country((ROOT / "ukraine" / "calendar.toml").read_text(encoding="utf-8"))

    def easter(self, year: int) -> date:
        """The Orthodox Easter by Meeus' rule, by the Gregorian calendar of this century."""
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return date(year, month, day + 1) + timedelta(13)

    def test_easter_and_trinity_are_right(self) -> None:
        names = {"Великдень": 0, "Трійця": 49}
        wanted = {self.easter(year) + timedelta(days) for year in range(2016, 2022) for days in names.values()}
        assert set(self.country.feasts) == wanted

    def test_rest_for_a_holiday_on_a_day_of_rest_moves_to_the_next_day(self) -> None:
        on, wanted = date(2016, 1, 1), {}
        while on < date(2022, 3, 24):
            if self.country.holiday(on) and on.weekday() >= 5:
                rest = on
                while rest.weekday() >= 5 or self.country.holiday(rest) or rest in wanted:
                    rest += timedelta(1)
                wanted[rest] = on
            on += timedelta(1)
        assert dict(self.country.rest_moved) == wanted

    def test_every_moved_day_goes_from_a_weekday_to_a_saturday(self) -> None:
        for day, (to, act) in self.country.work_moved.items():
            assert day.weekday() < 5, act
            assert to.weekday() == 5, act

    @pytest.mark.parametrize("folder", FOLDERS, ids=str)
    def test_a_year_has_its_number_of_working_days(self, folder: Folder) -> None:
        made, years = folder.calendar, (2017, 2020, 2021, 2023)
        counted = {year: made.working_between(date(year - 1, 12, 31), date(year, 12, 31)) for year in years}
        # the ministry's norms (a moved day keeps the number): 249 for 2017 less 25 December, made a holiday in that
        # November; 251 for 2020; 250 for 2021; and all weekdays of 2023
        assert counted == {2017: 248, 2020: 251, 2021: 250, 2023: 260}
