"""Ten years of monthly sittings with their decisions: lists, the board, the console, minutes, papers of a sitting.

`python -m bench.sittings SIZE ROUNDS` fills the database of the environment (12600 decisions are 120 sittings) and prints one
JSON line of `bench.pages.Figure`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import django

from bench import pages, places
from bench.acts import TODAY, Archive
from bench.pages import NOW, Figure
from magistrat.config import memory

# Decisions of one sitting, questions of the one that is prepared, and ids by which the pattern's questions are known.
EACH, COMING, PATTERN = 105, 120, 9_000_000_000
SINGLE, SEATS, HERE = 10, 13, 11
DAY = timedelta(days=1)
MATTERS = (
    "капітальний ремонт дороги", "надання матеріальної допомоги", "присвоєння адреси", "тарифи на теплову енергію",
    "план роботи на квартал", "передачу майна на баланс", "розміщення реклами", "опіку й піклування", "озеленення скверу",
    "зміни до бюджету", "підготовку до опалювального сезону", "паркування транспорту",
)  # fmt: skip


def measure(cluster: places.Cluster, size: int, rounds: int) -> list[Figure]:
    """On a fresh copy of the city without documents, in a process of its own."""
    database = places.clone(cluster, places.base(cluster), "bench_sittings")
    environ = places.environment(cluster, database) | {"MAGISTRAT_NOW": NOW}
    command = [sys.executable, "-m", "bench.sittings", str(size), str(rounds)]
    done = subprocess.run(command, env=environ, cwd=places.CHECKOUT, check=True, stdout=subprocess.PIPE, text=True)
    places.drop(cluster, database)
    return [Figure(**one) for one in json.loads(done.stdout.splitlines()[-1])]


class Decade(Archive):
    """One sitting is lived by its deeds; the others are its steps again, with questions and decisions of their own."""

    def fill(self, size: int) -> None:
        """So many decisions by sittings of every month up to now, and the coming sitting with its questions."""
        self.body = self.committee()
        self.proposer = self.visaing[0]
        self.pattern = self.lived()
        months = [self.month(back) for back in range(max(1, size // EACH), 0, -1)]
        for number, on in enumerate(months):
            self.held(on, min(EACH, size - number * EACH) if number == len(months) - 1 else EACH)
        self.coming()

    def committee(self) -> Any:
        from magistrat.bodies.actions import composition, set_up
        from magistrat.bodies.models import Membership
        from magistrat.bodies.queries import composition as members
        from magistrat.journal.actor import SYSTEM
        from magistrat.organisation.models import Person

        at = datetime(2026, 3, 1, 9, tzinfo=UTC)
        body, _ = set_up.set_up(actor=SYSTEM, at=at)
        said: dict[str, Any] = {
            "actor": SYSTEM,
            "at": at,
            "body": body.pk,
            "since": date(2026, 3, 3),
            "ground": "рішення",
        }
        composition.set_seats(number=SEATS, **said)
        sitting = set(Membership.objects.values_list("person", flat=True))
        others = Person.objects.exclude(pk__in=sitting).order_by("-id")
        for person in others[: SEATS - len(members.members_on(body, date(2026, 3, 5)))]:
            composition.appoint(person=person.pk, role=Membership.Role.MEMBER, printed="представник громади", **said)
        return body

    def lived(self) -> tuple[Any, list[Any]]:
        """The pattern: a block of those that nobody disputes, the others one by one, by the console's own steps."""
        from magistrat.bodies.actions import recording
        from magistrat.bodies.models import Event
        from magistrat.bodies.queries import composition, halls

        on = date(2026, 3, 5)
        sitting = self.sitting(on, "planned")
        asked = self.questions(sitting, EACH, at=on, first=PATTERN)
        gathering, at = sitting.gathering, datetime(2026, 3, 5, 12, tzinfo=UTC)
        members = [one.pk for one in composition.members_on(self.body, on)][:HERE]
        actor, known = self.keeper(), 0

        def do(code: str, item: int | None = None, **payload: Any) -> None:
            nonlocal known
            recording.record(
                actor=actor, at=at, gathering=gathering.pk, code=code, item=item, payload=payload, key=f"b-{known}",
                after=known,
            )  # fmt: skip
            known = halls.gathering(gathering.pk).last

        votes = dict.fromkeys(map(str, members), "for")
        do("called")
        for member in members:
            do("arrived", member=member)
        do("opened")
        for one in asked[:SINGLE]:
            do("question_begun", one.pk)
            do("vote_cast", one.pk, votes=votes)
            do("result", one.pk)
        do("vote_of_block", items=[one.pk for one in asked[SINGLE:]])
        do("vote_cast", asked[SINGLE].pk, votes=votes)
        do("result", asked[SINGLE].pk)
        do("closed")
        return gathering, list(Event.objects.filter(gathering=gathering).order_by("number"))

    def keeper(self) -> Any:
        from magistrat.organisation import queries as organisation

        (post, *_) = [one for one in organisation.posts(TODAY) if "protocol_clerk" in one.roles]
        return organisation.actor_of_post(post.pk, TODAY)

    def month(self, back: int) -> date:
        """The third Wednesday of so many months ago."""
        months = TODAY.year * 12 + TODAY.month - 1 - back
        first = date(months // 12, months % 12 + 1, 1)
        return first + DAY * ((2 - first.weekday()) % 7 + 14)

    def sitting(self, on: date, state: str) -> Any:
        from magistrat.bodies.models import Gathering
        from magistrat.sittings.models import Sitting

        at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        is_over = state == "closed"
        gathering = Gathering.objects.create(
            body=self.body, kind="regular", state=state, on=on, at=time(14), place="зала засідань", edition=self.edition,
            opened_at=at if is_over else None, closed_at=at + timedelta(hours=2) if is_over else None,
        )  # fmt: skip
        return Sitting.objects.create(gathering=gathering, changed_at=at, agenda_frozen_at=at if is_over else None)

    def questions(
        self, sitting: Any, number: int, *, at: date, first: int | None = None, stage: str = "on_agenda"
    ) -> list[Any]:
        from magistrat.sittings.models import Block, Question

        blocks = [Block.objects.create(sitting=sitting, title=f"Розділ {one}", position=one) for one in (1, 2, 3)]
        moment = datetime(at.year, at.month, at.day, 7, tzinfo=UTC)
        return Question.objects.bulk_create(
            Question(
                **({"pk": first + place} if first else {}), sitting=sitting, title=f"Про питання {place} від {at:%d.%m.%Y}",
                block=blocks[place * 3 // number], position=place, number=str(place + 1), stage=stage,
                department_id=self.proposer.department_id, proposer=self.proposer, proposed_at=moment,
                is_undisputed=place >= SINGLE,
            )
            for place in range(number)
        )  # fmt: skip

    def held(self, on: date, number: int) -> None:
        """A sitting that is over: its steps are the pattern's, its decisions have their acts."""
        from magistrat.acts.models import Act
        from magistrat.bodies.models import Event, Gathering, Outcome
        from magistrat.documents.actions import passages
        from magistrat.documents.models import Document, Grant
        from magistrat.sittings.models import Minutes, Question

        sitting = self.sitting(on, "closed")
        asked = self.questions(sitting, EACH, at=on, stage="done")
        documents = Document.objects.bulk_create([self.decision(place, on) for place in range(number)])
        passages.write_new_cards(documents=documents)
        acts = Act.objects.bulk_create([self.act(document) for document in documents])
        Grant.objects.bulk_create([one for act in acts for one in self.grants(act)], batch_size=2000)
        for question, document in zip(asked, documents, strict=False):
            question.document = document
        Question.objects.bulk_update(asked[:number], ["document"])
        at = datetime(on.year, on.month, on.day, 13, tzinfo=UTC)
        outcomes = Outcome.objects.bulk_create(
            Outcome(
                gathering=sitting.gathering, item=one.pk, number=one.number, document=one.document, result="adopted",
                in_favour=HERE, against=0, abstained=0, silent=0, recused=0, explanation="за — 11", clause="4.4", on=on, at=at,
            )
            for one in asked
        )  # fmt: skip
        by_document = {one.document_id: one for one in outcomes}
        for act in acts:
            act.outcome = by_document[act.document_id]
        Act.objects.bulk_update(acts, ["outcome"])
        self.published(acts, on)
        ids = {PATTERN + place: one.pk for place, one in enumerate(asked)}
        _, steps = self.pattern
        Event.objects.bulk_create(
            Event(
                gathering=sitting.gathering, number=one.number, key=one.key, code=one.code, item=_again(one.item, ids),
                payload=_again(one.payload, ids), at=at, by=one.by,
            )
            for one in steps
        )  # fmt: skip
        Gathering.objects.filter(pk=sitting.gathering_id).update(last=len(steps))
        Minutes.objects.create(sitting=sitting, changed_at=at, changed_by="—")

    def decision(self, place: int, on: date) -> Any:
        from magistrat.documents import lemmas

        document = self.document(4, on)  # a fifth of the archive's are decisions: this place is one
        document.summary = f"Про {self.chance.choice(MATTERS)} від {on:%d.%m.%Y}, питання {place}"
        document.lemmas = lemmas.vector([document.summary])
        return document

    def published(self, acts: list[Any], on: date) -> None:
        """What the public reads and searches: the texts of the decisions, each with words of its own."""
        from magistrat.documents import lemmas
        from magistrat.documents.models import PublicVersion
        from magistrat.rules import act_text, publicity

        at = datetime(on.year, on.month, on.day, 14, tzinfo=UTC)
        PublicVersion.objects.bulk_create(
            PublicVersion(
                document=act.document, what="act", number=1, state="published", title=act.title, parts=parts, digest="0" * 64,
                lemmas=lemmas.vector([act.title, *(said for _, said in parts)]), checked_at=at, checked_by="—",
                published_at=at, published_by="—", listed_on=on,
            )
            for act in acts
            for parts in [[*publicity.of_act(act_text.read(act.text), act_text.Titles()), ("7.", self.chance.choice(MATTERS))]]
        )  # fmt: skip

    def coming(self) -> None:
        """The one that is prepared: its questions at all stages, the agenda of those that are let in."""
        from magistrat.sittings.models import Question

        sitting = self.sitting(self.month(0), "planned")
        asked = self.questions(sitting, COMING, at=TODAY)
        for place, one in enumerate(asked):
            one.stage = ("proposed", "prepared", "agreed", "delivered", "reviewed", "on_agenda")[place % 6]
        Question.objects.bulk_update(asked, ["stage"])


def _again(value: Any, ids: dict[int, int]) -> Any:
    """The pattern's payload with the ids of other questions."""
    if isinstance(value, dict):
        return {_again(key, ids): _again(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [_again(one, ids) for one in value]
    if isinstance(value, str) and value.isdecimal() and int(value) in ids:
        return str(ids[int(value)])
    return ids.get(value, value) if isinstance(value, int) and not isinstance(value, bool) else value


def visits() -> Iterator[tuple[str, str, str]]:
    """Page, role of the one who opens it, address."""
    from django.urls import reverse

    from magistrat.sittings.models import Sitting

    closed = Sitting.objects.filter(gathering__state="closed", questions__document__isnull=False)
    last = closed.order_by("-gathering__on").first()
    coming = Sitting.objects.filter(gathering__state="planned").order_by("-gathering__on").first()
    assert last is not None
    assert coming is not None
    clerk = "protocol_clerk"
    yield "sittings ahead", clerk, reverse("sittings:sittings")
    yield "sittings past", clerk, reverse("sittings:past")
    yield f"way to a sitting, {COMING} questions", clerk, reverse("sittings:way", args=[coming.pk])
    yield f"agenda, {COMING} questions", clerk, reverse("sittings:agenda", args=[coming.pk])
    yield "agenda as PDF", clerk, reverse("sittings:print", args=[coming.pk, "poriadok-dennyi"])
    yield f"console, {EACH} questions", clerk, reverse("sittings:console", args=[last.pk])
    yield "hall's screen", clerk, reverse("sittings:hall", args=[last.pk])
    yield "minutes", clerk, reverse("sittings:minutes", args=[last.pk])
    yield "minutes, list", clerk, reverse("sittings:minutes_list")
    yield "decisions of sittings", clerk, reverse("acts:sittings")
    yield "decisions of a sitting", clerk, reverse("acts:sitting", args=[last.gathering_id])
    yield "register of acts", clerk, reverse("acts:register")
    yield "register, words of a title", clerk, reverse("acts:register") + "?q=тарифи"
    yield "search, words of a decision", clerk, reverse("documents:search") + "?q=тариф теплова енергія"
    public = reverse("portal:decisions")
    yield "public decisions", clerk, public
    yield "public decisions, words", clerk, f"{public}?slova=ремонт дороги"
    yield "public decisions, words that nearly all have", clerk, f"{public}?slova=питання життєдіяльності"
    decided = last.questions.filter(document__isnull=False).order_by("position").first()
    assert decided is not None
    yield "public decision", clerk, reverse("portal:decision", args=[decided.document_id])


def main(size: int, rounds: int) -> None:
    """Fill, then open the pages."""
    from django.db import connection

    from magistrat.portal.pages import decisions

    # One address asks here more often than the public pages answer to one.
    decisions.MOST = 1_000_000
    Decade().fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages.tell(visits(), rounds)


if __name__ == "__main__":
    django.setup()
    memory.settle()
    main(int(sys.argv[1]), int(sys.argv[2]))
