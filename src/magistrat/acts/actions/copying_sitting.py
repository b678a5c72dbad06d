"""Certified copies or extracts of all decisions of a sitting for their drafters, made by the worker (KR 4.47; DR 6.26).

Each decision is a deed of its own (`documents.bulk`): whoever asked may leave, a killed worker's half is undone and done again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from magistrat.acts.actions import copying, deeds, handing
from magistrat.acts.models import Act, Copy, Handover
from magistrat.acts.queries import copies, registrars
from magistrat.bodies.queries import halls
from magistrat.bodies.queries import outcomes as bodies
from magistrat.documents import bulk as known
from magistrat.documents.actions import bulk
from magistrat.documents.models import BulkRun
from magistrat.journal.actor import Actor
from magistrat.papers.stamps import Unstampable
from magistrat.rules import orders
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

# The deed's key among those that are done to many.
KEY = "kopii-rishen"
NOT_A_SHEET = "Копію зробити не вдалося: файл підписаного акта не відкривається як PDF чи зображення."
Form = Copy.Form
OWED = {Form.COPY: Handover.Kind.AUTHOR, Form.EXTRACT: Handover.Kind.EXTRACT}


def begin(*, actor: Actor, at: datetime, gathering: int, form: str, address: str = "", back: str = "") -> BulkRun:
    """Let the worker certify a copy of each registered decision of the sitting, or the extracts that its list asks for.

    :param form: key of `Copy.Form`; :param address: of the site, for the way to the verification page; :param back: the page
        from which it was asked.
    :raises Refusal: no right, nothing is left to certify, or the worker is at them already.
    """
    with transaction.atomic():
        # Two who ask at once ask one after another: the second finds the first one's run.
        wanted = _left(gathering, Form(form))
        for act in wanted[:1]:
            if refusal := registrars.right_refusal(act, actor, orders.COPY, local_date(at)):
                raise refusal
        if not wanted:
            said = "витягів, про які просить розрахунок розсилки" if form == Form.EXTRACT else "зареєстрованих рішень"
            raise Refusal("", f"На цьому засіданні немає {said}, яких ще не засвідчено.")
        if copies.under_way(gathering, form) is not None:
            raise Refusal("", "Копії цього засідання вже засвідчуються: дочекайтеся завершення.")
        deed = known.find(KEY)
        assert deed is not None
        return bulk.start(
            actor=actor, at=at, deed=deed, subjects=[act.document_id for act in wanted], back=back,
            given={"form": form, "address": address, "gathering": gathering},
        )  # fmt: skip


def certify(
    *, actor: Actor, at: datetime, document: int, form: str = Form.COPY, address: str = "", gathering: int | None = None
) -> list[Copy]:
    """Certify for its drafter's unit the copy (or the extracts) of one decision; what is there already is left as it is.

    What was owed to the drafter is marked as handed over.

    :param gathering: of which the deed was asked; another one's decision is refused.
    :raises Refusal: no right, not registered, not adopted by a body, or its file is no paper.
    """
    with transaction.atomic():
        pk = Act.objects.filter(document=document).values_list("pk", flat=True).first()
        act = deeds.locked(pk or 0, actor)
        deeds.must_be(act, Act.State.REGISTERED)
        if refusal := registrars.right_refusal(act, actor, orders.COPY, local_date(at)):
            raise refusal
        where = act.outcome.gathering_id if act.outcome else None
        if where is None or gathering not in (None, where):
            raise Refusal("", "Це рішення ухвалено не на цьому засіданні.")
        there = copies.certified(where, Form(form))
        wanted = [points for points in _wanted(act, Form(form)) if (act.pk, points) not in there]
        whom, ground = act.drafter.department.name, copies.ground_of(halls.gathering(where))
        try:
            # Files first: the journal's counter is held only while numbers are written.
            made = [
                copying.prepare(act=act, actor=actor, at=at, points=points, address=address or settings.SITE_ADDRESS)
                for points in wanted
            ]
        except Unstampable:
            raise Refusal("", NOT_A_SHEET) from None
        done = [copying.number(act=act, actor=actor, at=at, made=one, whom=whom, ground=ground) for one in made]
        _hand_over(act, Form(form), actor, at)
    return done


def _left(gathering: int, form: Form) -> list[Act]:
    """Registered decisions of the sitting that were signed in the system and lack a copy, locked, in the agenda's order."""
    places = {outcome.pk: place for place, outcome in enumerate(bodies.in_order(gathering))}
    there = copies.certified(gathering, form)
    rows = Act.objects.select_related(*deeds.JOINED).select_for_update(of=("self",))
    rows = rows.filter(outcome__in=places, state=Act.State.REGISTERED, signed_file__isnull=False).order_by("pk")
    left = [act for act in rows if any((act.pk, points) not in there for points in _wanted(act, form))]
    return sorted(left, key=lambda act: places[act.outcome_id or 0])


def _wanted(act: Act, form: Form) -> Iterator[tuple[str, ...]]:
    """Of which points a copy is made: of all, or of those that a line of the mailing list names."""
    if form == Form.COPY:
        yield ()
        return
    yield from dict.fromkeys(tuple(one.points) for one in act.recipients.order_by("position") if one.points)


def _hand_over(act: Act, form: Form, actor: Actor, at: datetime) -> None:
    row = Handover.objects.select_for_update().filter(act=act, kind=OWED[form], done_on__isnull=True).first()
    if row is not None:
        handing.done(act=act, row=row, whom=act.drafter.department.name, actor=actor, at=at)
