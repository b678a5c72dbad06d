"""The route of a paper is gathered over all entries, by place and by what the paper is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import edition, routing
from magistrat.rules.edition import Edition
from magistrat.rules.form import FormError

HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'


def entry(clause: str, *steps: str, routes: str = "committee-decision", more: str = "") -> str:
    written = ", ".join(f'{{ label = "хтось", does = "visa", {step} }}' for step in steps)
    held = f'routes = ["{routes}"]\nsteps = [{written}]\n' if steps else ""
    return (
        f'[[order]]\nid = "{clause}"\nclause = "{clause}"\nkey = "k_{clause.replace(".", "_")}"\ncapability = "sessions"\n'
        f'actor = []\nmeaning = "Так."\nwords = ""\n{held}{more}'
    )


def load(*entries: str) -> Edition:
    return edition.load({"edition.toml": HEAD, "r.toml": "".join(entries)})


TIME = 'term = { number = 3, unit = "working_days", direction = "within", event = "submission", anchor = "deed" }\n'
CITY = load(
    entry("4.9", 'place = 20, role = "finance", when = ["budget"]', 'place = 10, role = "head"'),
    entry(
        "4.10",
        'place = 20, role = "lawyer", limit = "k_4_13"',
        'place = 40, role = "mayor"',
        'place = 30, role = "press", unless = ["awards", "own-word"]',
    ),
    entry("4.13", more=TIME),
    entry("6.1", 'place = 5, role = "clerk"', routes="order"),
)


def roles(*flags: str) -> list[str]:
    return [stage.step.role for stage in routing.route(CITY, "committee-decision", flags)]


def test_steps_of_all_entries_stand_by_their_place() -> None:
    assert roles() == ["head", "lawyer", "press", "mayor"]
    assert [stage.step.role for stage in routing.route(CITY, "order")] == ["clerk"]


def test_conditional_steps_come_and_go_by_what_the_paper_is_about() -> None:
    assert roles("budget") == ["head", "finance", "lawyer", "press", "mayor"]
    assert roles("budget", "awards") == ["head", "finance", "lawyer", "mayor"]


def test_side_by_side_only_with_another_present_step() -> None:
    assert [stage.parallel for stage in routing.route(CITY, "committee-decision")] == [False] * 4
    with_budget = routing.route(CITY, "committee-decision", ["budget"])
    assert [stage.parallel for stage in with_budget] == [False, True, True, False, False]


def test_time_comes_from_the_entry_that_gives_it() -> None:
    lawyer = routing.route(CITY, "committee-decision")[1]
    assert lawyer.limit is not None
    assert (lawyer.entry.id, lawyer.limit.id) == ("4.10", "4.13")


@pytest.mark.parametrize("more", ["", TIME.replace("term", "values")])
def test_time_from_nowhere_is_refused(more: str) -> None:
    city = load(
        entry("4.9", 'place = 1, role = "head", limit = "k_4_13"'), *([entry("4.13", more=more)] if more else [])
    )
    with pytest.raises(FormError, match="k_4_13"):
        routing.route(city, "committee-decision")


def test_flags_and_kinds_that_the_edition_knows() -> None:
    assert {"own-word", "budget", "awards", "treasury"} <= routing.flags(CITY)
    assert routing.kinds(CITY) == {"committee-decision", "order"}
    assert routing.route(CITY, "contract") == ()


@given(st.sets(st.sampled_from(sorted(routing.flags(CITY)))))
def test_every_unconditional_step_is_in_every_route(flags: set[str]) -> None:
    assert {"head", "lawyer", "mayor"} <= set(roles(*flags))
