"""A number is allowed, warned of or refused by the limit of a clause."""

from dataclasses import replace
from fractions import Fraction

import pytest

from magistrat.rules import edition, limits
from magistrat.rules.edition import Entry
from magistrat.rules.limits import ALLOWED, REFUSED, WARNED

HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'


def entry(values: str, *, soft: bool = False) -> Entry:
    text = (
        '[[limit]]\nid = "4.1"\nclause = "4.1"\nkey = "length"\ncapability = "acts"\nactor = []\nmeaning = "Так."\nwords = ""\n'
        f"soft = {str(soft).lower()}\nvalues = {{ {values} }}\n"
    )
    return edition.load({"edition.toml": HEAD, "r.toml": text}).entry("length")


FOUR = entry('at_most = 4, unit = "pages"')


@pytest.mark.parametrize(
    ("values", "given", "outcome"),
    [
        ('at_most = 4, unit = "pages"', 4, ALLOWED),
        ('at_most = 4, unit = "pages"', 5, REFUSED),
        ('at_least = 2, unit = "members"', 2, ALLOWED),
        ('at_least = 2, unit = "members"', 1, REFUSED),
        ('exactly = 3, unit = "copies"', 3, ALLOWED),
        ('exactly = 3, unit = "copies"', 2, REFUSED),
        ('exactly = 3, unit = "copies"', 4, REFUSED),
        ("more_than = 3", 4, ALLOWED),
        ("more_than = 3", 3, REFUSED),
        ("meetings_per_month = 1", 0, REFUSED),
        ("at_least_every_months = 1", 2, REFUSED),
        ('at_most = 10, unit = "megabytes"', Fraction(10 * 1024 * 1024 + 1, 1024 * 1024), REFUSED),
    ],
)
def test_is_judged_by_its_direction(values: str, given: int | Fraction, outcome: str) -> None:
    assert limits.judge(entry(values), given).outcome == outcome


def test_as_a_rule_is_only_warned_of_but_not_where_how_often_is_firm() -> None:
    assert limits.judge(replace(FOUR, soft=True), 5).outcome == WARNED
    assert limits.judge(replace(FOUR, soft=True), 4).outcome == ALLOWED
    assert limits.judge(entry("meetings_per_month = 1", soft=True), 0).outcome == REFUSED


def test_the_reason_names_number_unit_and_clause() -> None:
    judged = limits.judge(FOUR, 5, "pages")
    assert (judged.reason, judged.clause) == ("має бути не більше ніж 4 сторінки (п. 4.1)", "4.1")
    assert limits.judge(entry('at_least = 5, unit = "members"'), 4).reason == "має бути не менше ніж 5 осіб (п. 4.1)"
    assert limits.judge(entry("exactly = 1"), 2).reason == "має бути рівно 1 (п. 4.1)"
    assert limits.judge(FOUR, 4).reason == ""


def test_a_number_of_another_unit_is_not_judged() -> None:
    with pytest.raises(ValueError, match=r"4\.1.*copies"):
        limits.judge(FOUR, 3, "copies")
    with pytest.raises(ValueError, match=r"4\.1"):
        limits.judge(entry('hours = ["08:00-12:00"]'), 3)


def test_the_one_number() -> None:
    assert limits.number(FOUR) == 4
    with pytest.raises(ValueError, match="unpack"):
        limits.number(entry('hours = ["08:00-12:00"]'))
