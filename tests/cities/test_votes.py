"""The votes beside each edition were worked out by hand; each changed threshold makes one of them fail."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from magistrat.rules import vote_cases
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.voting import BASES, Share, Vote
from tests.cities.editions import FOLDERS, Folder, vote_laws


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_vote_comes_out_as_worked_out_by_hand(folder: Folder) -> None:
    assert folder.votes()
    assert list(vote_cases.faults(folder.edition, folder.votes(), vote_laws())) == []


def shares(share: Share) -> Iterator[Share]:
    """The other side of the threshold, and the thresholds beside it."""
    yield replace(share, strict=not share.strict)
    for part in (Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(1, 3)):
        if part != share.part:
            yield replace(share, part=part)


def mutants(vote: Vote) -> Iterator[Vote]:
    """Changed copies of what an entry says of votes, each of which says something else."""
    for name in ("quorum", "majority"):
        share = getattr(vote, name)
        if share is not None:
            yield from (replace(vote, **{name: other}) for other in shares(share) if other.part < 1)
            yield replace(vote, **{name: None})
    if vote.majority is not None:
        yield from (replace(vote, of=base) for base in BASES if base != vote.of)
        yield replace(vote, tie="adopted" if vote.tie == "refused" else "refused")
        yield replace(vote, poll=not vote.poll)
        yield replace(vote, question=None if vote.question else "land")
    # that members with a conflict of interests do not vote the law says too: nothing would come out otherwise
    for name in ("admission", "instead_of_poll"):
        if getattr(vote, name):
            yield replace(vote, **{name: False})


def changed(edition: Edition, entry: Entry, vote: Vote) -> Edition:
    """The edition with one entry changed, of the others only those that speak of votes."""
    entries = tuple(replace(one, vote=vote) if one is entry else one for one in edition.entries if one.vote)
    return replace(edition, entries=entries)


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_vote_comes_out_otherwise_for_each_change(folder: Folder) -> None:
    votes = folder.votes()
    survivors = [
        f"{entry.id}: {mutant}"
        for entry in folder.edition.entries
        if entry.vote
        for mutant in mutants(entry.vote)
        if not any(vote_cases.faults(changed(folder.edition, entry, mutant), votes, vote_laws()))
    ]
    assert not survivors, "no vote tells these changes apart:\n" + "\n".join(survivors)
