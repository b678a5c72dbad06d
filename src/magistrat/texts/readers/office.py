"""Texts of office documents by libraries: where LibreOffice is not there, or could not open them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import defusedxml
import docx
from defusedxml import ElementTree
from docx.document import Document
from docx.table import Table
from striprtf.striprtf import rtf_to_text

from magistrat.texts.readers import archive, letters, plain, trouble

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LINES = {_TEXT + "p", _TEXT + "h"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_OLD_WORD = "Документ Word 97–2003 без LibreOffice не читається: програму на цьому сервері не встановлено."


def read_docx(path: str) -> dict[str, Any]:
    """Paragraphs and tables in their order, then headers, footers, notes."""
    refuse_locked(path)
    archive.check(path)
    try:
        document = docx.Document(path)
    except (KeyError, ValueError, AttributeError) as reason:
        raise trouble.Unreadable(trouble.BROKEN) from reason
    lines = [*_edges(document, "header"), *_blocks(document), *_edges(document, "footer")]
    return {"pages": letters.bounded([letters.tidy("\n".join(lines))])}


def refuse_locked(path: str) -> None:
    """A document under a password is a container of Windows in which an encrypted package lies.

    :raises Unreadable: it is one.
    """
    with Path(path).open("rb") as stream:
        if stream.read(8) == OLE:
            raise trouble.Unreadable(trouble.ENCRYPTED)


def _blocks(holder: Any) -> Iterable[str]:
    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # A merged cell is met in each of its places.
                cells = {cell._tc: cell for cell in row.cells}  # noqa: SLF001 - python-docx has no other mark of sameness
                yield "\t".join(" ".join(" ".join(_blocks(cell)).split()) for cell in cells.values())
        else:
            yield block.text


def _edges(document: Document, name: str) -> Iterable[str]:
    seen = set()
    for section in document.sections:
        for line in _blocks(getattr(section, name)):
            if line.strip() and line not in seen:
                seen.add(line)
                yield line


def read_rtf(path: str) -> dict[str, Any]:
    """The text without its marks."""
    body = Path(path).read_bytes().decode("latin-1")
    text: str = rtf_to_text(body, encoding="cp1251", errors="replace")  # type: ignore[no-untyped-call]
    return {"pages": letters.bounded([letters.tidy(text)])}


def read_odt(path: str) -> dict[str, Any]:
    """Paragraphs and tables in their order."""
    archive.check(path)
    try:
        with zipfile.ZipFile(path) as parts:
            body = ElementTree.fromstring(parts.read("content.xml"), forbid_dtd=True)
            styles = ElementTree.fromstring(parts.read("styles.xml"), forbid_dtd=True)
    except (defusedxml.DefusedXmlException, ElementTree.ParseError, KeyError) as reason:
        raise trouble.Unreadable(trouble.BROKEN) from reason
    headers = [line for edge in styles.iter(_STYLE + "header") for line in _odt_lines(edge)]
    footers = [line for edge in styles.iter(_STYLE + "footer") for line in _odt_lines(edge)]
    return {"pages": letters.bounded([letters.tidy("\n".join([*headers, *_odt_lines(body), *footers]))])}


def _odt_lines(element: Any) -> Iterable[str]:
    for child in element:
        if child.tag in _LINES:
            yield "".join(child.itertext())
        elif child.tag == _TABLE + "table-row":
            yield "\t".join(" ".join("".join(cell.itertext()).split()) for cell in child)
        else:
            yield from _odt_lines(child)


def read_doc(path: str) -> dict[str, Any]:
    """Old Word is read by LibreOffice alone; what only bears its name may be RTF or a plain text."""
    head = Path(path).read_bytes()[:8]
    if head.startswith(b"{\\rtf"):
        return read_rtf(path)
    if head == OLE:
        raise trouble.Unreadable(NO_OLD_WORD)
    return plain.read(path)
