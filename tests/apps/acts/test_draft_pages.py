"""Pages of drafts: written in the editor, saved by itself, told of another's text, shown with their route, listed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.acts.actions import drafting, sending_for_visas
from magistrat.acts.draft import Beginning
from magistrat.acts.models import Act
from magistrat.acts.queries import drafts
from magistrat.documents.models import Document
from magistrat.documents.queries.history import LOOKED
from magistrat.journal.models import Entry
from tests.factories import acts
from tests.factories.acts import AT, Hall
from tests.factories.documents import signed_in
from tests.factories.regulation import ON

pytestmark = pytest.mark.django_db
TITLE = "Про підготовку до опалювального сезону"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


@pytest.fixture
def hall() -> Hall:
    return acts.hall("kryvyi-rih")


def as_(hall: Hall, key: str) -> Client:
    client: Client = signed_in(Client(), hall.actor(key))
    return client


def begun(hall: Hall, by: str = "economy_exec", kind: str = "order", series: str = "main_activity") -> Act:
    return drafting.begin(actor=hall.actor(by), at=AT, start=Beginning(kind, series, TITLE))


def fields(hall: Hall, *, revision: int = 0, **changed: Any) -> dict[str, Any]:
    """What the editor posts: a point with a sub-point, the control point, one addressee."""
    return {
        "revision": revision, "title": TITLE, "stating": "Відповідно до Закону України", "ordering": "ЗОБОВ'ЯЗУЮ:",
        "point_level": ["0", "1", "0", "0"], "point_text": ["", "подати звіт", "Контроль покласти на заступника", " "],
        "point_executors": [str(hall.town.posts["economy_head"]), "", "", ""], "point_named": ["", "", "", ""],
        "point_due": ["", "щокварталу до 5", "", ""], "point_control": ["", "", "1", ""],
        "to_key": [f"d{hall.town.departments['economy']}", "x9"], "to_copies": ["2", "1"], "to_points": ["1, 1.1", ""],
        "to_drafter": ["1", ""], "phone": "92-13-14", "note": "",
    } | changed  # fmt: skip


def to(name: str, act: Act) -> str:
    return reverse(f"acts:{name}", args=[act.pk])


def test_what_the_editor_posts_is_the_text_again(hall):
    act, client = begun(hall), as_(hall, "economy_exec")
    said = client.post(
        to("save", act), fields(hall, point_due=["", "щокварталу до 5 числа", "", ""]), headers={"HX-Request": "true"}
    )
    assert said.status_code == 200
    assert 'name="revision" id="revision" value="1"' in said.content.decode()
    act.refresh_from_db()
    first, control = drafts.text_of(act).points
    assert (first.label, first.executors) == ("1", (hall.town.posts["economy_head"],))
    (under,) = first.points
    assert (under.label, under.due_words, under.repeats) == ("1.1", "щокварталу до 5 числа", "quarter")
    assert control.is_control
    (line,) = drafts.recipients(act)
    assert (line.to.copies, line.to.points, line.to.is_by_drafter) == (2, ("1", "1.1"), True)


def test_a_short_term_becomes_words(hall):
    act, client = begun(hall), as_(hall, "economy_exec")
    client.post(to("save", act), fields(hall, point_due=["01.12", "", "", ""]))
    act.refresh_from_db()
    point = drafts.text_of(act).points[0]
    assert (point.due_words, point.due_on) == ("до 01.12.2026", ON.replace(month=12, day=1))


def test_the_second_editor_sees_both_texts_and_chooses(hall):
    act = begun(hall)
    as_(hall, "economy_exec").post(to("save", act), fields(hall))
    head = as_(hall, "economy_head")
    mine = fields(hall, stating="Моя констатуюча частина")
    told = head.post(to("save", act), mine, headers={"HX-Request": "true"})
    assert told.status_code == 409
    page = told.content.decode()
    assert "Моя" in page
    assert "<del>" in page
    assert head.post(to("editor", act), mine).status_code == 409
    assert head.post(to("editor", act), mine | {"yield": "1"}, follow=True).status_code == 200
    act.refresh_from_db()
    assert drafts.text_of(act).stating == "Відповідно до Закону України"
    kept = head.post(to("editor", act), mine | {"over": "1"})
    assert kept["Location"] == to("act", act)
    act.refresh_from_db()
    assert drafts.text_of(act).stating == "Моя констатуюча частина"
    assert len(drafts.asides(act)) == 2


def test_the_page_of_another_is_fresh_and_only_read(hall):
    act = begun(hall)
    head = as_(hall, "economy_head")
    assert head.get(f"{to('text', act)}?rev=0-draft").status_code == 204
    as_(hall, "economy_exec").post(to("save", act), fields(hall))
    fresh = head.get(f"{to('text', act)}?rev=0-draft").content.decode()
    assert "Подати звіт" in fresh
    assert "Зараз редагує" in fresh
    assert as_(hall, "business_exec").get(to("act", act)).status_code == 403
    assert as_(hall, "business_exec").get(to("text", act)).status_code == 403


def test_a_page_left_open_tells_of_no_look_while_it_brings_nothing_new(hall):
    act, writer = begun(hall), as_(hall, "economy_exec")
    Document.objects.filter(pk=act.document_id).update(is_personal=True)
    assert writer.get(f"{to('text', act)}?rev=0-draft").status_code == 204
    assert not Entry.objects.filter(code=LOOKED).exists()
    assert writer.get(f"{to('text', act)}?rev=1-draft").status_code == 200
    assert Entry.objects.get(code=LOOKED).document == act.document_id


def test_the_route_and_what_is_lacking_are_seen_before_anything_starts(hall):
    act, client = begun(hall), as_(hall, "economy_exec")
    page = client.get(to("send", act)).content.decode()
    assert "Спершу усуньте" in page
    assert "6.10" in page
    posted = client.post(to("send", act), {"confirm": "1"})
    assert posted.status_code == 409
    client.post(to("save", act), fields(hall, point_due=["до 01.04.2026", "", "", ""]))
    page = client.get(to("send", act)).content.decode()
    assert "Спершу усуньте" not in page
    assert "ачальник юридичного управління" in page
    assert client.post(to("send", act), {"confirm": "1"})["Location"] == to("act", act)
    act.refresh_from_db()
    assert act.state == "approval"
    assert "Погодження" in client.get(to("act", act)).content.decode()
    recalled = client.post(
        reverse("approvals:recall", args=[act.document_id]), {"reason": "Уточнити", "nazad": to("act", act)}
    )
    assert recalled["Location"] == to("act", act)
    assert client.post(to("cancel", act), {"remark": "Не потрібен"}).status_code == 302
    act.refresh_from_db()
    assert act.state == "cancelled"
    assert client.get(to("editor", act))["Location"] == to("act", act)


def test_a_draft_is_begun_from_its_page(hall):
    client = as_(hall, "economy_exec")
    page = client.get(reverse("acts:new")).content.decode()
    # A closed list shows the chosen line alone: the kind is named with its series.
    assert ">Розпорядження міського голови з основної діяльності</option>" in page
    assert ">Розпорядження з кадрових питань про відпустки</option>" in page
    assert ">Розпорядження з кадрових питань</option>" in page
    assert client.post(reverse("acts:new"), {"kind": "order:main_activity", "title": ""}).status_code == 422
    made = client.post(reverse("acts:new"), {"kind": "personnel-order:leave", "title": "Про відпустку"})
    act = Act.objects.get()
    assert made["Location"] == to("editor", act)
    assert (act.kind, act.series) == ("personnel-order", "leave")
    assert as_(hall, "duty").get(reverse("acts:new")).status_code == 403


def test_versions_are_compared_on_their_page(hall):
    act, client = begun(hall), as_(hall, "economy_exec")
    assert "коли буде дві версії" in client.get(to("compare", act)).content.decode()
    client.post(to("save", act), fields(hall, point_due=["до 01.04.2026", "", "", ""]))
    sending_for_visas.send(actor=hall.actor("economy_exec"), at=AT, act=act.pk, confirm=True)
    client.post(to("save", act), fields(hall, revision=1, stating="Відповідно до Закону України й Кодексу"))
    page = client.get(to("compare", act)).content.decode()
    assert "<ins> й Кодексу</ins>" in page
    assert "Надіслати змінений текст" in client.get(to("act", act)).content.decode()


@pytest.mark.parametrize("address", ["acts:drafts", "acts:register"])
def test_lists_take_as_many_statements_for_many_rows(hall, address):
    client = as_(hall, "economy_exec")

    def measured() -> int:
        client.get(reverse(address))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(address)).status_code == 200
        return len(caught)

    begun(hall)
    acts.registered(hall, 1, ON, by="economy_exec")
    few = measured()
    for number in range(2, 6):
        begun(hall)
        acts.registered(hall, number, ON, by="economy_exec")
    assert measured() == few


def test_acts_of_one_day_stand_by_their_numbers(hall):
    for number in (7, 5, 6):
        acts.registered(hall, number, ON, by="economy_exec")
    client = as_(hall, "economy_exec")
    page = client.get(reverse("acts:register")).content.decode()
    assert page.index("7-р") < page.index("6-р") < page.index("5-р")
    book = load_workbook(io.BytesIO(b"".join(client.get(reverse("acts:xlsx")).streaming_content)))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == ["7-р", "6-р", "5-р"]


def test_the_register_goes_out_as_a_workbook(hall):
    acts.registered(hall, 193, ON, by="economy_exec")
    client = as_(hall, "economy_exec")
    assert "193-р" in client.get(reverse("acts:register"), {"number": "193"}).content.decode()
    book = client.get(reverse("acts:xlsx"), {"number": "193"})
    assert b"".join(book.streaming_content).startswith(b"PK")
    answer = client.get(reverse("acts:xlsx"), {"year": "1000"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("acts:register"))
    assert "year" in answer.context["form"].errors
    assert "Тут з'являться" in as_(hall, "business_exec").get(reverse("acts:register")).content.decode().replace(
        "&#x27;", "'"
    )


def test_suggestions_name_posts_and_addressees(hall):
    client = as_(hall, "economy_exec")
    assert "Начальник юридичного управління" in client.get(reverse("acts:executors"), {"q": "юрид"}).content.decode()
    found = client.get(reverse("acts:addressees"), {"q": "юрид"}).content.decode()
    assert f'data-value="d{hall.town.departments["legal"]}"' in found
    assert client.get(reverse("acts:executors")).content.strip() == b""
