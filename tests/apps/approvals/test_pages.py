"""Screens of approvals: what is shown to whom, and the deeds that their forms do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from magistrat.approvals.models import Approval, Remark, Step, TypicalRemark
from tests.apps.approvals.conftest import AT, PARTS, Enter, Hall


def step_of(document: int, role: str) -> Step:
    return Step.objects.get(approval__document=document, role=role)


class TestVisaScreen:
    def test_the_visa_is_given_with_remarks_to_parts(self, hall: Hall, enter: Enter) -> None:
        document = hall.draft()
        hall.send(document)
        hall.agree(document, until="legal_head")
        step, lawyer = step_of(document, "legal_head"), enter(hall, "legal_head")
        page = lawyer.get(reverse("approvals:visa", args=[step.pk]))
        assert page.status_code == 200
        text = page.content.decode()
        assert "Підприємствам провести ремонт мереж" in text
        assert "Повернути із зауваженнями" not in text
        answered = lawyer.post(
            reverse("approvals:visa", args=[step.pk]),
            {"outcome": "remarks", "seen": 1, "part": ["пункт 1", ""], "text": ["Зазначте джерело коштів.", " "]},
        )
        assert answered.status_code == 302
        remark = Remark.objects.get()
        assert (remark.part, remark.answer.outcome) == ("пункт 1", "remarks")

    def test_a_refusal_keeps_what_was_typed(self, hall: Hall, enter: Enter) -> None:
        document = hall.draft()
        hall.send(document)
        hall.agree(document, until="legal_head")
        step, lawyer = step_of(document, "legal_head"), enter(hall, "legal_head")
        page = lawyer.post(
            reverse("approvals:visa", args=[step.pk]),
            {"outcome": "returned", "seen": 1, "part": ["пункт 1"], "text": ["Зазначте джерело коштів."]},
        )
        assert page.status_code == 409
        assert page.context["refusal"].clause == "6.9"
        assert "Зазначте джерело коштів." in page.content.decode()

    def test_what_changed_since_the_own_visa_is_shown_word_by_word(self, hall: Hall, enter: Enter) -> None:
        document = hall.draft()
        hall.send(document)
        hall.agree(document, until="anticorruption")
        words = [(label, said.replace("01.10.2026", "15.09.2026")) for label, said in PARTS]
        hall.send(document, parts=words)
        hall.agree(document, until="legal_head")
        step = step_of(document, "legal_head")
        text = enter(hall, "legal_head").get(reverse("approvals:visa", args=[step.pk])).content.decode()
        assert "<del>01</del>.<del>10</del>.2026" in text
        assert "<ins>15</ins>.<ins>09</ins>.2026" in text


class TestPanel:
    def test_the_drafter_answers_remarks_and_recalls(self, hall: Hall, enter: Enter) -> None:
        document = hall.draft()
        hall.send(document)
        hall.answer(document, "department_head", "remarks", remarks=[("пункт 2", "Хто саме?")])
        drafter, remark = enter(hall, hall.drafter), Remark.objects.get()
        page = drafter.get(reverse("approvals:approval", args=[document]))
        assert "Хто саме?" in page.content.decode()
        said = {"verdict": "accepted", "text": ""}
        assert drafter.post(reverse("approvals:reply", args=[document, remark.pk]), said).status_code == 302
        assert drafter.post(reverse("approvals:recall", args=[document]), {"reason": "Уточнити"}).status_code == 302
        assert Approval.objects.get().state == "recalled"

    def test_the_manager_of_affairs_reports_remarks(self, hall: Hall, enter: Enter) -> None:
        document = hall.draft()
        hall.send(document)
        hall.answer(document, "department_head", "remarks", remarks=[("пункт 2", "Хто саме?")])
        hall.agree(document)
        manager = enter(hall, "affairs_manager")
        assert "Про зауваження доповіли" in manager.get(reverse("approvals:approval", args=[document])).content.decode()
        manager.post(reverse("approvals:report", args=[document]))
        assert Remark.objects.get().reported_at == AT

    def test_a_stranger_sees_nothing(self, hall: Hall, enter: Enter) -> None:
        document = hall.draft()
        hall.send(document)
        assert enter(hall, "health_exec").get(reverse("approvals:approval", args=[document])).status_code == 403


@pytest.mark.parametrize("route", ["mine", "board", "statistics", "answers", "library"])
def test_each_list_opens_and_is_empty_at_first(hall: Hall, enter: Enter, route: str) -> None:
    page = enter(hall, "affairs_manager").get(reverse(f"approvals:{route}"))
    assert page.status_code == 200
    assert 'class="empty-state"' in page.content.decode()


def test_lists_show_what_waits_and_what_was_said(hall: Hall, enter: Enter) -> None:
    document = hall.draft()
    hall.send(document)
    head = enter(hall, "infrastructure_head")
    assert "Про підготовку" in head.get(reverse("approvals:mine")).content.decode()
    hall.answer(document, "department_head")
    for shelf in ("nadani", "nadislani"):
        who = head if shelf == "nadani" else enter(hall, hall.drafter)
        assert "Про підготовку" in who.get(f"{reverse('approvals:mine')}?stan={shelf}").content.decode()
    manager = enter(hall, "affairs_manager")
    assert "перевірки документів" in manager.get(reverse("approvals:board")).content.decode()
    page = manager.get(reverse("approvals:statistics"))
    assert [(row.post, row.figures["usi"]) for row in page.context["rows"]] == [
        (hall.town.posts["infrastructure_head"], 1)
    ]
    for route in ("statistics", "answers"):
        sheet = manager.get(f"{reverse(f'approvals:{route}')}?format=xlsx")
        assert sheet.content[:2] == b"PK"


def test_prints(hall: Hall, enter: Enter) -> None:
    document = hall.draft()
    hall.send(document)
    hall.answer(document, "department_head", "remarks", remarks=[("пункт 2", "Хто саме?")])
    drafter = enter(hall, hall.drafter)
    for route in ("sheet", "record", "versions"):
        page = drafter.get(reverse(f"approvals:{route}", args=[document]))
        assert page.status_code == 200, route
    assert "Хто саме?" in drafter.get(reverse("approvals:record", args=[document])).content.decode()


def test_the_library_of_a_post(hall: Hall, enter: Enter) -> None:
    lawyer = enter(hall, "legal_head")
    lawyer.post(reverse("approvals:library"), {"text": "Посилання на акт, що втратив чинність."})
    kept = TypicalRemark.objects.get()
    lawyer.post(reverse("approvals:forget", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.removed_at == AT
