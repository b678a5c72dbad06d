"""What holds of an approval whatever the draft is about, whoever drafts it and in whatever order things happen."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magistrat.approvals.actions import answering
from magistrat.approvals.queries import state
from magistrat.documents.actions.files import Upload
from magistrat.rules import routing
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from tests.apps.approvals.conftest import AT, DAY, PARTS, Hall

# What the city's own clauses make steps of; a draft about them all at once is about each of them too.
FLAGS = st.sets(
    st.sampled_from(["budget", "treasury", "registration", "service-cards", "regulatory", "tariffs", "competition", "awards",
                     "annexes", "housing", "contracts", "permits", "statutes", "leave", "between-meetings"]),
    max_size=6,
)  # fmt: skip
KINDS = st.sampled_from(["order", "personnel-order", "committee-decision"])
# What happens to the draft, step by step: somebody agrees, or the drafter changes a part and sends it again.
STORY = st.lists(st.sampled_from(["agree", "agree", "agree", "пункт 1", "пояснювальна записка"]), max_size=8)
CHEAP = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def obligatory(edition: Edition, kind: str, flags: set[str]) -> set[tuple[str, str]]:
    """Visas of the edition's own route, read without the code under test; whom the drafter names may be nobody."""
    free = {"concerned_heads", "other_deputy_mayors"}
    return {
        (stage.entry.id, stage.step.role)
        for stage in routing.route(edition, kind, flags)
        if stage.step.does == "visa" and stage.step.role not in free
    }


def answer_one(hall: Hall, document: int) -> bool:
    """The first open step agrees, a body outside by its paper; whether there was one."""
    step = next((one for one in hall.steps(document) if one.state == "open"), None)
    if step is None:
        return False
    if step.is_outer:
        answering.attach(
            actor=hall.actor(hall.drafter), at=AT, step=step.pk, outcome="agreed", note="", on=DAY,
            uploads=[Upload("лист.pdf", b"%PDF-1.4\n%%EOF")],
        )  # fmt: skip
    else:
        hall.answer(document, step.role)
    return True


def must_hold(hall: Hall, document: int, kind: str, flags: set[str], parts: Any) -> None:
    """No signature unless each obligatory visa was given on these very words, the explanatory note aside."""
    found = state.of_document(document)
    assert found is not None
    asked = {tuple(key.split(":")) for step in found.steps for key in step.stages}
    wanted = obligatory(found.edition, kind, flags)
    assert wanted <= asked
    words = {label: said for label, said in parts if label != "пояснювальна записка"}
    on_these_words = {
        tuple(key.split(":"))
        for step in found.steps
        if step.valid and {label: said for label, said in step.valid.version.parts if label in words} == words
        for key in step.stages
    }
    may_be_signed = state.signing_refusals(document, found.approval.version) == []
    assert not may_be_signed or (wanted <= on_these_words and found.approval.state == "agreed")


def lived(hall: Hall, kind: str, flags: set[str], story: list[str]) -> None:
    document, parts, version = hall.draft(), dict(PARTS), 0
    with contextlib.suppress(Refusal):  # a route may ask for one whom the drafter must name: then nothing is sent
        hall.send(document, kind=kind, flags=flags)
    if state.of_document(document) is None:
        return
    for number, event in enumerate([*story, *["agree"] * 20]):
        must_hold(hall, document, kind, flags, parts.items())
        if event == "agree":
            if not answer_one(hall, document):
                break
            continue
        parts[event] = f"Інші слова {number}."
        hall.send(document, kind=kind, flags=flags, parts=list(parts.items()))
        version += 1
    found = state.of_document(document)
    assert found is not None
    assert (found.approval.state, found.approval.version) == ("agreed", version + 1)
    assert state.signing_refusals(document, version + 1) == []


@pytest.mark.parametrize(
    "slug", ["kryvyi-rih", pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])]
)
@CHEAP
@given(kind=KINDS, flags=FLAGS, story=STORY)
def test_no_signature_without_every_visa_of_the_route(
    slug: str, kind: str, flags: set[str], story: list[str], request: pytest.FixtureRequest
) -> None:
    lived(request.getfixturevalue("hall" if slug == "kryvyi-rih" else "other_hall"), kind, flags, story)
