"""The end of control: the case submitted, written off, left, removed by its maker; the paper put into its file."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Max

from magistrat.demo import words
from magistrat.demo.papers import Page
from magistrat.demo.scenes.arrival import KINDS, OLDER, Letter
from magistrat.demo.scenes.case import Case, Step
from magistrat.demo.scenes.execution import judges_of
from magistrat.documents.actions import files, nomenclature, registration
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Document
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.rules import control as control_rules
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import execution, judging, removal, resolutions
from magistrat.tasks.draft import Assignee, Draft, Point
from magistrat.tasks.models import Control, Task
from magistrat.tasks.queries import terms


def close(case: Case, at: datetime, *, replied: bool = False) -> Step:
    """From the last accepted report to «До справи»."""
    control = Control.objects.filter(document=case.document.pk).first()
    if control is not None:
        removed_at = yield from _off(case, control, at, replied=replied)
        if removed_at is None:
            return
        at = removed_at
    at = yield case.in_days(at, (1, 3))
    file_away(case, at)


def _off(case: Case, control: Control, at: datetime, *, replied: bool) -> Step:
    rules = case.stage.rules(case.document.arrived_at or at)
    kind = case.letter.kind
    if control_rules.only_source_removes(rules, kind):
        # Some bodies take their time.
        if case.what != "source" and case.rng.random() < 0.15:
            return None
        return (yield from _by_source(case, control, at))
    if control_rules.source_letter_removes(rules, kind) and case.what == "source":
        return (yield from _by_source(case, control, at))
    if control_rules.information_removes(rules, kind) and replied:
        at = yield case.in_days(at, (0, 2))
        case.do(removal.close_after_information, at=at, who=_controller(case, control, at), document=case.document.pk)
        return at
    return (yield from _by_leader(case, control, at))


def _by_leader(case: Case, control: Control, at: datetime) -> Step:
    """The case is submitted; the leader writes it off, once leaving it on control first."""
    at = yield case.in_days(at, (0, 2))
    case.do(
        removal.submit_case,
        at=at,
        who=_controller(case, control, at),
        document=case.document.pk,
        note=case.words("submit"),
        visaed_by=_visaed_by(case, at),
    )
    if case.stop == "submitted":
        return None
    at = yield case.in_days(at, (1, 3))
    if case.what == "left_on":
        due = _another_term(case, at)
        remark = case.words("remark_leave")
        case.do(removal.leave_on, at=at, who=case.leader, document=case.document.pk, remark=remark, due_on=due)
        at = yield from _once_more(case, at)
        at = yield case.in_days(at, (0, 1))
        case.do(
            removal.submit_case,
            at=at,
            who=_controller(case, control, at),
            document=case.document.pk,
            note=case.words("submit"),
            visaed_by=_visaed_by(case, at),
        )
        at = yield case.in_days(at, (1, 2))
    case.do(removal.write_off, at=at, who=case.leader, document=case.document.pk)
    return at


def _another_term(case: Case, at: datetime) -> date | None:
    """A later term, where the leader may change terms."""
    if case.stage.rules(at).may("control.extend", case.leader.roles) is not None:
        return None
    before = Task.objects.filter(document=case.document.pk).aggregate(last=Max("due_on"))["last"] or local_date(at)
    return case.stage.days.calendar.on_or_next(max(local_date(at), before) + timedelta(days=10))


def _once_more(case: Case, at: datetime) -> Step:
    task = Task.objects.filter(document=case.document.pk, part=Task.Part.MAIN, parent=None).order_by("id").last()
    assert task is not None
    at = yield case.in_days(at, (2, 5))
    case.do(
        execution.report, at=at, who=case.head, task=task.pk, text="Роботи завершено в повному обсязі, акт додається."
    )
    at = yield case.in_days(at, (0, 2))
    case.do(judging.accept, at=at, who=case.leader, task=task.pk)
    return at


def _by_source(case: Case, control: Control, at: datetime) -> Step:
    """The body that made the paper writes that it is no longer on control; the mayor hands the letter to the control unit."""
    at = yield case.in_days(at, (4, 15))
    came = _removal_letter(case.letter, at)
    at = yield case.in_days(at, (0, 1))
    who, text = _remover(case, control, at), "Для зняття з контролю."
    is_watched = terms.unwatched_refusal(document=came, rules=case.stage.rules(at)) is not None
    due = case.stage.days.calendar.add_working(local_date(at), 3) if is_watched else None
    named = [Assignee(who.pk, Task.Part.MAIN if is_watched else Task.Part.INFO)]
    draft = Draft(document=came.pk, text=text, points=[Point(text, named, due_on=due)])
    written = case.do(resolutions.write, at=at, who="mayor", draft=draft)
    task = Task.objects.values_list("pk", flat=True).get(resolution=written)
    at = yield case.soon(at)
    case.do(execution.take, at=at, who=who, task=task)
    at = yield case.soon(at, (3, 30))
    case.do(removal.remove_by_source, at=at, who=who, document=case.document.pk, letter=came.pk)
    # A letter that has served ends its own control, and the open task with it.
    if Task.objects.filter(pk=task, state=Task.State.TAKEN).exists():
        at = yield from _removed(case, task, who, at)
    return at


def _removed(case: Case, task: int, who: Post, at: datetime) -> Step:
    """The control unit reports that it is done, where the letter itself was on control."""
    at = yield case.soon(at, (3, 30))
    case.do(execution.report, at=at, who=who, task=task, text="Документ знято з контролю.")
    found = Task.objects.select_related("executor").get(pk=task)
    for judge in judges_of(case, found, found.executor):
        at = yield case.soon(at, (3, 60))
        case.do(judging.accept, at=at, who=judge, task=task)
    return at


def _removal_letter(letter: Letter, at: datetime) -> Document:
    stage, on = letter.stage, local_date(at)
    actor = stage.who(letter.clerk, at)
    index = f"{stage.marks[letter.sender.pk]}/{letter.paper.number + 500}-{on:%y}"
    title = f"{words.read('fillings')['control_source']} листа «{letter.summary}»"
    card = Card(
        kind=stage.kinds[KINDS[letter.sender.kind]], summary=title, parties=(Party(letter.sender.pk, index, on - timedelta(days=2)),),
        addressee=stage.post("mayor").pk, way="exchange", arrived_at=at, pages=1,
    )  # fmt: skip
    page = Page(
        letter.sender.name, f"№ {index}", "Міський голова", title, "Повідомляємо, що документ знято з контролю.", ""
    )
    scan = stage.papers.pdf(page if letter.paper.is_recent else OLDER)
    came: Document = stage.deeds.do(
        registration.register_incoming, actor=actor, at=at, registry_id=stage.registry(actor, "incoming", at), card=card,
        uploads=[files.Upload("Лист про зняття з контролю.pdf", scan)],
    )  # fmt: skip
    return came


def _visaed_by(case: Case, at: datetime) -> int | None:
    """Who has visaed the executed document where its kind is to be visaed (DR 9.6)."""
    entry = control_rules.visa_entry(case.stage.rules(at), case.letter.kind)
    roles = entry.values["visa_roles"] if entry else ()
    found = (post.pk for role in roles for post in organisation.posts_with_role(role, local_date(at)))
    return next(found, None)


def _controller(case: Case, control: Control, at: datetime) -> Post:
    return case.stage.holder_of_right("control.submit_case", control.unit_id, at)


def _remover(case: Case, control: Control, at: datetime) -> Post:
    return case.stage.holder_of_right("control.remove_by_source", control.unit_id, at)


def file_away(case: Case, at: datetime) -> None:
    """«До справи №»: into the file of the department that did the work."""
    file = case.stage.case(case.department, case.letter.case_number, at)
    case.do(nomenclature.file_away, at=at, who=case.letter.clerk, document_id=case.document.pk, case_id=file)
