"""Examples of limits, routes, numbers and keeping that do not hold are named, and entries without an example."""

import pytest

from magistrat.rules import destruction, edition, worked
from magistrat.rules.edition import Edition
from magistrat.rules.form import FormError

HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'
GENERAL = destruction.load(
    '[[saying]]\nkey = "k"\nact = "Перелік"\ndate = 2012-04-12\nmeaning = "Так."\nkeep = { counted_from = "next_year_start" }\n'
)


def entry(kind: str, clause: str, more: str) -> str:
    return (
        f'[[{kind}]]\nid = "{clause}"\nclause = "{clause}"\nkey = "k_{clause.replace(".", "_")}"\ncapability = "acts"\n'
        f'actor = []\nmeaning = "Так."\nwords = ""\n{more}\n'
    )


CITY = edition.load(
    {
        "edition.toml": HEAD,
        "r.toml": entry("limit", "1.1", 'values = { at_most = 4, unit = "pages", font_points = 14 }')
        + entry(
            "order",
            "1.2",
            'routes = ["order"]\nsteps = [{ place = 1, role = "head", label = "голова", does = "visa" }, '
            '{ place = 2, role = "finance", label = "фінанси", does = "visa", when = ["budget"] }, '
            '{ place = 3, role = "lawyer", label = "юрист", does = "visa", unless = ["awards"] }, '
            '{ place = 4, role = "mayor", label = "мер", does = "sign" }]',
        )
        + entry("numbering", "1.3", 'pattern = "{n}-р"\nvalues = { series = ["orders"], restart = "year", first = 1 }')
        + entry("retention", "1.4", 'keep = { term = "5 років", where = "відділ" }')
        + entry("order", "1.5", 'values = { stages = ["one", "two"] }'),
    }
)
WHOLE = '[[route]]\nkind = "order"\nname = "усе"\nwhy = "w"\nsteps = ["1.2 head visa", "1.2 lawyer visa", "1.2 mayor sign"]\n'
BUDGET = '[[route]]\nkind = "order"\nname = "бюджет"\nwhy = "w"\nwith = ["budget"]\n'


def faults(text: str, city: Edition = CITY) -> list[str]:
    return list(worked.faults(city, worked.load({"cases/c.toml": text}), GENERAL))


@pytest.mark.parametrize(
    "text",
    [
        '[[limit]]\nid = "1.1"\nunit = "pages"\nallowed = [4]\nrefused = [5]\nwhy = "w"',
        '[[says]]\nid = "1.1"\nvalues = { font_points = 14 }\nwhy = "w"',
        WHOLE,
        f'{BUDGET}steps = ["…", "1.2 finance visa", "…"]',
        f'{BUDGET}steps = ["1.2 head", "1.2 finance visa", "1.2 lawyer", "1.2 mayor"]',
        '[[number]]\nid = "1.3"\nn = 7\nwritten = "7-р"\nwhy = "w"',
        (
            '[[number]]\nid = "1.3"\ngiven = { n = 7, on = 2024-12-31, series = "orders" }\nseries = "orders"\n'
            'on = 2025-01-01\nnext = 1\nwhy = "w"'
        ),
        '[[keep]]\nterm = "5 років"\nclosed = 2020\nyear = 2026\nclause = "Перелік"\nwhy = "w"',
        '[[says]]\nid = "1.4"\nkeep = { term = "5 років" }\nwhy = "w"',
    ],
)
def test_what_holds_has_no_fault(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[limit]]\nid = "1.1"\nunit = "pages"\nwarned = [5]\nwhy = "w"', "очікувано warned, обчислено: refused"),
        ('[[limit]]\nid = "1.1"\nunit = "copies"\nallowed = [4]\nwhy = "w"', "не обмежує такого числа"),
        ('[[limit]]\nid = "9.9"\nunit = "pages"\nallowed = [4]\nwhy = "w"', "такого обмеження немає"),
        ('[[says]]\nid = "1.1"\nvalues = { font_points = 12 }\nwhy = "w"', "очікувано 12, а в редакції 14"),
        ('[[says]]\nid = "9.9"\nvalues = { first = 1 }\nwhy = "w"', "такого правила немає"),
        ('[[says]]\nid = "1.4"\nkeep = { term = "3 роки" }\nwhy = "w"', "keep"),
        ('[[says]]\nid = "1.4"\nlaw = ["a"]\nwhy = "w"', "law: очікувано"),
        (WHOLE.replace('"1.2 lawyer visa", ', ""), "очікувано інший порядок"),
        (f'{BUDGET}steps = ["…", "1.2 finance visa", "1.2 head", "…"]', "очікувано інший порядок"),
        (f'{BUDGET}steps = ["…"]', "додалося неочікуване: 1.2 finance visa"),
        (f'{BUDGET}steps = ["…", "1.2 finance visa outer", "…"]', "очікувано інший порядок"),
        (BUDGET.replace("budget", "awards") + 'steps = ["…"]', "відпали: 1.2 lawyer visa"),
        ('[[number]]\nid = "1.3"\nn = 7\nwritten = "7"\nwhy = "w"', "очікувано 7, обчислено 7-р"),
        (
            '[[number]]\nid = "1.3"\ngiven = { n = 7, on = 2024-12-31 }\non = 2025-01-01\nnext = 8\nwhy = "w"',
            "очікувано 8, обчислено 1",
        ),
        ('[[number]]\nid = "1.3"\nseries = "acts"\non = 2025-01-01\nnext = 1\nwhy = "w"', "ряду «acts» немає"),
        ('[[number]]\nid = "1.1"\non = 2025-01-01\nnext = 1\nwhy = "w"', "немає значення 'restart'"),
        ('[[number]]\nid = "9.9"\non = 2025-01-01\nnext = 1\nwhy = "w"', "такої нумерації немає"),
        ('[[keep]]\nterm = "5 років"\nclosed = 2020\nyear = 2025\nclause = "Перелік"\nwhy = "w"', "очікувано 2025"),
    ],
)
def test_what_does_not_hold_is_said(text: str, said: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith("cases/c.toml: ")
    assert said in fault


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[[limit]]\nid = "1.1"\nunit = "pages"\nwhy = "w"', "allowed"),
        ('[[limit]]\nid = "1.1"\nunit = "leaves"\nallowed = [1]\nwhy = "w"', "unit"),
        ('[[number]]\nid = "1.3"\nwhy = "w"', "next"),
        ('[[number]]\nid = "1.3"\nnext = 1\nwhy = "w"', "on"),
        ('[[says]]\nid = "1.3"\nwhy = "w"', "values"),
        (BUDGET + "steps = [1]", "steps"),
        (BUDGET.replace("order", "poem") + "steps = []", "kind"),
    ],
)
def test_a_case_badly_written_is_refused_with_its_key(text: str, key: str) -> None:
    with pytest.raises(FormError) as refused:
        worked.load({"cases/c.toml": text})
    assert (refused.value.file, refused.value.key) == ("cases/c.toml", key)


def test_entries_without_an_example_are_named() -> None:
    none = worked.load({})
    assert [fault.split(": ")[1] for fault in worked.missing(CITY, none, ())] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    some = worked.load(
        {"cases/c.toml": WHOLE + '[[says]]\nid = "1.5"\nvalues = { stages = ["one", "two"] }\nwhy = "w"'}
    )
    assert [fault.split(": ")[1] for fault in worked.missing(CITY, some, ())] == ["1.1", "1.3", "1.4"]
