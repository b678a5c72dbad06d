"""A paper comes: received, looked at, registered, returned or passed on."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from magistrat.demo import names, words
from magistrat.demo.papers import Page
from magistrat.demo.plan import Paper
from magistrat.demo.scenes import Scene
from magistrat.demo.stage import Stage
from magistrat.documents.actions import annulling, arrivals, files, registration
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Correspondent, Document
from magistrat.documents.queries import points
from magistrat.organisation.models import Post
from magistrat.rules.control import duty
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import reviews

KINDS = {
    "citizen": "citizen_appeal", "enterprise": "enterprise_letter", "municipal": "institution_letter", "court": "court_document",
    "central_body": "ministry_letter", "local_state_body": "regional_administration_letter", "councillor": "councillor_request",
    "regional_council": "regional_council_act", "cabinet": "cabinet_letter", "president": "president_office_letter",
    "parliament": "parliament_letter", "peoples_deputy": "peoples_deputy_address",
}  # fmt: skip
WAYS = ("post", "post", "courier", "email", "hand")
STATE_WAYS = ("exchange", "exchange", "courier", "email")
ENDINGS = ("pdf", "pdf", "pdf", "docx", "png")
CASES = {"citizen": "03", "councillor": "05", "peoples_deputy": "05", "enterprise": "02", "municipal": "02"}
# The first page of papers that nobody opens any more: one for all.
OLDER = Page(
    "Скановану копію вміщено до справи", "", "", "", "Оригінал документа зберігається у справі за номенклатурою.", ""
)
STATE = {"central_body", "local_state_body", "regional_council", "cabinet", "president", "parliament", "control_body"}


class Letter:
    """An incoming paper with the words that were drawn for it."""

    def __init__(self, stage: Stage, rng: Random, paper: Paper) -> None:
        self.stage, self.rng, self.paper, self.topic = stage, rng, paper, paper.topic
        self.department = stage.department_of(paper.topic["area"])
        self.sender: Correspondent = rng.choice(stage.senders(paper.senders) or stage.senders(["enterprise"]))
        self.slots = fillings(rng, paper.at)
        self.summary = self.say("summary")
        self.clerk = stage.clerk(rng)
        self.kind = paper.topic.get("kind") or kind_of(self.sender, paper.what, rng)
        self.addressee = self._addressee()
        self.is_urgent = paper.what == "urgent"
        self.is_restricted = paper.what == "restricted"
        self.their_date = local_date(paper.at) - timedelta(days=rng.randint(1, 5))
        self.their_index = self._index()
        state = self.sender.kind in STATE
        self.way = "email" if paper.what == "passed_on" else rng.choice(STATE_WAYS if state else WAYS)
        self.pages, self.annex_pages = rng.randint(1, 3), rng.choice([None, None, 2, 5, 12])

    @property
    def case_number(self) -> str:
        """In which file of the department's nomenclature papers of such senders are kept."""
        return CASES.get(self.sender.kind, "01")

    def say(self, name: str) -> str:
        """A text of the topic with its places filled."""
        return str(self.topic[name]).format(**self.slots)

    def _addressee(self) -> Post:
        mayor = self.stage.post("mayor")
        if self.paper.what in {"higher", "points", "repeated", "source", "misdirected"} or self.sender.kind in STATE | {
            "peoples_deputy"
        }:
            return mayor
        leader = mayor if self.rng.random() < 0.4 else self.stage.leader_of(self.department)
        # What is for a leader is registered (KR 7.4; DR 10.3).
        return self.stage.head_of(self.department) if self.paper.what == "passed_on" else leader

    def _index(self) -> str:
        mark = self.stage.marks[self.sender.pk]
        return f"{mark}/{self.paper.number + 100}-{self.their_date:%y}" if mark else ""

    def card(self) -> Card:
        """The registration card."""
        return Card(
            kind=self.stage.kinds[self.kind],
            summary=self.summary,
            parties=(Party(self.sender.pk, self.their_index, self.their_date if self.their_index else None),),
            addressee=self.addressee.pk,
            way=self.way,
            arrived_at=self.paper.at,
            pages=self.pages,
            annex_pages=self.annex_pages,
            is_urgent=self.is_urgent,
            is_restricted=self.is_restricted,
            is_personal=self.sender.kind == "citizen",
        )

    def uploads(self) -> list[files.Upload]:
        """The scan: a page of its own for the newest papers, one common page for older ones."""
        if self.is_restricted:
            return []
        own = self.paper.is_recent
        ending = self.rng.choice(ENDINGS) if own else "pdf"
        title = {"pdf": "Лист", "docx": "Лист", "png": "Скан"}[ending]
        return [
            files.Upload(f"{title} {self.paper.number}.{ending}", self.stage.papers.file(self.page(own=own), ending))
        ]

    def page(self, *, own: bool) -> Page:
        """The words of the first page."""
        name = self.sender.name
        mark = f"{self.their_date:%d.%m.%Y} № {self.their_index}" if own and self.their_index else ""
        signature = (
            name
            if self.sender.kind == "citizen"
            else f"Керівник          {names.named('Калинчук', Random(self.sender.pk)).signature}"
        )
        if not own:
            return Page(
                name,
                "",
                "Виконавчий комітет міської ради",
                "",
                "Сканована копія документа зберігається у справі.",
                signature,
            )
        return Page(
            name,
            mark,
            f"{self.addressee.title}",
            self.summary,
            f"{self.say('body')}\nПро результати розгляду просимо повідомити.",
            signature,
        )


def kind_of(sender: Correspondent, what: str, rng: Random) -> str:
    """The kind of document that such a sender writes."""
    if sender.kind == "peoples_deputy" and rng.random() < 0.3:
        return "peoples_deputy_request"
    if sender.kind == "cabinet" and rng.random() < 0.5:
        return rng.choice(["cabinet_act", "prime_minister_instruction"])
    return KINDS.get(sender.kind, "letter")


def fillings(rng: Random, at: datetime) -> dict[str, object]:
    """What the places of a topic's texts are filled with; months are those that come."""
    pool, on = words.read("fillings"), local_date(at)
    ahead, past = on + timedelta(days=rng.randint(40, 90)), on.replace(day=1) - timedelta(days=1)
    return {
        "street": rng.choice(pool["streets"]), "house": rng.randint(1, 118), "school": rng.choice(pool["schools"]),
        "object": rng.choice(pool["objects"]), "district": rng.choice(pool["districts"]), "clinic": rng.choice(pool["clinics"]),
        "number": rng.randint(2, 320), "amount": f"{rng.randint(40, 2400)} {rng.randint(100, 999)}".replace(" ", " "),
        "month": pool["months"][ahead.month - 1], "year": ahead.year, "next_year": on.year + 1, "season": season(on),
        "to_month": pool["months_genitive"][ahead.month - 1], "for_month": pool["months_named"][ahead.month - 1],
        "past_month": pool["months_named"][past.month - 1], "past_year": past.year,
        "quarter": ("I", "II", "III", "IV")[(past.month - 1) // 3],
        "case": f"{rng.randint(100, 999)}/{rng.randint(1000, 9999)}/{on:%y}",
    }  # fmt: skip


def season(on: date) -> str:
    """The heating season of the day or the one that comes: «2026/2027»."""
    first = on.year if on.month >= 5 else on.year - 1
    return f"{first}/{first + 1}"


def arrive(letter: Letter) -> Generator[datetime, datetime, Document | None]:
    """From the door to the number; nothing when it is returned, passed on or still waits."""
    stage, rng, paper = letter.stage, letter.rng, letter.paper
    at = yield paper.at
    if _is_registered_at_once(letter):
        return _register(letter, at, uploads=letter.uploads())
    card, clerk = letter.card(), letter.clerk
    came: Document = stage.deeds.do(
        arrivals.receive, actor=stage.who(clerk, at), at=at, way=letter.way, arrived_at=at, kind=card.kind, parties=card.parties,
        summary=card.summary, addressee=card.addressee, is_urgent=card.is_urgent, uploads=letter.uploads(),
    )  # fmt: skip
    if paper.stop == "arrived":
        return None
    at = yield stage.days.after(at, rng, (4, 70))
    if paper.what in {"returned", "passed_on"}:
        _turn_away(letter, came, at)
        return None
    how = {"kind": card.kind, "addressee": card.addressee, "is_urgent": card.is_urgent}
    stage.deeds.do(arrivals.admit, actor=stage.who(clerk, at), at=at, document_id=came.pk, **how)
    at = yield stage.days.after(at, rng, (3, 40))
    return _register(letter, at, arrival_id=came.pk)


def _is_registered_at_once(letter: Letter) -> bool:
    """What comes on paper is often looked at and registered in one go."""
    is_plain = letter.paper.what not in {"returned", "passed_on"} and not letter.paper.is_recent
    return is_plain and letter.way in {"post", "courier", "hand"} and letter.rng.random() < 0.8


def _turn_away(letter: Letter, came: Document, at: datetime) -> None:
    """Returned on a ground that the regulation names, or passed on without a number."""
    actor = letter.stage.who(letter.clerk, at)
    if letter.paper.what == "returned":
        ground = letter.rng.choice(points.return_grounds(local_date(at)))
        letter.stage.deeds.do(arrivals.send_back, actor=actor, at=at, document_id=came.pk, ground=ground.key)
    else:
        to = {"department": letter.department.pk}
        letter.stage.deeds.do(arrivals.pass_on, actor=actor, at=at, document_id=came.pk, **to)


def _register(letter: Letter, at: datetime, **how: Any) -> Document:
    actor = letter.stage.who(letter.clerk, at)
    registry = letter.stage.registry(actor, "incoming", at)
    made: Document = letter.stage.deeds.do(
        registration.register_incoming, actor=actor, at=at, registry_id=registry, card=letter.card(), **how
    )
    return made


def supplement(letter: Letter, document: Document) -> Scene:
    """A further paper to the same number, where the regulation knows such; else a paper of its own, linked."""
    stage, rng = letter.stage, letter.rng
    at = yield stage.days.later(document.registered_at or letter.paper.at, rng, (2, 5))
    actor = stage.who(letter.clerk, at)
    on = local_date(at)
    number = f"{letter.their_index}-2" if letter.their_index else ""
    entry, kind = points.entry(on, points.SUPPLEMENT), letter.kind
    if entry is None and duty.obligatory(stage.rules(at), kind, sender=letter.sender.kind):
        # What only adds to such a paper is no second one of its kind, which would have to be on control by itself.
        kind = kind_of(letter.sender, letter.paper.what, rng)
    card = Card(
        kind=stage.kinds[kind], summary=f"Доповнення до листа: {letter.summary}", way="post", arrived_at=at, pages=1,
        parties=(Party(letter.sender.pk, number, on - timedelta(days=1) if number else None),), addressee=letter.addressee.pk,
    )  # fmt: skip
    if entry:
        came: Document = stage.deeds.do(
            registration.register_supplement, actor=actor, at=at, to=document.pk, card=card, uploads=letter.uploads()
        )
    else:
        came = stage.deeds.do(
            registration.register_incoming, actor=actor, at=at, registry_id=stage.registry(actor, "incoming", at),
            card=card, uploads=letter.uploads(), links=[(document.pk, "supplement")],
        )  # fmt: skip
    at = yield stage.days.later(at, rng, (1, 1))
    stage.deeds.do(reviews.read, actor=stage.who(letter.addressee, at), at=at, document=came.pk)


def annul(letter: Letter, document: Document) -> Scene:
    """The head of the unit annuls a mistaken registration."""
    stage, rng = letter.stage, letter.rng
    at = yield stage.days.after(document.registered_at or letter.paper.at, rng, (60, 200))
    head = next(
        post for post in stage.with_role("records_head")
        if post.department_id == stage.with_role("records_clerk")[0].department_id
    )  # fmt: skip
    reason = rng.choice(words.read("fillings")["annul"])
    stage.deeds.do(annulling.annul, actor=stage.who(head, at), at=at, document_id=document.pk, reason=reason)
