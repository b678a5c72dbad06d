"""Accounts: opening and closing, passwords, sign-ins and their end."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from magistrat.accounts import queries
from magistrat.accounts.models import User, Visit
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.rules.refusal import Refusal

# A session in use is noted now and then, not with every request.
NOTED = timedelta(minutes=2)
TAKEN = "Логін «{login}» уже має інша особа. Виберіть інший."


def open_account(*, actor: Actor, at: datetime, login: str, password: str, must_change_password: bool = True) -> User:
    """Open an account; at the first sign-in its person chooses a password of his own.

    :raises Refusal: the login is taken, or the password is too weak.
    """
    login = login.strip().lower()
    with transaction.atomic():
        if not login or queries.by_login(login) is not None:
            raise Refusal(clause="", message=TAKEN.format(login=login) if login else "Вкажіть логін.")
        user = User(login=login, created_at=at, must_change_password=must_change_password)
        _check_password(password, user)
        user.set_password(password)
        user.save(force_insert=True)
        _write_down(actor, at, "accounts.opened", user, f"Відкрито доступ для «{login}»")
    return user


def set_password(*, actor: Actor, at: datetime, user: User, password: str) -> User:
    """Give the account a first password anew, by an administrator; every sign-in of it ends.

    :raises Refusal: the password is too weak.
    """
    with transaction.atomic():
        user = queries.locked(user.pk)
        _new_password(user, password, must_change=True)
        _end_all(user, at, Visit.End.PASSWORD)
        _write_down(actor, at, "accounts.password_set", user, f"Видано новий пароль для «{user.login}»")
    return user


def change_password(*, actor: Actor, at: datetime, user: User, old: str, new: str, keep: str = "") -> User:
    """Change one's own password; all other sign-ins end, `keep` is the key of the session that stays.

    :raises Refusal: the present password is not the given one, or the new one is too weak or the same.
    """
    with transaction.atomic():
        user = queries.locked(user.pk)
        if not user.check_password(old):
            raise Refusal(clause="", message="Теперішній пароль не збігається.")
        if old == new:
            raise Refusal(clause="", message="Новий пароль має відрізнятися від теперішнього.")
        _new_password(user, new, must_change=False)
        _end_all(user, at, Visit.End.PASSWORD, keep=keep)
        _write_down(actor, at, "accounts.password_changed", user, "Змінено пароль")
    return user


def close_account(*, actor: Actor, at: datetime, user: User) -> User:
    """Close the account: nobody signs in with it any more; every sign-in of it ends."""
    with transaction.atomic():
        user = queries.locked(user.pk)
        if not user.is_active:
            raise Refusal(clause="", message=f"Доступ «{user.login}» уже закрито.")
        user.is_active = False
        user.save(update_fields=["is_active"])
        _end_all(user, at, Visit.End.CLOSED)
        _write_down(actor, at, "accounts.closed", user, f"Закрито доступ для «{user.login}»")
    return user


def reopen_account(*, actor: Actor, at: datetime, user: User, ground: str = "") -> User:
    """Let a closed account in again, with the password that it had.

    :raises Refusal: it is not closed.
    """
    with transaction.atomic():
        user = queries.locked(user.pk)
        if user.is_active:
            raise Refusal(clause="", message=f"Доступ «{user.login}» не закрито.")
        user.is_active = True
        user.save(update_fields=["is_active"])
        _write_down(
            actor,
            at,
            "accounts.reopened",
            user,
            ": ".join(filter(None, (f"Поновлено доступ для «{user.login}»", ground.strip()))),
        )
    return user


def begin_visit(
    *, actor: Actor, at: datetime, user: User, session_key: str, address: str | None, program: str, by_second_step: bool
) -> Visit:
    """Write down a sign-in that has succeeded."""
    with transaction.atomic():
        visit = Visit.objects.create(
            user=user,
            session_key=session_key,
            began_at=at,
            seen_at=at,
            address=address,
            program=program[:200],
            by_second_step=by_second_step,
        )
        _write_down(actor, at, "accounts.signed_in", user, f"Вхід до системи, адреса {address or 'невідома'}")
    return visit


def see_visit(*, at: datetime, session_key: str) -> None:
    """Note that the session is in use."""
    Visit.objects.filter(session_key=session_key, ended_at__isnull=True).update(seen_at=at)


def end_visit(*, actor: Actor, at: datetime, user: User, session_key: str, end: str = Visit.End.SIGNED_OUT) -> None:
    """End one sign-in of the user together with its session."""
    with transaction.atomic():
        visit = (
            Visit.objects.select_for_update().filter(user=user, session_key=session_key, ended_at__isnull=True).first()
        )
        if visit is None:
            return
        _end(visit, at, end)
        _write_down(actor, at, "accounts.visit_ended", user, f"Сеанс завершено: {visit.get_end_display()}")


def end_idle(*, at: datetime, limit: int = 500) -> int:
    """End sign-ins whose person went away without signing out, and clear sessions that nobody can use; how many were ended.

    Whoever comes back to an idle session is told why it has ended: it goes by itself when its time is over.
    """
    since = at - timedelta(minutes=settings.IDLE_MINUTES) - NOTED
    with transaction.atomic():
        idle = Visit.objects.select_for_update(of=("self",), skip_locked=True).filter(ended_at__isnull=True)
        found = list(idle.filter(seen_at__lt=since).select_related("user").order_by("pk")[:limit])
        for visit in found:
            visit.ended_at, visit.end = at, Visit.End.IDLE
            visit.save(update_fields=["ended_at", "end"])
            text = f"Сеанс завершено: {visit.get_end_display()}"
            _write_down(SYSTEM, at, "accounts.visit_ended", visit.user, text)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return len(found)


def move_visit(*, at: datetime, old: str, new: str) -> None:
    """Follow a session whose key was changed."""
    Visit.objects.filter(session_key=old).update(session_key=new, seen_at=at)


def note_lock(*, at: datetime, login: str, address: str | None) -> None:
    """Write down that sign-in was stopped after too many attempts."""
    user = queries.by_login(login)
    stranger = Actor(person_id=None, person_name=login[:80], post_id=None, post_title="")
    text = f"Вхід зупинено після кількох невдалих спроб: «{login[:80]}», адреса {address or 'невідома'}"
    journal.record(actor=stranger, at=at, code="accounts.locked_out", subject=user, payload={"text": text})


def end_all(*, at: datetime, user: User) -> None:
    """End every sign-in of the user, in the caller's transaction."""
    _end_all(user, at, Visit.End.ENDED)


def _new_password(user: User, password: str, *, must_change: bool) -> None:
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as trouble:
        raise Refusal(clause="", message=" ".join(trouble.messages)) from trouble


def _end_all(user: User, at: datetime, end: str, keep: str = "") -> None:
    for visit in Visit.objects.select_for_update().filter(user=user, ended_at__isnull=True).exclude(session_key=keep):
        _end(visit, at, end)


def _end(visit: Visit, at: datetime, end: str) -> None:
    visit.ended_at, visit.end = at, end
    visit.save(update_fields=["ended_at", "end"])
    import_module(settings.SESSION_ENGINE).SessionStore(visit.session_key).delete()


def _write_down(actor: Actor, at: datetime, code: str, user: User, text: str) -> None:
    journal.record(actor=actor, at=at, code=code, subject=user, payload={"text": text})
