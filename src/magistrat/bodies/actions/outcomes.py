"""Outcomes are written when a question ends, and told to the upper apps in the same transaction."""

from __future__ import annotations

from datetime import date, datetime

from magistrat.bodies import hooks
from magistrat.bodies.models import Gathering, Outcome
from magistrat.journal.actor import Actor
from magistrat.rules.hall_events import ABSTAINED, AGAINST, FOR, SILENT
from magistrat.rules.hall_state import Item, Result

LONGEST = 1000


def write(
    *, actor: Actor, at: datetime, gathering: Gathering, item: Item, on: date, said_on: date | None = None
) -> Outcome:
    """Write how the question ended and tell it; part of the deed that ended it.

    :param on: the day of the decision: of the meeting, or of a poll's end until it is signed (KR 4.41.3; DR 6.26).
    :param said_on: the date that the text of a decision between meetings names itself.
    """
    result = item.result
    assert result is not None
    ballot = result.ballot
    outcome = Outcome.objects.create(
        gathering=gathering, item=item.id, document_id=item.facts.document if item.facts else None,
        result=result.result, explanation=explanation(result)[:LONGEST], changes=result.changes,
        number=item.facts.number[:10] if item.facts else "",
        clause=ballot.verdict.clause[:60] if ballot else "", on=said_on or on, said_on=said_on, at=at,
        in_favour=ballot.count(FOR) if ballot else None, against=ballot.count(AGAINST) if ballot else None,
        abstained=ballot.count(ABSTAINED) if ballot else None, silent=ballot.count(SILENT) if ballot else None,
        recused=len(ballot.recused) if ballot else None,
    )  # fmt: skip
    hooks.tell_outcome(outcome, actor, at)
    return outcome


def explanation(result: Result) -> str:
    """The verdict in words with its clause; the reason of what was put off."""
    return result.ballot.verdict.reason if result.ballot else result.reason
