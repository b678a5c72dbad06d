"""Whose desk a registered paper goes to at once, whoever it is addressed to (DR 9.2, 10.12); a city without the keys has none."""

from __future__ import annotations

from magistrat.rules.edition import Edition, Entry

KEYS = ("to_mayor_at_once", "state_body_documents_to_mayor")


def entry(edition: Edition, kind: str) -> Entry | None:
    """The first entry that names the kind: its `to_roles` read the paper, in their absence its `else_roles`."""
    found = (edition.get(key) for key in KEYS)
    return next((one for one in found if one is not None and kind in one.values["kinds"]), None)


def unregistered_never(edition: Edition, kind: str) -> Entry | None:
    """The entry by which the kind goes to the mayor, at once or first, and so is never passed on unregistered."""
    at_once = edition.get("to_mayor_at_once")
    if at_once is not None and kind in at_once.values.get("kinds_first", ()):
        return at_once
    return entry(edition, kind)
