"""A made-up person on every post of a city that has been set up, and one correspondent."""

from __future__ import annotations

import django


def main() -> None:
    from magistrat.documents import lemmas
    from magistrat.documents.models import Correspondent
    from magistrat.organisation.models import Holding, Person, Post

    for number, post in enumerate(Post.objects.order_by("id")):
        person = Person.objects.create(surname=f"Вигаданий{number}", given="Микита", patronymic="Львович", gender="m")
        Holding.objects.create(person=person, post=post, since=post.since)
    Correspondent.objects.create(name="КП «Водоканал»", kind="enterprise", search_name=lemmas.folded("КП «Водоканал»"))


if __name__ == "__main__":
    django.setup()
    main()
