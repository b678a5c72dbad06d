"""What the executor does with a task: takes it, returns it, informs, reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from magistrat.documents import queries as documents
from magistrat.documents.actions import files
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Document, File
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, finishing, texts, vacated, watching
from magistrat.tasks.models import Control, Report, Task
from magistrat.tasks.queries import sending, terms


def take(*, actor: Actor, at: datetime, task: int) -> Task:
    """The executor takes the task; a paper for information is thereby read.

    :raises Refusal: not the executor; the task is not waiting to be taken.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        deeds.must_be_executor(task=found, actor=actor, deed="Прийняти завдання")
        deeds.must_be_in(task=found, states=(Task.State.GIVEN,))
        is_info = found.part == Task.Part.INFO
        found.taken_at = at
        found.state = Task.State.DONE if is_info else Task.State.TAKEN
        if is_info:
            found.done_on, found.done_at = local_date(at), at
        found.save(update_fields=["state", "taken_at", "done_on", "done_at"])
        text = "Ознайомлено" if is_info else "Завдання прийнято до виконання"
        deeds.note(task=found, actor=actor, at=at, code="tasks.taken", text=f"{text}: {found.executor.title}")
    return found


def return_to_author(*, actor: Actor, at: datetime, task: int, reason: str) -> Task:
    """The executor returns a task that is not his to the author of the resolution.

    :raises Refusal: not the executor; no reason; the task is already reported or done.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        deeds.must_be_executor(task=found, actor=actor, deed="Повернути завдання")
        deeds.must_be_in(task=found, states=deeds.IN_WORK)
        if not reason.strip():
            raise Refusal(deeds.clause_of(found), "Зазначте, чому завдання не належить до Ваших повноважень.")
        found.state = Task.State.RETURNED
        found.save(update_fields=["state"])
        text = f"Завдання повернуто автору резолюції ({found.executor.title}): {reason}"
        deeds.note(task=found, actor=actor, at=at, code="tasks.returned", text=text, reason=reason)
        deeds.tell_of_task(
            task=found,
            post=found.giver_id,
            at=at,
            code="tasks.returned",
            subject="завдання повернуто як непрофільне",
            body=reason,
        )
        # On a vacant desk it would wait for the hourly round.
        if vacated.pass_one_on(task=found.pk, at=at, actor=SYSTEM):
            found.refresh_from_db()
    return found


def report(
    *,
    actor: Actor,
    at: datetime,
    task: int,
    text: str,
    reply: int | None = None,
    pages: int | None = None,
    upload: Upload | None = None,
) -> Report:
    """The executor reports what has been done, with an outgoing letter or a file where there is one.

    :param reply: id of the outgoing letter; :param pages: how many the information has.
    :raises Refusal: not the executor; nothing written; longer than the regulation lets (DR 8.8); a letter that he may not
        see.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        deeds.must_be_executor(task=found, actor=actor, deed="Звітувати про виконання")
        deeds.must_be_in(task=found, states=deeds.IN_WORK)
        if found.part == Task.Part.INFO:
            raise Refusal(deeds.clause_of(found), "Документ надіслано до відома, звіт за ним не подають.")
        _check_report(found, actor, text, reply, pages, upload)
        given = Report.objects.create(
            task=found, text=text.strip() or _said(upload), pages=pages, reply_id=reply, by=actor.printed, at=at,
            on=local_date(at), period=finishing.period_of(task=found),
        )  # fmt: skip
        if upload is not None:
            files.put(document=found.document, uploads=[replace(upload, role=File.Role.REPORT)], actor=actor, at=at)
        _send_to_judge(found, given, actor, at)
        texts.put_report(document=found.document_id, report=given)
    return given


def _said(upload: Upload | None) -> str:
    return f"Файл «{upload.name}»" if upload else ""


def _send_to_judge(task: Task, given: Report, actor: Actor, at: datetime) -> None:
    task.taken_at = task.taken_at or at
    task.save(update_fields=["taken_at"])
    finishing.lay_before_judge(task=task, state=Task.State.REPORTED, at=at)
    said = f"Подано звіт ({task.executor.title}): {given.text or 'лист-відповідь'}"
    deeds.note(task=task, actor=actor, at=at, code="tasks.reported", text=said, reply=given.reply_id)
    deeds.tell_of_task(
        task=task,
        post=task.judge_id,
        at=at,
        code="tasks.reported",
        subject="подано звіт про виконання",
        body=given.text,
    )


def report_by_index(*, actor: Actor, at: datetime, task: int, reply_index: str = "", **given: Any) -> Report:
    """`report` with the outgoing letter named by its index, as an executor types it.

    :raises Refusal: as there; no outgoing letter that the actor may see has this index.
    """
    reply = tasks.outgoing_by_index(actor=actor, index=reply_index) if reply_index.strip() else None
    if reply_index.strip() and reply is None:
        raise Refusal("", f"Вихідного листа з індексом «{reply_index}» серед доступних Вам документів немає.")
    return report(actor=actor, at=at, task=task, reply=reply, **given)


def _check_report(
    task: Task, actor: Actor, text: str, reply: int | None, pages: int | None, upload: Upload | None
) -> None:
    if not text.strip() and reply is None and upload is None:
        raise Refusal(deeds.clause_of(task), "Напишіть, що зроблено, або додайте лист-відповідь чи файл.")
    if reply is not None:
        _check_reply(task, documents.get_visible(actor, reply))
    if refusal := control_rules.pages_refusal(deeds.rules_of(task), task.document.kind.key, pages):
        raise refusal


def _check_reply(task: Task, letter: Document) -> None:
    if letter.direction != "outgoing":
        raise Refusal(deeds.clause_of(task), "До звіту додають вихідний лист.")
    if sending.is_interim(letter):
        words = f"Лист {letter.index} — проміжна відповідь, вона завдання не виконує. Зазначте остаточну відповідь."
        raise Refusal(deeds.clause_of(task), words)


def inform(*, actor: Actor, at: datetime, task: int, text: str, period: str = "") -> Report:
    """Information on progress, or on a past year for a paper of long-term effect; the task stays open (DR 8.14; KR 8.20.5).

    :param period: the year reported on, empty for mere progress.
    :raises Refusal: not the executor; nothing written; the task is not in work; that year is reported on already.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        deeds.must_be_executor(task=found, actor=actor, deed="Інформувати про хід виконання")
        deeds.must_be_in(task=found, states=deeds.IN_WORK)
        rules = deeds.rules_of(found)
        entry = rules.get("long_term_report" if period else "progress_information") or rules.get(
            "execution_information"
        )
        clause = entry.clause if entry else found.due_clause
        if not text.strip():
            raise Refusal(clause, "Напишіть, що вже зроблено.")
        if period and found.reports.filter(is_interim=True, period=period).exists():
            raise Refusal(clause, f"Інформацію за {period} рік уже подано.")
        given = Report.objects.create(
            task=found, is_interim=True, period=period, text=text.strip(), by=actor.printed, at=at, on=local_date(at)
        )
        what = f"Інформація за {period} рік" if period else "Інформація про хід виконання"
        deeds.note(
            task=found,
            actor=actor,
            at=at,
            code="tasks.informed",
            text=f"{what}: {text.strip()}",
            clause=clause,
            period=period,
        )
        deeds.tell_of_task(
            task=found, post=found.giver_id, at=at, code="tasks.informed", subject=what.lower(), body=text
        )
        texts.put_report(document=found.document_id, report=given)
    return given


def set_co_term(*, actor: Actor, at: datetime, task: int, due_on: date) -> Task:
    """The main executor sets the term by which a co-executor informs him (KR 7.11).

    :raises Refusal: not the main executor of the same point; the co-executor is done; in the past; later than his own term.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        main = finishing.main_of(task=found)
        clause = terms.clause_of_part(deeds.rules_of(found))
        if found.part != Task.Part.CO or main is None or main.executor_id not in actor.line:
            raise Refusal(clause, "Строк для співвиконавця встановлює головний виконавець.")
        deeds.must_be_in(task=found, states=deeds.IN_WORK)
        if due_on < local_date(at):
            raise Refusal(clause, "Строк не може бути в минулому.")
        if main.due_on and due_on > main.due_on:
            raise Refusal(clause, f"Строк співвиконавця не може бути пізнішим за {main.due_on:%d.%m.%Y}.")
        said = f"Строк установив головний виконавець: {main.executor.title}."
        due = terms.inner_day(whole=main, day=due_on, said=said, clause=clause)
        found.due_on, found.due_clause, found.due_explanation = due.on, due.clause, dict(due.explanation)
        found.save(update_fields=["due_on", "due_clause", "due_explanation"])
        text = f"Строк співвиконавцеві ({found.executor.title}): {due.on:%d.%m.%Y}"
        deeds.note(task=found, actor=actor, at=at, code="tasks.co_term_set", text=text, due_on=due.on)
        deeds.tell_of_task(
            task=found,
            post=found.executor_id,
            at=at,
            code="tasks.co_term_set",
            subject=f"строк подання інформації {due.on:%d.%m.%Y}",
        )
    return found


def done_by_letter(*, actor: Actor, at: datetime, task: int, letter: Document) -> Report | None:
    """The registration of the reply fills in «виконано» of the task that it answers, in the caller's transaction.

    Execution is the day of the registration, whenever a report was given. Where the sending executes (Cabinet resolution
    55, item 176), the letter only joins the report that waits: `done_by_sending` follows. Nothing where the task is done,
    returned or cancelled already.
    """
    found = deeds.locked_task(task)
    if found.state not in deeds.OPEN:
        return None
    if not control_rules.is_executed_when_sent(found.document.kind.key, regulation.laws()):
        # A letter entered from a paper journal was registered earlier than it is entered.
        return _answered(found, actor, at, letter, letter.registered_on or local_date(at))
    if waiting := _waiting(found):
        waiting.reply = letter
        waiting.save(update_fields=["reply"])
    return waiting


def told_by_letter(*, actor: Actor, at: datetime, task: int, letter: Document) -> Report | None:
    """The registration of an interim reply informs the author of the resolution; the task stays open, in the caller's transaction.

    Laws demand such a letter of one who cannot keep the term (2790-XII, articles 15, 16; 93-IV, article 13). Nothing where the
    task is done, returned or cancelled already.
    """
    found = deeds.locked_task(task)
    if found.state not in deeds.OPEN:
        return None
    text = f"Зареєстровано проміжну відповідь {letter.index}"
    given = Report.objects.create(
        task=found, is_interim=True, text=text, reply=letter, by=actor.printed, at=at, on=local_date(at)
    )
    deeds.note(task=found, actor=actor, at=at, code="tasks.informed", text=text, reply=letter.pk)
    subject = "зареєстровано проміжну відповідь, завдання лишається відкритим"
    deeds.tell_of_task(task=found, post=found.giver_id, at=at, code="tasks.informed", subject=subject, body=text)
    texts.put_report(document=found.document_id, report=given)
    return given


def done_by_sending(
    *, actor: Actor, at: datetime, letter: Document, task: int | None, document: int | None, on: date
) -> None:
    """The reply has gone to all its addressees: where that executes, it fills in «виконано», in the caller's transaction.

    Work that a report in words had finished before is executed on this day, too (Cabinet resolution 55, item 176).

    :param on: the day on which it had gone to all of them, before `at` where a mistaken addressee was removed from its card.
    :param task: the one that the letter answers; without it, the only main task of `document`.
    """
    found = _answered_by(task, document)
    if found is None or not control_rules.is_executed_when_sent(found.document.kind.key, regulation.laws()):
        return
    if found.state in deeds.OPEN:
        _answered(found, actor, at, letter, on)
    while found is not None:
        _executed_when_sent(found, letter, actor, at, on)
        found = deeds.locked_task(found.parent_id) if found.parent_id else None


def lock_for_sending(*, tasks: Iterable[int], documents: Iterable[int]) -> None:
    """Lock all tasks that `done_by_sending` of several letters may execute, in the order of their ids.

    :param tasks: those that the letters answer; :param documents: the papers that they answer.
    """
    mains = Task.objects.filter(document__in=list(documents), part=Task.Part.MAIN, parent__isnull=True)
    wanted = {one for task in tasks for one in _with_wholes(task)}
    deeds.lock_all(Task, wanted.union(mains.values_list("pk", flat=True)))


def _answered_by(task: int | None, document: int | None) -> Task | None:
    if task is not None:
        # What it is a part of first: a resolution that is cancelled locks all its tasks in the order of their ids.
        deeds.lock_all(Task, _with_wholes(task))
        return deeds.locked_task(task)
    mains = Task.objects.filter(document=document, part=Task.Part.MAIN, parent__isnull=True, state=Task.State.DONE)
    ids = list(mains.values_list("pk", flat=True)[:2]) if document else []
    return deeds.locked_task(ids[0]) if len(ids) == 1 else None


def _with_wholes(task: int) -> list[int]:
    """The task and all of which it is a part; a statement for each depth."""
    found, above = [task], Task.objects.values_list("parent", flat=True).get(pk=task)
    while above is not None:
        found.append(above)
        above = Task.objects.values_list("parent", flat=True).get(pk=above)
    return found


def _executed_when_sent(task: Task, letter: Document, actor: Actor, at: datetime, on: date) -> None:
    is_off = Control.objects.filter(document=task.document_id, state=Control.State.OFF).exists()
    if task.state != Task.State.DONE or task.done_on is None or task.done_on >= on or is_off:
        return
    if task.reports.filter(state=Report.State.ACCEPTED, reply__isnull=False).exclude(reply=letter).exists():
        return
    task.done_on = on
    task.save(update_fields=["done_on"])
    text = f"Днем виконання є день надсилання відповіді {letter.index}: {on:%d.%m.%Y}"
    deeds.note(task=task, actor=actor, at=at, code="tasks.answered", text=text, reply=letter.pk, done_on=on)
    watching.follow(document=task.document)


def _waiting(task: Task) -> Report | None:
    waiting = task.reports.select_for_update().filter(state=Report.State.GIVEN, is_interim=False)
    return waiting.order_by("id").last()


def _answered(task: Task, actor: Actor, at: datetime, letter: Document, on: date) -> Report:
    given = _waiting(task) or Report(
        task=task, text=f"Надіслано відповідь {letter.index}", by=actor.printed, at=at, on=on
    )
    given.period = given.period or finishing.period_of(task=task)
    given.reply, given.state, given.judged_by, given.judged_at = letter, Report.State.ACCEPTED, actor.printed, at
    given.save()
    texts.put_report(document=task.document_id, report=given)
    deeds.note(
        task=task,
        actor=actor,
        at=at,
        code="tasks.answered",
        text=f"Надіслано відповідь {letter.index}",
        reply=letter.pk,
    )
    finishing.finish(task=task, actor=actor, at=at, on=on)
    return given
