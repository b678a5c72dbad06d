"""Recognition of one page by the command of tesseract, righted first."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from magistrat.texts.readers import drawing, letters, limits, mending, straight, trouble

DOTS = 300
# A picture of fewer dots across has letters too small for tesseract.
LEAST_WIDTH = 1400
# Below this tesseract only guesses which way the page lies: then both ways are read.
SURE = 2.0
# Words of which tesseract is less sure are dirt of the paper.
LEAST_SURE = 15.0
LANGUAGE = "ukr"
NOT_RECOGNISED = "Сторінку розпізнати не вдалося."
NO_TESSERACT = "Зображення не розпізнаються: програму tesseract з українською мовою на цьому сервері не встановлено."


@dataclass(frozen=True)
class Word:
    """A word with its place in thousandths of the righted page's width and height."""

    line: tuple[int, int, int]
    left: float
    top: float
    width: float
    height: float
    sure: float
    text: str


def read(path: str, *, is_pdf: bool, page: int, seconds: int) -> dict[str, Any]:
    """The page's text, tesseract's confidence (percent), words with places, and how the page was righted.

    :raises Unreadable: it cannot be drawn, or there is no tesseract.
    """
    if shutil.which("tesseract") is None:
        raise trouble.Unreadable(NO_TESSERACT)
    picture = ImageOps.grayscale(drawing.page_of(path, is_pdf=is_pdf, number=page, dots=DOTS))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        turned, sure = straight.quarter(picture, place, seconds)
        found = _recognised(picture, turned, place, seconds)
        if turned and sure < SURE:
            found = max(found, _recognised(picture, 0, place, seconds), key=lambda one: one["confidence"] or 0)
        return found


def _recognised(picture: Image.Image, turned: int, folder: Path, seconds: int) -> dict[str, Any]:
    skew = straight.skew(drawing.righted(picture, turned=turned, skew=0))
    picture = drawing.righted(picture, turned=turned, skew=skew)
    words = list(_words(_enlarged(picture), folder, seconds))
    lines = _lines(words)
    weight = sum(len(word.text) for word in words)
    return {
        "text": letters.tidy("\n".join(_text(lines)))[: limits.MOST_LETTERS_PAGE],
        "confidence": round(sum(word.sure * len(word.text) for word in words) / weight, 1) if weight else None,
        "words": [[word.left, word.top, word.width, word.height, word.text] for line in lines for word in line],
        "turned": turned,
        "skew": skew,
    }


def _enlarged(picture: Image.Image) -> Image.Image:
    if picture.width >= LEAST_WIDTH or picture.height >= LEAST_WIDTH * 1.4:
        return picture
    times = min(LEAST_WIDTH / picture.width, 3)
    return picture.resize((round(picture.width * times), round(picture.height * times)), Image.Resampling.BICUBIC)


def _words(picture: Image.Image, folder: Path, seconds: int) -> Iterable[Word]:
    place = folder / "page.png"
    picture.save(place, dpi=(DOTS, DOTS), compress_level=1)
    said = subprocess.run(
        ["tesseract", str(place), str(folder / "page"), "-l", LANGUAGE, "--psm", "3", "tsv"],
        capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    trouble.refuse_killed("tesseract", said.returncode)
    if said.returncode:
        behind = RuntimeError(f"tesseract ended with {said.returncode}: {said.stderr.strip()}")
        raise trouble.Unreadable(NO_TESSERACT if "traineddata" in said.stderr else NOT_RECOGNISED) from behind
    with (folder / "page.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["level"] == "5" and row["text"].strip() and float(row["conf"]) >= LEAST_SURE:
                yield _word(row, picture)


def _word(row: dict[str, str], picture: Image.Image) -> Word:
    across, down = 1000 / picture.width, 1000 / picture.height
    return Word(
        line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
        left=round(int(row["left"]) * across, 1),
        top=round(int(row["top"]) * down, 1),
        width=round(int(row["width"]) * across, 1),
        height=round(int(row["height"]) * down, 1),
        sure=float(row["conf"]),
        text=row["text"].strip(),
    )


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    """Lines of words, mended: what a mending leaves word for word keeps its place."""
    return [_mended(list(line)) for _, line in groupby(words, key=lambda word: word.line)]


def _mended(line: list[Word]) -> list[Word]:
    whole = " ".join(word.text for word in line)
    pieces = mending.mend(whole).split(" ")
    if len(pieces) != len(line):
        return line
    return [Word(w.line, w.left, w.top, w.width, w.height, w.sure, text) for w, text in zip(line, pieces, strict=True)]


def _text(lines: list[list[Word]]) -> Iterable[str]:
    """Lines of text, an empty one between paragraphs."""
    paragraph = lines[0][0].line[:2] if lines else ()
    for line in lines:
        if line[0].line[:2] != paragraph:
            paragraph = line[0].line[:2]
            yield ""
        yield mending.mend(" ".join(word.text for word in line))
