"""Who signs an act and until when (KR 4.4, 4.5, 5.32, 6.11-6.14; DR 5.10-5.12, 6.26)."""

from __future__ import annotations

from datetime import date

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.orders.kinds import COUNCIL, ORDERS, SIGN_COUNCIL, SIGN_DECISION, SIGN_ORDER, Last, last_of

# The drafter hands an agreed order in with its copies (KR 6.11; DR 5.10).
HANDED_IN = ("order_draft_copies", "order_signing_route")
CHAIRS = ("mayor", "council_secretary")


def right_to_sign(kind: str) -> str:
    """The right by which an act of the kind is signed."""
    if kind in ORDERS:
        return SIGN_ORDER
    return SIGN_COUNCIL if kind == COUNCIL else SIGN_DECISION


def signatory_rule(edition: Edition, kind: str) -> Entry | None:
    """The entry that names who signs (KR 4.5, 5.32, 6.12; DR 5.11, 6.26)."""
    if kind in ORDERS:
        return edition.get("order_signatories")
    return edition.get("council_decision_signing") if kind == COUNCIL else edition.get("decision_signatory")


def signatory_roles(edition: Edition, kind: str) -> tuple[str, ...]:
    """Roles of the post that signs; who stands in for it signs with both posts (KR 4.5, 6.13; DR 5.11)."""
    entry = signatory_rule(edition, kind)
    named = tuple(entry.values.get("signatory_roles", ())) if entry else ()
    return named or (CHAIRS if kind == COUNCIL else CHAIRS[:1])


def sign_by(edition: Edition, calendar: WorkCalendar, kind: str, *, adopted_on: date | None) -> Last | None:
    """The last day of signing an adopted decision (KR 4.4, 5.32); orders have none."""
    if kind in ORDERS or adopted_on is None:
        return None
    entry = edition.get("council_decision_signing" if kind == COUNCIL else "decision_signing")
    return last_of(entry, calendar, adopted_on)


def returned_unsigned(edition: Edition) -> Entry | None:
    """The entry by which what is not signed goes back with the reason (KR 6.14; DR 5.12)."""
    return edition.get("order_returned_unsigned") or edition.get("order_in_force")


def handed_in_by(edition: Edition, kind: str) -> str:
    """The clause by which an agreed order is put before its signatory (KR 6.11; DR 5.10); "" for decisions."""
    if kind not in ORDERS:
        return ""
    found = (edition.get(key) for key in HANDED_IN)
    return next((entry.clause for entry in found if entry is not None), "")
