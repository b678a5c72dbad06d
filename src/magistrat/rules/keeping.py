"""How long papers are kept: terms as records people write them, and what clauses say of keeping."""

import re
from dataclasses import dataclass

from magistrat.rules.form import Fields

PERMANENT = "permanent"
UNTIL = ("need_passes", "liquidation", "replaced", "dismissal")
COUNTED_FROM = ("next_year_start", "creation", "file_closure", "meeting_date", "transfer_to_store", "year_end",
                "write_off_to_file", "control_removal", "term_end")  # fmt: skip
MARKS = ("ЕПК", "ЕК")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_YEARS = re.compile(r"(\d{1,3})\s*(?:р\.|р|рік|роки|років)", re.IGNORECASE)
_MARK = re.compile(r"[\s,;()]*\b(ЕПК|ЕК)\b[\s,;()]*", re.IGNORECASE)
_PERMANENT = re.compile(r"пост(?:\.|ійно|ійне зберігання)?", re.IGNORECASE)
_UNTIL = {"need_passes": re.compile(r"доки не мине потреба|дмп", re.IGNORECASE)}


@dataclass(frozen=True, slots=True)
class StorageTerm:
    """A storage term: a number of ``years``, or ``until`` an event, or ``permanent``; ``mark`` asks for a commission's review."""

    years: int | None = None
    permanent: bool = False
    until: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Keep:
    """What an entry says of keeping: for how long, counted from what, by whom and where."""

    term: StorageTerm | None = None
    counted_from: str | None = None
    until: str | None = None
    place_role: str | None = None
    expert_mark: str | None = None
    where: str | None = None


def storage_term(text: str) -> StorageTerm:
    """A term as it stands in a nomenclature: «5 років», «3 р. ЕПК», «Пост.», «Доки не мине потреба», «ЕК».

    :raises ValueError: when it is none of these.
    """
    found = _MARK.search(text)
    mark = found[1].upper() if found else None
    rest = " ".join(_MARK.sub(" ", text).split())
    if not rest and mark:
        return StorageTerm(mark=mark)
    if _PERMANENT.fullmatch(rest):
        return StorageTerm(permanent=True, mark=mark)
    for until, pattern in _UNTIL.items():
        if pattern.fullmatch(rest):
            return StorageTerm(until=until, mark=mark)
    years = _YEARS.fullmatch(rest)
    if years is None or not int(years[1]):
        raise ValueError(f"строк зберігання «{text}» не прочитано; пишіть, наприклад: «5 років ЕПК», «Постійно»")
    return StorageTerm(years=int(years[1]), mark=mark)


def read(fields: Fields) -> Keep:
    """Read a ``keep`` table.

    :raises FormError: naming file, entry, field and reason.
    """
    keep = Keep(
        term=_term(fields),
        counted_from=fields.choice("counted_from", COUNTED_FROM) if fields.has("counted_from") else None,
        until=fields.choice("until", UNTIL) if fields.has("until") else None,
        place_role=fields.optional("place_role", str),
        expert_mark=fields.choice("expert_mark", MARKS) if fields.has("expert_mark") else None,
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
        return None if text is None else storage_term(text)
    except ValueError as wrong:
        raise fields.error("term", str(wrong)) from None
