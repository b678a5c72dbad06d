"""A letter's whole way, from its number to its file, walked by six people in both cities."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from magistrat.correspondence.models import Letter
from magistrat.documents.actions import nomenclature
from magistrat.documents.models import Document
from magistrat.organisation.models import Person
from magistrat.tasks.models import Control, Extension, Resolution, Task
from magistrat.ui import clock
from tests.browser.conftest import PEOPLE

LETTER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF"
)

# Who writes the mayor's resolution: himself, or his assistant on his behalf.
BY = {"kryvyi-rih": ("mayor", ""), "druzhkivka": ("assistant", "Порадюк")}


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
    nomenclature_of_the_year(city)
    index, card = register(city)
    resolve(city, card, *BY[city.slug])
    split(city, card)
    extend(city, card)
    reply(city, card, index)
    accept(city, card)
    write_off(city, card)
    file_away(city, card)
    counted(city, index)


def nomenclature_of_the_year(city) -> None:
    clerk = city.town.actor("clerk")
    nomenclature.add(
        actor=clerk, at=clock.now(), year=2026, department=clerk.department_id, index="01-77",
        title="Листування з підприємствами", keep_term="5 р.",
    )  # fmt: skip


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


def resolve(city, card: str, who: str, typist: str) -> None:
    page = city.page(who, "/")
    page.get_by_role("link", name=re.compile("На резолюцію")).click()
    page.get_by_label("Резолюція", exact=False).first.fill("2")
    page.get_by_label("Виконавці", exact=False).first.fill(initials(city, "head"))
    page.get_by_label("Строк", exact=False).first.fill("20.03.2026")
    page.get_by_label("Поставити на контроль").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state("networkidle")
    document = int(card.split("/")[2])
    task = Task.objects.get(document_id=document)
    assert (task.text, str(task.due_on)) == ("До розгляду та надання відповіді заявнику", "2026-03-20")
    assert Control.objects.get(document_id=document).state == Control.State.ON
    written = Resolution.objects.get(document_id=document)
    assert written.author_id == city.town.posts["mayor"]
    assert typist.upper() in written.typed_by.upper()
    assert bool(typist) == bool(written.typed_by)
    # The card names the leader, and the one who typed for him.
    page.goto(f"{city.url}{card}")
    head = page.locator(".resolution-head")
    expect(head).to_contain_text(re.compile(initials(city, "mayor"), re.IGNORECASE))
    expect(head).to_contain_text(
        re.compile(f"унесено: .*{typist}", re.IGNORECASE) if typist else re.compile(r"2026\s*$")
    )
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


def extend(city, card: str) -> None:
    """The head asks for another term in time; the mayor grants it, and the control goes by the new day."""
    page = city.page("head", card)
    form = opened(page, "Просити продовжити строк")
    form.get_by_label("Новий строк").fill("27.03.2026")
    form.get_by_label("Обґрунтування").fill("Обстеження потребує розкопування")
    form.get_by_role("button").last.click()
    expect(page.get_by_text("Прохання подано.")).to_be_visible()
    page.close()
    page = city.page("mayor", "/zavdannia/stroky/")
    page.get_by_label("Продовжити", exact=True).check()
    button(page, "Записати рішення").click()
    expect(page.get_by_text("Рішення записано до історії строку.")).to_be_visible()
    page.close()
    asked = Extension.objects.get(task__document_id=int(card.split("/")[2]))
    assert (asked.state, str(asked.task.due_on)) == (Extension.State.GRANTED, "2026-03-27")


def reply(city, card: str, index: str) -> None:
    """The executor drafts an answer; visas, the mark of the signature on paper, the number, the dispatch: his task is done."""
    page = city.page("executor", card)
    button(page, "Прийняти").click()
    expect(page.get_by_text("Завдання прийнято.")).to_be_visible()
    page.goto(f"{city.url}{card}")
    page.locator("#replies a.btn").first.click()
    expect(page.get_by_role("heading", name=f"Відповідь на {index}").first).to_be_visible()
    page.get_by_label("Текст листа").fill("Ділянку обстежено, роботи внесено до плану на квітень.")
    page.get_by_label("Телефон виконавця").fill("92-13-14")
    button(page, "Зберегти проєкт").click()
    button(page, "Надіслати на візування").click()
    expect(page.get_by_text("Надіслано на візування.")).to_be_visible()
    place = page.url.removeprefix(city.url)
    page.close()
    letter = Letter.objects.get(pk=int(place.split("/")[2]))
    posts = {post: key for key, post in city.town.posts.items()}
    while (visa := letter.visas.filter(version=letter.version, state="asked").order_by("position").first()) is not None:
        who = posts[visa.post_id]
        page = city.page("head" if city.person("head") == city.town.people[who] else who, place)
        button(page, "Завізувати").click()
        expect(page.get_by_text("Лист завізовано.")).to_be_visible()
        page.close()
    dispatch(city, place)
    letter.refresh_from_db()
    task = letter.task
    assert (letter.state, letter.reply_to_id) == (Letter.State.DISPATCHED, int(card.split("/")[2]))
    assert (task.executor_id, task.state, str(task.done_on)) == (
        city.town.posts[PEOPLE[city.slug]["executor"]], Task.State.DONE, "2026-03-10",
    )  # fmt: skip
    assert task.reports.get().reply_id == letter.document_id


def dispatch(city, place: str) -> None:
    """The clerk marks the signature, registers, sends."""
    page = city.page("clerk", place)
    page.get_by_role("link", name="Відмітити підпис на папері").click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "pidpysano.pdf", "mimeType": "application/pdf", "buffer": LETTER}
    )
    button(page, "Відмітити підпис").click()
    page.wait_for_url("**/zareiestruvaty/")
    for check in page.locator("input[name=checked]").all():
        check.check()
    page.get_by_label("Справа для другого примірника").select_option(index=1)
    page.get_by_label("Аркушів", exact=True).fill("1")
    button(page, "Зареєструвати").click()
    expect(page.get_by_text("Лист зареєстровано:")).to_be_visible()
    page.get_by_role("link", name="Надіслати", exact=True).click()
    button(page, "Надіслати").click()
    expect(page.get_by_text("Надсилання відмічено.")).to_be_visible()
    page.close()


def accept(city, card: str) -> None:
    """The head reports on the answer that was sent; the mayor accepts."""
    page = city.page("head", card)
    form = opened(page, "Звітувати")
    form.get_by_role("textbox").first.fill("Роботи внесено до плану, заявнику надано відповідь")
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


def file_away(city, card: str) -> None:
    """«До справи № …» of the year's nomenclature, by the clerk."""
    page = city.page("clerk", f"{card}oryhinal/")
    page.get_by_label("Справа").select_option(index=0)
    button(page, "До справи").click()
    expect(page.get_by_text("Документ вміщено до справи.")).to_be_visible()
    expect(page.get_by_text("До справи № 01-77")).to_be_visible()
    page.close()
    assert Document.objects.get(pk=int(card.split("/")[2])).case_file.index == "01-77"


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
