"""A copy of an act: the signed original (or an extract of it) with the marks that a copy bears (ДСТУ 4163:2020; KR 6.21; DR 5.17)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings

from magistrat.acts.models import Act
from magistrat.acts.queries import on_paper
from magistrat.papers import act_copies, act_sheets
from magistrat.papers.act_copies import Marks, Seal
from magistrat.rules import act_text
from magistrat.rules.moments import local
from magistrat.signatures import queries as signatures
from magistrat.storage import queries as storage

EXTRACT = "ВИТЯГ"
TRUE_COPY = "Згідно з оригіналом"


@dataclass(frozen=True)
class Certified:
    """Who certifies the copy and on which day."""

    title: tuple[str, ...]
    name: str
    on: date


def pdf(act: Act, *, points: Sequence[str] = (), certified: Certified | None = None, address: str = "") -> bytes:
    """The copy as a PDF; the same act and marks give the same bytes.

    :param points: labels of the points of an extract; none for the whole act.
    :param address: of the site where the copy can be verified, else the code alone stands on it.
    :raises papers.stamps.Unstampable: the scan of the signed paper cannot be opened.
    """
    at = act.document.registered_at or act.changed_at
    content = extract(act, points, at) if points else original(act)
    return act_copies.marked(content, _marks(act, certified, address), at=at)


def original(act: Act) -> bytes:
    """The signed file, byte by byte."""
    assert act.signed_file is not None
    with storage.open_blob(act.signed_file.blob_id) as content:
        return content.read()


def extract(act: Act, points: Iterable[str], at: datetime) -> bytes:
    """The act with these points alone, as PDF."""
    kept = extract_text(act, points)
    sheets = on_paper.of_text(act.pk, kept, act.adopted_on or local(at).date())
    return act_sheets.act_pdf(replace(sheets, mark=(EXTRACT,), back=None, listing=(), visas=()), at=at)


def extract_text(act: Act, points: Iterable[str]) -> act_text.ActText:
    """The signed text with these points alone, without annexes and the note."""
    text = text_of(act)
    return replace(text, points=tuple(_kept(text.points, set(points))), annexes=(), note="")


def text_of(act: Act) -> act_text.ActText:
    """The signed text."""
    return on_paper.working(act)


def is_copy_of(act: Act, content: bytes, address: str = "") -> bool:
    """Whether the content is the very copy with the marks of registration that the system gives out.

    :param address: under which the site is asked now: copies bear it where the settings name none.
    """
    return any(content == pdf(act, address=one) for one in {"", address, site()})


def site() -> str:
    """How the city's pages are reached from outside, as its settings say; empty when they do not."""
    return str(settings.SITE_ADDRESS)


def digest(content: bytes) -> str:
    """SHA-256, as contents are kept under."""
    return hashlib.sha256(content).hexdigest()


def seals(act: Act, at: datetime) -> list[Seal]:
    """Electronic signatures of the original: none where it is on paper."""
    if not act.is_electronic:
        return []
    assert act.signed_file is not None
    kept = signatures.of([act.signed_file.blob_id]).get(act.signed_file.blob_id, [])
    rows: list[Any] = [(row.owner, row.serial, row.issuer, row.valid_until, row.signed_at) for row in kept]
    if not rows:
        rows = [
            (row.get("owner", ""), row.get("serial", ""), row.get("issuer", ""), _moment(row.get("valid_until")),
             _moment(row.get("signed_at")))
            for row in signatures.examined(original(act), at)
        ]  # fmt: skip
    return [
        Seal(
            owner, serial, issuer, f"{local(until):%d.%m.%Y}" if until else "",
            f"{local(signed):%d.%m.%Y %H:%M}" if signed else "",
        )
        for owner, serial, issuer, until, signed in rows
    ]  # fmt: skip


def _moment(said: Any) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _marks(act: Act, certified: Certified | None, address: str) -> Marks:
    where = f"{address.rstrip('/')}/akty/perevirka/{act.check_code}/" if address else ""
    return Marks(
        number=f"{act.adopted_on:%d.%m.%Y} № {act.document.index}" if act.adopted_on else act.document.index,
        code=act.check_code,
        address=where,
        seals=tuple(seals(act, act.document.registered_at or act.changed_at)),
        signed=f"{act.signed_title} {act.signed_name}".replace("\n", " "),
        inscription=TRUE_COPY if certified else "",
        title=certified.title if certified else (),
        name=certified.name if certified else "",
        day=f"{certified.on:%d.%m.%Y}" if certified else "",
    )


def _kept(points: Iterable[act_text.Point], wanted: set[str]) -> Iterable[act_text.Point]:
    """The wanted points, each with all under it, and those above them."""
    for point in points:
        if point.label in wanted:
            yield point
        elif below := tuple(_kept(point.points, wanted)):
            yield replace(point, points=below)
