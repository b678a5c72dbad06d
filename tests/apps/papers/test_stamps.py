"""Labels and stamps: what is drawn is read back by a reader of barcodes; originals stay as they are."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from magistrat.papers import codes, labels, sheets, stamps
from magistrat.rules import city
from magistrat.rules.form import FormError
from magistrat.rules.stationery import ROLL, LabelForm
from tests.apps.papers.test_letter import AT, LETTER, MARK, Sheets

A4 = LabelForm("a4", "аркуш", 210, 297, 70, 37, 3, 8, 0, 0.5)
CORNER = stamps.Stamps(MARK, left="Контроль", lower="Підлягає поверненню")


def places(content: bytes, page: int = 0) -> dict[str, tuple[float, float]]:
    """Texts of codes with their centres in hundredths of the page's width and height."""
    picture = pypdfium2.PdfDocument(content)[page].render(scale=200 / 72).to_pil().convert("L")
    found = {}
    for one in zxingcpp.read_barcodes(picture):
        corners = one.position
        across = (corners.top_left.x + corners.bottom_right.x) / 2 / picture.width
        down = (corners.top_left.y + corners.bottom_right.y) / 2 / picture.height
        found[one.text] = (across, down)
    return found


def plain(turn: int = 0, box: tuple[int, int, int, int] = (0, 0, 595, 842)) -> bytes:
    """An empty page of a scanner."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(box[2] - box[0], box[3] - box[1]))
        page.mediabox, page.obj.Rotate = pikepdf.Array(box), turn
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


class TestStamps:
    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_stand_at_the_lower_right_however_the_page_is_turned(self, turn: int) -> None:
        made = stamps.stamped(io.BytesIO(plain(turn, (30, 40, 625, 882))), CORNER, at=AT)
        seen = places(made)
        assert set(seen) == {MARK.linear, MARK.square}
        assert all(across > 0.6 and down > 0.9 for across, down in seen.values())
        text = Sheets(made).text(0)
        assert "Контроль" in text
        assert "Підлягає поверненню" in text
        assert "02/26/145-вн від 10.03.2026" in text

    def test_in_the_middle_of_an_outgoing_paper_and_only_on_its_first_page(self) -> None:
        original = sheets.letter_pdf(
            sheets.Letter(**{**vars(LETTER), "code": None, "paragraphs": ("Слово. " * 700,)}), at=AT
        )
        digest = hashlib.sha256(original).hexdigest()
        made = stamps.stamped(io.BytesIO(original), stamps.Stamps(MARK, is_centred=True), at=AT)
        assert hashlib.sha256(original).hexdigest() == digest
        (linear, square) = (places(made)[text] for text in (MARK.linear, MARK.square))
        assert (linear[0] + square[0]) / 2 == pytest.approx(0.5, abs=0.1)
        assert not places(made, 1)
        assert Sheets(made).text(1) == Sheets(original).text(1)

    def test_a_picture_becomes_a_page(self) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (1240, 1754), "white").save(picture, "TIFF", save_all=True,
                                                     append_images=[Image.new("RGB", (1240, 1754), "gray")])  # fmt: skip
        made = stamps.stamped(picture, CORNER, at=AT)
        assert len(pypdfium2.PdfDocument(made)) == 2
        assert set(places(made)) == {MARK.linear, MARK.square}

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no document", b"%PDF-1.7\nbroken", b"GIF89a"])
    def test_what_cannot_be_opened_says_so(self, content: bytes) -> None:
        with pytest.raises(stamps.Unstampable):
            stamps.stamped(io.BytesIO(content), CORNER, at=AT)

    def test_a_password_is_respected(self) -> None:
        locked = io.BytesIO()
        with pikepdf.open(io.BytesIO(plain())) as pdf:
            pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
        with pytest.raises(stamps.Unstampable):
            stamps.stamped(locked, CORNER, at=AT)


class TestLabels:
    def test_a_roll_has_a_label_a_page_with_its_stamps(self) -> None:
        made = labels.labels_pdf([labels.Label(MARK, ("Контроль",))] * 2, form=ROLL, owner="Верба", at=AT)
        pdf = pypdfium2.PdfDocument(made)
        assert len(pdf) == 2
        assert [round(side * 25.4 / 72) for side in pdf[0].get_size()] == [58, 40]
        assert set(places(made)) == {MARK.linear, MARK.square}
        assert "КОНТРОЛЬ" in Sheets(made).text(0)

    def test_a_sheet_begins_where_the_last_one_ended(self) -> None:
        made = labels.labels_pdf([labels.Label(MARK)] * 3, form=A4, owner="Верба", at=AT, skip=23)
        pdf = Sheets(made)
        assert len(pdf.pages) == 2
        page, first = pdf.find("02/26/145-вн")
        assert page == 0
        left, _, down = pdf.box(page, first)
        assert (left, down) == (pytest.approx(143, abs=1), pytest.approx(282, abs=6))


class TestCodes:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "145",
            "02/26/145",
            "202613450001450000001234",
            "2026031000014500000012345",
            "a;2026-02-30;7",
            "а;2026-03-10;",
        ],
    )
    def test_other_texts_are_no_codes(self, text: str) -> None:
        assert codes.parse(text) is None

    def test_large_numbers_still_fit(self) -> None:
        mark = codes.Mark(98_765_432_109, MARK.day, number=1_234_567, index="а;б")
        assert len(mark.linear) == 24
        assert codes.parse(mark.linear) == codes.Mark(8_765_432_109, MARK.day, number=234_567)
        assert codes.parse(mark.square) == codes.Mark(98_765_432_109, MARK.day, index="а,б")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[[blank]]\nkey = "mayor"\nlines = []', "хоча б один рядок"),
        ('[[blank]]\nkey = "mayor"\nlines = ["А"]\nmain = 1', "рядків 1"),
        ('[[label]]\nkey = "x"\ntitle = "х"\npage = [58, 40]\nsize = [58, 40]\ngrid = [2, 1]', "не вміщуються"),
        ('[[label]]\nkey = "x"\ntitle = "х"\npage = [58]\nsize = [58, 40]', "два числа"),
    ],
)
def test_a_wrong_form_is_refused_with_its_place(table: str, said: str) -> None:
    with pytest.raises(FormError, match=said):
        city.load(f'slug = "x"\nname = "Х"\nhours = {{ mon = "08:00-17:00" }}\n{table}')
