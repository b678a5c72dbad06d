"""The console's addresses: steps by plain forms, the board, the second console's look, the voting system's file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.bodies.models import Event, Outcome
from magistrat.sittings.models import Question
from tests.factories import sittings

CONSOLE = {"X-Console": "1"}


pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def stage(committee, client_of):
    """An open sitting with two questions: sitting, ids of questions, the secretary's client, a console."""
    where = sittings.sitting(committee)
    asked = [sittings.question(committee, where, f"Питання {number}", is_undisputed=True).pk for number in (1, 2)]
    pult = sittings.console(committee, where).open()
    return where, asked, client_of(committee, "sittings_exec"), pult


def send(client, where, code, **said):
    """A step as the form of the page sends it."""
    headers = said.pop("headers", CONSOLE)
    known = {"code": code, "after": sittings.gathering(where).last, "key": f"web-{Event.objects.count()}"}
    return client.post(reverse("sittings:step", args=[where.pk]), known | said, headers=headers)


def test_whole_question_by_the_forms_of_the_board(stage, committee):
    where, (first, _), client, _ = stage
    send(client, where, "question_begun", item=first)
    send(client, where, "conflict_declared", item=first, member=committee.members[8], reason="родич заявника")
    for member in committee.members[:8]:
        answer = send(client, where, "vote_cast", item=first, **{f"vote-{member}": "for"})
    assert answer.headers["X-Board"] == "1"
    assert "Рішення буде ухвалено" in answer.content.decode()
    send(client, where, "result", item=first, changes="Уточнити пункт 2")
    outcome = Outcome.objects.get()
    assert (outcome.result, outcome.in_favour, outcome.recused, outcome.changes) == (
        "changed",
        8,
        1,
        "Уточнити пункт 2",
    )


def test_refusal_comes_with_its_clause_on_the_board(stage, committee):
    where, (first, _), client, pult = stage
    for member in committee.members[4:]:
        pult.do("left", member=member)
    answer = send(client, where, "question_begun", item=first)
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Кворуму немає" in body
    assert "п. 4.3" in body
    assert body.lstrip().startswith('<div id="board"')


def test_browser_without_scripts_gets_whole_pages(stage):
    where, (first, second), client, _ = stage
    answer = send(client, where, "question_begun", item=first, headers={})
    assert (answer.status_code, answer.url) == (302, reverse("sittings:console", args=[where.pk]))
    refused = send(client, where, "question_begun", item=second, headers={})
    assert (refused.status_code, "<html" in refused.content.decode()) == (409, True)
    assert "Закрити питання" not in refused.content.decode()


@pytest.mark.parametrize(
    "said", [{"code": "danced"}, {"item": "сім"}, {"after": "x"}, {"member": "1;2", "code": "left"}]
)
def test_nonsense_is_refused_in_words(stage, said):
    where, _, client, _ = stage
    answer = send(client, where, said.pop("code", "question_begun"), **said)
    assert (answer.status_code, "не зрозуміло" in answer.content.decode()) == (409, True)


class TestLook:
    def test_costs_one_statement_when_nothing_is_new(self, stage):
        where, _, client, _ = stage
        address = f"{reverse('sittings:look', args=[where.pk])}?pislia={sittings.gathering(where).last}"
        client.get(address, headers=CONSOLE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address, headers=CONSOLE).status_code == 204
        own = [one for one in asked.captured_queries if "bodies_" in one["sql"] or "sittings_" in one["sql"]]
        assert len(own) == 1

    def test_brings_what_the_other_console_did(self, stage, committee):
        where, (first, _), client, pult = stage
        known = pult.known
        pult.do("question_begun", first)
        answer = client.get(f"{reverse('sittings:look', args=[where.pk])}?pislia={known}", headers=CONSOLE)
        assert (answer.status_code, answer.headers["X-Board"]) == (200, "1")
        assert "Питання 1" in answer.content.decode()

    def test_board_costs_the_same_for_any_number_of_questions(self, stage, committee):
        where, _, client, _pult = stage
        address = reverse("sittings:console", args=[where.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for number in range(20):
            sittings.question(committee, where, f"Ще питання {number}")
        with CaptureQueriesContext(connection) as many:
            assert client.get(address).status_code == 200
        assert len(many) == len(few)


class TestAdditionalQuestion:
    def test_is_put_down_in_the_hall_and_voted(self, db, client_of):
        made = sittings.committee("druzhkivka")
        where = sittings.sitting(made)
        sittings.question(made, where)
        pult = sittings.console(made, where).open()
        client = client_of(made, "control")
        said = {"title": "Про аварію", "by": "Міський голова"}
        for _ in range(2):
            client.post(reverse("sittings:add", args=[where.pk]), said, headers=CONSOLE)
        extra = Question.objects.get(title="Про аварію")
        assert (extra.lateness, extra.late_by) == ("by_vote", "запропонував: Міський голова")
        answer = send(client, where, "question_begun", item=extra.pk)
        assert "п.\u00a06.8" in answer.content.decode()
        votes = {f"vote-{member}": "for" for member in made.members}
        send(client, where, "additional_question_voted", item=extra.pk, **votes)
        assert pult.state.additional[extra.pk][0].is_adopted

    def test_is_the_mayors_leave_in_the_other_city(self, stage):
        where, _, client, _ = stage
        said = {"title": "Про аварію", "by": "Міський голова"}
        answer = client.post(reverse("sittings:add", args=[where.pk]), said, headers=CONSOLE)
        assert (answer.status_code, "п.\u00a04.26" in answer.content.decode()) == (409, True)


class TestVotesFile:
    @staticmethod
    def file(pult, *cast: str, question: str = "1") -> str:
        names = [pult.state.name(member) for member in pult.made.members]
        return "\n".join(f"{question};{name};{vote}" for name, vote in zip(names, cast, strict=False))

    def test_is_previewed_then_brought_in(self, stage):
        where, _, client, pult = stage
        address = reverse("sittings:votes", args=[where.pk])
        text = self.file(pult, *["за"] * 6, *["проти"] * 3)
        preview = client.post(address, {"file": SimpleUploadedFile("v.csv", text.encode("cp1251"))})
        assert "Рішення ухвалено: за — 6" in preview.content.decode()
        assert not Outcome.objects.exists()
        answer = client.post(address, {"text": text, "after": sittings.gathering(where).last, "bring_in": "1"})
        assert answer.status_code == 302
        assert Outcome.objects.get().in_favour == 6

    def test_names_its_wrong_lines(self, stage):
        where, _, client, pult = stage
        text = self.file(pult, *["за"] * 8, "мабуть") + "\n7;Хтось;за"
        answer = client.post(reverse("sittings:votes", args=[where.pk]), {"text": text})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert "«мабуть» не передбачено" in body
        assert "Питання № 7" in body
        assert "Унести голосування" not in body


def test_screen_of_the_hall_shows_question_then_result(stage, committee, client_of):
    where, (first, _), _, pult = stage
    viewer = client_of(committee, "economy_exec")
    address = reverse("sittings:hall", args=[where.pk])
    assert "Присутні 9 з 9" in viewer.get(address).content.decode()
    pult.do("question_begun", first)
    pult.do("speaker_called", first, who="Доповідач Д.Д.", kind="report")
    assert "Доповідач Д.Д." in viewer.get(address).content.decode()
    pult.do("speaker_done", first)
    pult.vote(first, for_=committee.members[:7], against=committee.members[7:])
    pult.do("result", first)
    renewed = reverse("sittings:screen", args=[where.pk])
    body = viewer.get(f"{renewed}?pislia=1").content.decode()
    assert "Ухвалено" in body
    assert "за — 7" in body
    assert "проти — 2" in body
    assert viewer.get(f"{renewed}?pislia={sittings.gathering(where).last}").status_code == 204


def test_screen_of_the_hall_names_who_did_not_vote_for_a_conflict(stage, committee, client_of):
    where, (first, _), _, pult = stage
    pult.do("question_begun", item=first)
    pult.do("conflict_declared", item=first, member=committee.members[8], reason="родич заявника")
    pult.do("vote_cast", item=first, votes={str(one): "for" for one in committee.members[:8]})
    pult.do("result", item=first)
    said = client_of(committee, "mayor").get(reverse("sittings:hall", args=[where.pk])).content.decode()
    name = pult.state.name(committee.members[8])
    assert f"{name} — не голосує: конфлікт інтересів" in said
    assert "родич" not in said


def test_a_long_title_is_set_smaller_on_the_screen(stage, committee, client_of):
    where, (first, second), _, pult = stage
    Question.objects.filter(pk=second).update(title=f"Про {'дуже довгу назву ' * 20}")
    screen, address = client_of(committee, "mayor"), reverse("sittings:hall", args=[where.pk])
    for item, is_long in ((first, False), (second, True)):
        pult.do("question_begun", item=item)
        assert ('<h1 class="is-long">' in screen.get(address).content.decode()) is is_long
        pult.do("withdrawn", item=item, reason="відкликано")
        assert ('<h1 class="is-long">' in screen.get(address).content.decode()) is is_long


def test_a_question_that_is_not_on_the_agenda_is_not_before_the_body(stage, committee, client_of):
    where, asked, client, pult = stage
    for late, kept in enumerate(("proposed", "delivered", "reviewed")):
        sittings.question(committee, where, f"Не дійшло {late}", stage=kept, number="")
    for item in asked:
        pult.do("question_begun", item=item)
        pult.do("withdrawn", item=item, reason="відкликано")
    page = client.get(reverse("sittings:console", args=[where.pk])).content.decode()
    assert "Усі питання розглянуто" in page
    assert "Не дійшло" not in page
    pult.do("closed")
    assert "Не дійшло" not in client.get(reverse("sittings:minutes", args=[where.pk])).content.decode()


def test_console_is_of_those_who_keep_the_minutes(stage, committee, client_of):
    where, _, _, _ = stage
    answer = client_of(committee, "economy_exec").get(reverse("sittings:console", args=[where.pk]))
    assert answer.status_code == 403
    assert answer.context["refusal"].clause == "4.45"
