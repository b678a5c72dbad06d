"""The first account of a city: whoever may open accounts has to come in himself first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.accounts import queries as accounts
from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.actions.accounts import open_account
from magistrat.organisation.actions.people import add_person, appoint
from magistrat.organisation.models import on_day
from magistrat.organisation.queries.rights import ACCOUNT
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

GROUND = "перший адміністратор, налаштування системи"


def open_first_account(
    *,
    actor: Actor,
    at: datetime,
    login: str,
    password: str,
    surname: str,
    given: str,
    gender: str,
    patronymic: str = "",
) -> models.Post:
    """Put a person on the vacant post that opens accounts for all others, and open his own; he chooses another password.

    :returns: the post, the first by rank.
    :raises Refusal: somebody has an account already, no such post is vacant, the names are not whole, or the password is weak.
    """
    on = local_date(at)
    roles = regulation.rules_on(on).roles_with(ACCOUNT)
    with transaction.atomic():
        # Whoever does it at the same time waits here, and then sees the other's account.
        found = models.Post.objects.select_for_update().filter(on_day(on), roles__overlap=sorted(roles))
        posts = list(found.order_by("rank", "pk"))
        if accounts.somebody_has_one():
            raise Refusal("", "Доступ до системи вже відкрито. Нові відкриває адміністратор на сторінці «Організація».")
        held = set(models.Holding.objects.filter(on_day(on), post__in=posts).values_list("post", flat=True))
        vacant = next((post for post in posts if post.pk not in held), None)
        if vacant is None:
            raise Refusal("", "Немає вільної посади, яка за регламентом відкриває доступ працівникам.")
        person = add_person(actor=actor, at=at, surname=surname, given=given, patronymic=patronymic, gender=gender)
        appoint(actor=actor, at=at, person=person.pk, post=vacant.pk, since=on, ground=GROUND)
        open_account(actor=actor, at=at, person=person.pk, login=login, password=password)
    return vacant
