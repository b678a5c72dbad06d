"""What those who administer the system are told."""

from __future__ import annotations

from datetime import datetime

from magistrat.organisation import queries
from magistrat.outbox import actions as outbox
from magistrat.rules import words
from magistrat.rules.moments import local, local_date

ROLE = "administrator"


def tell_of_mail_server(since: datetime, at: datetime, trouble: str) -> None:
    """The mail server takes no letters: each administrator reads it once of one trouble."""
    for post in queries.posts_with_role(ROLE, local_date(at)):
        outbox.notify(
            at=at, key=f"outbox.server:{since.isoformat()}:{post.pk}", to_post=post.pk,
            subject="Поштовий сервер не приймає листів",
            body=f"З {words.moment(local(since))} листи не надсилаються й чекають у черзі. {trouble}",
        )  # fmt: skip
