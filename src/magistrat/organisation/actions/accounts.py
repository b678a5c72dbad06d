"""Accounts of people: opened, given a new first password, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.accounts import actions as accounts
from magistrat.accounts.actions import second_step
from magistrat.accounts.models import User
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.queries.rights import ACCOUNT, demand
from magistrat.rules.refusal import Refusal


def open_account(
    *, actor: Actor, at: datetime, person: int, login: str, password: str, must_change_password: bool = True
) -> models.Person:
    """Open an account for a person, or open his closed one again with a new first password.

    He chooses a password of his own at the first sign-in, unless he has chosen this one himself.

    :raises Refusal: no right (`account.manage`), the login is taken, the password is weak, or he has an account already.
    """
    demand(actor=actor, right=ACCOUNT, at=at)
    with transaction.atomic():
        kept = _locked(person)
        if kept.account is None:
            kept.account = accounts.open_account(
                actor=actor, at=at, login=login, password=password, must_change_password=must_change_password
            )
            kept.save(update_fields=["account"])
        elif kept.account.is_active:
            raise Refusal("", f"{kept.short_name} уже має доступ: «{kept.account.login}».")
        else:
            accounts.reopen_account(actor=actor, at=at, user=kept.account)
            accounts.set_password(actor=actor, at=at, user=kept.account, password=password)
        _write_down(actor, at, kept, "organisation.account_opened", f"Відкрито доступ «{kept.account.login}»")
    return kept


def renew_password(*, actor: Actor, at: datetime, person: int, password: str) -> models.Person:
    """Give a person a new first password; every sign-in of his ends.

    :raises Refusal: no right (`account.manage`), no open account, or the password is weak.
    """
    demand(actor=actor, right=ACCOUNT, at=at)
    with transaction.atomic():
        kept, account = _with_open_account(person)
        accounts.set_password(actor=actor, at=at, user=account, password=password)
        _write_down(actor, at, kept, "organisation.password_renewed", "Видано новий перший пароль")
    return kept


def close_account(*, actor: Actor, at: datetime, person: int) -> models.Person:
    """Close a person's account; every sign-in of his ends.

    :raises Refusal: no right (`account.manage`), no open account, or it is the actor's own.
    """
    demand(actor=actor, right=ACCOUNT, at=at)
    with transaction.atomic():
        kept, account = _with_open_account(person)
        if kept.pk == actor.person_id:
            raise Refusal("", "Власний доступ не закривають: попросіть іншого адміністратора.")
        accounts.close_account(actor=actor, at=at, user=account)
        _write_down(actor, at, kept, "organisation.account_closed", f"Закрито доступ «{account.login}»")
    return kept


def reopen_account(*, actor: Actor, at: datetime, person: int, ground: str) -> models.Person:
    """Let a person in again whose account was closed, with the password that he had.

    :raises Refusal: no right (`account.manage`), no ground, he has no account, or it is open.
    """
    demand(actor=actor, right=ACCOUNT, at=at)
    with transaction.atomic():
        kept = _locked(person)
        if not ground.strip():
            raise Refusal("", "Зазначте підставу, з якої поновлюють доступ.")
        if kept.account is None:
            raise Refusal("", f"{kept.short_name} ще не мав доступу: відкрийте його.")
        accounts.reopen_account(actor=actor, at=at, user=kept.account, ground=ground)
        text = f"Поновлено доступ «{kept.account.login}»: {ground.strip()}"
        _write_down(actor, at, kept, "organisation.account_reopened", text)
    return kept


def remove_second_step(*, actor: Actor, at: datetime, person: int, ground: str) -> models.Person:
    """Take the second step of signing in away from a person who has lost the telephone and the codes.

    :raises Refusal: no right (`account.manage`), no ground, no open account, none switched on, or it is the actor's own.
    """
    demand(actor=actor, right=ACCOUNT, at=at)
    with transaction.atomic():
        kept, account = _with_open_account(person)
        if kept.pk == actor.person_id:
            raise Refusal("", "Власний другий крок вимикають на сторінці «Безпека» паролем і кодом.")
        second_step.remove(actor=actor, at=at, user=account, ground=ground)
        text = f"Знято другий крок входу: {ground.strip()}"
        _write_down(actor, at, kept, "organisation.second_step_removed", text)
    return kept


def _locked(person: int) -> models.Person:
    return models.Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person)


def _with_open_account(person: int) -> tuple[models.Person, User]:
    kept = _locked(person)
    if kept.account is None or not kept.account.is_active:
        raise Refusal("", f"{kept.short_name} не має чинного доступу.")
    return kept, kept.account


def _write_down(actor: Actor, at: datetime, person: models.Person, code: str, text: str) -> None:
    journal.record(actor=actor, at=at, code=code, subject=person, payload={"text": text})
