"""A registry on paper: declared, its numbers by hand entered afterwards, gaps explained, closed.

There is no power, or no server: the clerk writes numbers into the paper journal. Meanwhile the registry's counter is stopped
(`numbers.stop`), so that no number is given twice whoever presses what; the end sets it to the last number by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import files, indices, placing, registration
from magistrat.documents.card import Card, Signed
from magistrat.documents.models import Document, PaperGap, PaperPeriod, Registry
from magistrat.documents.queries import paper_periods as read
from magistrat.documents.queries import rights
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.numbers import actions as numbers
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local, local_date
from magistrat.rules.numbering import Pattern
from magistrat.rules.refusal import Refusal

MANAGE = "registry.manage"
# A paper journal of one outage; more than this is a slip of the pen.
MOST_NUMBERS = 20_000


def declare(*, actor: Actor, at: datetime, registry_id: int, since: datetime, ground: str) -> PaperPeriod:
    """Declare a registry to be kept on paper from the moment `since` (it may have passed: there was no power).

    :raises Refusal: no right; no ground; on paper already; a moment to come, or before what was registered last.
    """
    with transaction.atomic():
        registry = _managed(actor, at, registry_id)
        if not ground.strip():
            raise Refusal(registry.clause, "Зазначте підставу: чому реєстр ведуть на папері.")
        if since > at:
            raise Refusal(registry.clause, "Паперовий період не оголошують наперед: зазначте момент, який уже настав.")
        if PaperPeriod.objects.filter(registry=registry, until__isnull=True).exists():
            raise indices.on_paper(registry)
        period = placing.period_of(registry, since)
        last = numbers.stop(series=indices.series(registry), period=period, first=registry.first_of(period))
        _refuse_before_last(registry, period, since)
        made = PaperPeriod.objects.create(
            registry=registry, period=period, since=since, ground=ground.strip(), first_number=last + 1,
            declared_at=at, declared_by=actor.printed,
        )  # fmt: skip
        text = f"Реєстр «{registry.title}» ведеться на папері з {local(since):%d.%m.%Y %H:%M}. Підстава: {made.ground}"
        _note(actor, at, "documents.paper_period_declared", made, text, since=since, first=made.first_number)
    return made


def enter(
    *,
    actor: Actor,
    at: datetime,
    paper_period_id: int,
    number: int,
    written_at: datetime,
    card: Card,
    index: str = "",
    signed: Signed | None = None,
    uploads: Iterable[files.Upload] = (),
    links: Sequence[tuple[int, str]] = (),
    confirm: bool = False,
) -> Document:
    """Enter a document under the number that was written by hand, with the moment from the paper journal.

    Its files are kept before the period is held, so that nobody who enters the next number waits for the disk.

    :raises Refusal: no right in the registry; a number or a moment outside the period, or against its neighbours; the
        number is entered or explained already; an index that does not bear the number.
    """
    with transaction.atomic():
        period = PaperPeriod.objects.get(pk=paper_period_id)
        registry = rights.with_clerk(actor).select_related("department").get(pk=period.registry_id)
        if refusal := rights.refusal_to_register(actor=actor, registry=registry, on=local_date(at)):
            raise refusal
        _refuse_index(registry, number, index.strip())
        _refuse_outside(period, registry, number, written_at, at)
        prepared = files.prepare(uploads=uploads, at=at)
        period = _locked(paper_period_id)
        # Once more: meanwhile it may have been ended, and the number explained.
        _refuse_outside(period, registry, number, written_at, at)
        _refuse_out_of_order(period, number, written_at)
        written = placing.Written(
            number=number, at=written_at, index=index.strip(), code="documents.entered_from_paper",
            said="Номер із паперового журналу: {index}", is_by_hand=True,
        )  # fmt: skip
        return registration.register_written(
            actor=actor, at=at, registry=registry, card=card, written=written, signed=signed, prepared=prepared,
            links=links, confirm=confirm,
        )  # fmt: skip


def explain(*, actor: Actor, at: datetime, paper_period_id: int, number: int, reason: str) -> PaperGap:
    """Say why no document is entered under a number of the paper journal (spoilt, left out): it is not given again.

    :raises Refusal: no right; no reason; the number is entered, explained already, or not of the period.
    """
    with transaction.atomic():
        period = _locked(paper_period_id)
        registry = _managed(actor, at, period.registry_id)
        if not reason.strip():
            raise Refusal(registry.clause, f"Зазначте, чому під номером {number} немає документа.")
        if number not in read.missing(period):
            raise Refusal(registry.clause, f"Номер {number} не є пропущеним у цьому паперовому періоді.")
        gap = PaperGap.objects.create(
            paper_period=period, number=number, reason=reason.strip(), by=actor.printed, at=at
        )
        text = f"Номер {number} паперового журналу не використано: {gap.reason}"
        _note(actor, at, "documents.paper_gap_explained", period, text, number=number)
    return gap


def end(*, actor: Actor, at: datetime, paper_period_id: int, until: datetime, last_number: int) -> PaperPeriod:
    """Say that the registry is kept here again: until when it was on paper, and the last number written by hand.

    Registration goes on at once with the next number; what is written on paper may be entered later.

    :raises Refusal: no right; ended already; a moment or a number that the period contradicts.
    """
    with transaction.atomic():
        period = _locked(paper_period_id)
        registry = _managed(actor, at, period.registry_id)
        if period.until is not None:
            raise Refusal(registry.clause, "Паперовий період уже завершено.")
        _refuse_end(period, registry, until, last_number, at)
        period.until, period.last_number, period.ended_at, period.ended_by = until, last_number, at, actor.printed
        period.save(update_fields=["until", "last_number", "ended_at", "ended_by"])
        numbers.go_on(series=indices.series(registry), period=period.period, last=last_number)
        text = (
            f"Реєстр «{registry.title}» знову ведеться в системі; на папері до {local(until):%d.%m.%Y %H:%M}, "
            f"останній номер від руки {last_number}"
        )
        _note(actor, at, "documents.paper_period_ended", period, text, until=until, last=last_number)
    return period


def close(*, actor: Actor, at: datetime, paper_period_id: int) -> PaperPeriod:
    """Close the period: every number by hand is entered or explained.

    :raises Refusal: no right; still on paper; numbers are missing; closed already.
    """
    with transaction.atomic():
        period = _locked(paper_period_id)
        registry = _managed(actor, at, period.registry_id)
        if period.until is None:
            raise Refusal(registry.clause, "Спочатку завершіть паперовий період: зазначте останній номер від руки.")
        if period.closed_at is not None:
            raise Refusal(registry.clause, "Паперовий період уже закрито.")
        if left := read.missing(period):
            shown = ", ".join(str(one) for one in left[:10]) + ("…" if len(left) > 10 else "")
            raise Refusal(registry.clause, f"Не внесено і не пояснено номери: {shown} (разом {len(left)}).")
        period.closed_at, period.closed_by = at, actor.printed
        period.save(update_fields=["closed_at", "closed_by"])
        _note(
            actor, at, "documents.paper_period_closed", period, f"Паперовий період реєстру «{registry.title}» закрито"
        )
    return period


# --- checks -----------------------------------------------------------------------------------------


def _managed(actor: Actor, at: datetime, registry_id: int) -> Registry:
    if refusal := regulation.refusal(actor=actor, right=MANAGE, on=local_date(at)):
        raise refusal
    return Registry.objects.select_for_update(of=("self",), no_key=True).get(pk=registry_id)


def _locked(paper_period_id: int) -> PaperPeriod:
    return PaperPeriod.objects.select_for_update(of=("self",)).get(pk=paper_period_id)


def _refuse_before_last(registry: Registry, period: str, since: datetime) -> None:
    last = Document.objects.filter(registry=registry, period=period).order_by("-number", "-supplement").first()
    if last is not None and last.registered_at is not None and last.registered_at > since:
        raise Refusal(
            registry.clause,
            f"Після цього моменту в реєстрі вже зареєстровано {last.index} ({local(last.registered_at):%d.%m.%Y %H:%M}): "
            "зазначте пізніший.",
        )


def _refuse_outside(
    period: PaperPeriod, registry: Registry, number: int, written_at: datetime, at: datetime
) -> None:  # fmt: skip
    last = period.first_number + MOST_NUMBERS if period.last_number is None else period.last_number
    if not period.first_number <= number <= last:
        said = f"до {period.last_number}" if period.last_number is not None else "далі"
        raise Refusal(registry.clause, f"Номери цього паперового періоду — від {period.first_number} {said}.")
    if not period.since <= written_at <= (period.until or at):
        raise Refusal(registry.clause, "Момент реєстрації має бути в межах паперового періоду.")
    if placing.period_of(registry, written_at) != period.period:
        raise Refusal(registry.clause, "Нумерація почалася заново: для нового року оголосіть інший паперовий період.")
    if period.gaps.filter(number=number).exists():
        raise Refusal(registry.clause, f"Про номер {number} уже зазначено, що його не використано.")


def _refuse_out_of_order(period: PaperPeriod, number: int, written_at: datetime) -> None:
    """Moments go up with the numbers: the paper journal was written line by line."""
    before, after = read.neighbours(period, number)
    if before is not None and before.at > written_at:
        raise Refusal("", f"Попередній номер {before.number} зареєстровано пізніше: {local(before.at):%d.%m %H:%M}.")
    if after is not None and after.at < written_at:
        raise Refusal("", f"Наступний номер {after.number} зареєстровано раніше: {local(after.at):%d.%m %H:%M}.")


def _refuse_index(registry: Registry, number: int, index: str) -> None:
    if not index:
        return
    try:
        is_own = Pattern(registry.pattern).read(index)["n"] == number
    except ValueError:
        is_own = False
    if not is_own:
        raise Refusal(registry.clause, f"Індекс {index} не відповідає номеру {number} за взірцем «{registry.pattern}».")


def _refuse_end(period: PaperPeriod, registry: Registry, until: datetime, last: int, at: datetime) -> None:
    if not period.since <= until <= at:
        raise Refusal(registry.clause, "Паперовий період закінчується після свого початку і не пізніше ніж зараз.")
    if not period.first_number - 1 <= last <= period.first_number + MOST_NUMBERS:
        raise Refusal(
            registry.clause,
            f"Останній номер від руки не може бути {last}: перший номер цього періоду — {period.first_number}. "
            f"Якщо на папері нічого не зареєстровано, зазначте {period.first_number - 1}.",
        )
    entered = read.last_entered(period)
    if entered is not None and (entered.number > last or entered.at > until):
        raise Refusal(registry.clause, f"Уже внесено номер {entered.number}: зазначте пізніший номер або момент.")


def _note(actor: Actor, at: datetime, code: str, period: PaperPeriod, text: str, **payload: object) -> None:
    journal.record(actor=actor, at=at, code=code, subject=period, payload={"text": text, **payload})
