"""The clause chip: how a clause is printed and where it leads."""

from __future__ import annotations

import re

from magistrat.ui import links

NUMBERED = re.compile(r"^\d+(\.\d+)*$")


def name(clause: str) -> str:
    """«п. 8.12»; what is no bare number (a law, an annex) is printed as it stands."""
    clause = clause.strip()
    return f"п.\N{NO-BREAK SPACE}{clause}" if NUMBERED.match(clause) else clause


def chip(clause: str) -> dict[str, str]:
    """Printed clause, address of its entry and of its words ("" when the regulation has no such page)."""
    clause = (clause or "").strip()
    has_page = bool(NUMBERED.match(clause))
    return {
        "clause": clause,
        "name": name(clause),
        "url": links.to("clause", clause) if has_page else "",
        "words_url": links.to("words", clause) if has_page else "",
    }
