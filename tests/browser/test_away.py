"""The server goes away while a clerk types: the page says so, keeps what is typed, comes back by itself."""

from __future__ import annotations

import pytest

SAID = "Сервер не відповідає. Введене збережено"


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_what_is_typed_outlives_the_server(city):
    page = city.page("clerk", "/dokumenty/korespondenty/novyi/")
    troubles: list[str] = []
    page.on("pageerror", lambda trouble: troubles.append(str(trouble)))
    page.get_by_label("Назва").fill("КП «Вигадане»")
    page.get_by_label("Категорія").select_option("municipal")
    page.route("**/*", lambda route: route.abort())
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text(SAID).wait_for()
    for _ in range(2):
        page.get_by_role("button", name="Зберегти").click()
        page.wait_for_timeout(200)
        assert page.get_by_label("Назва").input_value() == "КП «Вигадане»"
    page.get_by_role("link", name="Документи", exact=True).click()
    page.wait_for_timeout(200)
    assert page.url.endswith("/korespondenty/novyi/")
    page.unroute("**/*")
    # It asks by itself, each five seconds.
    page.get_by_text("Сервер знову відповідає").wait_for(timeout=15_000)
    assert page.get_by_label("Назва").input_value() == "КП «Вигадане»"
    page.get_by_role("button", name="Зберегти").click()
    page.wait_for_url(lambda url: not url.endswith("/novyi/"))
    assert not troubles
    page.close()


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_part_that_does_not_come_is_told(city):
    page = city.page("clerk", "/dokumenty/reiestratsiia/incoming/")
    page.route("**/pidkazky/**", lambda route: route.fulfill(status=503, body=""))
    page.get_by_label("Їхній індекс").first.fill("01-12/5")
    page.get_by_text(SAID).wait_for()
    page.unroute("**/pidkazky/**")
    page.get_by_text("Сервер знову відповідає").wait_for(timeout=15_000)
    assert page.get_by_label("Їхній індекс").first.input_value() == "01-12/5"
    page.close()
