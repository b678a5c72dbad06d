"""Title, annexes, rights, the order of terms and matters of an edition: found, changed, compared, checked against the edition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from magistrat.organisation.roles import ROLES
from magistrat.rules import amending, differing, edition, entry_fields, entry_filling, part_faults, places
from magistrat.rules.form import FormError
from tests.factories import regulation

CITIES = ("kryvyi-rih", "druzhkivka")


@pytest.fixture(params=CITIES)
def texts(request: pytest.FixtureRequest) -> dict[str, str]:
    return dict(regulation.folder(request.param).editions[0])


def parts(texts: dict[str, str]) -> list[places.Place]:
    return [one for one in places.places(texts) if one.kind in places.KNOWN_BY]


def amended(texts: dict[str, str], own: str, **given: str) -> dict[str, str]:
    where = places.place(texts, own)
    names = {name.replace("__", "."): value for name, value in given.items()}
    table = entry_filling.amended(where.kind, where.table, names)
    amending.checked(where.file, where.kind, table)
    return amending.replaced(texts, where, table)


def said(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    found = differing.differences(edition.load(old), edition.load(new))
    return [(one.kind, one.clause, one.meaning, [(it.name, it.old, it.new) for it in one.said]) for one in found]


def test_each_part_has_a_name_of_its_own_and_goes_back_to_its_place(texts):
    found = parts(texts)
    assert {one.kind for one in found} >= set(places.KNOWN_BY) - {places.ANNEX}
    assert len({one.id for one in found}) == len(found)
    assert not [one.id for one in found if "/" in one.id], "an address has it in one piece"
    firsts = {one.kind: one for one in found}.values()
    for where in firsts:
        assert places.place(texts, where.id) == where
        again = edition.load(amending.replaced(texts, where, where.table))
        assert replace(again, hash="") == replace(edition.load(texts), hash="")


def test_the_title_changes_and_all_else_of_the_head_stays_letter_by_letter(texts):
    made = amended(texts, "title@", title='Регламент «новий» і "інший"')
    assert edition.load(made).title == 'Регламент «новий» і "інший"'
    assert made["edition.toml"].partition("\nact")[2] == texts["edition.toml"].partition("\nact")[2]
    assert said(texts, made) == [
        (
            "changed",
            "",
            "Назва редакції",
            [("Назва редакції", edition.load(texts).title, 'Регламент «новий» і "інший"')],
        )
    ]


def test_a_title_of_several_lines_is_written_anew():
    texts = {"edition.toml": 'city = "x"\nprefix = "X"\ntitle = """А\nБ"""\nact = "А"\nin_force_from = 2024-01-01\n'}
    assert edition.load(amended(texts, "title@", title="В")).title == "В"
    with pytest.raises(FormError, match="title"):
        amended(texts, "title@", title=" ")


def test_an_annex_is_added_changed_and_repealed(texts):
    more = amending.added(texts, "edition.toml", places.ANNEX, {"number": "99", "title": "Новий"})
    assert edition.load(more).annexes[-1].title == "Новий"
    changed = amended(more, "annex@99", title="Інший")
    assert said(more, changed) == [("changed", "", "Додаток 99", [("Назва додатка", "Новий", "Інший")])]
    gone = amending.removed(changed, places.place(changed, "annex@99"))
    assert edition.load(gone).annexes == edition.load(texts).annexes
    with pytest.raises(FormError):
        amending.added(texts, "edition.toml", "deadline", {})
    with pytest.raises(FormError):
        amending.added(texts, "rights.toml", places.ANNEX, {})


def test_a_link_of_a_chain_is_added_and_taken_out(texts):
    where = next(one for one in parts(texts) if one.kind == places.CHAIN)
    number = len(where.table["link"])
    first, then = where.table["link"][0]["then"], where.table["link"][0]["first"]
    more = amended(
        texts,
        where.id,
        **{f"link__{number}__first": first, f"link__{number}__then": then, f"link__{number}__why": "проба"},
    )
    [(kind, clause, meaning, values)] = said(texts, more)
    of = edition.load(texts).entry
    name = f"Ланка: п. {of(first).clause} ({first}) → п. {of(then).clause} ({then})"
    assert (kind, clause, values) == ("changed", "", [(name, "", "Чому в такому порядку — проба")])
    assert meaning.startswith("Порядок строків, коли ")
    emptied = {f"link__{number}__{name}": "" for name in ("first", "then", "why")}
    assert edition.load(amended(more, where.id, **emptied)).chains == edition.load(texts).chains


def test_who_has_a_right_is_said_by_its_clause(texts):
    where = next(one for one in parts(texts) if one.kind == places.RIGHT)
    roles = "\n".join([*where.table["roles"], "lawyer", "mayor"])
    [(kind, clause, _, values)] = said(texts, amended(texts, where.id, roles=roles, note="Хто завгодно."))
    assert (kind, clause, len(values)) == ("changed", where.table["clause"], 2)


@pytest.mark.parametrize(
    ("own", "said_wrong", "path", "reason"),
    [
        ("right", {"roles": ["clerk_of_nothing"]}, "roles", "ролі «clerk_of_nothing» немає"),
        ("chain", {"events": ["doomsday"]}, "events", "події «doomsday» не передбачено"),
        ("chain", {"regular": "no_such"}, "regular", "правила з ключем «no_such» у редакції немає"),
        ("link", {"first": "no_such"}, "link.0.first", "правила з ключем «no_such» у редакції немає"),
        ("link", {"gap": "decision_visas"}, "link.0.gap", "правило «decision_visas» не є строком"),
        ("link", {"paces": ["no_such"]}, "link.0.paces", "правила з ключем «no_such» у редакції немає"),
        ("link", {"law": "no_such"}, "link.0.law", "закону «no_such» у переліку немає"),
        (
            "matter",
            {"says": ["no_such.term", "visa_review.term"]},
            "says",
            "правила з ключем «no_such» у редакції немає",
        ),
        ("matter", {"says": ["visa_review.values.x"]}, "says", "правило «visa_review» про «values.x» нічого не каже"),
    ],
)
def test_what_is_not_there_is_said_beside_its_field(own: str, said_wrong: dict[str, Any], path: str, reason: str):
    texts = regulation.folder("kryvyi-rih").editions[0]
    kind = "chain" if own == "link" else own
    table = dict(next(one for one in places.places(texts) if one.kind == kind).table)
    known = {
        "edition": edition.load(texts),
        "laws": {"public_information_15_drafts", "local_government_59"},
        "roles": ROLES,
    }
    before = set(part_faults.faults(kind, table, **known))
    if own == "link":
        table["link"] = [{**table["link"][0], **said_wrong}, *table["link"][1:]]
    else:
        table |= said_wrong
    assert set(part_faults.faults(kind, table, **known)) - before == {(path, reason)}


def test_the_form_of_a_new_part_asks_by_what_it_will_be_known():
    for kind, names in places.KNOWN_BY.items():
        paths = [one.path for one in entry_fields.fields_of(kind, {}, is_new=True)]
        assert set(names) <= set(paths)
        assert not set(names) & {one.path for one in entry_fields.fields_of(kind, {}) if kind != places.TITLE}
    assert {one.names for one in entry_fields.fields_of("chain", {}, is_new=True)} == {"", "key", "event"}


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("8.12", "правило 8.12"),
        ("title@", "назва редакції"),
        ("annex@3", "додаток 3"),
        ("chain@committee_meeting", "порядок строків committee_meeting"),
        ("matter@річний план", "справа «річний план»"),
        ("a.b@7.3@2", "право a.b (п. 7.3)"),
    ],
)
def test_a_part_is_named_in_words(own: str, words: str):
    assert places.in_words(own) == words
