"""The text of an act as plain lines that a person can edit in one field, and back: for the redaction of a changed act (KR 15.13).

A heading stands between asterisks, a row of a table between bars, parts are parted by empty lines.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from magistrat.rules import act_blocks, act_recognition, earlier_act
from magistrat.rules.act_blocks import Block
from magistrat.rules.act_text import ActText, Titles

BAR = earlier_act.BAR


def written(text: ActText, titles: Titles) -> str:
    """The text without its title, which has a field of its own.

    :param titles: posts as they are printed.
    """
    bare = dataclasses.replace(text, title="", note="")
    return "\n\n".join(_line(block) for block in act_blocks.blocks(bare, titles))


def read(title: str, words: str, on: date) -> tuple[ActText, tuple[str, ...]]:
    """The text, and the lines that went into none of its parts.

    :param on: the day from which repeating terms begin.
    """
    blocks = [Block(title.strip(), is_heading=True), *_blocks(words)]
    found = act_recognition.recognise(blocks, known=(), on=on)
    return dataclasses.replace(found.text, title=title.strip()), found.left


def _line(block: Block) -> str:
    if block.rows:
        return "\n".join(f"{BAR} {' | '.join(cell.replace(BAR, '/') for cell in row)} {BAR}" for row in block.rows)
    return f"*{block.text}*" if block.is_heading else block.text


def _blocks(words: str) -> Iterator[Block]:
    for block in earlier_act.blocks_of(words):
        yield dataclasses.replace(block, text=block.text.strip("*") if block.is_heading else block.text)
