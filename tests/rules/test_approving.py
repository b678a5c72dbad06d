"""Answers, voiding and the signature, read off both cities' clauses by hand; and what must hold whatever the flags."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magistrat.rules import approval_route, approving, routing
from magistrat.rules.approval_route import Asked, Found
from magistrat.rules.approving import Given
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from tests.cities.editions import FOLDERS

EDITIONS = {folder.path.parent.name: folder.edition for folder in FOLDERS}
KR, DR = EDITIONS["kryvyi-rih"], EDITIONS["druzhkivka"]
CALENDARS = {folder.edition.prefix: folder.calendar for folder in FOLDERS}
REASONED = "Викладіть письмово вмотивовані зауваження: до якої частини проєкту і чому."
GOES_ON = "Незгода не зупиняє погодження: викладіть умотивовані зауваження, їх додадуть до проєкту."
RETURNS = "Із запереченнями, доповненнями чи змінами проєкт повертають розробникові на доопрацювання."


class TestAnswers:
    @pytest.mark.parametrize(
        ("edition", "kind", "wanted"),
        [
            (KR, "order", ("agreed", "remarks", "objected")),  # 6.9
            (KR, "personnel-order", ("agreed", "remarks", "objected")),  # 6.9
            (KR, "committee-decision", ("agreed", "remarks", "objected")),  # 4.16.8
            (KR, "protocol-decision", ("agreed", "remarks", "objected")),  # 4.16.8
            (KR, "council-decision", ("agreed", "remarks", "objected")),  # 5.15.10
            (DR, "order", ("agreed", "remarks", "objected")),  # 5.8
            (DR, "personnel-order", ("agreed", "remarks", "objected")),  # 5.8
            (DR, "committee-decision", ("agreed", "returned")),  # 4.9
            (DR, "council-decision", ("agreed", "remarks", "returned")),  # no clause of its own
            (KR, "contract", ("agreed", "remarks", "returned")),  # no clause of its own
        ],
    )
    def test_what_may_be_answered(self, edition: Edition, kind: str, wanted: tuple[str, ...]) -> None:
        assert approving.outcomes(edition, kind) == wanted

    @pytest.mark.parametrize(
        ("edition", "kind", "outcome", "has_remarks", "wanted"),
        [
            (KR, "order", "agreed", False, "agreed"),
            (KR, "order", "remarks", True, "remarks"),
            (KR, "order", "objected", True, "objected"),
            (KR, "order", "objected", False, ("6.9", REASONED)),
            (KR, "order", "returned", True, ("6.9", GOES_ON)),
            (KR, "committee-decision", "remarks", False, ("4.16.8", REASONED)),
            (KR, "committee-decision", "returned", True, ("4.16.8", GOES_ON)),
            (KR, "council-decision", "returned", True, ("5.15.10", GOES_ON)),
            (KR, "order", "агов", True, ("6.9", "Такої відповіді Регламент не передбачає.")),
            (DR, "committee-decision", "agreed", False, "agreed"),
            (DR, "committee-decision", "objected", True, "returned"),
            (DR, "committee-decision", "returned", True, "returned"),
            (DR, "committee-decision", "returned", False, ("4.9", REASONED)),
            (DR, "committee-decision", "remarks", True, ("4.9", RETURNS)),
            (DR, "order", "objected", True, "objected"),
            (DR, "order", "returned", True, ("5.8", GOES_ON)),
            (DR, "council-decision", "objected", True, "returned"),
            (DR, "council-decision", "remarks", False, ("", REASONED)),
        ],
    )
    def test_what_an_answer_amounts_to(
        self, edition: Edition, kind: str, outcome: str, has_remarks: bool, wanted: object
    ) -> None:
        found = approving.judged(edition, kind, outcome, has_remarks=has_remarks)
        assert ((found.clause, found.message) if isinstance(found, Refusal) else found) == wanted

    @pytest.mark.parametrize("edition", [KR, DR])
    def test_agreeing_with_remarks_written_is_asked_again(self, edition: Edition) -> None:
        found = approving.judged(edition, "order", "agreed", has_remarks=True)
        assert isinstance(found, Refusal)
        assert found.message.startswith("Ви написали зауваження")

    @pytest.mark.parametrize(
        ("edition", "kind", "before", "by", "is_recorded"),
        [
            (KR, "order", "signature", "", False),
            (KR, "committee-decision", "meeting", "affairs_manager", False),
            (KR, "council-decision", "", "", False),
            (DR, "order", "", "", True),
            (DR, "committee-decision", "", "", False),
        ],
    )
    def test_report_and_record(self, edition: Edition, kind: str, before: str, by: str, is_recorded: bool) -> None:
        rule = approving.objection(edition, kind)
        assert rule is not None
        assert (rule.reported_before, rule.reported_by, rule.is_recorded) == (before, by, is_recorded)


class TestTime:
    @pytest.mark.parametrize(
        ("edition", "key", "opened", "wanted"),
        [
            (KR, "order_visa_review", datetime(2026, 3, 10, 16, 0), date(2026, 3, 11)),
            (KR, "order_visa_review", datetime(2026, 3, 13, 9, 0), date(2026, 3, 16)),  # Saturday moves to Monday
            (KR, "order_visa_review_extended", datetime(2026, 3, 10, 16, 0), date(2026, 3, 13)),
            (KR, "visa_review", date(2026, 3, 10), date(2026, 3, 11)),
            (DR, "visa_review", date(2026, 3, 10), date(2026, 3, 12)),
        ],
    )
    def test_last_day(self, edition: Edition, key: str, opened: date, wanted: date) -> None:
        assert approving.last_day(edition.get(key), opened, CALENDARS[edition.prefix]) == wanted

    def test_a_step_without_a_term_has_no_last_day(self) -> None:
        assert approving.last_day(None, date(2026, 3, 10), CALENDARS["KR"]) is None
        assert approving.last_day(KR.get("order_objection"), date(2026, 3, 10), CALENDARS["KR"]) is None

    def test_the_longer_term(self) -> None:
        for key, wanted in (("visa_review", "4.13.b"), ("order_visa_review", "6.8.b")):
            found = approving.longer(KR, KR.get(key))
            assert not isinstance(found, Refusal)
            assert found.id == wanted
        none = approving.longer(DR, DR.get("visa_review"))
        assert (none.clause, none.message) == ("4.9", "Довшого строку погодження Регламент не передбачає.")
        assert isinstance(approving.longer(DR, None), Refusal)


class TestVoiding:
    @pytest.mark.parametrize("edition", [KR, DR])
    @pytest.mark.parametrize(
        ("labels", "wanted"),
        [
            (["заголовок"], True),
            (["констатуюча частина"], True),
            (["пункт 1"], True),
            (["пункт 12.3"], True),
            (["додаток"], True),
            (["додаток 2"], True),
            (["щось інше"], True),
            (["пояснювальна записка"], False),
            (["пояснювальна записка", "пункт 1"], True),
            ([], False),
        ],
    )
    def test_which_change_voids(self, edition: Edition, labels: list[str], wanted: bool) -> None:
        assert approving.is_voided(edition, labels, {"legal_head"}) is wanted

    def test_the_clause_is_named(self) -> None:
        assert (approving.voiding_clause(KR), approving.voiding_clause(DR)) == ("4.13", "4.9")

    @pytest.mark.parametrize("edition", [KR, DR])
    @pytest.mark.parametrize(
        ("roles", "wanted"),
        [
            ({"executor"}, True),
            ({"drafter"}, True),
            ({"department_head"}, True),
            ({"executor", "department_head"}, True),
            ({"department_head", "legal_head"}, False),
            ({"legal_head"}, False),
            (set(), False),
        ],
    )
    def test_whose_visa_sending_renews(self, edition: Edition, roles: set[str], wanted: bool) -> None:
        assert approving.is_renewed_by_sending(edition, roles) is wanted

    @pytest.mark.parametrize(
        ("before", "after", "wanted"),
        [
            ([("пункт 1", "а")], [("пункт 1", "а")], ()),
            ([("пункт 1", "а  б")], [("пункт 1", "а\nб")], ()),
            ([("пункт 1", "а")], [("пункт 1", "б")], ("пункт 1",)),
            ([("пункт 1", "а")], [("пункт 1", "а"), ("пункт 2", "б")], ("пункт 2",)),
            ([("пункт 1", "а"), ("додаток", "в")], [("пункт 1", "б")], ("пункт 1", "додаток")),
            ([("пункт 1", "а"), ("пункт 1", "б")], [("пункт 1", "а")], ("пункт 1",)),
        ],
    )
    def test_what_changed(
        self, before: list[tuple[str, str]], after: list[tuple[str, str]], wanted: tuple[str, ...]
    ) -> None:
        assert approving.changed(before, after) == wanted


def whole(edition: Edition, kind: str, flags: tuple[str, ...] = ()) -> list[Given]:
    """Every stage of the approval agreed on."""
    return [
        Given(
            stage.step.label,
            stage.entry.clause,
            frozenset({approval_route.key(stage)}),
            frozenset({stage.step.role}),
            "agreed",
        )
        for stage in approval_route.stages(edition, kind, flags)
    ]


class TestSignature:
    def test_all_visas_on_the_signed_words(self) -> None:
        assert approving.signing_refusals(KR, "order", (), whole(KR, "order")) == []

    @pytest.mark.parametrize(
        ("outcome", "changed", "wanted"),
        [
            ("agreed", (), ""),
            ("remarks", (), ""),
            ("objected", (), ""),
            ("", (), "Візу не надано: начальник юридичного управління."),
            ("returned", (), "Візу повернуто на доопрацювання: начальник юридичного управління."),
            ("agreed", ("пояснювальна записка",), ""),
            ("agreed", ("пункт 1", "додаток 2"),
             "Візу надано на інший текст, відтоді змінено: пункт 1, додаток 2. Потрібна нова: начальник юридичного управління."),
        ],
    )  # fmt: skip
    def test_a_visa_that_does_not_hold(self, outcome: str, changed: tuple[str, ...], wanted: str) -> None:
        given_ = [
            Given(one.label, one.clause, one.stages, one.roles, outcome, changed) if "legal_head" in one.roles else one
            for one in whole(KR, "order")
        ]
        found = approving.signing_refusals(KR, "order", (), given_)
        assert [(one.clause, one.message) for one in found] == ([("6.5", wanted)] if wanted else [])

    def test_a_visa_that_nobody_was_asked_for(self) -> None:
        found = approving.signing_refusals(KR, "order", ("budget",), whole(KR, "order"))
        assert [(one.clause, one.message) for one in found] == [
            ("6.6.1", "Немає обов'язкової візи: директор департаменту фінансів.")
        ]

    def test_nobody_need_be_concerned_but_a_commission_has_members(self) -> None:
        none_named = [one for one in whole(KR, "order") if "concerned_heads" not in one.roles]
        assert approving.signing_refusals(KR, "order", (), none_named) == []
        flags = ("commission-members",)
        unasked = [one for one in whole(DR, "order", flags) if "concerned_heads" not in one.roles]
        assert [one.clause for one in approving.signing_refusals(DR, "order", flags, unasked)] == ["30.3"]

    def test_report_and_record_stand_before_it(self) -> None:
        refusal = approving.report_refusal(KR, "order", 2)
        assert refusal is not None
        assert (refusal.clause, refusal.message) == ("6.9", "Про зауваження ще не доповіли міському голові: 2.")
        assert approving.report_refusal(KR, "order", 0) is None
        assert approving.report_refusal(KR, "council-decision", 2) is None
        assert approving.report_refusal(DR, "order", 2) is None
        refusal = approving.record_refusal(DR, "order", 1)
        assert refusal is not None
        assert refusal.clause == "5.8"
        assert approving.record_refusal(DR, "order", 0) is None
        assert approving.record_refusal(KR, "order", 1) is None


class TestRoute:
    @pytest.mark.parametrize(
        ("edition", "kind", "flags", "first", "last"),
        [
            (KR, "order", (), "department_head", "affairs_manager"),
            (KR, "order", ("statutes",), "lawyer", "affairs_manager"),
            (KR, "order", ("annexes",), "department_head", "affairs_manager"),  # their signature is no visa
            (KR, "committee-decision", (), "executor", "leader_in_charge"),  # 15.7: consent to publication
            (KR, "committee-decision", ("between-meetings",), "mayor", "leader_in_charge"),  # 4.41
            (KR, "committee-decision", ("late",), "executor", "leader_in_charge"),  # 4.26 comes after handing in
            (KR, "council-decision", (), "executor", "leader_in_charge"),
            (KR, "protocol-decision", (), "deputy_mayor", "protocol_head"),
            (DR, "committee-decision", (), "legal_head", "affairs_manager"),  # 4.7 hands in before the visas
            (DR, "committee-decision", ("competition",), "legal_head", "antimonopoly_office"),
            (DR, "committee-decision", ("public-information",), "legal_head", "affairs_manager"),
            (DR, "committee-decision", ("annexes",), "legal_head", "affairs_manager"),  # 4.8 signs annexes before
            (DR, "order", ("annexes", "commission-members"), "commission_candidate", "affairs_manager"),
        ],
    )
    def test_where_the_approval_begins_and_ends(
        self, edition: Edition, kind: str, flags: tuple[str, ...], first: str, last: str
    ) -> None:
        found = approval_route.stages(edition, kind, flags)
        assert (found[0].step.role, found[-1].step.role) == (first, last)

    def test_who_is_two_in_one_is_asked_once_at_the_later_place(self) -> None:
        found = asked(KR, "order", {"deputy_mayor": 90, "affairs_manager": 90, "department_head": 1, "legal_head": 1})
        manager = next(one for one in found if one.post == 90)
        assert (manager.stage.step.role, [one.step.role for one in manager.covers]) == (
            "affairs_manager",
            ["deputy_mayor"],
        )
        lawyer = next(one for one in found if one.post == 1)
        assert lawyer.stage.step.role == "legal_head"
        assert lawyer.roles == {"legal_head", "department_head"}

    def test_a_consent_is_in_the_visa_of_the_same_post(self) -> None:
        found = asked(KR, "committee-decision", {"leader_in_charge": 7, "deputy_mayor": 7})
        assert [(one.stage.step.place, one.stage.step.role) for one in found if one.post == 7] == [(70, "deputy_mayor")]

    def test_outer_bodies_answer_once_at_a_place(self) -> None:
        found = asked(KR, "committee-decision", {}, ("tariffs", "competition"))
        assert [one.stage.step.role for one in found].count("antimonopoly_office") == 1

    def test_a_post_named_where_no_stage_asks_is_added_beside(self) -> None:
        route = approval_route.stages(DR, "order")
        stage = approval_route.beside(route)
        assert stage is not None
        assert (stage.step.place, stage.entry.clause, stage.step.does) == (10, "5.7", "visa")
        assert approval_route.beside(approval_route.stages(KR, "protocol-decision")) is None


def asked(edition: Edition, kind: str, posts: dict[str, int], flags: tuple[str, ...] = ()) -> list[Asked]:
    """Whom the route asks where roles are filled by these posts, and every other role by a post of its own."""
    route = approval_route.stages(edition, kind, flags)
    own = {role: 1000 + number for number, role in enumerate(sorted({stage.step.role for stage in route}))} | posts
    return approval_route.once(
        [Found(stage, None if approval_route.is_paper(stage.step) else own[stage.step.role]) for stage in route]
    )


KINDS = ("committee-decision", "protocol-decision", "council-decision", "order", "personnel-order")
CASES = st.tuples(st.sampled_from([KR, DR]), st.sampled_from(KINDS))


@st.composite
def papers(draw: st.DrawFn) -> tuple[Edition, str, tuple[str, ...], list[Asked]]:
    """A paper of either city about anything, where few posts fill many roles."""
    edition, kind = draw(CASES)
    flags = tuple(sorted(draw(st.sets(st.sampled_from(sorted(routing.flags(edition)))))))
    route = approval_route.stages(edition, kind, flags)
    posts = {stage.step.role: draw(st.integers(1, 5)) for stage in route}
    return edition, kind, flags, asked(edition, kind, posts, flags)


@settings(max_examples=150)
@given(papers())
def test_every_stage_is_answered_once_and_nobody_visas_twice(paper) -> None:
    edition, kind, flags, found = paper
    answered = [approval_route.key(stage) for one in found for stage in one.stages]
    assert sorted(answered) == sorted(
        approval_route.key(stage) for stage in approval_route.stages(edition, kind, flags)
    )
    visaing = [one.post for one in found if one.post and any(stage.step.does == "visa" for stage in one.stages)]
    assert len(visaing) == len(set(visaing))
    places = [one.stage.step.place for one in found]
    assert places == sorted(places)
    assert [one.parallel for one in found] == [places.count(place) > 1 for place in places]
    wanted = {(s.entry.id, s.step.role) for s in routing.route(edition, kind, flags) if s.step.does == "visa"}
    assert wanted <= {(s.entry.id, s.step.role) for one in found for s in one.stages}


@settings(max_examples=150)
@given(papers(), st.data())
def test_no_signature_without_every_visa_on_the_signed_words(paper, data) -> None:
    edition, kind, flags, found = paper
    given_ = [
        Given(
            one.stage.step.label,
            one.stage.entry.clause,
            frozenset(map(approval_route.key, one.stages)),
            one.roles,
            "agreed",
        )
        for one in found
    ]
    assert approving.signing_refusals(edition, kind, flags, given_) == []
    if not found:
        return
    place = data.draw(st.integers(0, len(found) - 1))
    one = given_[place]
    for spoilt in (
        [],
        [Given(one.label, one.clause, one.stages, one.roles, "")],
        [Given(one.label, one.clause, one.stages, one.roles, "returned")],
        [Given(one.label, one.clause, one.stages, one.roles, "agreed", ("пункт 1",))],
    ):
        is_free = not spoilt and all(approval_route.may_be_empty(stage.step) for stage in found[place].stages)
        refusals = approving.signing_refusals(edition, kind, flags, [*given_[:place], *spoilt, *given_[place + 1 :]])
        assert bool(refusals) is not is_free
