"""Each clause asks for its visa when the draft is about its matter, and only then (KR 4.13–4.16, 6.5–6.7; DR 4.9, 5.7, 5.8)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from magistrat.rules import approval_route, edition
from magistrat.rules.edition import Edition

CITIES = Path(__file__).parents[2] / "cities"
KR, DR, COMMITTEE, ORDER, PERSONNEL = "kryvyi-rih", "druzhkivka", "committee-decision", "order", "personnel-order"
ALWAYS: dict[tuple[str, str], tuple[str, set[str]]] = {
    (KR, COMMITTEE): (
        "4.16.6",
        {
            "executor", "department_head", "document_checker", "concerned_heads", "legal_head", "anticorruption", "deputy_mayor",
            "protocol_head", "affairs_manager",
        },
    ),
    (KR, ORDER): (
        "6.5",
        {
            "department_head", "document_checker", "concerned_heads", "legal_head", "anticorruption", "deputy_mayor",
            "protocol_head", "affairs_manager",
        },
    ),
    (DR, COMMITTEE): ("4.9", {"deputy_mayor", "legal_head", "affairs_manager"}),
    (DR, ORDER): ("5.7", {"department_head", "deputy_mayor", "legal_head", "general_head", "affairs_manager"}),
}  # fmt: skip
ASKED = [
    (KR, COMMITTEE, "budget", "4.15.1", "finance_head"),
    (KR, COMMITTEE, "treasury", "4.15.1", "treasury_head"),
    (KR, COMMITTEE, "registration", "4.15.2", "registration_head"),
    (KR, COMMITTEE, "service-cards", "4.15.3", "services_head"),
    (KR, COMMITTEE, "regulatory", "4.15.4", "business_head"),
    (KR, COMMITTEE, "tariffs", "4.15.5", "antimonopoly_office"),
    (KR, COMMITTEE, "competition", "4.15.6", "antimonopoly_office"),
    (KR, COMMITTEE, "other-deputies", "4.16.6", "other_deputy_mayors"),
    (KR, COMMITTEE, "state-bodies", "4.13", "local_state_body"),
    (KR, ORDER, "budget", "6.6.1", "finance_head"),
    *((KR, PERSONNEL, flag, "6.6.2", "accounting_head") for flag in ("staffing", "allowances", "bonuses", "payments")),
    *((KR, ORDER, flag, "6.6.3", "services_head") for flag in ("services", "service-cards", "permits")),
    *((KR, ORDER, flag, "6.6.4", "registration_head") for flag in ("registration", "enterprise-heads")),
    (KR, ORDER, "statutes", "6.7", "lawyer"),
    (KR, ORDER, "other-deputies", "6.5", "other_deputy_mayors"),
    *((DR, COMMITTEE, flag, "4.9", "finance_head") for flag in ("budget", "contracts")),
    *(
        (DR, COMMITTEE, flag, "4.9", "regulatory_specialist")
        for flag in ("permits", "programmes", "regulatory", "tariffs")
    ),
    (DR, COMMITTEE, "commission-members", "4.4", "commission_candidate"),
    *(
        (DR, ORDER, flag, "5.8", role)
        for flag in ("budget", "contracts")
        for role in ("finance_head", "accounting_head")
    ),
    (DR, ORDER, "housing", "5.8", "housing_head"),
    (DR, ORDER, "commission-members", "5.8", "commission_candidate"),
]


@cache
def rules(city: str) -> Edition:
    folder = next(path for path in sorted((CITIES / city).iterdir()) if path.is_dir())
    return edition.load({str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.*")})


def asked(city: str, kind: str, *flags: str) -> set[tuple[str, str]]:
    """Clause and role of each visa."""
    return {(one.entry.clause, one.step.role) for one in approval_route.stages(rules(city), kind, flags)}


@pytest.mark.parametrize(("city", "kind"), ALWAYS)
def test_these_visas_are_in_every_route(city, kind):
    clause, roles = ALWAYS[city, kind]
    assert {role for asking, role in asked(city, kind) if asking == clause} == roles


@pytest.mark.parametrize(("city", "kind", "flag", "clause", "role"), ASKED)
def test_the_clause_asks_for_its_visa_when_the_draft_is_about_its_matter(city, kind, flag, clause, role):
    assert (clause, role) not in asked(city, kind)
    assert (clause, role) in asked(city, kind, flag)


def test_the_lawyer_gives_no_visa_on_awards_nor_the_anticorruption_officer_on_leaves():
    """KR 4.16.6.5, 6.5.5."""
    assert ("4.16.6", "legal_head") not in asked(KR, COMMITTEE, "awards")
    for flag in ("leave", "study", "discipline", "trip"):
        assert ("6.5", "anticorruption") not in asked(KR, PERSONNEL, flag)
