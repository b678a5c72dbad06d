"""Outgoing letters by clause, for both cities."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from magistrat.rules import calendar, edition, letters
from magistrat.rules.edition import Edition
from magistrat.rules.letters import Matter

CITIES = Path(__file__).resolve().parents[2] / "cities"
KR, DR = "kryvyi-rih", "druzhkivka"
LEADERS = {"mayor", "council_secretary", "first_deputy_mayor", "deputy_mayor", "affairs_manager"}
MINISTRY = "ministry_letter"


@cache
def rules(city: str) -> Edition:
    folder = next(path for path in sorted((CITIES / city).iterdir()) if path.is_dir())
    return edition.load({str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.*")})


@cache
def work(city: str) -> calendar.WorkCalendar:
    country = (CITIES / "ukraine" / "calendar.toml").read_text("utf-8")
    return calendar.load(country, (CITIES / city / "city.toml").read_text("utf-8"))


def without(city: str, *keys: str) -> Edition:
    kept = rules(city)
    return replace(kept, _by_key={key: entry for key, entry in kept._by_key.items() if key not in keys})


def to(*kinds: str, **matter: object) -> Matter:
    return Matter(addressee_kinds=kinds, **matter)  # type: ignore[arg-type]


# clause of the refusal, "" when the role may sign
SIGNATORIES = [
    (KR, to("central_body"), "mayor", ""),
    (KR, to("central_body"), "deputy_mayor", ""),
    (KR, to("central_body"), "department_head", "7.12.2"),
    (KR, to("local_state_body"), "affairs_manager", ""),
    (KR, to("law_enforcement"), "department_head", "7.12.2"),
    (KR, to("control_body"), "department_head", "7.12.2"),
    (KR, to("district_council"), "department_head", "7.12.3"),
    (KR, to("councillor"), "council_secretary", ""),
    (KR, to("councillor"), "department_head", "7.12.3"),
    (KR, to("peoples_deputy"), "first_deputy_mayor", ""),
    (KR, to("enterprise"), "department_head", ""),
    (KR, to("enterprise"), "executor", "5.44.1, 7.12.1, 7.12.2, 7.12.3"),
    (KR, to("enterprise", "control_body"), "department_head", "7.12.2"),
    # 7.12.1: the reply is signed by whom the paper was addressed to, or on his instruction
    (KR, to("enterprise", addressed_to=frozenset({"mayor"})), "mayor", ""),
    (KR, to("enterprise", addressed_to=frozenset({"mayor"})), "department_head", "7.12.1"),
    (KR, to("enterprise", addressed_to=frozenset({"mayor"}), is_instructed=True), "department_head", ""),
    (KR, to("enterprise", addressed_to=frozenset({"deputy_mayor"})), "deputy_mayor", ""),
    (KR, to("enterprise", addressed_to=frozenset({"deputy_mayor"})), "affairs_manager", "7.12.1"),
    (KR, to("enterprise", addressed_to=frozenset({"council_secretary"})), "mayor", "7.12.1"),
    (KR, to("central_body", addressed_to=frozenset({"mayor"}), is_instructed=True), "department_head", "7.12.2"),
    # 7.12.4: a councillor who wrote to the department is answered by its head
    (KR, to("councillor", addressed_to=frozenset({"department_head"})), "department_head", ""),
    (KR, to("councillor", addressed_to=frozenset({"department_head"})), "mayor", "7.12.3"),
    # 5.44.1: proposals of councillors spoken at sessions
    (KR, to("councillor", answered_kind="councillor_proposal"), "deputy_mayor", ""),
    (KR, to("councillor", answered_kind="councillor_proposal"), "council_secretary", "5.44.1"),
    (DR, to("enterprise"), "deputy_mayor", ""),
    (DR, to("enterprise"), "affairs_manager", ""),
    (DR, to("enterprise"), "department_head", "8.8, 15.11"),
    (DR, to("central_body", answered_kind=MINISTRY, on_control=True), "mayor", ""),
    (DR, to("central_body", answered_kind=MINISTRY, on_control=True), "deputy_mayor", "8.8"),
    (DR, to("central_body", answered_kind=MINISTRY, on_control=False), "deputy_mayor", ""),
    (DR, to("enterprise", answered_kind="enterprise_letter", on_control=True), "deputy_mayor", ""),
]


class TestSignatory:
    @pytest.mark.parametrize(("city", "matter", "role", "clause"), SIGNATORIES)
    def test_by_addressee(self, city: str, matter: Matter, role: str, clause: str) -> None:
        refusal = letters.refusal_to_sign(rules(city), matter, {role})
        assert (set(refusal.clause.split(", ")) if refusal else set()) == ({*clause.split(", ")} - {""})

    def test_all_who_may_sign_are_listed(self) -> None:
        assert letters.may_sign(rules(KR), to("central_body")) == LEADERS
        assert letters.may_sign(rules(KR), to("enterprise")) == LEADERS | {"department_head"}
        assert letters.may_sign(rules(DR), to("enterprise")) == LEADERS
        assert letters.may_sign(rules(DR), to("president", answered_kind="president_act", on_control=True)) == {"mayor"}

    def test_the_first_that_may_is_proposed(self) -> None:
        posts = [(1, frozenset({"department_head"})), (2, frozenset({"deputy_mayor"})), (3, frozenset({"mayor"}))]
        assert letters.proposed(rules(KR), to("enterprise"), posts) == 1
        assert letters.proposed(rules(KR), to("central_body"), posts) == 2
        assert letters.proposed(rules(DR), to("central_body", answered_kind=MINISTRY, on_control=True), posts) == 3
        assert letters.proposed(rules(DR), to("enterprise"), posts[:1]) is None

    def test_a_leader_who_also_heads_a_department_needs_no_instruction(self) -> None:
        matter = to("enterprise", addressed_to=frozenset({"mayor"}))
        assert letters.refusal_to_sign(rules(KR), matter, {"department_head", "affairs_manager"}) is None

    def test_the_refusal_bears_the_words_of_the_clause(self) -> None:
        refusal = letters.refusal_to_sign(rules(KR), to("central_body"), {"department_head"})
        assert refusal is not None
        assert refusal.words.startswith("підписуються виключно міським головою")


VISAS = [
    (KR, {"mayor"}, False, [("executor", "7.12.5"), ("department_head", "7.12.5"), ("leader_in_charge", "7.12.5")]),
    (KR, {"deputy_mayor"}, False, [("executor", "7.12.6"), ("department_head", "7.12.6")]),
    (KR, {"affairs_manager"}, True, [("executor", "8.8"), ("department_head", "7.12.6")]),
    (KR, {"department_head"}, False, [("executor", "")]),
    (DR, {"mayor"}, False, [("executor", "11.11"), ("department_head", "11.11"), ("leader_in_charge", "11.11")]),
    (DR, {"deputy_mayor"}, True, [("executor", "11.11"), ("department_head", "11.11")]),
]


class TestVisas:
    @pytest.mark.parametrize(("city", "signatory", "has_co", "expected"), VISAS)
    def test_by_signatory(self, city: str, signatory: set[str], has_co: bool, expected: list[tuple[str, str]]) -> None:
        found = letters.visas(rules(city), signatory, has_co_executors=has_co)
        assert [(visa.who, visa.clause) for visa in found] == expected

    def test_leader_in_charge_is_one_of_these(self) -> None:
        assert letters.leaders_in_charge(rules(KR), {"mayor"}) == LEADERS - {"mayor"}
        assert letters.leaders_in_charge(rules(KR), {"deputy_mayor"}) == frozenset()
        assert letters.leaders_in_charge(rules(DR), {"department_head"}) == frozenset()

    @pytest.mark.parametrize(
        ("city", "signatory", "who", "clause"),
        [
            (KR, {"mayor"}, "leader_in_charge", "7.12.5"),
            (KR, {"deputy_mayor"}, "department_head", "7.12.6"),
            (KR, {"department_head"}, "executor", ""),
            (DR, {"mayor"}, "executor", "11.9"),
        ],
    )
    def test_whose_name_stands_as_executor(self, city: str, signatory: set[str], who: str, clause: str) -> None:
        assert letters.executor_mark(rules(city), signatory) == letters.Visa(who, clause)

    @pytest.mark.parametrize(("city", "clause"), [(KR, "7.12.5"), (DR, "11.9")])
    def test_refuses_without_the_executors_phone(self, city: str, clause: str) -> None:
        refusal = letters.phone_refusal(rules(city), {"mayor"}, " ")
        assert refusal is not None
        assert refusal.clause == clause
        assert letters.phone_refusal(rules(city), {"mayor"}, "92-13-14") is None
        assert letters.phone_refusal(rules(KR), {"department_head"}, "") is None

    def test_a_heads_reply_goes_with_information_of_co_executors(self) -> None:
        caution = letters.co_executors_caution(rules(KR), {"department_head"})
        assert caution is not None
        assert caution.clause == "8.8"
        assert letters.co_executors_caution(rules(KR), {"mayor"}) is None
        assert letters.co_executors_caution(rules(DR), {"department_head"}) is None


class TestAddressees:
    @pytest.mark.parametrize(("count", "by_list", "clause"), [(4, False, ""), (5, False, "11.7"), (5, True, "")])
    def test_more_than_four_go_by_a_list(self, count: int, by_list: bool, clause: str) -> None:
        refusal = letters.addressees_refusal(rules(DR), count, by_list=by_list)
        assert (refusal.clause if refusal else "") == clause
        assert letters.addressees_refusal(rules(KR), count, by_list=by_list) is None

    def test_limit_alone_is_enough(self) -> None:
        refusal = letters.addressees_refusal(without(DR, "addressee_list"), 5, by_list=False)
        assert refusal is not None
        assert refusal.clause == "11.7"

    def test_each_copy_of_a_list_bears_one_addressee(self) -> None:
        assert letters.is_one_on_copy(rules(DR), 5)
        assert not letters.is_one_on_copy(rules(DR), 4)
        assert not letters.is_one_on_copy(rules(KR), 5)

    def test_copies_for_registration(self) -> None:
        assert letters.copies(rules(KR)) == (
            3, "7.12.7", ("адресатові, на бланку", "проєкт — до справ виконкому", "копія — виконавцеві"),
        )  # fmt: skip
        two = letters.copies(rules(KR), by_exchange=True)
        assert two is not None
        assert two[0] == len(two[2]) == 2
        assert letters.copies(rules(DR)) is None

    def test_blanks_of_signatories(self) -> None:
        assert letters.blanks(rules(KR), {"mayor"})[0] == "mayor"
        assert letters.blanks(rules(KR), {"deputy_mayor"}) == ("committee",)
        assert letters.blanks(rules(KR), {"council_secretary"}) == ("council",)
        assert letters.blanks(rules(KR), {"department_head"}) == ("department",)
        assert letters.blanks(rules(KR), {"executor"}) == ("committee",)
        assert letters.blanks(rules(DR), {"deputy_mayor"}) == ("committee", "council")
        assert letters.blanks(rules(DR), {"affairs_manager"}) == ("committee",)
        assert letters.blanks(rules(DR), {"council_secretary"}) == ("council", "committee")


class TestRegistration:
    @pytest.mark.parametrize(
        ("city", "role", "hour", "clause"),
        [
            (DR, "mayor", "14:00", ""),
            (DR, "mayor", "14:01", "11.2"),
            (DR, "deputy_mayor", "16:00", ""),
            (KR, "mayor", "16:30", ""),
        ],
    )
    def test_warns_after_the_hour_for_the_mayors_letters(self, city: str, role: str, hour: str, clause: str) -> None:
        at = datetime.fromisoformat(f"2021-03-10T{hour}")
        caution = letters.cutoff_caution(rules(city), {role}, at)
        assert (caution.clause if caution else "") == clause

    def test_only_on_the_day_of_signature(self) -> None:
        day, next_day = date(2021, 3, 10), date(2021, 3, 11)
        assert letters.registration_refusal(rules(DR), work(DR), signed_on=day, on=day) is None
        refusal = letters.registration_refusal(rules(DR), work(DR), signed_on=day, on=next_day)
        assert refusal is not None
        assert refusal.clause == "11.4"
        assert letters.registration_refusal(rules(KR), work(KR), signed_on=day, on=next_day) is None

    def test_last_day_of_registration(self) -> None:
        day = date(2021, 3, 10)
        assert letters.register_by(rules(DR), work(DR), signed_on=day) == (day, "11.4")
        without_day = without(DR, "outgoing_registration_day")
        assert letters.register_by(without_day, work(DR), signed_on=day) == (day, "11.3")
        assert letters.register_by(rules(KR), work(KR), signed_on=day) is None

    @pytest.mark.parametrize(
        ("city", "signatory", "registrar", "clause"),
        [
            (KR, {"deputy_mayor"}, {"department_clerk"}, "7.4"),
            (KR, {"deputy_mayor"}, {"records_clerk"}, ""),
            (KR, {"department_head"}, {"department_clerk"}, ""),
            (DR, {"deputy_mayor"}, {"department_clerk"}, "14.9"),
            (DR, {"deputy_mayor"}, {"records_clerk"}, ""),
            (DR, {"department_head"}, {"department_clerk"}, ""),
        ],
    )
    def test_what_leaders_sign_is_registered_centrally(self, city, signatory, registrar, clause) -> None:
        refusal = letters.registrar_refusal(rules(city), signatory=signatory, registrar=registrar)
        assert (refusal.clause if refusal else "") == clause

    @pytest.mark.parametrize(("text", "clause"), [("Надаємо інформацію.", ""), ("Мы высылаем", "2.11")])
    def test_letters_are_in_the_state_language(self, text: str, clause: str) -> None:
        caution = letters.language_caution(rules(DR), text)
        assert (caution.clause if caution else "") == clause
        assert letters.language_caution(rules(KR), text) is None

    def test_the_card_names_the_file_of_the_second_copy(self) -> None:
        refusal = letters.card_refusal(rules(DR), has_case=False)
        assert refusal is not None
        assert refusal.clause == "11.12"
        assert letters.card_refusal(rules(DR), has_case=True) is None
        assert letters.card_refusal(rules(KR), has_case=False) is None

    def test_six_checks_of_what_is_handed_in(self) -> None:
        keys = [key for key, _ in letters.checks(rules(DR))]
        assert len(keys) == 6
        assert letters.unchecked(rules(DR), keys) is None
        refusal = letters.unchecked(rules(DR), set(keys) - {"address"})
        assert refusal is not None
        assert (refusal.clause, refusal.message) == ("11.5", "Не перевірено: адреса.")
        assert letters.unchecked(rules(KR), []) is None


class TestDispatch:
    @pytest.mark.parametrize(
        ("city", "registered", "is_urgent", "expected"),
        [
            (DR, "2021-03-10T15:00", False, (date(2021, 3, 11), "11.3")),
            (DR, "2021-03-12T15:30", False, (date(2021, 3, 15), "11.3")),
            (DR, "2021-03-12T15:30", True, (date(2021, 3, 12), "11.14")),
            (KR, "2021-08-10T15:00", True, None),
        ],
    )
    def test_last_day(self, city: str, registered: str, is_urgent: bool, expected: tuple[date, str] | None) -> None:
        at = datetime.fromisoformat(registered)
        due = letters.dispatch_due(rules(city), work(city), signed_on=at.date(), registered_at=at, is_urgent=is_urgent)
        assert due == expected

    @pytest.mark.parametrize(
        ("sent", "expected"), [(date(2021, 3, 10), date(2021, 3, 11)), (date(2021, 3, 12), date(2021, 3, 15))]
    )
    def test_ordinary_post_goes_daily(self, sent: date, expected: date) -> None:
        assert letters.next_post(rules(DR), work(DR), sent_on=sent) == (expected, "11.14")
        assert letters.next_post(rules(KR), work(KR), sent_on=sent) is None

    @pytest.mark.parametrize(("city", "clause"), [(DR, "11.4"), (KR, "")])
    def test_never_unregistered(self, city: str, clause: str) -> None:
        refusal = letters.dispatch_refusal(rules(city), is_registered=False)
        assert refusal is not None
        assert refusal.clause == clause
        assert letters.dispatch_refusal(rules(city), is_registered=True) is None
