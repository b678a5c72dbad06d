"""Post and courier of a day: envelopes, the list of registered letters, the delivery book, many at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.correspondence.actions import dispatching
from magistrat.correspondence.models import Dispatch, Letter
from magistrat.documents.models import Correspondent
from magistrat.rules.moments import local, local_date
from magistrat.ui import clock
from tests.apps.correspondence.conftest import AT, Hall, kyiv
from tests.apps.correspondence.test_mailing import registered, words

pytestmark = pytest.mark.django_db
DAY = "?den=2026-03-10"


@pytest.fixture
def clerk(hall: Hall, client: Any, monkeypatch: Any, settings: Any, tmp_path: Any) -> Any:
    """The clerk signed in on the tenth of March."""
    settings.STORAGE_DIR = tmp_path
    monkeypatch.setenv(clock.FIXED, AT.isoformat())
    client.force_login(hall.people["clerk"].account, backend="django.contrib.auth.backends.ModelBackend")
    Correspondent.objects.filter(name__contains="Іскра").update(
        name="=Завод «Іскра»", address="вул. Заводська, 1, м. Верба, 50044"
    )
    return client


def get(client: Any, name: str, more: str = "") -> Any:
    return client.get(reverse(f"correspondence:{name}") + DAY + more)


def test_registered_letters_with_their_sums(hall: Hall, clerk: Any) -> None:
    for number, to in enumerate(("plant", "court")):
        letter = registered(hall, to=to)
        given = words(hall, letter, to) | {"by": "registered_post", "tracking": f"500{number}", "weight": 20 + number}
        dispatching.send(**given, fee=Decimal("35.50"))
    page = get(clerk, "registered").content.decode()
    assert "Усього 2\N{NO-BREAK SPACE}листи" in page
    assert "71" in page
    book = load_workbook(BytesIO(get(clerk, "registered", "&format=xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[-1][1:] == ("Усього: 2", None, None, None, 41, 71)
    assert "'=Завод «Іскра»" in {row[1] for row in rows}
    pdf = pypdfium2.PdfDocument(get(clerk, "envelopes", "&forma=dl").content)
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert (len(pdf), "Рекомендований лист" in text, "50044" in text) == (2, True, True)


@pytest.mark.parametrize("typed", ["20.02.2026", "2026-02-20", "20.02"])
def test_the_day_is_typed_as_everywhere(hall: Hall, clerk: Any, typed: str) -> None:
    page = clerk.get(reverse("correspondence:mailed"), {"den": typed}).content.decode()
    assert "Реєстр відправлень за 20.02.2026" in page
    assert 'value="20.02.2026"' in page
    assert 'type="date"' not in page


def test_an_empty_day_says_so(hall: Hall, clerk: Any) -> None:
    assert get(clerk, "envelopes").status_code == 302
    assert "не надсилали" in get(clerk, "registered").content.decode()
    assert "не надсилали" in get(clerk, "delivery_book").content.decode()


def test_who_signed_is_written_from_the_delivery_book(hall: Hall, clerk: Any) -> None:
    row = dispatching.send(**words(hall, registered(hall, to="plant"), "plant") | {"by": "courier"})[0]
    path = reverse("correspondence:delivery_book") + DAY
    assert f"receiver_{row.pk}" in clerk.get(path).content.decode()
    assert clerk.post(path, {f"receiver_{row.pk}": "Коваль І.П."}).status_code == 302
    row.refresh_from_db()
    assert (row.receiver, row.received_at) == ("Коваль І.П.", AT)
    assert f"receiver_{row.pk}" not in clerk.get(path).content.decode()


def test_handed_over_on_an_earlier_day_is_received_on_that_day(hall: Hall, clerk: Any) -> None:
    """DR 11.13: entered on Thursday, signed for on Wednesday at an hour that nobody has written down."""
    given = words(hall, registered(hall, to="plant"), "plant") | {"by": "hand", "receiver": "Коваль І.П."}
    row = dispatching.send(**given | {"at": kyiv("03-12 10:00"), "on": date(2026, 3, 11)})[0]
    assert (local_date(row.received_at), row.on) == (date(2026, 3, 11), date(2026, 3, 11))
    book = clerk.get(reverse("correspondence:delivery_book") + "?den=2026-03-11").content.decode()
    table = (
        clerk.get(reverse("correspondence:letter", args=[row.letter_id])).content.decode().split("<h2>Надсилання")[1]
    )
    for shown in (book, table.split("</table>")[0]):
        line = shown.split("Коваль І.П.")[1] if shown is book else shown
        assert ("11.03.2026" in line, "00:00" in line, "12.03.2026" in line) == (True, False, False)


def test_handed_over_today_is_received_at_this_moment(hall: Hall, clerk: Any) -> None:
    given = words(hall, registered(hall, to="plant"), "plant") | {"by": "hand", "receiver": "Коваль І.П."}
    row = dispatching.send(**given)[0]
    assert row.received_at == AT
    assert f"{local(AT):%H:%M}" in get(clerk, "delivery_book").content.decode().split("Коваль І.П.")[1]


def test_many_go_at_once_and_what_cannot_stays_with_its_reason(hall: Hall, clerk: Any, scan: Any) -> None:
    letters = {to: registered(hall, *scan, to=to) for to in ("plant", "court", "enterprise")}
    keys = {to: f"{letter.pk}_{hall.correspondents[to].pk}" for to, letter in letters.items()}
    path = reverse("correspondence:many")
    page = clerk.get(path).content.decode()
    assert page.count('name="go_') == 3
    given = {
        f"by_{keys['plant']}": "post",
        f"by_{keys['court']}": "registered_post",
        f"by_{keys['enterprise']}": "email",
    }
    given |= {f"go_{key}": "on" for key in keys.values()} | {f"fee_{keys['court']}": "35,50"}
    answer = clerk.post(path, given)
    assert answer.status_code == 409
    assert "номер рекомендованого відправлення" in answer.content.decode()
    assert set(Dispatch.objects.values_list("way", flat=True)) == {"post", "email"}
    given |= {f"tracking_{keys['court']}": "5000112233"}
    assert clerk.post(path, given).status_code == 302
    assert Dispatch.objects.get(way="registered_post").fee == Decimal("35.50")
    assert set(Letter.objects.values_list("state", flat=True)) == {"dispatched"}
    assert "надіслано" in clerk.get(path).content.decode()


def test_many_entered_afterwards_with_the_day_on_which_they_went(hall: Hall, clerk: Any, monkeypatch: Any) -> None:
    """Cabinet 55, item 176: by that day their tasks are executed."""
    letters = {to: registered(hall, to=to) for to in ("plant", "court")}
    keys = {to: f"{letter.pk}_{hall.correspondents[to].pk}" for to, letter in letters.items()}
    monkeypatch.setenv(clock.FIXED, kyiv("03-12 10:00").isoformat())
    path = reverse("correspondence:many")
    assert "День надсилання" in clerk.get(path).content.decode()
    given = {f"{part}_{key}": said for key in keys.values() for part, said in (("go", "on"), ("by", "post"))}
    wrong = (("13.03.2026", "майбутньому", 409), ("09.03.2026", "раніше", 409), ("32.03.2026", "у вигляді", 422))
    for day, why, status in wrong:
        answer = clerk.post(path, given | {"on": day})
        page = answer.content.decode()
        assert (answer.status_code, why in page, f'value="{day}"' in page) == (status, True, True)
    assert not Dispatch.objects.exists()
    answer = clerk.post(path, given | {"on": "11.03.2026"})
    assert answer.url == reverse("correspondence:mailed") + "?den=2026-03-11"
    assert set(Dispatch.objects.values_list("on", flat=True)) == {date(2026, 3, 11)}
