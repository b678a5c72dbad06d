"""What a newer edition says otherwise than the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from magistrat.rules import differing
from magistrat.rules.edition import Edition, Entry, Grant


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry or right that was added, changed or left out; `old` and `new` are its plain meanings."""

    kind: str
    clause: str
    old: str
    new: str


def differences(old: Edition, new: Edition) -> list[Difference]:
    """Differences of two editions in the order of the newer one's entries, what was left out last."""
    before = {entry.id: entry for entry in old.entries}
    after = {entry.id: entry for entry in new.entries}
    found = []
    for entry in new.entries:
        kept = before.get(entry.id)
        if kept is None:
            found.append(Difference("додано", entry.clause, "", entry.meaning))
        elif _said(kept) != _said(entry):
            found.append(Difference("змінено", entry.clause, *_both(kept, entry)))
    found += [Difference("вилучено", gone.clause, gone.meaning, "") for gone in old.entries if gone.id not in after]
    return found + list(_rights(old.grants, new.grants))


def _both(old: Entry, new: Entry) -> tuple[str, str]:
    """The meanings; where they are the same, the values that differ."""
    if old.meaning != new.meaning:
        return old.meaning, new.meaning
    said = differing.of_entry(old, new)
    was, now = ("; ".join(f"{one.name}: {getattr(one, side) or '—'}" for one in said) for side in ("old", "new"))
    return (was, now) if said else (old.meaning, new.meaning)


def _said(entry: Entry) -> Entry:
    """The entry without what is not the regulation's own: the file it lies in and the notes on choices."""
    return replace(entry, file="", notes=())


def _rights(old: Iterable[Grant], new: Iterable[Grant]) -> Iterable[Difference]:
    before, after = ({(one.right, one.clause): one for one in grants} for grants in (old, new))
    for key, grant in after.items():
        kept = before.get(key)
        if kept is None or kept.roles != grant.roles:
            yield Difference(
                "право змінено" if kept else "право додано", grant.clause, kept.note if kept else "", grant.note
            )
    for key, grant in before.items():
        if key not in after:
            yield Difference("право вилучено", grant.clause, grant.note, "")
