"""Made-up first pages: a PDF set by Typst, a DOCX, a picture of a scan. The text is that of the letter."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import docx
import typst
from PIL import Image

PAGE = Path(__file__).parent / "page.typ"


@dataclass(frozen=True)
class Page:
    """What stands on a first page."""

    sender: str
    mark: str
    addressee: str
    title: str
    body: str
    signature: str

    def texts(self) -> dict[str, str]:
        """Its texts by name, as the template takes them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Papers:
    """Files for letters: pages of their own for some, one shared page of each sender for the rest."""

    def pdf(self, page: Page) -> bytes:
        """The page as PDF."""
        return _compiled("pdf", page)

    def docx(self, page: Page) -> bytes:
        """The page as DOCX."""
        return _written(page)

    def picture(self, page: Page) -> bytes:
        """The page as a scan: grey and a little askew."""
        return _scanned(page)

    def file(self, page: Page, ending: str) -> bytes:
        """The page in the form that the ending names."""
        return {"pdf": self.pdf, "docx": self.docx, "png": self.picture}[ending](page)


@lru_cache(maxsize=64)
def _compiled(form: str, page: Page) -> bytes:
    made = typst.compile(PAGE.read_bytes(), format=form, sys_inputs=page.texts(), ppi=150.0)  # type: ignore[call-overload]
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=64)
def _scanned(page: Page) -> bytes:
    kept = io.BytesIO()
    with Image.open(io.BytesIO(_compiled("png", page))) as whole:
        whole.convert("L").rotate(0.6, fillcolor=244).save(kept, "PNG", optimize=False)
    return kept.getvalue()


@lru_cache(maxsize=64)
def _written(page: Page) -> bytes:
    whole = docx.Document()
    whole.add_paragraph(page.sender).runs[0].bold = True
    for text in (page.mark, page.addressee, page.title, page.body, page.signature):
        whole.add_paragraph(text)
    kept = io.BytesIO()
    whole.save(kept)
    return kept.getvalue()
