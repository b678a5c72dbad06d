"""A personnel order that the wrong people cannot find anywhere, and the right ones can (KR 6.15, 6.18)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import APIResponse, expect

from magistrat.acts.actions import copying
from magistrat.acts.draft import To
from magistrat.acts.models import Act
from magistrat.api import actions as programs
from magistrat.api.scopes import SCOPES
from magistrat.documents.models import File, Registry
from magistrat.rules.act_text import Point
from tests.browser import orders_way as way
from tests.factories import orders

SECRET = "Заплавненський"
# A search field repeats the name that is asked: what tells of the order are the words around it.
TELLS = "переведення працівника"
TITLE = f"Про {TELLS} {SECRET} О. П."
# The department's head (of the very person), the clerk of records, the administrator, one who has nothing to do with it.
WRONG = ("head", "clerk", "administrator", "finance_exec")
RIGHT = ("personnel_officer", "personnel_head", "mayor", "executor")
LISTS = (
    "/", "/akty/", "/akty/?number=1-к", "/akty/proiekty/", "/akty/oznaiomlennia/", "/akty/rozsylky/", "/akty/kopii/",
    "/akty/reiestratsiia/?etap=rozsylka", "/dokumenty/", "/pohodzhennia/", "/pohodzhennia/doshka/", "/pohodzhennia/statystyka/vizy/",
    "/zavdannia/", "/zavdannia/pidlehli/", "/zavdannia/kontrol/", "/zavdannia/kontrol/punkty/", "/zvity/vykonannia/dokumenty/",
    "/zvity/vykonannia/zavdannia/", "/spovishchennia/", "/zhurnal/",
)  # fmt: skip
ASKED = (
    "/akty/?q={}", "/dokumenty/?q={}", "/dokumenty/poshuk/?q={}", "/akty/zviazky/akty/?q={}", "/dokumenty/pidkazky/dokumenty/?q={}",
    "/dokumenty/pidkazky/zmist/?q={}",
)  # fmt: skip
SHEETS = ("/akty/xlsx/", "/dokumenty/eksport/", "/zavdannia/kontrol/eksport/")
OF_ACT = (
    "", "tekst/", "pdf/", "docx/", "na-den/", "na-den/pdf/", "pidpys-pdf/", "kopiia/", "porivniannia/", "redahuvaty/", "pohodzhennia/",
    "vidkryty/", "zviazky/", "nadislaty/", "podaty-na-pidpys/",
)  # fmt: skip
OF_DOCUMENT = (
    "/dokumenty/{}/", "/dokumenty/{}/faily/pereliad/", "/dokumenty/{}/druk/", "/zavdannia/dokument/{}/", "/pohodzhennia/{}/",
    "/pohodzhennia/{}/versii/", "/pohodzhennia/{}/lyst-pohodzhennia/", "/pohodzhennia/{}/protokol/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Files are the test's own."""
    orders.folders(settings, tmp_path)


@dataclass
class Caller:
    """One who asks for addresses as his browser does, without drawing the pages."""

    city: object
    who: str

    def __post_init__(self) -> None:
        self.page = self.city.page(self.who)

    def get(self, path: str) -> APIResponse:
        return self.page.context.request.get(f"{self.city.url}{path}", max_redirects=0)


@pytest.fixture
def act(city) -> Act:
    """Registered under 1-к, of the executor of a department, who has it in his mailing list; a copy is certified."""
    town = city.town
    found = way.begun(
        town, "personnel_officer", [Point("1", f"Перевести {SECRET} О. П. на посаду головного спеціаліста")],
        kind="personnel-order", title=TITLE, recipients=(To(post=town.posts["infrastructure_exec"]),),
    )  # fmt: skip
    found = way.finished(town, found, by="personnel_officer", clerk="personnel_officer")
    assert found.document.index == "1-к"
    copying.certify(actor=town.actor("personnel_officer"), at=way.AT, act=found.pk, whom=SECRET)
    way.deliver(town, found, by="personnel_officer")
    return found


def sheet_words(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for page in book for row in page.values for cell in row if cell)


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_personnel_order_is_found_by_the_right_people_alone(city, act):
    files = list(File.objects.filter(document=act.document_id).values_list("pk", flat=True))
    assert len(files) >= 2
    registry = Registry.objects.get(key="order-personnel").pk
    lists = [*LISTS, *(one.format(quote(SECRET)) for one in ASKED), f"/dokumenty/reiestry/{registry}/zhurnal/"]
    lists.append(f"/akty/chynnist/?nomer={quote('1-к')}&vid={way.DAY:%Y-%m-%d}")
    direct = [f"/akty/{act.pk}/{one}" for one in OF_ACT] + [one.format(act.document_id) for one in OF_DOCUMENT]
    direct += [
        f"/dokumenty/faily/{one}/{part}" for one in files for part in ("", "storinka/1/", "storinka/1/tekst/", "tekst/")
    ]
    told = [f"{who} {path}" for who in WRONG for path in told_to(Caller(city, who), lists, direct)]
    assert not told, "\n".join(told)
    told_beside_a_draft(city)
    told_by_api(city, act, files)
    for who in RIGHT:
        can_find(city, who, act)
    told_to_anyone(city, act)


def told_to(caller: Caller, lists: list[str], direct: list[str]) -> list[str]:
    """Addresses that told him of the order, or opened."""
    found = [path for path in lists if TELLS in (answer := caller.get(path)).text() or answer.status >= 500]
    found += [path for path in SHEETS if (answer := caller.get(path)).ok and TELLS in sheet_words(answer.body())]
    for path in direct:
        answer = caller.get(path)
        if answer.status not in (403, 404, 405) or SECRET in answer.text():
            found.append(f"{path} {answer.status}")
    return found


def told_beside_a_draft(city) -> None:
    """One who names the order in a draft of his own reads its number back, and not of whom it is."""
    said = [Point("1", f"взяти до уваги розпорядження міського голови від {way.DAY:%d.%m.%Y} № 1-к")]
    own = way.begun(city.town, "finance_exec", said)
    caller = Caller(city, "finance_exec")
    pages = [caller.get(f"/akty/{own.pk}/{one}").text() for one in ("", "redahuvaty/", "pohodzhennia/")]
    assert all("1-к" in pages[0] and TELLS not in page for page in pages)


def told_by_api(city, act: Act, files: list[int]) -> None:
    """A program of the clerk of records, let in to all, knows nothing of it; that of the personnel office does."""
    for who, is_told in (("clerk", False), ("personnel_officer", True)):
        _, key = programs.issue(
            actor=city.town.actor("administrator"), at=way.AT, title=f"Програма {who}", post_id=city.town.posts[who],
            scopes=tuple(SCOPES), expires_on=date(2026, 12, 31),
        )  # fmt: skip
        request = city.page("finance_exec").context.request
        root, headers = f"{city.url}/api/v1", {"Authorization": f"Bearer {key}"}
        for path in ("documents", f"search?q={quote(SECRET)}", f"documents/{act.document_id}"):
            answer = request.get(f"{root}/{path}", headers=headers)
            assert (TELLS in answer.text()) is is_told, path
        assert all(request.get(f"{root}/{path}", headers=headers).ok for path in ("registries", "kinds"))
        assert request.get(f"{root}/files/{files[0]}/content", headers=headers).ok is is_told


def can_find(city, who: str, act: Act) -> None:
    caller = Caller(city, who)
    for path in (
        "/akty/",
        f"/akty/?q={quote(SECRET)}",
        f"/dokumenty/poshuk/?q={quote(SECRET)}",
        f"/akty/{act.pk}/",
        f"/dokumenty/{act.document_id}/",
    ):
        assert TELLS in caller.get(path).text(), f"{who} {path}"
    assert TELLS in sheet_words(caller.get("/akty/xlsx/").body())
    assert caller.get(f"/dokumenty/faily/{act.signed_file_id}/").ok
    caller.page.close()


def told_to_anyone(city, act: Act) -> None:
    """Who holds a copy learns by its code that it is genuine, and not of whom it is."""
    context = city.browser.new_context(locale="uk-UA")
    page = context.new_page()
    page.goto(f"{city.url}/akty/perevirka/{act.check_code}/")
    expect(page.get_by_text("1-к").first).to_be_visible()
    assert SECRET not in page.content()
    assert context.request.get(f"{city.url}/akty/{act.pk}/", max_redirects=0).status == 302
    context.close()
