"""The heaps of «Мій стіл»: like papers that are worked through one after another, each with the number waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from magistrat.acts.queries import mailing as acts_sent
from magistrat.acts.queries import office as acts_office
from magistrat.acts.queries import registrars as acts_registrars
from magistrat.acts.queries import removal as acts_removal
from magistrat.acts.queries import signing as acts_signing
from magistrat.documents.queries import arrivals, familiarisation
from magistrat.exchange.queries import mailboxes, mails
from magistrat.tasks import queries as tasks


@dataclass(frozen=True)
class Heap:
    """A heap of like papers with one way to work through it: «На резолюцію 30»."""

    title: str
    count: int
    url: str
    is_bad: bool = False


def of(request: HttpRequest) -> list[Heap]:
    """Papers that are worked through one after another, with the number waiting."""
    found = (
        *_papers(request),
        *_acts(request),
        *_reading(request),
        *_arrivals(request),
        *_mail(request),
        *_overdue(request),
    )
    return [heap for heap in found if heap.count]


def handing_over(request: HttpRequest, absences: Sequence[Any]) -> list[Heap]:
    """His own duties that others made ready to be handed over: he agrees to it himself (KR 1.9.2; DR 2.10)."""
    actor = request.actor
    own = actor.post_id if actor.acting_for is None and actor.on_behalf is None else None
    waiting = [one for one in absences if one.absent_id == own and one.agreed_at is None]
    if not waiting:
        return []
    url = reverse("organisation:substitution", args=[waiting[-1].pk])
    return [Heap("Передача обов'язків: затвердити", len(waiting), url)]


def _papers(request: HttpRequest) -> Iterator[Heap]:
    names = {"urgent": "Термінове", "resolution": "На резолюцію", "info": "До відома"}
    counts = tasks.folder_counts(posts=request.actor.line)
    for folder, title in names.items():
        url = f"{reverse('tasks:review')}?papka={folder}"
        yield Heap(title, counts.get(folder, 0), url, is_bad=folder == "urgent")


def _acts(request: HttpRequest) -> Iterator[Heap]:
    """Acts to sign, to register, to send, to read: each worked through on a page of its own."""
    yield Heap("На підпис", acts_signing.folder_count(request.actor, request.on), reverse("acts:folder"))
    yield Heap("Акти для ознайомлення", acts_sent.mine_count(request.actor), reverse("acts:to_read"))
    if request.may("document.register_act") is None:
        kept = acts_registrars.registries_of(request.actor, request.on)
        office = reverse("acts:office")
        yield Heap("Акти до реєстрації", acts_office.to_register_count(kept), office)
        yield Heap("Акти до розсилки", acts_office.to_send_count(kept), f"{office}?etap=rozsylka")
    if request.may("control.submit_case") is None and acts_removal.rule(request.on) is not None:
        waiting = len(acts_removal.candidates(request.actor))
        yield Heap("Виконані акти на контролі", waiting, reverse("acts:propose_removal"))


def _reading(request: HttpRequest) -> Iterator[Heap]:
    yield Heap("На ознайомлення", familiarisation.count(request.actor), reverse("documents:reading"))


def _arrivals(request: HttpRequest) -> Iterator[Heap]:
    if request.may("arrival.review") is None:
        waiting = arrivals.figures(actor=request.actor)
        yield Heap("На попередній розгляд", waiting.review, reverse("documents:arrivals"))
        yield Heap("До реєстрації", waiting.registration, reverse("documents:arrivals"))


def _mail(request: HttpRequest) -> Iterator[Heap]:
    if request.may("mail.operate") is not None:
        return
    address = reverse("exchange:queue")
    yield Heap("Електронна пошта", mails.waiting_count(request.actor), address)
    late = sum(box.is_late for box in mailboxes.of_actor(actor=request.actor, at=request.at))
    yield Heap("Скриньки не перевірено", late, address, is_bad=True)


def _overdue(request: HttpRequest) -> Iterator[Heap]:
    specialist = request.may("control.submit_case") is None
    if not specialist and request.may("control.write_off") is not None:
        return
    leader = None if specialist else request.actor.post_id
    found = tasks.overdue_count(actor=request.actor, on=request.on, leader=leader)
    whose = f"&leader={leader}" if leader else ""
    yield Heap("На контролі прострочено", found, f"{reverse('tasks:control')}?overdue=on{whose}", is_bad=True)
