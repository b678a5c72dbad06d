"""Every page that a person can reach: clean by axe, no wider than a telephone, nothing broken in its scripts."""

from __future__ import annotations

import pytest

from magistrat.ui import clock
from tests.factories import scene
from tests.house.test_routes import page_routes

# What is no page: fragments for htmx are looked at in the pages that take them in, files are not HTML.
FRAGMENT = "<html"
# A person who is signed in is led on from here; the second step needs a telephone. Both are looked at in apps/accounts.
# The whole regulation, alone or beside another city's, is the rows of its chapters: browser/test_regulation looks at them.
ELSEWHERE = {
    "accounts:sign_in", "accounts:second_step", "accounts:sign_out", "regulation:whole", "regulation:compare",
}  # fmt: skip
# What differs most from city to city is looked at in both.
OF_ACTS = ("acts:", "approvals:")
# Its regulation has no list of acts that leave control each quarter (KR 8.20.11).
NOT_THERE = {"acts:propose_removal"}
# The other city's pages are the same templates: there these are looked at, by one who has just his own rights.
OF_ONE = [
    "/", "/dokumenty/", "/dokumenty/reiestratsiia/incoming/", "/zavdannia/rozhliad/", "/zavdannia/kontrol/", "/lysty/",
    "/zvity/vykonannia/",
]  # fmt: skip


@pytest.mark.timeout(900)
@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_every_route_is_accessible_and_fits_a_telephone(city, violations):
    made = scene.build(clock.now())
    page = city.page(scene.LOGIN, "/", width=360)
    found: dict[str, list[str]] = {}
    for name, parameters in page_routes():
        if name not in ELSEWHERE:
            path = scene.address(made, name, parameters)
            found[name] = looked_at(page, f"{city.url}{path}", violations)
    troubles = [f"{name} {one}" for name, all_of_it in found.items() for one in all_of_it]
    assert not troubles, "\n".join(troubles)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("city", ["druzhkivka"], indirect=True)
def test_acts_and_visas_in_the_other_city_are_accessible_and_fit_a_telephone(city, violations):
    """Its kinds, routes, annexes and forms of what is enclosed are its own: their longest words stand on these pages."""
    made = scene.build(clock.now())
    page = city.page(scene.LOGIN, "/", width=360)
    troubles = [
        f"{name} {one}"
        for name, parameters in page_routes()
        if name.startswith(OF_ACTS) and name not in NOT_THERE
        for one in looked_at(page, f"{city.url}{scene.address(made, name, parameters)}", violations)
    ]
    assert not troubles, "\n".join(troubles)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("city", "who"), [("druzhkivka", "mayor"), ("druzhkivka", "clerk")], indirect=["city"])
def test_a_persons_own_pages_in_the_other_city(city, who, violations):
    page = city.page(who, "/", width=360)
    troubles = [f"{who} {one}" for path in OF_ONE for one in looked_at(page, f"{city.url}{path}", violations)]
    assert not troubles, "\n".join(troubles)


def looked_at(page, url: str, violations) -> list[str]:
    """What is wrong on the page; nothing for a deed without a page, a file, a fragment, or what is another's."""
    answer = page.request.get(url, max_redirects=0)
    if answer.status == 405 or answer.status == 302:
        return []
    if answer.status == 403 and url.endswith(tuple(OF_ONE)):
        return []
    if answer.status >= 400:
        return [f"{url}: {answer.status}"]
    if "text/html" not in answer.headers.get("content-type", "") or FRAGMENT not in answer.text():
        return []
    thrown: list[str] = []
    page.once("pageerror", lambda trouble: thrown.append(f"{url}: {trouble}"))
    # What was answered is shown, not asked for again.
    page.route(url, lambda asked: asked.fulfill(response=answer), times=1)
    page.goto(url)
    width = page.evaluate("document.documentElement.scrollWidth")
    return thrown + violations(page) + ([f"{width} px wide"] if width > 360 else [])
