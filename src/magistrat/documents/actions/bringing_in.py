"""What a city brings with it on its first day: correspondents, documents under the numbers they have, last numbers.

Each deed is repeatable: what is there already is left as it is and said so, and nothing is made twice. Thousands of them
follow one another, each within the savepoint of its row, so they set none of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import registration
from magistrat.documents.actions.correspondents import fill
from magistrat.documents.card import Card
from magistrat.documents.models import Correspondent, Document, Registry
from magistrat.documents.queries import bringing_in as read
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.numbers import actions as numbers
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "records.bring_in"
CODE = "documents.brought_in"


@dataclass(frozen=True)
class Entered:
    """What a deed left: the id, and whether it was made now."""

    pk: int
    is_new: bool


def demand(*, actor: Actor, at: datetime) -> None:
    """Go on only for those who may bring in earlier records.

    :raises Refusal: for anyone else.
    """
    if not actor.is_system and (refusal := regulation.refusal(actor=actor, right=RIGHT, on=local_date(at))):
        raise refusal


def correspondent(
    *, actor: Actor, at: datetime, name: str, kind: str, code: str = "", address: str = "", email: str = "",
    phone: str = "", head: str = "",
) -> Entered:  # fmt: skip
    """A correspondent of the earlier directory; the one with the same code, or without a code the same name, is kept.

    :raises Refusal: no right, no name, no such kind, a code with a wrong check digit.
    """
    with transaction.atomic(savepoint=False):
        demand(actor=actor, at=at)
        if known := read.correspondent(name=name, code=code):
            return Entered(known, is_new=False)
        made = Correspondent()
        fill(made, name=name, kind=kind, code=code, address=address, email=email, phone=phone, head=head)
        made.save()
        payload = {"text": f"Із попереднього довідника внесено: {made.name}", "name": made.name, "code": made.code}
        journal.record(
            actor=actor, at=at, code="documents.correspondent_brought_in", subject=made, payload=payload
        )  # fmt: skip
    return Entered(made.pk, is_new=True)


def document(
    *, actor: Actor, at: datetime, registry_id: int, number: int, index: str, registered_at: datetime, card: Card,
    is_resolved: bool,
) -> Entered:  # fmt: skip
    """A registered document of the earlier records under its own number, index and day.

    :param is_resolved: a resolution comes with it, so that it does not lie on the addressee's desk.
    :raises Refusal: no right; the number is another document's; an incomplete card; a day to come.
    """
    with transaction.atomic(savepoint=False), regulation.remembering():
        demand(actor=actor, at=at)
        registry = Registry.objects.select_related("department").get(pk=registry_id)
        if local_date(registered_at) > local_date(at):
            raise Refusal(registry.clause, "День реєстрації ще не настав.")
        known = read.at_number(registry, registration.period_of(registry, registered_at), number)
        if known is not None:
            return Entered(_same(known, index, registered_at, registry), is_new=False)
        written = registration.Written(
            number=number, at=registered_at, index=index, code=CODE,
            said="Із попередніх обліків: {index}", is_told=not is_resolved,
        )  # fmt: skip
        made = registration.register_written(
            actor=actor, at=at, registry=registry, card=card, written=written, confirm=True
        )  # fmt: skip
    return Entered(made.pk, is_new=True)


def _same(known: Document, index: str, registered_at: datetime, registry: Registry) -> int:
    """The document that is there, when it is the same one."""
    if known.index == index and known.registered_on == local_date(registered_at) and read.is_brought_in(known):
        return known.pk
    raise Refusal(registry.clause, f"Номер {known.number} у реєстрі «{registry.title}» уже має документ {known.index}.")


def last_number(*, actor: Actor, at: datetime, registry_id: int, period: str, last: int) -> Entered:
    """Let the registry's numbers go on after `last`: what has been given on paper or elsewhere is never given again.

    :raises Refusal: no right; the registry is kept on paper now.
    """
    with transaction.atomic(savepoint=False):
        demand(actor=actor, at=at)
        registry = Registry.objects.get(pk=registry_id)
        period = period if registry.restarts == "year" else ""
        before = read.last_given(registry, period)
        if before >= last:
            return Entered(registry.pk, is_new=False)
        if read.is_on_paper(registry):
            raise registration.on_paper(registry)
        numbers.advance(series=registration.series(registry), period=period, last=last)
        payload = {
            "text": f"Реєстр «{registry.title}» {period}: нумерація продовжується після номера {last}",
            "period": period, "last": last, "before": before,
        }  # fmt: skip
        journal.record(
            actor=actor, at=at, code="documents.last_number_brought_in", subject=registry, payload=payload
        )  # fmt: skip
    return Entered(registry.pk, is_new=True)


def history(*, actor: Actor, at: datetime, document_id: int, day: str, text: str) -> Entered:
    """A line of the document's earlier life, as the former books tell it; told once.

    :raises Refusal: no right.
    """
    with transaction.atomic(savepoint=False):
        demand(actor=actor, at=at)
        said = f"Із попередніх обліків, {day}: {text}"
        if read.has_line(document_id, said):
            return Entered(document_id, is_new=False)
        found = Document.objects.get(pk=document_id)
        journal.record(
            actor=actor, at=at, code="documents.history_brought_in", subject=found, document=document_id,
            payload={"text": said, "day": day},
        )  # fmt: skip
    return Entered(document_id, is_new=True)
