"""A letter written, sent by a real SMTP server and bounced by IMAP: the sender sees it and sends again."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from magistrat.correspondence.actions import registering, signing, visas
from magistrat.correspondence.models import Letter
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Correspondent
from magistrat.documents.queries.rights import registries_of
from magistrat.exchange.actions import fetching, mailboxes, taking
from magistrat.exchange.models import Mail
from magistrat.journal.actor import SYSTEM
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.rules.moments import local_date, moment
from magistrat.ui import clock
from tests.apps.exchange.conftest import bounce, dovecot, mail  # noqa: F401 a fixture
from tests.apps.outbox.conftest import Post
from tests.browser.conftest import NOW
from tests.browser.test_whole_way import LETTER
from tests.factories.mail_server import Server

pytestmark = pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
AT = moment(NOW)
BOX, WRONG, RIGHT = "vykonkom@kr.gov.ua", "stara@dzherelo.example", "nova@dzherelo.example"
SHOTS = os.environ.get("MAGISTRAT_SHOTS", "")


def shot(page, name: str) -> None:
    """A picture for who looks at the screens, when a folder is named."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def smtp(monkeypatch, free_tcp_port):
    """A real SMTP server to which the city sends."""
    handler = Post()
    controller = Server(handler, hostname="127.0.0.1", port=free_tcp_port)
    controller.start()
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", free_tcp_port)
    yield handler
    controller.stop()


def written(city) -> Letter:
    """The executor writes the letter in the editor."""
    page = city.page("executor", "/lysty/novyi/")
    page.get_by_role("combobox", name="Адресат").press_sequentially("Джерел")
    page.locator("#id_addressee_list [role=option]").first.click()
    expect(page.get_by_role("list", name="Адресати")).to_contain_text("Джерело")
    page.get_by_role("radio", name="Міський голова").first.check()
    page.get_by_label("Про що лист").fill("Про графік робіт на водогоні")
    page.get_by_label("Текст листа").fill("Повідомляємо, що роботи розпочнуться 16 березня.")
    page.get_by_label("Телефон виконавця").fill("92-13-14")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/lysty/\d+/$"))
    page.close()
    return Letter.objects.get(document__summary="Про графік робіт на водогоні")


def registered(city, letter: Letter) -> Letter:
    """Visaed, signed and registered, as tests of those steps show."""
    visas.ask(actor=city.town.actor("infrastructure_exec"), at=AT, letter=letter.pk)
    for visa in letter.visas.filter(state="asked").order_by("position"):
        visas.give(actor=organisation.actor_of_post(visa.post_id, local_date(AT)), at=AT, letter=letter.pk)
    signing.sign(actor=city.town.actor("mayor"), at=AT, letter=letter.pk)
    clerk = city.town.actor("clerk")
    registry = registries_of(actor=clerk, on=local_date(AT), direction="outgoing")[0].pk
    scan = [Upload("Підписаний лист.pdf", LETTER)]
    return registering.register(actor=clerk, at=AT, letter=letter.pk, registry=registry, scan=scan)


def test_a_letter_bounces_and_is_sent_again(city, smtp, dovecot, monkeypatch, violations):  # noqa: F811 the fixture
    monkeypatch.setenv(clock.FIXED, AT.isoformat())
    unit = city.town.actor("clerk").department_id
    given = {
        "title": "Виконком",
        "address": BOX,
        "department": unit,
        "is_main": True,
        "host": "127.0.0.1",
        "login": "vykonkom",
    }
    box = mailboxes.add(
        actor=SYSTEM, at=AT, given=given | {"port": dovecot.port, "security": "plain"}, password="таємниця-1"
    )
    Correspondent.objects.filter(name__contains="Джерело").update(email=WRONG)
    letter = registered(city, written(city))

    page = city.page("clerk", "/lysty/nadislaty-razom/")
    expect(page.get_by_role("checkbox", name=f"Надіслати {letter.document.index}")).to_be_checked()
    shot(page, "many")
    assert violations(page) == []
    # A scanner of barcodes ends each with Enter: no letter leaves by that.
    page.get_by_label("Номер відправлення").press_sequentially("5000112233445")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Маса")).to_be_focused()
    assert not letter.dispatches.exists()
    page.goto(f"{city.url}/lysty/{letter.pk}/nadislaty/")
    page.get_by_label("Спосіб").select_option("email")
    expect(page.locator("main")).to_contain_text("дозволених")
    shot(page, "dispatch")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/lysty/{letter.pk}/")
    first = letter.dispatches.get()
    outbox.send(at=AT, message=first.message)
    assert smtp.recipients == [WRONG]
    assert smtp.letters[0]["From"] == BOX
    assert smtp.letters[0]["Disposition-Notification-To"] == BOX

    dovecot.put("vykonkom", bounce(smtp.letters[0]["Message-ID"].strip("<>")))
    assert fetching.check(at=AT, mailbox=box.pk) == 1
    page.goto(f"{city.url}/")
    expect(page.locator("main")).to_contain_text("Лист не доставлено")
    shot(page, "desk")
    page.get_by_role("link", name="Виправити адресу").first.click()
    expect(page.locator("main")).to_contain_text("550 5.1.1 no such user")
    expect(page.get_by_label("Електронна адреса", exact=True)).to_have_value(WRONG)
    shot(page, "again")
    page.get_by_label("Електронна адреса", exact=True).fill(RIGHT)
    page.get_by_label("Внести цю адресу до довідника").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/lysty/{letter.pk}/")
    outbox.send(at=AT, message=letter.dispatches.get(failed_at=None).message)
    assert smtp.recipients == [WRONG, RIGHT]
    page.reload()
    expect(page.locator("main")).to_contain_text(f"{RIGHT}: надіслано")
    shot(page, "letter")
    assert violations(page) == []
    page.close()


def test_the_operator_works_through_the_queue(city, violations):
    given = {
        "title": "Канцелярія", "address": BOX.replace("@", "-2@"), "is_main": False,
        "department": city.town.actor("clerk").department_id,
    }  # fmt: skip
    box = mailboxes.add(actor=SYSTEM, at=AT, given=given)
    for number, subject in enumerate(("Про водопостачання", "Знижки на папір", "Щодо наради")):
        raw = mail(Subject=subject, Message_ID=f"<q{number}@a.example>", files=[("Додаток.pdf", LETTER)])
        taking.take(at=AT, mailbox=box.pk, raw=raw)
    page = city.page("clerk", "/poshta/")
    expect(page.get_by_role("link", name="Розглянути")).to_have_count(3)
    shot(page, "queue")
    assert violations(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Додаток.pdf")
    shot(page, "mail")
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Лист передано на реєстрацію.")).to_be_visible()
    page.locator("summary", has_text="Не реєструвати").click()
    page.get_by_label("Чому не реєструється").fill("Реклама")
    page.get_by_role("button", name="Не реєструвати").click()
    expect(page.get_by_text("Лист не реєструється.")).to_be_visible()
    assert list(Mail.objects.exclude(state="service").order_by("id").values_list("state", flat=True)) == [
        "taken",
        "refused",
        "new",
    ]
    narrow = city.page("clerk", "/poshta/", width=360)
    assert narrow.evaluate("document.documentElement.scrollWidth <= 360")
    shot(narrow, "narrow")
    narrow.close()
    page.goto(f"{city.url}/lysty/vidpravlennia/")
    shot(page, "day")
    assert violations(page) == []
    page.close()
