"""How long one may speak and how many times (DR 6.19, 6.21; KR annex 5)."""

from __future__ import annotations

from magistrat.rules import words
from magistrat.rules.hall_events import SPEECHES
from magistrat.rules.hall_state import Facts, Item, Setting
from magistrat.rules.refusal import Refusal

# The clause of each kind of speech; a report's depends on whether the question was planned.
_DEBATE, _REFERENCE = "speech_debate", "speech_reference"
LIMITS = {"co_report": _DEBATE, "debate": _DEBATE, "closing": _DEBATE, "reference": _REFERENCE}
# The clause speaks of «виступ»; reports, answers and closing words are named apart from it (DR 6.17.3, 6.19).
COUNTED = frozenset({"debate"})
MINUTE = 60


def limit(setting: Setting, facts: Facts, kind: str) -> tuple[int | None, str]:
    """Seconds for a speech of the kind and the clause that gives them; nothing and "" when none does.

    The question's own regulation comes first (KR 4.19.1, annex 5), then the clauses of the edition.
    """
    if own := facts.minutes.get(kind):
        package = setting.edition.get("main_item_package")
        return own * MINUTE, package.clause if package else ""
    planned = "speech_planned_item" if facts.is_main else "speech_current_item"
    entry = setting.edition.get(planned if kind == "report" else LIMITS.get(kind, ""))
    if entry is None or entry.term is None or entry.term.number is None:
        return None, ""
    return entry.term.number * MINUTE, entry.clause


def turns_left(setting: Setting, item: Item, who: str, member: int | None = None) -> int | None:
    """How many more times one may speak in the debate on the question; nothing when no clause limits it (DR 6.21)."""
    rule = setting.edition.get("speeches_per_item")
    if rule is None:
        return None
    return max(0, int(rule.values["at_most"]) - _taken(item, who, member))


def refusal(setting: Setting, item: Item, kind: str, who: str, member: int | None) -> Refusal | None:
    """Why this one may not be given the floor once more; nothing when he may."""
    if kind not in SPEECHES:
        return Refusal("", "Зазначте, для чого надають слово.")
    if not who:
        floor, said = setting.edition.get("floor_given"), "Зазначте, кому головуючий надає слово."
        return floor.refusal(said) if floor else Refusal("", said)
    rule = setting.edition.get("speeches_per_item")
    if rule is None or kind not in COUNTED or turns_left(setting, item, who, member) != 0:
        return None
    times = words.plural(int(rule.values["at_most"]), "раз", "рази", "разів")
    return rule.refusal(
        f"{who} уже виступає з цього питання: дозволено не більше ніж {rule.values['at_most']} {times}."
        if item.speaking
        else f"{who} уже виступив із цього питання {rule.values['at_most']} {times}, більше не дозволено."
    )


def _taken(item: Item, who: str, member: int | None) -> int:
    """Turns of the debate that this one has had; one who is no member is known by his name."""
    return sum(
        1
        for speech in item.speeches
        if speech.kind in COUNTED
        and (speech.member == member if member is not None else speech.member is None and _same(speech.who, who))
    )


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
