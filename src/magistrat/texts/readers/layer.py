"""A PDF for reading: righted pictures of the pages under an invisible layer of their text."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from magistrat.texts.readers import drawing, limits

DOTS = 150
INCH = 72
QUALITY = 60
# Letters of the invisible font: all as wide as half their height; the layer only carries the text.
HALF = 500
FONT_NAME = "/Layer"
_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Identity-Unicode def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end"""


def write(path: str, *, is_pdf: bool, pages: str, target: str) -> None:
    """Write the PDF to `target`.

    :param pages: a file with JSON: of each page in order `words` (None: it goes over as it is), `turned`, `skew`.
    """
    facts = json.loads(Path(pages).read_text(encoding="utf-8"))
    with pikepdf.new() as book:
        source = pikepdf.open(path) if is_pdf else None
        font = book.make_indirect(_font(book))
        for number, page in enumerate(facts, 1):
            if page["words"] is None and source is not None:
                book.pages.append(source.pages[number - 1])
            else:
                _add(book, font, path, is_pdf, number, page)
        book.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        if source is not None:
            source.close()


def _add(made: pikepdf.Pdf, font: Any, path: str, is_pdf: bool, number: int, page: dict[str, Any]) -> None:
    picture = drawing.page_of(path, is_pdf=is_pdf, number=number, dots=DOTS)
    dots = DOTS if is_pdf else _dots(path, picture)
    picture = drawing.righted(picture, turned=page["turned"], skew=page["skew"])
    wide, high = picture.width * INCH / dots, picture.height * INCH / dots
    picture = _smaller(picture, dots)
    image = made.make_stream(
        drawing.jpeg(picture, QUALITY), Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    sheet = made.add_blank_page(page_size=(wide, high))
    sheet.Resources = Dictionary(XObject=Dictionary(Picture=image), Font=Dictionary({FONT_NAME: font}))
    drawn = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /Picture Do Q\n".encode()
    sheet.Contents = made.make_stream(drawn + _layer(page["words"] or (), wide, high))


def _dots(path: str, picture: Image.Image) -> float:
    """Dots an inch of a picture: what it says itself; else as if it were as wide as A4."""
    with Image.open(path) as whole:
        said = whole.info.get("dpi", (0, 0))[0]
    return float(said) if 60 <= float(said) <= 1200 else max(picture.width, 1) / 8.27


def _smaller(picture: Image.Image, dots: float) -> Image.Image:
    if dots <= DOTS * 1.2 or picture.width * picture.height < limits.MEGABYTE:
        return picture
    return picture.resize(
        (round(picture.width * DOTS / dots), round(picture.height * DOTS / dots)), Image.Resampling.BICUBIC
    )


def _layer(words: Sequence[Sequence[Any]], wide: float, high: float) -> bytes:
    """Words as invisible text (mode 3), each stretched to its place."""
    said = io.BytesIO()
    said.write(b"BT 3 Tr\n")
    for left, top, width, height, text in words:
        letters = f"{text} ".encode("utf-16-be", "ignore")
        size = max(height * high / 1000, 1)
        stretch = 100 * (width * wide / 1000) / max(len(text) * size * HALF / 1000, 0.1)
        at = f"{left * wide / 1000:.2f} {high - (top + height) * high / 1000:.2f}"
        said.write(f"{FONT_NAME} {size:.2f} Tf {stretch:.1f} Tz 1 0 0 1 {at} Tm <{letters.hex()}> Tj\n".encode())
    said.write(b"ET\n")
    return said.getvalue()


def _font(made: pikepdf.Pdf) -> Dictionary:
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Layer, Flags=4, FontBBox=Array([0, 0, HALF, 1000]), ItalicAngle=0,
        Ascent=1000, Descent=0, CapHeight=1000, StemV=80,
    )  # fmt: skip
    letters = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Layer, DW=HALF, CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0), FontDescriptor=descriptor,
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Layer, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([letters]), ToUnicode=made.make_stream(_UNICODE),
    )  # fmt: skip
