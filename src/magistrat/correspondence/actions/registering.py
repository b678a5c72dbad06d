"""The number: on the day of signature, with the file of the second copy; a reply fills «виконано» of its task."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from magistrat.correspondence.actions import keeping, way
from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.actions import files, registration
from magistrat.documents.models import File
from magistrat.documents.queries import cards
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution
from magistrat.tasks.models import Task

State = Letter.State


class AnotherDay(Refusal):
    """The letter was signed on another day; where no clause forbids it, done when confirmed."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(
            "",
            f"Лист підписано {letter.signed_on:%d.%m.%Y}, а номер і дату він отримає сьогодні. "
            "Підтвердьте реєстрацію іншим днем.",
        )


def register(
    *,
    actor: Actor,
    at: datetime,
    letter: int,
    registry: int,
    case_file: int | None = None,
    pages: int | None = None,
    annex_pages: int | None = None,
    checked: Collection[str] = (),
    scan: Sequence[files.Upload] = (),
    confirm: bool = False,
) -> Letter:
    """Give the signed letter its number and date; the task that it answers is done thereby, unless it is interim.

    :param checked: keys of what was looked at on taking the letter (DR 11.5).
    :param scan: the signed copy, when it has not been laid in with the mark of the signature.
    :param confirm: another day than that of the signature, where the regulation does not forbid it.
    :raises Refusal: no right in the registry, not signed, signed on another day (DR 11.4), not all looked at (DR 11.5),
        no file for the second copy (DR 11.12).
    :raises AnotherDay: told once, done with `confirm`.
    """
    with transaction.atomic():
        found = way.locked(letter, actor)
        way.must_be(found, State.SIGNED)
        _refuse(found, actor, at, checked, has_case=case_file is not None, confirm=confirm)
        # The task is locked before the counter: locks are taken in the order object, counter, journal.
        task = Task.objects.select_for_update().get(pk=found.task_id) if found.task_id else None
        card = replace(
            cards.card_of(found.document),
            signatory=f"{found.signed_title} {found.signed_name}".replace("\n", " "),
            case_file=case_file,
            pages=pages,
            annex_pages=annex_pages,
        )
        found.document = registration.register_outgoing(
            actor=actor, at=at, registry_id=registry, card=card, draft_id=found.document_id, reply_to=found.reply_to_id,
            uploads=[replace(upload, role=File.Role.SIGNED) for upload in scan],
        )  # fmt: skip
        _register(found, at, checked)
        keeping.keep(actor=actor, at=at, letter=found)
        text = "Лист можна надсилати"
        if found.due_on:
            text += f", не пізніше ніж {found.due_on:%d.%m.%Y}"
        way.note(found, actor, at, "correspondence.registered", text, found.due_clause, index=found.document.index)
        if task is not None:
            fills_in = execution.told_by_letter if found.is_interim else execution.done_by_letter
            fills_in(actor=actor, at=at, task=task.pk, letter=found.document)
    return found


def _refuse(
    letter: Letter, actor: Actor, at: datetime, checked: Collection[str], *, has_case: bool, confirm: bool
) -> None:
    edition, on = facts.rules_of(letter), local_date(at)
    assert letter.signed_on is not None
    if refusal := (
        letters.registrar_refusal(edition, signatory=letter.signatory.roles, registrar=actor.roles)
        or letters.registration_refusal(edition, regulation.work_calendar(), signed_on=letter.signed_on, on=on)
        or letters.unchecked(edition, checked)
        or letters.card_refusal(edition, has_case=has_case)
    ):
        raise refusal
    if letter.signed_on != on and not confirm:
        raise AnotherDay(letter)


def _register(letter: Letter, at: datetime, checked: Collection[str]) -> None:
    edition, signed_on = facts.rules_of(letter), letter.signed_on
    assert signed_on is not None
    due = letters.dispatch_due(
        edition, regulation.work_calendar(), signed_on=signed_on, registered_at=at, is_urgent=letter.document.is_urgent
    )
    known = [key for key, _ in letters.checks(edition)]
    letter.state, letter.checked = State.REGISTERED, [key for key in known if key in checked]
    letter.due_on, letter.due_clause = due or (None, "")
    letter.save(update_fields=["state", "checked", "due_on", "due_clause"])
