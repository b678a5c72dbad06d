"""Which kinds of acts a city has, and in which series the acts of each kind are numbered (KR 4.34, 4.43, 5.33, 6.15–6.19; DR 5.2, 6.26).

A kind is there when the edition has a route for it; the series of orders and what they are called are the edition's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from magistrat.rules import routing
from magistrat.rules.act_text import ActText
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.steps import ROUTES, Step

ORDER, PERSONNEL_ORDER = "order", "personnel-order"
COMMITTEE, PROTOCOL, COUNCIL = "committee-decision", "protocol-decision", "council-decision"
# Kinds of acts in the order in which they are offered, and the kind of document (cities/documents.toml) of each one's card.
DOCUMENT_KINDS = {
    ORDER: "mayor_order",
    PERSONNEL_ORDER: "mayor_order",
    COMMITTEE: "committee_decision",
    PROTOCOL: "committee_decision",
    COUNCIL: "council_decision",
}
PERSONNEL, RESTRICTED = "personnel", "restricted"
ANNEXES, COMMISSION = "annexes", "commission-members"
# What is said of a decision because a clause hands it over afterwards, though no visa depends on it (KR 4.36; DR 6.26).
PERMITS = "permits"
_TRANSFERRED = {COMMITTEE: "permit_decision_transfer"}
# Series of a kind that the regulation counts by one number, and the entries that say so.
_NUMBERED = {
    COMMITTEE: ("decision_numbering", "decisions", "рішення виконавчого комітету"),
    PROTOCOL: ("protocol_decision_visas", "protocol_decisions", "протокольні рішення"),
    COUNCIL: ("council_decision_numbering", "council_decisions", "рішення міської ради"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """A series of numbers within a kind.

    :param key: `Act.series` and the key of its registry; ``label``: Ukrainian, «з основної діяльності».
    :param flags: what belonging to the series says of the route.
    :param clause: by which the series is kept apart; empty where no clause speaks of it.
    """

    key: str
    label: str
    clause: str
    flags: tuple[str, ...] = ()

    @property
    def is_restricted(self) -> bool:
        """Whether its acts are for official use."""
        return self.key == RESTRICTED


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act that the city has: key of `rules.steps.ROUTES`, its Ukrainian name and series, the usual one first."""

    key: str
    label: str
    series: tuple[Series, ...]

    @property
    def document_kind(self) -> str:
        """Key of the classifier's kind on the act's card."""
        return DOCUMENT_KINDS[self.key]


def kinds(edition: Edition) -> tuple[Kind, ...]:
    """The kinds of acts that the city's edition knows."""
    known = routing.kinds(edition)
    return tuple(Kind(key, ROUTES[key], _series(edition, key)) for key in DOCUMENT_KINDS if key in known)


def kind(edition: Edition, key: str) -> Kind | None:
    """The kind, if the city has it."""
    return next((one for one in kinds(edition) if one.key == key), None)


def series(edition: Edition, kind_key: str, series_key: str) -> Series | None:
    """The series of the kind, if the city keeps it."""
    found = kind(edition, kind_key)
    return next((one for one in found.series if one.key == series_key), None) if found else None


def flags_of(edition: Edition, kind_key: str, series_key: str, chosen: Collection[str], text: ActText) -> list[str]:
    """All that the route is asked by: what the drafter chose, what the series says, what stands in the text itself."""
    kept = series(edition, kind_key, series_key)
    found = {*chosen, *(kept.flags if kept else ())}
    if text.annexes:
        found.add(ANNEXES)
    if any(annex.is_commission for annex in text.annexes):
        found.add(COMMISSION)
    return sorted(found & routing.flags(edition))


def offered_flags(edition: Edition, kind_key: str) -> tuple[str, ...]:
    """Flags by which steps of the kind's route differ and which the drafter himself says, in the route's order."""
    of_series = [*_series(edition, ORDER), *_series(edition, PERSONNEL_ORDER)]
    said = {flag for one in of_series for flag in one.flags} | {ANNEXES, COMMISSION}
    asked = dict.fromkeys(
        flag
        for stage in _all_stages(edition, kind_key)
        for flag in (*stage.when, *stage.unless)
        if flag not in said
    )  # fmt: skip
    after = [PERMITS] if kind_key in _TRANSFERRED and edition.get(_TRANSFERRED[kind_key]) else []
    return tuple(dict.fromkeys([*asked, *after]))


def _all_stages(edition: Edition, kind_key: str) -> list[Step]:
    found = [step for entry in edition.entries if kind_key in entry.routes for step in entry.steps]
    return sorted(found, key=lambda step: step.place)


def _series(edition: Edition, key: str) -> tuple[Series, ...]:
    if key == ORDER:
        return tuple(one for one in _order_series(edition) if one.key != PERSONNEL)
    if key == PERSONNEL_ORDER:
        return (*(one for one in _order_series(edition) if one.key == PERSONNEL), *_personnel_series(edition))
    asked, series_key, label = _NUMBERED[key]
    entry = edition.get(asked) or next(entry for entry in edition.entries if key in entry.routes)
    return (Series(series_key, label, entry.clause),)


def _order_series(edition: Edition) -> Iterator[Series]:
    entry = edition.get("order_series")
    if entry is None:
        yield Series("orders", "розпорядження", "")
        return
    restricted = edition.get("restricted_order_registration")
    for key, label in _named(entry):
        is_restricted = key == RESTRICTED
        clause = restricted.clause if restricted and is_restricted else entry.clause
        yield Series(key, label, clause, (RESTRICTED,) if is_restricted else ())


def _personnel_series(edition: Edition) -> Iterator[Series]:
    """Personnel orders that have journals of their own (KR 6.18)."""
    entry = edition.get("personnel_order_registration")
    if entry is not None:
        for key, label in _named(entry):
            yield Series(key, label, entry.clause, (key,))


def _named(entry: Entry) -> Iterator[tuple[str, str]]:
    keys, labels = entry.values.get("series", ()), entry.values.get("labels", ())
    return zip(keys, labels, strict=True)
