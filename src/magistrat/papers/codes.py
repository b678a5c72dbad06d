"""The barcode of a registered paper: what it says, how it is drawn, how it is known again (KR 7.6).

The linear code has digits only: a scanner types them alike in every keyboard layout. Its 24 digits are the day
(YYYYMMDD), the number of the index and the id of the card. The QR code says the index as it is printed.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date

import zxingcpp
from PIL import Image

LINEAR = re.compile(r"(?P<day>\d{8})(?P<number>\d{6})(?P<id>\d{10})")
SQUARE = re.compile(r"(?P<index>[^;]{1,60});(?P<day>\d{4}-\d{2}-\d{2});(?P<id>\d{1,18})")
MOST_NUMBER, MOST_ID = 10**6, 10**10


@dataclass(frozen=True, slots=True)
class Mark:
    """What a barcode says of a paper; `index` is empty when it was read from the linear code."""

    id: int
    day: date
    number: int = 0
    index: str = ""

    @property
    def linear(self) -> str:
        """The text of the linear code."""
        return f"{self.day:%Y%m%d}{self.number % MOST_NUMBER:06}{self.id % MOST_ID:010}"

    @property
    def square(self) -> str:
        """The text of the QR code: «02/26/145;2026-11-27;1234»."""
        return f"{self.index.replace(';', ',')};{self.day:%Y-%m-%d};{self.id}"


def parse(text: str) -> Mark | None:
    """What a scanner read or typed; nothing when the text is no code of ours."""
    text = text.strip()
    if found := LINEAR.fullmatch(text):
        day = _day(f"{found['day'][:4]}-{found['day'][4:6]}-{found['day'][6:]}")
        return Mark(int(found["id"]), day, number=int(found["number"])) if day else None
    if found := SQUARE.fullmatch(text):
        day = _day(found["day"])
        return Mark(int(found["id"]), day, index=found["index"]) if day else None
    return None


def linear_svg(text: str) -> str:
    """Code 128, one module a unit wide, to be stretched to its height."""
    return _svg(zxingcpp.BarcodeFormat.Code128, text)


def square_svg(text: str) -> str:
    """A QR code, one module a unit."""
    return _svg(zxingcpp.BarcodeFormat.QRCode, text)


def linear_png(text: str) -> bytes:
    """Code 128 for word processors, six dots a module."""
    return _png(zxingcpp.BarcodeFormat.Code128, text, dots=6)


def square_png(text: str) -> bytes:
    """A QR code for word processors."""
    return _png(zxingcpp.BarcodeFormat.QRCode, text, dots=8)


def _png(kind: zxingcpp.BarcodeFormat, text: str, dots: int) -> bytes:
    drawn = memoryview(zxingcpp.write_barcode(kind, text, quiet_zone=0))
    height, width = drawn.shape or (0, 0)
    picture = Image.frombytes("L", (width, height), drawn.tobytes())
    if kind == zxingcpp.BarcodeFormat.Code128:
        picture, height = picture.crop((0, 0, width, 1)), 32
    made = io.BytesIO()
    picture.resize((width * dots, height * dots), Image.Resampling.NEAREST).save(made, "PNG")
    return made.getvalue()


def _svg(kind: zxingcpp.BarcodeFormat, text: str) -> str:
    """The code without its quiet zone: whoever places it leaves the room."""
    drawn = memoryview(zxingcpp.write_barcode(kind, text, quiet_zone=0))
    height, width = drawn.shape or (0, 0)
    rows = [0] if kind == zxingcpp.BarcodeFormat.Code128 else range(height)
    tall = 1 if kind == zxingcpp.BarcodeFormat.Code128 else height
    path = "".join(
        f"M{start} {row}h{length}v1h-{length}z"
        for row in rows
        for start, length in _runs([drawn[row, column] < 128 for column in range(width)])
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}" preserveAspectRatio="none" '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def _runs(dark: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin and how many follow."""
    found: list[tuple[int, int]] = []
    for place, is_dark in enumerate(dark):
        if not is_dark:
            continue
        if found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
