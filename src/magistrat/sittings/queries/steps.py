"""What is done for the sitting itself: each step with its last day, when it was done and by whom, else whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.bodies import hooks
from magistrat.journal.models import Entry
from magistrat.organisation import queries as organisation
from magistrat.rules import sitting_deeds, sitting_way
from magistrat.rules.moments import local_date
from magistrat.rules.sitting_way import Last
from magistrat.sittings.models import Question, Sitting
from magistrat.sittings.queries import count

Stage = Question.Stage
AGREED = (Stage.AGREED, Stage.DELIVERED, Stage.REVIEWED, Stage.ON_AGENDA, Stage.DONE)
# How the sitting is made known, and by whose right.
TOLD = {
    sitting_deeds.COPIES: ("sessions.prepare",),
    sitting_deeds.WEBSITE: ("publication.publish_draft",),
    sitting_deeds.PRESS: ("sessions.invite_press",),
}


@dataclass(frozen=True)
class Step:
    """A deed for the sitting itself: its last day, when it was done, and by whom."""

    last: Last
    done_on: date | None = None
    by: str = ""
    who: str = ""

    @property
    def is_told(self) -> bool:
        """Whether it is noted by a button of its own: how the sitting was made known."""
        return self.last.deed in TOLD


def of(sitting: Sitting) -> list[Step]:
    """What is done for the sitting itself, in the order of the last days."""
    done = {
        sitting_deeds.ORDER: (sitting.convened_at, sitting.order_printed),
        sitting_deeds.AGREED: (sitting.agreed_at, sitting.agreed_by),
        sitting_deeds.TO_MAYOR: (sitting.to_mayor_at, sitting.to_mayor_by),
        sitting_deeds.MEMBERS: (sitting.sent_at, sitting.sent_by),
    }
    done |= {one.kind: (one.at, one.by) for one in sitting.announcements.all()}
    if sitting.convening_id and sitting_deeds.COPIES not in done and (sent := hooks.sent(sitting.convening_id)):
        done[sitting_deeds.COPIES] = sent
    lasts = sitting_way.of_sitting(count.of(sitting), count.day_of(sitting))
    waiting = [last.deed for last in lasts if last.deed in TOLD and last.deed not in done]
    who = _who(sitting, waiting) if waiting else {}
    return [
        Step(last, *_done(done.get(last.deed, (None, ""))), "" if last.deed in done else who.get(last.deed, ""))
        for last in lasts
    ]


@dataclass(frozen=True)
class Deed:
    """A deed for one question: its last day, whether it is done, and the day of that where somebody noted it."""

    last: Last
    is_done: bool = False
    done_on: date | None = None


def of_question(question: Question, lasts: Sequence[Last], entries: Sequence[Entry]) -> list[Deed]:
    """What is done for the question, in the order of the last days; nothing awaits an excluded one. No statement.

    :param entries: the question's journal, by which the day of its last visa is known.
    """
    if question.stage == Stage.OUT:
        return []
    sitting = question.sitting
    followed = [entry.at for entry in entries if entry.code == "sittings.draft_followed"]
    done: dict[str, tuple[bool, datetime | None]] = {
        sitting_deeds.PROPOSAL: (True, question.proposed_at),
        sitting_deeds.BUDGET: (True, question.proposed_at),
        sitting_deeds.PREPARATION: (question.stage in AGREED, max(followed, default=None)),
        sitting_deeds.PUBLICATION: _at(question.publication_asked_at or question.published_at),
        sitting_deeds.DELIVERY: _at(count.delivered_at(question)),
        sitting_deeds.REVIEW: _at(question.reviewed_at),
        sitting_deeds.AGREED: _at(sitting.agreed_at),
        sitting_deeds.TO_MAYOR: _at(sitting.to_mayor_at),
        sitting_deeds.MEMBERS: _at(sitting.sent_at),
    }
    return [_deed(last, *done.get(last.deed, (False, None))) for last in lasts]


def _deed(last: Last, is_done: bool, at: datetime | None) -> Deed:
    return Deed(last, is_done, _day(at) if is_done else None)


def _at(at: datetime | None) -> tuple[bool, datetime | None]:
    return at is not None, at


def _done(done: tuple[datetime | None, str]) -> tuple[date | None, str]:
    return _day(done[0]), done[1]


def _who(sitting: Sitting, deeds: Sequence[str]) -> dict[str, str]:
    """The units whose posts have the right of each deed, as a note beside it; one statement."""
    rights, on = count.of(sitting).edition, sitting.gathering.on
    roles = {deed: rights.roles_with(right) for deed in deeds for right in TOLD[deed]}
    units = organisation.units_by_role(on)
    return {deed: "; ".join(sorted({name for role in roles[deed] for name in units.get(role, ())})) for deed in roles}


def _day(at: datetime | None) -> date | None:
    return local_date(at) if at else None
