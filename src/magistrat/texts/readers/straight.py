"""How a page lies: by which quarter it is turned (tesseract's OSD), by how many degrees it is skewed."""

from __future__ import annotations

import itertools
import re
import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

from magistrat.texts.readers import trouble

# The long side of the picture in which the quarter is looked for, and of the one in which the skew is.
LOOKED_AT, MEASURED = 2000, 800
MOST_SKEW = 8.0
# A page is straight enough below this, and turning it would only blur the letters.
LEAST_SKEW = 0.3
_SAID = re.compile(r"Rotate: (\d+).*?Orientation confidence: ([\d.]+)", re.DOTALL)


def quarter(picture: Image.Image, folder: Path, seconds: int) -> tuple[int, float]:
    """Degrees clockwise that right the page, and how sure tesseract is of it; zeros where it cannot say.

    :raises Interrupted: tesseract was ended from outside.
    """
    picture = picture.copy()
    picture.thumbnail((LOOKED_AT, LOOKED_AT))
    place = folder / "whole.png"
    picture.save(place, dpi=(200, 200))
    said = subprocess.run(
        ["tesseract", str(place), "-", "--psm", "0", "-l", "osd"],
        capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    trouble.refuse_killed("tesseract --psm 0", said.returncode)
    found = _SAID.search(said.stdout)
    return (int(found[1]) % 360, float(found[2])) if found else (0, 0.0)


def skew(picture: Image.Image) -> float:
    """Degrees clockwise that make the lines level, between ±8; 0 for a page that is straight or has no lines.

    The rows of a level page differ most in their blackness: lines and the white between them.
    """
    small = ImageOps.grayscale(picture)
    small.thumbnail((MEASURED, MEASURED))
    dark = ImageChops.invert(ImageOps.autocontrast(small)).point(lambda level: 255 if level > 110 else 0)
    coarse = max(
        (angle / 2 for angle in range(-int(MOST_SKEW * 2), int(MOST_SKEW * 2) + 1)),
        key=lambda one: _unevenness(dark, one),
    )
    fine = max((coarse + step / 10 for step in range(-4, 5)), key=lambda one: _unevenness(dark, one))
    gain = _unevenness(dark, fine) / max(_unevenness(dark, 0), 1e-9)
    return round(fine, 1) if abs(fine) >= LEAST_SKEW and gain > 1.1 else 0.0


def _unevenness(dark: Image.Image, angle: float) -> float:
    rows = list(dark.rotate(-angle, Image.Resampling.BILINEAR).resize((1, dark.height), Image.Resampling.BOX).getdata())
    return float(sum((one - other) ** 2 for one, other in itertools.pairwise(rows)))
