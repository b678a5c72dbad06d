"""Names by which acts call the city's posts and bodies, so that executors of points are recognised and printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from magistrat.organisation import declension
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Post, on_day
from magistrat.rules.act_points import Known

# «Директор», «директору доручити», «за участю директора», «контроль покласти на керуючу справами».
CASES = (lambda post: post.title, organisation.dative, organisation.genitive, organisation.accusative)


def known(on: date) -> list[Known]:
    """Every post by its title in the cases that acts use, every body by its name as its head; three statements.

    A title that several posts bear names none of them.
    """
    posts = list(Post.objects.filter(on_day(on)).only("pk", "title", "title_dative", "title_genitive"))
    named = [Known(words, post.pk) for post in posts for words in _of_post(post)]
    led = dict(Post.objects.filter(on_day(on), is_department_head=True).values_list("department", "pk"))
    for body in Department.objects.filter(on_day(on), pk__in=led, is_leadership=False):
        named += [Known(words, led[body.pk]) for words in _of_body(body)]
    counts = Counter(one.words.lower() for one in set(named))
    return [one for one in dict.fromkeys(named) if counts[one.words.lower()] == 1]


def _of_post(post: Post) -> Iterator[str]:
    yield from dict.fromkeys(case(post) for case in CASES)


def _of_body(body: Department) -> Iterator[str]:
    yield body.name
    yield declension.title_in(declension.DATIVE, body.name)
