"""Which entries must have an example worked out by hand and have none."""

from collections.abc import Collection, Iterable, Iterator

from magistrat.rules import limits
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.steps import ROUTES
from magistrat.rules.worked.limits import LimitCase
from magistrat.rules.worked.numbers import NumberCase
from magistrat.rules.worked.routes import RouteCase
from magistrat.rules.worked.says import SaysCase


def missing(
    edition: Edition,
    limited: Iterable[LimitCase],
    routes: Iterable[RouteCase],
    numbers: Iterable[NumberCase],
    says: Iterable[SaysCase],
    voted: Collection[str],
) -> Iterator[str]:
    """Each in one Ukrainian sentence; terms are asked by `rules.cases`.

    :param voted: the clauses that votes worked out by hand end with.
    """
    said = {case.id for case in says}
    judged, numbered = {case.id for case in limited}, {case.id for case in numbers}
    kept = {case.id for case in says if case.keep is not None}
    walked = {(case.kind, line.split(" ")[0]) for case in routes for line in case.whole}
    clauses = {clause for several in voted for clause in several.split(", ")}
    for entry in edition.entries:
        if entry.id not in judged and entry.kind != "limit" and limits.bounds(entry.values):
            yield f"{entry.file}: {entry.id}: для обмеження немає прикладу"
        wanting = {
            "deadline": entry.id not in said and entry.term is None,
            "limit": entry.id not in judged
            and (bool(limits.bounds(entry.values)) or (entry.id not in said and entry.term is None)),
            "order": entry.id not in said and not entry.steps and entry.term is None,
            "numbering": entry.id not in numbered,
            "retention": entry.id not in kept,
            "quorum_vote": entry.vote is not None and entry.clause not in clauses,
        }.get(entry.kind, False)
        if wanting:
            yield f"{entry.file}: {entry.id}: {_NAMES[entry.kind]} немає прикладу"
        yield from _unwalked(entry, walked)


def _unwalked(entry: Entry, walked: Collection[tuple[str, str]]) -> Iterator[str]:
    for kind in entry.routes:
        if (kind, entry.id) not in walked:
            yield f"{entry.file}: {entry.id}: для кроків маршруту «{ROUTES[kind]}» немає прикладу"


_NAMES = {
    "deadline": "для строку",
    "limit": "для обмеження",
    "order": "для порядку",
    "numbering": "для нумерації",
    "retention": "для зберігання",
    "quorum_vote": "для голосування",
}
