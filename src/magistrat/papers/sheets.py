"""What a letter consists of, requisite by requisite, and its PDF/A (ДСТУ 4163:2020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from magistrat.papers import codes, typesetting
from magistrat.rules.stationery import Blank

EMPTY_NUMBER = "_____________ № _____________"
ANNEX, ANNEXES = "Додаток", "Додатки"


@dataclass(frozen=True)
class Visa:
    """Who has visaed: post, «Власне ім'я ПРІЗВИЩЕ», the day as printed."""

    title: str
    name: str
    day: str = ""


@dataclass(frozen=True)
class Copy:
    """A copy: its addressees (each a sequence of lines), its mark at the upper right, visas where they are kept.

    :param is_ready_blank: it is laid on a blank that is printed already: the head's room stays empty.
    :param is_list: not the letter itself but the list of addressees on a separate sheet (DR 11.7).
    :param number: «27.11.2026 № 02/26/145», else room for it.
    """

    addressees: tuple[tuple[str, ...], ...]
    number: str = EMPTY_NUMBER
    mark: tuple[str, ...] = ()
    visas: tuple[Visa, ...] = ()
    is_ready_blank: bool = False
    is_list: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter; empty requisites are not printed.

    :param restriction: «Для службового користування», above the addressee.
    :param annexes: what follows «Додаток:», a line for each annex.
    :param signature: lines of the post or of both posts (KR 4.5, 4.16.7); `name`: «Власне ім'я ПРІЗВИЩЕ».
    :param code: the mark of a registered paper where the city's regulation prints one (KR 7.6).
    """

    blank: Blank
    copies: tuple[Copy, ...]
    heading: str
    paragraphs: tuple[str, ...]
    signature: tuple[str, ...]
    name: str
    restriction: tuple[str, ...] = ()
    greeting: str = ""
    answer: str = ""
    annexes: tuple[str, ...] = ()
    executor: tuple[str, ...] = ()
    list_heading: str = ""
    code: codes.Mark | None = None

    @property
    def annexes_word(self) -> str:
        """«Додаток», for several «Додатки»."""
        return ANNEXES if len(self.annexes) > 1 else ANNEX


def letter_pdf(letter: Letter, *, at: datetime) -> bytes:
    """All copies of the letter as one PDF/A-2b."""
    return typesetting.pdf("letter.typ", _data(letter), at=at)


def code_data(mark: codes.Mark | None) -> dict[str, str] | None:
    """What the templates draw of a registration mark."""
    if mark is None:
        return None
    return {
        "linear": codes.linear_svg(mark.linear),
        "square": codes.square_svg(mark.square),
        "text": f"{mark.index} від {mark.day:%d.%m.%Y}",
    }


def _data(letter: Letter) -> dict[str, Any]:
    blank = letter.blank
    return {
        "title": letter.heading,
        "author": letter.name,
        "blank": {"lines": blank.lines, "main": blank.main, "reference": blank.reference, "emblem": emblem(blank)},
        "copies": [_copy(copy) for copy in letter.copies],
        "restriction": letter.restriction,
        "heading": letter.heading,
        "greeting": letter.greeting,
        "answer": letter.answer,
        "paragraphs": letter.paragraphs,
        "annexes": letter.annexes,
        "annexes_word": letter.annexes_word,
        "signature": {"lines": letter.signature, "name": letter.name},
        "executor": letter.executor,
        "list_heading": letter.list_heading,
        "code": code_data(letter.code),
    }


def emblem(blank: Blank) -> str:
    """The city's arms, where it has given them and they can be drawn."""
    return blank.emblem if blank.emblem and typesetting.is_picture(blank.emblem) else ""


def _copy(copy: Copy) -> dict[str, Any]:
    visas: Sequence[Visa] = copy.visas
    return {
        "addressees": copy.addressees,
        "number": copy.number,
        "mark": copy.mark,
        "visas": [{"title": visa.title, "name": visa.name, "day": visa.day} for visa in visas],
        "is_ready_blank": copy.is_ready_blank,
        "is_list": copy.is_list,
    }
