"""What a clerk writes into a registration card (Cabinet resolution 55, items 41, 42)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Party:
    """A correspondent with his own index and date: the sender of an incoming paper, the addressee of an outgoing one."""

    correspondent: int
    their_index: str = ""
    their_date: date | None = None
    signed_by: str = ""


@dataclass(frozen=True)
class Card:
    """The fields of a card; ids of kind, posts and departments.

    :param arrived_at: the moment when an incoming paper came, aware.
    :param pages: sheets of the (covering) letter; `annex_pages` those of its annexes.
    :param answered_index: the number of our paper that this one answers, as it names it; `answered_date` the day of that.
    :param stated_due_on: the term that the document itself states.
    """

    kind: int
    summary: str = ""
    parties: tuple[Party, ...] = field(default_factory=tuple)
    addressee: int | None = None
    author: int | None = None
    department: int | None = None
    signatory: str = ""
    way: str = ""
    arrived_at: datetime | None = None
    pages: int | None = None
    annex_pages: int | None = None
    is_urgent: bool = False
    is_restricted: bool = False
    is_personal: bool = False
    stated_due_on: date | None = None
    answered_index: str = ""
    answered_date: date | None = None
    case_file: int | None = None


@dataclass(frozen=True)
class Signed:
    """What a clerk says of an outgoing letter that was written and signed outside the system.

    :param on: the day of the signature; without one, the day of registration.
    :param checked: keys of what was looked at on taking it (DR 11.5).
    :param by: the person who signed, on a day on which two may have (duties were taken back on it).
    :param is_interim: a reply that only tells how the matter goes: what it answers stays open.
    """

    on: date | None = None
    checked: tuple[str, ...] = ()
    is_interim: bool = False
    by: int | None = None


@dataclass(frozen=True)
class Told:
    """Whose paper goes without a card, and what about.

    :param sender: his entry of the directory; `sender_name` in words where he has none.
    """

    sender: int | None = None
    sender_name: str = ""
    summary: str = ""
