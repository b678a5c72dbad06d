"""The agenda of a sitting: its order, numbers and text, what may not stand in it twice, what a main item brings with it.

KR 4.7, 4.19, 4.22, annexes 5-7; DR 6.4, 6.6. Pure functions over an edition; a city without a key has no such rule.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from magistrat.rules import limits
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.limits import Judged
from magistrat.rules.refusal import Refusal

REPEATED = "decision_repeated_title_bar"
MAIN_LIMIT, MAIN_PACKAGE, MARK = "main_items_limit", "main_item_package", "agenda_regulatory_mark"
# Forms of the annexes that are filled in on the screen, by the key of what they are in the package (KR 4.19).
FORMS = {
    "item_rules": "item_rules_form",
    "invited_list": "invited_list_form",
    "shortcomings_list": "shortcomings_list_form",
}
MAIN_BLOCK, LATE_BLOCK = "Основні планові питання", "Додатково внесені питання"
_SIGNS = re.compile(r"[\"'«»„“”ʼ’`.,;:–—-]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A question as the agenda orders it; ``department`` is the rank and name of the unit that brings it in."""

    id: int
    title: str
    department: tuple[int, str] = (0, "")
    is_main: bool = False
    is_regulatory: bool = False
    is_late: bool = False
    block: int | None = None
    position: int = 0
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the agenda; its items stand together."""

    id: int | None
    title: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Questions that may not stand in one agenda together, with the sentence that says why."""

    ids: tuple[int, ...]
    clause: str
    message: str
    words: str = ""

    def refusal(self) -> Refusal:
        """The same as a refusal."""
        return Refusal(self.clause, self.message, self.words)


# ── order ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def in_blocks(items: Iterable[Item], blocks: Sequence[tuple[int, str]]) -> list[Block]:
    """The items as they stand: blocks in their order, then those of no block; empty blocks stay."""
    placed: dict[int | None, list[Item]] = {block: [] for block, _ in blocks}
    for item in items:
        placed.setdefault(item.block if item.block in placed else None, []).append(item)
    named = [*blocks, *([(None, "")] if None in placed else [])]
    return [Block(block, title, tuple(sorted(placed[block], key=_placed))) for block, title in named]


def arranged(items: Iterable[Item]) -> list[Item]:
    """By rule: main items first, then by the units that bring them in, late ones last; otherwise as they stood."""
    return sorted(items, key=lambda item: (item.is_late, not item.is_main, item.department, _placed(item)))


def proposed_blocks(items: Iterable[Item]) -> list[tuple[str, list[int]]]:
    """Blocks by rule: the main items, one of each unit, the late ones; with the ids of their items in order."""
    found: dict[str, list[int]] = {}
    for item in arranged(items):
        title = LATE_BLOCK if item.is_late else MAIN_BLOCK if item.is_main else item.department[1]
        found.setdefault(title, []).append(item.id)
    return list(found.items())


def moved(ids: Sequence[int], item: int, to: int) -> list[int]:
    """The ids with one of them moved to a place (0 is the first; beyond the ends it stops at them)."""
    rest = [one for one in ids if one != item]
    place = max(0, min(to, len(rest)))
    return [*rest[:place], item, *rest[place:]]


def numbered(blocks: Iterable[Block]) -> dict[int, str]:
    """The number of each item, from 1 through all blocks."""
    ids = [item.id for block in blocks for item in block.items]
    return {item: str(number) for number, item in enumerate(ids, start=1)}


def place(number: str) -> tuple[bool, tuple[int, ...]]:
    """Where a printed number stands among others («9» before «10», «2.1» after «2»); what has none comes last."""
    parts = tuple(int(part) for part in re.findall(r"\d+", number))
    return not parts, parts


def text(blocks: Sequence[Block]) -> str:
    """The agenda in words, as it is frozen: blocks' titles, numbers, titles of items, who reports."""
    numbers, lines = numbered(blocks), []
    for block in blocks:
        if block.title and block.items:
            lines += [block.title, ""]
        for item in block.items:
            lines.append(f"{numbers[item.id]}. {item.title}")
            lines += [f"Доповідає: {item.speaker}"] if item.speaker else []
        lines.append("")
    return "\n".join(lines).strip()


def is_marked(edition: Edition, item: Item) -> bool:
    """Whether the item stands in bold italics: brought in by the regulatory procedure (KR 4.22)."""
    return item.is_regulatory and edition.get(MARK) is not None


# ── what may not stand together ─────────────────────────────────────────────────────────────────────────────────────


def same(title: str) -> str:
    """What two titles have in common that differ in case, spaces, quotes and signs only."""
    return " ".join(_SIGNS.sub(" ", title).casefold().split())


def repeats(edition: Edition, titles: Mapping[int, str], changes: Mapping[int, Collection[str]]) -> list[Repeat]:
    """Questions of one title, and those whose drafts change the same earlier decision (KR 4.7).

    :param changes: the earlier acts, as printed, that each question's draft changes.
    """
    rule = edition.get(REPEATED)
    if rule is None:
        return []
    found = [
        _repeat(rule, ids, f"На одне засідання не виносять кількох рішень з однаковою назвою: «{titles[ids[0]]}».")
        for ids in _together({one: {same(title)} for one, title in titles.items()}).values()
    ]
    found += [
        _repeat(rule, ids, f"На одне засідання не виносять кількох рішень про зміни до того самого рішення: {act}.")
        for act, ids in _together(changes).items()
    ]
    return found


def _together(said: Mapping[int, Collection[str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for one, names in said.items():
        for name in sorted(set(names)):
            places.setdefault(name, []).append(one)
    return {name: ids for name, ids in places.items() if len(ids) > 1}


def _repeat(rule: Entry, ids: Sequence[int], message: str) -> Repeat:
    return Repeat(tuple(ids), rule.clause, message, rule.words)


# ── main items ──────────────────────────────────────────────────────────────────────────────────────────────────────


def main_items(edition: Edition, number: int) -> Judged | None:
    """What the clause says of so many main items (DR 6.4); nothing where the city limits them not."""
    entry = edition.get(MAIN_LIMIT)
    return limits.judge(entry, number) if entry else None


def package(edition: Edition) -> list[tuple[str, str, bool]]:
    """What accompanies a main item: key, label, whether it is asked in any case (KR 4.19; DR 6.6)."""
    entry = edition.get(MAIN_PACKAGE)
    if entry is None:
        return []
    optional = set(entry.values.get("if_any", ()))
    pairs = zip(entry.values["required"], entry.values["labels"], strict=True)
    return [(key, label, key not in optional) for key, label in pairs]


def lacking(edition: Edition, given: Collection[str]) -> Refusal | None:
    """What a main item's package lacks; nothing when it is whole."""
    missing = [label for key, label, is_asked in package(edition) if is_asked and key not in given]
    if not missing:
        return None
    return edition.entry(MAIN_PACKAGE).refusal(
        f"До проєкту з основного планового питання обов'язково подають: {'; '.join(missing)}."
    )


def form(edition: Edition, key: str) -> Entry | None:
    """The annex by whose form a part of the package is filled in; nothing where the city has no such form."""
    return edition.get(FORMS[key]) if key in FORMS else None


def unfilled(entry: Entry, given: Mapping[str, object]) -> list[str]:
    """Labels of what the form asks and was not filled in."""
    pairs = zip(entry.values["required"], entry.values["labels"], strict=True)
    return [label for name, label in pairs if not given.get(name)]


def _placed(item: Item) -> tuple[int, int]:
    return item.position, item.id
