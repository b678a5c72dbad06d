"""How an addressee stands on a letter: bodies by their names, people in the dative (Cabinet resolution 55, item 43).

And how the letter begins: «Шановний Іване Петровичу!»
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from magistrat.organisation import declension
from magistrat.organisation.declension import DATIVE, FEMININE, MASCULINE, VOCATIVE

# Patronymics tell the gender, by which surnames are declined.
PATRONYMIC = re.compile(r"(?P<m>(?:ович|йович|ич|іч))$|(?P<f>(?:івна|ївна|овна|ична))$", re.IGNORECASE)
WORD = re.compile(r"^[А-ЯІЇЄҐ]['’]?[А-Яа-яіїєґІЇЄҐ'’]*(?:-[А-ЯІЇЄҐа-яіїєґ][а-яіїєґ'’]*)*$")
# How people without a post of their own are addressed, by the kind of correspondent.
STYLED = {"peoples_deputy": "Народному депутатові України"}
# Correspondents whose name is a person's also without a patronymic.
PEOPLE = frozenset({"peoples_deputy", "councillor", "citizen"})
GREETING = {MASCULINE: "Шановний", FEMININE: "Шановна"}


@dataclass(frozen=True)
class Addressed:
    """Lines of an addressee in the form that a letter bears, the address beneath, and the greeting."""

    lines: tuple[str, ...]
    address: str = ""
    greeting: str = ""

    @property
    def all_lines(self) -> tuple[str, ...]:
        """The lines with the address."""
        return (*self.lines, self.address) if self.address else self.lines


@dataclass(frozen=True)
class Name:
    """A person's name as it was read from a text."""

    surname: str
    given: str
    patronymic: str
    gender: str

    def dative(self) -> str:
        """«Іванові Петровичу КОВАЛЮ»."""
        forms = declension.name_in(DATIVE, **vars(self))
        return " ".join(part for part in (forms["given"], forms["patronymic"], forms["surname"].upper()) if part)

    def greeting(self) -> str:
        """«Шановний Іване Петровичу!»; without a patronymic «Шановний пане Джоне!»."""
        forms = declension.name_in(VOCATIVE, **vars(self))
        title = "" if self.patronymic else {MASCULINE: "пане", FEMININE: "пані"}[self.gender]
        called = " ".join(part for part in (title, forms["given"], forms["patronymic"]) if part)
        return f"{GREETING[self.gender]} {called}!"


def of(*, name: str, kind: str, head: str = "", address: str = "") -> Addressed:
    """The lines of a correspondent: a person in the dative; a body by its name, its head in the dative beneath.

    :param head: «Директор, Прізвище Ім'я По батькові» or the name alone.
    """
    person = read_name(name, is_person=kind in PEOPLE)
    if person:
        styled = STYLED.get(kind)
        lines = tuple(line for line in (styled, person.dative()) if line)
        return Addressed(lines, address, person.greeting())
    leader = read_name(head.rpartition(",")[2].strip(), is_person=True)
    return Addressed((name, *_head(head, leader)), address, leader.greeting() if leader else "")


def read_name(text: str, *, is_person: bool = False) -> Name | None:
    """A full name «Коваль Іван Петрович», of a known person also «Сміт Джон»; nothing when the text is none."""
    words = text.split()
    if len(words) not in (2, 3) or not all(WORD.match(word) for word in words):
        return None
    surname, given, patronymic = (*words, "")[:3]
    if patronymic:
        found = PATRONYMIC.search(patronymic)
        return Name(surname, given, patronymic, MASCULINE if found["m"] else FEMININE) if found else None
    gender = declension.gender_of(given=given) if is_person else ""
    return Name(surname, given, "", gender) if gender else None


def person_dative(name: str) -> str:
    """«Іванові Петровичу КОВАЛЮ» from «Коваль Іван Петрович»; empty when the text is not a full name."""
    found = read_name(name)
    return found.dative() if found else ""


def _head(head: str, leader: Name | None) -> tuple[str, ...]:
    title, comma, name = head.rpartition(",")
    if not head.strip():
        return ()
    if comma and title.strip():
        return (title_dative(title.strip()), leader.dative() if leader else name.strip())
    return (leader.dative(),) if leader else ()


def title_dative(title: str) -> str:
    """«Заступникові директора департаменту»: the head word and its adjectives change, what depends on it stays."""
    whole = declension.title_in(DATIVE, title)
    return whole[:1].upper() + whole[1:]
