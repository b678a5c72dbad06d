"""Who takes part in the generated years: posts with their holders, units, registries, senders, files of the year."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from bench.table import Table
from bench.words import Words
from magistrat.documents import lemmas
from magistrat.documents.models import CaseFile, Correspondent, DocumentKind, Registry
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Holding, Post
from magistrat.regulation.models import Edition
from magistrat.rules.numbering import Pattern

FILES_OF_A_UNIT = 8


@dataclass(frozen=True)
class Place:
    """A post as papers print it."""

    id: int
    title: str
    department: int
    roles: frozenset[str]
    person: int
    printed: str
    heads: tuple[int, ...]
    is_department_head: bool
    is_leader: bool


class Scene:
    """The city as it stands when the first paper comes."""

    def __init__(self, chance: Random, words: Words, size: int, years: range) -> None:
        self.chance, self.words = chance, words
        self.edition = Edition.objects.order_by("in_force_from").values_list("id", flat=True)[0]
        self.posts = {place.id: place for place in map(_place, _holdings())}
        everyone = list(self.posts.values())
        self.leaders = [one for one in everyone if one.is_leader]
        self.mayor = next(one for one in everyone if "mayor" in one.roles)
        self.bodies = [one for one in everyone if one.is_department_head]
        self.executors = {
            head.id: [one for one in everyone if "executor" in one.roles and one.heads[:1] == (head.id,)]
            for head in self.bodies
        }
        self.control = next(one for one in everyone if "control_specialist" in one.roles)
        self.clerk = next(one for one in everyone if "records_clerk" in one.roles)
        self.kinds = {key: pk for pk, key in DocumentKind.objects.values_list("id", "key")}
        self._read_registries()
        self._make_senders(3000 + size // 50)
        self._make_files(years)

    def _read_registries(self) -> None:
        rows = list(Registry.objects.select_related("department").order_by("rank", "id"))
        self.patterns = {row.pk: Pattern(row.pattern) for row in rows}
        self.registries = {row.pk: row for row in rows}
        records = self.clerk.department
        self.incoming = next(row for row in rows if row.direction == "incoming" and row.department_id == records)
        self.outgoing = next(row for row in rows if row.direction == "outgoing" and row.department_id == records)
        self.internal = [row for row in rows if row.direction == "internal"]
        self.of_units = [row for row in rows if row.direction == "incoming" and row.department_id != records]
        self.numbers: dict[tuple[int, str], itertools.count[int]] = {}

    def _make_senders(self, count: int) -> None:
        self.senders = Table(Correspondent)
        self.sender_ids, self.sender_names, self.sender_kinds = [], [], []
        for number in range(count):
            name, kind = self.words.correspondent(number)
            self.sender_ids.append(
                self.senders.add(name=name, kind=kind, search_name=lemmas.folded(name), is_open=True)
            )
            self.sender_names.append(name)
            self.sender_kinds.append(kind)

    def _make_files(self, years: range) -> None:
        self.files = Table(CaseFile)
        self.files_of: dict[tuple[int, int], list[int]] = {}
        units = {one.department for one in self.posts.values()}
        for year, unit, number in itertools.product(years, sorted(units), range(1, FILES_OF_A_UNIT + 1)):
            made = self.files.add(
                year=year, department_id=unit, index=f"{unit:02}-{number:02}", title="Листування з питань діяльності",
                keep_term="5 р. ЕПК", article="ст. 23",
            )  # fmt: skip
            self.files_of.setdefault((year, unit), []).append(made)

    def sender(self) -> int:
        """The place of a sender in the lists: a few write often, most seldom."""
        return int(len(self.sender_ids) * self.chance.random() ** 2.5)

    def body(self) -> Place:
        """The head of a unit that gets a task: some units get many."""
        return self.bodies[int(len(self.bodies) * self.chance.random() ** 1.7)]

    def addressee(self) -> Place:
        """The leader to whom a letter is written."""
        return self.mayor if self.chance.random() < 0.35 else self.chance.choice(self.leaders)

    def number(self, registry: Any, on: date) -> tuple[str, int, str]:
        """Period, number and index of the next paper of the registry."""
        period = f"{on:%Y}" if registry.restarts == "year" else ""
        counter = self.numbers.setdefault((registry.pk, period), itertools.count(registry.first_of(period)))
        number = next(counter)
        pattern = self.patterns[registry.pk]
        parts = {"year": f"{on:%Y}", "yy": f"{on:%y}", "dept": registry.department.index, "case": "02-01"}
        return period, number, pattern.write(number, **{name: parts[name] for name in set(pattern.names) - {"n"}})

    def counters(self) -> dict[tuple[int, str], int]:
        """The last number given in each registry and period."""
        return {key: next(counter) - 1 for key, counter in self.numbers.items()}


def _holdings() -> list[Holding]:
    return list(Holding.objects.select_related("post", "person").order_by("post__rank", "post_id"))


def _place(holding: Holding) -> Place:
    post: Post = holding.post
    return Place(
        post.pk, post.title, post.department_id, frozenset(post.roles), holding.person_id,
        f"{post.title}, {holding.person.signature_name}", tuple(organisation.heads_above(post.pk)),
        post.is_department_head, post.is_leader,
    )  # fmt: skip
