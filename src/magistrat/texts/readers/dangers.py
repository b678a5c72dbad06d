"""What in a document could run by itself: macros, scripts, actions, outer templates. Nothing is ever run here."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from magistrat.texts.readers import limits
from magistrat.texts.readers.trouble import Unreadable

MACROS, AUTOMATIC, OUTER, EMBEDDED = "macros", "automatic_macros", "outer_template", "embedded_object"
PDF_SCRIPT, PDF_LAUNCH, PDF_FILES, HTML_SCRIPT = "pdf_script", "pdf_launch", "pdf_files", "html_script"
MOST_TEXT = 20 * limits.MEGABYTE
_SCRIPT = re.compile(rb"<script\b|\son[a-z]+\s*=|javascript:|<iframe\b|<object\b|<embed\b", re.IGNORECASE)
_OUTER = re.compile(rb'TargetMode\s*=\s*"External"', re.IGNORECASE)
_TEMPLATE = re.compile(rb"/(attachedTemplate|oleObject|frame|externalLinkPath)\"", re.IGNORECASE)
_RTF_OBJECT = re.compile(rb"\\obj(data|upd|autlink|emb)", re.IGNORECASE)


def read(path: str) -> dict[str, Any]:
    """Names of the dangers found in the file; an empty list says that none was found.

    :raises Unreadable: the file is broken or encrypted: nothing is known of it.
    """
    with Path(path).open("rb") as stream:
        head = stream.read(1024)
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return {"dangers": _office(path)}
    if b"%PDF-" in head:
        return {"dangers": _pdf(path)}
    with Path(path).open("rb") as stream:
        body = stream.read(MOST_TEXT)
    if head.lstrip().startswith(b"{\\rt"):
        return {"dangers": [EMBEDDED] if _RTF_OBJECT.search(body) else []}
    return {"dangers": [HTML_SCRIPT] if _SCRIPT.search(body) else []}


def _office(path: str) -> list[str]:
    from oletools import olevba

    found = []
    try:
        parser = olevba.VBA_Parser(path)
    except Exception as trouble:  # noqa: BLE001 the library tells broken files in many ways
        if type(trouble).__name__ == "FileOpenError":
            return _in_zip(path) if zipfile.is_zipfile(path) else []
        raise Unreadable("Файл не вдалося перевірити на макроси.") from None
    try:
        if parser.detect_vba_macros() or parser.detect_xlm_macros():
            found.append(MACROS)
            if _begins_by_itself(parser):
                found.append(AUTOMATIC)
    finally:
        parser.close()
    return found + (_in_zip(path) if zipfile.is_zipfile(path) else [])


def _begins_by_itself(parser: Any) -> bool:
    try:
        return any(kind == "AutoExec" for kind, *_ in parser.analyze_macros(show_decoded_strings=False) or ())
    except Exception:  # noqa: BLE001 macros are there, what they say cannot be read: dangerous all the same
        return True


def _in_zip(path: str) -> list[str]:
    found = []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
            found.append(MACROS)
        if any("/embeddings/oleObject" in name or name.startswith("ObjectReplacements/Ole") for name in names):
            found.append(EMBEDDED)
        relations = [name for name in names if name.endswith(".rels")][:500]
        if any(_is_outer(archive, name) for name in relations):
            found.append(OUTER)
    return found


def _is_outer(archive: zipfile.ZipFile, name: str) -> bool:
    if archive.getinfo(name).file_size > limits.MEGABYTE:
        return False
    body = archive.read(name)
    return any(_OUTER.search(one) and _TEMPLATE.search(one) for one in body.split(b"<Relationship ")[1:])


def _pdf(path: str) -> list[str]:
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            found = {name for one in document.objects for name in _in_object(one, pikepdf)}
            if "/EmbeddedFiles" in document.Root.get("/Names", {}):
                found.add(PDF_FILES)
    except pikepdf.PasswordError:
        raise Unreadable("Файл захищено паролем.") from None
    except pikepdf.PdfError:
        raise Unreadable("Файл пошкоджено.") from None
    return sorted(found)


def _in_object(one: Any, pikepdf: Any, depth: int = 0) -> set[str]:
    """Dangers of an object and of what is written within it directly."""
    found: set[str] = set()
    if depth > 20:
        return found
    if isinstance(one, pikepdf.Array):
        parts = list(one)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        action = str(one.get("/S", ""))
        if action == "/JavaScript" or "/JS" in one:
            found.add(PDF_SCRIPT)
        if action in {"/Launch", "/ImportData", "/SubmitForm"}:
            found.add(PDF_LAUNCH)
        parts = [one.get(key) for key in one.keys()]  # noqa: SIM118 a PDF dictionary is iterated by its keys only so
    else:
        return found
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            found |= _in_object(part, pikepdf, depth + 1)
    return found
