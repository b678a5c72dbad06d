"""What a draft lacks, clause by clause, for both cities: a whole draft lacks nothing, each change of it lacks one thing."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from magistrat.rules import act_checks, act_enclosures, act_kinds, act_text, calendar, edition, orders
from magistrat.rules.act_draft import Amended, Draft, Executed
from magistrat.rules.act_text import ActText, Annex, Point
from magistrat.rules.edition import Edition

CITIES = Path(__file__).resolve().parents[2] / "cities"
KR, DR = "kryvyi-rih", "druzhkivka"
ON = date(2026, 3, 10)
DAY = date(2026, 6, 1)
TASK = Point("1", "подати звіт", executors=(1,), due_on=DAY, due_words="до 01.06.2026")
CONTROL = Point("2", "Контроль за виконанням покласти на заступника", executors=(9,), is_control=True)
TEXT = ActText(
    "Про підготовку до зими",
    "Відповідно до Закону України «Про місцеве самоврядування в Україні»",
    "ЗОБОВ'ЯЗУЮ:",
    (TASK, CONTROL),
)
# What DR 4.4 and 4.5 ask of every decision beside its text.
OF_DECISION = frozenset(
    {"initiative_letter", "justification", "earlier_documents", "contradictions_analysis", "issue_card"}
)
MINISTRY = Executed(
    "Лист міністерства", "Міністерство розвитку", date(2026, 2, 20), "12/34-5", "Про підготовку господарства"
)
MEMBERS = Annex(
    "", "Склад комісії", is_commission=True,
    rows=(
        ("Ярема Тиміш Гнатович", "голова комісії"), ("Бойко Іван Петрович", "лікар", "за згодою"),
        ("Ґалаґан Олена Юріївна", "член комісії"),
    ),
)  # fmt: skip
ENCLOSE = "Долучіть файл або зазначте, де це викладено."
SOURCE = "У посиланні на документ, на виконання якого видають розпорядження, бракує"
STATE_ACT = "нормативно-правовий акт органу виконавчої влади, на виконання якого готують проєкт"
CHANGING = OF_DECISION | {"amended_decision"}
PLANNED = "Контроль за виконанням плану (додається) покласти на заступника"
CITED = "На виконання листа Міністерства розвитку від 20.02.2026 № 12/34-5 «Про підготовку господарства», Закону"
REGISTERS = "Підтвердьте, що зміст проєкту звірено з відомостями відкритих державних реєстрів та баз даних."


@cache
def rules(city: str) -> Edition:
    folder = next(path for path in sorted((CITIES / city).iterdir()) if path.is_dir())
    return edition.load({str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.*")})


@cache
def work(city: str) -> calendar.WorkCalendar:
    country = (CITIES / "ukraine" / "calendar.toml").read_text("utf-8")
    return calendar.load(country, (CITIES / city / "city.toml").read_text("utf-8"))


def whole(kind: str, **other: Any) -> Draft:
    """A draft that lacks nothing in either city."""
    fields: dict[str, Any] = {
        "kind": kind, "series": "", "text": dataclasses.replace(TEXT, note="Потрібно"), "on": ON, "has_recipients": True,
        "phone": "92-13-14", "enclosed": OF_DECISION, "departments": {1: 10, 2: 20}, "is_estimated": False, "pages": 1.5,
    }  # fmt: skip
    return Draft(**(fields | other))


def lacks(city: str, draft: Draft) -> set[tuple[str, bool, str]]:
    """Clause, whether it is demanded, words; the reminder of registers apart."""
    found = act_checks.findings(rules(city), draft, work(city))
    return {(one.clause, one.is_firm, one.message) for one in found if one.message != REGISTERS}


def text(**changed: Any) -> ActText:
    return dataclasses.replace(TEXT, **({"note": "Потрібно"} | changed))


@pytest.mark.parametrize("city", [KR, DR])
@pytest.mark.parametrize("kind", list(act_kinds.DOCUMENT_KINDS))
def test_a_whole_draft_lacks_nothing(city, kind):
    assert lacks(city, whole(kind)) == set()


NO_TERM = Point("1", "подати звіт", executors=(1,))
NOBODY = Point("1", "Забезпечити облік", due_on=DAY, due_words="до 01.06.2026")
LONG = Point("1", "подати звіт", executors=(1,), due_on=date(2026, 6, 11), due_words="до 11.06.2026")
TOLD = Point(
    "2",
    "щомісяця до 5 числа інформувати міського голову",
    executors=(1,),
    repeats="month",
    repeat_day=5,
    due_on=date(2026, 4, 5),
)
ORDER, PERSONNEL, COMMITTEE, COUNCIL, PROTOCOL = (
    "order",
    "personnel-order",
    "committee-decision",
    "council-decision",
    "protocol-decision",
)
BROKEN = Point("2", "Контроль за виконанням покласти на", is_control=True)
CASES: list[tuple[str, str, dict[str, Any], tuple[str, bool, str]]] = [
    # who, what, by when
    (KR, ORDER, {"text": text(points=(NO_TERM, CONTROL))}, ("6.3.2", True, "Пункт 1: не зазначено строку виконання.")),
    (KR, ORDER, {"text": text(points=(NOBODY, CONTROL))}, ("6.3.2", True, "Пункт 1: не зазначено, хто виконує.")),
    (DR, ORDER, {"text": text(points=(NOBODY, CONTROL))}, ("5.9", True, "Пункт 1: не зазначено, хто виконує.")),
    (KR, COMMITTEE, {"text": text(points=(NOBODY, CONTROL))}, ("4.16.1", True, "Пункт 1: не зазначено, хто виконує.")),
    (DR, COMMITTEE, {"text": text(points=(NO_TERM, CONTROL))}, ("4.4", True, "Пункт 1: не зазначено строку виконання.")),
    (KR, PERSONNEL, {"text": text(points=(NO_TERM, CONTROL))}, ("6.3.2", False, "Пункт 1: не зазначено строку виконання.")),
    (
        KR, ORDER, {"text": text(points=(Point("1", "Утворити робочу групу"), CONTROL))},
        ("6.3.7", True, "Розпорядження підлягає контролю, а строку надання інформації про виконання не зазначено."),
    ),
    # control
    *(
        (
            city, ORDER, {"text": text(points=(TASK, BROKEN))},
            (clause, True, "Пункт 2: не зазначено, хто контролює (координує) виконання."),
        )
        for city, clause in ((KR, "6.3.4"), (DR, "5.9"))
    ),
    # an act of no content of its own, and one of which little is demanded, are not printed with a sentence that breaks off
    (KR, PROTOCOL, {"text": text(points=(TASK, BROKEN))}, ("", True, "Пункт 2: не зазначено, хто контролює (координує) виконання.")),
    (KR, PERSONNEL, {"text": text(points=(TASK, BROKEN))}, ("6.3.4", True, "Пункт 2: не зазначено, хто контролює (координує) виконання.")),
    # each of them is looked at
    (
        KR, ORDER, {"text": text(points=(TASK, CONTROL, dataclasses.replace(BROKEN, label="3")))},
        ("6.3.4", True, "Пункт 3: не зазначено, хто контролює (координує) виконання."),
    ),
    # words in which the system sees nobody may name somebody all the same
    (
        KR, ORDER, {"text": text(points=(TASK, dataclasses.replace(BROKEN, text="Координацію роботи здійснювати першому заступнику")))},
        ("6.3.4", False, "Пункт 2: не зазначено, хто контролює (координує) виконання."),
    ),
    (KR, ORDER, {"text": text(points=(TASK,))}, ("6.3.4", False, "Немає пункту про контроль (координацію) виконання.")),
    (KR, COMMITTEE, {"text": text(points=(TASK,))}, ("4.16.1", True, "Немає пункту про контроль (координацію) виконання.")),
    (DR, ORDER, {"text": text(points=(TASK,))}, ("5.9", True, "Немає пункту про контроль (координацію) виконання.")),
    (
        DR, ORDER, {"text": text(points=(dataclasses.replace(TASK, executors=(1, 2)), CONTROL))},
        ("5.9", True, "Завдання виконують кілька органів: зазначте посадову особу, яка координує виконання."),
    ),
    # grounds
    (KR, ORDER, {"text": text(stating="")}, ("6.3.4", False, "Немає констатуючої частини: викладіть підстави, мету й обґрунтування.")),
    (DR, ORDER, {"text": text(stating="З метою порядку")}, ("5.4", True, "У констатуючій частині немає посилання на норми законодавства.")),
    (
        KR, COUNCIL, {"text": text(stating="З метою порядку")},
        ("5.15.1", True, "У констатуючій частині немає посилання на норми законодавства."),
    ),
    # length: 2 pages are the most of an order, 4 «як правило» of a decision
    (KR, ORDER, {"pages": 2.1}, ("6.3.1", True, "Обсяг проєкту 2,1 сторінки, а має бути не більше ніж 2 сторінки без додатків.")),
    (
        KR, ORDER, {"pages": 3, "is_estimated": True},
        ("6.3.1", False, "Обсяг проєкту за оцінкою 3 сторінки, а має бути не більше ніж 2 сторінки без додатків."),
    ),
    (
        KR, COMMITTEE, {"pages": 5},
        ("4.16.4", False, "Обсяг проєкту 5 сторінок, а як правило, має бути не більше ніж 4 сторінки без додатків."),
    ),
    # the reverse page
    (KR, ORDER, {"has_recipients": False}, ("6.10", True, "Немає розрахунку розсилки: зазначте, кому надіслати акт.")),
    (KR, COMMITTEE, {"phone": " "}, ("4.16.3", True, "Зазначте службовий і відомчий телефони виконавця.")),
    (KR, PROTOCOL, {"has_recipients": False}, ("додаток 9", True, "Немає розрахунку розсилки: зазначте, кому надіслати акт.")),
    # three months end on 10 June: 11 June is beyond them
    (
        DR, ORDER, {"text": text(points=(LONG, CONTROL))},
        ("5.4", True, "Строк виконання (11.06.2026) перевищує три місяці: зазначте проміжні строки інформування міського голови."),
    ),
    # on execution of a ministry's letter
    (
        KR, ORDER, {"executes": MINISTRY},
        ("6.3.6", True, f"{SOURCE}: назва виду документа, автор, дата, номер, заголовок."),
    ),
    (
        DR, ORDER, {"executes": MINISTRY},
        ("5.6", True, f"До проєкту не додано: {STATE_ACT}. {ENCLOSE}"),
    ),
    # changing an earlier act
    (
        DR, COMMITTEE, {"amended": (Amended("Рішення № 5", 2),), "enclosed": CHANGING, "text": text(title="Зміни до пункту 1")},
        ("4.11", True, "Рішення № 5 вже змінювали 2 рази: підготуйте його нову редакцію."),
    ),
    (
        DR, ORDER, {"amended": (Amended("Розпорядження № 5"),), "enclosed": frozenset({"amended_order"})},
        ("5.5", True, "Зазначте, яких саме пунктів стосуються зміни чи доповнення."),
    ),
    (
        KR, COMMITTEE, {"twins": ("розробник — Ткач",)},
        ("4.7", False, "Є інший проєкт з такою самою назвою (розробник — Ткач): на одне засідання їх разом не внесуть."),
    ),
    (
        KR, COUNCIL, {"rivals": ("розробник — Ткач",)},
        ("5.5", False, "Зміни до того самого рішення вносить інший проєкт (розробник — Ткач): на одне засідання їх разом не внесуть."),
    ),
    (KR, ORDER, {"lost": ("рішення № 575",)}, ("", False, "У тексті згадано акт, який не є чинним: рішення № 575.")),
    # notes and annexes
    (KR, COUNCIL, {"text": text(note="")}, ("5.15.3", True, "До проєкту не додано пояснювальної записки.")),
    (
        DR, COMMITTEE, {"text": text(points=(TASK, dataclasses.replace(CONTROL, text=PLANNED)))},
        ("4.5", True, "У тексті згадано додаток, а до проєкту його не додано."),
    ),
    (DR, COMMITTEE, {"enclosed": OF_DECISION - {"issue_card"}}, ("4.5", True, f"До проєкту не додано: картка видачі рішення. {ENCLOSE}")),
]  # fmt: skip


@pytest.mark.parametrize(("city", "kind", "changed", "expected"), CASES)
def test_each_lack_is_said_with_its_clause(city, kind, changed, expected):
    assert lacks(city, whole(kind, **changed)) == {expected}


@pytest.mark.parametrize(
    ("city", "kind", "changed"),
    [
        (KR, ORDER, {"pages": 2}),
        (KR, COMMITTEE, {"pages": 4}),
        (DR, ORDER, {"pages": 9}),
        (DR, ORDER, {"has_recipients": False, "phone": ""}),
        # reported each month meanwhile
        (DR, ORDER, {"text": text(points=act_text.numbered([LONG, TOLD, CONTROL]))}),
        # the same in Kryvyi Rih has no such demand
        (KR, ORDER, {"text": text(points=(LONG, CONTROL))}),
        # a point that acts by itself needs neither executor nor term
        (KR, ORDER, {"text": text(points=(Point("1", "Затвердити Положення про облік"), TASK, CONTROL))}),
        # whoever is named by hand, or by the words themselves
        *(
            (city, ORDER, {"text": text(points=(TASK, dataclasses.replace(BROKEN, **said)))})
            for city in (KR, DR)
            for said in ({"named": "Іваненка"}, {"text": "Контроль покладається на заступника"}, {"text": "Контроль покладаю на старосту"})
        ),
        # the term of the point above holds for those under it
        (KR, ORDER, {"text": text(points=(dataclasses.replace(TASK, points=(Point("1.1", "План"), Point("1.2", "Звіт"))), CONTROL))}),
        (DR, COMMITTEE, {"amended": (Amended("Рішення № 5", 1),), "enclosed": CHANGING, "text": text(title="Про зміни до пункту 1")}),
        (
            DR, COMMITTEE,
            {"amended": (Amended("Рішення № 5", 7, is_new_wording=True),), "enclosed": CHANGING, "text": text(title="Нова редакція")},
        ),
        (KR, PROTOCOL, {"text": text(stating="", points=(NOBODY,))}),
        (KR, ORDER, {"executes": MINISTRY, "text": text(stating=CITED)}),
    ],
)  # fmt: skip
def test_what_the_clause_allows_is_no_lack(city, kind, changed):
    assert lacks(city, whole(kind, **changed)) == set()


def test_a_main_planned_question_asks_for_its_package():
    """KR 4.16.1.2, 4.19; DR 6.6."""

    def asked(city: str) -> set[str]:
        draft = whole(COMMITTEE, is_main_planned=True, enclosed=frozenset())
        return {one.key for one in act_enclosures.asked(rules(city), draft) if one.is_firm}

    assert asked(KR) == {
        "study_summary",
        "typical_shortcomings",
        "item_rules",
        "invited_list",
        "shortcomings_list",
        "report_note",
    }
    assert asked(DR) == OF_DECISION | {"signed_information", "presentation", "invited_list"}


class TestCommission:
    def draft(self, city: str, kind: str, annex: Annex = MEMBERS, **other: Any) -> set[tuple[str, bool, str]]:
        points = act_text.numbered([Point("", "Утворити комісію у складі (додається)"), TASK, CONTROL])
        return lacks(city, whole(kind, text=text(points=points, annexes=(annex,)), **other))

    @pytest.mark.parametrize(("kind", "clause"), [(COMMITTEE, "4.4"), (ORDER, "5.8")])
    def test_the_consent_of_those_from_outside_is_kept(self, kind, clause):
        said = "Немає письмової згоди: Бойко Іван Петрович. Долучіть її або зазначте день, коли згоду надано."
        assert self.draft(DR, kind) == {(clause, True, said)}
        assert self.draft(DR, kind, consents=frozenset({"Бойко Іван Петрович"})) == set()

    def test_members_stand_in_full_by_the_alphabet(self):
        rows = (("Ґалаґан Олена Юріївна", "лікар"), ("Бойко І.", "лікар"))
        assert self.draft(DR, COMMITTEE, dataclasses.replace(MEMBERS, rows=rows)) == {
            ("4.4", True, "Зазначте прізвище, ім'я та по батькові повністю: Бойко І.."),
            ("4.4", True, "Членів комісії чи робочої групи зазначають за абеткою."),
        }

    def test_the_other_city_asks_for_no_consent(self):
        assert self.draft(KR, ORDER) == set()

    @pytest.mark.parametrize(
        ("cells", "is_usual"),
        [
            ("секретар міської ради, голова комісії", True),
            ("перша заступниця міського голови – голова робочої групи", True),
            ("радник міського голови, голова комісії", True),
            ("голова комісії, керуюча справами виконкому", True),
            ("начальник відділу обліку, голова комісії", True),
            ("міський голова, голова комісії", True),
            ("заступник голови комісії, директор ТОВ «Двір»", True),
            ("директор ТОВ «Двір», голова робочої групи", False),
            ("головний лікар міської лікарні, голова комісії", False),
            ("голова комісії – директор ТОВ «Двір»", False),
            ("голова тимчасової комісії; директор ТОВ «Двір» (за згодою)", False),
            ("директор ТОВ «Двір» - голова групи", False),
            ("сільський голова, голова комісії", False),
            ("голова ОСББ «Дім», голова комісії", False),
            ("голова | директор ТОВ «Двір»", False),
            ("директор ТОВ «Двір» | голова робочої групи | за згодою", False),
            ("голова комісії | міський голова", True),
            # Who names no post says nothing.
            ("голова", True),
            ("голова комісії (за згодою)", True),
            ("голова комісії | за згодою", True),
            # A chair elsewhere is a member here.
            ("голова районної в місті ради, член комісії", True),
            ("голова громадської організації «Надія», член комісії (за згодою)", True),
            ("член комісії, голова ОСББ", True),
            ("член комісії – голова, ОСББ «Дім»", True),
            ("сільський голова, член комісії", True),
            ("голова районної в місті ради", True),
            ("селищний голова | за згодою", True),
            ("директор ТОВ «Двір», віце-голова комісії", True),
            ("співголова комісії, директор ТОВ «Двір»", True),
        ],
    )
    def test_another_chair_than_the_usual_ones_is_said(self, cells, is_usual):
        """KR 6.3.8, «як правило»: said, never demanded; the other city has no such clause."""
        annex = dataclasses.replace(MEMBERS, rows=(("Ярема Тиміш Гнатович", *cells.split(" | ")),))
        said = (
            "Тимчасові комісії та робочі групи може утворювати своїм розпорядженням міський голова; очолює їх, як правило, секретар "
            "міської ради, заступник чи радник міського голови, керуюча справами або керівник виконавчого органу. Головою "
            "зазначено: Ярема Тиміш Гнатович."
        )
        assert self.draft(KR, ORDER, annex) == (set() if is_usual else {("6.3.8", False, said)})
        assert self.draft(DR, ORDER, annex, consents=frozenset({"Ярема Тиміш Гнатович"})) == set()

    @pytest.mark.parametrize(
        ("mayor", "cells", "is_usual"),
        [
            ("сільський голова", "сільський голова, голова комісії", True),
            ("сільський голова", "міський голова, голова комісії", False),
            ("селищний голова", "селищний голова – голова робочої групи", True),
            ("селищний голова", "сільський голова, голова комісії", False),
        ],
    )
    def test_the_mayor_is_whom_the_city_calls_so(self, mayor, cells, is_usual):
        """KR 6.3.8 in a village or a settlement."""
        annex = dataclasses.replace(MEMBERS, rows=(("Ярема Тиміш Гнатович", cells),))
        assert bool(self.draft(KR, ORDER, annex, mayor=mayor)) is not is_usual


def test_kinds_and_series_are_those_of_the_edition():
    """KR 6.15, 6.18, 6.19; DR 5.2."""

    def said(city: str) -> dict[str, list[tuple[str, str]]]:
        return {kind.key: [(one.key, one.clause) for one in kind.series] for kind in act_kinds.kinds(rules(city))}

    assert said(KR) == {
        "order": [("main_activity", "6.15"), ("restricted", "6.19")],
        "personnel-order": [
            ("personnel", "6.15"),
            ("leave", "6.18"),
            ("study", "6.18"),
            ("discipline", "6.18"),
            ("trip", "6.18"),
        ],
        "committee-decision": [("decisions", "4.34")],
        "protocol-decision": [("protocol_decisions", "4.43")],
        "council-decision": [("council_decisions", "5.33")],
    }
    assert said(DR)["order"] == [("main_activity", "5.2")]
    assert said(DR)["personnel-order"] == [("personnel", "5.2")]
    assert said(DR)["committee-decision"] == [("decisions", "6.26")]


def test_the_route_is_asked_by_what_the_text_itself_shows():
    annexed = text(annexes=(MEMBERS,))
    assert act_kinds.flags_of(rules(DR), "order", "main_activity", ["budget"], annexed) == [
        "annexes",
        "budget",
        "commission-members",
    ]
    assert act_kinds.flags_of(rules(KR), "personnel-order", "leave", [], TEXT) == ["leave"]
    assert act_kinds.flags_of(rules(KR), "order", "restricted", ["nonsense"], TEXT) == ["restricted"]


@pytest.mark.parametrize(
    ("city", "kind", "clause"), [(KR, COMMITTEE, "4.16.2"), (KR, ORDER, None), (DR, COMMITTEE, None)]
)
def test_open_registers_are_asked_after_where_the_clause_says_so(city, kind, clause):
    found = act_checks.findings(rules(city), whole(kind), work(city))
    assert next((one.clause for one in found if one.message == REGISTERS), None) == clause


def test_a_report_note_is_told_what_it_contains():
    (note,) = [
        one
        for one in act_enclosures.asked(rules(KR), whole(COMMITTEE, is_main_planned=True))
        if one.key == "report_note"
    ]
    assert "аналіз стану справ" in note.hint
    assert "(п. 4.16.9)" in note.hint


@pytest.mark.parametrize(
    ("city", "kind", "clause"),
    [(KR, COMMITTEE, "4.38"), (KR, ORDER, "6.21"), (KR, COUNCIL, "5.39"), (DR, COMMITTEE, "6.26"), (DR, ORDER, "5.17")],
)
def test_copies_are_given_to_those_who_ask_by_the_clause_of_the_kind(city, kind, clause):
    assert orders.copy_on_request_rule(rules(city), kind).clause == clause
