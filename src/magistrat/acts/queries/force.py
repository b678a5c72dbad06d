"""Since when an act has force, and what its force waits for (KR 4.40, 4.42, 5.40, 6.14; DR 5.12)."""

from __future__ import annotations

from datetime import date

from magistrat.acts.models import Act
from magistrat.acts.queries import drafts
from magistrat.rules import decisions, orders
from magistrat.rules.decisions import Effect
from magistrat.rules.edition import Entry


def since(act: Act) -> date | None:
    """Since which day the act has force by what is known of it; nothing while it waits for something."""
    return effect(act).since


def effect(act: Act) -> Effect:
    """The same with what it waits for."""
    edition = drafts.rules_of(act)
    if act.kind in decisions.COMMITTEE and act.adopted_on is not None:
        return decisions.effect(
            edition, adopted_on=act.adopted_on, is_normative=act.is_normative, flags=act.flags,
            published_on=act.published_on, stated_on=act.effective_on, consented_on=act.consented_on,
        )  # fmt: skip
    if act.signed_on is None:
        return Effect(None)
    dated_on = act.adopted_on or act.signed_on
    return Effect(
        orders.in_force_from(
            edition, act.kind, signed_on=act.signed_on, dated_on=dated_on, is_normative=act.is_normative,
            published_on=act.published_on,
        )
    )  # fmt: skip


def consent_rule(act: Act) -> Entry | None:
    """The entry by which the council's commission has to consent to the decision (KR 4.42)."""
    return decisions.wants_consent(drafts.rules_of(act), act.flags) if act.kind in decisions.COMMITTEE else None
