"""What a letter of ours had executed is not done any more when it is annulled or turns out not to have gone to all; called there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from magistrat.documents.models import Direction, Document, Link
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post, on_day
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.moments import local_date
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, removal, watching
from magistrat.tasks.models import Control, Report, Task
from magistrat.tasks.queries import sending

SUBMITS = "control.submit_case"
ANSWERING = (Report.State.GIVEN, Report.State.ACCEPTED)


def on_annulled(document: Document, actor: Actor, at: datetime) -> None:
    """The executor answers anew, so that nothing comes off control by a letter that is none (KR 8.15; DR 8.12, 9.7).

    An interim reply executes nothing: its task keeps that nothing was told by it. Where the work cannot go on by itself (it
    is off control, in its file, or has its next term already), those who control it are told.
    """
    if document.direction != Direction.OUTGOING:
        return
    if sending.is_interim(document):
        _untell(document, actor, at)
        return
    given = Report.objects.filter(reply=document, is_interim=False, state__in=ANSWERING)
    deeds.lock_all(Task, given.values_list("task", flat=True))
    rows = Task.objects.filter(pk__in=given.values("task")).order_by("pk")
    found = list(rows.select_related("document__kind", "resolution", "executor", "giver"))
    again = [task for task in found if _goes_on(task)]
    for task in again:
        _give_back(task, document, actor, at)
    answered = Link.objects.filter(source=document, kind=Link.Kind.REPLY).values_list("target", flat=True)
    left = {task.document_id for task in found} | set(answered)
    documents = Document.objects.filter(pk__in=left - {task.document_id for task in again}).order_by("pk")
    said = f"Лист {document.index}. Підстава: {document.ground}"
    subject = "реєстрацію відповіді анульовано: перевірте, чи документ виконано"
    _tell_controllers(documents, at, f"tasks.unanswered:{document.pk}", subject, said)


def _untell(letter: Document, actor: Actor, at: datetime) -> None:
    """The author of the resolution and the executor know that the interim reply is none: word of the progress is still to come."""
    told = Report.objects.filter(reply=letter, is_interim=True, state=Report.State.GIVEN)
    deeds.lock_all(Task, told.values_list("task", flat=True))
    found = list(Task.objects.filter(pk__in=told.values("task")).select_related("document", "executor").order_by("pk"))
    why = f"Реєстрацію проміжної відповіді {letter.index} анульовано: {letter.ground}"
    for task in found:
        _send_back(task.reports.filter(reply=letter, is_interim=True, state=Report.State.GIVEN), actor, at, why)
        code = "tasks.informed_no_more"
        deeds.note(task=task, actor=actor, at=at, code=code, text=why, reply=letter.pk)
        for post in dict.fromkeys([task.giver_id, task.executor_id]):
            subject = "реєстрацію проміжної відповіді анульовано"
            deeds.tell_of_task(task=task, post=post, at=at, code=code, subject=subject, body=why)


def on_not_sent_to_all(letter: Document, at: datetime) -> None:
    """Those who control what the letter had executed are told that it has not gone to all to whom it is addressed.

    Of papers that the sending executes (Cabinet resolution 55, item 176) or takes off control (DR 8.12, 9.7). What is done
    stays so: the sending that is still to come gives its day.
    """
    if sending.is_interim(letter):
        return
    by_report = Q(tasks__reports__in=Report.objects.filter(reply=letter, is_interim=False, state__in=ANSWERING))
    by_card = Q(pk__in=Link.objects.filter(source=letter, kind=Link.Kind.REPLY).values("target"))
    found = Document.objects.filter(by_report | by_card).select_related("kind").distinct().order_by("pk")
    subject = "відповідь надіслано не всім адресатам: перевірте, чи документ виконано"
    key = f"tasks.not_sent_to_all:{letter.pk}:{at.isoformat()}"
    _tell_controllers([one for one in found if _needs_sending(one)], at, key, subject, f"Лист {letter.index}.")


def _needs_sending(document: Document) -> bool:
    kind, rules = document.kind.key, regulation.rules_of(document.edition_id)
    return (
        control_rules.is_executed_when_sent(kind, regulation.laws())
        or control_rules.information_removes(rules, kind) is not None
    )


def _goes_on(task: Task) -> bool:
    if task.state in deeds.JUDGED:
        return True
    if task.state != Task.State.DONE or task.repeats or task.document.state != Document.State.REGISTERED:
        return False
    off = Control.State.OFF
    is_off = Control.objects.filter(document=task.document_id, state=off).exists()
    return not is_off and not Task.objects.filter(pk=task.pk, control_point__state=off).exists()


def _give_back(task: Task, letter: Document, actor: Actor, at: datetime) -> None:
    why = f"Реєстрацію листа {letter.index} анульовано: {letter.ground}"
    _send_back(task.reports.filter(reply=letter, is_interim=False, state__in=ANSWERING), actor, at, why)
    task.judge = None
    task.save(update_fields=["judge"])
    removal.reopen(actor=actor, at=at, task=task)
    if task.part == Task.Part.MAIN and task.parent_id is None:
        watching.work_again(document=task.document)
    text = f"Відповіді немає, завдання не виконано ({task.executor.title}). {why}"
    deeds.note(task=task, actor=actor, at=at, code="tasks.sent_back", text=text, remark=why, reply=letter.pk)
    subject = "завдання знову не виконано: реєстрацію відповіді анульовано"
    deeds.tell_of_task(task=task, post=task.executor_id, at=at, code="tasks.sent_back", subject=subject, body=why)


def _send_back(reports: QuerySet[Report], actor: Actor, at: datetime, why: str) -> None:
    reports.update(state=Report.State.SENT_BACK, judged_by=actor.printed, judged_at=at, remark=why[:1000])


def _tell_controllers(documents: Iterable[Document], at: datetime, key: str, subject: str, body: str) -> None:
    for document in documents:
        if not Task.objects.filter(document=document, part=Task.Part.MAIN, state=Task.State.DONE).exists():
            continue
        for post in dict.fromkeys(_controllers(document, at)):
            deeds.tell(document=document, post=post, at=at, key=f"{key}:{document.pk}", subject=subject, body=body)


def _controllers(document: Document, at: datetime) -> Iterable[int]:
    """Those who submit cases in the unit that controls the document; of one never controlled, the authors of its resolutions."""
    control = Control.objects.filter(document=document).first()
    if control is None:
        return tasks.standing(document=document).values_list("author", flat=True)
    roles = list(regulation.rules_of(document.edition_id).roles_with(SUBMITS))
    keepers = Post.objects.filter(on_day(local_date(at)), department=control.unit_id, roles__overlap=roles)
    return keepers.values_list("pk", flat=True)
