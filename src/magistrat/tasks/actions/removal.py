"""How a document comes off control: submitted, written off or left, removed by its maker's letter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.organisation.roles import named
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, ending, extensions, points, watching
from magistrat.tasks.models import Control, ControlPoint, Task
from magistrat.tasks.queries import originals, terms, visaed


def locked(*, document: int, actor: Actor, right: str) -> tuple[Control, Edition]:
    """The control of the document, locked after its open tasks, once the actor's right is sure."""
    found = deeds.locked_document(actor=actor, document=document)
    rules = regulation.rules_of(found.edition_id)
    deeds.demand(actor=actor, right=right, rules=rules)
    ending.lock_open(documents=[found.pk])
    control = Control.objects.select_for_update().filter(document=found).first()
    if control is None:
        raise Refusal("", "Документ не перебуває на контролі.")
    if control.state == Control.State.OFF:
        raise Refusal(control.off_clause, f"Документ уже знято з контролю {control.off_on:%d.%m.%Y}.")
    control.document = found
    return control, rules


def must_be_of_unit(control: Control, actor: Actor, rules: Edition) -> None:
    """Control is kept by its unit (KR 8.2; DR 8.6), of instructions also by the leader's secretary (KR 8.20.16)."""
    is_assistants = control_rules.assistant_controls(
        rules, control.document.kind.key, actor.roles, author_roles=control.leader.roles if control.leader else (),
        is_at_desk=control.leader_id in actor.line,
    )  # fmt: skip
    if actor.is_system or control.unit_id in actor.departments or is_assistants:
        return
    raise Refusal(
        _clause(rules.get("control_units")) or control.clause,
        f"Документ контролює інший підрозділ: {control.unit.name}.",
    )


def _clause(entry: Entry | None) -> str:
    return entry.clause if entry else ""


def submit_case(
    *,
    actor: Actor,
    at: datetime,
    document: int,
    note: str = "",
    original_stays: str = "",
    visaed_by: int | None = None,
) -> Control:
    """The control specialist checks the result and submits the case to the leader (KR 8.14; DR 9.6; Cabinet 55, item 174).

    :param original_stays: by which law the original is not returned (KR 8.17).
    :param visaed_by: the post that has visaed the executed document, where it is to be (DR 9.6).
    :raises Refusal: no right; not on control; another unit's; only its maker takes it off (KR 8.15); submitted already; a
        main task is not done, or its only resolution was cancelled (KR 8.16); the original is neither returned nor explained
        as lost, no act was adopted on its ground and no law named (KR 8.17); not visaed (DR 9.6).
    """
    with transaction.atomic():
        control, rules = locked(document=document, actor=actor, right="control.submit_case")
        must_be_of_unit(control, actor, rules)
        if refusal := control_rules.submit_refusal(rules, control.document.kind.key):
            raise refusal
        entry = rules.entry("write_off_to_file")
        if control.state == Control.State.SUBMITTED:
            raise entry.refusal("Справу вже подано на розгляд керівникові.")
        _check_done(control, rules)
        if tasks.awaits_resolution(document=document):
            raise (rules.get("executed_when") or entry).refusal(terms.AWAITS)
        visa = _visa(control, rules, visaed_by, local_date(at))
        stays = _check_original(control, rules, original_stays.strip())
        control.state, control.submitted_at, control.submitted_note = Control.State.SUBMITTED, at, note.strip()
        control.save(update_fields=["state", "submitted_at", "submitted_note"])
        leader = decides(document=control.document, author=control.leader, rules=rules, at=at, source=control)
        deeds.write(
            subject=control, document=document, actor=actor, at=at, code="tasks.case_submitted", clause=entry.clause,
            text=f"Справу про виконання подано на розгляд керівникові{visa}{stays}", note=note, leader=leader,
            original_stays=original_stays.strip(), visaed_by=visaed_by,
        )  # fmt: skip
        deeds.tell(
            document=control.document, post=leader, at=at, key=f"tasks.case_submitted:{control.pk}:{at.isoformat()}",
            subject="справу про виконання подано на розгляд", body=note,
        )  # fmt: skip
    return control


def decides(
    *, document: Document, author: Post | None, rules: Edition, at: datetime, source: Control | ControlPoint
) -> int | None:
    """Who is to write off what is submitted, in the author's place too; he sees the document then."""
    leader = tasks.decider_of(author=author, rules=rules, kind=document.kind.key, on=local_date(at))
    if leader is None or leader == author:
        return leader.pk if leader else None
    deeds.open_to_decider(document=document, case=source, post=leader.pk, at=at)
    return leader.pk


def _check_done(control: Control, rules: Edition) -> None:
    pending = tasks.unfinished_main(document=control.document_id)
    if pending:
        names = ", ".join(task.executor.title for task in pending)
        entry = rules.get("executed_when") or rules.entry("write_off_to_file")
        raise entry.refusal(f"Справу подають після виконання всіх завдань; ще не виконано: {names}.")


def _visa(control: Control, rules: Edition, by: int | None, on: date) -> str:
    """What the journal says of the visa that the executed document bears (DR 9.6)."""
    document = control.document
    mains = Task.objects.filter(document=document, part=Task.Part.MAIN, parent__isnull=True)
    wanted = visaed.wanted(kind=document.kind.key, mains=mains.select_related("giver", "executor"), rules=rules)
    if wanted is None:
        return ""
    post = Post.objects.filter(pk=by).first()
    if post is None or not post.holds(on) or not control_rules.visas(wanted, post.roles):
        who = " або ".join(named(wanted.values["visa_roles"]))
        raise wanted.refusal(f"Виконаний документ візує {who}: зазначте, хто завізував.")
    return f"; завізовано: {post.title}"


def _check_original(control: Control, rules: Edition, law: str) -> str:
    """The original handed over under signature must be back, or its loss explained, or it stays (KR 8.7, 8.17).

    What the journal says of one that stays.
    """
    held = originals.out(control=control, rules=rules)
    if held is None:
        return ""
    if act := originals.act_on_its_ground(control=control, rules=rules):
        return f"; оригінал не повертають, бо на його підставі ухвалено акт: {act.index}"
    if law and control_rules.original_stays(rules, "law"):
        return f"; оригінал не повертають: {law}"
    raise rules.entry("paper_returned").refusal(
        f"Оригінал документа не повернуто, він у такої посадової особи: {held.holder_name}. Зафіксуйте повернення або"
        " втрату з поясненням."
    )


def write_off(*, actor: Actor, at: datetime, document: int, mark: str = "До справи") -> Control:
    """The leader writes the document off to its file; it comes off control that day (KR 8.14, 8.15; DR 10.22).

    :raises Refusal: no right (KR 8.15; DR 10.22); the case has not been submitted (KR 8.14); an executive-power body's
        document (KR 8.15: only that body; DR 9.7: only the mayor); not the author of the resolution (DR 10.22), nor the leader above
        one who has no such right.
    """
    with transaction.atomic():
        control, rules = locked(document=document, actor=actor, right="control.write_off")
        kind = control.document.kind.key
        beside = beside_decider(actor=actor, at=at, author=control.leader, rules=rules, kind=kind)
        is_submitted = control.state == Control.State.SUBMITTED
        if refusal := control_rules.write_off_refusal(rules, kind, **beside, is_submitted=is_submitted):
            raise refusal
        return take_off(
            actor=actor,
            at=at,
            control=control,
            mark=mark.strip() or "До справи",
            clause=control_rules.removal_clause(rules, kind),
        )


def beside_decider(*, actor: Actor, at: datetime, author: Post | None, rules: Edition, kind: str) -> dict[str, Any]:
    """Who the actor is beside the one who decides about what is submitted, as the rules of removal ask it."""
    leader = tasks.decider_of(author=author, rules=rules, kind=kind, on=local_date(at))
    is_author = actor.is_system or (leader is not None and leader.pk in deeds.names_of(actor))
    return {
        "roles": actor.roles,
        "is_author": is_author,
        "author": author.title if author else "",
        "decider": leader.title if leader else "",
    }


def take_off(
    *, actor: Actor, at: datetime, control: Control, mark: str, clause: str, letter: Document | None = None
) -> Control:
    """The document is off control from this day, with what points it still has (KR 8.11: as a whole and by points).

    What co-executors and executors of parts have not closed ends with it: whoever takes it off holds the work for done
    (KR 8.14, 8.16; DR 10.22), or the body that asked for it needs it no more (KR 8.15; DR 8.12).
    """
    control.state, control.off_on, control.off_at = Control.State.OFF, local_date(at), at
    control.off_by, control.off_mark, control.off_clause, control.removal_letter = actor.printed, mark, clause, letter
    control.save(update_fields=["state", "off_on", "off_at", "off_by", "off_mark", "off_clause", "removal_letter"])
    points.all_off(actor=actor, at=at, control=control, mark=mark, clause=clause)
    text, number = f"Знято з контролю: {mark}", letter.pk if letter else None
    deeds.write(
        subject=control, document=control.document_id, actor=actor, at=at, code="tasks.off_control", clause=clause,
        text=text, off_on=control.off_on, letter=number,
    )  # fmt: skip
    ending.of_document(actor=actor, at=at, document=control.document, why=ending.WITH_CONTROL, clause=clause)
    return control


def lock_all(*, documents: Sequence[int]) -> list[Control]:
    """The controls of these documents that go on, locked in the order of their ids: before a counter is taken."""
    ending.lock_open(documents=documents)
    found = Control.objects.select_for_update(of=("self",)).filter(document__in=documents)
    rows = found.exclude(state=Control.State.OFF).select_related("document", "document__kind").order_by("id")
    return list(rows)


def by_act(
    *, actor: Actor, at: datetime, control: Control, act: Document, named: str, numbers: Collection[str] = ()
) -> Control:
    """Take a document off control by a registered act (KR 8.20.11; DR 8.13); part of the deed that registers it.

    :param named: the act as printed; :param numbers: only these points come off, and the document with its last one.
    """
    clause = control_rules.removal_clause(regulation.rules_of(act.edition_id), control.document.kind.key)
    mark = f"Знято з контролю: {named}"[:300]
    if numbers and not points.some_off(
        actor=actor, at=at, control=control, numbers=numbers, mark=mark, clause=clause, act=act
    ):
        watching.follow(document=control.document)
        return control
    return take_off(actor=actor, at=at, control=control, mark=mark, clause=clause, letter=act)


def leave_on(*, actor: Actor, at: datetime, document: int, remark: str, due_on: date | None = None) -> Control:
    """The leader leaves a submitted document on control, perhaps with another term (KR 8.14).

    :raises Refusal: no right; the case has not been submitted; another decides (DR 9.7, 10.22); no remark; the new term has
        passed or is not later; no right to change terms (KR 8.13; DR 8.10); no task whose term it would be.
    """
    with transaction.atomic():
        control, rules = locked(document=document, actor=actor, right="control.write_off")
        clause = rules.entry("write_off_to_file").clause
        if control.state != Control.State.SUBMITTED:
            raise Refusal(clause, "Справу ще не подано на розгляд.")
        may_leave(actor=actor, at=at, author=control.leader, rules=rules, kind=control.document.kind.key)
        check_leaving(remark=remark, due_on=due_on, clause=clause, at=at)
        control.state = Control.State.ON
        control.save(update_fields=["state"])
        task = _last_done(control)
        if due_on is not None and task is None:
            raise Refusal(clause, "За документом немає завдання, якому змінити строк: накладіть резолюцію.")
        if task is not None:
            reopen_left(actor=actor, at=at, task=task, remark=remark, due_on=due_on, clause=clause)
        watching.follow(document=control.document)
        until = f", новий строк {due_on:%d.%m.%Y}" if due_on else ""
        deeds.write(
            subject=control, document=document, actor=actor, at=at, code="tasks.left_on_control", clause=clause,
            text=f"Залишено на контролі: {remark}{until}", due_on=due_on, remark=remark,
        )  # fmt: skip
    return control


def may_leave(*, actor: Actor, at: datetime, author: Post | None, rules: Edition, kind: str) -> None:
    """Whoever takes a document or a point off control decides to leave it, too.

    :raises Refusal: another decides (DR 9.7, 10.22).
    """
    beside = beside_decider(actor=actor, at=at, author=author, rules=rules, kind=kind)
    if refusal := control_rules.leave_refusal(rules, kind, **beside):
        raise refusal


def check_leaving(*, remark: str, due_on: date | None, clause: str, at: datetime) -> None:
    """What a leader says when he leaves a document or a point on control.

    :raises Refusal: no remark; the new term has passed.
    """
    if not remark.strip():
        raise Refusal(clause, "Зазначте, чого бракує для зняття з контролю.")
    if due_on is not None and due_on < local_date(at):
        raise Refusal(clause, "Новий строк не може бути в минулому.")


def _last_done(control: Control) -> Task | None:
    """The main executor's task of the last resolution, of what has not come off control before: work goes on with it."""
    found = Task.objects.filter(
        document=control.document, part=Task.Part.MAIN, parent__isnull=True, state=Task.State.DONE
    )
    last = found.exclude(control_point__state=Control.State.OFF).order_by("-id").values_list("pk", flat=True).first()
    return deeds.locked_task(last) if last is not None else None


def reopen_left(*, actor: Actor, at: datetime, task: Task, remark: str, due_on: date | None, clause: str) -> None:
    """A task done goes on as the leader left it, perhaps with another term; its repetition, if it had one, was stopped.

    :raises Refusal: no right to change terms; no later day.
    """
    task.repeats = ""
    task.save(update_fields=["repeats"])
    reopen(actor=actor, at=at, task=task)
    if due_on is not None:
        extensions.set_by_leader(actor=actor, at=at, task=task, due_on=due_on, reason=remark, clause=clause)


def reopen(*, actor: Actor, at: datetime, task: Task) -> None:
    """A task done or reported goes on; a repeating one still has its next period once it is done."""
    task.done_on, task.done_at = None, None
    deeds.go_on(task=task, state=Task.State.TAKEN, actor=actor, at=at)
    task.save(update_fields=["state", "done_on", "done_at"])


def remove_by_source(*, actor: Actor, at: datetime, document: int, letter: int) -> Control:
    """Take a document off control by the letter of the body that made it (KR 8.15; DR 8.12).

    :raises Refusal: no right; another unit's; not a paper of such a body; the letter is not a registered incoming one, came
        from another body or is not to be seen by the actor.
    """
    with transaction.atomic():
        control, rules = locked(document=document, actor=actor, right="control.remove_by_source")
        must_be_of_unit(control, actor, rules)
        clause, came = source_letter(actor=actor, control=control, rules=rules, letter=letter)
        take_off(actor=actor, at=at, control=control, mark=f"За листом {came.index}", clause=clause, letter=came)
        letter_has_served(actor=actor, at=at, letter=came, clause=clause)
    return control


def letter_has_served(*, actor: Actor, at: datetime, letter: Document, clause: str) -> None:
    """The letter by which its maker takes another paper off control ends its own control, too (KR 8.3, 8.15, 8.16).

    Else each such letter, itself to be watched by its kind, would wait for another letter. Not while others work on it.
    """
    ending.lock_open(documents=[letter.pk])
    control = Control.objects.select_for_update(of=("self",)).filter(document=letter).first()
    if control is None or control.state == Control.State.OFF:
        return
    if all(task.executor_id in actor.line for task in tasks.undone_main(document=letter.pk)):
        control.document = letter
        take_off(actor=actor, at=at, control=control, mark="Документ, про який лист, знято з контролю", clause=clause)


def follow(*, actor: Actor, at: datetime, document: Document) -> None:
    """Watch the document on when some work on it has ended; with the last on a letter that has served its control ends."""
    control = watching.follow(document=document)
    if control is not None:
        _end_served(actor, at, control)


def _end_served(actor: Actor, at: datetime, control: Control) -> None:
    """The last work on a letter that has served ends its control where only its maker could end it (KR 8.15, 8.16)."""
    if control.state == Control.State.OFF or not control.only_source_removes:
        return
    clause = terms.served_clause(document=control.document_id)
    if clause is not None and not tasks.undone_main(document=control.document_id):
        mark = "Роботу за листом про зняття з контролю завершено"
        take_off(actor=actor, at=at, control=control, mark=mark, clause=clause)


def source_letter(*, actor: Actor, control: Control, rules: Edition, letter: int) -> tuple[str, Document]:
    """The letter by which the body that made the document takes it, or a point of it, off control, and the clause.

    :raises Refusal: not a paper of such a body; not a registered incoming letter of the same body that the actor may see.
    """
    kind = control.document.kind.key
    entry = control_rules.source_letter_removes(rules, kind)
    if entry is None:
        clause = control_rules.removal_clause(rules, kind)
        raise Refusal(clause, "Цей документ знімає з контролю керівник написом «До справи».")
    came = deeds.locked_document(actor=actor, document=letter)
    if came.direction != "incoming" or came.state != Document.State.REGISTERED or came.pk == control.document_id:
        raise entry.refusal("Лист про зняття з контролю має бути іншим зареєстрованим вхідним документом.")
    if came.correspondent_id is None or came.correspondent_id != control.document.correspondent_id:
        raise entry.refusal("Лист про зняття з контролю надійшов не від того органу, що створив документ.")
    return entry.clause, came


def remove_by_source_index(*, actor: Actor, at: datetime, document: int, index: str) -> Control:
    """`remove_by_source` by the letter's index, as a control specialist types it.

    :raises Refusal: as there; no incoming letter that the actor may see has this index.
    """
    letter = tasks.incoming_by_index(actor=actor, index=index)
    if letter is None:
        raise Refusal("", f"Вхідного листа з індексом «{index}» серед доступних Вам документів немає.")
    return remove_by_source(actor=actor, at=at, document=document, letter=letter)


def _why_not_sent(found: tasks.Answers, control: Control, rules: Edition) -> str:
    """What stands in the way of a letter that looks like the information."""
    if letter := next(iter(found.replies), None):
        return f": лист {letter.index} лише зареєстровано"
    if letter := next(iter(found.interim), None):
        return f": лист {letter.index} — лише проміжна відповідь"
    if letter := next(iter(found.only_related), None):
        return (
            f": лист {letter.index} лише пов'язано з документом, відповіддю на нього його не реєстрували. Якщо ним надано "
            f"інформацію, {_how_it_counts(control, rules)}"
        )
    return ""


def _how_it_counts(control: Control, rules: Edition) -> str:
    """How such a letter is still named in a report; where all is done no report takes it, the leader decides (DR 8.12, 9.7)."""
    states = {task.state for task in tasks.unfinished_main(document=control.document_id)}
    if not states:
        clause = control_rules.removal_clause(rules, control.document.kind.key)
        return f"справу подають на розгляд керівникові (п. {clause}), бо звіт за виконаним завданням не подають"
    if states.intersection(deeds.IN_WORK):
        return "виконавець зазначає його у звіті"
    if states.intersection(deeds.OPEN):
        return "звіт повертають на доопрацювання, щоб виконавець зазначив у ньому цей лист"
    return "виконавець зазначає його у звіті після нової резолюції"


def close_after_information(*, actor: Actor, at: datetime, document: int) -> Control:
    """Take a higher body's document off control after the information has been sent to it (DR 8.12, 9.7).

    :raises Refusal: no right; another unit's; the city has no such rule for it; no reply has been sent.
    """
    with transaction.atomic():
        control, rules = locked(document=document, actor=actor, right="control.submit_case")
        must_be_of_unit(control, actor, rules)
        kind = control.document.kind.key
        entry = control_rules.information_removes(rules, kind)
        if entry is None:
            raise Refusal(
                control_rules.removal_clause(rules, kind),
                "Цей документ знімає з контролю керівник написом «До справи».",
            )
        found = tasks.answers_to(document=document)
        if found.sent is None:
            raise entry.refusal(f"Інформацію про виконання ще не надіслано{_why_not_sent(found, control, rules)}.")
        _check_done(control, rules)
        return take_off(
            actor=actor, at=at, control=control, mark=f"Надіслано інформацію {found.sent.index}", clause=entry.clause
        )
