"""A clerk's morning: a pile of letters taken in at once, registered in a row, then dealt with many at a time."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst
from playwright.sync_api import FilePayload, Page, expect

from magistrat.documents.models import Document, Familiarisation
from magistrat.ui import paging
from tests.factories import documents as papers

CODE = "30011226"
# All forty that a morning brings are registered in the proofs; a dozen goes the same way.
MORNING = [12, pytest.param(40, marks=pytest.mark.proof)]
# On a busy machine a page may take long.
PATIENCE = 30_000


def letters(count: int) -> list[FilePayload]:
    """Letters with a text layer that says who writes, under which number, about what; set at once, then parted."""
    sheets = (
        "\n\n".join(
            (
                "КП «Ранкова зоря»",
                f"Код ЄДРПОУ {CODE}",
                f"06.03.2026 \u2116 17/{number}",
                f"Про ремонт будинку {number}",
            )
        )
        for number in range(1, count + 1)
    )
    text = "#set page(width: 120mm, height: 80mm)\n" + "\n#pagebreak()\n".join(sheets)
    made: list[FilePayload] = []
    with pikepdf.open(io.BytesIO(typst.compile(text.encode()))) as whole:
        for number, sheet in enumerate(whole.pages, 1):
            kept, one = io.BytesIO(), pikepdf.new()
            one.pages.append(sheet)
            one.save(kept)
            made.append({"name": f"lyst-{number:02}.pdf", "mimeType": "application/pdf", "buffer": kept.getvalue()})
    return made


def clean(page: Page, violations) -> None:
    """Accessible, and no wider than its screen."""
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.timeout(600)
# The other city's morning is the same.
@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
@pytest.mark.parametrize("total", MORNING)
def test_a_pile_of_letters_before_noon(city, violations, total):
    papers.correspondent("Комунальне підприємство «Ранкова зоря»", code=CODE)
    page = city.page("clerk", "/dokumenty/nadkhodzhennia/")
    # The letters are looked at by their text: drawing their pages is not what is tried here.
    page.route("**/storinka/**", lambda route: route.abort())
    page.locator("#id_files").set_input_files(letters(total))
    page.get_by_role("button", name="Прийняти й реєструвати підряд").click()
    for number in range(1, total + 1):
        expect(page.locator(".pile-line")).to_contain_text(f"Лист {number} з {total}", timeout=PATIENCE)
        expect(page.get_by_role("combobox", name="Кореспондент", exact=True)).to_be_focused()
        if number == 2:
            clean(page, violations)
            # Left in the middle, gone on with from the list of arrivals.
            page.goto(f"{city.url}/")
            page.goto(f"{city.url}/dokumenty/nadkhodzhennia/")
            page.get_by_role("link", name="Продовжити реєстрацію").first.click()
            expect(page.locator(".pile-line")).to_contain_text(f"2 з {total}")
        if number == 1:
            # Whose name stands under the sender's first letter is typed once: the next ones have it.
            page.get_by_label("Підписав", exact=True).fill("Зоряна Р.О.")
        expect(page.get_by_label("Підписав", exact=True)).to_have_value("Зоряна Р.О.")
        # Nobody's fingers are quicker than the page's scripts.
        page.wait_for_load_state("load")
        page.keyboard.press("Control+Enter")
        if number < total:
            expect(page.get_by_role("link", name="Надрукувати бирку")).to_be_visible()
    expect(page.get_by_text("Усі листи стосу опрацьовано")).to_be_visible(timeout=PATIENCE)
    found = Document.objects.filter(correspondent__code=CODE, state=Document.State.REGISTERED)
    assert found.count() == total
    clean(page, violations)
    labels_of_all(page, total)
    page.close()
    many_at_once(city, violations)
    chosen_on_several_pages(city)


def labels_of_all(page: Page, total: int) -> None:
    expect(page.locator(".bulk-bar")).to_be_hidden()
    page.get_by_label("Вибрати всі на сторінці").check()
    expect(page.locator("[data-bulk-count]")).to_have_text(f"Вибрано {total}")
    page.locator(".bulk-menu summary").click()
    page.get_by_role("button", name="Надрукувати бирки").click()
    expect(page.locator(".label")).to_have_count(total)
    page.go_back()
    expect(page.locator("[data-bulk-count]")).to_have_text(f"Вибрано {total}")


def many_at_once(city, violations) -> None:
    """Three chosen by keys alone are given to read; on a telephone the same pages are whole."""
    page = city.page("clerk", "/dokumenty/", width=360)
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("[data-bulk-count]")).to_have_text("Вибрано 3")
    clean(page, violations)
    page.get_by_role("button", name="Ознайомити").click()
    clean(page, violations)
    head = page.locator("[name=posts]").first
    head.check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Виконано 3 із 3")).to_be_visible(timeout=PATIENCE)
    clean(page, violations)
    assert Familiarisation.objects.filter(post=head_id(city)).count() == 3
    page.close()


def chosen_on_several_pages(city) -> None:
    """The choice survives turning the pages, is printed whole and is given up whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "SIZE", 2)
        page = city.page("clerk", "/dokumenty/")
        page.add_init_script("window.prints = 0; window.print = () => { window.prints += 1; };")
        count, ticks = page.locator("[data-bulk-count]"), page.locator("[data-bulk]")
        ticks.first.check()
        page.get_by_role("link", name="Наступні").click()
        expect(ticks.first).not_to_be_checked()
        expect(count).to_have_text("Вибрано 1, на цій сторінці 0")
        ticks.first.check()
        expect(count).to_have_text("Вибрано 2, на цій сторінці 1")
        page.locator(".bulk-menu summary").click()
        page.get_by_role("button", name="Надрукувати перелік").click()
        expect(page.locator("tbody tr")).to_have_count(2)
        page.get_by_role("button", name="Надрукувати", exact=True).click()
        assert page.evaluate("window.prints") == 1
        page.go_back()
        page.get_by_role("link", name="Попередні").click()
        expect(ticks.first).to_be_checked()
        page.get_by_role("button", name="Зняти вибір").click()
        expect(page.locator(".bulk-bar")).to_be_hidden()
        page.reload()
        expect(ticks.first).not_to_be_checked()
        page.get_by_role("link", name="Друкувати весь список").click()
        page.wait_for_function("window.prints === 1")
        page.close()


def head_id(city) -> int:
    """The first post that is offered: the mayor."""
    return int(city.town.posts["mayor"])
