"""A letter on paper: copies with their marks, corrected addressees, what is kept when it gets its number."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from magistrat.correspondence import queries
from magistrat.correspondence.actions import addressees, registering, signing, visas
from magistrat.correspondence.models import AddresseeForm, Letter
from magistrat.documents.actions import grants
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import File
from magistrat.journal.models import Entry
from magistrat.regulation.models import City
from magistrat.storage import queries as storage
from tests.apps.correspondence.conftest import AT, DAY, Hall
from tests.apps.correspondence.test_pages import as_, to

WHOLE = queries.Set(is_whole=True)
BY_EXCHANGE = queries.Set(is_whole=True, by_exchange=True)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def text_of(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))


def signed(hall: Hall, *addressed: str, **other: Any) -> Letter:
    letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(*addressed, **other).pk)
    visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
    signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
    return letter


def registered(hall: Hall, letter: Letter, checks: list[str]) -> Letter:
    return registering.register(
        actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk, checked=checks,
        case_file=hall.case_file.pk,
    )  # fmt: skip


def on_paper(hall: Hall, letter: Letter, wanted: queries.Set | None = None) -> Any:
    return queries.paper(queries.letter(actor=hall.actor("executor"), letter_id=letter.pk), DAY, wanted)


class TestCopies:
    def test_three_in_the_first_city_and_two_by_exchange(self, hall: Hall) -> None:
        letter = signed(hall, "enterprise")
        copies = on_paper(hall, letter, WHOLE).copies
        assert [copy.mark[:1] for copy in copies] == [(), ("Примірник 2",), ("Примірник 3",)]
        assert [copy.is_ready_blank for copy in copies] == [False, True, False]
        assert [len(copy.visas) for copy in copies] == [0, 2, 0]
        assert copies[1].visas[1].day == "10.03.2026"
        assert len(on_paper(hall, letter, BY_EXCHANGE).copies) == 2
        assert len(on_paper(hall, letter).copies) == 1

    def test_one_a_list_member_and_one_for_the_file_in_the_second(self, other_hall: Hall) -> None:
        hall, five = other_hall, ("enterprise", "court", "school", "plant", "councillor")
        copies = on_paper(hall, hall.letter(*five, by_list=True), WHOLE).copies
        assert [len(copy.addressees) for copy in copies] == [1, 1, 1, 1, 1, 1, 5]
        assert copies[5].addressees == (("Адресатам за списком",),)
        assert copies[5].mark == ("Примірник 2", "примірник для справи")
        assert copies[6].is_list
        # Up to four addressees stand on each copy together (DR 11.7).
        four = on_paper(hall, hall.letter(*five[:4]), WHOLE).copies
        assert [len(copy.addressees) for copy in four] == [4] * 5

    def test_the_blank_bears_the_citys_names_and_no_empty_line(self, hall: Hall) -> None:
        def blank() -> Any:
            return on_paper(hall, letter).blank

        letter = hall.letter("plant")
        assert blank().lines[blank().main] == "ВИКОНАВЧИЙ КОМІТЕТ"
        assert [line[:6] for line in blank().reference] == ["e-mail"]
        City.objects.update(names={"postal_address": "пл. Тиха, 1"})
        assert blank().reference[0] == "пл. Тиха, 1"

    def test_executor_as_each_city_writes_him(self, hall: Hall) -> None:
        assert on_paper(hall, hall.letter("plant")).executor == ("Захар МОРОЗ", "92-13-14")

    def test_executor_with_initials_in_the_second_city(self, other_hall: Hall) -> None:
        assert on_paper(other_hall, other_hall.letter("plant")).executor == ("Ткач С.Г.", "92-13-14")

    def test_a_substitute_signs_with_both_posts(self, hall: Hall) -> None:
        hall.stand_in("mayor", "deputy")
        signature = on_paper(hall, hall.letter("plant", signatory="mayor")).signature
        assert signature == ("В.о. міського голови –", "заступник міського голови")


class TestKept:
    def test_the_registered_letter_is_kept_as_it_was_set(self, hall: Hall, checks: list[str]) -> None:
        letter = registered(hall, signed(hall, "enterprise", greeting="Шановні колеги!"), checks)
        kept = File.objects.get(document=letter.document_id, role=File.Role.PRINTED)
        with storage.open_blob(kept.blob_id) as stream:
            text = text_of(stream.read())
        assert f"10.03.2026 № {letter.document.index}" in text
        assert "Шановні колеги!" in text
        assert kept.name == "Лист 02-1 від 10.03.2026.pdf"
        entry = Entry.objects.get(code="documents.file_added", document=letter.document_id)
        assert entry.payload["sha256"] == kept.blob_id

    def test_a_letter_that_is_a_file_is_not_set_again(self, hall: Hall, checks: list[str], scan: list[Upload]) -> None:
        letter = registered(hall, signed(hall, "enterprise", text="", uploads=scan), checks)
        assert not File.objects.filter(document=letter.document_id, role=File.Role.PRINTED).exists()

    def test_no_barcode_where_the_regulation_has_none(self, other_hall: Hall, checks: list[str]) -> None:
        letter = registered(other_hall, signed(other_hall, "plant"), checks)
        assert on_paper(other_hall, letter).code is None


class TestChecks:
    def test_each_of_the_six_is_named_when_not_done(
        self, other_hall: Hall, checks: list[str], refused: Callable[..., Any]
    ) -> None:
        letter, labels = signed(other_hall, "plant"), set()
        for missing in checks:
            done = [one for one in checks if one != missing]
            refusal = refused(registered, hall=other_hall, letter=letter, checks=done)
            assert refusal.clause == "11.5"
            labels.add(refusal.message)
        assert len(labels) == len(checks) == 6
        said = as_(other_hall, "clerk").get(to("letter", letter)).context["cautions"]
        assert [(one.clause, "Завод «Іскра»" in one.message) for one in said] == [("11.7", True)]
        assert registered(other_hall, letter, checks).document.index


class TestAddressee:
    def correct(self, hall: Hall, key: str = "plant", **words: Any) -> AddresseeForm:
        words = {"lines": "Завод «Іскра»\nДиректорові\n\nПетрові  ІСКРІ", "greeting": "Шановний пане Петре!"} | words
        return addressees.correct(actor=hall.actor(words.pop("by", "executor")), at=AT,
                                  correspondent=hall.correspondents[key].pk, **words)  # fmt: skip

    def test_a_correction_is_kept_for_all_letters(self, hall: Hall) -> None:
        self.correct(hall)
        assert on_paper(hall, hall.letter("plant")).copies[0].addressees == (
            ("Завод «Іскра»", "Директорові", "Петрові ІСКРІ"),
        )
        self.correct(hall, lines="Завод")
        assert on_paper(hall, hall.letter("plant")).copies[0].addressees == (("Завод",),)
        addressees.restore(actor=hall.actor("executor"), at=AT, correspondent=hall.correspondents["plant"].pk)
        assert on_paper(hall, hall.letter("plant")).copies[0].addressees == (("Завод «Іскра»",),)
        assert list(
            Entry.objects.filter(code__startswith="correspondence.addressee").values_list("code", flat=True)
        ) == [
            "correspondence.addressee_corrected",
            "correspondence.addressee_corrected",
            "correspondence.addressee_restored",
        ]

    def test_refusals_leave_it_as_it_was(self, hall: Hall, refused: Callable[..., Any]) -> None:
        assert refused(self.correct, hall=hall, by="clerk").clause
        assert "рядках" in refused(self.correct, hall=hall, lines=" \n ").message
        assert "рядках" in refused(self.correct, hall=hall, lines="\n".join("абвгґде")).message
        gone = {"actor": hall.actor("executor"), "at": AT, "correspondent": 0}
        assert "немає" in refused(addressees.correct, lines="Завод", **gone).message
        assert refused(addressees.restore, **gone).message
        assert not AddresseeForm.objects.exists()


def test_a_draft_with_what_cannot_be_printed_is_refused(hall: Hall, refused: Callable[..., Any]) -> None:
    for name, said in (("text", "У тексті"), ("summary", "У заголовку"), ("greeting", "У звертанні")):
        refusal = refused(hall.letter, **{name: "Дякуємо \U0001f642"})
        assert refusal.message.startswith(said)
        assert "U+1F642" in refusal.message
    assert "файлом" in refused(hall.letter, text="а" * 100_001).message
    assert not Letter.objects.exists()


class TestPages:
    def test_pdf_docx_and_the_copies(self, hall: Hall) -> None:
        letter, executor = hall.letter("plant"), as_(hall, "executor")
        pdf = executor.get(to("pdf", letter), {"usi": "1"})
        assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
        assert text_of(pdf.content).count("Завод «Іскра»") == 3
        assert "ВИКОНАВЧИЙ" not in text_of(executor.get(to("pdf", letter), {"blank": "hotovyi"}).content)
        word = executor.get(to("docx", letter))
        assert word["Content-Disposition"].startswith("attachment")
        assert docx.Document(io.BytesIO(word.content)).paragraphs
        page = executor.get(to("print", letter), {"usi": "1", "sev": "1"})
        assert len(page.context["copies"]) == 2
        for name in ("pdf", "docx", "print"):
            assert as_(hall, "other").get(to(name, letter)).status_code == 403

    def test_the_drafter_corrects_how_an_addressee_is_printed(self, hall: Hall) -> None:
        plant, executor = hall.correspondents["plant"], as_(hall, "executor")
        address = reverse("correspondence:addressee", args=[plant.pk])
        assert executor.post(address, {"lines": "Заводові", "greeting": "Шановні!"}).status_code == 302
        assert "Заводові" in executor.get(address).content.decode()
        offered = executor.post(reverse("correspondence:parties"), {"addressees": str(plant.pk)}).content.decode()
        assert "Заводові" in offered
        assert 'data-greeting="Шановні!"' in offered
        assert executor.post(address, {"restore": "1"}).status_code == 302
        assert not AddresseeForm.objects.exists()
        assert executor.post(address, {"restore": "1"}).status_code == 409
        assert executor.get(reverse("correspondence:addressee", args=[0])).status_code == 404
        assert as_(hall, "clerk").get(address).status_code == 403

    def test_a_reply_begins_with_the_greeting_of_its_only_addressee(self, hall: Hall) -> None:
        sender = hall.correspondents["enterprise"]
        type(sender).objects.filter(pk=sender.pk).update(head="Директорка, Коваль Ольга Іванівна")
        incoming = hall.incoming(to="deputy", sender="enterprise")
        task = hall.task(incoming)
        grants.give(document=incoming, at=AT, reason="executor", source="t:1", post=hall.posts["executor"].pk)
        client: Client = as_(hall, "executor")
        page = client.get(reverse("correspondence:new"), {"zavdannia": task.pk})
        assert page.context["form"].initial["greeting"] == "Шановна Ольго Іванівно!"
