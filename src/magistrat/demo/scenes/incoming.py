"""The whole way of an incoming paper, as its plan says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

from magistrat.demo.plan import Paper
from magistrat.demo.scenes import Scene, arrival, control, execution, points
from magistrat.demo.scenes.arrival import Letter
from magistrat.demo.scenes.case import Case, Step, executor_of
from magistrat.demo.scenes.reply import Outgoing, send
from magistrat.demo.stage import Stage
from magistrat.documents.actions import paper as originals
from magistrat.documents.models import Document
from magistrat.tasks.models import Review, Task

# How often the work ends in a letter to the one who wrote.
REPLIED = {
    "higher": 0.75,
    "councillor": 1.0,
    "reply": 1.0,
    "source": 1.0,
    "restricted": 0.0,
    "urgent": 0.2,
    "ordinary": 0.15,
    "settled": 1.0,
    "misdirected": 1.0,
    "direct": 0.0,
}


def incoming(stage: Stage, rng: Random, paper: Paper) -> Scene:
    """One incoming paper from the door to its file, or as far as its plan lets it."""
    letter = Letter(stage, rng, paper)
    document = yield from arrival.arrive(letter)
    if document is None or paper.stop == "desk":
        return
    if paper.what == "annulled":
        yield from arrival.annul(letter, document)
        return
    if paper.what == "supplement":
        yield from arrival.supplement(letter, document)
    yield from _work(letter, document)


def _work(letter: Letter, document: Document) -> Scene:
    stage = letter.stage
    at = document.registered_at
    assert at is not None
    # Who only gets to know it beforehand writes nothing on it (DR 10.11).
    lying = Review.objects.exclude(folder=Review.Folder.INFO).select_related("leader")
    leader = lying.get(document=document).leader
    head = stage.head_of(letter.department)
    # Here the leader names the one who does it, over the head of the department.
    case = Case(
        letter, document, leader, stage.executors_of(head.department)[0] if letter.paper.what == "direct" else head
    )
    if case.what == "info":
        at = yield from execution.inform(case, at)
        at = yield case.in_days(at, (1, 4))
        control.file_away(case, at)
        return
    if case.what in {"points", "repeated"}:
        yield from points.by_points(case, at) if case.what == "points" else points.repeated(case, at)
        return
    task = yield from execution.resolve(case, at)
    yield from _execute(case, task)


def _execute(case: Case, task: Task) -> Scene:
    if case.stop == "given":
        return
    at = yield from execution.take(case, task, task.given_at)
    if case.stop in {"taken", "returned"}:
        return
    at = yield from _original(case, at)
    part, at = yield from execution.split(case, task, at)
    if case.stop == "sub":
        return
    if case.what in {"extended", "refused"}:
        at = yield from execution.ask_for_time(case, task, at)
        if at is None:
            return
    if case.what == "co":
        at = yield from execution.help_along(case, case.document.pk, at)
    at = yield case.finish(at)
    at = yield from execution.explain(case, part, at)
    if case.rng.random() < REPLIED.get(case.what, 0.3):
        yield from _answer(case, task, part, at)
    else:
        yield from _report(case, task, part, at)


def _report(case: Case, task: Task, part: Task, at: datetime) -> Scene:
    """Reported in words: by the one who did it, then by the head."""
    done = yield from execution.report(case, part, at)
    if done is not None and part.pk != task.pk:
        case.letter.paper.what = "control" if case.what == "sent_back" else case.what
        at = yield case.soon(done)
        done = yield from execution.report(case, task, at)
    if done is not None:
        yield from control.close(case, done)


def _answer(case: Case, task: Task, part: Task, at: datetime) -> Scene:
    """Answered by a letter, whose registration does the task; the head's own task is reported with it."""
    letter = case.letter
    answer = Outgoing(
        case.stage, case.rng, executor_of(case, part), letter.sender, letter.summary, letter_text(letter),
        letter.case_number, task=part.pk, answers=case.document.pk, stop=case.stop,
        is_recent=letter.paper.is_recent, is_returned=case.rng.random() < 0.1,
        is_settled=case.what == "settled",
    )  # fmt: skip
    sent = yield from send(answer, at)
    if sent is None:
        return
    number, at = sent
    if part.pk != task.pk:
        at = yield case.soon(at)
        at = yield from execution.report(case, task, at, reply=number)
    if at is not None:
        yield from control.close(case, at, replied=True)


def letter_text(letter: Letter) -> str:
    """The body of the reply."""
    index = f" № {letter.their_index}" if letter.their_index else ""
    first = (
        f"На Ваш лист від {letter.their_date:%d.%m.%Y}{index} повідомляємо."
        if index
        else "Ваше звернення розглянуто. Повідомляємо."
    )
    return f"{first}\n{letter.say('reply')}"


def _original(case: Case, at: datetime) -> Step:
    """The paper original goes to the first executor against signature; it comes back, or is lost with an explanation."""
    if case.what not in {"lost", "control"} or (case.what == "control" and case.letter.paper.number % 3):
        return at
    at = yield case.soon(at)
    holder = case.stage.who(case.head, at)
    case.do(
        originals.hand_over,
        at=at,
        who=case.letter.clerk,
        document_id=case.document.pk,
        post_id=case.head.pk,
        signed_by=holder.person_name,
    )
    if case.stop and case.stop != "submitted":
        return at
    at = yield case.in_days(at, (1, 4))
    if case.what == "lost":
        why = "Під час переїзду відділу до іншого кабінету оригінал було вкладено до чужої справи; розшуки тривають, копію виготовлено."
        copies = [replace(one, name=f"Копія. {one.name}") for one in case.letter.uploads()]
        case.do(
            originals.lose, at=at, who=case.letter.clerk, document_id=case.document.pk, explanation=why, copies=copies
        )
    else:
        case.do(originals.take_back, at=at, who=case.letter.clerk, document_id=case.document.pk)
    return at
