"""An edition's texts changed entry by entry, and what the change says in words."""

from __future__ import annotations

import pytest

from magistrat.rules import amending, differing, edition, entry_fields, entry_filling, places
from magistrat.rules.form import FormError
from tests.factories import regulation

FILE = "control.toml"
TEXTS = {
    "edition.toml": 'city = "x"\nprefix = "X"\ntitle = "Т"\nact = "А"\nin_force_from = 2024-01-01\n',
    "regulation.txt": "1.1. Відповідь дають\nза п'ять днів.\n\n1.2. Звіт подають щороку.\n",
    FILE: (
        "# Перший коментар.\n"
        '[[deadline]]\nid = "1.1"\nclause = "1.1"\nkey = "reply"\ncapability = "control"\nactor = ["executor"]\n'
        'meaning = "Відповідають за п\'ять днів."\nwords = "за п\'ять днів"\n'
        "[deadline.term]\n"
        'number = 5\nunit = "calendar_days"\ndirection = "within"\nevent = "receipt"\nanchor = "arrival"\n\n'
        "# Коментар до другого.\n"
        '[[permission]]\nid = "1.2"\nclause = "1.2"\nkey = "report"\ncapability = "control"\nactor = ["executor"]\n'
        'meaning = "Звітує виконавець."\nwords = "Звіт подають"\n'
        'grants = [{ right = "control.report", roles = ["executor"] }]\n'
    ),
}


def changed(**given: str) -> dict[str, str]:
    where = places.place(TEXTS, "1.1")
    names = {name.replace("__", "."): value for name, value in given.items()}
    return amending.replaced(TEXTS, where, entry_filling.amended("deadline", where.table, names))


def test_a_change_leaves_all_else_letter_by_letter():
    texts = changed(term__number="7")
    assert "number = 7" in texts[FILE]
    before, after = TEXTS[FILE].split("# Коментар до другого."), texts[FILE].split("# Коментар до другого.")
    assert after[1] == before[1]
    assert texts[FILE].startswith("# Перший коментар.\n")
    assert {name: text for name, text in texts.items() if name != FILE} == {
        name: text for name, text in TEXTS.items() if name != FILE
    }


def test_a_change_is_said_in_words():
    found = differing.differences(
        edition.load(TEXTS), edition.load(changed(term__number="7", term__unit="working_days"))
    )
    assert [(one.kind, one.id, one.said) for one in found] == [
        ("changed", "1.1", (differing.Said("Строк", "5 календарних днів", "7 робочих днів"),))
    ]
    assert differing.in_words(found[0]) == [
        "П. 1.1 — змінено: Відповідають за п'ять днів.",
        "    Строк: 5 календарних днів → 7 робочих днів",
    ]


def test_a_repealed_entry_is_gone_and_the_next_ones_comment_stays():
    texts = amending.removed(TEXTS, places.place(TEXTS, "1.1"))
    assert [entry.id for entry in edition.load(texts).entries] == ["1.2"]
    assert "# Коментар до другого." in texts[FILE]
    kinds = [(one.kind, one.id) for one in differing.differences(edition.load(TEXTS), edition.load(texts))]
    assert kinds == [("repealed", "1.1")]


def test_a_new_entry_stands_at_the_end_of_its_file_or_in_a_new_one():
    table = dict(places.place(TEXTS, "1.1").table) | {"id": "1.3", "clause": "1.3", "key": "third"}
    for file in (FILE, "acts.toml"):
        texts = amending.added(TEXTS, file, "deadline", table)
        assert edition.load(texts).entry("third").file == file
    with pytest.raises(FormError, match="назва файла"):
        amending.added(TEXTS, "../x.toml", "deadline", table)


def test_roles_of_a_right_are_changed_added_and_taken_away():
    where = places.place(TEXTS, "1.2")
    names = [field.path for field in entry_fields.fields_of("permission", where.table)]
    assert "grants.1.right" in names, "an empty row for one more right"
    given = {"grants.0.roles": "executor\ncontrol_head", "grants.1.right": "control.set", "grants.1.roles": "mayor"}
    table = entry_filling.amended("permission", where.table, given)
    assert table["grants"] == [
        {"right": "control.report", "roles": ["executor", "control_head"]},
        {"right": "control.set", "roles": ["mayor"]},
    ]
    none = entry_filling.amended("permission", table, {"grants.0.right": "", "grants.0.roles": ""})
    assert none["grants"] == [{"right": "control.set", "roles": ["mayor"]}]


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ({"term.number": "сім"}, "term.number", "ціле число"),
        ({"term.number": "99999999999"}, "term.number", "завелике"),
        ({"term.unit": "weeks"}, "term.unit", "не передбачено"),
        ({"term.number": "-1"}, "number", "не менше нуля"),
        ({"term.number": ""}, "number", "ціле число"),
        ({"term.clock": "25:00"}, "clock", "такої години немає"),
        ({"meaning": ""}, "meaning", "не заповнено"),
    ],
)
def test_what_may_not_be_said_is_refused_with_its_field(given, path, reason):
    where = places.place(TEXTS, "1.1")
    with pytest.raises(FormError) as refused:
        amending.checked(FILE, "deadline", entry_filling.amended("deadline", where.table, given))
    assert (refused.value.entry, refused.value.key) == ("1.1", path)
    assert reason in refused.value.reason


def test_a_value_of_the_vocabulary_is_read_by_its_type():
    assert entry_filling.value_of("1", "at_most", "4") == 4
    assert entry_filling.value_of("1", "kinds", "letter\norder") == ["letter", "order"]
    assert entry_filling.value_of("1", "sequence", "так") is True
    with pytest.raises(FormError, match="найближча"):
        entry_filling.value_of("1", "at_mots", "4")


def test_words_of_the_text_change_only_where_they_stand_once():
    texts = amending.reworded(TEXTS, "дають за п'ять  днів", "дають за сім днів")
    assert texts["regulation.txt"].startswith("1.1. Відповідь дають за сім днів.\n")
    assert amending.reworded(TEXTS, "подають за рік", "х") is None
    assert amending.reworded(TEXTS, "дають", "х") is None, "it stands twice"
    grown = amending.paragraph_after(TEXTS, "за п'ять днів", "1.1-1. Новий пункт.")
    assert grown["regulation.txt"].split("\n\n")[1] == "1.1-1. Новий пункт."


@pytest.mark.parametrize("slug", ["kryvyi-rih", "druzhkivka"])
def test_each_entry_of_a_city_is_filled_in_again_as_it_is(slug):
    texts = regulation.folder(slug).editions[0]
    count = 0
    for where in places.places(texts):
        fields = entry_fields.fields_of(where.kind, where.table)
        again = entry_filling.amended(where.kind, where.table, {field.path: field.shown for field in fields})
        assert amending.checked(where.file, where.kind, again) == amending.checked(where.file, where.kind, where.table)
        count += 1
    assert count > 300


def test_two_tables_of_one_right_and_clause_have_names_of_their_own():
    right = '[[right]]\nright = "a.b"\nroles = ["{}"]\nclause = "1.1"\nnote = "Х."\n'
    texts = {**TEXTS, "rights.toml": right.format("mayor") + right.format("executor")}
    found = {one.id: one.table["roles"] for one in places.places(texts) if one.kind == places.RIGHT}
    assert found == {"a.b@1.1": ["mayor"], "a.b@1.1@2": ["executor"]}
    second = places.place(texts, "a.b@1.1@2")
    changed = amending.replaced(texts, second, {**second.table, "roles": ["x"]})
    assert [right.roles for right in edition.load(changed).grants[-2:]] == [{"mayor"}, {"x"}]
