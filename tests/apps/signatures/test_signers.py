"""Keys of the city's own people and what they sign."""

from __future__ import annotations

from datetime import timedelta

import pytest

from magistrat.journal.actor import SYSTEM
from magistrat.rules.refusal import Refusal
from magistrat.signatures import authority, pades, queries, signers
from magistrat.signatures.actions import keys
from magistrat.signatures.models import Key
from magistrat.signatures.signers import Asked, Trouble
from tests.factories import orders
from tests.factories.documents import pdf
from tests.factories.orders import AT, PIN

pytestmark = pytest.mark.django_db
HOLDER = authority.Holder("Вигаданенко", "Олена", "міський голова", "Вигадана міська рада")


@pytest.fixture
def key(settings, tmp_path) -> Key:
    """A key of a person of a city with a test authority."""
    orders.folders(settings, tmp_path)
    keys.make_authority(actor=SYSTEM, at=AT, organisation="Вигадана міська рада")
    return keys.issue(actor=SYSTEM, at=AT, person=7, holder=HOLDER, pin=PIN)


def asked(at=AT, secret=PIN, field="Signature1") -> Asked:
    return Asked(7, "Олена ВИГАДАНЕНКО", "Міський голова", field, "Підписання акта", at, secret)


def test_a_signed_file_begins_with_what_was_given_and_its_signatures_hold(key):
    given = pdf(("Розпорядження",))
    first = signers.of("own_keys").sign(given, asked())
    both = signers.of("own_keys").sign(first, asked(field="Signature2"))
    assert both.startswith(first)
    assert first.startswith(given)
    rows = queries.examined(both, AT)
    assert [(row["state"], row["owner"], row["serial"]) for row in rows] == [
        ("valid", "Вигаданенко Олена", key.serial)
    ] * 2
    assert rows[0]["signed_at"].startswith(AT.isoformat()[:16])
    changed = both.replace(b"/Title", b"/Titlo", 1)
    assert {row["state"] for row in queries.examined(changed, AT)} <= {"tampered", "unverified", "wrong"}


def test_what_is_no_pdf_or_signed_under_the_name_already_is_no_signature(key):
    signer = signers.of("own_keys")
    with pytest.raises(Trouble):
        signer.sign(b"not a pdf", asked())
    with pytest.raises(Trouble):
        signer.sign(signer.sign(pdf(), asked()), asked())


def test_a_key_rests_after_wrong_pins_and_opens_again(key):
    signer = signers.of("own_keys")
    for _ in range(keys.MOST_FAILURES):
        with pytest.raises(Trouble, match="не підходить"):
            signer.sign(pdf(), asked(secret="654321"))
    with pytest.raises(Trouble, match="чверть години"):
        signer.sign(pdf(), asked())
    assert signer.sign(pdf(), asked(at=AT + keys.PAUSE))
    assert Key.objects.get().failures == 0


def test_a_pin_is_changed_by_who_knows_it(key):
    with pytest.raises(Refusal, match="щонайменше 6"):
        keys.change_pin(actor=SYSTEM, at=AT, person=7, pin=PIN, new_pin="12345")
    with pytest.raises(Refusal, match="не підходить"):
        keys.change_pin(actor=SYSTEM, at=AT, person=7, pin="wrong!", new_pin="abcdef")
    keys.change_pin(actor=SYSTEM, at=AT, person=7, pin=PIN, new_pin="abcdef")
    with pytest.raises(Trouble):
        keys.unlock(person=7, pin=PIN, at=AT)
    assert keys.unlock(person=7, pin="abcdef", at=AT).certificate


def test_nothing_is_signed_by_a_key_that_has_ended(key):
    signer = signers.of("own_keys")
    assert [one.key for one in signers.offered(7, AT)] == ["own_keys"]
    assert signers.offered(8, AT) == []
    assert signers.offered(7, AT + authority.KEY_LIVES) == []
    newer = keys.issue(actor=SYSTEM, at=AT + timedelta(days=1), person=7, holder=HOLDER, pin=PIN)
    assert queries.key_of(7, AT) == newer
    with pytest.raises(Refusal):
        keys.end(actor=SYSTEM, at=AT, person=7, reason=" ")
    keys.end(actor=SYSTEM, at=AT, person=7, reason="звільнення")
    with pytest.raises(Trouble, match="немає чинного ключа"):
        signer.sign(pdf(), asked())
    with pytest.raises(Refusal, match="немає"):
        keys.end(actor=SYSTEM, at=AT, person=7, reason="звільнення")


def test_a_city_without_an_authority_issues_no_keys(settings, tmp_path):
    orders.folders(settings, tmp_path)
    with pytest.raises(Refusal, match="надавача"):
        keys.issue(actor=SYSTEM, at=AT, person=7, holder=HOLDER, pin=PIN)


def test_an_authority_is_made_once_and_its_key_is_for_nobody_else(key, settings):
    folder = settings.SIGNATURE_AUTHORITY
    before = (folder / authority.PRIVATE).read_bytes()
    keys.make_authority(actor=SYSTEM, at=AT, organisation="Вигадана міська рада")
    assert (folder / authority.PRIVATE).read_bytes() == before
    assert (folder / authority.PRIVATE).stat().st_mode & 0o077 == 0


def test_a_pdf_that_was_broken_is_told(key):
    opened = keys.unlock(person=7, pin=PIN, at=AT)
    with pytest.raises(pades.Unsignable):
        pades.sign(pdf()[:200], opened, field="A", reason="r", name="n", at=AT)
