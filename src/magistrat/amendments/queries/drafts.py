"""Drafts and their changes, and the rules that a draft's texts make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from django.conf import settings

from magistrat.amendments.models import DraftChange, DraftEdition
from magistrat.regulation import queries as regulation
from magistrat.rules import amending, clauses, places
from magistrat.rules import edition as rules
from magistrat.rules.edition import Edition, Entry, natural

MOST_HITS = 60


def drafts() -> Sequence[DraftEdition]:
    """All drafts without their texts, those being written first, newest first; one statement."""
    return list(DraftEdition.objects.defer("texts").select_related("base", "adopted").order_by("-state", "-id"))


def drafts_of(state: str) -> int:
    """How many drafts are in the state; one statement."""
    return DraftEdition.objects.filter(state=state).count()


def draft(draft_id: int) -> DraftEdition:
    """One draft with its texts; one statement.

    :raises DraftEdition.DoesNotExist: when there is none.
    """
    return (
        DraftEdition.objects.select_related("base", "adopted").defer("base__files", "adopted__files").get(pk=draft_id)
    )


def changes(draft_id: int) -> Sequence[DraftChange]:
    """The changes of a draft, newest first; one statement."""
    return list(DraftChange.objects.filter(draft=draft_id).order_by("-version"))


def rules_of_draft(found: DraftEdition) -> Edition:
    """The rules that the draft's texts make; a process reads the same texts once.

    :raises FormError: never for a draft that was changed on the screen: each change is read before it is kept.
    """
    return _loaded(tuple(sorted(found.texts.items())))


def entries_like(edition: Edition, written: str) -> list[Entry]:
    """Entries whose clause or number begins so, or whose meaning or words have all the words; the first sixty."""
    stems = [word.lower() for word in written.split()]
    if not stems:
        return []
    number = stems[0].rstrip(".") if len(stems) == 1 and stems[0][0].isdecimal() else ""
    found = (
        entry
        for entry in edition.entries
        if (number and (_begins(entry.clause, number) or _begins(entry.id, number)))
        or (
            not number
            and all(stem in f"{entry.clause} {entry.key} {entry.meaning} {entry.words}".lower() for stem in stems)
        )
    )
    return sorted(found, key=lambda one: natural(one.id))[:MOST_HITS]


def rights_like(found: DraftEdition, written: str) -> list[places.Place]:
    """Rights of tables of their own whose clause is so, or whose name or note has all the words; the first sixty."""
    stems = [word.lower() for word in written.split()]
    if not stems:
        return []
    hits = [
        one
        for one in places.places(found.texts)
        if one.kind == places.RIGHT
        and (
            str(one.table.get("clause")) == written.strip()
            or all(stem in f"{one.table.get('right', '')} {one.table.get('note', '')}".lower() for stem in stems)
        )
    ]
    return hits[:MOST_HITS]


def texts_of_edition(edition_id: int) -> dict[str, str]:
    """The texts of an adopted edition; its worked examples from the city's folder where the edition came without them.

    :raises ObjectDoesNotExist: when the city has not adopted it.
    """
    record = regulation.edition_record(edition_id)
    files = next(texts for since, texts in regulation.edition_texts() if since == record.in_force_from)
    if any(name.startswith("cases/") for name in files):
        return dict(files)
    return {**files, **_cases(regulation.city().slug, record.in_force_from.isoformat())}


def _cases(slug: str, since: str) -> Mapping[str, str]:
    folder = settings.CITIES_DIR / slug / since / "cases"
    found: Iterable[tuple[str, str]] = (
        (f"cases/{path.name}", path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))
    )
    return dict(found)


def _begins(written: str, number: str) -> bool:
    return written == number or written.startswith((f"{number}.", f"{number}-"))


@lru_cache(maxsize=8)
def _loaded(texts: tuple[tuple[str, str], ...]) -> Edition:
    return rules.load(dict(texts))


def clause_words(found: DraftEdition, edition: Edition, printed: str) -> str:
    """The paragraph of a clause in the draft's text; empty when there is none."""
    text = found.texts.get(amending.REGULATION, "")
    at = next(
        (one for one in clauses.split(text, edition.annexes) if printed in (one.printed, one.id, one.number)), None
    )
    return at.text.strip() if at else ""


def changed_passages(found: DraftEdition) -> list[tuple[str, str]]:
    """Lines of the regulation's text that the draft has otherwise: those of its base and its own, in order."""
    old = next(
        files.get(amending.REGULATION, "")
        for since, files in regulation.edition_texts()
        if since == found.base.in_force_from
    )
    return list(_passages(_lines(old), _lines(found.texts.get(amending.REGULATION, ""))))


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _passages(old: list[str], new: list[str]) -> Iterable[tuple[str, str]]:
    # Nearly all lines are the same: only what lies between the first and the last difference is compared.
    start = next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = old[start : len(old) - tail], new[start : len(new) - tail]
    for kind, i, j, k, m in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "\n".join(middle[0][i:j]), "\n".join(middle[1][k:m])
