"""A registered paper on its way: what its scenes share."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from magistrat.demo import words
from magistrat.demo.scenes.arrival import Letter
from magistrat.demo.stage import Stage
from magistrat.documents.models import Document
from magistrat.organisation.models import Department, Post
from magistrat.rules.moments import local_date
from magistrat.tasks.models import Task

Step = Generator[datetime, datetime, Any]


@dataclass
class Case:
    """The paper, its leader and head, its last day."""

    letter: Letter
    document: Document
    leader: Post
    head: Post
    due: date | None = None
    last: datetime | None = None

    @property
    def stage(self) -> Stage:
        return self.letter.stage

    @property
    def rng(self) -> Random:
        return self.letter.rng

    @property
    def what(self) -> str:
        return self.letter.paper.what

    @property
    def stop(self) -> str:
        return self.letter.paper.stop

    @property
    def department(self) -> Department:
        return self.letter.department

    def words(self, name: str) -> str:
        """One of the texts of this kind."""
        return str(self.rng.choice(words.read("fillings")[name]))

    def do(self, action: Any, *, at: datetime, who: Post | str, **how: Any) -> Any:
        """The post's holder does the deed at the moment."""
        self.last = at
        return self.stage.deeds.do(action, actor=self.stage.who(who, at), at=at, **how)

    def soon(self, at: datetime, minutes: tuple[int, int] = (20, 240)) -> datetime:
        """Some time later, usually the same day."""
        return self.stage.days.after(at, self.rng, minutes)

    def in_days(self, at: datetime, days: tuple[int, int]) -> datetime:
        """Some working days later."""
        return self.stage.days.later(at, self.rng, days)

    def finish(self, at: datetime) -> datetime:
        """When the executor is ready: mostly before the term, sometimes after it."""
        calendar, rng, on = self.stage.days.calendar, self.rng, local_date(at)
        if self.letter.paper.extra.get("fast"):
            return self.in_days(at, (1, 2))
        due = self.due or on + timedelta(days=rng.randint(5, 20))
        if self.what == "late" or (rng.random() < 0.05 and self.what in {"ordinary", "reply", "control"}):
            return self.stage.days.some(calendar.add_working(max(due, on), rng.randint(1, 5)), rng)
        left = max(1, calendar.working_between(on, due))
        return self.stage.days.some(
            calendar.add_working(on, max(1, min(left, int(left * rng.uniform(0.35, 1.02))))), rng, 0.05, 0.85
        )


def executor_of(case: Case, task: Task) -> Post:
    """Whose the task is now: it may have been handed over meanwhile."""
    found = Task.objects.values_list("executor", flat=True).get(pk=task.pk)
    return case.stage.by_id[found]
