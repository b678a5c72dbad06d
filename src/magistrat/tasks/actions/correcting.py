"""What follows from a corrected card: whose desk the paper lies on, by when it is done, whether it is on control."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.db.models import QuerySet

from magistrat.documents.actions import grants
from magistrat.documents.actions.hooks import Corrected
from magistrat.documents.models import Correspondent, Direction, Document, DocumentKind, Grant
from magistrat.documents.queries import first_readers
from magistrat.organisation.models import Post, on_day
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local, local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import carrying, deeds, ending, restricting, reviews, watching
from magistrat.tasks.draft import Draft
from magistrat.tasks.models import Control, Review, Task
from magistrat.tasks.queries import terms

COUNTED_FROM = frozenset({"kind", "arrived_at", "is_urgent", "stated_due_on"})
SUBMITS = "control.submit_case"


def on_corrected(corrected: Corrected) -> None:
    """Follow the correction of a paper that leaders look at; part of the deed that corrects it.

    :raises Refusal: the kind would take away what only its maker removes from control (KR 8.15).
    """
    if corrected.document.direction not in (Direction.INCOMING, Direction.INTERNAL):
        return
    document = Document.objects.select_related("kind", "correspondent", "addressee").get(pk=corrected.document.pk)
    rules = regulation.rules_of(document.edition_id)
    # Executors' deeds lock a task and then its control; a term granted meanwhile is read once the task is ours.
    ending.lock_open(documents=[document.pk])
    control = Control.objects.select_for_update().filter(document=document).exclude(state=Control.State.OFF).first()
    if "kind" in corrected.changed:
        _refuse_kind(control, document, rules)
    if corrected.changed & {"kind", "addressee", "is_urgent"}:
        _move(corrected, document, rules)
    if corrected.changed & COUNTED_FROM:
        _recount(corrected, document, rules)
    if corrected.changed & {"kind", "parties"}:
        _judge_control(corrected, document, rules, control)
    if "is_restricted" in corrected.changed and document.is_restricted:
        restricting.open_by_name(document=document, rules=rules, at=corrected.at)


# --- whose desk -------------------------------------------------------------------------------------


def _move(corrected: Corrected, document: Document, rules: Edition) -> None:
    """The paper that nobody has decided on goes from the former addressee's desk to the right one."""
    was = _first_desk(corrected, rules)
    at_once = first_readers.entry(rules, document.kind.key) if document.goes_to_mayor else None
    leader, at = reviews.leader_of(document, at_once, corrected.at), corrected.at
    waiting = Review.objects.select_for_update().filter(document=document, done_at__isnull=True)
    folder = reviews.usual_folder(document)
    waiting.exclude(folder=Review.Folder.INFO).update(folder=folder)
    if leader is None or was == leader or document.supplement:
        return
    former = waiting.filter(leader=was).first()
    is_decided = tasks.standing(document=document).exists()
    is_his = former is not None or (not is_decided and _is_read_by_another(corrected, waiting))
    if document.filed_on is not None or not is_his:
        _tell_authors(corrected, document, "виправлено, кому адресовано документ: перевірте резолюцію")
        return
    if former is not None:
        former.delete()
    entry = reviews.laid_by(rules, at_once)
    his = Review.objects.filter(document=document, leader=leader).exclude(folder=Review.Folder.INFO)
    if is_decided and his.exists():
        _tell_gone(corrected, document, was, entry)
        return
    reviews.lay_again(document=document, leader=leader, at=at, entry=entry)
    _tell_moved(corrected, document, was, leader, entry, has_waited=former is not None)


def _is_read_by_another(corrected: Corrected, waiting: QuerySet[Review]) -> bool:
    """Whether by the corrected card it was not for its reader to say that it needs no resolution."""
    return bool(corrected.changed & {"kind", "addressee"}) and not waiting.exclude(folder=Review.Folder.INFO).exists()


def _tell_moved(
    corrected: Corrected, document: Document, was: int | None, leader: int, entry: Entry | None, *, has_waited: bool
) -> None:
    at = corrected.at
    # In the mayor's absence another reads it than on the day of registration (DR 9.2).
    _open_to(document, leader, at)
    title = Post.objects.values_list("title", flat=True).get(pk=leader)
    deeds.write(
        subject=document, document=document.pk, actor=corrected.actor, at=at, code="tasks.review_moved",
        clause=entry.clause if entry else "", text=f"За виправленою карткою документ перейшов на розгляд: {title}", was=was, now=leader,
    )  # fmt: skip
    _tell(corrected, document, [leader], "передано Вам на розгляд за виправленою карткою")
    if has_waited:
        _tell_waits_no_more(corrected, document, was)


def _tell_gone(corrected: Corrected, document: Document, was: int | None, entry: Entry | None) -> None:
    """The right leader has decided on it already: it only leaves the former one's desk."""
    title = Post.objects.values_list("title", flat=True).get(pk=was)
    deeds.write(
        subject=document, document=document.pk, actor=corrected.actor, at=corrected.at, code="tasks.review_moved",
        clause=entry.clause if entry else "", was=was, now=None,
        text=f"За виправленою карткою документ більше не чекає на розгляд: {title}",
    )  # fmt: skip
    _tell_waits_no_more(corrected, document, was)


def _tell_waits_no_more(corrected: Corrected, document: Document, was: int | None) -> None:
    _tell(corrected, document, [was], "більше не чекає на Ваш розгляд: адресата виправлено")


def _open_to(document: Document, leader: int, at: datetime) -> None:
    reason = grants.reason_for(document, Grant.Reason.ADDRESSEE)
    grants.give(document=document, post=leader, reason=reason, source=f"documents.document:{document.pk}", at=at)


def _first_desk(corrected: Corrected, rules: Edition) -> int | None:
    """On whose desk the paper was laid by the former card."""
    before = corrected.before
    key = DocumentKind.objects.values_list("key", flat=True).get(pk=before.kind)
    rule = first_readers.entry(rules, key) if corrected.before_first else None
    registered_on = corrected.document.registered_on
    reader = first_readers.reader(rule, registered_on) if rule and registered_on else None
    return reader.pk if reader else before.addressee


# --- by when ----------------------------------------------------------------------------------------


def _recount(corrected: Corrected, document: Document, rules: Edition) -> None:
    """Terms that the regulation counted are counted anew; those that an author set stay, and their control is told."""
    now = terms.paper_of(document)
    before = _paper_before(corrected, now)
    mains = Task.objects.filter(document=document, part=Task.Part.MAIN, parent__isnull=True, state__in=deeds.OPEN)
    stays, law = False, None
    for task in mains.filter(repeats="").select_related("giver", "executor").order_by("id"):
        was, due = (
            terms.counted(paper=paper, rules=rules, roles=frozenset(task.giver.roles)) for paper in (before, now)
        )
        if due is None or was is None or task.due_on != was.control_on:
            stays = True
            continue
        if due.control_on == was.control_on and due.clause == was.clause:
            continue
        _set_term(corrected, document, task, was, due, rules)
        _tell_later(corrected, document, task)
        law = due
    if law is not None:
        control = watching.follow(document=document)
        if control is not None and control.due_on == law.control_on:
            control.law_due_on, control.law = law.law_on, law.law
            control.save(update_fields=["law_due_on", "law"])
    if stays:
        _tell_controllers(
            corrected, document, rules, "картку виправлено: перевірте строк, який установив автор резолюції"
        )


def _paper_before(corrected: Corrected, now: control_rules.Paper) -> control_rules.Paper:
    before = corrected.before
    return control_rules.Paper(
        kind=DocumentKind.objects.values_list("key", flat=True).get(pk=before.kind),
        arrived=local(before.arrived_at) if before.arrived_at else None,
        registered=now.registered,
        is_urgent=before.is_urgent,
        stated_due=before.stated_due_on,
    )


def _set_term(
    corrected: Corrected, document: Document, main: Task, was: control_rules.DueDay, due: control_rules.DueDay,
    rules: Edition,
) -> None:  # fmt: skip
    """The main executor's new term, and that of those whose own followed from his by the former card."""
    former = copy(document)
    former.kind = DocumentKind.objects.get(pk=corrected.before.kind)
    old, before = main.due_on, control_rules.DueDay(was.control_on, main.due_clause, main.due_explanation)
    main.due_on, main.due_clause, main.due_explanation = due.control_on, due.clause, dict(due.explanation)
    main.save(update_fields=["due_on", "due_clause", "due_explanation"])
    main.document = document
    on = local_date(corrected.at)
    for task, day in [(main, old), *carrying.along(main=main, was=before, rules=rules, on=on, former=former)]:
        text = f"Строк перелічено за виправленою карткою ({task.executor.title}): {task.due_on:%d.%m.%Y}"
        deeds.note(
            task=task, actor=corrected.actor, at=corrected.at, code="tasks.term_recounted", text=text, old=day,
            new=task.due_on,
        )  # fmt: skip
        _tell(corrected, document, [task.executor_id], f"строк перелічено: {task.due_on:%d.%m.%Y}", f":{task.pk}")


def _tell_later(corrected: Corrected, document: Document, main: Task) -> None:
    for post, subject in carrying.later_than_the_whole(main=main).items():
        _tell(corrected, document, [post], subject, f":{main.pk}:later")


# --- control ----------------------------------------------------------------------------------------


def _refuse_kind(control: Control | None, document: Document, rules: Edition) -> None:
    """What only its maker takes off control does not become a paper that a leader writes off (KR 8.15)."""
    if control is None or not control.only_source_removes:
        return
    entry = rules.get("removal_by_source_only")
    if entry is not None and control_rules.only_source_removes(rules, document.kind.key) is None:
        raise entry.refusal(
            "Документ на контролі, з якого його знімає лише орган, що створив документ: за іншого виду це було б не так. "
            "Якщо вид справді помилковий, реєстрацію анулюють і документ реєструють наново."
        )


def _judge_control(corrected: Corrected, document: Document, rules: Edition, control: Control | None) -> None:
    """A paper that turns out to be one of those under obligatory control is put on it (KR 8.3; DR 8.3).

    Where nobody works on it by a term, it lies again with the leader who has to say who does, and by when.
    """
    open_ = Task.objects.filter(document=document, part=Task.Part.MAIN, parent__isnull=True, state__in=deeds.OPEN)
    task = (
        open_.exclude(due_on=None).select_related("resolution__document__kind", "resolution__author").order_by("due_on", "id")
    ).first()  # fmt: skip
    roles = task.resolution.author.roles if task else ()
    obligatory = tasks.obligatory_control(document=document, rules=rules, roles=roles)
    if control is not None:
        _rejudge(corrected, control, document, rules, obligatory)
    elif obligatory is not None and task is not None and task.due_on is not None:
        due = control_rules.DueDay(task.due_on, task.due_clause, task.due_explanation)
        task.resolution.document = document
        watching.begin(
            actor=corrected.actor, at=corrected.at, resolution=task.resolution, due=due, rules=rules,
            draft=Draft(document=document.pk, text=""),
        )  # fmt: skip
    elif (refusal := terms.unwatched_refusal(document=document, rules=rules)) and not (
        _was_obligatory(corrected, rules) or tasks.came_from_earlier_books(document=document.pk)
    ):
        _lay_unwatched(corrected, document, refusal)


def _was_obligatory(corrected: Corrected, rules: Edition) -> bool:
    """Whether the paper had to be on control by its former card, too: then the correction decides nothing anew."""
    before = corrected.before
    key = DocumentKind.objects.values_list("key", flat=True).get(pk=before.kind)
    senders = Correspondent.objects.filter(pk__in=[party.correspondent for party in before.parties[:1]])
    sender = senders.values_list("kind", flat=True).first() or ""
    return control_rules.obligatory(rules, key, sender=sender) is not None


def _lay_unwatched(corrected: Corrected, document: Document, refusal: Refusal) -> None:
    """With the author of its last resolution, or with who has read it last; not what waits on a desk or is in its file."""
    desks = Review.objects.filter(document=document).exclude(folder=Review.Folder.INFO)
    authors = tasks.standing(document=document).order_by("-id").values_list("author", flat=True)
    readers = desks.order_by("-done_at", "-id").values_list("leader", flat=True)
    leader = authors.first() or readers.first() or document.addressee_id
    if leader is None or document.filed_on is not None or desks.filter(done_at__isnull=True).exists():
        return
    reviews.lay_again(document=document, leader=leader, at=corrected.at)
    _open_to(document, leader, corrected.at)
    title = Post.objects.values_list("title", flat=True).get(pk=leader)
    deeds.write(
        subject=document, document=document.pk, actor=corrected.actor, at=corrected.at, code="tasks.review_moved",
        clause=refusal.clause, text=f"За виправленою карткою документ знову чекає на розгляд: {title}", now=leader,
    )  # fmt: skip
    _tell(corrected, document, [leader], "за виправленою карткою документ підлягає обов'язковому контролю")


def _rejudge(
    corrected: Corrected, control: Control, document: Document, rules: Edition, obligatory: Entry | None
) -> None:
    """Control becomes stricter by itself; whether it need not be kept any more, those decide who keep it."""
    only_source = control_rules.only_source_removes(rules, document.kind.key)
    if obligatory is None and control.is_obligatory:
        _tell_controllers(corrected, document, rules, "картку виправлено: перевірте, чи контроль і далі обов'язковий")
    entry = obligatory if not control.is_obligatory else None
    if entry is None and (only_source is None or control.only_source_removes):
        return
    control.refresh_from_db()
    said = []
    if entry is not None:
        control.is_obligatory, control.clause, control.reason = True, entry.clause, watching.BY_LAW
        said.append(watching.BY_LAW)
    if only_source is not None:
        control.only_source_removes = True
        said.append("знімає з контролю лише орган, що створив документ")
    control.save(update_fields=["is_obligatory", "only_source_removes", "clause", "reason"])
    first = entry or only_source
    deeds.write(
        subject=control, document=document.pk, actor=corrected.actor, at=corrected.at, code="tasks.control_stricter",
        clause=first.clause if first else "", text=f"За виправленою карткою: {'; '.join(said)}", due_on=control.due_on,
    )  # fmt: skip


# --- who is told ------------------------------------------------------------------------------------


def _tell_authors(corrected: Corrected, document: Document, subject: str) -> None:
    _tell(corrected, document, tasks.standing(document=document).values_list("author", flat=True), subject)


def _tell_controllers(corrected: Corrected, document: Document, rules: Edition, subject: str) -> None:
    """Those who submit cases in the unit that controls the document; where none does, the authors of its resolutions."""
    control = Control.objects.filter(document=document).exclude(state=Control.State.OFF).first()
    if control is None:
        _tell_authors(corrected, document, subject)
        return
    keepers = Post.objects.filter(on_day(local_date(corrected.at)), department=control.unit_id)
    keepers = keepers.filter(roles__overlap=list(rules.roles_with(SUBMITS)))
    _tell(corrected, document, keepers.values_list("pk", flat=True), subject)


def _tell(corrected: Corrected, document: Document, posts: Iterable[int | None], subject: str, more: str = "") -> None:
    at: datetime = corrected.at
    for post in dict.fromkeys(posts):
        key = f"tasks.corrected:{document.pk}{more}:{at.isoformat()}"
        deeds.tell(document=document, post=post, at=at, key=key, subject=subject)
