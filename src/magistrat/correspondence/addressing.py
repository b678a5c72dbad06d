"""How an addressee stands on a letter: bodies by their names, people in the dative (Cabinet resolution 55, item 43)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from magistrat.organisation import declension

MASCULINE, FEMININE = "m", "f"
# Patronymics tell the gender, by which surnames are declined.
PATRONYMIC = re.compile(r"(?P<m>(?:ович|йович|ич|іч))$|(?P<f>(?:івна|ївна|овна|ична))$", re.IGNORECASE)
WORD = re.compile(r"^[А-ЯІЇЄҐ][а-яіїєґ'’]*(?:-[А-ЯІЇЄҐ][а-яіїєґ'’]*)?$")
ADJECTIVE = ("ий", "ій", "ша", "на", "ька")
# Posts in the feminine that the declension of titles leaves as they are.
FEMININE_TITLES = (("иця", "иці"), ("ка", "ці"), ("иня", "ині"))
# How people without a post of their own are addressed, by the kind of correspondent.
STYLED = {"peoples_deputy": "Народному депутатові України"}


@dataclass(frozen=True)
class Addressed:
    """Lines of an addressee in the form that a letter bears, and the address beneath."""

    lines: tuple[str, ...]
    address: str = ""


def of(*, name: str, kind: str, head: str = "", address: str = "") -> Addressed:
    """The lines of a correspondent: a person in the dative; a body by its name, its head in the dative beneath.

    :param head: «Директор, Прізвище Ім'я По батькові» or the name alone.
    """
    person = person_dative(name)
    if person:
        styled = STYLED.get(kind)
        return Addressed(tuple(line for line in (styled, person) if line), address)
    return Addressed((name, *_head(head)), address)


def person_dative(name: str) -> str:
    """«Іванові Петровичу КОВАЛЮ» from «Коваль Іван Петрович»; empty when the text is not a full name."""
    words = name.split()
    if len(words) != 3 or not all(WORD.match(word) for word in words):
        return ""
    surname, given, patronymic = words
    found = PATRONYMIC.search(patronymic)
    if found is None:
        return ""
    gender = MASCULINE if found["m"] else FEMININE
    forms = declension.name_in(declension.DATIVE, surname=surname, given=given, patronymic=patronymic, gender=gender)
    return f"{forms['given']} {forms['patronymic']} {forms['surname'].upper()}"


def _head(head: str) -> tuple[str, ...]:
    title, comma, name = head.rpartition(",")
    person = person_dative(name.strip())
    if not head.strip():
        return ()
    if comma and title.strip():
        return (title_dative(title.strip()), person or name.strip())
    return (person,) if person else ()


def title_dative(title: str) -> str:
    """«Заступникові директора департаменту»: the head word and its adjectives change, what depends on it stays."""
    words = title.split()
    head = next((place for place, word in enumerate(words) if not word.lower().endswith(ADJECTIVE)), len(words) - 1)
    changed = declension.title_in(declension.DATIVE, " ".join(words[: head + 1]))
    if changed.split()[-1] == words[head].lower():
        changed = next((changed[: -len(end)] + put for end, put in FEMININE_TITLES if changed.endswith(end)), changed)
    whole = " ".join([changed, *words[head + 1 :]])
    return whole[:1].upper() + whole[1:]
