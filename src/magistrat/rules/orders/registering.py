"""By what an act is numbered, when it is registered, since when it has force (KR 4.34, 4.40, 4.44, 6.15-6.19; DR 5.12, 5.13, 6.26)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.orders.kinds import COUNCIL, ORDERS, Last, last_of
from magistrat.rules.refusal import Refusal

# What an act that only its own unit may know of is registered by (KR 6.18, 6.19).
RESTRICTED = "restricted"


def registries(kind: str, series: str, *, is_restricted: bool) -> tuple[str, ...]:
    """Keys of the registries in which the act may get its number, the closest first (KR 6.15-6.19; DR 5.13)."""
    if kind not in ORDERS:
        return (kind,)
    own = RESTRICTED if is_restricted else series
    return (f"order-{own.replace('_', '-')}", "order")


def numbering_rule(edition: Edition, kind: str) -> Entry | None:
    """The entry by which acts of the kind are numbered (KR 4.34, 5.33, 6.16; DR 5.13, 6.26)."""
    if kind in ORDERS:
        return edition.get("order_numbering")
    return edition.get("council_decision_numbering" if kind == COUNCIL else "decision_numbering")


def series_labels(edition: Edition) -> dict[str, str]:
    """The series into which orders fall, by key (KR 6.15; DR 5.2)."""
    entry = edition.get("order_series")
    return dict(zip(entry.values["series"], entry.values["labels"], strict=True)) if entry else {}


def is_dated_by_adoption(edition: Edition, kind: str) -> bool:
    """Whether the day of the act is that of its adoption: decisions are, orders bear the day of signature (DR 5.13, 6.26)."""
    entry = numbering_rule(edition, kind)
    said = entry.values.get("dated_by") if entry else None
    return kind not in ORDERS if said is None else said == "adoption"


def register_by(
    edition: Edition, calendar: WorkCalendar, *, kind: str, flags: Collection[str], is_restricted: bool, signed_on: date
) -> Last | None:
    """The last day of registration of a signed order (KR 6.17, 6.18, 6.19)."""
    if kind not in ORDERS:
        return None
    key = "order_registration"
    if is_restricted:
        key = "restricted_order_registration"
    elif kind == "personnel-order":
        key = "personnel_order_registration"
    entry = edition.get(key)
    # KR 6.18 speaks of some personnel orders only: the step of its route says of which.
    if entry is not None and kind == "personnel-order" and not is_restricted:
        asked = {flag for step in entry.steps for flag in step.when}
        if asked and not asked.intersection(flags):
            return None
    return last_of(entry, calendar, signed_on)


def late_refusal(last: Last | None, *, signed_on: date, on: date) -> Refusal | None:
    """What to say of a registration on another day than the clause wants."""
    if last is None or on <= last.on:
        return None
    return Refusal(
        last.clause,
        f"Акт підписано {signed_on:%d.%m.%Y}, і зареєструвати його належало не пізніше ніж {last.on:%d.%m.%Y}. "
        "Підтвердьте реєстрацію з порушенням строку.",
    )


def in_force_rule(edition: Edition, kind: str) -> Entry | None:
    """The entry that says when the act comes into force (KR 4.40, 5.40, 6.14; DR 5.12)."""
    if kind in ORDERS:
        return edition.get("order_in_force")
    return edition.get("council_decision_effect" if kind == COUNCIL else "decision_effect")


def in_force_from(
    edition: Edition, kind: str, *, signed_on: date, dated_on: date, is_normative: bool, published_on: date | None
) -> date | None:
    """Since which day the act has force; a normative decision not before its publication (KR 4.40, 5.40)."""
    if kind in ORDERS:
        return signed_on
    if is_normative and in_force_rule(edition, kind) is not None:
        return published_on
    return dated_on


def expiry_rule(edition: Edition, kind: str) -> Entry | None:
    """The entry by which an act with a term ends by itself (KR 4.44, 5.41, 6.22)."""
    if kind in ORDERS:
        return edition.get("order_loss_of_force")
    return edition.get("council_decision_loss_of_force" if kind == COUNCIL else "decision_loss_of_force")
