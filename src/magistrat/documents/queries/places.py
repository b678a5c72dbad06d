"""Where a paper is to be registered: what the regulation keeps for one service another may not take.

KR 7.4, 7.5, 21.11, 21.12; DR 9.2, 10.3, 14.5, 14.9.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from magistrat.documents.models import Direction, DocumentKind, Registry
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import first_readers, letters
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal

# Whose papers the records service registers alone: the entry and the value that names the addressees' roles.
CENTRAL = "central_registration"
FOR_LEADERS = ((CENTRAL, "addressees"), ("no_acceptance_unregistered", "addressee_roles"))
FOR_MAYOR = "internal_for_mayor"
NOT_INCOMING = "internal_not_incoming"
TELEPHONE_OF_LEADER = "telephone_messages_of_leader"
TELEPHONE_OF_DEPARTMENT = "telephone_messages_of_department"


def records_service(on: date) -> set[int]:
    """The departments of the service that registers for the whole committee; three statements."""
    return {one.department_id for one in organisation.posts_with_role("records_clerk", on)}


def incoming_refusal(*, actor: Actor, kind: int, addressee: int | None, on: date) -> Refusal | None:
    """Why a unit's clerk may not register a paper that the records service registers: for whom it is, or what it is.

    No statement where the actor registers for the whole committee, two at most otherwise.
    """
    edition = regulation.rules_on(on)
    if actor.is_system or not edition.may("document.register_incoming", actor.roles):
        return None
    to = _roles(addressee)
    for key, name in FOR_LEADERS:
        rule = edition.get(key)
        if rule is not None and to & set(rule.values.get(name, ())):
            return rule.refusal("Документи, адресовані керівництву, приймає та реєструє лише служба діловодства.")
    return _of_higher_body(edition, kind)


def _of_higher_body(edition: Edition, kind: int) -> Refusal | None:
    """What goes to the mayor whoever it is addressed to is the records service's (DR 9.2, 10.12)."""
    if not any(edition.get(key) for key in first_readers.KEYS):
        return None
    found = DocumentKind.objects.get(pk=kind)
    rule = first_readers.entry(edition, found.key) or first_readers.unregistered_never(edition, found.key)
    if rule is None:
        return None
    return rule.refusal(f"Документ виду «{found.title}» реєструє служба діловодства: його передають міському голові.")


def outgoing_refusal(*, actor: Actor, author: int | None, on: date) -> Refusal | None:
    """Why a unit's clerk may not register a letter of this author; one statement at most."""
    return letters.registrar_refusal(regulation.rules_on(on), signatory=_roles(author), registrar=actor.roles)


def internal_refusal(
    *, actor: Actor, registry: int | None, kind: int, author: int | None, addressee: int | None, on: date
) -> Refusal | None:
    """Why an internal paper is not registered by the actor: whose secretary or service keeps such papers; five statements at most."""
    edition = regulation.rules_on(on)
    rule = edition.get(NOT_INCOMING)
    if rule is None or actor.is_system:
        return None
    key = DocumentKind.objects.values_list("key", flat=True).get(pk=kind)
    if key not in rule.values["kinds"]:
        return None
    signed, to = _roles(author), _roles(addressee)
    if signed & set(rule.values["signatory_roles"]):
        return _of_leader(edition, actor, key, (registry, author), to)
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


def _of_leader(
    edition: Edition, actor: Actor, kind: str, place: tuple[int | None, int | None], to: AbstractSet[str]
) -> Refusal | None:
    """Papers that another leader signs are his secretary's; what goes to the mayor may go through the records service.

    :param place: the registry and the author.
    """
    registry, author = place
    mayors, own, telephone = edition.get(FOR_MAYOR), edition.entry(NOT_INCOMING), edition.get(TELEPHONE_OF_LEADER)
    rule = telephone if telephone is not None and kind in telephone.values["kinds"] else own
    is_for_mayor = mayors is not None and bool(to & set(mayors.values["addressee_roles"]))
    if mayors is not None and is_for_mayor and actor.roles & set(mayors.values["registrar_roles"]):
        return None
    if actor.roles & set(rule.values["registrar_roles"]) and _assists(actor, author):
        return None
    if registry is not None and _keeps_for(actor, registry, author):
        return None
    return rule.refusal("Внутрішні листи й телефонограми за підписом керівника реєструє його секретар.")


def _assists(actor: Actor, leader: int | None) -> bool:
    """Whether the actor's post is the secretary of this leader; a secretary of nobody in particular is everybody's."""
    assists = organisation.post(actor.post_id).assists_id if actor.post_id else None
    return assists is None or assists == leader


def _keeps_for(actor: Actor, registry: int, leader: int | None) -> bool:
    """Whether the actor is appointed to keep this leader's registry, beside his secretary or instead of him; two statements.

    Whose registry it is is known by whom its clerks assist. Where none of them assists the author, it is another's who
    keeps his own registry alone; who keeps those of several leaders has taken over one whose secretary is not there.
    """
    kept = list(
        Registry.objects.filter(
            only_clerks=True, direction=Direction.INTERNAL, clerks__in={actor.post_id, actor.own_post_id} - {None}
        )
        .distinct()
        .values_list("pk", flat=True)
    )
    if registry not in kept:
        return False
    assisted = set(Registry.clerks.through.objects.filter(registry=registry).values_list("post__assists", flat=True))
    return leader in assisted or assisted == {None} or len(kept) > 1


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
