"""A copy of an act with its marks: registration and the way to verify it, signatures, «Згідно з оригіналом» (ДСТУ 4163:2020).

The original is not touched: its pages are copied, a line is laid into the lower margin of the first, and a sheet of marks
follows the last.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from datetime import datetime

import pikepdf

from magistrat.papers import codes, stamps, typesetting

TEMPLATE = "act_marks.typ"


@dataclass(frozen=True)
class Seal:
    """An electronic signature as its mark prints it; days and moments as printed."""

    owner: str
    serial: str
    issuer: str
    valid_until: str
    signed_at: str


@dataclass(frozen=True)
class Marks:
    """What the copy bears; empty marks are not printed.

    :param number: «27.11.2026 № 193-р»; :param code: by which the copy is verified, `address` the page where.
    :param signed: who signed the original, for one on paper.
    :param inscription: «Згідно з оригіналом» with `title`, `name`, `day` of the one who certifies.
    """

    number: str
    code: str
    address: str = ""
    seals: tuple[Seal, ...] = ()
    signed: str = ""
    inscription: str = ""
    title: tuple[str, ...] = ()
    name: str = ""
    day: str = ""


def marked(content: bytes, marks: Marks, *, at: datetime) -> bytes:
    """The PDF or picture as a PDF with the marks; the same content, marks and moment give the same bytes.

    :raises stamps.Unstampable: it is neither, is broken or asks for a password.
    """
    try:
        with stamps.opened(io.BytesIO(content)) as whole:
            if not whole.pages:
                raise stamps.Unstampable("no pages")
            _strip_signatures(whole)
            width, height = stamps.seen(whole.pages[0])
            data = {**asdict(marks), "square": codes.square_svg(marks.address or marks.code)}
            drawn = typesetting.pdf(TEMPLATE, data | {"width": width, "height": height}, at=at)
            with pikepdf.open(io.BytesIO(drawn)) as pages:
                stamps.lay(whole, whole.pages[0], pages.pages[0])
                whole.pages.extend(pages.pages[1:])
            made = io.BytesIO()
            whole.save(made, deterministic_id=True)
            return made.getvalue()
    except stamps.TROUBLES as trouble:
        raise stamps.Unstampable(str(trouble)) from trouble


def _strip_signatures(whole: pikepdf.Pdf) -> None:
    """A copy with marks is another file: the signatures of the original would only be said to be broken in it."""
    for name in ("/AcroForm", "/Perms", "/DSS"):
        if name in whole.Root:
            del whole.Root[name]
    for page in whole.pages:
        if "/Annots" in page:
            left = [one for one in page.Annots if one.get("/FT") != "/Sig"]
            if left:
                page.Annots = pikepdf.Array(left)
            else:
                del page["/Annots"]
