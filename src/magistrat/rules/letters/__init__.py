"""Outgoing letters: who signs, who visas, how many addressees, when it is registered and sent (KR 7.12, 8.8; DR 11).

Pure functions over an edition; a city without a key has no such rule.
"""

from magistrat.rules.letters.copies import (
    BLANKS,
    FILE,
    OWN,
    address_caution,
    addressees_refusal,
    blanks,
    copies,
    is_one_on_copy,
    marked_copies,
)
from magistrat.rules.letters.dispatch import dispatch_due, dispatch_refusal, next_post, way_refusal
from magistrat.rules.letters.matter import EXECUTOR, HEAD, IN_CHARGE, Caution, Matter
from magistrat.rules.letters.registering import (
    FOREIGN,
    REGISTER,
    card_refusal,
    checks,
    cutoff_caution,
    language_caution,
    register_by,
    registrar_refusal,
    registration_refusal,
    unchecked,
)
from magistrat.rules.letters.signing import BY_ADDRESSEE, BY_ANSWERED_KIND, SIGN, may_sign, proposed, refusal_to_sign
from magistrat.rules.letters.visas import (
    VISA_ORDER,
    VISAS,
    Visa,
    co_executors_caution,
    executor_mark,
    executor_name_form,
    leaders_in_charge,
    phone_refusal,
    visas,
)

__all__ = [
    "BLANKS",
    "BY_ADDRESSEE",
    "BY_ANSWERED_KIND",
    "EXECUTOR",
    "FILE",
    "FOREIGN",
    "HEAD",
    "IN_CHARGE",
    "OWN",
    "REGISTER",
    "SIGN",
    "VISAS",
    "VISA_ORDER",
    "Caution",
    "Matter",
    "Visa",
    "address_caution",
    "addressees_refusal",
    "blanks",
    "card_refusal",
    "checks",
    "co_executors_caution",
    "copies",
    "cutoff_caution",
    "dispatch_due",
    "dispatch_refusal",
    "executor_mark",
    "executor_name_form",
    "is_one_on_copy",
    "language_caution",
    "leaders_in_charge",
    "marked_copies",
    "may_sign",
    "next_post",
    "phone_refusal",
    "proposed",
    "refusal_to_sign",
    "register_by",
    "registrar_refusal",
    "registration_refusal",
    "unchecked",
    "visas",
    "way_refusal",
]
