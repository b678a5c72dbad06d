"""Decisions of a sitting in the agenda's order: where each stands, what is due, what waits for whom (KR 4.4, 4.25, 4.34-4.36; DR 6.26)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from magistrat.acts.models import ADOPTED_KINDS, Act, Handover, OuterDeed, Recipient, Relation
from magistrat.acts.queries import naming
from magistrat.bodies.models import Gathering, Outcome
from magistrat.bodies.queries import outcomes as bodies
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.ui import prepared

State, Force = Act.State, Act.Force
HEAVY = ("text", "document__lemmas", "document__search_text")
WAITS = {
    State.DRAFT: "чекає на візи",
    State.APPROVAL: "чекає на візи",
    State.AGREED: "чекає на підпис: посада вакантна",
    State.REWORK: "доопрацьовує розробник",
    State.CHECK: "звірити з ухваленим",
    State.SIGNING: "на підписі",
    State.SIGNED: "чекає на номер",
}
MOST_SITTINGS = 40
NOTHING_ADOPTED = frozenset({"none", "noted"})


@dataclass(frozen=True)
class Due:
    """Something that is to be done by a day, or was done; `handover` is there where it is handed over."""

    what: str
    on: date
    clause: str
    done_on: date | None = None
    handover: int | None = None


@dataclass(frozen=True)
class Row:
    """A question of the sitting with its decision, where it has one.

    :param stage: `waits` (for somebody else), `check`, `sign`, `number`, `suspended`, `done`, `none`: not adopted, or `noted`:
        there was nothing to adopt.
    :param said: where it stands, in words. :param is_open: the person may look at the act.
    """

    outcome: Outcome
    act: Act | None
    title: str
    stage: str
    said: str
    dues: tuple[Due, ...] = ()
    is_open: bool = False
    waits_for_list: bool = False


@dataclass(frozen=True)
class Decisions:
    """All of a sitting."""

    gathering: Gathering
    rows: Sequence[Row]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many stand at each stage."""
        return Counter(row.stage for row in self.rows)

    @property
    def adopted(self) -> int:
        """How many were adopted."""
        return sum(row.stage not in NOTHING_ADOPTED for row in self.rows)


def of_gathering(*, actor: Actor, gathering: Gathering) -> Decisions:
    """The sitting's questions with their decisions; at most seven statements, however many there are."""
    outcomes = bodies.in_order(gathering.pk)
    titles = bodies.titles(gathering) if any(one.document_id is None for one in outcomes) else {}
    documents = [one.document_id for one in outcomes if one.document_id]
    acts = {act.document_id: act for act in _acts(documents)}
    seen = access.seen_of(actor, documents)
    ids = [act.pk for act in acts.values()]
    owed: dict[int, list[Handover]] = defaultdict(list)
    for row in Handover.objects.filter(act__in=ids).order_by("due_on", "id"):
        owed[row.act_id].append(row)
    unsent = set(Recipient.objects.filter(act__in=ids, deliveries__isnull=True).values_list("act", flat=True))
    stopped = _stopped(ids)
    rows = []
    for outcome in outcomes:
        act = acts.get(outcome.document_id or 0)
        rows.append(_row(outcome, act, owed[act.pk] if act else (), unsent, stopped, seen, titles))
    return Decisions(gathering, rows)


def gathering(pk: int) -> Gathering | None:
    """A gathering with its body; one statement."""
    return Gathering.objects.select_related("body").filter(pk=pk).first()


def gatherings(*, is_poll: bool = False) -> QuerySet[Gathering]:
    """Sittings in which decisions were adopted (else decisions between sittings), the latest first, each with how many stand where.

    One statement.
    """
    adopted = Q(outcomes__result__in=bodies.CARRIED, outcomes__acts__isnull=False)
    state = "outcomes__acts__state"
    stopped = Q(outcomes__acts__force=Force.SUSPENDED)
    kind = Q(kind=Gathering.Kind.POLL)
    found = Gathering.objects.filter(kind if is_poll else ~kind, body__key="executive-committee").annotate(
        adopted=Count("outcomes__acts", filter=adopted),
        registered=Count("outcomes__acts", filter=Q(**{state: State.REGISTERED})),
        signed=Count("outcomes__acts", filter=Q(**{state: State.SIGNED}) & ~stopped),
        suspended=Count("outcomes__acts", filter=stopped & ~Q(**{state: State.REGISTERED})),
    )
    return found.filter(adopted__gt=0).order_by("-on", "-id")


@prepared.prepared
def to_rework(actor: Actor) -> QuerySet[Act]:
    """Adopted decisions whose text the person reworks, the most urgent first; one statement."""
    found = Act.objects.filter(state=State.REWORK, drafter__in=actor.line).select_related("document")
    return found.defer(*HEAVY).order_by("due_on", "id")


@prepared.prepared
def to_compare(kinds: Sequence[str]) -> QuerySet[Act]:
    """Texts that the office of these registries compares with the adopted ones, the most urgent first; one statement."""
    found = Act.objects.filter(state=State.CHECK, kind__in=[kind for kind in kinds if kind in ADOPTED_KINDS])
    return found.select_related("document", "drafter").defer(*HEAVY).order_by("due_on", "id")


@prepared.prepared
def to_hand_over(actor: Actor, registries: Sequence[int]) -> QuerySet[Handover]:
    """What the person owes: as the drafter of a permit, or as the office of these registries; one statement."""
    own = Q(is_drafters=True, act__drafter__in=actor.line)
    office = Q(is_drafters=False, act__document__registry__in=registries)
    found = Handover.objects.filter(own | office, done_on__isnull=True, act__state=State.REGISTERED)
    found = found.select_related("act__document", "act__drafter")
    return found.defer(*(f"act__{name}" for name in HEAVY)).order_by("due_on", "id")


def of_act(act: Act) -> Sequence[Outcome]:
    """All that the committee decided on the act's draft, the latest first; one statement."""
    return bodies.of_document(act.document_id)


def handovers(act: Act) -> Sequence[Handover]:
    """What is or was owed after the act; one statement."""
    return list(act.handovers.order_by("due_on", "id"))


def outer(act: Act) -> Sequence[OuterDeed]:
    """What courts and the council have done to the act by papers of their own; one statement."""
    return list(act.outer_deeds.select_related("file").order_by("since", "id"))


def orders_since(act: Act, actor: Actor) -> Sequence[Act]:
    """The mayor's registered orders since the decision's adoption that the person sees, the latest first; one statement."""
    found = Act.objects.filter(kind="order", state=State.REGISTERED, document__in=access.visible(actor).values("pk"))
    if act.adopted_on is not None:
        found = found.filter(adopted_on__gte=act.adopted_on)
    return list(found.select_related("document").defer(*HEAVY).order_by("-adopted_on", "-id")[:MOST_SITTINGS])


def _acts(documents: Sequence[int]) -> Sequence[Act]:
    found = Act.objects.filter(document__in=documents).select_related("document", "drafter__department", "signatory")
    return list(found.defer(*HEAVY))


def _stopped(acts: Sequence[int]) -> dict[int, str]:
    """By which order each suspended act was stopped the last time."""
    found = Relation.objects.filter(target__in=acts, kind=Relation.Kind.SUSPENDS, done_at__isnull=False)
    return {
        one.target_id or 0: naming.short(one.source) for one in found.select_related("source__document").order_by("id")
    }


def _row(
    outcome: Outcome, act: Act | None, owed: Sequence[Handover], unsent: set[int], stopped: Mapping[int, str],
    seen: set[int], titles: Mapping[int, str],
) -> Row:  # fmt: skip
    title = act.title if act else outcome.document.summary if outcome.document else titles.get(outcome.item, "")
    is_open = outcome.document_id in seen
    if outcome.result not in bodies.CARRIED or act is None or act.outcome_id != outcome.pk:
        said = "" if act or outcome.result not in bodies.CARRIED else "проєкту рішення в системі немає"
        stage = "noted" if outcome.result == Outcome.Result.NOTED else "none"
        return Row(outcome, act, title, stage, said, is_open=is_open and act is not None)
    stage, said = _stands(act, stopped)
    waits = act.pk in unsent
    return Row(outcome, act, title, stage, said, tuple(_dues(act, owed, waits=waits)), is_open, waits)


def _stands(act: Act, stopped: Mapping[int, str]) -> tuple[str, str]:
    if act.force == Force.SUSPENDED and act.state != State.REGISTERED:
        return "suspended", f"дію зупинено: {stopped.get(act.pk, '')}".rstrip(": ")
    if act.state == State.REGISTERED:
        return "done", act.get_force_display()
    stages = {State.CHECK: "check", State.SIGNING: "sign", State.SIGNED: "number"}
    return stages.get(State(act.state), "waits"), WAITS.get(State(act.state), act.get_state_display())


def _dues(act: Act, owed: Sequence[Handover], *, waits: bool) -> Sequence[Due]:
    what = {State.REWORK: "доопрацювати", State.CHECK: "доопрацювати", State.SIGNING: "підписати"}
    found = []
    if act.due_on is not None and (act.state != State.REGISTERED or waits):
        found.append(Due(what.get(State(act.state), "надіслати"), act.due_on, act.due_clause))
    found += [
        Due(f"передати {one.get_kind_display()}", one.due_on, one.due_clause, one.done_on, one.pk) for one in owed
    ]
    return found
