"""An edition is read whole or refused with its place; rights come only from clauses."""

from datetime import date
from types import MappingProxyType

import pytest

from magistrat.rules import edition, library
from magistrat.rules.edition import Edition
from magistrat.rules.form import FormError
from magistrat.rules.library import Library

HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'
URGENT = """
[[deadline]]
id = "8.12"
clause = "8.12"
key = "execution_urgent"
capability = "control"
actor = ["executor"]
meaning = "Термінове виконують за три дні."
words = "Термінове – за три дні"
term = { number = 3, unit = "working_days", direction = "within", event = "registration", anchor = "deed" }
"""
EXTEND = """
[[permission]]
id = "8.9"
clause = "8.9"
key = "extension"
capability = "control"
actor = "mayor"
meaning = "Строк змінює голова."
words = "Строк змінює голова"
values = { kinds = ["letter", "order"], pages = { most = 3 } }
notes = ["Неоднозначно: обрано так"]
grants = [{ right = "control.extend", roles = ["mayor", "secretary"] }, { right = "control.set", roles = "mayor" }]
[[right]]
right = "control.extend"
roles = ["deputy_mayor"]
clause = "8.10"
note = "Заступник – за дорученням."
"""
NUMBERS = """
[[numbering]]
id = "A1-2"
clause = "додаток 1, п. 2"
key = "incoming_number"
capability = "registration"
meaning = "Номер складається з порядкового номера й індексу."
words = "номер"
pattern = "{n}/{index}"
"""


def made(**texts: str) -> Edition:
    files = {"control": URGENT + EXTEND, "registration": NUMBERS, **texts}
    return edition.load({"edition.toml": HEAD, **{f"{name}.toml": text for name, text in files.items()}})


class TestReading:
    def test_head_and_entries(self) -> None:
        read = made()
        assert (read.city, read.in_force_from, read.assumed, read.note) == ("testove", date(2024, 1, 1), False, "")
        assert [entry.id for entry in read.entries] == ["8.9", "8.12", "A1-2"]
        entry = read.entry("extension")
        assert (entry.kind, entry.actor, entry.file, entry.term) == ("permission", ("mayor",), "control.toml", None)
        assert entry.values["kinds"] == ("letter", "order")
        assert entry.values["pages"]["most"] == 3

    def test_by_id_with_and_without_prefix(self) -> None:
        read = made()
        assert read.by_id("8.12") is read.by_id("TS-8.12") is read.entry("execution_urgent")
        assert read.by_id("KR-8.12") is None

    def test_what_a_city_lacks_is_nothing(self) -> None:
        assert made().get("execution_default") is None
        with pytest.raises(KeyError):
            made().entry("execution_default")

    def test_a_term_by_key(self) -> None:
        assert made().term("execution_urgent").number == 3
        with pytest.raises(KeyError, match="не є строком"):
            made().term("extension")

    def test_a_pattern(self) -> None:
        pattern = made().entry("incoming_number").pattern
        assert pattern is not None
        assert pattern.write(5, index="1-2") == "5/1-2"

    def test_cannot_be_changed(self) -> None:
        entry = made().entry("extension")
        assert isinstance(entry.values, MappingProxyType)
        with pytest.raises(AttributeError):
            entry.clause = "9"  # type: ignore[misc]

    def test_the_hash_knows_every_letter_and_name(self) -> None:
        same, other = made(), made(control=URGENT + EXTEND + "\n")
        assert made().hash == same.hash != other.hash
        assert edition.digest({"a": "bc"}) != edition.digest({"ab": "c"})

    def test_cases_and_the_regulation_are_no_entries(self) -> None:
        texts = {"edition.toml": HEAD, "cases/control.toml": "[[case]]\n", "regulation.txt": "Текст"}
        assert edition.load(texts).entries == ()

    def test_an_entry_refuses_with_its_meaning_or_another_message(self) -> None:
        entry = made().entry("extension")
        assert str(entry.refusal()) == "Строк змінює голова. (п. 8.9)"
        assert entry.refusal("Запізно").words == "Строк змінює голова"


class TestRights:
    def test_granted_by_any_clause(self) -> None:
        read = made()
        assert read.rights() == {"control.extend", "control.set"}
        assert read.roles_with("control.extend") == {"mayor", "secretary", "deputy_mayor"}
        assert read.may("control.extend", ["clerk", "deputy_mayor"]) is None
        assert read.may("control.set", {"mayor"}) is None

    def test_refused_with_all_clauses(self) -> None:
        refusal = made().may("control.extend", ["clerk"])
        assert refusal is not None
        assert refusal.clause == "8.9, 8.10"
        assert "Строк змінює голова. Заступник – за дорученням." in refusal.message
        assert refusal.words == "Строк змінює голова"

    def test_what_nobody_grants_is_refused_to_all(self) -> None:
        refusal = made().may("document.burn", ["mayor"])
        assert refusal is not None
        assert refusal.clause == ""
        assert made().roles_with("document.burn") == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (URGENT, "8.12, id: «8.12» уже є в control.toml, 8.12"),
        (URGENT.replace('id = "8.12"', 'id = "8.13"'), "8.13, key: «execution_urgent» уже є в control.toml"),
        (NUMBERS.replace("{n}", "№"), "A1-2, pattern: у взірці"),
        (URGENT.replace("execution_urgent", "Urgent!"), "8.12, key: «Urgent!» не є ключем"),
        (URGENT.replace("meaning", "meanning"), "8.12, meaning: обов'язкове поле не заповнено"),
        (URGENT + 'colour = "red"', "8.12, colour: таке поле не передбачено"),
        (URGENT.replace("working_days", "wd"), "8.12, unit: «wd» не передбачено"),
        (URGENT.replace('["executor"]', "[5]"), "8.12, actor: очікується перелік текстів"),
        (URGENT + "soft = 1", "8.12, soft: очікується true або false"),
        (EXTEND.replace('"control.set", roles = "mayor"', '"control.set", roles = []'), "8.9, roles: потрібна"),
        (EXTEND.replace('"control.set"', '"Control set"'), "8.9, right: «Control set» не є назвою права"),
        (EXTEND.replace('"deputy_mayor"', '"Deputy"'), "control.extend, roles: «Deputy» не є ключем ролі"),
        (EXTEND.replace("note =", "notte ="), "control.extend, note: обов'язкове поле"),
        (EXTEND.replace("note =", "extra = 1\nnote ="), "control.extend, extra: таке поле не передбачено"),
        (EXTEND.replace('roles = "mayor"', 'roles = "mayor", who = 1'), "8.9, who: таке поле не передбачено"),
        ("right = [5]", "right: очікується таблиця"),
        ("[[deadlines]]", "deadlines: таке поле не передбачено"),
        ("deadline = [5]", "deadline: очікується таблиця"),
        ("[[deadline]]\nid", "це не TOML"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, said: str) -> None:
    texts = {"edition.toml": HEAD, "control.toml": URGENT, "wrong.toml": text}
    if EXTEND.split("\n")[1] in text:
        texts.pop("control.toml")
    with pytest.raises(FormError) as caught:
        edition.load(texts)
    assert str(caught.value).startswith("wrong.toml: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "edition.toml: такого тексту немає"),
        ({"edition.toml": HEAD + "x = 1"}, "edition.toml: x: таке поле не передбачено"),
        ({"edition.toml": HEAD.replace("2024-01-01", '"2024-01-01"')}, "in_force_from: очікується дату"),
    ],
)
def test_a_wrong_head_is_refused(texts: dict[str, str], said: str) -> None:
    with pytest.raises(FormError, match=said):
        edition.load(texts)


class TestLibrary:
    first = made()
    second = edition.load({"edition.toml": HEAD.replace("2024-01-01", "2025-07-01")})
    library = Library((second, first))

    def test_the_edition_in_force_on_a_day(self) -> None:
        assert self.library.on(date(2025, 6, 30)) is self.first
        assert self.library.on(date(2025, 7, 1)) is self.second
        assert self.library.on(date(2023, 12, 31)) is None

    def test_an_event_before_the_first_is_counted_by_the_first_and_it_is_said(self) -> None:
        chosen, remark = self.library.for_anchor(date(2023, 12, 31))
        assert chosen is self.first
        assert remark == "31.12.2023 жодна редакція ще не діяла: обчислено за першою, чинною з 01.01.2024."
        assert self.library.for_anchor(date(2024, 1, 1)) == (self.first, "")

    def test_without_editions_there_is_nothing_to_choose(self) -> None:
        with pytest.raises(ValueError, match="empty"):
            library.for_anchor([], date(2024, 1, 1))
