"""Who signs the papers of a sitting that are no acts: the telephone message, the protocol of instructions.

KR 4.28, 8.20.3; DR 6.15, 6.26. Pure functions over an edition; each names the role of a post.
"""

from __future__ import annotations

from magistrat.rules.edition import Edition, Entry

MESSAGE, INSTRUCTIONS = "meeting_invitation_signatory", "instructions_protocol"
MANAGER, MAYOR = "affairs_manager", "mayor"


def of_message(edition: Edition) -> str:
    """Who signs the invitation: whom the clause names, or whom it lets act; without one who prepares the sitting (DR 6.15)."""
    entry = edition.get(MESSAGE)
    roles = (entry.values.get("signatory_roles") or entry.actor) if entry else ()
    return next(iter(roles), MANAGER)


def of_instructions(edition: Edition) -> str:
    """Whose the instructions given at a sitting are: the mayor's unless the clause lets another sign them (KR 8.20.3; DR 6.26)."""
    entry = signature_of_instructions(edition)
    return next(iter(entry.values["signatory_roles"])) if entry else MAYOR


def signature_of_instructions(edition: Edition) -> Entry | None:
    """The entry by which their protocol is issued only when signed (DR 6.26); nothing where none asks it (KR 8.20.3)."""
    entry = edition.get(INSTRUCTIONS)
    return entry if entry and entry.values.get("signatory_roles") else None
