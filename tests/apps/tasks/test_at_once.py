"""Two who decide about the same task, term or control at the same moment: one has done it, the other is told why not."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.documents.actions import annulling
from magistrat.journal.models import Entry
from magistrat.regulation.actions import set_calendar_day
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution, extensions, handing, judging, removal, resolutions, rest_days
from magistrat.tasks.models import Control, Extension, Report, Resolution, Review, Task
from tests.factories import tasks as made
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT = made.AT


def race(*deeds):
    """What each deed got, all begun at once; a broken connection or a ring of waiting is a failure."""
    got = at_once(len(deeds), lambda n: deeds[n]())
    assert not [one for one in got if isinstance(one, Exception) and not isinstance(one, Refusal)], got
    return got


def one_done(*deeds):
    """The refusal of the one who came second."""
    got = race(*deeds)
    refused = [one for one in got if isinstance(one, Refusal)]
    assert len(refused) == len(deeds) - 1, got
    assert all(one.message for one in refused)
    return refused[0]


@pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
def test_the_leader_and_his_assistant_write_one_resolution(city):
    office = made.office(city)
    paper = made.letter(office)
    how = {"at": AT, "draft": made.draft(paper, made.point(office.executor), known=0)}
    refused = one_done(
        lambda: resolutions.write(actor=office.mayor, **how), lambda: resolutions.write(actor=office.assistant, **how)
    )
    assert ("резолюцію вже накладено" in refused.message) or refused.clause == "10.16"
    assert Resolution.objects.count() == 1


@pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
def test_a_task_is_split_once_by_two_who_work_at_one_desk(city):
    office = made.office(city)
    head = office.department_head
    whole = made.resolved(office, made.letter(office), made.point(head)).tasks.get()
    how = {"at": AT, "draft": made.draft(whole.document, made.point(office.executor), parent_task=whole.pk, known=0)}
    refused = one_done(lambda: resolutions.write(actor=head, **how), lambda: resolutions.write(actor=head, **how))
    assert "завдання вже розподілено" in refused.message
    assert Task.objects.filter(parent=whole).count() == 1


def codes(document, *wanted):
    return sorted(Entry.objects.filter(document=document, code__in=wanted).values_list("code", flat=True))


def test_a_report_is_accepted_or_sent_back_and_a_resolution_done_or_cancelled():
    office = made.office()
    task = made.reported(office, made.task(office))
    judging.accept(actor=office.department_head, at=AT, task=task.pk)
    judge = {"actor": office.mayor, "at": AT, "task": task.pk}
    one_done(lambda: judging.accept(**judge), lambda: judging.send_back(**judge, remark="Додайте акт"))
    task.refresh_from_db()
    assert len(codes(task.document_id, "tasks.done", "tasks.sent_back")) == 1
    assert (task.state == "done") is (Report.objects.get(task=task).state == "accepted")

    other = made.reported(office, made.task(office))
    judging.accept(actor=office.department_head, at=AT, task=other.pk)
    cancel = {"actor": office.mayor, "at": AT, "resolution": other.resolution_id, "reason": "Помилка"}
    refused = one_done(
        lambda: judging.accept(actor=office.mayor, at=AT, task=other.pk), lambda: resolutions.cancel(**cancel)
    )
    other.refresh_from_db()
    is_cancelled = Resolution.objects.get(pk=other.resolution_id).cancelled_at is not None
    assert other.state == ("cancelled" if is_cancelled else "done")
    assert ("має стан «скасовано»" if is_cancelled else "вже є виконане завдання") in refused.message


def test_a_term_is_decided_once():
    office = made.office()
    task = made.task(office)
    asked = extensions.ask(actor=office.executor, at=AT, task=task.pk, new_due_on=date(2026, 3, 30), reason="Акт")
    decide = {"at": AT, "extension": asked.pk}
    refused = one_done(
        lambda: extensions.decide(actor=office.mayor, granted=True, **decide),
        lambda: extensions.decide(actor=office.deputy, granted=False, remark="Ні", **decide),
    )
    assert "вже розглянуто" in refused.message
    task.refresh_from_db()
    is_granted = Extension.objects.get().state == "granted"
    assert (task.due_on, Control.objects.get().due_on) == ((date(2026, 3, 30),) * 2 if is_granted else (made.DUE,) * 2)
    assert codes(task.document_id, "tasks.extension_decided") == ["tasks.extension_decided"]


def test_a_case_is_submitted_once_and_ends_once():
    office = made.office()
    done = made.done(office, made.task(office))
    submit = {"actor": office.control, "at": AT, "document": done.document_id}
    refused = one_done(lambda: removal.submit_case(**submit), lambda: removal.submit_case(**submit))
    assert "вже подано" in refused.message
    off = {"actor": office.mayor, "at": AT, "document": done.document_id}
    one_done(lambda: removal.write_off(**off), lambda: removal.submit_case(**submit))
    assert Control.objects.get().state == "off"

    left = made.done(office, made.task(office))
    made.submitted(office, left)
    off |= {"document": left.document_id}
    one_done(lambda: removal.write_off(**off), lambda: removal.leave_on(**off, remark="Додайте акт"))
    left.refresh_from_db()
    assert (Control.objects.get(document=left.document_id).state, left.state) in {("off", "done"), ("on", "taken")}
    assert len(codes(left.document_id, "tasks.off_control", "tasks.left_on_control")) == 1


def test_a_letter_of_two_resolutions_cancelled_at_once_lies_on_a_desk_again():
    """Without control there is no control row at which the second would wait for the first (KR 7.9)."""
    office = made.office()
    for _ in range(3):
        letter = made.letter(office)
        written = [made.resolved(office, letter, on_blank=is_second) for is_second in (False, True)]
        got = race(
            *(
                lambda pk=one.pk: resolutions.cancel(actor=office.mayor, at=AT, resolution=pk, reason="Помилка")
                for one in written
            )
        )
        assert all(isinstance(one, Resolution) for one in got), got
        assert Review.objects.filter(document=letter, done_at=None).exists()


def test_what_ends_meanwhile_takes_no_report_and_no_other_executor():
    office = made.office()
    task = made.task(office)
    report = {"actor": office.executor, "at": AT, "text": "Зроблено"}
    cancel = {"actor": office.mayor, "at": AT, "resolution": task.resolution_id, "reason": "Помилка"}
    got = race(lambda: execution.report(**report, task=task.pk), lambda: resolutions.cancel(**cancel))
    # A report that came first is cancelled with its task; one that came second is refused.
    assert isinstance(got[0], Report) or "скасовано" in got[0].message
    assert isinstance(got[1], Resolution)
    other = made.task(office)
    annul = {"actor": office.records_head, "at": AT, "document_id": other.document_id, "reason": "двічі"}
    hand = {"actor": office.mayor, "at": AT, "task": other.pk, "executor": office.second.post_id}
    got = race(lambda: handing.reassign(**hand), lambda: annulling.annul(**annul))
    assert isinstance(got[0], Task) or "скасовано" in got[0].message
    assert set(Task.objects.values_list("state", "judge")) == {("cancelled", None)}
    assert set(Control.objects.values_list("state", flat=True)) == {"off"}


def test_a_day_of_rest_is_left_once_by_two_who_move_its_terms():
    office = made.office()
    task = made.task(office)
    day = {"actor": office.administrator, "at": AT, "day": made.DUE}
    set_calendar_day(**day, is_working=False, reason="розпорядження № 8-р")
    got = race(lambda: rest_days.move_terms(**day), lambda: rest_days.move_terms(**day))
    # Who came second finds nothing: before he has begun, or once the document is his.
    assert sum(one.terms for one in got if isinstance(one, rest_days.Moved)) == 1
    assert codes(task.document_id, "tasks.term_moved") == ["tasks.term_moved"]
