"""Ten years of orders and decisions with relations and redactions: register, board of visas, text on a day.

`python -m bench.acts SIZE ROUNDS` fills the database of the environment and prints one JSON line of `bench.pages.Figure`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import django

from bench import pages, places
from bench.pages import NOW, Figure
from magistrat.config import memory

SEED, YEARS, OPEN = 20210721, 10, 60
TODAY = date(2026, 3, 9)


def measure(cluster: places.Cluster, size: int, rounds: int) -> list[Figure]:
    """On a fresh copy of the city without documents, in a process of its own."""
    database = places.clone(cluster, places.base(cluster), "bench_acts")
    environ = places.environment(cluster, database) | {"MAGISTRAT_NOW": NOW}
    command = [sys.executable, "-m", "bench.acts", str(size), str(rounds)]
    done = subprocess.run(command, env=environ, cwd=places.CHECKOUT, check=True, stdout=subprocess.PIPE, text=True)
    places.drop(cluster, database)
    return [Figure(**one) for one in json.loads(done.stdout.splitlines()[-1])]


class Archive:
    """Writes acts straight into the tables: their life is told by dates, not lived by deeds."""

    def __init__(self) -> None:
        from magistrat.documents.models import DocumentKind, Registry
        from magistrat.organisation.models import Post
        from magistrat.regulation.models import Edition

        self.chance = Random(SEED)
        self.edition = Edition.objects.order_by("in_force_from")[0]
        self.kinds = {one.key: one for one in DocumentKind.objects.all()}
        self.registries = {one.key: one for one in Registry.objects.filter(direction="act")}
        self.drafters = list(Post.objects.filter(roles__contains=["executor"]).order_by("id"))
        self.mayor = Post.objects.filter(roles__contains=["mayor"])[0]
        self.visaing = list(Post.objects.filter(is_department_head=True).order_by("id"))
        self.watcher = Post.objects.filter(roles__contains=["control_head"]).order_by("rank", "id")[0]
        self.numbers: dict[tuple[str, int], int] = {}

    def fill(self, size: int) -> None:
        """So many registered acts over ten years, and drafts on their way now."""
        from magistrat.acts.models import Act, Redaction, Relation
        from magistrat.documents.models import Document, Grant

        days = sorted(TODAY - timedelta(days=self.chance.randrange(365 * YEARS)) for _ in range(size))
        documents = [self.document(number, on) for number, on in enumerate(days)]
        documents += [self.draft(number) for number in range(OPEN)]
        Document.objects.bulk_create(documents, batch_size=1000)
        acts = Act.objects.bulk_create([self.act(document) for document in documents], batch_size=1000)
        Grant.objects.bulk_create([one for act in acts for one in self.grants(act)], batch_size=2000)
        relations, redactions = self.relations(acts[:size])
        Relation.objects.bulk_create(relations, batch_size=1000)
        Redaction.objects.bulk_create(redactions, batch_size=1000)
        self.approvals(acts[size:])

    def document(self, place: int, on: date) -> Any:
        from magistrat.documents.models import Document

        key = "order-main-activity" if place % 5 < 3 else "committee-decision"
        registry = self.registries[key]
        number = self.numbers[key, on.year] = self.numbers.get((key, on.year), 0) + 1
        at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
        return Document(
            direction="act", state="registered", kind=self.kinds["mayor_order" if key.startswith("order") else "committee_decision"],
            registry=registry, period=str(on.year), number=number, index=registry.pattern.replace("{n}", str(number)),
            registered_on=on, registered_at=at, listed_on=on, registered_by="—", edition=self.edition, created_at=at,
            summary=f"Про питання {place} життєдіяльності міста", signatory="Міський голова",
        )  # fmt: skip

    def draft(self, place: int) -> Any:
        from magistrat.documents.models import Document

        at = datetime(2026, 3, 2 + place % 7, 9, tzinfo=UTC)
        return Document(
            direction="act", state="draft", kind=self.kinds["mayor_order"], listed_on=at.date(), edition=self.edition, created_at=at,
            summary=f"Про проєкт {place}",
        )  # fmt: skip

    def act(self, document: Any) -> Any:
        from magistrat.acts.models import Act
        from magistrat.rules import act_text
        from magistrat.rules.act_text import ActText, Point

        is_order = document.kind.key == "mayor_order"
        points = act_text.numbered(
            Point("", f"Виконати захід {n} щодо питань життєдіяльності міста") for n in range(1, 7)
        )
        text = ActText(document.summary, "З метою належного виконання повноважень " * 6, "зобов'язую:", points)
        is_registered = document.state == "registered"
        return Act(
            document=document, kind="order" if is_order else "committee-decision",
            series="main_activity" if is_order else "decisions", state="registered" if is_registered else "approval",
            force="in_force" if is_registered else "none", title=document.summary, text=act_text.write(text),
            drafter=self.chance.choice(self.drafters), signatory=self.mayor, changed_at=document.created_at, changed_by="—",
            adopted_on=document.registered_on, in_force_from=document.registered_on,
        )  # fmt: skip

    def grants(self, act: Any) -> Iterator[Any]:
        from magistrat.documents.models import Grant

        source, at = f"acts.act:{act.pk}", act.changed_at
        yield Grant(document=act.document, post=act.drafter, reason="author", source=source, since=at, opens=True)
        yield Grant(document=act.document, post=self.watcher, reason="control", source=source, since=at, opens=True)
        if act.document.registry is not None:
            unit = act.document.registry.department_id
            yield Grant(
                document=act.document, department_id=unit, reason="registrar", source=source, since=at, opens=True
            )

    def relations(self, acts: list[Any]) -> tuple[list[Any], list[Any]]:
        """Each third changes an earlier act of its kind, each seventh ends one; the most changed one has a long life."""
        from magistrat.acts.models import Redaction, Relation

        relations, redactions = [], []
        for place, act in enumerate(acts):
            earlier = [
                one
                for one in acts[max(0, place - 300) : place]
                if one.kind == act.kind and one.adopted_on < act.adopted_on
            ]
            if not earlier or (place % 3 and place % 7):
                continue
            target = earlier[0] if place % 3 == 0 and place % 5 == 0 else self.chance.choice(earlier)
            kind = "changes" if place % 3 == 0 else "repeals"
            relations.append(
                Relation(source=act, kind=kind, target=target, done_at=act.changed_at, named_on=target.adopted_on)
            )
            if kind == "changes":
                redactions.append(Redaction(act=target, since=act.adopted_on, by_act=act, text=target.text, made_at=act.changed_at,
                                            made_by="—", confirmed_at=act.changed_at, confirmed_by="—"))  # fmt: skip
        return relations, redactions

    def approvals(self, acts: list[Any]) -> None:
        from magistrat.approvals.models import Approval, Step

        made = Approval.objects.bulk_create([
            Approval(document=act.document, kind=act.kind, state="running", drafter=act.drafter, version=1, began_at=act.changed_at,
                     changed_at=act.changed_at) for act in acts
        ])  # fmt: skip
        Step.objects.bulk_create([
            Step(approval=approval, place=place * 10, position=place, role="concerned_heads", label=post.title, does="visa", entry="6.5",
                 clause="6.5", post=post, state="open" if place == 3 else "waiting" if place > 3 else "agreed",
                 opened_at=approval.began_at, due_on=TODAY, answered_at=approval.began_at, answered_on=TODAY, version=1)
            for approval in made for place, post in enumerate(self.chance.sample(self.visaing, 6), 1)
        ])  # fmt: skip


def visits() -> Iterator[tuple[str, str, str]]:
    """Page, role of the one who opens it, address."""
    from django.db.models import Count
    from django.urls import reverse

    from magistrat.acts.models import Act, Relation

    register = reverse("acts:register")
    busiest = Act.objects.annotate(changes=Count("redactions")).order_by("-changes", "id")[0]
    plain = Act.objects.filter(state="registered").order_by("-id")[20]
    ended = Relation.objects.filter(kind="repeals").order_by("-id")[0].target
    assert ended is not None
    for role in ("control_head", "executor"):
        yield "register of acts", role, register
    yield "board of visas", "control_head", reverse("approvals:board")
    yield "act", "control_head", reverse("acts:act", args=[plain.pk])
    yield "act, most changed", "control_head", reverse("acts:act", args=[busiest.pk])
    for name, act in (("most changed", busiest), ("ended", ended)):
        assert act.in_force_from is not None
        on = f"?den={act.in_force_from + timedelta(days=30):%Y-%m-%d}"
        yield f"text on a day, {name}", "control_head", reverse("acts:day", args=[act.pk]) + on
    two = f"?den={TODAY:%Y-%m-%d}&z={busiest.in_force_from:%Y-%m-%d}"
    yield "two days compared", "control_head", reverse("acts:day", args=[busiest.pk]) + two
    asked = f"?nomer={ended.document.index}&vid={ended.adopted_on:%Y-%m-%d}&den={TODAY:%Y-%m-%d}"
    yield "was it in force", "control_head", reverse("acts:standing") + asked


def main(size: int, rounds: int) -> None:
    """Fill, then open the pages."""
    from django.db import connection

    Archive().fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages.tell(visits(), rounds)


if __name__ == "__main__":
    django.setup()
    memory.settle()
    main(int(sys.argv[1]), int(sys.argv[2]))
