"""What an executor writes into a draft letter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """The fields of a draft; ids of kind, correspondents (in their order) and the signatory's post.

    :param blank: a key of `Letter.Blank`; empty: the usual one of the signatory.
    :param greeting: with what the letter begins, «Шановний Іване Петровичу!»; empty: nothing.
    :param is_interim: a reply that tells how the matter goes: what it answers stays open.
    :param by_list: addressees go on a separate sheet (DR 11.7).
    :param annexes: the mark of annexes as it is printed, «на 3 арк. в 1 прим.».
    """

    kind: int
    addressees: tuple[int, ...]
    summary: str
    text: str
    signatory: int
    blank: str = ""
    phone: str = ""
    annexes: str = ""
    greeting: str = ""
    by_list: bool = False
    is_urgent: bool = False
    is_restricted: bool = False
    is_interim: bool = False
