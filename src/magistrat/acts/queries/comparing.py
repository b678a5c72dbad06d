"""Texts of acts as they are compared: all read in the same way whenever they were written, each post told from every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from magistrat.acts.queries import on_paper
from magistrat.approvals.models import Version
from magistrat.organisation.models import Holding, Post
from magistrat.rules import act_compare, act_text
from magistrat.rules.act_text import ActText, Titles


def version_parts(versions: Sequence[Version]) -> list[list[tuple[str, str]]]:
    """Each version part by part, with the posts as they are called now in all of them; at most two statements.

    What is frozen beside the text was printed with the titles and in the form of its day, which is no change of the text.
    """
    texts = [on_paper.read(one.content) for one in versions]
    known = titles(*texts)
    return [act_compare.parts(text, known) for text in texts]


def titles(*texts: ActText) -> Titles:
    """Posts of all these texts as they are printed; those printed alike are told apart. At most two statements."""
    wanted = {post for text in texts for point in act_text.walk(text.points) for post in point.executors}
    if not wanted:
        return Titles()
    posts = list(Post.objects.filter(pk__in=wanted).select_related("department").order_by("rank", "pk"))
    printed = on_paper.printed(posts)
    alike = _alike(printed)
    apart = _apart([post for post in posts if post.pk in alike]) if alike else {}
    return replace(printed, nominative={**printed.nominative, **apart}, alike=alike)


def _alike(printed: Titles) -> frozenset[int]:
    """Posts that some form of the title does not tell from another post."""
    found: set[int] = set()
    for forms in (printed.nominative, printed.dative, printed.accusative):
        counts = Counter(words.lower() for words in forms.values())
        found |= {post for post, words in forms.items() if counts[words.lower()] > 1}
    return frozenset(found)


def _apart(posts: Sequence[Post]) -> dict[int, str]:
    """«Начальник відділу – управління освіти»; of one department «Заступник міського голови – Бойко І.П.»."""
    by_department = {post.pk: f"{post.title} – {post.department.name}" for post in posts}
    if len(set(by_department.values())) == len(posts):
        return by_department
    holders = _holders(posts)
    by_holder = {post.pk: f"{post.title} – {holders.get(post.pk, 'вакантна')}" for post in posts}
    by_place = {post.pk: f"{by_holder[post.pk]}, посада {place}" for place, post in enumerate(posts, 1)}
    return {post.pk: _first_unique(post.pk, (by_department, by_holder, by_place)) for post in posts}


def _first_unique(post: int, ways: Sequence[Mapping[int, str]]) -> str:
    return next(way[post] for way in ways if list(way.values()).count(way[post]) == 1)


def _holders(posts: Sequence[Post]) -> dict[int, str]:
    """The last person on each post; one statement."""
    found = Holding.objects.filter(post__in=posts).select_related("person").order_by("since")
    return {one.post_id: one.person.short_name for one in found}
