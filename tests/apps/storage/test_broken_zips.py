"""A ZIP damaged anywhere is told as what it is, never thrown at the person who brings it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from magistrat.amendments import parcel
from magistrat.documents import dangers
from magistrat.storage import kinds

# Bytes that do not repeat, so that the packed stream has blocks of its own to damage.
TEXT = bytes(number * number % 251 for number in range(1000))


def damaged(name: str) -> Iterator[bytes]:
    """A ZIP with one packed file, with each of its bytes spoilt in turn."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, TEXT)
    whole = target.getvalue()
    for place in range(len(whole)):
        yield whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]


def test_its_kind_is_still_told() -> None:
    assert {kinds._zipped(io.BytesIO(content)) for content in damaged("mimetype")} >= {kinds.ZIP}


def test_an_edition_is_refused_in_words() -> None:
    for content in damaged("edition.toml"):
        with pytest.raises(parcel.Unfit):
            parcel.unpack(content)


def test_an_office_document_is_not_taken_for_harmless() -> None:
    assert {dangers.is_plain_office(io.BytesIO(content), kinds.DOCX) for content in damaged("x.rels")} >= {False}
