"""Reading accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.db.models import F, Max

from magistrat.accounts.models import User, Visit


def by_login(login: str) -> User | None:
    """The account with the login, whatever the case."""
    return User.objects.filter(login__iexact=login.strip()).first()


def somebody_has_one() -> bool:
    """Whether there is any account, open or closed."""
    return User.objects.exists()


def by_id(user: int) -> User | None:
    """The account that may sign in."""
    return User.objects.filter(pk=user, is_active=True).first()


def locked(user: int) -> User:
    """The account, locked for a change. Only inside a transaction."""
    return User.objects.select_for_update().get(pk=user)


def visits(user: User, limit: int = 20) -> Sequence[Visit]:
    """Sign-ins of the person, the open ones first."""
    open_first = F("ended_at").desc(nulls_first=True)
    return list(Visit.objects.filter(user=user).order_by(open_first, "-began_at")[:limit])


def open_visit(user: User, visit: int) -> Visit | None:
    """A sign-in of the person that has not ended."""
    return Visit.objects.filter(user=user, pk=visit, ended_at__isnull=True).first()


def locked_until(login: str, address: str | None, pause: timedelta) -> datetime | None:
    """When sign-in from the address will be possible again."""
    attempts = AccessAttempt.objects.filter(username=login, ip_address=address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"]
    return last + pause if last else None
