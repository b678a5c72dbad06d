"""Numbers by pattern: written, read back, refused when they do not fit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules.numbering import Pattern, period_start


@pytest.mark.parametrize(
    ("pattern", "n", "parts", "number"),
    [
        ("{n}", 377, {}, "377"),
        ("{n}-р", 12, {}, "12-р"),
        ("{n:04d}-{series}", 7, {"series": "ДСК"}, "0007-ДСК"),
        ("{n:04d}-{series}", 12345, {"series": "к"}, "12345-к"),
        ("{n}/{index}", 1258, {"index": "9-11"}, "1258/9-11"),
        ("{index}/{n}", 3, {"index": "01-15"}, "01-15/3"),
    ],
)
def test_writes_and_reads_back(pattern: str, n: int, parts: dict[str, str], number: str) -> None:
    made = Pattern(pattern)
    assert made.write(n, **parts) == number
    assert made.read(number) == {"n": n, **parts}
    assert made.fits(number)


@given(st.integers(1, 10**7), st.from_regex(r"[0-9А-Яа-я-]{1,8}", fullmatch=True))
def test_what_was_written_can_be_read(n: int, index: str) -> None:
    for text in ("{n}/{index}", "{n:03d} {index}", "{index}/{n:05d}"):
        assert Pattern(text).read(Pattern(text).write(n, index=index)) == {"n": n, "index": index}


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{n}", "0"),
        ("{n}", "012"),
        ("{n}", "12-р"),
        ("{n}-р", "-р"),
        ("{n:04d}", "00012"),
        ("{n:04d}", "12"),
        ("{n:04d}", "0000"),
        ("{n}/{index}", "12/"),
        ("{n}", "١٢"),
    ],
)
def test_a_number_of_another_pattern_is_refused(pattern: str, number: str) -> None:
    assert not Pattern(pattern).fits(number)
    with pytest.raises(ValueError, match="не відповідає взірцю"):
        Pattern(pattern).read(number)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("№", "рівно одне {n}"),
        ("{n}{n}", "рівно одне {n}"),
        ("{n}/{a}/{a}", "назва повторюється"),
        ("{n}/{a:02d}", "ширину має лише {n}"),
        ("{n}/{A}", "зайва фігурна дужка"),
        ("{n}}", "зайва фігурна дужка"),
    ],
)
def test_a_wrong_pattern_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("{", r"\{")):
        Pattern(pattern)


def test_every_part_is_needed_and_none_more() -> None:
    made = Pattern("{n}/{index}")
    for parts in ({}, {"index": ""}, {"index": "1", "series": "к"}):
        with pytest.raises(ValueError, match="потребує: index"):
            made.write(1, **parts)
    with pytest.raises(ValueError, match="лише порядкового номера"):
        Pattern("{n}").write(1, index="1")
    with pytest.raises(ValueError, match="починається з 1"):
        made.write(0, index="1")


class TestPeriod:
    def test_the_calendar_year(self) -> None:
        assert period_start("year", date(2026, 3, 6)) == date(2026, 1, 1)

    def test_the_convocation(self) -> None:
        begun = date(2020, 11, 24)
        assert period_start("convocation", date(2026, 3, 6), begun) == begun
        for start in (None, date(2027, 1, 1)):
            with pytest.raises(ValueError, match="початок скликання"):
                period_start("convocation", date(2026, 3, 6), start)

    def test_none_and_unknown(self) -> None:
        assert period_start("none", date(2026, 3, 6)) is None
        with pytest.raises(ValueError, match="період «month» не передбачено"):
            period_start("month", date(2026, 3, 6))
