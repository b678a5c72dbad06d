"""Who signs acts, by when they are registered and sent, when rounds go out: worked out by hand, clause by clause."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import orders
from magistrat.rules.moments import local, moment
from tests.cities.editions import FOLDERS

TUESDAY, FRIDAY = date(2026, 3, 10), date(2026, 3, 13)
HOURS = (time(12), time(16))


@pytest.fixture(scope="module")
def cities():
    """Edition and calendar by prefix."""
    return {folder.edition.prefix: (folder.edition, folder.calendar) for folder in FOLDERS}


@pytest.mark.parametrize(
    ("prefix", "kind", "roles", "right"),
    [
        ("KR", "order", ("mayor",), "acts.sign_order"),  # 6.12
        ("KR", "committee-decision", ("mayor",), "acts.sign_decision"),  # 4.5
        ("KR", "council-decision", ("mayor", "council_secretary"), "acts.sign_council_decision"),  # 5.32
        ("DR", "personnel-order", ("mayor",), "acts.sign_order"),  # 5.11
        ("DR", "committee-decision", ("mayor",), "acts.sign_decision"),  # 6.26
    ],
)
def test_who_signs(cities, prefix, kind, roles, right):
    edition, _ = cities[prefix]
    assert orders.signatory_roles(edition, kind) == roles
    assert orders.right_to_sign(kind) == right
    assert set(roles) & edition.roles_with(right)


@pytest.mark.parametrize(
    ("prefix", "kind", "flags", "restricted", "expected"),
    [
        ("KR", "order", (), False, (TUESDAY, "6.17")),
        ("KR", "order", (), True, (TUESDAY, "6.19")),
        ("KR", "personnel-order", ("leave",), False, (TUESDAY, "6.18")),
        ("KR", "personnel-order", ("personnel",), False, None),  # 6.15 names no day for the others
        ("KR", "committee-decision", (), False, None),
        ("DR", "order", (), False, None),
    ],
)
def test_by_when_a_signed_act_is_registered(cities, prefix, kind, flags, restricted, expected):
    edition, calendar = cities[prefix]
    last = orders.register_by(edition, calendar, kind=kind, flags=flags, is_restricted=restricted, signed_on=TUESDAY)
    assert (last and (last.on, last.clause)) == expected
    if last:
        assert orders.late_refusal(last, signed_on=TUESDAY, on=last.on) is None
        late = orders.late_refusal(last, signed_on=TUESDAY, on=date(2026, 3, 11))
        assert (late.clause, "10.03.2026" in late.message) == (last.clause, True)


@pytest.mark.parametrize(
    ("prefix", "kind", "flags", "adopted", "registered", "expected"),
    [
        ("KR", "order", (), TUESDAY, TUESDAY, None),  # the rounds carry it
        ("KR", "committee-decision", (), TUESDAY, TUESDAY, (date(2026, 3, 17), "4.35")),  # five working days
        ("KR", "committee-decision", (), TUESDAY, FRIDAY, (date(2026, 3, 20), "4.35")),  # from the later of both
        ("DR", "order", (), TUESDAY, TUESDAY, (date(2026, 3, 17), "5.15")),  # five working days
        ("DR", "committee-decision", (), TUESDAY, TUESDAY, (date(2026, 3, 16), "6.26")),  # Sunday the 15th goes over
        ("DR", "committee-decision", ("permits",), TUESDAY, TUESDAY, (date(2026, 3, 11), "6.26")),
        ("DR", "council-decision", ("permits",), TUESDAY, FRIDAY, (date(2026, 3, 16), "12.9")),
    ],
)
def test_by_when_it_is_sent(cities, prefix, kind, flags, adopted, registered, expected):
    edition, calendar = cities[prefix]
    last = orders.send_by(edition, calendar, kind=kind, flags=flags, adopted_on=adopted, registered_on=registered)
    assert (last and (last.on, last.clause)) == expected


def test_decisions_are_signed_and_extracted_in_their_days(cities):
    kr, calendar = cities["KR"]
    assert orders.sign_by(kr, calendar, "order", adopted_on=TUESDAY) is None
    assert orders.sign_by(kr, calendar, "committee-decision", adopted_on=TUESDAY).on == FRIDAY  # 4.4
    assert orders.sign_by(kr, calendar, "council-decision", adopted_on=TUESDAY).on == date(
        2026, 3, 16
    )  # 5.32, a Sunday
    dr, calendar = cities["DR"]
    assert orders.sign_by(dr, calendar, "committee-decision", adopted_on=TUESDAY) is None
    last = orders.extract_by(dr, calendar, kind="committee-decision", registered_on=TUESDAY)
    assert (last.on, last.clause) == (FRIDAY, "6.26")
    assert orders.extract_by(dr, calendar, kind="order", registered_on=TUESDAY) is None


@pytest.mark.parametrize(
    ("prefix", "kind", "normative", "published", "expected"),
    [
        ("KR", "order", True, None, TUESDAY),  # 6.14: from signature, whatever it is
        ("KR", "committee-decision", False, None, FRIDAY),
        ("KR", "committee-decision", True, None, None),  # 4.40: not before its publication
        ("KR", "committee-decision", True, date(2026, 3, 18), date(2026, 3, 18)),
        ("KR", "council-decision", True, None, None),  # 5.40
        ("DR", "committee-decision", True, None, FRIDAY),  # no clause
    ],
)
def test_since_when_it_has_force(cities, prefix, kind, normative, published, expected):
    edition, _ = cities[prefix]
    found = orders.in_force_from(
        edition, kind, signed_on=TUESDAY, dated_on=FRIDAY, is_normative=normative, published_on=published
    )
    assert found == expected


def test_registries_are_looked_for_by_the_series_then_by_the_kind():
    assert orders.registries("order", "main_activity", is_restricted=False) == ("order-main-activity", "order")
    assert orders.registries("personnel-order", "leave", is_restricted=False)[0] == "order-leave"
    assert orders.registries("order", "main_activity", is_restricted=True)[0] == "order-restricted"
    assert orders.registries("council-decision", "council_decisions", is_restricted=False) == ("council-decision",)


def test_rounds_go_out_at_the_clauses_hours_of_orders_and_decisions(cities):
    kr, calendar = cities["KR"]
    assert orders.hours(kr) == HOURS
    assert orders.rounds_rule(kr, "order").clause == "6.17"
    assert orders.rounds_rule(kr, "committee-decision").clause == "4.35"
    assert orders.rounds_rule(kr, "personnel-order") is None
    assert orders.hours(cities["DR"][0]) == ()
    after = moment(datetime(2026, 3, 13, 16, 0))
    assert local(orders.next_round(calendar, HOURS, after=after)) == datetime(2026, 3, 16, 12, 0)
    assert orders.next_round(calendar, (), after=after) is None
    # The clocks go forward on 29 March: noon stays noon.
    after = moment(datetime(2026, 3, 27, 17, 0))
    assert local(orders.next_round(calendar, HOURS, after=after)) == datetime(2026, 3, 30, 12, 0)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 1)),
    spans=st.lists(
        st.timedeltas(min_value=datetime.resolution, max_value=datetime(1, 1, 20) - datetime(1, 1, 1)), max_size=6
    ),
)
def test_no_round_is_lost_or_planned_twice_however_often_it_is_asked(start, spans):
    calendar = FOLDERS[0].calendar
    begin = moment(start)
    edges = [begin]
    for span in spans:
        edges.append(edges[-1] + span)
    whole = list(orders.planned(calendar, HOURS, after=begin, until=edges[-1]))
    pieces = [one for a, b in itertools.pairwise(edges) for one in orders.planned(calendar, HOURS, after=a, until=b)]
    assert pieces == whole
    assert len(set(whole)) == len(whole)
    assert all(local(one).time() in HOURS and calendar.is_working(local(one).date()) for one in whole)
