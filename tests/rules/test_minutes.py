"""What the minutes say of a sitting, by hand (Cabinet resolution 55, 94-96; KR 1.15, 1.17, 4.41.4, 4.45; DR 6.28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from magistrat.rules import minutes, minutes_told, poll
from magistrat.rules import minutes_words as said
from magistrat.rules.hall_events import Event
from magistrat.rules.minutes import Part, Shown, Written
from magistrat.rules.minutes_told import Asked, Decided, Guest, Named, Told
from tests.rules.halls import BEGAN, DR, KR, LAW, Hall, facts, members, votes

both = pytest.mark.parametrize("slug", [KR, DR])
KOVAL = Named("Коваль І.П.", "Коваля І.П.", "начальник управління", "начальника управління", "m")
TOLD = Told(
    place="зала засідань",
    people={
        1: Named("Білик О.О.", "Білика О.О.", "міський голова", "міського голови", "m"),
        2: Named("Жук І.І.", "Жук І.І.", "перша заступниця міського голови", "першої заступниці міського голови", "f"),
    },
    speakers={minutes_told.key("Коваль І.П."): KOVAL},
    questions=[Asked(10, "Про бюджет", "1", "Фінанси", "Коваль І.П."), Asked(11, "Звіт відділу", "2")],
)  # fmt: skip


def text(stage: Hall, key: str, told: Told = TOLD) -> list[str]:
    """The lines of a part."""
    return next(
        (list(part.lines) for part in minutes.assemble(stage.setting, stage.events, told) if part.key == key), []
    )


def considered(slug: str) -> Hall:
    """Seven of nine present; Жук declares a conflict, Коваль reports, 5 for, 1 against."""
    stage = Hall(slug, 9, present=7).open().begin(10, number="1")
    stage.do("conflict_declared", 10, member=2, reason="виконавець – чоловік")
    stage.announce() if slug == DR else None
    stage.vote(for_=[1, 3, 4, 5, 6], against=[7])
    stage.close()
    return stage


def test_the_head_says_when_where_and_who():
    stage = Hall(KR, 9, present=7).open()
    stage.do("arrived", member=8)
    stage.do("left", member=2)
    stage.do("closed")
    guests = [Guest("Мороз А.А.", "директор"), Guest("Ясна Б.Б.", "газета", is_press=True)]
    told = replace(TOLD, guests=guests, without_transcript="приміщення не оснащене")
    assert text(stage, "head", told) == [
        "Засідання відкрито о 14:04, закрито о 14:06.",
        "Місце проведення: зала засідань.",
        "Загальний склад: 9 членів. На початок засідання присутні 7 членів.",
        "Головуючий – Білик О.О., міський голова.",
        "Секретар засідання – Секретар.",
        "Присутні члени:",
        "Білик О.О., міський голова;",
        "Жук І.І., перша заступниця міського голови (до 14:05);",
        *(f"Член 0{number};" for number in range(3, 8)),
        "Член 08 (з 14:05).",
        "Відсутні члени:",
        "Член 09.",
        "Запрошені:",
        "Мороз А.А., директор.",
        "Представники засобів масової інформації:",
        "Ясна Б.Б., газета.",
        "Стенограми не ведено: приміщення не оснащене.",
    ]
    assert text(stage, "closing", told) == [
        "О 14:05 прибув (прибула) Член 08: присутніх 8.",
        "О 14:05 вибула Жук І.І.: присутніх 7.",
        "Засідання закрито о 14:06.",
    ]


def test_a_conflict_of_interest_and_the_vote_by_names_stand_with_their_clauses():
    assert text(considered(KR), "item-10") == [
        "1. Про бюджет",
        "На час вирішення питання присутні 7 членів із 9.",
        "Жук І.І. до початку розгляду питання повідомила про конфлікт інтересів: виконавець – чоловік (п. 1.15).",
        "В ухваленні рішення не беруть участі: Жук І.І. (п. 1.16).",
        "СЛУХАЛИ:",
        "про бюджет.",
        "ВИРІШИЛИ:",
        "Рішення ухвалити (п. 4.4).",
        "Голосували: «за» – 5, «проти» – 1, «утрималися» – 0, не голосували – 0.",
        "Не брали участі в голосуванні через конфлікт інтересів: 1 (Жук І.І.).",
        "Поіменно: «за» – Білик О.О., Член 03, Член 04, Член 05, Член 06; «проти» – Член 07.",
    ]


def test_where_no_clause_speaks_of_a_conflict_the_law_stands():
    found = text(considered(DR), "item-10")
    assert f"В ухваленні рішення не беруть участі: Жук І.І. ({LAW})." in found
    assert "Рішення ухвалити (п. 6.23)." in found


def test_figures_alone_when_the_minutes_tell_no_names():
    found = text(considered(KR), "item-10", Told(people=TOLD.people, by_name=False))
    assert not [line for line in found if line.startswith("Поіменно")]
    assert "Голосували: «за» – 5, «проти» – 1, «утрималися» – 0, не голосували – 0." in found


def test_speakers_stand_in_their_case_and_gender():
    stage = Hall(KR, 9, present=7).open().begin(10)
    turns = [
        ("report", "коваль  і.п.", None),
        ("co_report", "Гість", None),
        ("debate", "", 2),
        ("answers", "Гість", None),
    ]
    for kind, who, member in turns:
        stage.do("speaker_called", 10, kind=kind, who=who, member=member)
        stage.do("speaker_done", 10, seconds=200)
    assert text(stage, "item-10")[1:] == [
        "СЛУХАЛИ:",
        "доповідь Коваля І.П., начальника управління, про бюджет (14:05, 3 хв).",
        "співдоповідь про бюджет (Гість; 14:06, 3 хв).",
        "ВИСТУПИЛИ:",
        "Жук І.І., перша заступниця міського голови – виступила в обговоренні (14:07, 3 хв).",
        "Гість – відповіді на запитання (14:08, 3 хв).",
        "ВИРІШИЛИ:",
        "Питання не вирішено.",
    ]


def test_amendments_with_their_votes_and_what_was_changed():
    stage = Hall(KR, 7, present=5).open().begin(10)
    for words in ("доповнити пунктом 5", "вилучити пункт 2", "змінити назву"):
        stage.do("amendment_proposed", 10, by="Член 04", text=words)
    stage.do("amendment_voted", 10, number=1, votes=votes(for_=[1, 2, 3, 4], abstained=[5]))
    stage.do("amendment_voted", 10, number=2, votes=votes(for_=[1, 2, 3], against=[4, 5]))
    stage.do("amendment_withdrawn", 10, number=3)
    stage.vote(for_=[1, 2, 3, 4, 5]).close()
    told = Told(by_name=False, questions=[Asked(10, "Про бюджет", decision="від 18.03.2026 № 712")])
    found = text(stage, "item-10", told)
    start = found.index("ВИСТУПИЛИ:")
    assert found[start : start + 11] == [
        "ВИСТУПИЛИ:",
        "Пропозиція № 1 (Член 04): доповнити пунктом 5.",
        "Голосували: «за» – 4, «проти» – 0, «утрималися» – 1, не голосували – 0.",
        "Пропозицію № 1 прийнято (п. 4.4).",
        "Пропозиція № 2 (Член 04): вилучити пункт 2.",
        "Голосували: «за» – 3, «проти» – 2, «утрималися» – 0, не голосували – 0.",
        "Пропозицію № 2 не прийнято (п. 4.4).",
        "Пропозиція № 3 (Член 04): змінити назву.",
        "Пропозицію № 3 відкликано.",
        "ВИРІШИЛИ:",
        "Рішення ухвалити зі змінами (п. 4.4):",
    ]
    assert found[start + 11 : start + 13] == ["доповнити пунктом 5", "Рішення від 18.03.2026 № 712 додається."]


def test_an_admission_is_told_with_its_vote():
    # 7 seats, 4 present, 2 with a conflict: without them 2 of 7 decide nothing, so the committee admits one (KR 1.17).
    stage = Hall(KR, 7, present=4).open().begin(10)
    stage.do("conflict_declared", 10, member=3, reason="родич")
    stage.do("admission_voted", 10, members=[3], votes=votes(for_=[1, 2, 3, 4]))
    stage.vote(for_=[1, 2, 3, 4]).close()
    found = text(stage, "item-10", Told(by_name=False))
    assert found[2:6] == [
        "Член 03 до початку розгляду питання – повідомлення про конфлікт інтересів: родич (п. 1.15).",
        "Поставлено на голосування допуск до голосування: Член 03.",
        "Голосували: «за» – 4, «проти» – 0, «утрималися» – 0, не голосували – 0.",
        "До голосування допущено: Член 03 (п. 4.4).",
    ]


def test_a_block_is_told_in_each_of_its_questions():
    stage = Hall(KR, 7, present=5).open()
    whole = [{"id": one, "facts": facts(f"Про {one}", number=str(one), is_undisputed=True)} for one in (2, 3, 4, 7)]
    stage.do("vote_of_block", 2, items=whole)
    stage.vote(2, for_=[1, 2, 3, 4, 5]).close(2)
    for number in (2, 3, 4, 7):
        found = text(stage, f"item-{number}", Told(by_name=False))
        assert f"про {number} (голосування блоком питань № 2–4, 7)." in found
        assert "Голосували: «за» – 5, «проти» – 0, «утрималися» – 0, не голосували – 0." in found


def test_agenda_added_question_and_changed_order_by_the_clauses_that_know_them():
    stage = Hall(DR, 9, present=7).open()
    stage.do("order_changed", 11, before=10)
    added = facts("Про аварію", is_additional=True)
    stage.do("additional_question_voted", 12, facts=added, votes=votes(for_=[1, 2, 3, 4, 5, 6], against=[7]))
    asked = [*TOLD.questions, Asked(12, "Про аварію", is_additional=True)]
    assert text(stage, "agenda", Told(by_name=False, questions=asked)) == [
        "ПОРЯДОК ДЕННИЙ:",
        "Фінанси",
        "1. Про бюджет",
        "Доповідає: Коваль І.П.",
        "2. Звіт відділу",
        "Поставлено на голосування порядок денний.",
        "Голосували: «за» – 7, «проти» – 0, «утрималися» – 0, не голосували – 0.",
        "Порядок денний затверджено (п. 6.23).",
        "Поставлено на голосування включення додаткового питання «Про аварію».",
        "Голосували: «за» – 6, «проти» – 1, «утрималися» – 0, не голосували – 0.",
        "Питання включено до порядку денного (п. 6.8).",
        "Питання «Звіт відділу» розглянуто перед питанням «Про бюджет».",
    ]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("postponed", "Розгляд питання відкласти: немає висновку."),
        ("withdrawn", "Питання зняти з розгляду: немає висновку."),
    ],
)
def test_what_was_put_off_says_why(code, line):
    stage = Hall(KR, 7, present=5).open()
    stage.do(code, 10, reason="немає висновку.")
    assert text(stage, "item-10")[-2:] == ["ВИРІШИЛИ:", line]


def test_questions_left_when_the_sitting_ended_are_named():
    stage = considered(KR)
    assert text(stage, "open") == []
    stage.do("closed")
    assert text(stage, "open") == ["Не розглянуто:", "2. Звіт відділу"]


def test_an_undone_step_is_not_told():
    stage = Hall(KR, 7, present=5).open().begin(10)
    wrong = stage.do("conflict_declared", 10, member=2, reason="родич")
    before = text(stage, "item-10")
    stage.do("undo", undoes=wrong.number)
    assert "родич" in "".join(before)
    assert "родич" not in "".join(text(stage, "item-10"))


def test_decisions_between_sittings_go_into_the_next_minutes():
    asked = {"seats": 3, "members": members(3), "facts": facts("Про кошти"), "reason": "негайно"}
    steps = [Event(1, "poll_asked", BEGAN, 50, asked), Event(2, "poll_allowed", BEGAN, 50, {"by": "Голова"})]
    for number, (vote, opinion) in enumerate([("for", ""), ("for", ""), ("against", "задорого")], start=1):
        answer = {"member": number, "vote": vote, "way": "paper", "on": "2026-03-12", "opinion": opinion}
        steps.append(Event(len(steps) + 1, "member_answered", BEGAN, 50, answer))
    stage = Hall(KR, 3)
    stage.events = []
    stage.do("called", seats=3, members=members(3), polls=[77])
    for one in (1, 2, 3):
        stage.do("arrived", member=one)
    stage.open().do("poll_reported", polls=[77])
    told = Told(
        polls={77: Decided("Про кошти", poll.fold(stage.setting, steps), date(2026, 3, 12), is_adopted=True)},
        reporter=Named("Лада О.О.", "Лади О.О.", "керуюча справами", "керуючої справами", "f"),
    )  # fmt: skip
    assert text(stage, "polls", told) == [
        "СЛУХАЛИ:",
        "доповідь Лади О.О., керуючої справами, про рішення, ухвалені між засіданнями (п. 4.41.4).",
        "1. Про кошти: рішення від 12.03.2026.",
        "Голосували: «за» – 2, «проти» – 1, «утрималися» – 0, не голосували – 0.",
        "Поіменно: «за» – Член 01, Член 02; «проти» – Член 03.",
        "Окрема думка (Член 03): задорого.",
    ]


def test_instructions_end_the_question():
    told = Told(
        questions=[Asked(10, "Про бюджет", instructions=["Начальникові управління – подати звіт до 01.04.2026."])]
    )
    assert text(considered(KR), "item-10", told)[-2:] == [
        "ДОРУЧЕНО:",
        "Начальникові управління – подати звіт до 01.04.2026.",
    ]


@pytest.mark.parametrize(
    ("found", "line"),
    [(["1"], "1"), (["1", "2"], "1, 2"), (["2", "3", "4", "7"], "2–4, 7"), (["5", "", "7"], "5, , 7")],
)
def test_numbers_that_follow_one_another_stand_together(found, line):
    assert said.numbers(found) == line


# ── what was rewritten ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_rewritten_part_stays_and_says_when_its_steps_changed():
    part, other = Part("item-10", "1. Про бюджет", ("Одне.",)), Part("item-10", "1. Про бюджет", ("Інше.",))
    kept = {"item-10": Written("Моє.\n\n Ще. ", of=part.mark)}
    same, changed = minutes.shown([part], kept)[0], minutes.shown([other], kept)[0]
    assert (same.lines, same.is_outdated) == (("Моє.", "Ще."), False)
    assert (changed.lines, changed.is_outdated) == (("Моє.", "Ще."), True)
    assert minutes.shown([part], {}) == [Shown(part)]


def test_what_was_written_of_a_part_that_is_no_more_is_kept():
    gone = minutes.shown([], {"item-10": Written("Моє.", of="x")})
    assert [(one.text, one.is_gone, one.is_outdated) for one in gone] == [("Моє.", True, True)]


# ── what must be there, and who signs ───────────────────────────────────────────────────────────────────────────────


def test_minutes_without_a_place_lack_what_the_clause_asks():
    stage = considered(DR)
    refusal = minutes.lacking(stage.setting.edition, stage.state, Told(questions=TOLD.questions))
    assert (refusal.clause, "дата, час і місце засідання" in refusal.message) == ("6.28", True)
    assert minutes.lacking(stage.setting.edition, stage.state, TOLD) is None
    stage = Hall(KR, 7)
    assert minutes.lacking(stage.setting.edition, stage.state, TOLD).clause == ""


@both
def test_who_signs_by_the_clause(slug):
    edition = Hall(slug, 7).setting.edition
    expected = {KR: (("mayor", "affairs_manager"), "4.45"), DR: (("chair", "affairs_manager"), "6.28")}
    assert (minutes.signatory_roles(edition), minutes.signing_clause(edition)) == expected[slug]
