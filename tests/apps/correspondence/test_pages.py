"""Pages of letters: the whole way through them, refusals shown, who may not, how many statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.correspondence import queries
from magistrat.correspondence.actions import registering, signing, visas
from magistrat.correspondence.models import Letter
from magistrat.documents.actions import grants
from magistrat.documents.models import Document
from magistrat.organisation.actions import substitution
from magistrat.rules.refusal import Refusal
from tests.apps.correspondence.conftest import AT, Hall

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def as_(hall: Hall, key: str) -> Client:
    client = Client()
    client.force_login(hall.people[key].account, BACKEND)
    return client


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def to(name: str, letter: Letter) -> str:
    return reverse(f"correspondence:{name}", args=[letter.pk])


def fields(hall: Hall, *addressees: str, **other: Any) -> dict[str, Any]:
    return {
        "addressees": ",".join(str(hall.correspondents[key].pk) for key in addressees or ("plant",)),
        "signatory": hall.posts["deputy"].pk,
        "summary": "Про надання інформації",
        "text": "Надаємо запитувану інформацію.",
        "kind": hall.kinds["letter"].pk,
        "phone": "92-13-14",
        **other,
    }


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("скан.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF")


class TestWholeWay:
    def test_through_the_pages_in_the_first_city(self, hall: Hall) -> None:
        incoming = hall.incoming(to="deputy")
        task = hall.task(incoming)
        grants.give(document=incoming, at=AT, reason="executor", source="t:1", post=hall.posts["executor"].pk)
        executor, head, deputy, clerk = (as_(hall, key) for key in ("executor", "head", "deputy", "clerk"))

        page = executor.get(reverse("correspondence:new"), {"zavdannia": task.pk}).content.decode()
        assert f"Відповідь на {incoming.index}" in page
        assert "Міністерство розвитку" in page
        answer = executor.post(reverse("correspondence:new") + f"?zavdannia={task.pk}", fields(hall, "ministry"))
        letter = Letter.objects.get()
        assert answer.url == to("letter", letter)
        assert letter.task_id == task.pk

        assert "Надіслати на візування" in executor.get(to("letter", letter)).content.decode()
        assert executor.post(to("ask_visas", letter)).status_code == 302
        assert "Завізувати" in head.get(to("letter", letter)).content.decode()
        assert head.post(to("give_visa", letter)).status_code == 302
        assert "Підписано мною сьогодні" in deputy.get(to("letter", letter)).content.decode()
        assert deputy.post(to("sign", letter)).status_code == 302
        side = deputy.get(to("letter", letter)).content.decode().split("<dt>Підписує</dt>")[1].split("</dd>")[0]
        letter.refresh_from_db()
        assert side.count(letter.signed_title) == 1
        assert letter.signed_name in side
        assert "реєстрації" in clerk.get(reverse("correspondence:outgoing"), {"stan": "reiestratsiia"}).content.decode()
        form = {"registry": hall.registries["outgoing"].pk, "uploads": pdf()}
        assert clerk.post(to("register", letter), form).status_code == 302
        wanted = {"addressees": [hall.correspondents["ministry"].pk], "by": "post"}
        assert clerk.post(to("dispatch", letter), wanted).status_code == 302
        letter.refresh_from_db()
        assert letter.state == Letter.State.DISPATCHED
        task.refresh_from_db()
        assert task.state == "done"
        assert letter.document.index in clerk.get(reverse("correspondence:mailed")).content.decode()

    def test_the_clerk_marks_the_paper(self, hall: Hall) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter().pk)
        visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
        clerk = as_(hall, "clerk")
        assert "Відмітити підпис на папері" in clerk.get(to("letter", letter)).content.decode()
        assert clerk.post(to("mark_paper", letter), {"signed_on": "2026-03-10"}).status_code == 200
        assert clerk.post(to("mark_paper", letter), {"signed_on": "2026-03-09", "uploads": pdf()}).status_code == 409
        answer = clerk.post(to("mark_paper", letter), {"signed_on": "2026-03-10", "uploads": pdf()})
        assert answer.url == to("register", letter)
        assert clerk.post(to("withdraw", letter), {"remark": "Не той примірник"}).status_code == 302

    def test_the_clerk_says_who_signed_where_two_could(self, hall: Hall) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter().pk)
        visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
        clerk, deputy = as_(hall, "clerk"), hall.actor("deputy")
        assert 'name="person"' not in clerk.get(to("mark_paper", letter)).content.decode()
        kept = hall.stand_in("deputy", "manager")
        substitution.cancel(actor=deputy, at=AT, substitution=kept.pk, reason="відрядження скасовано")
        assert 'name="person"' in clerk.get(to("mark_paper", letter)).content.decode()
        answer = clerk.post(to("mark_paper", letter), {"signed_on": "2026-03-10", "uploads": pdf()})
        assert (answer.status_code, "Зазначте, хто підписав" in answer.content.decode()) == (409, True)
        other = {"signed_on": "2026-03-12", "person": hall.actor("manager").person_id, "uploads": pdf()}
        refused = clerk.post(to("mark_paper", letter), other).content.decode()
        assert 'aria-invalid="true"' in refused
        form = {"signed_on": "2026-03-10", "person": deputy.person_id, "uploads": pdf()}
        assert clerk.post(to("mark_paper", letter), form).url == to("register", letter)

    def test_an_annulled_letter_is_not_offered_for_dispatch(self, hall: Hall) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter("plant").pk)
        visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
        signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        registry = hall.registries["outgoing"].pk
        registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry)
        clerk = as_(hall, "clerk")
        assert to("dispatch", letter) in clerk.get(to("letter", letter)).content.decode()
        Document.objects.filter(pk=letter.document_id).update(state="annulled")
        page = clerk.get(to("letter", letter)).content.decode()
        assert to("dispatch", letter) not in page
        assert "(анульовано)" in page

    def test_returned_with_a_remark(self, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is refused comes back as it was typed."""

        def refuse(**_: object) -> None:
            raise Refusal("", "Лист саме змінюють.")

        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter().pk)
        head = as_(hall, "head")
        assert head.post(to("send_back", letter), {"remark": ""}).status_code == 409
        with monkeypatch.context() as patch:
            patch.setattr(visas, "send_back", refuse)
            refused = head.post(to("send_back", letter), {"remark": "Додати розрахунок"}).content.decode()
        assert ">Додати розрахунок</textarea>" in refused
        assert head.post(to("send_back", letter), {"remark": "Додати розрахунок"}).status_code == 302
        executor = as_(hall, "executor")
        assert "Додати розрахунок" in executor.get(to("letter", letter)).content.decode()
        assert executor.post(to("change", letter), fields(hall, text="З розрахунком")).status_code == 302
        letter.refresh_from_db()
        assert letter.text == "З розрахунком"
        assert executor.post(to("cancel", letter), {"remark": "Не потрібен"}).status_code == 302

    def test_a_substitute_signs_without_switching(self, hall: Hall) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter().pk)
        visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
        hall.stand_in("deputy", "manager")
        manager = as_(hall, "manager")
        assert "В.о. заступника міського голови" in manager.get(to("letter", letter)).content.decode()
        assert manager.post(to("sign", letter)).status_code == 302
        letter.refresh_from_db()
        assert letter.signed_title.startswith("В.о. заступника")


class TestEditor:
    def test_says_who_may_not_sign_and_why(self, hall: Hall) -> None:
        page = as_(hall, "executor").post(reverse("correspondence:parties"), fields(hall, "ministry")).content.decode()
        assert "7.12.2" in page
        assert "disabled" in page

    def test_proposes_the_own_head_where_he_may(self, hall: Hall) -> None:
        wanted = {**fields(hall, "plant"), "signatory": ""}
        answer = as_(hall, "executor").post(reverse("correspondence:parties"), wanted)
        assert answer.context["signatory"] == hall.posts["head"].pk

    def test_adds_and_takes_away_addressees(self, hall: Hall) -> None:
        plant, court = hall.correspondents["plant"].pk, hall.correspondents["court"].pk
        executor = as_(hall, "executor")
        added = executor.post(reverse("correspondence:parties"), fields(hall, "plant", addressee=court))
        assert added.context["chosen"] == f"{plant},{court}"
        removed = executor.post(reverse("correspondence:parties"), fields(hall, "plant", "court", remove=plant))
        assert removed.context["chosen"] == f"{court}"

    def test_works_without_javascript(self, hall: Hall) -> None:
        executor, address = as_(hall, "executor"), reverse("correspondence:new")
        words = {**fields(hall, "plant"), "addressee_text": "школа", "add": "1"}
        page = executor.post(address, words)
        assert [one.name for one in page.context["people"]] == ["Завод «Іскра»", "Школа № 1"]
        assert "Надаємо запитувану інформацію." in page.content.decode()
        assert not Letter.objects.exists()
        words = {**fields(hall, "plant"), "addressee_text": "школа"}
        assert executor.post(address, words).status_code == 302
        assert len(queries.content_of(Letter.objects.get()).addressees) == 2

    def test_nothing_typed_is_lost_when_refused(self, hall: Hall) -> None:
        words = fields(hall, "ministry", signatory=hall.posts["head"].pk, text="Важливий текст")
        answer = as_(hall, "executor").post(reverse("correspondence:new"), words)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Важливий текст" in page
        assert "7.12.2" in page
        missing = as_(hall, "executor").post(reverse("correspondence:new"), {**words, "summary": "", "addressees": ""})
        assert missing.status_code == 200
        assert "Зазначте, кому адресовано лист." in missing.content.decode()
        unknown = {**words, "addressees": "", "addressee_text": "невідомо хто"}
        assert "зі списку" in as_(hall, "executor").post(reverse("correspondence:new"), unknown).content.decode()

    def test_suggests_addressees(self, hall: Hall) -> None:
        page = as_(hall, "executor").get(reverse("correspondence:addressees"), {"q": "мін"}).content.decode()
        assert "Міністерство розвитку" in page


class TestReading:
    @pytest.mark.parametrize("name", ["letter", "print", "visa_sheet"])
    def test_a_stranger_does_not_see_it(self, hall: Hall, name: str) -> None:
        letter = hall.letter()
        assert as_(hall, "executor").get(to(name, letter)).status_code == 200
        assert as_(hall, "other").get(to(name, letter)).status_code == 403

    def test_who_has_no_right(self, hall: Hall) -> None:
        letter = hall.letter()
        clerk, executor = as_(hall, "clerk"), as_(hall, "executor")
        assert clerk.get(reverse("correspondence:new")).status_code == 403
        assert executor.get(reverse("correspondence:mailed")).status_code == 403
        for name in ("register", "dispatch", "mark_paper"):
            assert executor.get(to(name, letter)).status_code == 403
        assert executor.post(to("give_visa", letter)).status_code == 409

    def test_every_shelf(self, hall: Hall) -> None:
        letter = hall.letter()
        executor = as_(hall, "executor")
        for shelf in queries.SHELVES:
            assert executor.get(reverse("correspondence:outgoing"), {"stan": shelf}).status_code == 200
        assert letter.document.summary in executor.get(reverse("correspondence:outgoing")).content.decode()

    def test_waiting_for_each(self, hall: Hall) -> None:
        def lines(key: str) -> list[tuple[str, str]]:
            return [(line.what, line.step) for line in queries.waiting_for(hall.actor(key), AT.date())]

        letter = hall.letter()
        assert lines("executor") == [("Проєкт листа", "Надіслати на візування")]
        visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
        assert (lines("executor"), lines("head")) == ([], [("Лист на візуванні", "Візувати")])
        visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
        assert lines("deputy") == [("Лист на підпис", "Підписати")]
        signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        assert lines("clerk") == [("Лист підписано", "Зареєструвати")]
        registering.register(
            actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk
        )
        assert lines("clerk") == [("Лист зареєстровано", "Надіслати")]
        assert lines("other") == []

    def test_print_on_the_blank(self, other_hall: Hall) -> None:
        five = ("enterprise", "court", "school", "plant", "councillor")
        letter = other_hall.letter(*five, by_list=True, annexes="на 3 арк. в 1 прим.")
        page = as_(other_hall, "executor").get(to("print", letter))
        assert len(page.context["copies"]) == 5
        text = page.content.decode()
        assert "ДРУЖКІВСЬКА МІСЬКА РАДА" in text
        assert "Список адресатів" in text
        assert "Дарина ЛИТВИНЕНКО" in text
        assert "Додаток: на 3 арк. в 1 прим." in text

    def test_one_envelope_for_one_addressee(self, other_hall: Hall, checks: list[str]) -> None:
        hall = other_hall
        clerk = as_(hall, "clerk")
        for _ in range(2):
            letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter("plant").pk)
            visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
            signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
            form = {"registry": hall.registries["outgoing"].pk, "case_file": hall.case_file.pk, "checked": checks}
            assert clerk.post(to("register", letter), form).status_code == 302
            assert (
                clerk.post(
                    to("dispatch", letter), {"addressees": [hall.correspondents["plant"].pk], "by": "post"}
                ).status_code
                == 302
            )
        envelopes = clerk.get(reverse("correspondence:mailed"), {"den": "2026-03-10"}).context["envelopes"]
        assert [len(one.dispatches) for one in envelopes] == [2]
        assert clerk.get(reverse("correspondence:mailed"), {"den": "зранку"}).status_code == 200

    def test_refusals_stand_on_top_of_the_clerks_forms(self, other_hall: Hall) -> None:
        hall = other_hall
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter("plant").pk)
        visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
        signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        clerk = as_(hall, "clerk")
        answer = clerk.post(to("register", letter), {"registry": hall.registries["outgoing"].pk})
        assert answer.status_code == 409
        assert "11.5" in answer.content.decode()
        answer = clerk.post(to("dispatch", letter), {"addressees": [hall.correspondents["plant"].pk], "by": "post"})
        assert answer.status_code == 409
        assert "11.4" in answer.content.decode()


class TestStatements:
    def test_do_not_grow_with_the_lists(self, hall: Hall) -> None:
        executor, address = as_(hall, "executor"), reverse("correspondence:outgoing")
        for _ in range(3):
            hall.letter("plant", "court")
        few = statements(executor, address)
        for _ in range(12):
            hall.letter("plant", "court")
        assert statements(executor, address) == few <= 11

    def test_do_not_grow_with_the_letter(self, hall: Hall) -> None:
        small, large = hall.letter("plant"), hall.letter("plant", "court", "school", "enterprise")
        executor = as_(hall, "executor")
        for name, most in (("letter", 18), ("print", 24), ("change", 26), ("visa_sheet", 11)):
            assert statements(executor, to(name, small)) == statements(executor, to(name, large)) <= most, name
