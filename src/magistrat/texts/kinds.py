"""Which contents are read, and how."""

from __future__ import annotations

from dataclasses import dataclass

from magistrat.storage import kinds


@dataclass(frozen=True)
class Kind:
    """How a content is read.

    `reader` takes its text out; `office` is the ending by which LibreOffice makes pages of it; the text of `paged` ones is
    read from those pages, so that a page found is the page shown; `is_picture`: recognised frame by frame.
    """

    reader: str = ""
    office: str = ""
    paged: bool = False
    is_picture: bool = False


PICTURE = Kind(reader="frames", is_picture=True)
KNOWN = {
    kinds.PDF: Kind(reader="pdf"),
    kinds.DOCX: Kind(reader="docx", office="docx", paged=True),
    kinds.DOC: Kind(reader="doc", office="doc", paged=True),
    kinds.RTF: Kind(reader="rtf", office="rtf", paged=True),
    kinds.ODT: Kind(reader="odt", office="odt", paged=True),
    kinds.XLSX: Kind(reader="xlsx", office="xlsx"),
    kinds.XLS: Kind(reader="xls", office="xls"),
    kinds.ODS: Kind(reader="ods", office="ods"),
    kinds.TEXT: Kind(reader="plain"),
    "image/jpeg": PICTURE,
    "image/png": PICTURE,
    "image/tiff": PICTURE,
    "image/gif": PICTURE,
    "image/bmp": PICTURE,
    kinds.WEBP: PICTURE,
    kinds.HEIC: PICTURE,
}


def of(media_type: str) -> Kind | None:
    """How contents of this type are read; None for those that are not."""
    return KNOWN.get(media_type)
