"""Accounts: who may sign in. What a person may do follows from posts, not from here."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their login, whatever the case typed."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login__iexact=username)


class User(AbstractBaseUser):
    """A login with a password; its person is `organisation.Person`."""

    login = models.CharField("логін", max_length=80, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = UserManager()
    USERNAME_FIELD = "login"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("login"), name="accounts_login_any_case")]
