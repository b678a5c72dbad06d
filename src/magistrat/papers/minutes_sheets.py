"""Minutes of a sitting, extracts from them and protocols of instructions as PDF/A (Cabinet resolution 55, items 94-96)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from magistrat.papers import typesetting
from magistrat.papers.sitting_sheets import Signature

TEMPLATE = "minutes.typ"
NOBODY = Signature()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: plain, a word of the form («СЛУХАЛИ:») or the heading of a question, which stay with what follows."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True)
class MinutesSheets:
    """The paper ready to be set.

    :param kind: «ПРОТОКОЛ»; ``title``: its lines below; ``day``, ``place``, ``number``: on one line, as 4163 has them.
    :param certified: below the signatures of an extract: «Згідно з оригіналом», the post, the day.
    """

    kind: str
    title: tuple[str, ...]
    day: str
    place: str
    number: str
    paragraphs: tuple[Paragraph, ...]
    signatures: tuple[Signature, ...]
    certified: tuple[str, ...] = ()
    certifier: Signature = NOBODY


def pdf(sheet: MinutesSheets, *, title: str, author: str, at: datetime) -> bytes:
    """The paper as PDF/A-2b."""
    return typesetting.pdf(TEMPLATE, {**asdict(sheet), "about": title, "author": author}, at=at)
