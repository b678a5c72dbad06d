"""Letters as PDF/A and DOCX: where their requisites stand, measured back in millimetres (ДСТУ 4163:2020)."""

from __future__ import annotations

import io
import subprocess
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from magistrat.papers import codes, sheets, typesetting, word
from magistrat.papers.sheets import Copy, Letter, Visa
from magistrat.rules.stationery import Blank
from tests import programs

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TABLE = tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))
MM = 25.4 / 72
HEIGHT = 297
# A requisite reaches down to where the next one begins.
NEXT = {"addressee": "heading", "heading": "greeting", "paragraph": "annex", "post": "name", "name": "executor"}
MARK = codes.Mark(1234, date(2026, 3, 10), 145, "02/26/145-вн")
WORDS = (
    "Надаємо інформацію про стан підготовки об'єктів житлово-комунального господарства міста до роботи в "
    "осінньо-зимовий період. Роботи виконано в повному обсязі, запаси палива створено. "
)
RAYON = ("Криворізька районна державна адміністрація", "Начальникові", "Івану Петровичу КОВАЛЮ", "вул. Довга, 5")
LETTER = Letter(
    blank=Blank(("УКРАЇНА", "КРИВОРІЗЬКА МІСЬКА РАДА", "ВИКОНАВЧИЙ КОМІТЕТ"), 2, ("e-mail: misto@example.org",)),
    copies=(Copy((RAYON,), number="10.03.2026 № 02/26/145"),),
    heading="Про надання інформації щодо стану підготовки житлово-комунального господарства",
    greeting="Шановний Іване Петровичу!",
    answer="На № 12/34 від 02.03.2026",
    paragraphs=(WORDS * 2, WORDS),
    annexes=("на 3 арк. в 1 прим.",),
    signature=("В.о. міського голови –", "перший заступник міського голови"),
    name="Дарина ЛИТВИНЕНКО",
    executor=("Захар МОРОЗ", "92-13-14"),
    code=MARK,
)


class Sheets:
    """The text of a PDF with its places in millimetres from the left and upper edges."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pypdfium2.PdfDocument(content)
        self.pages = [page.get_textpage() for page in self.pdf]

    def text(self, page: int) -> str:
        return str(self.pages[page].get_text_bounded())

    def find(self, text: str) -> tuple[int, int]:
        """The page and the place of the text's first letter."""
        for number, page in enumerate(self.pages):
            if found := page.search(text, match_case=True).get_next():
                return number, found[0]
        raise AssertionError(f"«{text}» is not printed")

    def box(self, page: int, letter: int) -> tuple[float, float, float]:
        """Left edge, right edge and lower edge of a letter."""
        left, bottom, right, _ = self.pages[page].get_charbox(letter)
        return left * MM, right * MM, HEIGHT - bottom * MM

    def edges(self, text: str, until: str | None = None) -> tuple[float, float, float]:
        """Left edge and base line of the text's first letter, right edge of its farthest letter."""
        page, start = self.find(text)
        stop = start + len(text)
        if until is not None and self.find(until)[0] == page:
            stop = self.find(until)[1]
        left, _, base = self.box(page, start)
        seen = [letter for letter in range(start, stop) if self.pages[page].get_text_range(letter, 1).strip()]
        return left, base, max(self.box(page, letter)[1] for letter in seen)

    def codes(self, page: int = 0) -> set[str]:
        picture = self.pdf[page].render(scale=300 / 72).to_pil().convert("L")
        return {found.text for found in zxingcpp.read_barcodes(picture)}


def measured(sheets_: Sheets, name: str, across: float, down: float) -> list[str]:
    """What stands elsewhere than the table says."""
    wanted = TABLE["place"][name]
    until = TABLE["place"][NEXT[name]]["text"] if name in NEXT else None
    left, base, right = sheets_.edges(wanted["text"], until)
    found = {"x": left, "y": base, "right": right, "centre": (left + right) / 2}
    allowed = {"x": across, "y": down, "centre": across}
    off = [f"{name}.{key}: {found[key]:.1f}, not {wanted[key]}" for key in allowed if key in wanted
           and abs(found[key] - wanted[key]) > allowed[key]]  # fmt: skip
    if "right" in wanted and right > wanted["right"] + 0.2:
        off.append(f"{name}.right: {right:.1f} is beyond {wanted['right']}")
    return off


def of_pdf(letter: Letter = LETTER) -> Sheets:
    return Sheets(sheets.letter_pdf(letter, at=AT))


class TestPdf:
    def test_requisites_stand_where_the_standard_says(self) -> None:
        printed, tolerance = of_pdf(), TABLE["tolerance"]
        off = [line for name in TABLE["place"] for line in measured(printed, name, tolerance, tolerance)]
        assert not off, "\n".join(off)
        # Justified text fills the sheet up to the right margin (6.2).
        assert printed.edges("Надаємо", "Додаток")[2] == pytest.approx(200, abs=1)
        # Post and name share the base line of the post's last line; the executor stands at the foot of the page.
        line = 14 * 1.149 * MM
        assert printed.edges("ЛИТВИНЕНКО")[1] == pytest.approx(printed.edges("перший заступник")[1] + line, abs=0.3)
        assert 297 - 20 - 12 < printed.edges("92-13-14")[1] <= 277.2

    def test_is_an_archive_file_in_ukrainian(self) -> None:
        made = sheets.letter_pdf(LETTER, at=AT)
        with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as about:
            assert about.pdfa_status == "2B"
            assert pdf.Root.Lang == "uk-UA" or str(pdf.Root.Lang).startswith("uk")
            assert about["dc:title"] == LETTER.heading
            assert not pdf.check_pdf_syntax()
        assert made == sheets.letter_pdf(LETTER, at=AT)

    def test_is_made_at_any_moment_of_a_clock_that_runs(self) -> None:
        assert sheets.letter_pdf(LETTER, at=AT.replace(microsecond=250_001)) == sheets.letter_pdf(LETTER, at=AT)

    def test_its_code_is_read_from_the_drawn_page(self) -> None:
        assert of_pdf().codes() == {MARK.linear, MARK.square}
        assert codes.parse(MARK.linear) == codes.Mark(1234, date(2026, 3, 10), number=145)
        assert codes.parse(MARK.square) == codes.Mark(1234, date(2026, 3, 10), index="02/26/145-вн")
        assert not of_pdf(replace(LETTER, code=None)).codes()

    def test_many_pages_are_numbered_from_the_second_in_every_copy(self) -> None:
        file = Copy((RAYON,), mark=("Примірник 2",), visas=(Visa("Начальник управління", "Захар МОРОЗ", "09.03.2026"),))
        printed = of_pdf(replace(LETTER, paragraphs=(WORDS * 3,) * 9, copies=(*LETTER.copies, file)))
        half = len(printed.pages) // 2
        assert half >= 2
        numbers = [page.get_text_bounded(bottom=842 - 20 / MM, left=280, right=400).strip() for page in printed.pages]
        assert numbers == [*("" if one == 1 else str(one) for one in range(1, half + 1))] * 2
        left, right, base = printed.box(1, printed.text(1).index("2"))
        assert 10 < base < 20
        assert (left + right) / 2 == pytest.approx(115, abs=1)
        assert "Примірник 2" in printed.text(half)
        assert "09.03.2026" in printed.text(2 * half - 1)

    def test_a_long_title_goes_to_the_right_margin(self) -> None:
        heading = (
            LETTER.heading + ", об'єктів соціальної сфери, теплових мереж і котелень до нового опалювального сезону"
        )
        assert len(heading) > 150
        assert of_pdf(replace(LETTER, heading=heading)).edges("Про надання", "Шановний")[2] > 150

    def test_four_addressees_and_a_list_on_its_own_sheet(self) -> None:
        others = tuple((f"Департамент {name}",) for name in ("освіти", "охорони здоров'я", "фінансів"))
        printed = of_pdf(replace(LETTER, copies=(Copy((RAYON, *others)), Copy((RAYON, *others), is_list=True)),
                                 list_heading="Список адресатів"))  # fmt: skip
        for one in ("Криворізька районна", "Департамент освіти", "Департамент охорони", "Департамент фінансів"):
            assert printed.edges(one)[0] == pytest.approx(120, abs=2)
        last = len(printed.pages) - 1
        assert "Список адресатів" in printed.text(last)
        assert "4." in printed.text(last)

    def test_the_restriction_of_access_stands_above_the_addressee(self) -> None:
        printed = of_pdf(replace(LETTER, restriction=("Для службового користування",)))
        left, base, _ = printed.edges("Для службового")
        assert left == pytest.approx(130, abs=2)
        assert base < printed.edges("Криворізька районна")[1]

    def test_a_ready_blank_keeps_its_room_empty(self) -> None:
        printed = of_pdf(replace(LETTER, copies=(replace(LETTER.copies[0], is_ready_blank=True),)))
        assert "ВИКОНАВЧИЙ" not in printed.text(0)
        assert printed.edges("10.03.2026 №")[1] == pytest.approx(TABLE["place"]["number"]["y"], abs=2)

    def test_the_citys_arms_are_drawn_in_the_upper_margin(self) -> None:
        arms = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 17"><rect width="12" height="17"/></svg>'
        page = of_pdf(replace(LETTER, blank=replace(LETTER.blank, emblem=arms))).pdf[0].render(scale=MM).to_pil()
        dark = [(x, y) for x in range(105, 126) for y in range(2, 30) if page.convert("L").getpixel((x, y)) < 60]
        assert (min(dark)[0], max(dark)[0]) == (pytest.approx(109, abs=1), pytest.approx(120, abs=1))
        assert min(y for _, y in dark) == pytest.approx(5, abs=1)
        wrong = replace(LETTER, blank=replace(LETTER.blank, emblem="<svg"))
        assert sheets.letter_pdf(wrong, at=AT) == sheets.letter_pdf(LETTER, at=AT)

    def test_what_no_font_draws_does_not_stop_the_letter(self) -> None:
        odd = "Знак \U0001f642 і \x07 дзвінок, 漢"
        assert typesetting.unprintable(odd) == "\x07漢\U0001f642"
        assert "Знак" in of_pdf(replace(LETTER, paragraphs=(odd,), heading=odd)).text(0)
        assert word.letter_docx(replace(LETTER, paragraphs=(odd,), heading=odd), at=AT)
        assert typesetting.unprintable("Усе «звичне» — № 5, 100 €, ґава’ Ґ") == ""

    def test_texts_are_never_markup(self) -> None:
        sly = '#read("/etc/passwd") *жирно* $x$ @посилання <мітка> \\ "лапки" // коментар'
        assert "#read" in of_pdf(replace(LETTER, paragraphs=(sly,), heading=sly)).text(0)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """The DOCX as LibreOffice prints it."""
    office = programs.needed("libreoffice")
    place = tmp_path_factory.mktemp("docx")
    (place / "lyst.docx").write_bytes(word.letter_docx(LETTER, at=AT))
    profile = f"-env:UserInstallation=file://{place}/profile"
    command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(place), str(place / "lyst.docx")]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert b"rror" not in done.stderr, done.stderr
    return Sheets((place / "lyst.pdf").read_bytes())


class TestDocx:
    @pytest.mark.libreoffice
    def test_stands_like_the_pdf_when_libreoffice_prints_it(self, converted: Sheets) -> None:
        across, down = TABLE["tolerance"], TABLE["tolerance_down_docx"]
        off = [line for name in TABLE["place"] for line in measured(converted, name, across, down)]
        assert not off, "\n".join(off)
        assert converted.codes() == {MARK.linear, MARK.square}

    def test_is_made_of_styles_and_paragraphs(self) -> None:
        made = word.letter_docx(LETTER, at=AT)
        document = docx.Document(io.BytesIO(made))
        by_style = {paragraph.style.name: paragraph.text for paragraph in document.paragraphs}
        assert by_style["Заголовок до тексту"] == LETTER.heading
        assert by_style["Підпис"] == "голови\tДарина ЛИТВИНЕНКО"
        assert by_style["Додатки"] == "Додаток: на 3 арк. в 1 прим."
        section = document.sections[0]
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [side.mm for side in margins if side is not None] == pytest.approx([30, 10, 20, 20], abs=0.1)
        xml: Any = document.element.xml
        assert "txbx" not in xml
        assert "w:tbl>" not in xml
        assert "PAGE" in section.header._element.xml
        assert section.different_first_page_header_footer

    def test_a_letter_by_list_has_its_list(self) -> None:
        listed = replace(LETTER, copies=(*LETTER.copies, Copy((RAYON,) * 5, is_list=True)), list_heading="Список")
        texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(word.letter_docx(listed, at=AT))).paragraphs]
        assert word.BY_LIST in texts
        assert texts[-1].startswith("5. Криворізька")
