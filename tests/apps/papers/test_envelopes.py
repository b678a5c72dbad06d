"""Envelopes: the page is the envelope, the addressee stands on the lower right, the index in its boxes."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2
import pytest

from magistrat.papers.envelopes import FORMS, Envelope, envelopes_pdf

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
MM = 25.4 / 72
SENDER = ("Виконавчий комітет", "вул. Перша, 1, м. Верба, 50001")
TO = Envelope(
    ("Криворізька районна рада", "Голові", "Івану Петровичу КОВАЛЮ"),
    "вул. Довга, 5, кв. 12, смт Вигадане, Дніпропетровська обл., 53100",
    "02/26/145, 02/26/146",
    "Рекомендований лист",
)


def place(page, height: float, words: str) -> tuple[float, float]:
    """Millimetres from the left and upper edges to the beginning of the words."""
    text = page.get_textpage()
    found = text.search(words)
    start, _ = found.get_next()
    left, _, _, top = text.get_charbox(start)
    return left * MM, height - top * MM


@pytest.mark.parametrize("form", ["c5", "dl"])
def test_everything_stands_where_the_post_looks_for_it(form):
    sizes = FORMS[form]
    pdf = pypdfium2.PdfDocument(envelopes_pdf([TO, Envelope(("Суд",), "м. Верба")], form=form, sender=SENDER, at=AT))
    assert len(pdf) == 2
    assert [round(side * MM) for side in pdf[0].get_size()] == [sizes.width, sizes.height]
    left, top = place(pdf[0], sizes.height, "Виконавчий")
    assert (left < sizes.width / 4, top < sizes.height / 4) == (True, True)
    left, top = place(pdf[0], sizes.height, "Криворізька")
    assert (round(left), left > sizes.width / 2, sizes.height / 2 - 3 < top < sizes.height - 30) == (
        sizes.to_left,
        True,
        True,
    )
    _, street = place(pdf[0], sizes.height, "вул. Довга")
    _, region = place(pdf[0], sizes.height, "Дніпропетровська")
    _, postcode = place(pdf[0], sizes.height, "53100")
    assert top < street < region < postcode < sizes.height - 10
    words = pdf[0].get_textpage().get_text_bounded()
    assert "№ 02/26/145, 02/26/146" in words.replace("\r\n", " ")
    assert "Рекомендований лист" in words
    figure_left, figure_top = (
        place(pdf[0], sizes.height, "5\r\n3") if "5\r\n3" in words else (sizes.left, sizes.height - 15)
    )
    assert (figure_left < sizes.width / 4, figure_top > sizes.height - 25) == (True, True)


def test_the_index_is_the_only_five_figures_of_the_address():
    assert TO.postcode == "53100"
    assert Envelope(("а",), "вул. 12345, 67890").postcode == ""
    assert Envelope(("а",), "м. Верба").postcode == ""


def test_a_text_is_never_markup():
    odd = Envelope(("#eval(1) *a* $x$ «б»",), '#read("/etc/passwd"), \\ [c]')
    text = (
        pypdfium2.PdfDocument(envelopes_pdf([odd], form="dl", sender=SENDER, at=AT))[0]
        .get_textpage()
        .get_text_bounded()
    )
    assert "#eval(1) *a* $x$" in text
    assert '#read("/etc/passwd")' in text
