"""«Друкувати весь список»: an ordinary list goes to the printer whole, in one step, up to a stated limit."""

from __future__ import annotations

import pytest

from magistrat.ui import paging
from tests.factories import documents as papers
from tests.factories import tasks as work

pytestmark = pytest.mark.django_db
LISTS = ("/dokumenty/", "/zavdannia/kontrol/", "/zavdannia/", "/zvity/vykonannia/kontrol/?period=2026-03&pokaznyk=now")


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", papers.AT.isoformat())
    monkeypatch.setattr(paging, "SIZE", 2)
    office = work.office()
    for _ in range(3):
        work.task(office)
    return office


def rows(page: str) -> int:
    return page.count("data-open")


def whole(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}druk=1"


def test_every_list_prints_whole_from_its_page(office, client):
    readers = dict.fromkeys(LISTS, office.control) | {"/zavdannia/": office.executor}
    for address, reader in readers.items():
        browser = papers.signed_in(client, reader)
        page = browser.get(address).content.decode()
        assert rows(page) == 2, address
        assert "Друкувати весь список" in page
        assert "druk=1" in page
        printed = browser.get(whole(address)).content.decode()
        assert rows(printed) == 3, address
        assert "data-print-now" in printed
        assert "Друкувати весь список" not in printed


def test_the_filters_and_not_the_page_are_printed(office, client):
    browser = papers.signed_in(client, office.control)
    first = browser.get("/dokumenty/?direction=incoming")
    token = first.context["page"].next
    assert token
    second = browser.get(f"/dokumenty/?direction=incoming&after={token}").content.decode()
    assert "?direction=incoming&amp;druk=1" in second
    assert rows(browser.get(f"/dokumenty/?direction=incoming&after={token}&druk=1").content.decode()) == 3
    assert rows(browser.get("/dokumenty/?direction=outgoing&druk=1").content.decode()) == 0


def test_a_longer_list_says_where_it_was_cut(office, client, monkeypatch):
    monkeypatch.setattr(paging, "MOST_PRINTED", 2)
    printed = papers.signed_in(client, office.control).get("/dokumenty/?druk=1").content.decode()
    assert rows(printed) == 2
    assert "Показано перші 2\xa0рядки:" in printed
