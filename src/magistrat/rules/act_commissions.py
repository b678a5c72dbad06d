"""Commissions and working groups that an act sets up: who is in the chair (KR 6.3.8); members in full, by the alphabet, with their
consent (DR 4.4, 5.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from magistrat.rules import act_kinds, act_text
from magistrat.rules.act_draft import ORDERS, Draft, Finding
from magistrat.rules.act_text import Annex
from magistrat.rules.edition import Edition, Entry

_CONSENT = "за згодою"
_FULL_NAME = re.compile(r"[А-ЯІЇЄҐ][\w'’ʼ-]+\s+[А-ЯІЇЄҐ][\w'’ʼ-]+\s+[А-ЯІЇЄҐ][\w'’ʼ-]+")
_ABC = {letter: place for place, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}
# The chair of this commission: a whole phrase, no «голова районної ради», no «сільський голова», no «віце-голова».
_CHAIR = re.compile(
    r"(?:^|[,;–—]\s*|\s-\s*)голова(?:\s+(?:тимчасової\s+)?(?:комісії|(?:робочої\s+)?групи))?\s*(?=$|[,;(–—]|-\s)",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"\bчлен", re.IGNORECASE)
_DEPUTY = r"заступни\w+\s+\w+\s+голови"
# How the posts of the roles that the clause lists are called in compositions.
_POSTS = {
    "council_secretary": r"секретар\w*\s+\w+\s+ради",
    "first_deputy_mayor": _DEPUTY,
    "deputy_mayor": _DEPUTY,
    "mayor_adviser": r"радни\w+\s+\w+\s+голови",
    "affairs_manager": r"керуюч\w+\s+справами",
    "department_head": (
        r"(?:директор|начальни|керівни|завідувач)\w*\s+(?:\S+\s+){0,3}?"
        r"(?:департамент|управлінн|відділ|служб|сектор|інспекц|виконавч)"
    ),
}
_ON_TOP = re.compile(r"\bголов\w+|секретар", re.IGNORECASE)


def findings(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """Who is in the chair (KR 6.3.8); members in full, by the alphabet, with the consent of those from outside (DR 4.4, 5.8)."""
    own = _of_decisions(edition, draft.kind)
    set_up = edition.get("working_bodies") if draft.kind in ORDERS else None
    consent = _consent(edition, draft.kind)
    for annex in (one for one in draft.text.annexes if one.is_commission):
        part = act_text.annex_name(annex)
        if set_up and "chair_roles" in set_up.values:
            yield from (
                Finding(set_up.clause, message, is_firm=False, part=part)
                for message in _unusual_chair(annex, set_up, draft.mayor)
            )
        if own:
            yield from (Finding(own.clause, message, part=part) for message in _wrong_names(annex))
        if consent:
            for name in _by_consent(annex):
                if name not in draft.consents:
                    message = f"Немає письмової згоди: {name}. Долучіть її або зазначте день, коли згоду надано."
                    yield Finding(consent.clause, message, part=part)


def asks_consent(edition: Edition, kind: str) -> bool:
    """Whether members from outside must agree to be in a commission that an act of the kind sets up."""
    return _consent(edition, kind) is not None


def _of_decisions(edition: Edition, kind: str) -> Entry | None:
    content = edition.get("draft_decision_content") if kind == act_kinds.COMMITTEE else None
    return content if content and content.values.get("commission_only") else None


def _consent(edition: Edition, kind: str) -> Entry | None:
    of_orders = edition.get("commission_members_consent") if kind in ORDERS else None
    return _of_decisions(edition, kind) or of_orders


def members(annex: Annex) -> list[str]:
    """Names of a commission's members, as its rows have them."""
    return [row[0].strip() for row in annex.rows if row and row[0].strip()]


def _by_consent(annex: Annex) -> list[str]:
    return [row[0].strip() for row in annex.rows if row and _CONSENT in " ".join(row).lower()]


def by_consent(annexes: tuple[Annex, ...]) -> list[str]:
    """Members of all commissions of the text who are in them «за згодою», each once."""
    return list(dict.fromkeys(name for annex in annexes if annex.is_commission for name in _by_consent(annex)))


def _unusual_chair(annex: Annex, set_up: Entry, mayor: str) -> Iterator[str]:
    """A chair whose post is written and is none of the usual ones (KR 6.3.8); a row that names no post says nothing."""
    usual = "|".join(
        [rf"\b{re.escape(mayor)}\b", *(_POSTS[role] for role in set_up.values["chair_roles"] if role in _POSTS)]
    )
    for row in annex.rows:
        cells = [cell.strip() for cell in row[1:]]
        # A member may be a chair elsewhere: of a union, of another council.
        if any(_MEMBER.search(cell) for cell in cells) or not any(_CHAIR.search(cell) for cell in cells):
            continue
        post = " ".join(_CHAIR.sub(" ", cell) for cell in cells)
        is_named = re.search(r"\w", post.lower().replace(_CONSENT, ""))
        if is_named and not re.search(usual, " ".join(cells), re.IGNORECASE):
            yield f"{set_up.meaning} Головою зазначено: {row[0].strip()}."


def _wrong_names(annex: Annex) -> Iterator[str]:
    names = members(annex)
    for name in names:
        if not _FULL_NAME.match(name):
            yield f"Зазначте прізвище, ім'я та по батькові повністю: {name}."
    # The chair, the deputy and the secretary stand on top of the list, the members follow by the alphabet.
    plain = [name for name, row in zip(names, annex.rows, strict=False) if not _ON_TOP.search(" ".join(row[1:]))]
    if plain != sorted(plain, key=_in_order):
        yield "Членів комісії чи робочої групи зазначають за абеткою."


def _in_order(name: str) -> list[int]:
    return [_ABC.get(letter, -1) for letter in name.lower()]
