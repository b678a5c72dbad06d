"""The board «Шлях до засідання»: every question at its stage with the stage's last day, what it lacks, who holds it.

A fixed number of statements, whatever the number of questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from magistrat.regulation import queries as regulation
from magistrat.rules import agenda, sitting_deeds, sitting_way
from magistrat.rules.checking import Finding
from magistrat.rules.edition import Edition
from magistrat.rules.sitting_deeds import Matter
from magistrat.rules.sitting_way import Last
from magistrat.sittings.models import Enclosure, Question, Sitting
from magistrat.sittings.queries import count, drafts, steps, titles
from magistrat.sittings.queries.steps import Step
from magistrat.ui import prepared

Stage, Lateness = Question.Stage, Question.Lateness
CONTRADICTING = ("reversed", "tight")
MANAGER = "Керуючий справами"
# The stages that are columns, with the deeds by whose last days each ends.
COLUMNS = (
    (Stage.PROPOSED, "Запропоновано", (sitting_deeds.PROPOSAL, sitting_deeds.BUDGET)),
    (Stage.PREPARED, "Проєкт готують і погоджують", (sitting_deeds.PREPARATION,)),
    (Stage.AGREED, "Погоджено, до подання", (sitting_deeds.PUBLICATION, sitting_deeds.DELIVERY)),
    (Stage.DELIVERED, "Подано на розгляд", (sitting_deeds.REVIEW,)),
    (Stage.REVIEWED, "Розглянуто", (sitting_deeds.AGREED, sitting_deeds.TO_MAYOR)),
    (Stage.ON_AGENDA, "У порядку денному", (sitting_deeds.MEMBERS,)),
)  # fmt: skip
# What is done next at a stage: the deed whose last day the card bears.
NEXT = {
    Stage.PROPOSED: sitting_deeds.DELIVERY, Stage.PREPARED: sitting_deeds.DELIVERY, Stage.AGREED: sitting_deeds.DELIVERY,
    Stage.DELIVERED: sitting_deeds.REVIEW,
}  # fmt: skip
INVITED = {"invitations": Count("invited"), "unshown": Count("invited", filter=Q(invited__shown_at__isnull=True))}
PREPARING = (Stage.PROPOSED, Stage.PREPARED)


@dataclass(frozen=True)
class Card:
    """A question on the board.

    :param last: the last day of its next deed; ``publication``: that of its publication while it is not published.
    :param lacks: what it lacks, each a short sentence; ``holders``: who holds it now.
    """

    question: Question
    last: Last | None
    publication: Last | None
    lacks: Sequence[str]
    holders: Sequence[str]
    is_late: bool = False
    is_soon: bool = False


@dataclass(frozen=True)
class Head:
    """A last day at the top of a column: when it was done for the whole sitting, or that it is over and holds nobody up."""

    last: Last
    done_on: date | None = None
    is_over: bool = False


@dataclass(frozen=True)
class Column:
    """A stage with the last days by which it is left, and its cards."""

    key: str
    title: str
    heads: Sequence[Head]
    cards: Sequence[Card] = ()


@dataclass(frozen=True)
class Board:
    """The whole board of a sitting as seen on a day."""

    columns: Sequence[Column]
    steps: Sequence[Step]
    late: Sequence[Card]
    soon: Sequence[Card]
    additional: Sequence[Card] = ()
    findings: Sequence[Finding] = ()
    total: int = 0


@dataclass(frozen=True)
class _Known:
    """What is read once for all cards."""

    edition: Edition
    states: Mapping[int, str] = field(default_factory=dict)
    holders: Mapping[int, list[str]] = field(default_factory=dict)
    enclosed: Mapping[int, set[str]] = field(default_factory=dict)


def board(sitting: Sitting, on: date, unread: Collection[int] = ()) -> Board:
    """The board as seen on the day, without the words of the unread questions.

    Seven statements and those of the regulation, fewer when asked again.
    """
    rows = _rows(sitting)
    titles.veil(rows, unread)
    counted, day = count.of(sitting), count.day_of(sitting)
    known = _known(rows, counted.edition)
    whole = sitting_way.whole(counted, day)
    cards: dict[str, list[Card]] = {stage.value: [] for stage, _, _ in COLUMNS}
    additional: list[Card] = []
    # Hundreds of questions are of a few sorts: the days of each sort are counted once.
    lasts: dict[Matter, tuple[Last, ...]] = {}
    for row in rows:
        row.sitting, matter = sitting, count.matter_of(row)
        if matter not in lasts:
            lasts[matter] = sitting_way.of_question(counted, day, matter)
        card = _card(row, lasts[matter], known, on)
        (additional if row.lateness == Lateness.BY_VOTE else cards[row.stage]).append(card)
    taken = steps.of(sitting)
    done = {one.last.deed: one.done_on for one in taken}
    every = [card for stage in cards.values() for card in stage] + additional
    return Board(
        columns=[
            Column(
                stage.value,
                title,
                [_head(last, done.get(last.deed), cards[stage.value], on) for last in whole if last.deed in deeds],
                cards[stage.value],
            )
            for stage, title, deeds in COLUMNS
        ],
        steps=taken,
        late=[card for card in every if card.is_late],
        soon=[card for card in every if card.is_soon and not card.is_late],
        additional=additional,
        findings=contradictions(sitting, whole, on),
        total=len(every),
    )


def _head(last: Last, done_on: date | None, cards: Sequence[Card], on: date) -> Head:
    is_over = not cards and done_on is None and last.is_late(done_on=None, today=on)
    return Head(last, done_on, is_over)


def contradictions(sitting: Sitting, lasts: Sequence[Last], on: date) -> list[Finding]:
    """Where the clauses of these days contradict one another or leave too little time: each day stands by its own."""
    entries = {last.entry for last in lasts}
    found = regulation.findings(sitting.gathering.edition_id, sitting.gathering.on, on)
    return [one for one in found if one.grade in CONTRADICTING and len(entries & set(one.ids)) > 1]


def card_of(question: Question, on: date) -> Card:
    """One question's card; a few statements."""
    counted = count.of(question.sitting)
    lasts = sitting_way.of_question(counted, count.day_of(question.sitting), count.matter_of(question))
    question.invitations = question.invited.count()
    question.unshown = question.invited.filter(shown_at__isnull=True).count()
    return _card(question, lasts, _known([question], counted.edition), on)


@prepared.prepared
def _prepared_by(departments: Sequence[int], posts: Sequence[int]) -> QuerySet[Question]:
    stages = [Stage.PROPOSED, Stage.PREPARED, Stage.AGREED]
    found = Question.objects.filter(stage__in=stages, sitting__gathering__state="planned")
    found = found.filter(Q(department__in=departments) | Q(proposer__in=posts))
    found = found.exclude(sitting__gathering__kind="poll").select_related("sitting__gathering", "department")
    return found.annotate(**INVITED).order_by("sitting__gathering__on", "pk")[:50]


def late_soon(departments: Sequence[int], posts: Sequence[int], on: date) -> list[Card]:
    """Questions of these units or proposed by these posts that are late or will be within a week, for a desk; one statement."""
    cards = []
    for row in _prepared_by(departments, posts):
        counted = count.of(row.sitting)
        lasts = sitting_way.of_question(counted, count.day_of(row.sitting), count.matter_of(row))
        card = _card(row, lasts, _Known(counted.edition), on)
        if card.is_late or card.is_soon:
            cards.append(card)
    return cards


def _rows(sitting: Sitting) -> list[Question]:
    found = sitting.questions.filter(stage__in=[stage for stage, _, _ in COLUMNS])
    found = found.select_related("department", "in_charge", "block").annotate(**INVITED)
    return list(found.order_by("block__position", "position", "pk"))


def _known(rows: Sequence[Question], edition: Edition) -> _Known:
    documents = [row.document_id for row in rows if row.document_id]
    enclosed: dict[int, set[str]] = {}
    main = [row.pk for row in rows if row.is_main]
    for pk, key in Enclosure.objects.filter(question__in=main).values_list("question", "key"):
        enclosed.setdefault(pk, set()).add(key)
    return _Known(edition, drafts.states(documents), drafts.holders(documents), enclosed)


def _card(row: Question, lasts: Sequence[Last], known: _Known, on: date) -> Card:
    wanted = NEXT.get(Stage(row.stage))
    last = sitting_way.last_of(lasts, wanted) if wanted else None
    preparation = sitting_way.last_of(lasts, sitting_deeds.PREPARATION)
    if row.stage in PREPARING and preparation is not None:
        last = preparation
    publication = sitting_way.last_of(lasts, sitting_deeds.PUBLICATION)
    if row.publication_asked_at is not None or row.published_at is not None or row.is_information:
        publication = None
    ahead = [one for one in (last, publication) if one]
    return Card(
        question=row,
        last=last,
        publication=publication,
        lacks=list(_lacks(row, known, publication, on)),
        holders=_holders(row, known),
        is_late=any(one.is_late(done_on=None, today=on) for one in ahead) or row.lateness == Lateness.ASKED,
        is_soon=any(one.is_soon(on) for one in ahead),
    )


def _lacks(row: Question, known: _Known, publication: Last | None, on: date) -> Iterator[str]:
    # A main question's package names its draft itself.
    is_named = row.is_main and any(key == "draft_with_visas" for key, _, _ in agenda.package(known.edition))
    if row.document_id is None and not row.is_information and not is_named:
        yield "проєкт рішення"
    elif row.document_id and known.states.get(row.document_id) not in ("agreed", "closed"):
        yield "усі погодження"
    if row.is_main:
        held = {"draft_with_visas"} if row.document_id else set()
        held |= known.enclosed.get(row.pk, set()) | ({"invited_list"} if row.invitations else set())
        missing = [label for key, label, is_asked in agenda.package(known.edition) if is_asked and key not in held]
        yield from missing
    elif row.unshown and row.document_id and known.edition.get("invited_persons_notice"):
        yield "ознайомлення запрошених із проєктом"
    if publication is not None:
        yield "пропозиція щодо оприлюднення"
    elif row.published_at is None and row.publication_due_on and row.publication_due_on < on:
        yield "оприлюднення на вебсайті"
    if row.lateness == Lateness.ASKED:
        yield "дозвіл міського голови"


def _holders(row: Question, known: _Known) -> Sequence[str]:
    if row.stage == Stage.DELIVERED:
        return [MANAGER]
    if row.stage == Stage.PREPARED and known.holders.get(row.document_id or 0):
        return known.holders[row.document_id or 0]
    if row.stage in (Stage.REVIEWED, Stage.ON_AGENDA):
        return []
    return [row.department.name]
