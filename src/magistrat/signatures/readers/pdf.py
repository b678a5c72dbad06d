"""Signatures within a PDF (PAdES): each over the bytes that it names."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from magistrat.signatures.readers import cms
from magistrat.texts.readers.trouble import Unreadable

MOST_BYTES = 200 * 1024 * 1024
# After the last signed byte only the closing of the file may stand.
MOST_TAIL = 4
ADDED = "після підписання файл доповнено"


def read(path: str, trusted: list[x509.Certificate], at: datetime) -> list[dict[str, Any]]:
    """Each signature of a person in the file; a later one covers the earlier.

    :raises Unreadable: broken, encrypted or too large.
    """
    if Path(path).stat().st_size > MOST_BYTES:
        raise Unreadable("Файл завеликий, щоб перевірити підписи.")
    body = Path(path).read_bytes()
    with Path(path).open("rb") as stream:
        try:
            found = list(PdfFileReader(stream, strict=False).embedded_regular_signatures)
            rows = [row for one in found for row in _signers(one, body, trusted, at)]
        except (PdfError, ValueError, KeyError, IndexError, TypeError, NotImplementedError):
            raise Unreadable("Підпис у файлі PDF прочитати не вдалося.") from None
    if rows and len(body) - _end(found[-1]) > MOST_TAIL and rows[-1]["state"] in {cms.VALID, cms.INTACT}:
        rows[-1] |= {"state": cms.UNVERIFIED, "reason": ADDED}
    return rows


def _signers(one: Any, body: bytes, trusted: list[x509.Certificate], at: datetime) -> list[dict[str, Any]]:
    ranges = [int(value) for value in one.byte_range]
    if len(ranges) % 2 or any(value < 0 for value in ranges) or ranges[0] != 0:
        raise ValueError("ranges")
    over = b"".join(body[start : start + length] for start, length in zip(ranges[::2], ranges[1::2], strict=True))
    rows = cms.signers(one.signed_data, over, trusted, at)
    for row in rows:
        said = one.self_reported_timestamp
        row["signed_at"] = row["signed_at"] or (said.isoformat() if said and said.tzinfo else "")
    return rows


def _end(one: Any) -> int:
    return int(one.byte_range[-2]) + int(one.byte_range[-1])
