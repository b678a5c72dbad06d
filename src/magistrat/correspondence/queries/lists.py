"""Letters by what waits for whom, and those that went on a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from magistrat.correspondence.models import OPEN_STATES, Dispatch, Letter, Visa
from magistrat.correspondence.queries.letters import unsent_of
from magistrat.documents.models import Document, DocumentCorrespondent
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation.open_work import OpenWork
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.ui import prepared

State = Letter.State
SHELVES = {
    "proiekty": "Проєкти",
    "vizy": "До візування",
    "pidpys": "На підпис",
    "reiestratsiia": "До реєстрації",
    "nadsylannia": "До надсилання",
    "nadislani": "Надіслані",
}
# Sent letters grow without end, so their number is not counted on every page.
COUNTED = tuple(key for key in SHELVES if key != "nadislani")
SHOWN = ("document__kind", "document__correspondent", "signatory", "drafter")
CORRECT = "Виправити адресу"
LETTERS = ("лист чекає", "листи чекають", "листів чекають")
REGISTER = ("document.register_outgoing", "document.register_unit")


def shelf(actor: Actor, key: str, on: date) -> QuerySet[Letter]:
    """Letters of one shelf that are the actor's to work on; for paging by `-id`; an unknown shelf is that of drafts."""
    wanted = _SHELVES.get(key, _drafts)(actor, on)
    found = Letter.objects.filter(wanted).select_related(*SHOWN)
    if key != "nadislani":
        found = found.filter(state__in=OPEN_STATES)
    return found.defer("text", "document__lemmas", "document__search_text")


def counts(actor: Actor, on: date) -> dict[str, int]:
    """How many letters lie on each counted shelf; one statement."""
    each = {key: Count("pk", filter=_SHELVES[key](actor, on)) for key in COUNTED}
    return dict(Letter.objects.filter(state__in=OPEN_STATES).aggregate(**each))


def open_work(posts: Sequence[int], on: date) -> list[OpenWork]:
    """Letters that wait for visas and signatures of the posts, to warn of before a leave; one statement."""
    waiting = {"vizy": _asked(posts), "pidpys": Q(state=State.SIGNING, signatory__in=posts)}
    counts = Letter.objects.filter(state__in=[State.VISAS, State.SIGNING]).aggregate(
        **{key: Count("pk", filter=wanted) for key, wanted in waiting.items()}
    )
    address = reverse("correspondence:outgoing")
    return [
        OpenWork(counts[key], f"{counts[key]} {words.plural(counts[key], *LETTERS)} на {what}", f"{address}?stan={key}")
        for key, what in (("vizy", "візу"), ("pidpys", "підпис"))
    ]


def waiting_for(actor: Actor, on: date | None = None, limit: int = 100) -> Sequence[Letter]:
    """Lines of the desk: each letter with `what` waits, the name of its next `step` and, for dispatch, its term.

    One statement. The rights are those of the day, without it of the newest edition.
    """
    on = on or date.max
    lines = _waiting(
        actor, registers=_may(actor, on, *REGISTER), dispatches=_may(actor, on, "letter.dispatch"), limit=limit
    )
    for line in lines:
        line.what, line.step = _said(line)
        line.page = "correspondence:dispatch" if line.step == CORRECT else "correspondence:letter"
    return lines


@prepared.prepared
def _waiting(actor: Actor, *, registers: bool, dispatches: bool, limit: int) -> QuerySet[Letter]:
    wanted = Q(drafter__in=actor.line, state=State.DRAFT) | _visas(actor) | _signatures(actor)
    if registers:
        wanted |= _seen(actor, State.SIGNED)
    if dispatches:
        wanted |= _unsent(actor)
    found = Letter.objects.filter(wanted, state__in=OPEN_STATES)
    found = found.select_related("document").defer("text", *access.heavy("document"))
    return found.order_by(F("due_on").asc(nulls_last=True), "id")[:limit]


def mailed(*, actor: Actor, on: date, way: str = "") -> Sequence[Dispatch]:
    """What went on the day from letters that the actor sees, by way and addressee; one statement."""
    found = Dispatch.objects.filter(on=on, letter__document__in=access.visible(actor).values("pk"))
    if way:
        found = found.filter(way=way)
    return list(found.select_related("letter__document", "correspondent").order_by("way", "correspondent__name", "id"))


def sent_by_courier(*, actor: Actor, on: date) -> Sequence[Dispatch]:
    """What a courier took or was handed over on the day, of letters that the actor sees; one statement."""
    ways = [Dispatch.Way.COURIER, Dispatch.Way.HAND]
    found = Dispatch.objects.filter(on=on, way__in=ways, letter__document__in=access.visible(actor).values("pk"))
    return list(found.select_related("letter__document", "correspondent").order_by("correspondent__name", "id"))


def ready_to_go(actor: Actor, on: date, limit: int = 100) -> Sequence[DocumentCorrespondent]:
    """Each addressee to whom a registered letter has not gone yet, with its `letter`; what is due first on top.

    Three statements.
    """
    waiting = Letter.objects.filter(_to_dispatch(actor, on)).select_related("document")
    rows = waiting.order_by(F("due_on").asc(nulls_last=True), "id")[:limit]
    letters = {one.document_id: one for one in rows.defer("text", "document__lemmas", "document__search_text")}
    found = unsent_of(letters)
    for party in found:
        party.letter = letters[party.document_id]
    places = {document: place for place, document in enumerate(letters)}
    return sorted(found, key=lambda party: (places[party.document_id], party.position))


def _drafts(actor: Actor, on: date) -> Q:
    return Q(drafter__in=actor.line, state__in=[State.DRAFT, State.VISAS, State.SIGNING])


def _to_visa(actor: Actor, on: date) -> Q:
    return _visas(actor)


def _visas(actor: Actor) -> Q:
    return _asked(actor.line)


def _asked(posts: Sequence[int]) -> Q:
    asked = Visa.objects.filter(
        letter=OuterRef("pk"), version=OuterRef("version"), post__in=posts, state=Visa.State.ASKED
    )
    return Q(Exists(asked), state=State.VISAS)


def _to_sign(actor: Actor, on: date) -> Q:
    return _signatures(actor)


def _signatures(actor: Actor) -> Q:
    return Q(state=State.SIGNING, signatory__in=actor.line)


def _to_register(actor: Actor, on: date) -> Q:
    return _seen(actor, State.SIGNED) if _may(actor, on, *REGISTER) else _NOTHING


def _to_dispatch(actor: Actor, on: date) -> Q:
    return _unsent(actor) if _may(actor, on, "letter.dispatch") else _NOTHING


def _sent(actor: Actor, on: date) -> Q:
    return _seen(actor, State.DISPATCHED)


def _unsent(actor: Actor) -> Q:
    # A letter whose registration is annulled goes to nobody, however far it has come.
    return _seen(actor, State.REGISTERED) & Q(document__state=Document.State.REGISTERED)


def _seen(actor: Actor, state: str) -> Q:
    return Q(state=state, document__in=access.visible(actor).values("pk"))


def _may(actor: Actor, on: date, *rights: str) -> bool:
    return any(regulation.refusal(actor=actor, right=right, on=on) is None for right in rights)


_NOTHING = Q(pk__in=[])
_SHELVES: dict[str, Callable[[Actor, date], Q]] = {
    "proiekty": _drafts,
    "vizy": _to_visa,
    "pidpys": _to_sign,
    "reiestratsiia": _to_register,
    "nadsylannia": _to_dispatch,
    "nadislani": _sent,
}


def _said(letter: Letter) -> tuple[str, str]:
    if letter.state == State.DRAFT and letter.remark:
        return f"Лист повернуто: {letter.remark}", "Доопрацювати"
    if letter.state == State.REGISTERED and letter.undelivered:
        return f"Лист не доставлено: {letter.undelivered}", CORRECT
    return _STEPS.get(State(letter.state), (f"Лист: {letter.get_state_display()}", "Відкрити"))


_STEPS = {
    State.DRAFT: ("Проєкт листа", "Надіслати на візування"),
    State.VISAS: ("Лист на візуванні", "Візувати"),
    State.SIGNING: ("Лист на підпис", "Підписати"),
    State.SIGNED: ("Лист підписано", "Зареєструвати"),
    State.REGISTERED: ("Лист зареєстровано", "Надіслати"),
}
