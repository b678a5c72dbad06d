"""A made-up person with an account on every post of a city that has been set up, and one correspondent."""

from __future__ import annotations

from datetime import UTC, datetime

import django

# One for all: it is the passwords' own tests that try them.
PASSWORD = "тиха вода греблі рве"


def login_of(post: int) -> str:
    """The login of whoever holds the post."""
    return f"posada{post}"


def main() -> None:
    from django.contrib.auth.hashers import make_password

    from magistrat.accounts.models import User
    from magistrat.documents import lemmas
    from magistrat.documents.models import Correspondent
    from magistrat.organisation.models import Holding, Person, Post

    known, now = make_password(PASSWORD), datetime.now(UTC)
    for number, post in enumerate(Post.objects.order_by("id")):
        account = User.objects.create(login=login_of(post.pk), password=known, created_at=now)
        person = Person.objects.create(
            surname=f"Вигаданий{number}", given="Микита", patronymic="Львович", gender="m", account=account
        )
        Holding.objects.create(person=person, post=post, since=post.since)
    Correspondent.objects.create(
        name="КП «Водоканал»", kind="enterprise", search_name=lemmas.folded("КП «Водоканал»"), email="voda@example.org"
    )


if __name__ == "__main__":
    django.setup()
    main()
