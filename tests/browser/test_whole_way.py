"""A letter's whole way, walked by six people in both cities."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from magistrat.documents.models import Document
from magistrat.organisation.models import Person
from magistrat.tasks.models import Control, Task

LETTER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
)


def initials(city, who: str) -> str:
    """How a leader names the person at the keyboard."""
    return Person.objects.get(pk=city.person(who)).surname


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True).first


def opened(page: Page, name: str):
    """Unfold a deed of the panel and return its form."""
    page.locator("summary", has_text=name).first.click()
    return page.locator("details[open] form").last


def test_a_letter_goes_its_whole_way(city):
    index, card = register(city)
    resolve(city, card)
    split(city, card)
    execute(city, card)
    accept(city, card)
    write_off(city, card)
    counted(city, index)


def register(city) -> tuple[str, str]:
    page = city.page("clerk", "/dokumenty/reiestratsiia/incoming/")
    sender = page.get_by_role("combobox", name="Кореспондент", exact=True)
    sender.press_sequentially("Джер")
    page.locator("#id_correspondent_list [role=option]").first.click()
    page.get_by_label("Їхній індекс", exact=True).fill("17-04/22")
    page.get_by_label("Їхня дата", exact=True).fill("06.03.2026")
    page.get_by_role("combobox", name="Короткий зміст").fill("Про заміну водогону на вулиці Вишневій")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "lyst.pdf", "mimeType": "application/pdf", "buffer": LETTER}
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Зареєстровано", exact=False).first).to_be_visible()
    document = Document.objects.get(summary="Про заміну водогону на вулиці Вишневій")
    assert document.state == Document.State.REGISTERED
    assert document.index in page.content()
    page.close()
    return document.index, f"/dokumenty/{document.pk}/"


def resolve(city, card: str) -> None:
    page = city.page("mayor", "/")
    page.get_by_role("link", name=re.compile("На резолюцію")).click()
    page.get_by_label("Резолюція", exact=False).first.fill("2")
    page.get_by_label("Виконавці", exact=False).first.fill(initials(city, "head"))
    page.get_by_label("Строк", exact=False).first.fill("20.03.2026")
    page.get_by_label("Поставити на контроль").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state("networkidle")
    task = Task.objects.get(document_id=int(card.split("/")[2]))
    assert (task.text, str(task.due_on)) == ("До розгляду та надання відповіді заявнику", "2026-03-20")
    assert Control.objects.get(document_id=task.document_id).state == Control.State.ON
    page.close()


def split(city, card: str) -> None:
    page = city.page("head", "/")
    page.get_by_role("button", name=re.compile("^Прийняти")).first.click()
    expect(page.get_by_text("Завдання прийнято.")).to_be_visible()
    page.goto(f"{city.url}{card}")
    page.get_by_role("link", name="Розподілити").click()
    page.get_by_label("Резолюція", exact=False).first.fill("Обстежити ділянку та підготувати відповідь")
    page.get_by_label("Виконавці", exact=False).first.fill(initials(city, "executor"))
    page.get_by_label("Строк", exact=False).first.fill("17.03.2026")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state("networkidle")
    assert Task.objects.filter(document_id=int(card.split("/")[2])).count() == 2
    page.close()


def execute(city, card: str) -> None:
    page = city.page("executor", card)
    button(page, "Прийняти").click()
    expect(page.get_by_text("Завдання прийнято.")).to_be_visible()
    form = opened(page, "Звітувати")
    form.get_by_role("textbox").first.fill("Ділянку обстежено, роботи внесено до плану на квітень")
    form.get_by_role("button").last.click()
    expect(page.get_by_text("Звіт подано.")).to_be_visible()
    page.close()


def accept(city, card: str) -> None:
    page = city.page("head", card)
    button(page, "Прийняти звіт").click()
    expect(page.get_by_text("Звіт прийнято.")).to_be_visible()
    form = opened(page, "Звітувати")
    form.get_by_role("textbox").first.fill("Роботи внесено до плану, заявника повідомлено")
    form.get_by_role("button").last.click()
    expect(page.get_by_text("Звіт подано.")).to_be_visible()
    page.close()
    page = city.page("mayor", card)
    button(page, "Прийняти звіт").click()
    expect(page.get_by_text("Звіт прийнято.")).to_be_visible()
    page.close()


def write_off(city, card: str) -> None:
    document = int(card.split("/")[2])
    page = city.page("control", card)
    opened(page, "Подати справу керівникові").get_by_role("button").last.click()
    expect(page.get_by_text("Справу подано керівникові.")).to_be_visible()
    page.close()
    page = city.page("mayor", "/")
    page.get_by_role("link", name=re.compile("До справи або залишити")).first.click()
    opened(page, "Зняти з контролю").get_by_role("button").last.click()
    expect(page.get_by_text("Документ знято з контролю.")).to_be_visible()
    page.close()
    control = Control.objects.get(document_id=document)
    assert control.state == Control.State.OFF
    assert control.off_clause


def counted(city, index: str) -> None:
    page = city.page("mayor", "/zvity/vykonannia/?period=2026-03")
    figure = page.locator("tfoot a").first
    number = int(figure.inner_text())
    figure.click()
    expect(page.get_by_text(f"{number}\N{NO-BREAK SPACE}завдан")).to_be_visible()
    expect(page.get_by_role("link", name=index).first).to_be_visible()
    page.close()


@pytest.mark.parametrize(
    ("who", "path"),
    [("executor", "/dokumenty/reiestratsiia/incoming/"), ("clerk", "/zvity/vykonannia/"), ("executor", "/zhurnal/")],
)
def test_one_without_the_right_reads_the_clause(city, who, path):
    page = city.page(who, path)
    expect(page.locator("main")).to_contain_text(re.compile(r"п\.\s\d"))
    page.close()
