"""Registration marks: labels, stamped copies, the card opened by a scanned code; where the regulation has none, none."""

from __future__ import annotations

import hashlib

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from magistrat.documents.actions import files
from magistrat.documents.models import Document, File
from magistrat.documents.queries import marks
from magistrat.papers.codes import Mark
from magistrat.storage import queries as storage
from magistrat.tasks.models import Control
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def clerk(client, office):
    return make.signed_in(client, office.clerk)


def with_file(office, content: bytes | None = None) -> tuple[Document, File]:
    document = make.registered(office)
    upload = files.Upload("лист.pdf", content if content is not None else make.pdf())
    return document, files.put(document=document, uploads=[upload], actor=office.clerk, at=AT)[0]


def control(document: Document, **more) -> Control:
    return Control.objects.create(
        document=document, clause="8.12", reason="термінове", unit_id=document.registry.department_id, set_at=AT,
        set_by="Служба контролю", must_return=True, **more,
    )  # fmt: skip


def read(content: bytes) -> set[str]:
    picture = pypdfium2.PdfDocument(content)[0].render(scale=300 / 72).to_pil().convert("L")
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def text(content: bytes) -> str:
    return str(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded())


class TestStampedCopy:
    def test_bears_the_mark_and_the_stamps_of_control(self, clerk, office):
        document, file = with_file(office)
        control(document)
        answer = clerk.get(reverse("documents:stamped", args=[file.pk]))
        assert answer.status_code == 200
        mark = Mark(document.pk, document.registered_on, document.number, document.index)
        assert read(answer.content) == {mark.linear, mark.square}
        assert "Контроль" in text(answer.content)
        assert "Підлягає поверненню" in text(answer.content)
        with storage.open_blob(file.blob_id) as kept:
            assert hashlib.sha256(kept.read()).hexdigest() == file.blob_id
        assert "з відбитком" in clerk.get(reverse("documents:card", args=[document.pk])).content.decode()

    def test_off_control_without_stamps(self, clerk, office):
        document, file = with_file(office)
        control(document, state="off", off_on=AT.date(), off_at=AT, off_by="Служба", off_clause="8.15")
        assert "Контроль" not in text(clerk.get(reverse("documents:stamped", args=[file.pk])).content)

    def test_refusals_name_the_file(self, clerk, office):
        for content in (b"text of a note", b"%PDF-1.7 broken"):
            _, file = with_file(office, content)
            answer = clerk.get(reverse("documents:stamped", args=[file.pk]))
            assert answer.status_code == 409
            assert "лист.pdf" in answer.content.decode()

    def test_a_stranger_gets_neither_copy_nor_label(self, client, office):
        document, file = with_file(office)
        stranger = make.signed_in(client, office.stranger)
        assert stranger.get(reverse("documents:stamped", args=[file.pk])).status_code in {403, 409}
        assert stranger.get(reverse("documents:label", args=[document.pk])).status_code in {403, 409}
        assert stranger.get(reverse("documents:labels"), {"id": document.pk}).status_code == 404


class TestLabels:
    def test_many_on_a_sheet_from_the_first_free_place(self, clerk, office):
        documents = [make.registered(office) for _ in range(3)]
        control(documents[0])
        asked = {"id": [one.pk for one in documents], "arkush": "a4", "misce": "23"}
        answer = clerk.get(reverse("documents:labels"), asked)
        pages = pypdfium2.PdfDocument(answer.content)
        assert len(pages) == 2
        assert documents[0].index in text(answer.content)
        assert "КОНТРОЛЬ" in text(answer.content)
        roll = clerk.get(reverse("documents:labels"), {"id": documents[0].pk, "misce": "-3", "arkush": "x"})
        assert read(roll.content) == {marks.mark(documents[0]).linear, marks.mark(documents[0]).square}
        assert clerk.get(reverse("documents:labels"), {"id": "x"}).status_code == 404

    def test_the_page_offers_the_citys_sheets(self, clerk, office):
        document = make.registered(office)
        page = clerk.get(reverse("documents:label", args=[document.pk])).content.decode()
        assert "рулон 58 × 40 мм" in page
        assert "нижній правий кут" in page


class TestScanned:
    def test_opens_the_card_from_the_search_box(self, clerk, office):
        document = make.registered(office)
        card = reverse("documents:card", args=[document.pk])
        for words in (marks.mark(document).linear, f" {marks.mark(document).square} "):
            answer = clerk.get(reverse("documents:search"), {"q": words})
            assert (answer.status_code, answer.get("Location")) == (302, card)

    def test_a_misread_or_anothers_code_opens_nothing(self, clerk, client, office):
        document = make.registered(office)
        mark = marks.mark(document)
        for wrong in (
            Mark(mark.id, mark.day, mark.number + 1).linear,
            Mark(mark.id + 1, mark.day, mark.number).linear,
            Mark(mark.id, mark.day.replace(year=2025), mark.number).linear,
            Mark(mark.id, mark.day, index="інший").square,
        ):
            assert clerk.get(reverse("documents:search"), {"q": wrong}).status_code == 200
        stranger = make.signed_in(client, office.stranger)
        assert stranger.get(reverse("documents:search"), {"q": mark.linear}).status_code == 200


def test_a_city_without_barcodes_is_offered_none(client):
    office = make.office("druzhkivka")
    document, _ = with_file(office)
    page = make.signed_in(client, office.clerk).get(reverse("documents:card", args=[document.pk])).content.decode()
    assert "Бирка" not in page
    assert "з відбитком" not in page
