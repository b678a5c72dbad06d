"""One reading of a signed file: what it carries, and whose signatures are on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from magistrat.signatures.readers import asic, cms, pdf, trust
from magistrat.texts.readers.trouble import Unreadable

MOST_BYTES = 600 * 1024 * 1024


def read(
    path: str, into: str, at: str, candidates: Sequence[Sequence[str]] = (), expected: str = "", roots: str = ""
) -> dict[str, Any]:
    """What the file carries, taken out into the folder, and its signatures.

    :param at: the moment at which certificates have to be in force, ISO 8601.
    :param candidates: pairs (key, path): contents over which a detached signature may be; `over` of the answer is the key.
    :param expected: key of the candidate of which the signature's name speaks: another content there is a changed one.
    :param roots: folder with the certificates that the city trusts; "" for none.
    :raises Unreadable: no signed file, a broken or too large one.
    """
    place, trusted, moment = Path(path), trust.roots(roots), datetime.fromisoformat(at)
    if place.stat().st_size > MOST_BYTES:
        raise Unreadable("Файл підпису завеликий.")
    with place.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" in head and not head.startswith((b"PK", b"0")):
        return {"kind": "pdf", "over": "", "taken": [], "signatures": pdf.read(path, trusted, moment)}
    if head.startswith(b"PK"):
        return {"kind": "asic", "over": ""} | asic.read(path, Path(into), trusted, moment)
    signed = cms.load(place.read_bytes())
    carried = cms.content(signed)
    if carried is not None:
        target = Path(into) / "0"
        target.write_bytes(carried)
        rows = cms.signers(signed, carried, trusted, moment)
        return {"kind": "attached", "over": "", "taken": [{"name": "", "path": str(target)}], "signatures": rows}
    return _detached(signed, candidates, expected, trusted, moment)


def _detached(
    signed: Any, candidates: Sequence[Sequence[str]], expected: str, trusted: list[Any], moment: datetime
) -> dict[str, Any]:
    """The signature fits one of the candidates; if none, the expected one is told to be changed."""
    fitting = next((pair for pair in candidates if cms.fits(signed, Path(pair[1]))), None)
    over = fitting or next((pair for pair in candidates if pair[0] == expected), None)
    body = Path(over[1]) if over else None
    rows = cms.signers(signed, body, trusted, moment)
    return {"kind": "detached", "over": over[0] if over else "", "taken": [], "signatures": rows}
