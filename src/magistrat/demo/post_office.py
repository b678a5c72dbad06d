"""The mail server of the story: takes every letter, sends nothing anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings

from magistrat.outbox import actions as outbox
from magistrat.outbox.models import Message

# The story's deeds have whole seconds; what the worker did meanwhile stands between them.
BETWEEN = timedelta(milliseconds=500)


@contextmanager
def open_for_the_story() -> Iterator[None]:
    """Letters of the story go to nobody, though the house believes that they went."""
    kept = settings.EMAIL_HOST, settings.EMAIL_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "poshta.example", "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_HOST, settings.EMAIL_BACKEND = kept


def empty_the_box(at: datetime) -> None:
    """What waits is sent, as the worker would have done at once."""
    waiting = Message.objects.filter(kind=Message.Kind.MAIL, state=Message.State.QUEUED).order_by("id")
    for place, (pk, made) in enumerate(waiting.values_list("pk", "created_at")):
        outbox.send(at=min(at, made) + BETWEEN + timedelta(milliseconds=place % 400), message=pk)
