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
from magistrat.tasks.actions import past_control, removal, resolutions, watching
from magistrat.tasks.models import Control, PastControl
from magistrat.tasks.queries import terms
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
AGAIN = made.days_later(40)
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
    PastControl.objects.all().delete()
    fill = import_module("magistrat.tasks.migrations.0011_fill_past_controls").FILL
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(fill)
    read = [kept_of(one) for one in PastControl.objects.order_by("id")]
    kept[0]["off_mark"] = "резолюцію скасовано"
    assert [{key: one[key] for key in one.keys() - unknown} for one in read] == [
        {key: one[key] for key in one.keys() - unknown} for one in kept
    ]
