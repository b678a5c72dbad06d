"""Texts of an act that were sent for visas, and what differs between two of them or from the working text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from magistrat.acts.models import Act
from magistrat.acts.queries import comparing, drafts, on_paper
from magistrat.approvals.models import Version
from magistrat.rules import act_compare
from magistrat.rules.act_compare import Pair
from magistrat.rules.act_text import ActText

WORKING = 0


@dataclass(frozen=True)
class Text:
    """One text of the act: number of its version, 0 for the working text."""

    number: int
    title: str
    at: datetime
    by: str
    text: ActText


def of_act(act: Act) -> Sequence[Text]:
    """The versions, the newest first; the working text on top when it differs from the newest. One statement."""
    found = Version.objects.filter(approval__document=act.document_id).order_by("-number")
    texts = [
        Text(row.number, f"версія {row.number}", row.at, row.by, on_paper.read(row.content)) for row in found
    ]  # fmt: skip
    now = drafts.text_of(act)
    if not texts or texts[0].text != now:
        texts.insert(0, Text(WORKING, "робочий текст", act.changed_at, act.changed_by, now))
    return texts


def compared(texts: Sequence[Text], old: int | None, new: int | None) -> tuple[Text, Text, list[Pair]] | None:
    """Two of the texts side by side, by default the two newest; nothing when there is only one."""
    if len(texts) < 2:
        return None
    known = {one.number: one for one in texts}
    later = known.get(texts[0].number if new is None else new, texts[0])
    place = texts.index(later)
    usual = texts[min(place + 1, len(texts) - 1)]
    earlier = known.get(usual.number if old is None else old, usual)
    titles = comparing.titles(earlier.text, later.text)
    return earlier, later, act_compare.compare(earlier.text, later.text, titles)
