"""A document that comes on control again keeps its earlier times on control."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from magistrat.documents.actions import grants
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.tasks.actions import deeds, past_control, removal, resolutions, watching
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, PastControl
from magistrat.tasks.queries import terms
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
AGAIN = made.days_later(40)
LATER = made.days_later(60)
NEXT = date(2026, 5, 20)


def written_off(office):
    """A document on control that its leader has taken off it."""
    task = made.done(office, made.task(office))
    made.submitted(office, task)
    return removal.write_off(actor=office.mayor, at=AT, document=task.document_id)


def put_on_again(office, control):
    """By another resolution, later."""
    point = made.point(office.second, due_on=NEXT)
    made.resolved(office, control.document, point, put_on_control=True, on_blank=True, at=AGAIN)
    return Control.objects.get()


def kept_of(control):
    """What is kept of a control, and of the control that it was."""
    return {name: getattr(control, name) for name in past_control.KEPT}


def test_the_ended_time_is_kept_as_it_was(kryvyi):
    ended = kept_of(written_off(kryvyi))
    assert not PastControl.objects.exists()
    control = put_on_again(kryvyi, Control.objects.get())
    assert (control.state, control.set_at, control.off_on, control.due_on) == ("on", AGAIN, None, NEXT)
    assert kept_of(PastControl.objects.get()) == ended
    assert (ended["set_at"], ended["off_on"], ended["off_mark"]) == (AT, made.ON, "До справи")


@pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
def test_so_is_what_came_off_with_its_cancelled_resolution(city):
    office = made.office(city)
    paper = made.letter(office)
    resolution = made.resolved(office, paper, put_on_control=True)
    resolutions.cancel(actor=office.mayor, at=AT, resolution=resolution.pk, reason="Буде інша")
    put_on_again(office, Control.objects.get())
    assert PastControl.objects.get().off_mark == "Резолюцію скасовано"


def test_a_control_that_goes_on_leaves_nothing(kryvyi):
    paper = made.letter(kryvyi)
    made.resolved(kryvyi, paper, put_on_control=True)
    made.resolved(kryvyi, paper, made.point(kryvyi.second), put_on_control=True, on_blank=True)
    assert not PastControl.objects.exists()


def test_so_is_what_is_brought_in_anew(kryvyi):
    control = written_off(kryvyi)
    ended, rules = kept_of(control), regulation.rules_of(control.document.edition_id)
    resolution = control.document.resolutions.select_related("author").get()
    due = control_rules.brought_in_day(rules, NEXT, "За попереднім обліком.")
    watching.bring_in(
        actor=kryvyi.control, at=AGAIN, cases=[watching.Case(resolution, due, rules, kryvyi.control.department_id)]
    )
    assert (Control.objects.get().state, Control.objects.get().due_on) == ("on", NEXT)
    assert kept_of(PastControl.objects.get()) == ended


def test_the_letter_that_took_it_off_has_served(kryvyi):
    """KR 8.15: whatever becomes of the paper later, the letter waits for no letter about itself."""
    task, letter = made.task(kryvyi, "cabinet_letter"), made.letter(kryvyi, "cabinet_letter")
    grants.give(document=letter, post=kryvyi.control.post_id, reason="informed", source="tests:1", at=AT)
    removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
    put_on_again(kryvyi, Control.objects.get(document=task.document_id))
    assert PastControl.objects.get().removal_letter_id == letter.pk
    assert terms.served_clause(document=letter.pk) == "8.15"


def test_the_card_tells_each_time(kryvyi):
    control = written_off(kryvyi)
    address = f"/zavdannia/dokument/{control.document_id}/"
    client = papers.signed_in(Client(), kryvyi.control)
    assert "Раніше на контролі" not in client.get(address).content.decode()
    put_on_again(kryvyi, control)
    told = client.get(address).content.decode().split("Раніше на контролі")[1].split("</ul>")[0]
    for said in ("Узято", "за резолюцією керівника", "знято", "До справи", control.off_clause):
        assert said in told


def filled():
    """What the migration reads from the journal where nothing was kept; run twice, it adds nothing."""
    PastControl.objects.all().delete()
    fill = import_module("magistrat.tasks.migrations.0011_fill_past_controls").FILL
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(fill)
    return [kept_of(one) for one in PastControl.objects.order_by("id")]


def made_stricter(office, control):
    """As a corrected card did it when it was told by the code of a beginning."""
    control.refresh_from_db()
    control.is_obligatory, control.clause, control.reason = True, "8.3", watching.BY_LAW
    control.save()
    deeds.write(
        subject=control, document=control.document_id, actor=office.clerk, at=LATER, code="tasks.put_on_control",
        clause="8.3", text=f"За виправленою карткою: {watching.BY_LAW}", due_on=control.due_on,
    )  # fmt: skip


def test_what_was_overwritten_before_it_was_kept_is_read_from_the_journal(kryvyi):
    paper = made.letter(kryvyi)
    resolution = made.resolved(kryvyi, paper, put_on_control=True)
    resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=resolution.pk, reason="Буде інша")
    put_on_again(kryvyi, Control.objects.get())
    task, letter = made.task(kryvyi, "cabinet_letter"), made.letter(kryvyi, "cabinet_letter")
    grants.give(document=letter, post=kryvyi.control.post_id, reason="informed", source="tests:1", at=AT)
    removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
    point = made.point(kryvyi.second, due_on=NEXT)
    made.resolved(kryvyi, task.document, point, put_on_control=True, on_blank=True, at=AGAIN)
    made.task(kryvyi)
    unknown = {"leader_id", "due_clause", "due_explanation"}
    kept = [kept_of(one) for one in PastControl.objects.order_by("id")]
    read = filled()
    kept[0]["off_mark"] = "резолюцію скасовано"
    assert [{key: one[key] for key in one.keys() - unknown} for one in read] == [
        {key: one[key] for key in one.keys() - unknown} for one in kept
    ]


@pytest.mark.parametrize("has_time_before", [False, True])
def test_a_control_made_stricter_by_a_corrected_card_has_begun_once(kryvyi, has_time_before):
    """Its time began when it was put on control, and ended with the clause by which it had become obligatory."""
    task = made.task(kryvyi)
    control = Control.objects.get()
    if has_time_before:
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason="Буде інша")
        control = put_on_again(kryvyi, control)
    made_stricter(kryvyi, control)
    began, reason = control.set_at, watching.BY_LAW
    Control.objects.update(state="off", off_on=made.ON, off_at=LATER)
    deeds.write(
        subject=control, document=control.document_id, actor=kryvyi.mayor, at=LATER, code="tasks.off_control",
        clause="8.16", text="Знято з контролю: До справи", off_on=made.ON,
    )  # fmt: skip
    assert len(filled()) == int(has_time_before)
    made.resolved(
        kryvyi,
        task.document,
        made.point(kryvyi.second, due_on=date(2026, 6, 19)),
        put_on_control=True,
        on_blank=True,
        at=LATER,
    )
    last = filled()[-1]
    assert PastControl.objects.count() == 1 + has_time_before
    assert (last["set_at"], last["clause"], last["reason"], last["off_mark"]) == (began, "8.3", reason, "До справи")


def test_only_the_main_work_says_when_it_was_done(kryvyi):
    """Whom a paper only informed, and who helped, finish nothing."""
    informed = Assignee(kryvyi.executor.post_id, "info")
    resolution = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.second, informed), put_on_control=True)
    resolution.tasks.filter(part="info").update(state="done", done_on=made.ON, done_at=AT)
    resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=resolution.pk, reason="Буде інша")
    put_on_again(kryvyi, Control.objects.get())
    assert [one["done_on"] for one in filled()] == [None]
