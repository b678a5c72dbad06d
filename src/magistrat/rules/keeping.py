"""What clauses say of keeping papers: for how long, counted from what, by whom and where."""

import re
from dataclasses import dataclass

from magistrat.rules import storage_term
from magistrat.rules.form import Fields
from magistrat.rules.storage_term import MARKS, UNTIL, StorageTerm

COUNTED_FROM = (
    "next_year_start", "creation", "file_closure", "meeting_date", "transfer_to_store", "year_end", "write_off_to_file",
    "control_removal", "term_end",
)  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Keep:
    """What an entry says of keeping; ``place_role`` is who keeps it, ``where`` the place in words."""

    term: StorageTerm | None = None
    counted_from: str | None = None
    until: str | None = None
    place_role: str | None = None
    expert_mark: str | None = None
    where: str | None = None


def read(fields: Fields) -> Keep:
    """Read a ``keep`` table.

    :raises FormError: naming file, entry, field and reason.
    """
    keep = Keep(
        term=_term(fields),
        counted_from=fields.choice("counted_from", COUNTED_FROM) if fields.has("counted_from") else None,
        until=fields.choice("until", tuple(UNTIL)) if fields.has("until") else None,
        place_role=fields.optional("place_role", str),
        expert_mark=fields.choice("expert_mark", tuple(MARKS)) if fields.has("expert_mark") else None,
        where=fields.optional("where", str),
    )
    fields.done()
    if keep == Keep():
        raise fields.error("keep", "не сказано нічого: ні строку, ні місця, ні відліку")
    if keep.place_role is not None and not _KEY.fullmatch(keep.place_role):
        raise fields.error("place_role", f"«{keep.place_role}» не є ключем ролі (snake_case)")
    if keep.term and keep.until:
        raise fields.error("until", "строк зберігання вже є (term)")
    return keep


def _term(fields: Fields) -> StorageTerm | None:
    text = fields.optional("term", str)
    try:
        return None if text is None else storage_term.read(text)
    except ValueError as wrong:
        raise fields.error("term", str(wrong)) from None
