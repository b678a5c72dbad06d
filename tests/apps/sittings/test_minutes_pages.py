"""The screens of minutes: read, edited part by part with and without scripts, signed, issued, printed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from magistrat.organisation.models import Substitution
from magistrat.sittings.actions import minutes
from magistrat.sittings.models import Minutes, Sitting
from magistrat.sittings.queries import minutes as queries
from magistrat.ui import clock
from tests.factories import documents, sittings

KR = "kryvyi-rih"
HTMX = {"HTTP_HX-Request": "true"}


@pytest.fixture
def stage(db, monkeypatch) -> sittings.Held:
    """The day after a sitting that was held."""
    monkeypatch.setenv(clock.FIXED, (sittings.AT + timedelta(days=1)).isoformat())
    return sittings.held_once(KR)


@pytest.fixture
def secretary(stage) -> Client:
    return documents.signed_in(Client(), stage.made.keeper)


def address(where: Sitting, rest: str = "") -> str:
    return f"/zasidannia/{where.pk}/protokol/{rest}"


def posted(client: Client, where: Sitting, rest: str, **said) -> tuple[int, str]:
    answer = client.post(address(where, rest), said)
    return answer.status_code, answer.content.decode()


def test_the_whole_is_read_with_who_is_to_sign(stage, secretary):
    page = secretary.get(address(stage.sitting)).content.decode()
    assert "Голосували: «за» – 6, «проти» – 1, «утрималися» – 0, не голосували – 0." in page
    assert "Подати на підпис" in page
    assert "Міський голова" in page
    assert "Протокол" in secretary.get("/zasidannia/protokoly/").content.decode()


def test_a_part_is_edited_without_scripts(stage, secretary):
    where = stage.sitting
    page = secretary.get(address(where, "chastyna/closing/")).content.decode()
    assert "Засідання закрито о" in page
    answer = secretary.post(address(where, "chastyna/closing/"), {"text": "Закрито.", "revision": "0", "deed": "write"})
    assert answer["Location"] == address(where)
    assert "написано вручну" in secretary.get(address(where)).content.decode()
    secretary.post(address(where, "chastyna/closing/"), {"deed": "restore"})
    assert "написано вручну" not in secretary.get(address(where)).content.decode()


def test_saving_while_writing_gives_the_next_revision(stage, secretary):
    where = stage.sitting
    answer = secretary.post(address(where, "chastyna/closing/"), {"text": "Закрито.", "revision": "0"}, **HTMX)
    revision = Minutes.objects.get(sitting=where).revision
    assert f'name="revision" id="revision" value="{revision}"' in answer.content.decode()
    again = secretary.post(
        address(where, "chastyna/closing/"), {"text": "Закрито о другій.", "revision": str(revision)}, **HTMX
    )
    assert (again.status_code, queries.assembled(where).part("closing").text) == (200, "Закрито о другій.")


def test_the_second_of_two_sees_both_texts_and_loses_none(stage, secretary):
    where = stage.sitting
    said = {"sitting": where.pk, "key": "closing", "revision": 0, "seen": ""}
    minutes.write_part(actor=stage.made.keeper, at=sittings.AT, text="Перший.", **said)
    status, page = posted(secretary, where, "chastyna/closing/", text="Другий.", revision="0")
    assert (status, "Перший." in page, "Другий.</textarea>" in page) == (409, True, True)
    status, _ = posted(secretary, where, "chastyna/closing/", text="Другий.", revision="0", over="1")
    assert (status, queries.assembled(where).part("closing").text) == (302, "Другий.")


def test_from_handing_in_to_an_extract(stage, secretary):
    where = stage.sitting
    status, page = posted(secretary, where, "diia/", deed="hand_in")
    assert (status, "стенограму" in page) == (409, True)
    assert (
        posted(secretary, where, "diia/", deed="manner", is_by_name="1", without_transcript="без обладнання")[0] == 302
    )
    assert posted(secretary, where, "vytiah/", part="closing")[0] == 409
    assert posted(secretary, where, "diia/", deed="hand_in")[0] == 302
    for role in ("mayor", "affairs_manager"):
        assert posted(secretary, where, "diia/", deed="sign", role=role, on="19.03.2026")[0] == 302
    assert "Зробити витяг" in secretary.get(address(where)).content.decode()
    made = secretary.post(address(where, "vytiah/"), {"part": ["closing"]})
    assert made.content[:5] == b"%PDF-"
    assert posted(secretary, where, "vytiah/")[0] == 409
    assert posted(secretary, where, "diia/", deed="reopen", reason="так")[0] == 409
    assert posted(secretary, where, "diia/", deed="інше")[0] == 404


def test_the_page_asks_who_signed_on_the_day_of_return(stage, secretary):
    where, town, on = stage.sitting, stage.made.town, stage.sitting.gathering.on
    posted(secretary, where, "diia/", deed="manner", is_by_name="1", without_transcript="без обладнання")
    Substitution.objects.create(
        absent_id=town.posts["affairs_manager"], substitute_id=town.posts["secretary"], reason="trip",
        since=on - timedelta(days=5), until=on, proposed_at=sittings.AT, proposed_by="-", agreed_at=sittings.AT, agreed_by="-",
        cancelled_by="-",
    )  # fmt: skip
    posted(secretary, where, "diia/", deed="hand_in")
    assert "Хто підписав" not in secretary.get(address(where)).content.decode()
    mark = {"deed": "sign", "role": "affairs_manager", "on": f"{on:%d.%m.%Y}"}
    status, page = posted(secretary, where, "diia/", **mark)
    assert (status, 'id="person-affairs_manager"' in page, f'value="{on:%d.%m.%Y}"' in page) == (409, True, True)
    assert posted(secretary, where, "diia/", **mark, person=town.people["secretary"])[0] == 302
    assert Minutes.objects.get(sitting=where).signed_printed[0]["lines"][0].startswith("В.о.")


def test_a_wrong_day_and_no_file_are_told(stage, secretary):
    assert posted(secretary, stage.sitting, "diia/", deed="sign", role="mayor", on="учора")[0] == 409
    assert "Виберіть файл" in posted(secretary, stage.sitting, "diia/", deed="attach", what="transcript")[1]


def test_it_is_printed(stage, secretary):
    assert secretary.get(address(stage.sitting, "druk.pdf")).content[:5] == b"%PDF-"
    assert secretary.get(address(stage.sitting, "druk.docx")).content[:2] == b"PK"
    assert secretary.get(address(stage.sitting, "druk.txt")).status_code == 404


def test_instructions_are_written_and_issued(stage, secretary):
    where, place = stage.sitting, f"/zasidannia/{stage.sitting.pk}/doruchennia/"
    wrong = secretary.post(place, {"text": "Подати звіт", "executors": "Ніхтоненко"})
    assert (wrong.status_code, "такої посадової особи немає" in wrong.content.decode()) == (422, True)
    post = stage.made.town.actor(sittings.PROPOSER[KR], sittings.DAY).post_id
    question = where.questions.earliest("pk").pk
    secretary.post(place, {"text": "Подати звіт", "executors": f"#{post}", "due_on": "10", "question": question})
    page = secretary.get(place).content.decode()
    assert "подати звіт. Строк: до 29.03.2026" in page.replace("30.03.2026", "29.03.2026")
    assert secretary.post(f"{place}oformyty/", {"signed_on": "учора"}).status_code == 409
    town, day = stage.made.town, date(2026, 3, 19)
    Substitution.objects.create(
        absent_id=town.posts["mayor"], substitute_id=town.posts["secretary"], reason="trip",
        since=day - timedelta(days=5), until=day, proposed_at=sittings.AT, proposed_by="-", agreed_at=sittings.AT,
        agreed_by="-", cancelled_by="-",
    )  # fmt: skip
    unnamed = secretary.post(f"{place}oformyty/", {"signed_on": "19.03.2026"})
    assert (unnamed.status_code, 'id="issue-person"' in unnamed.content.decode()) == (409, True)
    signed = {"signed_on": "19.03.2026", "person": town.people["mayor"]}
    assert secretary.post(f"{place}oformyty/", signed).status_code == 302
    assert "Протокол доручень № 1" in secretary.get(place).content.decode()
    one = where.instructions.get()
    assert secretary.post(f"{place}{one.pk}/vyluchyty/").status_code == 409


def test_others_neither_read_nor_write_before_it_is_signed(stage):
    other = documents.signed_in(Client(), stage.made.town.actor(sittings.PROPOSER[KR], sittings.DAY))
    assert other.get(address(stage.sitting)).status_code == 403
    assert other.post(address(stage.sitting, "diia/"), {"deed": "hand_in"}).status_code == 403


@pytest.mark.parametrize("page", ["", "chastyna/head/", "druk.docx"])
def test_statements_do_not_grow_with_questions(stage, secretary, page):
    counts = []
    for on, number in ((sittings.DAY + timedelta(days=28), 3), (sittings.DAY + timedelta(days=63), 120)):
        where = long(stage.made, on, number)
        secretary.get(address(where, page))
        with CaptureQueriesContext(connection) as seen:
            assert secretary.get(address(where, page)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] < 50


def long(made: sittings.Committee, on, number: int) -> Sitting:
    """A sitting with so many questions, all adopted in a block but the first, which is spoken about."""
    where = sittings.sitting(made, on)
    asked = [sittings.question(made, where, f"Про питання {place}", is_undisputed=True) for place in range(number)]
    console = sittings.console(made, where).open(7)
    console.do("question_begun", asked[0].pk)
    console.do("speaker_called", asked[0].pk, kind="report", who="Коваль І.П.")
    console.do("speaker_done", asked[0].pk)
    console.vote(asked[0].pk, for_=made.members[:7])
    console.do("result", asked[0].pk)
    console.do("vote_of_block", asked[1].pk, items=[one.pk for one in asked[1:]])
    console.vote(asked[1].pk, for_=made.members[:7])
    console.do("result", asked[1].pk)
    console.do("closed")
    return Sitting.objects.select_related("gathering__body").get(pk=where.pk)


def test_the_desk_says_what_waits_and_by_when(stage, secretary):
    assert "Протокол подати на підпис" in secretary.get("/").content.decode()
    posted(secretary, stage.sitting, "diia/", deed="manner", is_by_name="1", without_transcript="без обладнання")
    posted(secretary, stage.sitting, "diia/", deed="hand_in")
    mayor = documents.signed_in(Client(), stage.made.town.actor("mayor", sittings.DAY))
    assert "Протокол на підпис" in mayor.get("/").content.decode()
    posted(secretary, stage.sitting, "diia/", deed="sign", role="mayor", on="19.03.2026")
    assert "Протокол на підпис" not in mayor.get("/").content.decode()
    assert "Протокол чекає на підписи" in secretary.get("/").content.decode()
