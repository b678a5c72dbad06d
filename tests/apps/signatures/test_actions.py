"""Signatures of kept contents written down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from magistrat.signatures import actions, queries
from magistrat.signatures.models import Signature
from magistrat.storage import actions as storage
from magistrat.texts.readers.trouble import Unreadable
from tests.factories import signatures as make

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_are_read_in_a_process_of_its_own_and_written_anew(settings, tmp_path):
    settings.STORAGE_DIR = tmp_path / "files"
    settings.STORAGE_DIR.mkdir()
    letter, signed = b"letter", make.p7s(b"letter", make.signer(make.authority()), attached=False)
    kept, container = (storage.keep(content=body, at=AT).sha256 for body in (letter, signed))
    assert actions.read(sha256=container, at=AT, into=tmp_path).kind == "detached"
    assert queries.of([container])[container][0].state == Signature.State.UNVERIFIED
    actions.read(sha256=container, at=AT, into=tmp_path, candidates=[kept])
    (row,) = queries.of([container])[container]
    assert (row.state, row.reason, row.over) == ("intact", "коріння довіри не задано", kept)
    assert (row.owner, row.signed_at, row.person_code) == (
        "Вигаданенко Олена Ігорівна",
        make.SIGNED_AT,
        "31••••••91",
    )
    with pytest.raises(Unreadable):
        actions.read(sha256=kept, at=AT, into=tmp_path)
    assert queries.of([kept]) == {}
