"""Made-up people: names in the right gender, no two alike in a city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from magistrat.demo import words

FEMININE = (("ський", "ська"), ("цький", "цька"), ("ий", "а"))


@dataclass(frozen=True)
class Name:
    """Surname, given name, patronymic; gender `m` or `f`."""

    surname: str
    given: str
    patronymic: str
    gender: str

    @property
    def short(self) -> str:
        """«Прізвище І.Б.»"""
        return f"{self.surname} {self.given[0]}.{self.patronymic[0]}."

    @property
    def signature(self) -> str:
        """«Власне ім'я ПРІЗВИЩЕ»"""
        return f"{self.given} {self.surname.upper()}"


def people(rng: Random) -> Iterator[str]:
    """Surnames of the pool in a random order, each once."""
    pool = list(words.read("people")["surnames"])
    rng.shuffle(pool)
    yield from pool


def named(surname: str, rng: Random, gender: str = "") -> Name:
    """A person of the surname; the gender is drawn when it is not given."""
    pool = words.read("people")
    gender = gender or rng.choice("mf")
    given = rng.choice(pool["men" if gender == "m" else "women"])
    patronymic = rng.choice(pool["patronymics"])[gender == "f"]
    return Name(feminine(surname) if gender == "f" else surname, given, patronymic, gender)


def feminine(surname: str) -> str:
    """The feminine form of a surname."""
    return next((surname[: -len(end)] + new for end, new in FEMININE if surname.endswith(end)), surname)
