"""The visas of both cities' papers, read off the clauses by hand: who, in which order, by which time."""

from itertools import combinations

import pytest

from magistrat.rules import routing
from magistrat.rules.edition import Edition
from magistrat.rules.routing import Stage
from tests.cities.editions import FOLDERS

EDITIONS = {folder.path.parent.name: folder.edition for folder in FOLDERS}
FIRST, HEAD = "executor department_head document_checker", "department_head document_checker"
LAST = "protocol_head affairs_manager"
KR, DR = EDITIONS["kryvyi-rih"], EDITIONS["druzhkivka"]


def visas(edition: Edition, kind: str, *flags: str) -> list[Stage]:
    return [stage for stage in routing.route(edition, kind, flags) if stage.step.does in ("visa", "check")]


def roles(stages: list[Stage]) -> list[str]:
    """Roles in their order; those side by side in one word."""
    places: dict[int, list[str]] = {}
    for stage in stages:
        if stage.step.does == "visa":
            places.setdefault(stage.step.place, []).append(stage.step.role)
    return ["+".join(sorted(side)) for side in places.values()]


@pytest.mark.parametrize(
    ("edition", "kind", "flags", "wanted"),
    [
        # KR 4.16.6: ten places in a declared sequence, the eighth «у разі необхідності»
        (KR, "committee-decision", (), f"{FIRST} concerned_heads legal_head anticorruption deputy_mayor {LAST}"),
        # KR 4.16.6.5: without the legal office where awards are decided
        (KR, "committee-decision", ("awards",), f"{FIRST} concerned_heads anticorruption deputy_mayor {LAST}"),
        # KR 4.15.1: budget and treasury stand at the eighth place of 4.16.6
        (
            KR,
            "committee-decision",
            ("budget", "treasury"),
            f"{FIRST} concerned_heads legal_head anticorruption deputy_mayor finance_head+treasury_head {LAST}",
        ),
        # KR 4.15.2-4.15.4: heads whom the matter concerns
        (
            KR,
            "committee-decision",
            ("registration", "service-cards", "regulatory"),
            f"{FIRST} business_head+concerned_heads+registration_head+services_head legal_head anticorruption deputy_mayor {LAST}",
        ),
        # KR 5.15.9: no anticorruption visa, the secretary's instead
        (
            KR,
            "council-decision",
            (),
            f"{FIRST} concerned_heads legal_head deputy_mayor other_deputy_mayors council_secretary {LAST}",
        ),
        (
            KR,
            "council-decision",
            ("budget",),
            f"{FIRST} concerned_heads+finance_head legal_head deputy_mayor other_deputy_mayors council_secretary {LAST}",
        ),
        # KR 6.5 and 6.6
        (KR, "order", (), f"{HEAD} concerned_heads legal_head anticorruption deputy_mayor {LAST}"),
        (
            KR,
            "order",
            ("budget",),
            f"{HEAD} concerned_heads+finance_head legal_head anticorruption deputy_mayor {LAST}",
        ),
        # KR 6.5.5: the anticorruption visa is not for orders on leave
        (KR, "personnel-order", ("leave",), f"{HEAD} concerned_heads legal_head deputy_mayor {LAST}"),
        # KR 11.2 and 11.3 declare no sequence
        (KR, "contract", (), "department_head+executor+lawyer+legal_head"),
        (
            KR,
            "contract",
            ("signed-by-deputies",),
            "accounting_head+accounting_specialist+department_head+executor+lawyer+legal_head",
        ),
        # DR 4.9: five officials, two of them where the matter asks for it, no sequence declared
        (DR, "committee-decision", (), "affairs_manager+deputy_mayor+legal_head"),
        (DR, "committee-decision", ("budget",), "affairs_manager+deputy_mayor+finance_head+legal_head"),
        (DR, "committee-decision", ("tariffs",), "affairs_manager+deputy_mayor+legal_head+regulatory_specialist"),
        # DR 5.7, 5.8
        (DR, "order", (), "affairs_manager+department_head+deputy_mayor+general_head+legal_head"),
        (
            DR,
            "order",
            ("budget",),
            "accounting_head+affairs_manager+department_head+deputy_mayor+finance_head+general_head+legal_head",
        ),
        (
            DR,
            "order",
            ("housing",),
            "affairs_manager+department_head+deputy_mayor+general_head+housing_head+legal_head",
        ),
        (DR, "personnel-order", (), "affairs_manager+department_head+deputy_mayor+general_head+legal_head"),
    ],
)
def test_visas_stand_as_the_clause_has_them(edition: Edition, kind: str, flags: tuple[str, ...], wanted: str) -> None:
    assert roles(visas(edition, kind, *flags)) == wanted.split()


def test_a_visa_has_the_time_of_its_clause() -> None:
    times = {
        stage.limit.id if stage.limit else "" for stage in visas(KR, "committee-decision") if stage.step.does == "visa"
    }
    assert times == {"4.13.a"}
    assert {stage.limit and stage.limit.id for stage in visas(KR, "order") if stage.step.does == "visa"} == {"6.8.a"}
    # DR 4.9: two days each, the legal sector without a term
    by_role = {stage.step.role: stage.limit and stage.limit.id for stage in visas(DR, "committee-decision", "budget")}
    assert by_role["legal_head"] is None
    assert {by_role[role] for role in ("deputy_mayor", "finance_head")} == {"4.9.b"}


def test_a_declared_sequence_has_nobody_side_by_side() -> None:
    assert [stage.parallel for stage in visas(KR, "committee-decision") if stage.entry.id == "4.16.6"] == [False] * 9
    assert all(stage.parallel for stage in visas(DR, "committee-decision") if stage.entry.id == "4.9.a")


@pytest.mark.parametrize("city", sorted(EDITIONS))
def test_every_obligatory_step_is_in_every_route(city: str) -> None:
    edition = EDITIONS[city]
    flags = sorted(routing.flags(edition))
    for kind in routing.kinds(edition):
        wanted = [
            (entry.id, step)
            for entry in edition.entries
            if kind in entry.routes
            for step in entry.steps
            if not step.when and not step.unless
        ]
        for given in ((), flags, *((flag,) for flag in flags), *list(combinations(flags, 2))[::37]):
            there = [(stage.entry.id, stage.step) for stage in routing.route(edition, kind, given)]
            assert [step for step in wanted if step not in there] == []


@pytest.mark.parametrize("city", sorted(EDITIONS))
@pytest.mark.parametrize("kind", ["committee-decision", "order", "personnel-order"])
def test_the_mayor_signs_after_all_visas(city: str, kind: str) -> None:
    stages = routing.route(EDITIONS[city], kind)
    signed = max(stage.step.place for stage in stages if (stage.step.role, stage.step.does) == ("mayor", "sign"))
    assert all(stage.step.place < signed for stage in stages if stage.step.does == "visa")
