"""Which single deeds of documents are done to many, with their forms, and where lists offer them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from magistrat.documents import bulk
from magistrat.documents.actions import arrivals, familiarisation, nomenclature, paper
from magistrat.documents.forms.bulk import NothingForm, ReadersForm
from magistrat.documents.forms.deeds import FileAwayForm, HandOverForm
from magistrat.documents.queries import bulk as read
from magistrat.documents.queries import choices
from magistrat.documents.queries import familiarisation as reading
from magistrat.journal.actor import Actor
from magistrat.ui import bulk as bar

# Lists whose rows are documents.
LISTS = ("documents", "control", "letters")
GIVERS = (familiarisation.ANYBODY, familiarisation.OWN_PEOPLE)


def _readers_form(request: HttpRequest, data: Any) -> Form:
    posts, units = reading.readers(request.actor, request.on)
    return ReadersForm(data, choices={"posts": posts, "departments": units})


def _case_form(request: HttpRequest, data: Any) -> Form:
    return FileAwayForm(data, choices={"case": choices.cases_by_owner(request.on, request.actor.departments)})


def _paper_form(request: HttpRequest, data: Any) -> Form:
    return HandOverForm(data)


def nothing(request: HttpRequest, data: Any) -> Form:
    """The form of a deed for which nothing is typed."""
    return NothingForm(data)


def _give(*, actor: Actor, at: datetime, subject: int, **given: Any) -> object:
    return familiarisation.give(actor=actor, at=at, document_id=subject, **given)


def _withdraw(*, actor: Actor, at: datetime, subject: int, **given: Any) -> object:
    return familiarisation.withdraw(actor=actor, at=at, document_id=subject, **given)


def _note_read(*, actor: Actor, at: datetime, subject: int) -> object:
    return familiarisation.read(actor=actor, at=at, familiarisation_id=subject)


def _hand_over(*, actor: Actor, at: datetime, subject: int, post: int, signed_by: str, is_copy: bool) -> object:
    return paper.hand_over(actor=actor, at=at, document_id=subject, post_id=post, signed_by=signed_by, is_copy=is_copy)


def _file_away(*, actor: Actor, at: datetime, subject: int, case: int) -> object:
    return nomenclature.file_away(actor=actor, at=at, document_id=subject, case_id=case)


def _take_out(*, actor: Actor, at: datetime, subject: int, case: int) -> object:
    return nomenclature.take_out(actor=actor, at=at, document_id=subject, case_id=case)


def _admit(*, actor: Actor, at: datetime, subject: int) -> object:
    return arrivals.admit(actor=actor, at=at, document_id=subject)


DEEDS = (
    bulk.Deed(
        "oznaiomlennia", "Ознайомлення", "Надати для ознайомлення", _give, _readers_form, read.named, GIVERS,
        undo="vidklykannia-oznaiomlennia", words="Кожен, кого названо, побачить документ і відмітить, що ознайомився.",
    ),
    bulk.Deed(
        "vidklykannia-oznaiomlennia", "Відкликання ознайомлення", "Відкликати", _withdraw, _readers_form, read.named,
        GIVERS, words="Хто вже ознайомився, залишиться в переліку ознайомлених.",
    ),
    bulk.Deed("oznaiomleno", "Відмітка про ознайомлення", "Відмітити ознайомлення", _note_read, nothing, reading.named),
    bulk.Deed(
        "peredavannia", "Передавання під підпис", "Передати під підпис", _hand_over, _paper_form, read.named,
        ("document.hand_over_paper",), words="Паперові оригінали (або копії) передають одній особі під її підпис.",
    ),
    bulk.Deed(
        "do-spravy", "До справи", "Вмістити до справи", _file_away, _case_form, read.named, ("document.file_away",),
        undo="zi-spravy", words="Документи на контролі або з невиконаними завданнями буде відхилено із зазначенням причини.",
    ),
    bulk.Deed(
        "zi-spravy", "Вилучення зі справи", "Вилучити зі справи", _take_out, _case_form, read.named,
        ("document.file_away",),
    ),
    bulk.Deed(
        "na-reiestratsiiu", "На реєстрацію", "Надіслати на реєстрацію", _admit, nothing, read.named, ("arrival.review",),
        words="Вид, адресат і терміновість залишаться такими, як зазначено під час приймання.",
    ),
)  # fmt: skip


def register() -> None:
    """Put the deeds into the table, and their buttons under the lists."""
    for deed in DEEDS:
        bulk.register(deed)
    page = "documents:bulk"
    bar.register(LISTS, "Ознайомити", page, args=["oznaiomlennia"], rights=GIVERS, order=10, icon="people")
    bar.register(
        LISTS,
        "Передати під підпис",
        page,
        args=["peredavannia"],
        rights=["document.hand_over_paper"],
        order=20,
        icon="pen",
    )
    bar.register(LISTS, "До справи", page, args=["do-spravy"], rights=["document.file_away"], order=30, icon="folder")
    bar.register(["reading"], "Відмітити ознайомлення", page, args=["oznaiomleno"], order=10, icon="check")
    bar.register(
        ["arrivals"],
        "На реєстрацію",
        page,
        args=["na-reiestratsiiu"],
        rights=["arrival.review"],
        order=10,
        icon="check",
    )
    outputs = (*LISTS, "arrivals")
    bar.register(outputs, "Надрукувати перелік", "documents:bulk_list", order=50, is_output=True)
    bar.register(outputs, "Надрукувати картки", "documents:bulk_cards", order=51, is_output=True)
    bar.register(LISTS, "Надрукувати бирки", "documents:bulk_labels", order=52, is_output=True)
    bar.register(outputs, "Зберегти як XLSX", "documents:bulk_xlsx", order=60, is_output=True)
    bar.register(outputs, "Зберегти як CSV", "documents:bulk_csv", order=61, is_output=True)
