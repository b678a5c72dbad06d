"""The media type of a content, by the content itself: a name can lie. The one place that tells kinds apart."""

from __future__ import annotations

import base64
import binascii
import re
import zipfile
from typing import BinaryIO

import puremagic

from magistrat.storage import zips

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
RTF, ODT, ODS = (
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
)
OLE_UNKNOWN = "application/x-ole-storage"
HEIC, WEBP = "image/heic", "image/webp"
ZIP, RAR, SEVEN_ZIP = "application/zip", "application/vnd.rar", "application/x-7z-compressed"
EML, MSG = "message/rfc822", "application/vnd.ms-outlook"
P7S = "application/pkcs7-signature"
ASIC_E, ASIC_S = "application/vnd.etsi.asic-e+zip", "application/vnd.etsi.asic-s+zip"
HTML, SVG, XML, TEXT = "text/html", "image/svg+xml", "application/xml", "text/plain"
PROGRAM, SHORTCUT, SCRIPT = "application/x-msdownload", "application/x-ms-shortcut", "text/x-shellscript"

ARCHIVES = frozenset({ZIP, RAR, SEVEN_ZIP})
LETTERS = frozenset({EML, MSG})
SIGNED = frozenset({P7S, ASIC_E, ASIC_S})

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"L\x00\x00\x00\x01\x14\x02\x00", SHORTCUT),
    (b"MZ", PROGRAM),
    (b"\x7fELF", "application/x-executable"),
    (b"#!", SCRIPT),
    (b"-----BEGIN PKCS7", P7S),
    (b"-----BEGIN CMS", P7S),
)
# Parts whose presence in a zip archive tells an office document from a mere archive.
IN_ZIP = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
OFFICE_FOLDERS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
# Streams of an OLE container by their names in its directory.
IN_OLE = (
    ("__properties_version1.0", MSG),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("PowerPoint Document", PPT),
)
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
HEAD_BYTES = 8192
PIECE = 1024 * 1024
_SIGNATURE_PART = re.compile(r"META-INF/[^/]*signature[^/]*\.(p7s|xml)", re.IGNORECASE)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
_LETTER_HEADERS = (b"from:", b"to:", b"subject:", b"date:", b"message-id:", b"mime-version:", b"received:")
_MARKUP = re.compile(rb"<(!doctype html|html|head|body|script|svg|\?xml)\b", re.IGNORECASE)


def media_type(content: BinaryIO) -> str:
    """What the content is; `application/octet-stream` when nothing is recognised. Leaves the place where it was."""
    place = content.tell()
    try:
        content.seek(0)
        return _kind(content.read(HEAD_BYTES), content)
    finally:
        content.seek(place)


def _kind(head: bytes, content: BinaryIO) -> str:
    for beginning, found in BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zipped(content)
    if head.startswith(OLE):
        return _ole(content)
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return HEIC
    if head[:1] == b"\x30" and SIGNED_DATA in head[:32]:
        return P7S
    # Rubbish may stand before a PDF; what merely carries one (a ZIP, a P7S) has been told apart above.
    if b"%PDF-" in head[:1024]:
        return PDF
    return _text(head) or _by_signature(head)


def _zipped(content: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and not archive.getinfo("mimetype").flag_bits & 1:
                with archive.open("mimetype") as said:
                    return said.read(120).decode("ascii", "replace").strip() or ZIP
    except zips.BROKEN:
        return ZIP
    exact = next((found for part, found in IN_ZIP.items() if part in names), "")
    loose = next((found for folder, found in OFFICE_FOLDERS if any(name.startswith(folder) for name in names)), "")
    if not exact and any(_SIGNATURE_PART.fullmatch(name) for name in names):
        return ASIC_E
    return exact or loose or ZIP


def _ole(content: BinaryIO) -> str:
    """The directory may lie anywhere: the whole content is looked through, a piece after the other."""
    content.seek(0)
    sought = [(name.encode("utf-16-le"), found) for name, found in IN_OLE]
    before, best = b"", len(sought)
    while piece := content.read(PIECE):
        window = before + piece
        best = next((place for place, (name, _) in enumerate(sought[:best]) if name in window), best)
        before = piece[-64:]
    return sought[best][1] if best < len(sought) else OLE_UNKNOWN


def _text(head: bytes) -> str:
    """The kind of a text; "" for what is no text."""
    if not head or (b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return ""
    begun = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if begun.startswith(b"{\\rtf"):
        return RTF
    if markup := _MARKUP.search(begun[:1024]):
        return _markup(begun, markup[1].lower())
    if _is_letter(begun):
        return EML
    if not _is_text(head):
        return ""
    return P7S if _is_signed_in_letters(begun) else TEXT


def _markup(begun: bytes, first: bytes) -> str:
    lowered = begun.lower()
    if b"<svg" in lowered:
        return SVG
    if first == b"?xml" and b"<html" not in lowered:
        return XML
    return HTML if begun.startswith(b"<") or b"<script" in lowered or b"<html" in lowered else ""


def _is_letter(begun: bytes) -> bool:
    """Whether the text begins with the header of an e-mail (RFC 5322)."""
    if not _HEADER.match(begun):
        return False
    header = begun.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    return sum(header.startswith(name) or b"\n" + name in header for name in _LETTER_HEADERS) >= 3


def _is_signed_in_letters(begun: bytes) -> bool:
    """Whether it is the base64 of a DER of signed data: the first bytes of its identifier lie at a known place."""
    letters = re.sub(rb"\s", b"", begun[:64])[:60]
    try:
        return letters[:1] == b"M" and SIGNED_DATA in base64.b64decode(letters[: len(letters) // 4 * 4], validate=True)
    except binascii.Error:
        return False


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as trouble:
        # The head may end in the middle of a letter.
        if trouble.start >= len(head) - 3:
            return True
        return _is_windows_text(head)
    return True


def _is_windows_text(head: bytes) -> bool:
    """Cyrillic by the table of Windows: letters and spaces, no control characters."""
    if any(byte < 32 and byte not in b"\t\r\n\f\x1a" for byte in head):
        return False
    said = head.decode("cp1251", "replace")
    return sum(letter.isalpha() or letter.isspace() for letter in said) > 0.7 * len(said)


def _by_signature(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return next((match.mime_type for match in found if match.mime_type), UNKNOWN)[:120]
