"""About how many pages an act takes while nobody has set it: 14 points, one line's spacing, fields 30, 10, 20, 20 (ДСТУ 4163)."""

from __future__ import annotations

import math

from magistrat.rules import act_text
from magistrat.rules.act_text import ActText

# Of «Times New Roman» 14: letters in a line of 170 mm, lines on a page of 257 mm; the blank's head and the signature take some.
LETTERS, LINES, HEAD, TAIL = 75, 47, 12, 4


def estimated_pages(text: ActText) -> int:
    """Pages of the act without its annexes; an estimate by letters, never less than one."""
    paragraphs = [text.title, *text.stating.splitlines(), text.ordering]
    for point in act_text.walk(text.points):
        words = f"{point.label}. {act_text.sentence(point, act_text.Titles())}"
        paragraphs += words.splitlines()
    lines = sum(math.ceil(len(one) / LETTERS) for one in paragraphs if one.strip())
    return max(1, math.ceil((HEAD + lines + TAIL) / LINES))
