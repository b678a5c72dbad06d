"""What is shown of relations: both ways, with cautions; what the text names and nobody has related; suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from magistrat.acts.models import Act, Kind, Relation
from magistrat.acts.queries import drafts, history, naming
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.rules import act_history, act_references, act_text
from magistrat.rules.act_references import Reference
from magistrat.rules.edition import Entry

AT_MOST = 12
UNNAMED = "Пунктів, яких стосуються зміни, не зазначено: так викладають у новій редакції весь акт."
# What a drafter may say that his draft does; what it takes off control the points themselves say.
CHOICES = tuple((kind.value, kind.label) for kind in Relation.Kind if kind != Relation.Kind.RELEASES)
KINDS = {
    "mayor_order": Kind.ORDER,
    "committee_decision": Kind.COMMITTEE_DECISION,
    "council_decision": Kind.COUNCIL_DECISION,
}
# How an act is said from the other side.
PASSIVE = {
    "changes": "змінено",
    "repeals": "визнано таким, що втратив чинність",
    "cancels": "скасовано",
    "suspends": "дію зупинено",
    "renews": "дію поновлено",
    "releases": "знято з контролю",
    "executes": "на його виконання видано",
    "refers": "на нього посилається",
}


@dataclass(frozen=True)
class Shown:
    """A relation as the panel shows it from one of its sides.

    :param other: the act on the other side, none outside the system; ``is_open``: the person may look at it.
    :param caution: what the person should know before the draft is signed; ``clause``: where one says so.
    :param changed: acts that the ended one has changed: their text stays as it is by itself.
    """

    relation: Relation
    said: str
    name: str
    other: Act | None
    is_open: bool
    caution: str = ""
    clause: str = ""
    changed: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Proposed:
    """An act that the text names: with what it seems to do to it, and the act itself where it is in the system."""

    reference: Reference
    kind: str
    act: Act | None
    name: str


def of_act(*, actor: Actor, act: Act, on: date) -> tuple[list[Shown], list[Shown]]:
    """What the act does, and what is done to it; drafts of others are shown to who may see them. Six statements at most."""
    does, done = history.relations_of(act), history.relations_to(act)
    others = [one.target.document_id for one in does if one.target] + [one.source.document_id for one in done]
    seen = access.seen_of(actor, others)
    ended = [one.target_id for one in does if one.target_id and one.kind in act_history.ENDS and not one.target_points]
    changed = history.changed_by(ended) if ended else []
    told = [one for one in done if one.done_at is not None or one.source.document_id in seen]
    return (
        [_does(one, act, on, seen, changed) for one in does],
        [
            Shown(one, _passive(one), naming.full(one.source), one.source, one.source.document_id in seen)
            for one in told
        ],
    )


def proposed(act: Act) -> list[Proposed]:
    """Acts that the text names and no relation leads to, each once; two statements and one for each act found."""
    references = act_references.find(drafts.text_of(act))
    known = {(one.named_on, one.named_number.casefold()) for one in act.relations.all()}
    found: dict[tuple[date, str], Proposed] = {}
    for one in references:
        key = (one.on, one.number.casefold())
        if key in known or key in found:
            continue
        kind = KINDS.get(one.kind, "")
        target = history.registered(one.number, one.on, kind)
        name = naming.full(target) if target else f"{naming.ACTS[Kind(kind)] if kind else 'акт'} {one.printed}"
        found[key] = Proposed(one, _kind_of(one), target, name)
    return list(found.values())


def suggest(words: str) -> Sequence[Act]:
    """Registered acts that are public, by number or words of the heading, the newest first; one statement."""
    asked = words.strip()
    if not asked:
        return []
    found = Act.objects.filter(state=Act.State.REGISTERED, document__is_restricted=False)
    found = found.exclude(kind=Kind.PERSONNEL_ORDER).select_related("document").defer("text", "document__lemmas")
    by_number = Q(document__index__istartswith=asked.lstrip("№ "))
    by_words = Q(title__icontains=asked) if len(asked) > 2 else Q(pk__in=[])
    return list(found.filter(by_number | by_words).order_by("-adopted_on", "-id")[:AT_MOST])


def is_drafters(act: Act, actor: Actor) -> bool:
    """Whether the actor may say what the draft does: its drafter or the head of the drafter."""
    return act.drafter_id in actor.line or (actor.post_id is not None and actor.post_id == act.drafter.head_id)


def _does(one: Relation, act: Act, on: date, seen: set[int], changed: Sequence[Relation]) -> Shown:
    target = one.target
    is_open = target is not None and target.document_id in seen
    of_it = tuple(
        {rel.target_id: rel.target for rel in changed if rel.source_id == one.target_id and rel.target}.values()
    )
    said = f"{one.get_kind_display()}{_points(one)}"
    if one.done_at is not None or act.state == Act.State.REGISTERED:
        return Shown(one, said, naming.target(one), target, is_open)
    rule = _unnamed(one, act)
    told = [*_cautions(one, on), *([UNNAMED] if rule else [])]
    return Shown(one, said, naming.target(one), target, is_open, " ".join(told), rule.clause if rule else "", of_it)


def _unnamed(one: Relation, act: Act) -> Entry | None:
    if one.target is None:
        return None
    return act_history.unnamed_points(drafts.rules_of(act), one.kind, one.target.kind, one.target_points)


def _cautions(one: Relation, on: date) -> Iterator[str]:
    target = one.target
    if target is None or one.kind not in act_history.TOUCHING:
        return
    if one.kind == Relation.Kind.RENEWS:
        if target.force != Act.Force.SUSPENDED:
            yield "Дію цього акта не зупинено: поновлювати її не потрібно."
    elif not target.is_in_force(on):
        yield f"Цей акт зараз не чинний: {target.get_force_display()}."


def _passive(one: Relation) -> str:
    return f"{PASSIVE[one.kind]}{_points(one)}{'' if one.done_at else ' (проєктом)'}"


def _points(one: Relation) -> str:
    if not one.target_points:
        return ""
    return f" ({'пункт' if len(one.target_points) == 1 else 'пункти'} {', '.join(one.target_points)})"


def _kind_of(one: Reference) -> str:
    if one.repeals:
        return Relation.Kind.REPEALS
    if one.changes:
        return Relation.Kind.CHANGES
    return Relation.Kind.REFERS


def points_of(act: Act) -> list[str]:
    """Labels of the act's points, to be chosen from."""
    return [point.label for point in act_text.walk(drafts.text_of(act).points)]
