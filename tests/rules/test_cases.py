"""What is wrong with an edition that can still be read is said in sentences."""

import pytest

from magistrat.rules import cases, edition, law
from magistrat.rules.form import FormError
from tests.rules.made_up import work_calendar
from tests.rules.test_edition import EXTEND, HEAD, URGENT

CALENDAR = work_calendar()
LAWS = law.load("""
[[law]]
key = "known"
act = "Закон"
article = "ст. 1"
date = 1996-10-02
term = { number = 5, unit = "calendar_days", direction = "within", event = "receipt", anchor = "arrival" }
""")
CASE = """
[[case]]
id = "8.12"
name = "зареєстровано у вівторок"
anchor = 2024-06-04
due = 2024-06-07
why = "5, 6, 7 червня"
"""
REGULATION = "Термінове – за три\nдні. Строк змінює  голова."


def faults(case: str = CASE, control: str = URGENT + EXTEND, regulation: str = REGULATION) -> list[str]:
    texts = {"edition.toml": HEAD, "control.toml": control, "cases/control.toml": case}
    return cases.faults(edition.load(texts), cases.load(texts), CALENDAR, LAWS, regulation)


def test_nothing_is_wrong() -> None:
    assert faults() == []
    assert faults(control=URGENT + 'law = ["known"]\n' + EXTEND) == []
    assert faults(CASE + "counted_from = 2024-06-04", regulation="") == []
    assert faults(CASE + 'beside = ["in_time", "late"]\napplies = true') == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"case": CASE.replace("due = 2024-06-07", "due = 2024-06-10")}, "очікувано 2024-06-10, обчислено 2024-06-07"),
        ({"case": CASE + "counted_from = 2024-06-05"}, "відлік очікувано від 2024-06-05, ведеться від 2024-06-04"),
        ({"case": CASE + "applies = false"}, "виняток не мав діяти на це надходження"),
        (
            {"case": CASE + 'beside = ["too_short", "enough"]'},
            "поряд зі строком очікувано too_short, enough, обчислено in_time, late",
        ),
        ({"case": CASE.replace("2024-06-04", "2014-06-04T10:00:00")}, "календар ведеться з 01.01.2016"),
        (
            {"case": CASE + CASE.replace("8.12", "8.9")},
            "cases/control.toml: 8.9: «зареєстровано у вівторок»: такого строку",
        ),
        ({"case": CASE + CASE.replace("8.12", "9.9")}, "9.9: «зареєстровано у вівторок»: такого строку немає"),
        ({"case": ""}, "control.toml: 8.12: для строку немає прикладу"),
        ({"control": URGENT + 'law = ["alien"]\n' + EXTEND}, "8.12: закону «alien» немає в laws.toml"),
        (
            {"regulation": "Термінове – за п'ять днів. Строк змінює голова"},
            "8.12: таких слів у тексті регламенту немає",
        ),
    ],
)
def test_one_fault_is_said_in_one_sentence(change: dict[str, str], said: str) -> None:
    found = faults(**change)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (CASE + "colour = 1", "cases/control.toml: 8.12, colour: таке поле не передбачено"),
        (CASE.replace("why", "because"), "8.12, why: обов'язкове поле не заповнено"),
        (CASE.replace("2024-06-07", '"7 червня"'), "8.12, due: очікується дату"),
        (
            CASE + 'beside = ["late", "in_time"]',
            "8.12, beside: очікується пара з переліку: in_time, late; allowed, too_long",
        ),
        ("case = [5]", "case: очікується таблиця"),
        ("[[example]]", "example: таке поле не передбачено"),
    ],
)
def test_a_case_of_another_form_is_refused(case: str, said: str) -> None:
    with pytest.raises(FormError, match=said):
        faults(case)
