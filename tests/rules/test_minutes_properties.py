"""The minutes say exactly what happened: read back, they give what a plain count of the bare steps gives."""

from __future__ import annotations

import re
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from magistrat.rules import minutes
from magistrat.rules.minutes_told import Asked, Told
from tests.rules.halls import DR, KR, Hall
from tests.rules.test_hall_properties import QUESTIONS, SCRIPTS, SEATS, live, played

VOTES = ("for", "against", "abstained", "silent")
LABELS = dict(zip(VOTES, ("«за»", "«проти»", "«утрималися»", "не голосували"), strict=True))
NUMBERS = re.compile(r"^Голосували: " + ", ".join(f"{label} – (\\d+)" for label in LABELS.values()) + r"\.$")
MOVED = re.compile(r"^О \d\d:\d\d (прибув|вибув) \(\w+\) Член (\d\d): присутніх (\d+)\.$")
DECLARED = re.compile(r"^Член (\d\d) до початку .* про конфлікт інтересів: родич")
PRESENT = re.compile(r"^На час вирішення питання присутні (\d+) член\w* із 7\.$")
ENDS = {"ухвалити": "adopted", "ухвалити зі змінами": "changed", "не ухвалено": "rejected"}
ENDED = re.compile(r"^Рішення (ухвалити зі змінами|ухвалити|не ухвалено) \(")
TOLD = Told(place="зала", questions=[Asked(one, "Про бюджет", str(one)) for one in QUESTIONS])


def said(stage: Hall) -> dict[str, list[tuple]]:
    """What the text says, read back by part: votes, who cast them, declarations, presence, results, movements in order."""
    found: dict[str, list[tuple]] = defaultdict(list)
    for part in minutes.assemble(stage.setting, stage.events, TOLD):
        for line in part.lines:
            if match := NUMBERS.match(line):
                found[part.key].append(("votes", tuple(map(int, match.groups()))))
            elif line.startswith("Поіменно: "):
                found[part.key].append(("names", by_name(line)))
            elif match := DECLARED.match(line):
                found[part.key].append(("declared", int(match[1])))
            elif match := PRESENT.match(line):
                found[part.key].append(("present", int(match[1])))
            elif match := ENDED.match(line):
                found[part.key].append(("ended", ENDS[match[1]]))
            elif line.startswith("Розгляд питання відкласти"):
                found[part.key].append(("ended", "postponed"))
            elif match := MOVED.match(line):
                found["moves"].append((match[1], int(match[2]), int(match[3])))
            else:
                assert "Голосували" not in line
                assert "присутніх" not in line
    return found


def by_name(line: str) -> tuple[tuple[int, str], ...]:
    cast = set()
    for kind, label in LABELS.items():
        if match := re.search(rf"{label} – ([^;.]+)", line):
            cast |= {(int(name), kind) for name in re.findall(r"Член (\d\d)", match[1])}
    return tuple(sorted(cast))


def happened(stage: Hall) -> dict[str, list[tuple]]:  # noqa: C901 one case for each kind of step
    """The same counted from the bare steps, without the rules: only who came, what was cast, more than half of seven."""
    found: dict[str, list[tuple]] = defaultdict(list)
    present, is_open, in_hand, cast, amended = set(), False, [], {}, set()

    def voted(key: str, votes: dict) -> bool:
        counts = tuple(sum(vote == one for vote in votes.values()) for one in VOTES)
        found[key].append(("votes", counts))
        if votes:
            found[key].append(("names", tuple(sorted((int(who), vote) for who, vote in votes.items()))))
        return 2 * counts[0] > SEATS

    for event in live(stage.events):
        payload, key = event.payload, f"item-{event.item}"
        match event.code:
            case "arrived" | "left":
                came = event.code == "arrived"
                (present.add if came else present.discard)(payload["member"])
                if is_open:
                    found["moves"].append(("прибув" if came else "вибув", payload["member"], len(present)))
            case "opened":
                is_open = True
            case "agenda_voted":
                voted("agenda", payload["votes"])
            case "conflict_declared":
                found[key].append(("declared", payload["member"]))
            case "admission_voted":
                voted(key, payload["votes"])
            case "amendment_voted":
                if voted(key, payload["votes"]):
                    amended.add(event.item)
            case "question_begun":
                in_hand, cast = [event.item], {}
            case "vote_of_block":
                in_hand, cast = [one["id"] for one in payload["items"]], {}
            case "vote_cast":
                cast |= payload["votes"]
            case "postponed":
                in_hand = [one for one in in_hand if one != event.item]
                found[key] += [("ended", "postponed"), ("present", len(present))]
            case "result":
                for one in in_hand:
                    adopted = voted(f"item-{one}", cast)
                    end = "rejected" if not adopted else "changed" if one in amended else "adopted"
                    found[f"item-{one}"] += [("ended", end), ("present", len(present))]
                in_hand, cast = [], {}
    return found


def in_order(found: dict[str, list[tuple]], considered: set[str]) -> dict[str, list]:
    """Movements in their order, all else by part as a sorted list; questions that were only declared of are not told yet."""
    kept = {key: sorted(map(repr, told)) for key, told in found.items() if key in considered or key == "agenda"}
    return kept | {"moves": found.get("moves", [])}


@settings(max_examples=100)
@given(st.sampled_from([KR, DR]), st.integers(4, SEATS), SCRIPTS)
def test_minutes_say_exactly_what_happened(slug, present, script):
    stage = played(slug, present, script)
    parts = {part.key for part in minutes.assemble(stage.setting, stage.events, TOLD)}
    taken = {f"item-{one}" for one in considered(stage)}
    assert {key for key in parts if key.startswith("item-")} == taken
    assert in_order(said(stage), taken) == in_order(happened(stage), taken)


def considered(stage: Hall) -> set[int]:
    """Questions that were begun, voted in a block or put off."""
    found: set[int] = set()
    for event in live(stage.events):
        if event.code in {"question_begun", "postponed"}:
            found.add(event.item)
        if event.code == "vote_of_block":
            found |= {one["id"] for one in event.payload["items"]}
    return found


@settings(max_examples=40)
@given(st.sampled_from([KR, DR]), st.integers(4, SEATS), SCRIPTS)
def test_the_mark_of_a_part_changes_exactly_with_its_text(slug, present, script):
    stage = played(slug, present, script)
    parts = minutes.assemble(stage.setting, stage.events, TOLD)
    kept = {part.key: minutes.Written("Моє.", of=part.mark) for part in parts}
    assert not [one for one in minutes.shown(parts, kept) if one.is_outdated]
    earlier = minutes.assemble(stage.setting, stage.events[: len(stage.events) // 2], TOLD)
    texts = {part.key: part.text for part in earlier}
    for one in minutes.shown(parts, {part.key: minutes.Written("Моє.", of=part.mark) for part in earlier}):
        if one.written is not None:
            assert one.is_outdated == (one.is_gone or texts[one.key] != one.part.text)
