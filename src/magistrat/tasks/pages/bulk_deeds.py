"""Which single deeds on tasks are done to many, and where lists offer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from magistrat.documents import bulk
from magistrat.journal.actor import Actor
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import execution, handing
from magistrat.tasks.forms import HandTasksForm, TakeForm
from magistrat.ui import bulk as bar

GIVERS = ("task.reassign", "resolution.write", "resolution.write_on_behalf")


def _named(actor: Actor, ids: Sequence[int]) -> Mapping[int, bulk.Named]:
    return {
        one.pk: bulk.Named(one.document.index, one.text, f"/dokumenty/{one.document_id}/#task-{one.pk}")
        for one in tasks.seen(actor=actor, ids=ids)
    }


def _take(*, actor: Actor, at: datetime, subject: int) -> object:
    return execution.take(actor=actor, at=at, task=subject)


def _hand(*, actor: Actor, at: datetime, subject: int, executor: int, reason: str) -> object:
    return handing.reassign(actor=actor, at=at, task=subject, executor=executor, reason=reason)


def _take_form(request: HttpRequest, data: Any) -> Form:
    return TakeForm(data)


def _hand_form(request: HttpRequest, data: Any) -> Form:
    return HandTasksForm(data)


def register() -> None:
    """Put the deeds into the table, and their buttons under the lists of tasks."""
    bulk.register(
        bulk.Deed(
            "pryiniaty-zavdannia", "Прийняття завдань", "Прийняти", _take, _take_form, _named,
            words="Завдання «до відома» буде відмічено як такі, з якими ознайомлено.",
        )
    )  # fmt: skip
    bulk.register(
        bulk.Deed(
            "peredaty-zavdannia", "Передання завдань іншому", "Передати завдання", _hand, _hand_form, _named, GIVERS,
            words="Передати завдання може автор резолюції або керівник виконавця.",
        )
    )  # fmt: skip
    page = "documents:bulk"
    bar.register(["tasks"], "Прийняти", page, args=["pryiniaty-zavdannia"], order=10, icon="check")
    # Not under one's own tasks: those only their authors and one's heads give to another.
    bar.register(
        ["people", "given"],
        "Передати іншому",
        page,
        args=["peredaty-zavdannia"],
        rights=GIVERS,
        order=20,
        icon="people",
    )
