"""What the city knows already, gathered once for a whole workbook: registries, kinds, posts, correspondents, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from magistrat.documents.models import Correspondent, Registry
from magistrat.documents.queries import bringing_in
from magistrat.documents.queries import registries as books
from magistrat.moving.workbook import folded
from magistrat.organisation import queries as organisation


@dataclass
class Known:
    """Ids by folded names. What several share has the id 0."""

    on: date
    registries: dict[str, Registry]
    kinds: dict[str, int]
    posts: dict[str, int]
    correspondent_kinds: dict[str, str]
    correspondents: dict[str, int]
    citizens: frozenset[str] = frozenset({"citizen"})
    taken: dict[tuple[int, str], Mapping[int, tuple[str, object]]] = field(default_factory=dict)

    fresh: list[str] = field(default_factory=list)

    def learn(self, name: str, correspondent: int) -> None:
        """Know who is meant by the name or code from now on, unless it is known."""
        if name not in self.correspondents:
            self.correspondents[name] = correspondent
            self.fresh.append(name)

    def settle(self) -> None:
        """What has been learnt is committed."""
        self.fresh.clear()

    def unlearn(self) -> None:
        """What has been learnt since was rolled back."""
        for name in self.fresh:
            del self.correspondents[name]
        self.fresh.clear()

    def at_number(self, registry: int, period: str, number: int) -> tuple[str, object] | None:
        """Index and day of the document that has the number; one statement for each registry and period."""
        key = (registry, period)
        if key not in self.taken:
            self.taken[key] = bringing_in.taken(registry, period)
        return self.taken[key].get(number)


def gather(on: date) -> Known:
    """Everything by name; nine statements."""
    named = [(one.title, one) for one in books.registries()]
    return Known(
        on=on,
        registries={folded(title): one for title, one in named} | {one.key: one for _, one in named},
        kinds={folded(one.title): one.pk for one in books.kinds()} | {one.key: one.pk for one in books.kinds()},
        posts=_posts(on),
        correspondent_kinds={folded(str(label)): value for value, label in Correspondent.Kind.choices},
        correspondents=dict(bringing_in.correspondents()),
    )


def _posts(on: date) -> dict[str, int]:
    """Posts of the day by title, by holder and by both: «посада (Прізвище І.Б.)»."""
    pairs: list[tuple[str, int]] = []
    for post in organisation.posts(on):
        pairs.append((folded(post.title), post.pk))
        if post.holding is not None:
            name = post.holding.person.short_name
            pairs.append((folded(name), post.pk))
            pairs.append((folded(f"{post.title} ({name})"), post.pk))
            pairs.append((folded(name.replace(".", ". ")).strip(), post.pk))
    return _once(pairs)


def _once(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    known = set(pairs)
    times = Counter(name for name, _ in known)
    return {name: pk if times[name] == 1 else 0 for name, pk in known}
