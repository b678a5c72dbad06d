"""The whole way of a draft in both cities: in order, with remarks, returned, changed, recalled."""

from __future__ import annotations

from magistrat.approvals.queries import route, state
from tests.apps.approvals.conftest import AT, PARTS, Hall, labels


def changed(label: str, words: str = "Інший текст.") -> list[tuple[str, str]]:
    return [(one, words if one == label else said) for one, said in PARTS]


class TestOrderWithNineVisas:
    def test_steps_open_in_the_order_of_the_clause(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document, flags=["budget"], concerned=["economy_head"])
        assert hall.open_roles(document) == ["department_head"]
        assert hall.agree(document) == [
            "department_head",
            "document_checker",
            "concerned_heads",
            "finance_head",
            "legal_head",
            "anticorruption",
            "deputy_mayor",
            "protocol_head",
            "affairs_manager",
        ]
        found = state.of_document(document)
        assert found is not None
        assert found.approval.state == "agreed"
        assert state.signing_refusals(document, 1) == []

    def test_preview_says_who_and_by_when(self, hall: Hall) -> None:
        posts = hall.town.posts
        planned = route.preview(
            kind="order", flags=["budget"], drafter=posts[hall.drafter], in_charge=None,
            concerned=[posts["economy_head"]], at=AT, edition=hall.edition,
        )  # fmt: skip
        # Tuesday the 10th; each clause gives one day, which ends on a working day: Friday's successor is Monday the 16th.
        assert [(one.place, one.role, one.clause, one.due_on and one.due_on.day) for one in planned] == [
            (10, "department_head", "6.5", 11),
            (20, "document_checker", "6.5", 12),
            (30, "concerned_heads", "6.5", 13),
            (30, "finance_head", "6.6.1", 13),
            (40, "legal_head", "6.5", 16),
            (50, "anticorruption", "6.5", 17),
            (60, "deputy_mayor", "6.5", 18),
            (80, "protocol_head", "6.5", 19),
            (90, "affairs_manager", "6.5", 20),
        ]
        assert [one.role for one in planned if one.parallel] == ["concerned_heads", "finance_head"]


def test_a_change_after_the_legal_visa_voids_it(hall: Hall) -> None:
    document = hall.draft()
    hall.send(document)
    hall.agree(document, until="anticorruption")
    hall.send(document, parts=changed("пояснювальна записка"))
    assert hall.open_roles(document) == ["anticorruption"]
    hall.send(document, parts=changed("пункт 1"))
    assert hall.open_roles(document) == ["department_head"]
    assert ("6.5", "Візу не надано: начальник юридичного управління.") in labels(state.signing_refusals(document, 3))


def test_an_objection_returns_a_decision_of_the_second_city(other_hall: Hall) -> None:
    hall = other_hall
    document = hall.draft()
    hall.send(document, kind="committee-decision")
    assert hall.open_roles(document) == ["legal_head", "deputy_mayor", "affairs_manager"]
    approval = hall.answer(document, "legal_head", "objected", remarks=[("пункт 1", "Не визначено джерела коштів.")])
    assert (approval.state, hall.open_roles(document)) == ("returned", [])
    hall.send(document, kind="committee-decision", parts=changed("пункт 1"))
    hall.agree(document)
    assert state.signing_refusals(document, 2) == []
