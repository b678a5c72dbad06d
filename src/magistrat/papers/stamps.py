"""A copy of a file with the registration mark on its first page; the original stays as it is (KR 7.6, 8.7)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import pikepdf
from PIL import Image, ImageOps

from magistrat.papers import codes, typesetting
from magistrat.papers.sheets import code_data

A4_INCHES = 8.27
# A picture larger than this is not worth a server's memory.
MOST_PIXELS = 160_000_000
# How a point of the page as it is seen lies in the page's own axes, by its turn; w and h are the page's own sides.
TURNS: dict[int, Callable[[float, float], tuple[float, ...]]] = {
    0: lambda w, h: (1, 0, 0, 1, 0, 0),
    90: lambda w, h: (0, 1, -1, 0, w, 0),
    180: lambda w, h: (-1, 0, 0, -1, w, h),
    270: lambda w, h: (0, -1, 1, 0, 0, h),
}


TROUBLES = (
    pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
)  # fmt: skip


class Unstampable(Exception):
    """The file cannot be opened as a PDF or a picture, or asks for a password."""


@dataclass(frozen=True)
class Stamps:
    """What the first page bears.

    :param is_centred: the mark in the middle of the lower edge (outgoing), else at the lower right.
    :param left: «Контроль» along the left margin; `lower`: «Підлягає поверненню» at the lower left.
    """

    mark: codes.Mark | None
    is_centred: bool = False
    left: str = ""
    lower: str = ""


def stamped(content: BinaryIO, stamps: Stamps, *, at: datetime) -> bytes:
    """The PDF or picture as a PDF with the stamps over its first page.

    :raises Unstampable: it is neither, is broken or asks for a password.
    """
    try:
        with opened(content) as whole:
            if not whole.pages:
                raise Unstampable("no pages")
            _stamp(whole, whole.pages[0], stamps, at)
            made = io.BytesIO()
            whole.save(made)
            return made.getvalue()
    except TROUBLES as trouble:
        raise Unstampable(str(trouble)) from trouble


def opened(content: BinaryIO) -> pikepdf.Pdf:
    """The PDF, or the picture made into one.

    :raises pikepdf.PdfError: one of `TROUBLES`: it is neither, is broken or asks for a password.
    """
    content.seek(0)
    is_pdf = b"%PDF-" in content.read(1024)
    content.seek(0)
    return pikepdf.open(content if is_pdf else _as_pdf(content))


def seen(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of the page as it is seen, in points."""
    own, turn = _own(page)
    return own if turn in (0, 180) else own[::-1]


def _own(page: pikepdf.Page) -> tuple[tuple[float, float], int]:
    """The page's own sides and its turn."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turn = int(page.obj.get("/Rotate", 0) or _inherited_turn(page.obj)) % 360
    return (right - left, top - bottom), turn


def _stamp(pdf: pikepdf.Pdf, page: pikepdf.Page, stamps: Stamps, at: datetime) -> None:
    width, height = seen(page)
    data = {
        "width": width,
        "height": height,
        "mark": code_data(stamps.mark),
        "is_centred": stamps.is_centred,
        "left_stamp": stamps.left,
        "lower_stamp": stamps.lower,
    }
    with pikepdf.open(io.BytesIO(typesetting.pdf("stamp.typ", data, at=at))) as drawn:
        lay(pdf, page, drawn.pages[0])


def lay(pdf: pikepdf.Pdf, page: pikepdf.Page, drawn: pikepdf.Page) -> None:
    """Lay a drawn page of the seen size over the page, however that is turned."""
    left, bottom = (float(side) for side in list(page.cropbox)[:2])
    own, turn = _own(page)
    form = pdf.copy_foreign(drawn.as_form_xobject())
    # A name of our own: the library's would differ each time, and the same marks would make another file.
    kept: Any = page.resources.get("/XObject", {})
    free = next(one for one in (f"/Stamp{number}" for number in range(len(kept) + 1)) if one not in kept)
    name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(free))
    a, b, c, d, e, f = TURNS.get(turn, TURNS[0])(*own)
    matrix = f"{a} {b} {c} {d} {e + left:.3f} {f + bottom:.3f}"
    # The page's own content may leave its axes changed.
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\nq {matrix} cm {name} Do Q\n".encode())


def _inherited_turn(page: Any) -> int:
    """The turn of the nearest node of the page tree that has one."""
    for _ in range(20):
        page = page.get("/Parent")
        if page is None:
            return 0
        if "/Rotate" in page:
            return int(page["/Rotate"])
    return 0


def _as_pdf(content: BinaryIO) -> BinaryIO:
    """A picture, each of its frames a page of A4's width."""
    made = io.BytesIO()
    with Image.open(content) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Unstampable("the picture is too large")
        pages = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            pages.append(ImageOps.exif_transpose(picture).convert("RGB"))
        whole, *others = pages
        whole.save(made, "PDF", save_all=True, append_images=others, resolution=min(whole.size) / A4_INCHES)
    made.seek(0)
    return made
