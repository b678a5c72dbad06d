"""The account as the journal's actor: on these pages nobody has chosen a post yet."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from magistrat.journal.actor import Actor


def actor_of(user: AbstractBaseUser | AnonymousUser) -> Actor:
    """Who does deeds with his own account."""
    return Actor(person_id=None, person_name=user.get_username(), post_id=None, post_title="")
