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


class Visit(models.Model):
    """One sign-in: from where, until when. Its session ends with it."""

    class End(models.TextChoices):
        SIGNED_OUT = "signed_out", "вихід"
        IDLE = "idle", "бездіяльність"
        ENDED = "ended", "завершено зі списку"
        PASSWORD = "password", "зміна пароля"
        CLOSED = "closed", "закриття доступу"
        OTHER = "other", "новий вхід"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End, blank=True)
    address = models.GenericIPAddressField(null=True)
    program = models.CharField("браузер", max_length=200, blank=True)
    by_second_step = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "-began_at"], name="accounts_visits")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end="")
                | models.Q(ended_at__isnull=False) & ~models.Q(end=""),
                name="accounts_visit_end_has_cause",
            )
        ]


class RecoveryCode(models.Model):
    """A code that lets in once when the telephone with the codes is lost; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="accounts_code_once")]


class Asking(models.Model):
    """How many times a stranger's address has asked one thing since the beginning of its span: of all processes together."""

    what = models.CharField(max_length=40)
    address = models.CharField(max_length=45)
    since = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "address", "since"], name="accounts_asking_once")]
        indexes = [models.Index(fields=["what", "since"], name="accounts_askings")]
