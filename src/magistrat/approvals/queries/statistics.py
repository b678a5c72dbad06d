"""How long visas take, by post: each figure is the count of the list that it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Max, Q, QuerySet

from magistrat.approvals.models import Answer
from magistrat.approvals.queries import lists
from magistrat.journal.actor import Actor

# A figure's name, its title, and which answers it counts.
FIGURES = {
    "usi": ("Надано", Q()),
    "prostrocheni": ("Прострочено", Q(on__gt=F("due_on"))),
    "pershi": ("На першій версії", Q(version__number=1)),
    "povtorni": ("На наступних версіях", Q(version__number__gt=1)),
    "zauvazhennia": ("Із зауваженнями", ~Q(outcome=Answer.Outcome.AGREED)),
}


@dataclass(frozen=True)
class Row:
    """A post's figures of a period; days are calendar days from opening to answer."""

    post: int
    title: str
    department: str
    average: float
    longest: int
    figures: dict[str, int]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Name, title and count of each figure, in their order."""
        return [(key, FIGURES[key][0], self.figures[key]) for key in FIGURES]


def by_post(actor: Actor, *, since: date, until: date, on: date) -> Sequence[Row]:
    """Figures of the posts that the person watches over (and his own), for answers from a day until (exclusive) a day.

    Slowest first; one statement, whatever the number of posts.
    """
    counted = {
        key: Count("pk", filter=condition) if condition else Count("pk") for key, (_, condition) in FIGURES.items()
    }
    found = (
        answers(actor, since=since, until=until, on=on)
        .values("step__post", "step__post__title", "step__post__department__short_name")
        .annotate(average=Avg("days"), longest=Max("days"), **counted)
        .order_by("-average", "step__post")
    )
    return [_row(dict(row)) for row in found]


def _row(row: dict[str, Any]) -> Row:
    return Row(
        post=row["step__post"], title=row["step__post__title"], department=row["step__post__department__short_name"],
        average=float(row["average"]), longest=row["longest"], figures={key: row[key] for key in FIGURES},
    )  # fmt: skip


def answers(actor: Actor, *, since: date, until: date, on: date) -> QuerySet[Answer]:
    """Visas given in the period by posts, without those that sending a draft gave by itself."""
    found = Answer.objects.filter(on__gte=since, on__lt=until, step__post__isnull=False, is_by_sending=False)
    if lists.is_overseer(actor, on):
        return found
    line = actor.line
    own = Q(step__post__in=line) | Q(step__post__head__in=line)
    return found.filter(own | Q(step__post__head__head__in=line) | Q(step__post__head__head__head__in=line))


def list_of(
    actor: Actor, *, figure: str, since: date, until: date, on: date, post: int | None = None
) -> QuerySet[Answer]:
    """The answers that a figure counts, for the list that it opens; for paging by `-days, id`."""
    found = answers(actor, since=since, until=until, on=on).filter(FIGURES[figure][1])
    if post is not None:
        found = found.filter(step__post=post)
    shown = ("step__approval__document__kind", "step__post", "version")
    heavy = (
        "step__approval__document__lemmas",
        "step__approval__document__search_text",
        "version__content",
        "version__parts",
    )
    return found.select_related(*shown).defer(*heavy)
