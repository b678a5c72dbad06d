"""To how many a letter goes, in how many copies, on which blank (KR 7.12.7, 9.1.1; DR 11.5, 11.7, 15.11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from magistrat.rules import limits
from magistrat.rules.edition import Edition
from magistrat.rules.letters.matter import Caution
from magistrat.rules.refusal import Refusal

# Copies beside those for addressees: for the file, and the executor's own.
FILE, OWN = "file", "executor"
# Blanks, the entry that says whose signature each bears, and who signs on it as a rule, also where no entry says so.
BLANKS = {
    "mayor": ("letter_blank_mayor", ("mayor",)),
    "council": ("letter_blank_council", ("mayor", "council_secretary")),
    "committee": (
        "letter_blank_committee",
        ("mayor", "first_deputy_mayor", "deputy_mayor", "affairs_manager", "council_secretary"),
    ),
    "department": ("letter_blank_department", ("department_head",)),
}


def addressees_refusal(edition: Edition, count: int, *, by_list: bool) -> Refusal | None:
    """Beyond the limit of addressees a list on a separate sheet is needed (DR 11.7)."""
    limit, rule = edition.get("max_addressees"), edition.get("addressee_list")
    if limit is None or by_list or limits.judge(limit, count, "count").is_allowed:
        return None
    most = limits.number(limit)
    return (rule or limit).refusal(
        f"Адресатів {count}, а документ має не більше ніж {most} різні адреси: "
        "надішліть його за списком на окремому аркуші."
    )


def address_caution(edition: Edition, unaddressed: Sequence[str]) -> Caution | None:
    """An addressee without an exact address, which papers to other towns must bear (DR 11.7).

    :param unaddressed: names of the addressees of whom no address is known.
    """
    rule = edition.get("max_addressees")
    if rule is None or not unaddressed:
        return None
    names = "; ".join(unaddressed)
    return Caution(rule.clause, f"Немає точної адреси, обов'язкової для документів до інших міст: {names}.")


def is_one_on_copy(edition: Edition, count: int) -> bool:
    """Whether each copy bears only its own addressee (DR 11.7)."""
    rule = edition.get("addressee_list")
    return bool(rule and rule.values.get("one_addressee_on_copy") and limits.judge(rule, count).is_allowed)


def copies(edition: Edition, *, by_exchange: bool = False) -> tuple[int, str, tuple[str, ...]] | None:
    """How many copies are handed in for registration, the clause and what each is for (KR 7.12.7)."""
    entry = edition.get("outgoing_copies")
    if entry is None:
        return None
    fewer = edition.get("outgoing_copies_by_exchange") if by_exchange else None
    number = limits.number(fewer or entry)
    return number, entry.clause, tuple(entry.values.get("uses", ()))[:number]


def marked_copies(edition: Edition, *, by_exchange: bool = False) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The clause and what is printed beside the addressees' copies: use (`FILE`, `OWN`) and its mark (KR 7.12.7; DR 11.5).

    Through the system of exchange the executor gets no copy. A city that counts no copies keeps the second one, with
    visas, where its clerk looks at them.
    """
    found = copies(edition, by_exchange=by_exchange)
    if found is not None:
        number, clause, uses = found
        return clause, tuple(zip((FILE, OWN), uses[1:number], strict=False))
    entry = edition.get("dispatch_checks")
    if entry is None or "visas_on_copy" not in entry.values["checks"]:
        return "", ()
    return entry.clause, ((FILE, "примірник для справи"),)


def blanks(edition: Edition, signatory: Collection[str]) -> tuple[str, ...]:
    """Blanks on which the signatory may sign, the usual one first (KR 9.1.1; DR 15.11, 15.12)."""
    usual: list[str] = []
    others: list[str] = []
    for blank, (key, roles) in BLANKS.items():
        entry = edition.get(key)
        if frozenset(entry.values["signatory_roles"] if entry else roles).intersection(signatory):
            (usual if frozenset(roles).intersection(signatory) else others).append(blank)
    return (*usual, *others) or ("committee",)
