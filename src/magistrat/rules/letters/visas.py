"""Whose visas a letter needs, and what is said of its executor (KR 7.12.5, 7.12.6, 8.8; DR 11.9, 11.11)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from magistrat.rules.edition import Edition
from magistrat.rules.letters.matter import EXECUTOR, HEAD, IN_CHARGE, Caution, of_signatory
from magistrat.rules.refusal import Refusal

# An executor answers for his draft before anyone else does; the others follow side by side.
VISA_ORDER = (EXECUTOR, HEAD, IN_CHARGE)
VISAS = ("visas_for_mayor", "visas_for_leader")


@dataclass(frozen=True, slots=True)
class Visa:
    """A visa that a letter needs: whose (`EXECUTOR`, `HEAD` or `IN_CHARGE`) and by which clause."""

    who: str
    clause: str


def visas(edition: Edition, signatory: Collection[str], *, has_co_executors: bool = False) -> tuple[Visa, ...]:
    """Visas that a letter needs by the roles of its signatory, in their order (KR 7.12.5, 7.12.6, 8.8; DR 11.11).

    The executor's own visa always comes first: with co-executors he answers for all of them (KR 8.8).
    """
    entry = of_signatory(edition, VISAS, signatory)
    needed = dict.fromkeys(entry.values.get("visa_roles", ()), entry.clause) if entry else {}
    consolidated = edition.get("consolidated_reply") if has_co_executors else None
    own = needed.get(EXECUTOR) or (consolidated.clause if consolidated else "") or (entry.clause if entry else "")
    needed[EXECUTOR] = own
    return tuple(Visa(who, needed[who]) for who in VISA_ORDER if who in needed)


def leaders_in_charge(edition: Edition, signatory: Collection[str]) -> frozenset[str]:
    """Roles among which the leader in charge is looked for by fields of responsibility."""
    entry = of_signatory(edition, VISAS, signatory)
    return frozenset(entry.values.get("leader_in_charge_roles", ())) if entry else frozenset()


def executor_mark(edition: Edition, signatory: Collection[str]) -> Visa:
    """Who is printed as executor with his phone: a leader in charge, the head or the executor (KR 7.12.5; DR 11.9)."""
    entry = of_signatory(edition, VISAS, signatory)
    marked = tuple(entry.values.get("executor_mark_roles", ())) if entry else ()
    if entry and marked:
        return Visa(HEAD if marked == (HEAD,) else IN_CHARGE, entry.clause)
    own = edition.get("letter_executor_mark")
    return Visa(EXECUTOR, own.clause if own else "")


def phone_refusal(edition: Edition, signatory: Collection[str], phone: str) -> Refusal | None:
    """The executor's phone must stand on the letter (KR 7.12.5, 7.12.6; DR 11.9)."""
    entries = (of_signatory(edition, VISAS, signatory), edition.get("letter_executor_mark"))
    wanting = next((entry for entry in entries if entry and "executor_phone" in entry.values.get("requires", ())), None)
    if wanting is None or phone.strip():
        return None
    return wanting.refusal("Зазначте номер службового телефону виконавця: він має бути на всіх примірниках листа.")


def co_executors_caution(edition: Edition, signatory: Collection[str]) -> Caution | None:
    """A reply signed by a head of a body goes with the information of all co-executors (KR 8.8)."""
    entry = edition.get("consolidated_reply")
    named = frozenset(entry.values.get("attach_co_executors_when_signed_by", ())) if entry else frozenset()
    if entry is None or not named.intersection(signatory):
        return None
    return Caution(entry.clause, "Додайте до відповіді погоджені інформації всіх співвиконавців.")


def executor_name_form(edition: Edition) -> str:
    """How the executor is named: `surname_initials` (DR 11.9), else by given name and surname (KR 7.12.5)."""
    entry = edition.get("letter_executor_mark")
    return str(entry.values.get("name_form", "")) if entry else ""
