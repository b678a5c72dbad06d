"""Kyiv time, also on the nights when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from magistrat.rules import moments


def test_a_stored_moment_is_read_in_kyiv() -> None:
    assert moments.local(datetime(2026, 3, 6, 14, 40, tzinfo=UTC)) == datetime(2026, 3, 6, 16, 40)
    assert moments.local(datetime(2026, 7, 6, 14, 40, tzinfo=UTC)) == datetime(2026, 7, 6, 17, 40)


def test_a_moment_without_zone_is_kyiv_time_already() -> None:
    assert moments.local(datetime(2026, 3, 6, 16, 40)) == datetime(2026, 3, 6, 16, 40)


def test_the_day_is_kyivs() -> None:
    assert moments.local_date(datetime(2026, 3, 6, 22, 30, tzinfo=UTC)) == date(2026, 3, 7)


def test_there_and_back() -> None:
    at = datetime(2026, 3, 6, 16, 40)
    assert moments.local(moments.moment(at)) == at


@pytest.mark.parametrize(
    ("at", "hours", "then"),
    [
        (datetime(2026, 3, 28, 12), 24, datetime(2026, 3, 29, 13)),  # the night has 23 hours
        (datetime(2026, 10, 24, 12), 24, datetime(2026, 10, 25, 11)),  # the night has 25 hours
        (datetime(2026, 3, 6, 12), 24, datetime(2026, 3, 7, 12)),
        (datetime(2026, 3, 30, 12), -48, datetime(2026, 3, 28, 11)),
    ],
)
def test_an_hour_is_an_hour(at: datetime, hours: int, then: datetime) -> None:
    assert moments.later(at, timedelta(hours=hours)) == then
