"""Steps, votes and keeping of an entry are read typed, or refused with file, entry, field and reason."""

from fractions import Fraction

import pytest

from magistrat.rules import edition
from magistrat.rules.edition import Entry
from magistrat.rules.form import FormError
from magistrat.rules.keeping import Keep, StorageTerm
from magistrat.rules.steps import Step
from magistrat.rules.voting import Share, Vote

HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'
ENTRY = '[[order]]\nid = "4.9"\nclause = "4.9"\nkey = "route"\ncapability = "sessions"\nactor = []\nmeaning = "Так."\nwords = ""\n'
LEGAL = 'place = 50, role = "legal_head", label = "юрист", does = "visa"'


def read(extra: str) -> Entry:
    return edition.load({"edition.toml": HEAD, "sessions.toml": ENTRY + extra}).entries[0]


def test_steps_are_read_in_full() -> None:
    entry = read(
        'routes = ["committee-decision", "order"]\nsteps = [{ place = 50, role = "legal_head", label = "юрист", does = "visa", '
        'when = ["budget"], unless = "own-word", limit = "visa_time", parallel = true, outer = true }]\n'
    )
    assert entry.routes == ("committee-decision", "order")
    assert entry.steps == (
        Step(50, "legal_head", "юрист", "visa", ("budget",), ("own-word",), "visa_time", parallel=True, outer=True),
    )


def test_a_vote_is_read_in_full() -> None:
    entry = read(
        'vote = { body = "attestation-commission", quorum = ">= 3/4", majority = "> 1/2", of = "present", tie = "adopted" }\n'
    )
    assert entry.vote == Vote(
        "attestation-commission", Share(Fraction(3, 4), False), Share(Fraction(1, 2), True), "present", "adopted"
    )


def test_keeping_is_read_in_full() -> None:
    entry = read(
        'keep = { term = "5 р. ЕПК", counted_from = "next_year_start", place_role = "drafter", where = "шафа" }\n'
    )
    assert entry.keep == Keep(StorageTerm(years=5, mark="ЕПК"), "next_year_start", place_role="drafter", where="шафа")


def test_an_entry_without_them_has_none() -> None:
    entry = read("")
    assert (entry.routes, entry.steps, entry.vote, entry.keep) == ((), (), None, None)


@pytest.mark.parametrize(
    ("extra", "key", "reason"),
    [
        ('routes = ["committee"]\n', "routes", "не передбачено"),
        ('routes = ["order"]\n', "steps", "жодного кроку"),
        (f"steps = [{{ {LEGAL} }}]\n", "routes", "до жодного маршруту"),
        (f'routes = ["order", "order"]\nsteps = [{{ {LEGAL} }}]\n', "routes", "двічі"),
        ('routes = "order"\nsteps = [5]\n', "", "таблиця"),
        (f'routes = "order"\nsteps = [{{ {LEGAL}, sort = 1 }}]\n', "sort", "не передбачено"),
        (f'routes = "order"\nsteps = [{{ {LEGAL.replace("50", "-1")} }}]\n', "place", "менше нуля"),
        (f'routes = "order"\nsteps = [{{ {LEGAL.replace("visa", "look")} }}]\n', "does", "не передбачено"),
        (f'routes = "order"\nsteps = [{{ {LEGAL.replace("legal_head", "Юрист")} }}]\n', "role", "snake_case"),
        (f'routes = "order"\nsteps = [{{ {LEGAL.replace("юрист", " ")} }}]\n', "label", "порожньою"),
        (f'routes = "order"\nsteps = [{{ {LEGAL}, when = ["Budget"] }}]\n', "when", "ознакою"),
        (f'routes = "order"\nsteps = [{{ {LEGAL}, when = ["a"], unless = ["a"] }}]\n', "unless", "і в when"),
        (f'routes = "order"\nsteps = [{{ {LEGAL}, limit = "5 days" }}]\n', "limit", "ключем"),
        ('vote = { quorum = "> 1/2" }\n', "body", "не заповнено"),
        ('vote = { body = "court" }\n', "body", "не передбачено"),
        ('vote = { body = "council", quorum = "half" }\n', "quorum", "очікується частка"),
        ('vote = { body = "council", quorum = "> 1/0" }\n', "quorum", "очікується частка"),
        ('vote = { body = "council", quorum = "> 3/2" }\n', "quorum", "очікується частка"),
        ('vote = { body = "council", majority = "> 1/1" }\n', "majority", "більше ніж усі"),
        ('vote = { body = "council", of = "present" }\n', "of", "без більшості"),
        ('vote = { body = "council", poll = true, quorum = "> 1/2" }\n', "quorum", "між засіданнями"),
        ('vote = "half"\n', "vote", "таблицю"),
        ('keep = { term = "довго" }\n', "term", "не прочитано"),
        ('keep = { term = "0 років" }\n', "term", "не прочитано"),
        ('keep = { term = "5 років", until = "need_passes" }\n', "until", "вже є"),
        ("keep = {}\n", "keep", "нічого"),
        ('keep = { counted_from = "birth" }\n', "counted_from", "не передбачено"),
        ('keep = { place_role = "Канцелярія" }\n', "place_role", "snake_case"),
    ],
)
def test_a_wrong_one_is_refused_with_its_place(extra: str, key: str, reason: str) -> None:
    with pytest.raises(FormError) as refused:
        read(extra)
    assert (refused.value.file, refused.value.entry, refused.value.key) == ("sessions.toml", "4.9", key)
    assert reason in refused.value.reason
