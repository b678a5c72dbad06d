"""The number of a signed act, with all that follows from it, in one transaction (KR 6.15-6.20, 4.34; DR 5.13, 6.26)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import controlling, deeds, handing, mailing, relating, signing
from magistrat.acts.models import Act
from magistrat.acts.queries import force, registrars
from magistrat.approvals.actions import sending as approvals
from magistrat.bodies.queries import outcomes
from magistrat.documents.actions import entering, registration
from magistrat.documents.queries import cards
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import decisions, orders
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Control

State = Act.State
# Without letters and figures that are taken for each other when a code is typed from a paper.
LETTERS, CODE_LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 12


class AnotherDay(Refusal):
    """The act was signed on another day than the clause wants it registered on: told once, done when confirmed."""


@dataclass(frozen=True)
class Details:
    """What the clerk says of the act on its card.

    :param in_force_until: the last day of a term that the act sets itself; :param published_on: of a normative decision, which
        has force since then (KR 4.40, 5.40).
    """

    case_file: int | None = None
    pages: int | None = None
    annex_pages: int | None = None
    in_force_until: date | None = None
    published_on: date | None = None


def register(*, actor: Actor, at: datetime, act: int, details: Details | None = None, confirm: bool = False) -> Act:
    """Give the signed act its number in the registry of its series; it is in force, its points are tasks, its list is sent.

    :param confirm: later than the day on which the clause wants it registered (KR 6.17-6.19).
    :raises Refusal: no right in the registry, not signed, suspended (KR 1.8; DR 6.25), before a signed one above it in the
        agenda (KR 4.34; DR 6.26), no registry of the series, or a term that ends before it begins.
    :raises AnotherDay: told once, done with `confirm`.
    """
    said = details or Details()
    with transaction.atomic():
        found = deeds.locked(act, actor)
        signing.must_be_registrars(act=found, actor=actor, at=at)
        refuse(act=found)
        _refuse_out_of_order(found)
        _refuse_day(found, at, confirm=confirm)
        give(act=found, controls=hold(acts=[found])[found.pk], actor=actor, at=at, said=said)
    return found


def refuse(*, act: Act) -> None:
    """Refuse an act that is not signed, or whose force the mayor has suspended meanwhile (KR 1.8; DR 6.25).

    :raises Refusal: with the reason.
    """
    deeds.must_be(act, State.SIGNED)
    if act.force == Act.Force.SUSPENDED:
        entry = deeds.rules_of(act).get(decisions.SUSPENSION)
        said = "Дію рішення зупинено: номер воно отримає, коли дію поновлять."
        raise entry.refusal(said) if entry else Refusal("", said)


def hold(*, acts: Sequence[Act]) -> dict[int, list[Control]]:
    """Lock all that the acts touch, before any number is taken: locks go in the order object, counter, journal.

    :returns: the controls that each act ends, by its id.
    """
    touched = Act.objects.filter(affected_by__source__in=[act.pk for act in acts]).values("pk")
    list(Act.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk").values_list("pk"))
    return {act.pk: controlling.released(act=act) for act in acts}


def give(*, act: Act, controls: Sequence[Control], actor: Actor, at: datetime, said: Details) -> None:
    """Give the next number, with all that follows from it; part of a deed that has asked the right and holds the locks."""
    registry = registrars.registry_of(act)
    assert registry is not None
    assert act.signed_on is not None
    is_dated_by_adoption = orders.is_dated_by_adoption(deeds.rules_of(act), act.kind)
    if not is_dated_by_adoption or act.adopted_on is None:
        act.adopted_on = act.signed_on
    card = replace(
        cards.card_of(act.document),
        signatory=f"{act.signed_title} {act.signed_name}".replace("\n", " ")[:300],
        author=act.signatory_id,
        department=act.document.department_id or act.drafter.department_id,
        case_file=said.case_file,
        pages=said.pages or (act.signed_file.pages if act.signed_file else None),
        annex_pages=said.annex_pages,
    )
    act.document = registration.register_act(
        actor=actor, at=at, registry_id=registry.pk, card=card, draft_id=act.document_id,
        year_of=act.adopted_on if is_dated_by_adoption else None, keepers=registrars.keepers_of(act, local_date(at)),
        added=_added(act, at),
    )  # fmt: skip
    _into_force(act, said, at)
    approvals.close(at=at, document=act.document_id)
    controlling.begin(act=act, actor=actor, at=at)
    controlling.release(act=act, controls=controls, actor=actor, at=at)
    if act.in_force_from is not None:
        relating.take_effect(act=act, at=at, actor=actor)
    mailing.await_sending(act=act, at=at)
    if act.outcome_id is not None:
        handing.owe_by_registration(act=act, at=at)
    act.save()
    _tell(act, at)


def end_by_term(*, at: datetime) -> list[Act]:
    """End the acts whose own term has passed (KR 4.44, 5.41, 6.22), and let stand what begins or stops today; asked daily."""
    return relating.settle(actor=SYSTEM, at=at)


def set_term(*, actor: Actor, at: datetime, act: int, until: date | None) -> Act:
    """Write down until which day a registered act has force by its own words (KR 6.22), when it was not said at once.

    :raises Refusal: no right in the registry, not registered, or before it came into force.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, State.REGISTERED)
        signing.must_be_registrars(act=found, actor=actor, at=at)
        _refuse_term(found.in_force_from, until, found)
        found.in_force_until = until
        found.save(update_fields=["in_force_until"])
        said = f"до {until:%d.%m.%Y} включно" if until else "без строку"
        entry = orders.expiry_rule(deeds.rules_of(found), found.kind)
        deeds.note(found, actor, at, "acts.term_set", f"Акт діє {said}", entry.clause if entry else "", until=until)
        relating.settle(actor=actor, at=at)
    return found


def _refuse_out_of_order(act: Act) -> None:
    """Decisions of a sitting are numbered in the agenda's order (KR 4.34; DR 6.26): not one before a signed one above it."""
    if act.outcome is None:
        return
    order = [outcome.pk for outcome in outcomes.in_order(act.outcome.gathering_id)]
    above = order[: order.index(act.outcome.pk)]
    waiting = Act.objects.filter(outcome__in=above, kind=act.kind, state=State.SIGNED)
    if waiting.exclude(force=Act.Force.SUSPENDED).exists():
        entry = orders.numbering_rule(deeds.rules_of(act), act.kind)
        said = "На номер чекають рішення, що стоять вище в порядку денному: зареєструйте підписані рішення засідання разом."
        raise entry.refusal(said) if entry else Refusal("", said)


def _refuse_day(act: Act, at: datetime, *, confirm: bool) -> None:
    assert act.signed_on is not None
    last = orders.Last(act.due_on, act.due_clause) if act.due_on else None
    refusal = orders.late_refusal(last, signed_on=act.signed_on, on=local_date(at))
    if refusal is not None and not confirm:
        raise AnotherDay(refusal.clause, refusal.message)


def _refuse_term(since: date | None, until: date | None, act: Act) -> None:
    if until is not None and since is not None and until < since:
        entry = orders.expiry_rule(deeds.rules_of(act), act.kind)
        raise Refusal(
            entry.clause if entry else "", "Строк дії акта не може закінчитися раніше, ніж акт набере чинності."
        )


def _into_force(act: Act, said: Details, at: datetime) -> None:
    edition = deeds.rules_of(act)
    assert act.adopted_on is not None
    act.state, act.check_code, act.remark = State.REGISTERED, _code(), ""
    act.in_force_until = said.in_force_until or act.in_force_until
    act.published_on = said.published_on or act.published_on
    act.in_force_from = force.since(act)
    _refuse_term(act.in_force_from, act.in_force_until, act)
    is_in_force = act.is_in_force(local_date(at))
    act.force = Act.Force.IN_FORCE if is_in_force else Act.Force.NONE
    if act.in_force_until is not None and act.in_force_until < local_date(at):
        act.force = Act.Force.EXPIRED
    last = orders.send_by(
        edition, regulation.work_calendar(), kind=act.kind, flags=act.flags, adopted_on=act.adopted_on,
        registered_on=local_date(at),
    )  # fmt: skip
    act.due_on, act.due_clause = (last.on, last.clause) if last else (None, "")
    act.save()


def _added(act: Act, at: datetime) -> entering.Added:
    """What is told of an act beside its number, in the one entry on its registration."""
    entry, on = orders.numbering_rule(deeds.rules_of(act), act.kind), local_date(at)
    said = f"дата акта {act.adopted_on:%d.%m.%Y}"
    if act.signed_on != on:
        said += f", підписано {act.signed_on:%d.%m.%Y}, зареєстровано {on:%d.%m.%Y}"
    signed = {"adopted_on": act.adopted_on, "signed_on": act.signed_on, "version": act.signed_version_id}
    return entering.Added(said, entry.clause if entry else "", signed)


def _tell(act: Act, at: datetime) -> None:
    key = f"acts.registered:{act.pk}"
    deeds.tell(act, at, key, [act.drafter_id, act.in_charge_id], f"Зареєстровано: {act.document.index}")


def _code() -> str:
    """By which anyone who holds a copy finds the act: «7KQF-M2XW-H4TB»."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))
