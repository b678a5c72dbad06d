"""Routes worked out by hand: who stands where in the approval of a paper that is about some matter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from magistrat.rules import routing
from magistrat.rules.edition import Edition
from magistrat.rules.form import Fields, FormError
from magistrat.rules.routing import Stage
from magistrat.rules.steps import ROUTES
from magistrat.rules.worked import tables

GAP = "…"
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteCase:
    """An example of the route of a paper that is about the ``given`` flags (and, in turn, each of ``each``), because ``why``.

    ``steps`` are its places in order, several steps of one place side by side. A step is written whole, «4.15.1.a finance_head
    visa limit=visa_review parallel outer», or as a neighbour only, «4.16.6 deputy_mayor»; `GAP` stands for steps that the
    route without flags has too. ``without``: those of its steps that fall away.
    """

    file: str
    name: str
    kind: str
    given: tuple[str, ...]
    each: tuple[str, ...]
    steps: tuple[Group, ...]
    without: tuple[str, ...]
    why: str

    @property
    def whole(self) -> frozenset[str]:
        """The steps written whole."""
        return frozenset(line for group in self.steps for line in group if line.count(" ") > 1)


def load(texts: Mapping[str, str]) -> tuple[RouteCase, ...]:
    """Read the tables ``[[route]]``.

    :raises FormError: naming file, case, field and reason.
    """
    return tuple(_read(fields) for fields in tables.read(texts, "route"))


def _read(fields: Fields) -> RouteCase:
    case = RouteCase(
        file=fields.file,
        name=fields.take("name", str),
        kind=fields.choice("kind", tuple(ROUTES)),
        given=fields.texts("with"),
        each=fields.texts("each"),
        steps=tuple(_group(fields, item) for item in fields.tables("steps")),
        without=fields.texts("without"),
        why=fields.take("why", str),
    )
    fields.done()
    return case


def _group(fields: Fields, item: object) -> Group:
    lines = [item] if isinstance(item, str) else item
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise fields.error("steps", "очікується крок або перелік кроків, що стоять поряд")
    return tuple(lines)


def faults(edition: Edition, cases: Iterable[RouteCase]) -> Iterator[str]:
    """The cases that do not hold, each in one Ukrainian sentence."""
    plain: dict[str, Sequence[Stage]] = {}
    for case in cases:
        try:
            if case.kind not in plain:
                plain[case.kind] = routing.route(edition, case.kind)
            for given in [(*case.given, flag) for flag in case.each] or [case.given]:
                if fault := _fault(case, routing.route(edition, case.kind, given), plain[case.kind], given):
                    yield f"{case.file}: «{case.name}» ({', '.join(given) or 'без ознак'}): {fault}"
        except FormError as wrong:
            yield str(wrong)


def _fault(case: RouteCase, route: Sequence[Stage], plain: Sequence[Stage], given: Sequence[str]) -> str:
    groups = [tuple(stages) for _, stages in groupby(route, key=lambda stage: stage.step.place)]
    if not _matches(case.steps, groups):
        return f"очікувано інший порядок, обчислено: {'; '.join(' + '.join(map(describe, group)) for group in groups)}"
    came = Counter(map(describe, route)) - Counter(map(describe, plain))
    gone = Counter(map(describe, plain)) - Counter(map(describe, route))
    if given and (extra := set(came) - case.whole):
        return f"додалося неочікуване: {', '.join(sorted(extra))}"
    if sorted(short(line) for line in gone.elements()) != sorted(case.without):
        return f"відпали: {', '.join(sorted(gone)) or 'жоден крок'}"
    return ""


def _matches(pattern: Sequence[Group], groups: Sequence[tuple[Stage, ...]]) -> bool:
    if not pattern:
        return not groups
    if pattern[0] == (GAP,):
        return any(_matches(pattern[1:], groups[start:]) for start in range(len(groups) + 1))
    return bool(groups) and _fits(pattern[0], groups[0]) and _matches(pattern[1:], groups[1:])


def _fits(lines: Group, group: tuple[Stage, ...]) -> bool:
    left = [describe(stage) for stage in group]
    for line in lines:
        found = next((one for one in left if line in (one, short(one))), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def describe(stage: Stage) -> str:
    """A step written whole: entry, role, deed, where its time comes from, its marks."""
    step = stage.step
    marks = [f"limit={step.limit}" if step.limit else "", "parallel" * step.parallel, "outer" * step.outer]
    return " ".join(part for part in (stage.entry.id, step.role, step.does, *marks) if part)


def short(line: str) -> str:
    """A step as a neighbour: entry and role."""
    return " ".join(line.split(" ")[:2])
