"""A letter that was written and signed outside the system: the clerk registers it by the same rules as any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from magistrat.correspondence.actions import way
from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.actions.hooks import Numbered, OnPaper
from magistrat.documents.models import Document, Grant
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import execution
from magistrat.tasks.models import Task


@dataclass(frozen=True)
class _Taken:
    """A letter that the rules let through, with what its registration fills in."""

    paper: OnPaper
    edition: Edition
    signatory: Post
    task: Task | None


def take(paper: OnPaper) -> Numbered:
    """Judge a letter signed on paper; the answer keeps it among letters once it has its number and fills in its task.

    :raises Refusal: whoever signed may not write to this addressee (KR 7.12; DR 8.8), another unit registers it (KR 7.4), it
        was signed on another day (DR 11.4), not all was looked at (DR 11.5), too many addressees (DR 11.7), no file for
        the second copy (DR 11.12), it is not said which of several tasks it answers, or it is interim and answers nothing.
    """
    if paper.is_interim and paper.reply_to is None:
        raise Refusal("", way.ONLY_REPLIES)
    edition = regulation.rules_on(local_date(paper.of))
    signatory = Post.objects.select_related("department").get(pk=paper.card.author)
    if refusal := _refusal(paper, edition, signatory):
        raise refusal
    taken = _Taken(paper, edition, signatory, _task(paper))
    return lambda document: _keep(taken, document)


def _refusal(paper: OnPaper, edition: Edition, signatory: Post) -> Refusal | None:
    card, actor = paper.card, paper.actor
    addressees = [party.correspondent for party in card.parties]
    department = card.department or signatory.department_id
    about = facts.matter(addressees=addressees, reply_to=paper.reply_to, department=department)
    registrar = letters.registrar_refusal(edition, signatory=signatory.roles, registrar=actor.roles)
    return (
        letters.refusal_to_sign(edition, about, signatory.roles)
        or (None if actor.is_system else registrar)
        or letters.registration_refusal(
            edition, regulation.work_calendar(), signed_on=paper.signed_on, on=local_date(paper.of)
        )
        or letters.unchecked(edition, paper.checked)
        or letters.addressees_refusal(edition, len(addressees), by_list=False)
        or letters.card_refusal(edition, has_case=card.case_file is not None)
    )


def _task(paper: OnPaper) -> Task | None:
    """The open main task that the letter answers: of the unit that prepared it, else the only one; locked."""
    if paper.reply_to is None:
        return None
    found: Sequence[Task] = tasks.undone_main(document=paper.reply_to)
    if paper.card.department is not None:
        found = [task for task in found if task.department_id == paper.card.department][:1]
    if len(found) > 1:
        titles = "; ".join(task.executor.title for task in found)
        raise Refusal(
            "",
            f"Зазначте підрозділ-виконавець: за документом є завдання кількох виконавців ({titles}), а лист виконує одне.",
        )
    return Task.objects.select_for_update(of=("self",)).get(pk=found[0].pk) if found else None


def _keep(taken: _Taken, document: Document) -> None:
    paper, edition, signature = taken.paper, taken.edition, taken.paper.signature
    due = letters.dispatch_due(
        edition, regulation.work_calendar(), signed_on=paper.signed_on, registered_at=paper.of,
        is_urgent=document.is_urgent,
    )  # fmt: skip
    due_on, due_clause = due or (None, "")
    letter = Letter.objects.create(
        document=document, state=Letter.State.REGISTERED, blank=letters.blanks(edition, taken.signatory.roles)[0],
        signatory=taken.signatory, drafter_id=_drafter(taken), task=taken.task, reply_to_id=paper.reply_to,
        is_interim=paper.is_interim,
        changed_at=paper.at, signed_on=paper.signed_on, signed_at=paper.at, signed_title="\n".join(signature.lines),
        signed_name=signature.name, due_on=due_on, due_clause=due_clause,
        checked=[key for key, _ in letters.checks(edition) if key in paper.checked],
    )  # fmt: skip
    way.open_to(letter, paper.at, Grant.Reason.EXECUTOR, posts=[letter.drafter_id])
    text = f"Лист підписано на папері {paper.signed_on:%d.%m.%Y}: {signature.title}, {signature.name}"
    if due_on:
        text += f"; надіслати не пізніше ніж {due_on:%d.%m.%Y}"
    way.note(letter, paper.actor, paper.at, "correspondence.registered", text, due_clause, index=document.index)
    if taken.task is not None:
        fills_in = execution.told_by_letter if letter.is_interim else execution.done_by_letter
        fills_in(actor=paper.actor, at=paper.at, task=taken.task.pk, letter=document)


def _drafter(taken: _Taken) -> int:
    """Who prepared it, as far as the card says: the executor of its task, else the head of the unit, else who signed."""
    if taken.task is not None:
        return taken.task.executor_id
    department = taken.paper.card.department
    head = organisation.head_of_department(department, taken.paper.signed_on) if department else None
    return head.pk if head else taken.signatory.pk
