"""What the rules need to know of a letter, and what they advise against."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.rules.edition import Edition, Entry

EXECUTOR, HEAD, IN_CHARGE = "executor", "department_head", "leader_in_charge"


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rules need to know of a letter.

    :param addressee_kinds: kinds of the correspondents to whom it goes.
    :param addressed_to: roles of the post to which the answered paper was addressed; empty for a letter of our own.
    :param answered_kind: kind of the answered paper; ``on_control``: whether that paper is on control.
    :param is_instructed: the paper was given for an answer by a resolution of the one to whom it was addressed.
    """

    addressee_kinds: tuple[str, ...] = ()
    addressed_to: frozenset[str] = frozenset()
    answered_kind: str = ""
    on_control: bool = False
    is_instructed: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """What the regulation advises against without forbidding it."""

    clause: str
    message: str


def as_day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end


def entries_of(edition: Edition, keys: Sequence[str]) -> list[Entry]:
    return [entry for key in keys if (entry := edition.get(key))]


def of_signatory(edition: Edition, keys: Sequence[str], roles: Collection[str]) -> Entry | None:
    """The first of the entries that speaks of a signatory with one of these roles."""
    wanted = frozenset(roles)
    return next((one for one in entries_of(edition, keys) if wanted.intersection(one.values["signatory_roles"])), None)
