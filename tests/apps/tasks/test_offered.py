"""What the card offers succeeds: each offered deed is done, person by person, and undone again; and what cannot be is not offered."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from magistrat.documents.actions import grants, nomenclature
from magistrat.documents.models import CaseFile
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import judging, point_removal, removal
from magistrat.tasks.models import Control, ControlPoint, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
ACTION = re.compile(r'action="(/zavdannia/(?:(?:kontrol/|rezoliutsiia/)?[\w/]*\d+/[\w-]+/))"')
PEOPLE = (
    "executor",
    "second",
    "department_head",
    "control",
    "control_head",
    "mayor",
    "deputy",
    "assistant",
    "records_head",
)


def offered(client, document) -> list[str]:
    page = client.get(f"/zavdannia/dokument/{document}/")
    return ACTION.findall(page.content.decode()) if page.status_code == 200 else []


def typed(office, index: str) -> dict[str, object]:
    """Something fit for each field of any of the forms."""
    return {
        "text": "Роботи виконано", "reason": "Є потреба", "note": "Виконано", "remark": "Додайте акт", "mark": "До справи",
        "new_due_on": "10.04.2026", "granted": "yes", "due_on": "20.03.2026", "final_on": "10.04.2026", "index": index,
        "day": "20.03.2026", "hour": "10:00", "place": "кабінет 5",
        "executor": office.education.person_name.split()[-1].lower(),
        "visaed_by": f"#{office.deputy.post_id}",
    }  # fmt: skip


def all_succeed(office, sign_in, document, index="") -> dict[str, set[str]]:
    """Do each offered deed and take it back; what was offered to whom, by the last part of the address."""
    found = {}
    for who in PEOPLE:
        client = sign_in(getattr(office, who))
        found[who] = set()
        for address in offered(client, document):
            before = transaction.savepoint()
            answer = client.post(address, typed(office, index))
            assert answer.status_code == 302, (who, address, answer.content.decode()[:4000])
            transaction.savepoint_rollback(before)
            found[who].add(address.rstrip("/").rsplit("/", 1)[-1])
    return found


def show(document, office, *people):
    for one in people:
        grants.give(document=document, post=one.post_id, reason="named", source="tests:1", at=AT)


class TestOfTheMakerAlone:
    """KR 8.15: an executive-power body's document comes off control only by that body's letter."""

    def test_neither_the_case_nor_a_point_is_submitted(self, kryvyi, sign_in):
        document = made.letter(kryvyi, "cabinet_act")
        made.resolved(
            kryvyi, document, made.point(kryvyi.executor, number="1"), made.point(kryvyi.executor, number="2")
        )
        first, second = Task.objects.order_by("id")
        made.done(kryvyi, first)
        point = ControlPoint.objects.get(task=first)
        with pytest.raises(Refusal) as refused:
            point_removal.submit(actor=kryvyi.control, at=AT, point=point.pk)
        assert (refused.value.clause, "лише орган" in refused.value.message) == ("8.15", True)
        assert queries.points_to_submit(units=[kryvyi.control.department_id]) == []
        made.done(kryvyi, second)
        with pytest.raises(Refusal) as refused:
            removal.submit_case(actor=kryvyi.control, at=AT, document=document.pk)
        assert refused.value.clause == "8.15"
        assert queries.ready_to_submit(units=[kryvyi.control.department_id]) == []
        letter = made.letter(kryvyi, "cabinet_act")
        show(letter, kryvyi, kryvyi.control, kryvyi.control_head)
        found = all_succeed(kryvyi, sign_in, document.pk, letter.index)
        assert found["control"] == {"za-lystom"}


class TestAlongTheWay:
    def test_each_offered_deed_can_be_done(self, kryvyi, sign_in):
        task = made.task(kryvyi)
        found = all_succeed(kryvyi, sign_in, task.document_id)
        assert {"pryiniaty", "zvit", "povernuty"} <= found["executor"]
        assert found["control"] == set()
        made.reported(kryvyi, task)
        assert {"zarakhuvaty", "doopratsiuvaty"} <= all_succeed(kryvyi, sign_in, task.document_id)["department_head"]
        judging.accept(actor=kryvyi.department_head, at=AT, task=task.pk)
        judging.accept(actor=kryvyi.mayor, at=AT, task=task.pk)
        assert all_succeed(kryvyi, sign_in, task.document_id)["control"] == {"podaty"}
        made.submitted(kryvyi, task)
        assert {"spysaty", "zalyshyty"} <= all_succeed(kryvyi, sign_in, task.document_id)["mayor"]

    def test_another_leader_is_not_offered_what_the_author_alone_does(self, druzhkivka, sign_in):
        """DR 10.22."""
        task = made.done(druzhkivka, made.task(druzhkivka))
        show(task.document, druzhkivka, druzhkivka.deputy)
        made.submitted(druzhkivka, task, actor=druzhkivka.records_head)
        found = all_succeed(druzhkivka, sign_in, task.document_id)
        both = {"spysaty", "zalyshyty"}
        assert (both <= found["mayor"], both & found["deputy"]) == (True, set())

    def test_information_that_has_not_been_sent_removes_nothing(self, druzhkivka, sign_in):
        """DR 8.12."""
        task = made.task(druzhkivka, "ministry_letter")
        letter = made.letter(druzhkivka, "ministry_letter").index
        assert "pislia-informatsii" not in all_succeed(druzhkivka, sign_in, task.document_id, letter)["records_head"]
        letter_of_ours = papers.outgoing(druzhkivka, reply_to=task.document_id)
        card = f"/zavdannia/dokument/{task.document_id}/"
        assert "pislia-informatsii" not in sign_in(druzhkivka.records_head).get(card).content.decode()
        made.dispatched(druzhkivka, letter_of_ours)
        assert "pislia-informatsii" in all_succeed(druzhkivka, sign_in, task.document_id, letter)["records_head"]

    def test_not_put_on_control_without_a_term(self, kryvyi, sign_in):
        task = made.task(kryvyi, put_on_control=False)
        show(task.document, kryvyi, kryvyi.control)
        control = sign_in(kryvyi.control)
        assert any(one.endswith("/vziaty/") for one in offered(control, task.document_id))
        Task.objects.update(due_on=None)
        assert offered(control, task.document_id) == []
        assert not Control.objects.exists()


def test_filing_says_what_it_waits_for_instead_of_offering(kryvyi, sign_in):
    task = made.task(kryvyi)
    unit = kryvyi.clerk.department_id
    case = CaseFile.objects.create(year=2026, department_id=unit, index="04.1-05", title="Листи", keep_term="5 р.")
    page = reverse("documents:card_tab", args=[task.document_id, "oryhinal"])
    action = reverse("documents:file_away", args=[task.document_id])
    clerk = sign_in(kryvyi.clerk)
    shown = clerk.get(page).content.decode()
    assert "Документ перебуває на контролі" in shown
    assert action not in shown
    made.done(kryvyi, task)
    made.submitted(kryvyi, task)
    removal.write_off(actor=kryvyi.mayor, at=AT, document=task.document_id)
    shown = clerk.get(page).content.decode()
    assert action in shown
    assert "04.1-05 Листи (2026 рік)" in shown
    filed = nomenclature.file_away(actor=kryvyi.clerk, at=AT, document_id=task.document_id, case_id=case.pk)
    assert filed.filed_on == date(2026, 3, 10)


def test_a_paper_executed_last_year_is_first_offered_last_years_files(kryvyi, sign_in, monkeypatch):
    task = made.task(kryvyi)
    for year in (2025, 2026, 2027):
        CaseFile.objects.create(
            year=year, department_id=kryvyi.clerk.department_id, index="04.1-05", title="Листи", keep_term="5 р."
        )
    made.done(kryvyi, task)
    made.submitted(kryvyi, task)
    removal.write_off(actor=kryvyi.mayor, at=AT, document=task.document_id)
    page = reverse("documents:card_tab", args=[task.document_id, "oryhinal"])
    clerk = sign_in(kryvyi.clerk)
    for done_on, years in ((date(2026, 3, 9), ["2026", "2025"]), (date(2025, 12, 29), ["2025", "2026"])):
        Task.objects.filter(document=task.document_id).update(done_on=done_on)
        assert re.findall(r"Листи \((\d+) рік\)", clerk.get(page).content.decode()) == years
    case = CaseFile.objects.get(year=2025)
    answer = clerk.post(reverse("documents:file_away", args=[task.document_id]), {"case": case.pk})
    assert answer.status_code == 302
    task.document.refresh_from_db()
    assert task.document.case_file == case
