"""How acts are named in other acts, in journals and notices."""

from __future__ import annotations

from datetime import date

from magistrat.acts.models import Act, Kind, Relation

ACTS = {
    Kind.ORDER: "розпорядження міського голови",
    Kind.PERSONNEL_ORDER: "розпорядження міського голови",
    Kind.COMMITTEE_DECISION: "рішення виконкому міської ради",
    Kind.PROTOCOL_DECISION: "протокольне рішення виконкому міської ради",
    Kind.COUNCIL_DECISION: "рішення міської ради",
}


def short(act: Act) -> str:
    """«рішення виконкому міської ради від 21.07.2021 № 377»; a draft by its heading. The document is to be joined."""
    if act.adopted_on is None or not act.document.index:
        return f"проєкт: {act.title}"
    return f"{ACTS[Kind(act.kind)]} від {act.adopted_on:%d.%m.%Y} № {act.document.index}"


def full(act: Act) -> str:
    """The same with the heading in quotes, which of a closed act is not told: others' acts and pages name it too."""
    return f"{short(act)} «{act.title}»" if act.document.index and not is_closed(act) else short(act)


def is_closed(act: Act) -> bool:
    """Whether the act is on personnel or for official use: who may not see it learns at most its number."""
    return act.document.is_restricted or act.kind == Kind.PERSONNEL_ORDER


def target(relation: Relation) -> str:
    """The act to which a relation leads; one outside the system as it was printed."""
    return full(relation.target) if relation.target is not None else relation.named


def dated(on: date | None, number: str) -> str:
    """«від 12.12.2018 № 575»."""
    return " ".join(part for part in (f"від {on:%d.%m.%Y}" if on else "", f"№ {number}" if number else "") if part)
