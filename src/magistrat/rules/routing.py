"""The route of a paper's approval: the steps of all clauses in their order, with the time that each one has."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from magistrat.rules.edition import Edition, Entry
from magistrat.rules.form import FormError
from magistrat.rules.steps import FLAGS, Step


@dataclass(frozen=True, slots=True)
class Stage:
    """A step where it stands in a route.

    ``entry`` is the clause that asks for it; ``limit`` the entry whose term is its time, if a clause gives one;
    ``parallel``: it stands side by side with another step of this route.
    """

    step: Step
    entry: Entry
    limit: Entry | None
    parallel: bool


def flags(edition: Edition) -> frozenset[str]:
    """What a paper may be said to be about: the common words and those of the edition's own steps."""
    own = {flag for entry in edition.entries for step in entry.steps for flag in (*step.when, *step.unless)}
    return FLAGS | own


def kinds(edition: Edition) -> frozenset[str]:
    """The kinds of papers that have a route in this edition."""
    return frozenset(kind for entry in edition.entries for kind in entry.routes)


def route(edition: Edition, kind: str, given: Collection[str] = ()) -> tuple[Stage, ...]:
    """The steps of a paper of a kind that is about the ``given`` flags; empty when the city has no such route.

    :raises FormError: when a step takes its time from an entry that is not there or is no term.
    """
    asked = [
        (step, entry)
        for entry in edition.entries
        if kind in entry.routes
        for step in entry.steps
        if _asked(step, given)
    ]
    asked.sort(key=lambda pair: pair[0].place)
    places = Counter(step.place for step, _ in asked)
    return tuple(Stage(step, entry, _limit(edition, entry, step), places[step.place] > 1) for step, entry in asked)


def faults(edition: Edition) -> Iterator[str]:
    """The steps that take their time from nowhere, each in one Ukrainian sentence."""
    for entry in edition.entries:
        for step in entry.steps:
            try:
                _limit(edition, entry, step)
            except FormError as wrong:
                yield str(wrong)


def _asked(step: Step, given: Collection[str]) -> bool:
    wanted = not step.when or any(flag in given for flag in step.when)
    return wanted and not any(flag in given for flag in step.unless)


def _limit(edition: Edition, entry: Entry, step: Step) -> Entry | None:
    if step.limit is None:
        return None
    limit = edition.get(step.limit)
    if limit is None or limit.term is None:
        raise FormError(entry.file, entry.id, "limit", f"строку з ключем «{step.limit}» немає")
    return limit
