"""``magistrat rule route``: by whom a paper is approved, in which order."""

from collections.abc import Sequence
from typing import Any

from magistrat.cli import arguments, folders, starts
from magistrat.cli.arguments import NOT_FOUND, Misuse, Stop
from magistrat.rules import routing, steps, term, words
from magistrat.rules.edition import Edition
from magistrat.rules.routing import Stage

_KINDS = "\n".join(f"  {kind:<20}{name}" for kind, name in steps.ROUTES.items())
USAGE = f"""Використання:
  magistrat rule route --city МІСТО --kind ВИД [--with ОЗНАКА…] [--edition ДЕНЬ] [--json]
ВИД:
{_KINDS}
--with  чого стосується документ: {", ".join(sorted(steps.FLAGS))}
        і власні ознаки регламенту; невідому буде названо разом із відомими; кілька — через пропуск або кому"""


def answer(argv: Sequence[str]) -> None:
    """Answer ``magistrat rule route``."""
    given = arguments.parse(argv, options=("city", "kind", "edition"), lists=("with",))
    kind = given.option("kind")
    if kind not in steps.ROUTES:
        raise Misuse(f"виду «{kind}» не передбачено; можливі: {', '.join(steps.ROUTES)}")
    folder = folders.city(given.option("city"))
    edition = folders.edition_for_routes(folder, starts.first_day(folder, given))
    about = [flag.strip() for flag in given.options.get("with", "").split(",") if flag.strip()]
    known = routing.flags(edition)
    for flag in about:
        if flag not in known:
            raise Misuse(f"ознаки «{flag}» не передбачено; можливі: {', '.join(sorted(known))}")
    stages = routing.route(edition, kind, about)
    if not stages:
        among = " за цими ознаками" if kind in routing.kinds(edition) else ""
        raise Stop(NOT_FOUND, f"маршруту «{steps.ROUTES[kind]}» регламент{among} не встановлює (місто {edition.city})")
    if "json" in given.flags:
        arguments.show_json({"steps": [_facts(edition, stage) for stage in stages]})
    else:
        print("\n".join(_lines(stages)))


def _facts(edition: Edition, stage: Stage) -> dict[str, Any]:
    step, limit = stage.step, stage.limit
    return {
        "role": step.role,
        "clause": stage.entry.clause,
        "id": edition.full_id(stage.entry.id),
        "limit": None
        if limit is None or limit.term is None
        else {
            "number": limit.term.number,
            "unit": limit.term.unit,
            "id": edition.full_id(limit.id),
            "clause": limit.clause,
        },
        "parallel": stage.parallel,
        "label": step.label,
        "does": step.does,
        "when": list(step.when),
        "unless": list(step.unless),
        "outer": step.outer,
    }


def _lines(stages: Sequence[Stage]) -> list[str]:
    """One line a step; steps side by side have the same number."""
    places = list(dict.fromkeys(stage.step.place for stage in stages))
    return [f"{places.index(stage.step.place) + 1}. {_line(stage)}" for stage in stages]


def _line(stage: Stage) -> str:
    time = ""
    if stage.limit is not None and stage.limit.term is not None:
        time = f"; строк — {term.length(stage.limit.term)} ({words.clause(stage.limit.clause)})"
    beside = "; одночасно з іншими" if stage.parallel else ""
    step = stage.step
    return f"{words.sentence(step.label)} — {steps.DEEDS[step.does]} ({words.clause(stage.entry.clause)}){time}{beside}"
