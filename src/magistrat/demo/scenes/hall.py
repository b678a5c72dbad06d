"""The hall of a sitting in the story: roll, votes, a conflict of interests, what is rejected or put off."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from magistrat.bodies.actions import recording
from magistrat.bodies.models import Membership
from magistrat.bodies.queries import composition, halls
from magistrat.demo.scenes.case import Step
from magistrat.demo.scenes.questions import Asked, Meeting
from magistrat.demo.stage import Stage
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import agenda
from magistrat.sittings.models import Question

# What befalls the disputed question, from sitting to sitting.
FATES = ("amend", "conflict", "reject", "postpone", "")


class Hall:
    """The hall of a sitting, step by step as its secretary writes them down."""

    def __init__(self, stage: Stage, rng: Random, meeting: Meeting, keeper: Post, at: datetime) -> None:
        self.stage, self.rng, self.meeting, self.keeper = stage, rng, meeting, keeper
        row = meeting.row
        self.gathering = row.gathering_id
        self.rules = regulation.rules_of(row.gathering.edition_id)
        self.keys = itertools.count(1)
        seated = composition.members_on(row.gathering.body, meeting.on)
        here = [one for one in seated if not (one.post_id and stage.away(stage.by_id[one.post_id].key, at))]
        # One of those from outside the house is always busy elsewhere.
        outside = [one for one in here if one.post_id is None]
        self.present = [one for one in here if one != outside[meeting.number % len(outside)]]

    def do(self, code: str, at: datetime, item: int | None = None, **payload: Any) -> datetime:
        """One step; the next moment is some seconds later."""
        known = halls.gathering(self.gathering).last
        actor = self.stage.who(self.keeper, at)
        self.stage.deeds.do(
            recording.record, actor=actor, at=at, gathering=self.gathering, code=code, payload=payload, item=item,
            key=f"pult-{next(self.keys)}", after=known,
        )  # fmt: skip
        return at + timedelta(seconds=self.rng.randint(5, 25))

    def votes(self, barred: Sequence[Membership] = (), against: int = 0, abstained: int = 0) -> dict[str, str]:
        """Votes of those present: the last ones against, before them those who abstained, all others for."""
        voters = [one for one in self.present if one not in barred]
        said = ["for"] * (len(voters) - against - abstained) + ["abstained"] * abstained + ["against"] * against
        return {str(one.pk): vote for one, vote in zip(voters, said, strict=True)}

    def held(self, at: datetime) -> Step:
        """From the roll to the closing."""
        at = self.do("called", at)
        for member in self.present:
            at = self.do("arrived", at, member=member.pk)
        at = self.do("opened", at)
        if self.rules.get("agenda_approval"):
            at = self.do("agenda_voted", at, votes=self.votes())
        if between := halls.state_of(halls.gathering(self.gathering)).polls:
            at = self.do("poll_reported", at, polls=list(between))
        ready = self._by_agenda()
        plain = [one for one in ready if one.theme.get("is_undisputed")]
        if len(plain) > 1:
            at = yield at + timedelta(minutes=2)
            at = self._block(plain, at)
        for one in ready:
            if one not in plain or len(plain) == 1:
                at = yield at + timedelta(minutes=self.rng.randint(3, 8))
                at = self._question(one, at)
        at = yield at + timedelta(minutes=2)
        self.do("closed", at)

    def _by_agenda(self) -> list[Asked]:
        """The questions in the order in which the agenda has them."""
        asked = {one.question.pk: one for one in self.meeting.ready}
        numbers = dict(Question.objects.filter(pk__in=asked).values_list("pk", "number"))
        return [asked[pk] for pk in sorted(asked, key=lambda pk: agenda.place(numbers[pk]))]

    def _block(self, plain: Sequence[Asked], at: datetime) -> datetime:
        at = self.do("vote_of_block", at, items=[one.question.pk for one in plain])
        first = plain[0].question.pk
        at = self.do("vote_cast", at, first, votes=self.votes(abstained=self.meeting.number % 2))
        return self.do("result", at, first)

    def _question(self, one: Asked, at: datetime) -> datetime:
        item, said = one.question.pk, one.theme.get("said", {})
        fate = FATES[self.meeting.number % len(FATES)] if one.act is not None else ""
        if fate not in said:
            fate = ""
        if fate == "postpone":
            return self.do("postponed", at, item, reason=said[fate])
        at = self.do("question_begun", at, item)
        barred = [self.present[-1]] if fate == "conflict" else []
        for member in barred:
            at = self.do("conflict_declared", at, item, member=member.pk, reason=said[fate])
        at = self.do("speaker_called", at, item, kind="report", who=one.question.speaker)
        at = self.do("speaker_done", at + timedelta(minutes=self.rng.randint(2, 4)), item)
        if one.act is None:
            return self.do("noted", at, item)
        if fate == "amend":
            at = self.do("amendment_proposed", at, item, by=self.present[-1].person.short_name, text=said[fate])
        if self.rules.get("voting_order"):
            at = self.do("voting_announced", at, item, text="")
        if fate == "amend":
            at = self.do("amendment_voted", at, item, number=1, votes=self.votes(abstained=1))
        against = len(self.present) - 3 if fate == "reject" else 0
        at = self.do("vote_cast", at, item, votes=self.votes(barred, against, abstained=1))
        return self.do("result", at, item)
