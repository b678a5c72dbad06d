"""What of a file may do harm when it is opened, and the words by which people are warned (Cabinet resolution 55)."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from magistrat.storage import kinds, zips

WORDS = {
    "program": "програма або сценарій: запускається на комп'ютері",
    "shortcut": "ярлик: запускає інші програми",
    "hidden_name": "назва приховує справжнє розширення",
    "macros": "містить макроси",
    "automatic_macros": "макроси запускаються самі під час відкриття",
    "outer_template": "завантажує шаблон або дані ззовні",
    "embedded_object": "містить вбудований файл іншої програми",
    "pdf_script": "PDF містить сценарій JavaScript",
    "pdf_launch": "PDF запускає програму або надсилає дані",
    "pdf_files": "PDF містить вкладені файли",
    "html_script": "сторінка містить сценарій",
    "not_checked": "на макроси й сценарії не перевірено",
}
PROGRAMS = frozenset(
    {
        "exe", "com", "scr", "pif", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "hta",
        "msi", "msp", "msix", "dll", "cpl", "jar", "reg", "sh", "py", "apk", "app", "iso", "img", "vhd", "vhdx", "scf",
        "inf", "application",
    }
)  # fmt: skip
SHORTCUTS = frozenset({"lnk", "url", "desktop", "appref-ms", "library-ms", "searchconnector-ms"})
# What follows a usual ending in «лист.pdf.exe».
USUAL = frozenset(
    ["pdf", "doc", "docx", "xls", "xlsx", "rtf", "odt", "jpg", "jpeg", "png", "tif", "tiff", "zip", "txt"]
)
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CHECKED = frozenset(
    {
        kinds.PDF, kinds.DOC, kinds.XLS, kinds.PPT, kinds.DOCX, kinds.XLSX, kinds.PPTX, kinds.RTF, kinds.ODT, kinds.ODS,
        kinds.HTML, kinds.SVG, kinds.XML, kinds.OLE_UNKNOWN,
    }
)  # fmt: skip
_CHECKED_FAMILIES = (
    "application/vnd.oasis.opendocument.",
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.ms-",
)


# Parts of an office document in which something could run or lie hidden.
_SUSPICIOUS = re.compile(r"vba|macro|embedding|activex|oleobject|control|external|\.bin$", re.IGNORECASE)
MOST_RELATIONS, MOST_BYTES = 200, 1024 * 1024


def by_name(name: str, media_type: str) -> list[str]:
    """Dangers seen without opening: by the name as it came, and by the kind of the content."""
    parts = [part.strip().lower() for part in name.rstrip(". ").split(".")]
    ending = parts[-1] if len(parts) > 1 else ""
    found = []
    if ending in PROGRAMS or media_type in {kinds.PROGRAM, kinds.SCRIPT, "application/x-executable"}:
        found.append("program")
    if ending in SHORTCUTS or media_type == kinds.SHORTCUT:
        found.append("shortcut")
    if _TURNS & set(name) or (found and len(parts) > 2 and parts[-2] in USUAL) or (found and ending in USUAL):
        found.append("hidden_name")
    return found


def is_checked(media_type: str) -> bool:
    """Whether files of the kind are looked through for macros and scripts."""
    return media_type in _CHECKED or (media_type.startswith(_CHECKED_FAMILIES) and media_type != kinds.MSG)


def is_plain_office(stream: BinaryIO, media_type: str) -> bool:
    """Whether a DOCX, XLSX or PPTX has no part at all in which macros, objects or outer links could be.

    Spares most files the reader's process. What cannot be opened is not plain.
    """
    if media_type not in {kinds.DOCX, kinds.XLSX, kinds.PPTX}:
        return False
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            if any(_SUSPICIOUS.search(info.filename) for info in infos):
                return False
            relations = [info for info in infos if info.filename.endswith(".rels")]
            if len(relations) > MOST_RELATIONS or any(info.file_size > MOST_BYTES for info in relations):
                return False
            return not any(b"External" in archive.read(info) for info in relations)
    except zips.BROKEN:
        return False


def words(keys: list[str]) -> list[str]:
    """The warnings, in order."""
    return [WORDS.get(key, key) for key in keys]
