"""Certified copies and extracts with their journal, and the marks that copies bear (KR 4.47, 6.21; DR 5.15, 5.17)."""

from __future__ import annotations

import io
from itertools import chain

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from magistrat.acts.actions import copying, registering
from magistrat.acts.models import Copy
from magistrat.acts.queries import copies, on_copy, registrars
from magistrat.acts.queries.copies import Others
from magistrat.documents.models import Document, File, Registry
from magistrat.rules.refusal import Refusal
from magistrat.signatures import queries as signatures
from magistrat.storage import queries as storage
from magistrat.ui import paging
from tests.factories import orders
from tests.factories.acts import Hall
from tests.factories.documents import signed_in
from tests.factories.orders import AT, hall, kyiv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def city(request) -> Hall:
    """Each of the cities."""
    return hall(request.param)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def electronic(found: Hall):
    """An order signed electronically and registered."""
    act = orders.handed_in(found)
    mayor = found.actor("mayor")
    orders.key(mayor)
    orders.sign(act, mayor)
    return registering.register(actor=orders.clerk(found), at=AT, act=act.pk)


def refusal(deed, **words) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(**words)
    return caught.value


def test_numbers_of_the_year_run_without_gaps(city):
    act = orders.registered(city)
    deed = {"actor": orders.clerk(city), "act": act.pk, "whom": "АТ «Тепло»", "ground": "лист від 10.03.2026 № 5"}
    first, second = (copying.certify(at=AT, **deed) for _ in range(2))
    assert "пунктів" in refusal(copying.certify, at=AT, **deed, points=["9"]).message
    third = copying.certify(at=AT, **deed)
    assert [(one.year, one.number) for one in (first, second, third)] == [(2026, 1), (2026, 2), (2026, 3)]
    assert first.form == "copy"
    assert first.file.role == File.Role.COPY
    assert first.printed_title == orders.clerk(city).post_title


def test_the_journal_says_of_numbers_that_another_office_took(city):
    act = orders.registered(city)
    deed = {"actor": orders.clerk(city), "at": AT, "act": act.pk, "whom": "АТ «Тепло»"}
    rows = [copying.certify(**deed) for _ in range(6)]
    mine = [one for one in reversed(rows) if one.number in (2, 5)]
    assert copies.with_others(mine, 2026, is_first=True) == [
        Others(6, 6), mine[0], Others(4, 3), mine[1], Others(1, 1),
    ]  # fmt: skip
    assert copies.with_others(mine, 2026, is_first=False, below=1) == [mine[0], Others(4, 3), mine[1]]
    assert copies.with_others(rows[::-1], 2026, is_first=True) == rows[::-1]
    assert copies.with_others([], 2026, is_first=True) == [Others(6, 1)]
    assert copies.with_others([], 2025, is_first=True) == []


def test_a_gap_between_two_pages_is_said_on_the_former(city, monkeypatch):
    """Each number of the year stands on one page and only once, wherever the pages part."""
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    act, foreign, clerk = orders.registered(city), orders.registered(city), orders.clerk(city)
    kept = [one.pk for one in registrars.registries_of(clerk, AT.date())]
    Document.objects.filter(pk=foreign.document_id).update(registry=Registry.objects.exclude(pk__in=kept).first())
    deed = {"actor": clerk, "at": AT, "whom": "АТ «Тепло»"}
    rows = [copying.certify(**deed, act=act.pk) for _ in range(9)]
    Copy.objects.filter(number__in=[2, 5, 6, 9]).update(act=foreign)
    client, seen = signed_in(Client(), clerk), {}
    for size in (1, 2, 3, 4, 5):
        monkeypatch.setattr(paging, "SIZE", size)
        pages, after = [], ""
        while after is not None:
            page = client.get(reverse("acts:copies"), {"after": after} if after else {})
            pages.append(page.context["lines"])
            after = page.context["page"].next or None
        numbers = [
            number
            for one in chain.from_iterable(pages)
            for number in (range(one.last, one.first - 1, -1) if isinstance(one, Others) else [one.number])
        ]
        assert numbers == [9, 8, 7, 6, 5, 4, 3, 2, 1], size
        seen[size] = pages
    assert seen[2] == [
        [Others(9, 9), rows[7], rows[6], Others(6, 5)], [rows[3], rows[2], Others(2, 2)], [rows[0]],
    ]  # fmt: skip


def test_only_the_office_certifies_and_says_for_whom(city):
    act = orders.registered(city)
    assert refusal(copying.certify, actor=orders.drafter(city), at=AT, act=act.pk, whom="АТ «Тепло»").clause
    clause = {"kryvyi-rih": "6.21", "druzhkivka": "5.17"}[city.slug]
    assert refusal(copying.certify, actor=orders.clerk(city), at=AT, act=act.pk, whom=" ").clause == clause
    assert not Copy.objects.exists()


def test_a_copy_bears_its_marks_and_the_original_stays_as_it_was(city):
    act = electronic(city)
    before = act.signed_file.blob_id
    copy = copying.certify(
        actor=orders.clerk(city), at=kyiv("03-11 09:00"), act=act.pk, whom="Суд", address="https://misto.example"
    )
    body = storage.path_of(copy.file.blob_id).read_bytes()
    said = words_of(body)
    assert f"10.03.2026 № {act.document.index}" in said
    assert act.check_code in said
    assert f"https://misto.example/akty/perevirka/{act.check_code}/" in said.replace("\r\n", "")
    assert "Підписано електронним підписом" in said
    assert "Згідно з оригіналом" in said
    assert "11.03.2026" in said
    assert orders.clerk(city).person_name in said
    act.refresh_from_db()
    assert act.signed_file.blob_id == before
    original = on_copy.original(act)
    assert [row["state"] for row in signatures.examined(original, AT)] == ["valid"]
    # The copy is another file: no signature is said to be broken in it.
    with pikepdf.open(io.BytesIO(body)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_the_same_copy_is_the_same_file_and_is_known_again(city):
    act = orders.registered(city)
    first, second = on_copy.pdf(act), on_copy.pdf(act)
    assert first == second
    assert on_copy.is_copy_of(act, first)
    assert not on_copy.is_copy_of(act, first + b" ")


def test_an_extract_has_only_its_points(city):
    act = orders.registered(city)
    copy = copying.certify(actor=orders.clerk(city), at=AT, act=act.pk, whom="Суд", points=["2"])
    said = words_of(storage.path_of(copy.file.blob_id).read_bytes())
    assert (copy.form, "ВИТЯГ" in said, "одавати звіт" in said) == ("extract", True, True)
    assert "інвентаризацію" not in said
