"""The screens: everything is a form without JavaScript; a refused person sees the clause; statements do not grow."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.documents.models import CaseFile, Document, Grant
from magistrat.journal.actor import SYSTEM
from magistrat.organisation.models import Holding, Person
from magistrat.tasks.actions import execution, extensions, typical
from magistrat.tasks.forms import WRONG_DAY
from magistrat.tasks.models import Control, Extension, Resolution, Review, Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
HTMX = {"HTTP_HX_REQUEST": "true"}


def rename(actor, surname, given="Іван", patronymic="Петрович"):
    Person.objects.filter(pk=actor.person_id).update(surname=surname, given=given, patronymic=patronymic)


def hidden(answer, name):
    """The value that the page's form carries along unseen."""
    return re.search(rf'<input type="hidden" name="{name}" value="(\d*)"', answer.content.decode()).group(1)


class TestReview:
    @pytest.fixture
    def named(self, kryvyi):
        rename(kryvyi.executor, "Коваль")
        rename(kryvyi.second, "Мельник", "Олена", "Львівна")
        typical.put_common(actor=SYSTEM, at=AT)
        return kryvyi

    def post(self, client, paper, **given):
        values = {"text_1": "До розгляду", "executors_1": "іпк", "term_1": "20.03", "points": "1", "papka": ""} | given
        return client.post(reverse("tasks:review_document", args=[paper.pk]), values)

    def test_opens_the_first_paper_with_folders(self, named, sign_in):
        paper = made.letter(named, is_urgent=True)
        page = sign_in(named.mayor).get(reverse("tasks:review"), {"papka": "urgent"}).content.decode()
        assert paper.index in page
        assert "Термінове" in page
        assert 'name="text_1"' in page

    def test_writes_by_initials_and_goes_on_to_the_next(self, named, sign_in):
        first, second = made.letter(named), made.letter(named)
        client = sign_in(named.mayor)
        answer = self.post(client, first, executors_1="іпк, олм, і спеціаліст освіти", text_1="2")
        assert answer.status_code == 302
        resolution = Resolution.objects.get()
        assert resolution.text == "До розгляду та надання відповіді заявнику"
        assert {task.part: task.executor_id for task in resolution.tasks.all()} == {
            "main": named.executor.post_id, "co": named.second.post_id, "info": named.stranger.post_id,
        }  # fmt: skip
        assert second.index in client.get(answer["Location"]).content.decode()

    def test_a_star_marks_the_main_one(self, named, sign_in):
        self.post(sign_in(named.mayor), made.letter(named), executors_1="іпк, *мельник")
        assert Task.objects.get(part="main").executor_id == named.second.post_id

    def test_on_the_leaders_behalf(self, named, sign_in):
        paper = made.letter(named)
        client = sign_in(named.assistant)
        assert "уносить: Секретар керівника" in client.get(reverse("tasks:review")).content.decode()
        assert self.post(client, paper, executors_1="іпк").status_code == 302
        resolution = Resolution.objects.get()
        assert (resolution.author_id, resolution.typed_by[:9]) == (named.mayor.post_id, "Секретар ")

    def test_what_was_written_meanwhile_is_told_once(self, named, sign_in):
        """The page had been open while the assistant wrote: nobody gets the same work twice by mistake."""
        paper = made.letter(named)
        leader, address = sign_in(named.mayor), reverse("tasks:review_document", args=[paper.pk])
        known = hidden(leader.get(address), "known")
        assert known == "0"
        self.post(sign_in(named.assistant), paper, known=known)
        told = self.post(leader, paper, known=known, text_1="Те саме")
        page = told.content.decode()
        assert told.status_code == 409
        assert "резолюцію вже накладено" in page
        assert "До розгляду" in page
        assert "Те саме" in page
        written = Resolution.objects.get()
        assert f'name="again" value="{written.pk}"' in page
        assert hidden(told, "known") == known
        assert self.post(leader, paper, known=known, again=str(written.pk), text_1="Ще одна").status_code == 302
        assert list(Resolution.objects.order_by("id").values_list("text", flat=True)) == ["До розгляду", "Ще одна"]
        # Of a third one the confirmation of the second says nothing.
        assert self.post(leader, paper, known=known, again=str(written.pk)).status_code == 409
        assert hidden(leader.get(address), "known") == str(Resolution.objects.latest("id").pk)

    def test_so_is_what_was_split_meanwhile(self, named, sign_in):
        head = named.department_head
        whole = made.resolved(named, made.letter(named), made.point(head)).tasks.get()
        client, address = sign_in(head), reverse("tasks:split", args=[whole.pk])
        given = {"text_1": "Виконати", "executors_1": "іпк", "term_1": "", "points": "1"}
        given["known"] = hidden(client.get(address), "known")
        assert client.post(address, given).status_code == 302
        told = client.post(address, given)
        assert (told.status_code, "завдання вже розподілено" in told.content.decode()) == (409, True)
        assert client.post(address, given | {"again": Resolution.objects.latest("id").pk}).status_code == 302
        assert Task.objects.filter(parent=whole).count() == 2

    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    @pytest.mark.parametrize("number", ["5", "40"])
    def test_a_typical_text_that_only_informs_gives_nobody_work(self, city, number, sign_in):
        """The common one and a leader's own; what no number says is as it is typed."""
        office = made.office(city)
        rename(office.executor, "Коваль")
        typical.put_common(actor=SYSTEM, at=AT)
        leader = {"actor": office.mayor, "at": AT, "post": office.mayor.post_id}
        typical.put(**leader, number=40, text="Прошу ознайомитися", is_info=True)
        typical.put(**leader, number=41, text="Прошу опрацювати")
        client, paper = sign_in(office.mayor), made.letter(office)
        query = {"text_1": number, "executors_1": "іпк", "term_1": "", "points": "1"}
        shown = client.get(reverse("tasks:preview", args=[paper.pk]), query, **HTMX).content.decode()
        assert ("Лише до відома" in shown, "головний" in shown) == (True, False)
        assert self.post(client, paper, executors_1="іпк", term_1="", text_1=number).status_code == 302
        assert Task.objects.get().part == "info"
        assert self.post(client, made.letter(office), executors_1="іпк", text_1="41").status_code == 302
        assert Task.objects.latest("id").part == "main"

    def test_says_whom_it_does_not_know_and_keeps_what_was_typed(self, named, sign_in):
        rename(named.department_head, "Коваль")
        answer = self.post(
            sign_in(named.mayor), made.letter(named), executors_1="іпк, ніхто", text_1="Прошу розібратися"
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "кілька осіб" in page
        assert "такої посадової особи немає" in page
        assert "Прошу розібратися" in page
        assert not Resolution.objects.exists()

    def test_asks_for_a_term_with_the_clause(self, named, sign_in):
        answer = self.post(sign_in(named.mayor), made.letter(named), executors_1="іпк", term_1="")
        assert answer.status_code == 409
        assert "8.12" in answer.content.decode()

    def test_refuses_one_without_the_right(self, named, sign_in):
        answer = self.post(sign_in(named.executor), made.letter(named))
        assert answer.status_code == 403
        assert "7.10" in answer.content.decode()

    def test_several_points(self, named, sign_in):
        paper = made.letter(named, "cabinet_act")
        client = sign_in(named.mayor)
        more = self.post(client, paper, executors_1="іпк", text_1="Перше", add_point="1").content.decode()
        assert 'name="text_2"' in more
        assert "Перше" in more
        self.post(
            client, paper, points="2", executors_1="іпк", text_1="Перше", text_2="Друге", executors_2="олм", term_2="5р"
        )
        assert list(Task.objects.order_by("point").values_list("point", "text")) == [("1", "Перше"), ("2", "Друге")]
        assert Control.objects.get().is_obligatory

    def test_repeating_and_handwritten(self, named, sign_in):
        paper = made.letter(named)
        values = {
            "text_1": "Інформувати", "executors_1": "іпк", "term_1": "", "repeats_1": "month", "day_1": "5", "points": "1",
            "control": "on", "scan": SimpleUploadedFile("rez.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        }  # fmt: skip
        answer = sign_in(named.mayor).post(reverse("tasks:review_document", args=[paper.pk]), values)
        assert answer.status_code == 302
        assert (Task.objects.get().repeat_day, Resolution.objects.get().scan.role) == (5, "resolution")

    def test_all_words_of_long_points_are_kept(self, named, sign_in):
        texts = [f"{number} " + "слово " * 160 for number in "123"]
        given = {f"text_{n}": text for n, text in enumerate(texts, 1)}
        given |= {f"executors_{n}": "іпк" for n in range(1, 4)} | {f"term_{n}": "20.03" for n in range(1, 4)}
        assert self.post(sign_in(named.mayor), made.letter(named), points="3", **given).status_code == 302
        text = Resolution.objects.get().text
        assert text == " ".join(f"{n}. {words.strip()}" for n, words in enumerate(texts, 1))
        assert Task.objects.filter(point="3").get().text == texts[2].strip()

    @pytest.mark.parametrize("given", [{"add_point": "1"}, {"executors_1": "ніхто"}, {"term_1": ""}])
    def test_says_that_the_picture_is_to_be_chosen_again(self, named, sign_in, given):
        scan = SimpleUploadedFile("rez.png", b"\x89PNG\r\n\x1a\n", "image/png")
        page = self.post(sign_in(named.mayor), made.letter(named), scan=scan, **given).content.decode()
        assert "Файл «rez.png» ще не збережено: виберіть його ще раз." in page
        assert not Resolution.objects.exists()

    def test_previews_while_typing(self, named, sign_in):
        paper = made.letter(named, is_urgent=True)
        client = sign_in(named.mayor)
        query = {"text_1": "7", "executors_1": "*іпк, олм", "term_1": "", "points": "1"}
        page = client.get(reverse("tasks:preview", args=[paper.pk]), query, **HTMX).content.decode()
        assert "Забезпечити виконання" in page
        assert "17.03.2026" in page
        assert "8.12" in page
        assert "головний" in page
        informed = client.get(
            reverse("tasks:preview", args=[paper.pk]), query | {"executors_1": "і іпк"}, **HTMX
        ).content.decode()
        assert "Лише до відома" in informed

    def test_a_term_is_typed_as_days_are_on_registration(self, named, sign_in):
        paper, client = made.letter(named), sign_in(named.mayor)
        query = {"text_1": "До розгляду", "executors_1": "іпк", "term_1": "111", "points": "1"}
        wrong = client.get(reverse("tasks:preview", args=[paper.pk]), query, **HTMX).content.decode()
        assert "Строк не розпізнано. Напишіть день" in wrong
        page = client.get(reverse("tasks:preview", args=[paper.pk]), query | {"term_1": "2003"}, **HTMX)
        assert "20.03.2026" in page.content.decode()
        self.post(client, paper, term_1="2003")
        assert Task.objects.get().due_on == date(2026, 3, 20)

    def test_preview_says_what_the_deed_would_refuse(self, named, sign_in):
        page = sign_in(named.mayor).get(reverse("tasks:preview", args=[made.letter(named).pk]), {"points": "1"}, **HTMX)
        assert "8.12" in page.content.decode()

    def test_read_and_passed_on(self, named, sign_in):
        first, second = made.letter(named), made.letter(named)
        client = sign_in(named.mayor)
        client.post(reverse("tasks:read", args=[first.pk]))
        client.post(reverse("tasks:pass_to", args=[second.pk]), {"leader": named.deputy.post_id})
        assert Review.objects.get(document=first).done_at is not None
        assert Review.objects.get(document=second, leader_id=named.deputy.post_id).done_at is None
        again = client.post(reverse("tasks:read", args=[first.pk]))
        assert again.status_code == 409

    def test_says_when_the_folder_is_empty(self, named, sign_in):
        assert "документів немає" in sign_in(named.mayor).get(reverse("tasks:review")).content.decode()

    def test_splits_a_task(self, named, sign_in):
        paper = made.letter(named)
        made.resolved(named, paper, made.point(named.department_head))
        task = Task.objects.get()
        client = sign_in(named.department_head)
        url = reverse("tasks:split", args=[task.pk])
        assert "Розподілити" in client.get(url).content.decode()
        answer = client.post(url, {"text_1": "Виконати", "executors_1": "іпк", "points": "1"})
        assert answer.status_code == 302
        assert Task.objects.get(parent=task).due_on == made.DUE


class TestPanel:
    def test_offers_just_what_the_person_may_do(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        url = reverse("tasks:document", args=[task.document_id])
        executor = sign_in(kryvyi.executor).get(url).content.decode()
        assert "Звітувати" in executor
        assert "Прийняти звіт" not in executor
        assert "Підлягає поверненню" in executor
        mayor = sign_in(kryvyi.mayor).get(url).content.decode()
        assert "Звітувати" not in mayor
        assert "Скасувати резолюцію" in mayor

    def test_stands_on_the_documents_card(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        page = sign_in(kryvyi.executor).get(f"/dokumenty/{task.document_id}/").content.decode()
        assert f'id="task-{task.pk}"' in page
        assert 'id="control"' in page

    def test_the_whole_way_by_forms(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        do = lambda who, slug, **given: sign_in(who).post(reverse("tasks:deed", args=[task.pk, slug]), given)  # noqa: E731
        assert do(kryvyi.executor, "pryiniaty")["Location"] == f"/dokumenty/{task.document_id}/"
        do(kryvyi.executor, "khid", text="Закуплено труби")
        do(kryvyi.executor, "prodovzhyty", new_due_on="10.04", reason="Чекаємо на висновок")
        sign_in(kryvyi.mayor).post(reverse("tasks:decide", args=[Extension.objects.get().pk]), {"granted": "yes"})
        do(kryvyi.executor, "zvit", text="Відремонтовано")
        do(kryvyi.department_head, "zarakhuvaty")
        do(kryvyi.mayor, "zarakhuvaty")
        task.refresh_from_db()
        assert (task.state, str(task.due_on)) == ("done", "2026-04-10")
        control = lambda who, slug, **given: sign_in(who).post(  # noqa: E731
            reverse("tasks:control_deed", args=[task.document_id, slug]), given
        )
        control(kryvyi.control, "podaty", note="Виконано")
        control(kryvyi.mayor, "spysaty", mark="До справи")
        assert Control.objects.get().state == "off"

    def test_a_refusal_stands_beside_the_form_with_its_clause(self, druzhkivka, sign_in, now):
        task = made.task(druzhkivka)
        now("2026-03-19T10:00:00+02:00")
        url = reverse("tasks:deed", args=[task.pk, "prodovzhyty"])
        answer = sign_in(druzhkivka.executor).post(url, {"new_due_on": "10.04", "reason": "Чекаємо"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "8.10" in page
        assert "17.03.2026" in page

    def test_the_htmx_answer_equals_the_panel_of_a_fresh_page(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        client = sign_in(kryvyi.executor)
        answer = client.post(reverse("tasks:deed", args=[task.pk, "pryiniaty"]), **HTMX).content.decode()
        fresh = client.get(reverse("tasks:document", args=[task.document_id])).content.decode()
        start = fresh.index('<section class="tasks-panel"')
        panel = fresh[start : fresh.index("</section>", fresh.index('id="control"'))]
        for piece in (f'id="task-{task.pk}"', "у роботі", "Звітувати", 'id="control"'):
            assert piece in answer
            assert piece in panel
        assert "Завдання прийнято." in answer

    def test_incomplete_forms_come_back(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        answer = sign_in(kryvyi.executor).post(
            reverse("tasks:deed", args=[task.pk, "povernuty"]), {"reason": ""}, **HTMX
        )
        assert answer.status_code == 422
        assert '<details class="deed" open>' in answer.content.decode()

    def test_reassigns_by_surname(self, kryvyi, sign_in):
        rename(kryvyi.second, "Мельник")
        task = made.task(kryvyi)
        url = reverse("tasks:deed", args=[task.pk, "peredaty"])
        sign_in(kryvyi.department_head).post(url, {"executor": "мельник", "reason": "відпустка"})
        task.refresh_from_db()
        assert task.executor_id == kryvyi.second.post_id

    def test_removal_by_the_index_of_a_letter(self, kryvyi, sign_in):
        from magistrat.documents.actions import grants

        task, letter = made.task(kryvyi, "ministry_letter"), made.letter(kryvyi, "ministry_letter")
        url = reverse("tasks:control_deed", args=[task.document_id, "za-lystom"])
        client = sign_in(kryvyi.control)
        assert client.post(url, {"index": letter.index}).status_code == 409
        grants.give(document=letter, department=kryvyi.control.department_id, reason="control", source="tests:1", at=AT)
        assert client.post(url, {"index": letter.index}).status_code == 302
        assert Control.objects.get(document=task.document).removal_letter_id == letter.pk

    def test_unknown_deeds_and_tasks_are_not_found(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        client = sign_in(kryvyi.executor)
        assert client.post(reverse("tasks:deed", args=[task.pk, "shchos"])).status_code == 404
        assert client.post(reverse("tasks:deed", args=[999_999, "zvit"])).status_code == 404

    def test_cancels_a_resolution(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        url = reverse("tasks:cancel", args=[task.resolution_id])
        sign_in(kryvyi.mayor).post(url, {"reason": "Доручено двічі"})
        assert Resolution.objects.get().cancelled_at is not None


class TestLists:
    def test_my_tasks(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        client = sign_in(kryvyi.executor)
        page = client.get(reverse("tasks:mine")).content.decode()
        assert task.document.index in page
        answer = client.post(reverse("tasks:deed", args=[task.pk, "pryiniaty"]), {"next": reverse("tasks:mine")})
        assert answer["Location"] == reverse("tasks:mine")

    def test_goes_back_only_within_the_house(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        answer = sign_in(kryvyi.executor).post(
            reverse("tasks:deed", args=[task.pk, "pryiniaty"]), {"next": "https://example.org/"}
        )
        assert answer["Location"].startswith("/dokumenty/")

    def test_my_peoples_load_and_handing_over(self, kryvyi, sign_in):
        rename(kryvyi.second, "Мельник")
        made.task(kryvyi)
        client = sign_in(kryvyi.department_head)
        page = client.get(reverse("tasks:people"), {"osoba": kryvyi.executor.post_id}).content.decode()
        assert "Передати всі завдання іншому" in page
        given = {"absent": kryvyi.executor.post_id, "executor": "мельник", "reason": "хвороба"}
        assert client.post(reverse("tasks:hand_over_all"), given).status_code == 302
        assert Task.objects.get().executor_id == kryvyi.second.post_id
        assert client.post(reverse("tasks:hand_over_all"), given).status_code == 409

    def test_who_may_not_hand_over_all_gives_what_he_gave_to_another(self, kryvyi, sign_in):
        """The mayor's role has no such right: of an ill deputy he gives on his own tasks, one or many at once."""
        own = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.deputy)).tasks.get()
        made.resolved(
            kryvyi, made.letter(kryvyi, addressee=kryvyi.first_deputy.post_id), made.point(kryvyi.deputy),
            actor=kryvyi.first_deputy,
        )  # fmt: skip
        others = Task.objects.get(giver=kryvyi.first_deputy.post_id)
        mayor, ill = sign_in(kryvyi.mayor), {"osoba": kryvyi.deputy.post_id}
        page = mayor.get(reverse("tasks:people"), ill).content.decode()
        boxes = [f'value="{one.pk}" form="bulk"' in page for one in (own, others)]
        assert (boxes, "Передати всі завдання іншому" in page) == ([True, False], False)
        assert 'formaction="/dokumenty/razom/peredaty-zavdannia/"' in page
        given = {"absent": kryvyi.deputy.post_id, "executor": f"#{kryvyi.first_deputy.post_id}", "reason": "хвороба"}
        answer = mayor.post(reverse("tasks:hand_over_all"), given)
        assert (answer.status_code, Task.objects.filter(executor=kryvyi.deputy.post_id).count()) == (403, 2)
        assert "7.11" in answer.content.decode()
        own.delete()
        page = mayor.get(reverse("tasks:people"), ill).content.decode()
        assert ('form="bulk"' in page, others.document.index in page) == (False, True)

    def test_any_head_above_hands_over_where_the_nearest_posts_are_vacant(self, kryvyi, sign_in):
        """KR 7.11: the work of one who is ill does not wait for the appointment of his head."""
        rename(kryvyi.second, "Мельник")
        Holding.objects.filter(post=kryvyi.department_head.post_id).update(until=made.ON)
        task, deputy = made.task(kryvyi), sign_in(kryvyi.deputy)
        people = reverse("tasks:people")
        head, ill = kryvyi.department_head.post_id, kryvyi.executor.post_id
        assert f"?kerivnyk={head}" in deputy.get(people).content.decode()
        page = deputy.get(people, {"kerivnyk": head, "osoba": ill}).content.decode()
        assert "Передати всі завдання іншому" in page
        assert task.document.index in page
        card = deputy.get(reverse("tasks:document", args=[task.document_id])).content.decode()
        assert "Передати іншому" in card
        given = {"absent": ill, "kerivnyk": head, "executor": "мельник", "reason": "хвороба"}
        answer = deputy.post(reverse("tasks:hand_over_all"), given)
        assert answer["Location"] == f"{people}?kerivnyk={head}"
        assert Task.objects.get().executor_id == kryvyi.second.post_id

    def test_the_file_is_chosen_first_among_ones_own_and_the_executors(self, kryvyi, sign_in):
        """KR 8.18: a city has hundreds of open files; the paper goes into one of its clerk's or of who executed it."""
        task = made.task(kryvyi, put_on_control=False)
        made.done(kryvyi, task)
        units = (kryvyi.education.department_id, task.department_id, kryvyi.clerk.department_id)
        for number, unit in enumerate(units):
            CaseFile.objects.create(
                year=2026, department_id=unit, index=f"0{number}", title="Листування", keep_term="5 р."
            )
        page = sign_in(kryvyi.clerk).get(reverse("documents:card_tab", args=[task.document_id, "oryhinal"]))
        groups = page.context["filing"].fields["case"].choices
        assert [(name, [words[:2] for _, words in cases]) for name, cases in groups] == [
            ("Справи Вашого підрозділу", ["02"]), ("Справи виконавців документа", ["01"]), ("Справи інших підрозділів", ["00"]),
        ]  # fmt: skip
        case = CaseFile.objects.get(index="01")
        sent = sign_in(kryvyi.clerk).post(reverse("documents:file_away", args=[task.document_id]), {"case": case.pk})
        assert sent.status_code == 302
        task.document.refresh_from_db()
        assert task.document.case_file == case

    def test_shows_nobody_who_is_not_below(self, kryvyi, sign_in):
        head = sign_in(kryvyi.department_head)
        for wanted in (kryvyi.education.post_id, kryvyi.department_head.post_id, kryvyi.mayor.post_id, "abc", "9" * 30):
            assert head.get(reverse("tasks:people"), {"kerivnyk": wanted}).status_code == 404

    def test_requests_are_decided(self, druzhkivka, sign_in):
        task = made.task(druzhkivka)
        extensions.ask(
            actor=druzhkivka.executor, at=AT, task=task.pk, new_due_on=made.DUE.replace(day=27), reason="Чекаємо"
        )
        client = sign_in(druzhkivka.mayor)
        assert "Чекаємо" in client.get(reverse("tasks:extensions")).content.decode()
        url = reverse("tasks:decide", args=[Extension.objects.get().pk])
        assert client.post(url, {"granted": "no"}).status_code == 409
        assert client.post(url, {"granted": "no", "remark": "Часу досить"}).status_code == 302
        refused = sign_in(druzhkivka.deputy).get(reverse("tasks:extensions"))
        assert (refused.status_code, "8.10" in refused.content.decode()) == (403, True)

    def test_control_filters_sorts_exports_and_prints(self, kryvyi, sign_in):
        made.task(kryvyi, "cabinet_letter")
        ordinary = made.task(kryvyi)
        client, url = sign_in(kryvyi.control), reverse("tasks:control")
        assert ordinary.document.index in client.get(url).content.decode()
        obligatory = client.get(url, {"state": "open", "obligatory": "yes"}).content.decode()
        assert ordinary.document.index not in obligatory
        for query in (
            {"sort": "-due"},
            {"druk": ""},
            {"overdue": "on"},
            {"until": "щось"},
            {"sort": "leader", "state": "off"},
        ):
            assert client.get(url, query).status_code == 200
        book = load_workbook(BytesIO(client.get(reverse("tasks:control_xlsx")).content))
        assert [row[0].value for row in book.active.iter_rows(min_row=3)] == [
            one.document.index for one in Control.objects.order_by("due_on", "id")
        ]

    def test_control_exports_nothing_by_what_it_did_not_understand(self, kryvyi, sign_in):
        made.task(kryvyi)
        page = sign_in(kryvyi.control).get(
            reverse("tasks:control_xlsx"), {"state": "open", "until": "щось"}, follow=True
        )
        assert page.redirect_chain[0][0].startswith(reverse("tasks:control"))
        assert WRONG_DAY in page.context["form"].errors["until"]

    def test_control_is_not_for_executors(self, kryvyi, sign_in):
        assert sign_in(kryvyi.executor).get(reverse("tasks:control")).status_code == 403

    def test_the_months_schedule(self, druzhkivka, sign_in):
        made.task(druzhkivka)
        client, url = sign_in(druzhkivka.mayor), reverse("tasks:schedule")
        page = client.get(url).content.decode()
        assert "8.11" in page
        assert Task.objects.get().document.index in page
        assert Task.objects.get().document.index not in client.get(url, {"misiats": "2026-04"}).content.decode()
        assert client.get(url, {"format": "xlsx", "misiats": "2026-03"})["Content-Type"].endswith("sheet")

    def test_typical_texts(self, kryvyi, sign_in):
        client = sign_in(kryvyi.mayor)
        client.post(reverse("tasks:put_typical"), {"number": 1, "text": "Прошу опрацювати"})
        page = client.get(reverse("tasks:typical")).content.decode()
        assert "Прошу опрацювати" in page
        text = typical.TypicalText.objects.get()
        client.post(reverse("tasks:remove_typical", args=[text.pk]))
        assert not typical.TypicalText.objects.exists()


class TestStatements:
    """The number of statements is the same at few and at many rows."""

    def counted(self, client, url, query=None):
        client.get(url, query)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url, query).status_code == 200
        return len(found)

    def many(self, office, times):
        """Copies of a controlled letter with its task: rows enough, without hundreds of deeds."""
        first = Task.objects.order_by("id").first() or made.task(office)
        source = first.document_id
        start = 1000 + Document.objects.count()
        like = Document.objects.get(pk=source)
        documents = [copy(like) for _ in range(times)]
        for number, document in enumerate(documents):
            document.pk, document.number = None, start + number
        Document.objects.bulk_create(documents)
        resolutions = self.copies(Resolution, documents, source)
        self.copies(Control, documents, source)
        tasks = self.copies(Task, documents, source, save=False)
        for task, resolution in zip(tasks, resolutions, strict=True):
            task.resolution = resolution
        Task.objects.bulk_create(tasks)
        for grant in Grant.objects.filter(document=source):
            self.copies(Grant, documents, source, like=grant)

    def copies(self, model, documents, source, *, save=True, like=None):
        like = like or model.objects.get(document=source)
        made_ = []
        for document in documents:
            one = copy(like)
            one.pk, one.document = None, document
            made_.append(one)
        return model.objects.bulk_create(made_) if save else made_

    @pytest.mark.parametrize(
        ("who", "url", "query"),
        [
            ("executor", "tasks:mine", None),
            ("mayor", "tasks:mine", None),
            ("department_head", "tasks:people", None),
            ("control", "tasks:control", None),
            ("control", "tasks:control", {"druk": ""}),
            ("mayor", "tasks:schedule", None),
        ],
    )
    def test_of_lists(self, kryvyi, sign_in, who, url, query):
        self.many(kryvyi, 2)
        client = sign_in(getattr(kryvyi, who))
        few = self.counted(client, reverse(url), query)
        self.many(kryvyi, 70)  # more than a page; a table that nobody has analysed makes three hundred slow
        assert self.counted(client, reverse(url), query) == few

    def test_of_requests(self, kryvyi, sign_in):
        client = sign_in(kryvyi.mayor)
        few = 0
        for number in (3, 12):
            for _ in range(number):
                task = made.task(kryvyi)
                extensions.ask(
                    actor=kryvyi.executor, at=AT, task=task.pk, new_due_on=made.DUE.replace(day=27), reason="Чекаємо"
                )
            few = self.counted(client, reverse("tasks:extensions")) if number == 3 else few
        assert self.counted(client, reverse("tasks:extensions")) == few

    def test_of_the_panel(self, kryvyi, sign_in):
        one = made.task(kryvyi)
        many = made.letter(kryvyi, "cabinet_act")
        points = [made.point(kryvyi.executor, kryvyi.second, number=str(number)) for number in range(1, 30)]
        made.resolved(kryvyi, many, *points)
        for task in Task.objects.filter(document=many, part="main")[:10]:
            execution.inform(actor=kryvyi.executor, at=AT, task=task.pk, text="Хід")
        client = sign_in(kryvyi.executor)
        few = self.counted(client, reverse("tasks:document", args=[one.document_id]))
        assert self.counted(client, reverse("tasks:document", args=[many.pk])) == few

    def test_of_the_review(self, kryvyi, sign_in):
        made.letter(kryvyi)
        client = sign_in(kryvyi.mayor)
        few = self.counted(client, reverse("tasks:review"))
        for _ in range(12):
            made.letter(kryvyi)
        assert self.counted(client, reverse("tasks:review")) == few


class TestDuties:
    def test_names_what_control_does_each_period(self, kryvyi, sign_in):
        page = sign_in(kryvyi.control).get(reverse("tasks:duties")).content.decode()
        assert "8.21" in page
        assert "раз на квартал" in page

    def test_the_card_says_what_the_regulation_says(self, kryvyi, sign_in):
        task = made.task(kryvyi, "mayor_order")
        page = sign_in(kryvyi.control).get(reverse("tasks:document", args=[task.document_id])).content.decode()
        assert "Що каже регламент" in page
        assert "8.20.4" in page


class TestReminding:
    def test_on_demand(self, kryvyi, now, capsys):
        from django.core.management import call_command

        made.task(kryvyi)
        now("2026-03-20T08:00:00+02:00")
        call_command("tasks_remind")
        assert "1" in capsys.readouterr().out

    def test_each_morning_by_the_queue(self, kryvyi, now):
        from magistrat.outbox.models import Message
        from magistrat.tasks import jobs

        made.task(kryvyi)
        now("2026-03-20T08:00:00+02:00")
        jobs.remind(0)
        assert Message.objects.filter(key__startswith="tasks.reminder").count() == 1
