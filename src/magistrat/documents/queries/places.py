"""Where a paper is to be registered: what the regulation keeps for one service another may not take (KR 7.4, 7.5, 21.11, 21.12)."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from magistrat.documents.models import DocumentKind
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal

CENTRAL = "central_registration"
FOR_MAYOR = "internal_for_mayor"
NOT_INCOMING = "internal_not_incoming"
TELEPHONE_OF_LEADER = "telephone_messages_of_leader"
TELEPHONE_OF_DEPARTMENT = "telephone_messages_of_department"


def incoming_refusal(*, actor: Actor, addressee: int | None, on: date) -> Refusal | None:
    """Why a unit's clerk may not register a paper that is addressed to the leadership.

    No statement where the actor registers for the whole committee, one otherwise.
    """
    edition = regulation.rules_on(on)
    rule = edition.get(CENTRAL)
    if (
        rule is None
        or addressee is None
        or actor.is_system
        or not edition.may("document.register_incoming", actor.roles)
    ):
        return None
    if _roles(addressee) & set(rule.values["addressees"]):
        return rule.refusal("Документи, адресовані керівництву, приймає та реєструє лише служба діловодства.")
    return None


def internal_refusal(*, actor: Actor, kind: int, author: int | None, addressee: int | None, on: date) -> Refusal | None:
    """Why an internal paper is not registered by the actor: whose secretary or service keeps such papers; three statements at most."""
    edition = regulation.rules_on(on)
    rule = edition.get(NOT_INCOMING)
    if rule is None or actor.is_system:
        return None
    key = DocumentKind.objects.values_list("key", flat=True).get(pk=kind)
    if key not in rule.values["kinds"]:
        return None
    signed, to = _roles(author), _roles(addressee)
    if signed & set(rule.values["signatory_roles"]):
        return _of_leader(edition, actor, key, to)
    return _of_mayor(edition, actor, key) if "mayor" in signed else _of_department(edition, actor, key, to)


def _of_mayor(edition: Edition, actor: Actor, kind: str) -> Refusal | None:
    """Telephone messages that the mayor signs are the records service's."""
    rule, telephone = edition.get(FOR_MAYOR), edition.get(TELEPHONE_OF_LEADER)
    if (
        rule is None
        or telephone is None
        or kind not in telephone.values["kinds"]
        or actor.roles & set(rule.values["registrar_roles"])
    ):
        return None
    return rule.refusal("Телефонограми за підписом міського голови реєструє служба діловодства.")


def _of_leader(edition: Edition, actor: Actor, kind: str, to: AbstractSet[str]) -> Refusal | None:
    """Papers that another leader signs are his secretary's; what goes to the mayor may go through the records service."""
    mayors, own, telephone = edition.get(FOR_MAYOR), edition.entry(NOT_INCOMING), edition.get(TELEPHONE_OF_LEADER)
    rule = telephone if telephone is not None and kind in telephone.values["kinds"] else own
    allowed = set(rule.values["registrar_roles"])
    if mayors is not None and to & set(mayors.values["addressee_roles"]):
        allowed |= set(mayors.values["registrar_roles"])
    if actor.roles & allowed:
        return None
    return rule.refusal("Внутрішні листи й телефонограми за підписом керівника реєструє його секретар.")


def _of_department(edition: Edition, actor: Actor, kind: str, to: AbstractSet[str]) -> Refusal | None:
    """Papers inside the committee are not the records service's, but for those to the mayor."""
    mayors, own, telephone = edition.get(FOR_MAYOR), edition.entry(NOT_INCOMING), edition.get(TELEPHONE_OF_DEPARTMENT)
    if (
        mayors is None
        or not actor.roles & set(mayors.values["registrar_roles"])
        or to & set(mayors.values["addressee_roles"])
    ):
        return None
    rule = telephone if telephone is not None and kind in telephone.values["kinds"] else own
    return rule.refusal(
        "Листування в межах виконкому служба діловодства не реєструє: його веде секретар керівника або сам виконавчий орган."
    )


def _roles(post: int | None) -> set[str]:
    return set(organisation.post(post).roles) if post else set()
