"""What an act says to be changed in another, carried out on its text: the editor's proposal of a redaction (KR 15.13; DR 4.6, 5.5).

Understood are the set phrases of acts: «пункт 2 викласти в такій редакції: «…»», «доповнити пунктом 3 такого змісту: «…»»,
«пункт 4 виключити», «у пункті 5 слова «…» замінити словами «…»», «додаток 1 викласти в новій редакції (додається)». What is
not understood, or does not fit the text, is named and left to the person who confirms the redaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from magistrat.rules import act_text
from magistrat.rules.act_rewriting import (
    ADD,
    ANNEX,
    INSERT,
    RELABEL,
    REMOVE,
    REPLACE,
    REWRITE,
    TITLE,
    WHOLE,
    Change,
    Unfit,
    apply,
    short,
)  # fmt: skip
from magistrat.rules.act_text import ActText, Annex

QUOTE = "\x01"
_POINT = r"(?:під)?пункт\w{0,3}"
_LABEL = r"(?P<label>\d{1,3}(?:\.\d{1,3})*)"
_LABELS = re.compile(rf"{_POINT}\s+(?P<labels>\d[\d.]*(?:\s*(?:,|та|і|й)\s*\d[\d.]*)*)", re.IGNORECASE)
_ONE = re.compile(rf"(?P<noun>{_POINT})\s+{_LABEL}", re.IGNORECASE)
_ADDED = re.compile(rf"(?:під)?пункт(?:ом|ами)\s+{_LABEL}", re.IGNORECASE)
_AS = re.compile(
    rf"{_POINT}\s+{_LABEL}\s+вважати(?:\s+відповідно)?\s+(?:під)?пунктом\s+(?P<new>\d[\d.]*)", re.IGNORECASE
)
_NEW_WORDING = re.compile(r"викла(?:сти|вши|дення).*\bредакції", re.IGNORECASE | re.DOTALL)
_LOSES = re.compile(r"\bвиключити\b|\bвилучити\b|втрати\w+\s+чинність", re.IGNORECASE)
_REPLACED = re.compile(
    rf"(?:слов\w+|цифр\w+)\s+{QUOTE}\s+замінити\s+(?:словами|цифрами|словом)\s+{QUOTE}", re.IGNORECASE
)
_DROPPED = re.compile(rf"слов\w+\s+{QUOTE}\s+(?:виключити|вилучити)", re.IGNORECASE)
_AFTER = re.compile(rf"після\s+сл\w+\s+{QUOTE}\s+доповнити\s+слов\w+\s+{QUOTE}", re.IGNORECASE)
_HEADING = re.compile(r"\bзаголов(?:ок|ку)\b|\bназв[уи]\b", re.IGNORECASE)
_OF_ANNEX = re.compile(r"\bдодат(?:ок|ку|ка)\b(?:\s+№?\s*(?P<label>\d{1,3}))?", re.IGNORECASE)
_WHOLE = re.compile(r"^\W*(?:викласти\s+)?(?:рішення|розпорядження)\b", re.IGNORECASE)
_PART = re.compile(r"\bконстатуюч\w+\s+частин|\bпреамбул", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The changed text and what a person has to do by hand, one sentence each."""

    text: ActText
    troubles: tuple[str, ...]


def propose(text: ActText, source: ActText, point: str = "") -> Proposal:
    """The text with what the source says carried out.

    :param point: of the source, with all its own points, that speaks of this act; without it all points.
    """
    changes, troubles = read(source, point)
    for change in changes:
        try:
            text = apply(text, change)
        except Unfit as trouble:
            troubles.append(str(trouble))
    return Proposal(text, tuple(troubles))


def read(source: ActText, point: str = "") -> tuple[list[Change], list[str]]:
    """What is to be done, in order, and the sentences that were not understood."""
    wanted = [one for one in act_text.walk(source.points) if one.label == point] if point else list(source.points)
    changes: list[Change] = []
    troubles: list[str] = []
    for one in act_text.walk(wanted):
        for sentence in _sentences(one.text):
            found = list(_changes(sentence, source.annexes))
            changes += found
            if not found and not one.points and not one.is_control and _speaks(sentence):
                troubles.append(f"Не розпізнано: «{short(sentence)}»")
    return changes, troubles


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sentences(text: str) -> Iterator[str]:
    """Lines outside quotes; a quoted text may have many, and may begin on a line of its own."""
    depth, start = 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "«") - (sign == "»" and depth > 0)
        if sign in "\n;" and depth == 0 and not text[place + 1 :].lstrip().startswith("«"):
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _apart(sentence: str) -> tuple[str, list[str]]:
    """The words outside quotes, each quoted text replaced by a sign, and the quoted texts."""
    command, quotes, depth = "", list[str](), 0
    for sign in sentence:
        if sign == "«" and depth == 0:
            command, depth = command + QUOTE, 1
            quotes.append("")
            continue
        if sign == "«":
            depth += 1
        elif sign == "»" and depth:
            depth -= 1
            if depth == 0:
                continue
        if depth:
            quotes[-1] += sign
        else:
            command += sign
    return command, [one.strip() for one in quotes]


def _changes(sentence: str, annexes: Sequence[Annex]) -> Iterator[Change]:
    command, quotes = _apart(sentence)
    last = quotes[-1] if quotes else ""
    if found := _AS.search(command):
        yield Change(RELABEL, found["label"], words=found["new"].strip("."))
    elif found := _REPLACED.search(command):
        old, new = _quoted(command, found, quotes)
        yield Change(REPLACE, _where(command, found.start()), words=new, old=old)
    elif found := _AFTER.search(command):
        old, new = _quoted(command, found, quotes)
        yield Change(INSERT, _where(command, found.start()), words=new, old=old)
    elif found := _DROPPED.search(command):
        yield Change(REPLACE, _where(command, found.start()), old=quotes[command[: found.start()].count(QUOTE)])
    elif (found := _ADDED.search(command)) and "доповнити" in command.lower() and last:
        yield Change(ADD, found["label"], words=last)
    elif _NEW_WORDING.search(command):
        yield from _reworded(command, last, annexes)
    elif _LOSES.search(command):
        for found in _LABELS.finditer(command):
            yield from (Change(REMOVE, label.strip(".")) for label in re.findall(r"\d[\d.]*", found["labels"]))


def _reworded(command: str, words: str, annexes: Sequence[Annex]) -> Iterator[Change]:
    point, of_annex = _ONE.search(command), _OF_ANNEX.search(command)
    if point and words:
        yield Change(REWRITE, point["label"], words=words)
    elif _HEADING.search(command) and words:
        yield Change(TITLE, words=words)
    elif of_annex and annexes:
        label = of_annex["label"] or ""
        same = [one for one in annexes if one.label == label] or (list(annexes) if len(annexes) == 1 else [])
        yield from (Change(ANNEX, label, annex=one) for one in same[:1])
    elif _WHOLE.search(command) and len(annexes) == 1:
        yield Change(WHOLE, annex=annexes[0])


def _quoted(command: str, found: re.Match[str], quotes: Sequence[str]) -> tuple[str, str]:
    place = command[: found.start()].count(QUOTE)
    return quotes[place], quotes[place + 1]


def _where(command: str, until: int) -> str:
    """The point in which words are changed: the last one named before them; none for the stating part."""
    labels = [found["label"] for found in _ONE.finditer(command[:until])]
    return labels[-1] if labels and not _PART.search(command[:until]) else ""


def _speaks(sentence: str) -> bool:
    """Whether the sentence changes something at all."""
    return bool(re.search(r"викласти|доповнити|виключити|вилучити|замінити|вважати", sentence, re.IGNORECASE))
