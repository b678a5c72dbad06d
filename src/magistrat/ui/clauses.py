"""The clause chip: how a clause is printed and where it leads."""

from __future__ import annotations

import re

from magistrat.ui import links

NUMBERED = re.compile(r"^\d+(\.\d+)*$")
# An item of another document, as «41 Типової інструкції».
ITEM_OF_ANOTHER = re.compile(r"^\d+(\.\d+)* [А-ЯІЇЄҐ]")
OF_ANNEX = re.compile(r"^додаток (\d+)(?:, п\. (\d+(?:\.\d+)*))?$")


def name(clause: str) -> str:
    """«п. 8.12», «п. 41 Типової інструкції»; what begins with no item's number (a law, an annex) is printed as it stands."""
    clause = clause.strip()
    is_item = NUMBERED.match(clause) or ITEM_OF_ANOTHER.match(clause)
    return f"п.\N{NO-BREAK SPACE}{clause}" if is_item else clause


def chip(clause: str) -> dict[str, str]:
    """Printed clause, address of its entry and of its words ("" when the regulation has no such page)."""
    clause = (clause or "").strip()
    place = address(clause)
    return {
        "clause": clause,
        "name": name(clause),
        "url": links.to("clause", place) if place else "",
        "words_url": links.to("words", place) if place else "",
    }


def address(clause: str) -> str:
    """By which address the regulation shows the clause: `8.12`, `A15-4.1`; "" for what is no clause of it."""
    if found := OF_ANNEX.match(clause):
        return "-".join(filter(None, (f"A{found[1]}", found[2])))
    return clause if NUMBERED.match(clause) else ""
