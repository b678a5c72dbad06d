"""People and the posts they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.actions import former, returning
from magistrat.organisation.constraints import translated
from magistrat.organisation.queries import membership as queries
from magistrat.organisation.queries.rights import MANAGE, demand
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

FIELDS = ("surname", "given", "patronymic", "gender", "email", "phone", "is_councillor")
NAMES = ("surname", "given", "patronymic")


def add_person(
    *,
    actor: Actor,
    at: datetime,
    surname: str,
    given: str,
    gender: str,
    patronymic: str = "",
    email: str = "",
    phone: str = "",
    is_councillor: bool = False,
) -> models.Person:
    """Enter a person; posts and an account come by deeds of their own.

    :raises Refusal: no right (`organisation.manage`), or a name is missing.
    """
    demand(actor=actor, right=MANAGE, at=at)
    person = models.Person()
    _name(person, surname, given, patronymic, gender, email, phone, is_councillor)
    with transaction.atomic():
        person.save(force_insert=True)
        journal.record(
            actor=actor,
            at=at,
            code="organisation.person_added",
            subject=person,
            payload={"text": f"Унесено картку працівника: {person.signature_name}"},
        )
    return person


def change_person(
    *,
    actor: Actor,
    at: datetime,
    person: int,
    surname: str,
    given: str,
    gender: str,
    patronymic: str = "",
    email: str = "",
    phone: str = "",
    is_councillor: bool = False,
    changed_on: date | None = None,
) -> models.Person:
    """Correct a person's names, addresses and whether he is a councillor; with `changed_on` former names stay for earlier days.

    :raises Refusal: no right (`organisation.manage`), a name is missing, another name lies ahead or was changed from a
        later day, or he holds a post that sits on the executive committee, where no councillor may (KR 1.3; DR 2.2).
    """
    demand(actor=actor, right=MANAGE, at=at)
    with transaction.atomic():
        kept = models.Person.objects.select_for_update().get(pk=person)
        newly = is_councillor and not kept.is_councillor
        if newly and (barred := queries.elected_refusal(person=person, on=local_date(at))):
            raise barred
        before = {field: getattr(kept, field) for field in FIELDS}
        _name(kept, surname, given, patronymic, gender, email, phone, is_councillor)
        kept.save(update_fields=FIELDS)
        changes = {field: [old, getattr(kept, field)] for field, old in before.items() if getattr(kept, field) != old}
        names = {field: both for field, both in changes.items() if field in NAMES}
        text, told = f"Змінено картку працівника: {kept.signature_name}", {}
        if changed_on and names:
            _judge_new_names(changed_on, local_date(at))
            former.keep(kept, names, changed_on, today=local_date(at))
            text, told = f"{text}, з {words.day(changed_on)}", {"changed_on": changed_on}
        journal.record(
            actor=actor,
            at=at,
            code="organisation.person_changed",
            subject=kept,
            payload={"text": text, "changes": changes, **told},
        )
    return kept


def appoint(
    *, actor: Actor, at: datetime, person: int, post: int, since: date, until: date | None = None, ground: str = ""
) -> models.Holding:
    """Put a person on a post from `since` until (exclusive) `until`, by the mayor's order (KR 1.10; DR 2.5).

    Whoever stood in for the vacant post, or for its former holder, does so no more from that day; not from an earlier one
    than today, for on the days that are over he acted. The answer's `ended_with` names them.

    :raises Refusal: no right (`organisation.manage`), no ground, the post is not there or is held in these days.
    """
    demand(actor=actor, right=MANAGE, at=at)
    rule = regulation.rules_on(local_date(at)).get("appointment")
    clause, said = (rule.clause, rule.words) if rule else ("", "")
    if rule and not ground.strip():
        raise Refusal(clause, "Зазначте дату й номер розпорядження, яким призначено на посаду.", said)
    with transaction.atomic(), translated(clause, said):
        # The post's row is the lock: of two appointments at once the second one sees the first.
        kept = models.Post.objects.select_for_update(of=("self",)).get(pk=post)
        _judge_days(kept, since, until)
        if taken := _held_in(post, since, until):
            raise Refusal(clause, f"Посаду «{kept.title}» у ці дні обіймає {taken.person.short_name}.", said)
        # Whoever marks the person as a councillor meanwhile waits, and then sees the appointment.
        models.Person.objects.select_for_update().get(pk=person)
        if barred := queries.membership_refusal(person=person, post=kept, on=local_date(at)):
            raise barred
        replaced = returning.former_holders(post=post, person=person, since=since)
        holding = models.Holding.objects.create(
            person_id=person, post=kept, since=since, until=until, ground=ground.strip()
        )
        holding.ended_with = returning.take_back_all(
            actor=actor, at=at, found=replaced, end=max(since, local_date(at)),
            reason=f"на посаду призначено {holding.person.short_name}",
        )  # fmt: skip
        journal.record(
            actor=actor,
            at=at,
            code="organisation.person_appointed",
            subject=holding,
            clause=clause,
            payload={
                "text": f"Призначено з {words.day(since)}: {kept.title} — {holding.person.signature_name}",
                "person": person,
                "post": post,
                "ground": ground,
                "ended": holding.ended_with,
            },
        )
    return holding


def release(*, actor: Actor, at: datetime, holding: int, until: date, ground: str = "") -> models.Holding:
    """Free a person from a post: `until` is the first day without it, and the first on which he performs nobody's duties in it.

    Whoever comes to the post after him does so by an order of his own. The answer's `ended_with` names what ended.

    :raises Refusal: no right (`organisation.manage`), or the day is not later than the first one.
    """
    demand(actor=actor, right=MANAGE, at=at)
    with transaction.atomic(), translated():
        # The post's lock first: whoever hands duties over to it meanwhile waits, and then sees it vacant.
        models.Post.objects.select_for_update(of=("self",)).get(holdings=holding)
        kept = models.Holding.objects.select_for_update(of=("self",)).select_related("person", "post").get(pk=holding)
        if until <= kept.since:
            raise Refusal("", f"Останній день має бути не раніший за день призначення ({words.day(kept.since)}).")
        if kept.until is not None and kept.until <= until:
            raise Refusal("", f"Працівника вже звільнено з посади з {words.day(kept.until)}.")
        performed = returning.performed_in(kept)
        kept.until = until
        kept.save(update_fields=["until"])
        kept.ended_with = _not_performed(actor, at, kept, performed)
        journal.record(
            actor=actor,
            at=at,
            code="organisation.person_released",
            subject=kept,
            payload={
                "text": f"Звільнено з посади з {words.day(until)}: {kept.post.title} — {kept.person.signature_name}",
                "person": kept.person_id,
                "post": kept.post_id,
                "ground": ground,
                "ended": kept.ended_with,
            },
        )
    return kept


def correct_holding(
    *, actor: Actor, at: datetime, holding: int, since: date, until: date | None, ground: str, reason: str
) -> models.Holding:
    """Correct wrongly entered days or ground of a holding, with a reason; duties performed in it end with it, as `release` says.

    :raises Refusal: no right (`organisation.manage`), no reason, the days meet those of another holder, or are not over and
        the post sits on the executive committee, where no councillor may (KR 1.3; DR 2.2).
    """
    demand(actor=actor, right=MANAGE, at=at)
    if not reason.strip():
        raise Refusal("", "Зазначте причину виправлення.")
    with transaction.atomic(), translated():
        named = models.Holding.objects.get(pk=holding)
        # The locks of an appointment, in its order: the days may come back into force by this deed.
        post = models.Post.objects.select_for_update(of=("self",)).get(pk=named.post_id)
        models.Person.objects.select_for_update().get(pk=named.person_id)
        kept = models.Holding.objects.select_for_update(of=("self",)).select_related("person", "post").get(pk=holding)
        _judge_days(post, since, until)
        today = local_date(at)
        if (until is None or until > today) and (
            barred := queries.membership_refusal(person=kept.person_id, post=post, on=today)
        ):
            raise barred
        changes = {"since": [kept.since, since], "until": [kept.until, until], "ground": [kept.ground, ground]}
        performed = returning.performed_in(kept)
        kept.since, kept.until, kept.ground = since, until, ground.strip()
        kept.save(update_fields=["since", "until", "ground"])
        kept.ended_with = _not_performed(actor, at, kept, performed)
        journal.record(
            actor=actor,
            at=at,
            code="organisation.holding_corrected",
            subject=kept,
            payload={
                "text": f"Виправлено дні на посаді «{kept.post.title}»: {reason}",
                "changes": changes,
                "person": kept.person_id,
                "ended": kept.ended_with,
            },
        )
    return kept


def _not_performed(
    actor: Actor, at: datetime, kept: models.Holding, performed: QuerySet[models.Substitution]
) -> list[str]:
    """End what was performed in the holding with its own end, unless the same person goes on there."""
    if kept.until is None or kept.post.holdings.filter(person=kept.person_id, since=kept.until).exists():
        return []
    reason = f"{kept.person.short_name} більше не обіймає посаду «{kept.post.title}»"
    return returning.take_back_all(actor=actor, at=at, found=performed, end=kept.until, reason=reason)


def _name(
    person: models.Person,
    surname: str,
    given: str,
    patronymic: str,
    gender: str,
    email: str,
    phone: str,
    is_councillor: bool,
) -> None:
    person.surname, person.given, person.patronymic = surname.strip(), given.strip(), patronymic.strip()
    person.gender, person.email, person.phone, person.is_councillor = (
        gender,
        email.strip(),
        phone.strip(),
        is_councillor,
    )
    if not person.surname or not person.given:
        raise Refusal("", "Зазначте прізвище та власне ім'я.")
    if person.gender not in {"m", "f"}:
        raise Refusal("", "Зазначте стать: від неї залежать відмінкові форми.")


def _judge_new_names(changed_on: date, today: date) -> None:
    if changed_on > today:
        raise Refusal("", f"Прізвище, ім'я чи по батькові змінюють не наперед: внесіть зміну {words.day(changed_on)}.")


def _judge_days(post: models.Post, since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise Refusal("", "Останній день має бути не раніший за перший.")
    if since < post.since or (post.until is not None and (until is None or until > post.until)):
        raise Refusal("", f"Посади «{post.title}» у частину цих днів немає в структурі.")


def _held_in(post: int, since: date, until: date | None) -> models.Holding | None:
    return models.Holding.objects.filter(models.meets(since, until), post=post).select_related("person").first()
