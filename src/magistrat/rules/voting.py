"""Quorums and majorities as clauses and laws give them."""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from magistrat.rules.form import Fields

BODIES = {
    "executive-committee": "виконавчий комітет",
    "council": "міська рада",
    "attestation-commission": "атестаційна комісія",
    "working-body": "робочий орган",
}
BASES = ("composition", "present", "votes")
TIES = ("adopted", "refused")
QUESTIONS = {"land": "земельні питання", "additional-items": "додаткові питання порядку денного"}
_PARTS = {Fraction(1, 2): "половини", Fraction(2, 3): "двох третин", Fraction(3, 4): "трьох чвертей"}
_SHARE = re.compile(r"(>=|>)\s*(\d{1,3})\s*/\s*(\d{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Share:
    """A threshold: at least ``part`` of a whole, or more than it when ``strict``."""

    part: Fraction
    strict: bool

    def reached(self, count: int, whole: int) -> bool:
        """Whether ``count`` of ``whole`` reaches the threshold; exactly half is not more than half, nobody is never enough."""
        return count >= self.least(whole)

    def least(self, whole: int) -> int:
        """The smallest number that reaches the threshold."""
        reached = self.part * whole
        return max(1, floor(reached) + 1 if self.strict else ceil(reached))

    def in_words(self) -> str:
        """«більше половини», «не менше двох третин»."""
        amount = _PARTS.get(self.part, f"{self.part.numerator}/{self.part.denominator}")
        return f"{'більше' if self.strict else 'не менше'} {amount}"

    def __str__(self) -> str:
        return f"{'>' if self.strict else '>='} {self.part.numerator}/{self.part.denominator}"


@dataclass(frozen=True, slots=True)
class Vote:
    """What an entry says of the votes of a body; a field that is not there is said by another entry, or by the law.

    ``quorum`` is a share of the composition, ``majority`` a share ``of`` the composition, of those present who may vote, or
    of the votes for and against; ``tie`` is what equal votes mean; ``question`` narrows the entry to questions of that
    sort, ``poll`` to decisions between sessions; ``instead_of_poll``: what the body does when a decision cannot wait and
    there is no poll; ``recusal``: members with a conflict of interests do not vote; ``admission``: how they come to vote
    when there would be no quorum without them.
    """

    body: str
    quorum: Share | None = None
    majority: Share | None = None
    of: str = "composition"
    tie: str = "refused"
    question: str | None = None
    poll: bool = False
    instead_of_poll: bool = False
    recusal: bool = False
    admission: bool = False


def share(text: str) -> Share:
    """A threshold written as ``> 1/2`` or ``>= 3/4``.

    :raises ValueError: when it is not written so, or is no part of a whole.
    """
    found = _SHARE.fullmatch(text.strip())
    if found is None or not int(found[3]) or not 0 < Fraction(int(found[2]), int(found[3])) <= 1:
        raise ValueError(f"очікується частка на зразок «> 1/2» чи «>= 3/4», а написано «{text}»")
    part = Fraction(int(found[2]), int(found[3]))
    if found[1] == ">" and part == 1:
        raise ValueError("більше ніж усі проголосувати не можуть")
    return Share(part, found[1] == ">")


def read(fields: Fields) -> Vote:
    """Read a ``vote`` table.

    :raises FormError: naming file, entry, field and reason.
    """
    has_majority = fields.has("majority")
    if fields.has("of") and not has_majority:
        raise fields.error("of", "основа без більшості (majority)")
    vote = Vote(
        body=fields.choice("body", tuple(BODIES)),
        quorum=_share(fields, "quorum"),
        majority=_share(fields, "majority"),
        of=fields.choice("of", BASES, "composition"),
        tie=fields.choice("tie", TIES, "refused"),
        question=fields.choice("question", tuple(QUESTIONS)) if fields.has("question") else None,
        poll=fields.take("poll", bool, False),
        instead_of_poll=fields.take("instead_of_poll", bool, False),
        recusal=fields.take("recusal", bool, False),
        admission=fields.take("admission", bool, False),
    )
    fields.done()
    if vote.poll and vote.quorum:
        raise fields.error("quorum", "рішення між засіданнями кворуму не має")
    return vote


def _share(fields: Fields, key: str) -> Share | None:
    text = fields.optional(key, str)
    try:
        return None if text is None else share(text)
    except ValueError as wrong:
        raise fields.error(key, str(wrong)) from None
