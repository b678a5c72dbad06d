"""The life of an act as the rules see it: its dates, what later acts did to it, its redactions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from magistrat.acts.models import Act, OuterDeed, Redaction, Relation
from magistrat.acts.queries import naming, on_paper
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.rules import act_history
from magistrat.rules.act_history import Deed, Life, Standing
from magistrat.rules.act_text import ActText

TOUCHING = sorted(act_history.TOUCHING)


@dataclass(frozen=True)
class History:
    """All that is needed to say what an act was on any day.

    :param effects: relations that lead to it and have taken effect; ``redactions``: its texts from a day on; ``outer``: what
        courts and the council have done to it by papers of their own (KR 4.44).
    """

    act: Act
    life: Life
    effects: tuple[Relation, ...]
    redactions: tuple[Redaction, ...]
    outer: tuple[OuterDeed, ...] = ()

    @property
    def deeds(self) -> list[Deed]:
        """What later acts did to it."""
        return [
            Deed(since, one.kind, naming.short(one.source), is_whole=not one.target_points)
            for one in self.effects
            if (since := effective(one)) is not None
        ] + [Deed(one.since, one.kind, one.named, is_whole=not one.points) for one in self.outer]

    @property
    def texts(self) -> list[act_history.Redaction]:
        """Its redactions as the rules see them."""
        return [
            act_history.Redaction(
                one.since, one.pk, naming.short(one.by_act) if one.by_act else "", one.confirmed_at is not None
            )
            for one in self.redactions
        ]

    def on(self, day: date) -> Standing:
        """What it was on the day."""
        return act_history.on_day(day, self.life, self.deeds, self.texts)

    def days(self) -> list[date]:
        """Days on which something changed."""
        return act_history.days(self.life, self.deeds, self.texts)

    @property
    def end(self) -> tuple[date, str] | None:
        """The first day without force and by which act, when a later act ends it, also on a day to come."""
        ended = sorted((one.on, one.by) for one in self.deeds if one.is_whole and one.kind in act_history.ENDS)
        return ended[0] if ended else None

    def redaction(self, standing: Standing) -> Redaction | None:
        """The redaction that held; none for the text as it was adopted."""
        return next((one for one in self.redactions if one.pk == standing.redaction), None)

    def text(self, standing: Standing) -> ActText | None:
        """The words of that day; none where the redaction is only a file."""
        found = self.redaction(standing)
        if found is None:
            return on_paper.working(self.act)
        return on_paper.read(found.text) if found.text is not None else None


def seen(*, actor: Actor, act_id: int) -> Act:
    """An act that the actor sees, with its document and signed text alone; one statement.

    :raises Refusal: when there is none or it is not for him; which of the two is not told.
    """
    visible = access.visible(actor).values("pk")
    found = Act.objects.select_related("document", "signed_version").filter(pk=act_id, document__in=visible)
    one = found.defer("document__lemmas", "document__search_text").first()
    if one is None:
        raise access.not_yours("акт")
    return one


def of(act: Act) -> History:
    """The act's history; the document is to be joined. Three statements, however long its life."""
    effects = touching(Relation.objects.filter(target=act)).filter(done_at__isnull=False)
    redactions = Redaction.objects.filter(act=act).select_related("by_act__document", "file")
    return History(
        act,
        Life(act.in_force_from, act.in_force_until),
        tuple(effects.select_related("source__document").order_by("id")),
        tuple(redactions.order_by("since", "id")),
        tuple(OuterDeed.objects.filter(act=act).order_by("since", "id")),
    )


def touching(found: QuerySet[Relation]) -> QuerySet[Relation]:
    """Only what changes, ends, stops or renews the earlier act."""
    return found.filter(kind__in=TOUCHING)


def effective(relation: Relation) -> date | None:
    """From which day the relation acts: its own, else that of its source; the source is to be joined."""
    source = relation.source
    return relation.effective_on or source.in_force_from or source.adopted_on


def unsettled(on: date) -> QuerySet[Any, Any]:
    """Acts whose kept standing may be another one on the day: they begin, expire, end, are stopped or renewed."""
    begins = Q(force=Act.Force.NONE, in_force_from__lte=on)
    expires = Q(force__in=[Act.Force.IN_FORCE, Act.Force.SUSPENDED], in_force_until__lt=on)
    ends = Q(force__in=[Act.Force.IN_FORCE, Act.Force.SUSPENDED], ended_on__lte=on)
    later = touching(Relation.objects.filter(done_at__isnull=False, effective_on=on, target__isnull=False))
    outer = OuterDeed.objects.filter(since=on)
    touched = Q(pk__in=later.values("target")) | Q(pk__in=outer.values("act"))
    found = Act.objects.filter(begins | expires | ends | touched, state=Act.State.REGISTERED)
    return found.order_by().values("pk")


def changes_of(act: int) -> int:
    """How many acts have changed it in part since it was last written anew (DR 4.11). Two statements."""
    acting = Relation.objects.filter(target=act, kind=Relation.Kind.CHANGES, done_at__isnull=False)
    anew = acting.filter(target_points=[]).order_by("-done_at", "-id").values_list("done_at", flat=True).first()
    since = acting.exclude(target_points=[])
    if anew is not None:
        since = since.filter(done_at__gt=anew)
    return since.values("source").distinct().count()


def relations_of(act: Act) -> Sequence[Relation]:
    """What the act does to earlier ones, in the order of entry; one statement."""
    return list(act.relations.select_related("target__document", "source__document").order_by("id"))


def relations_to(act: Act) -> Sequence[Relation]:
    """What later acts do to it, drafts too; one statement."""
    found = Relation.objects.filter(target=act).select_related("source__document", "target__document")
    return list(found.order_by("effective_on", "id"))


def changed_by(acts: Iterable[int]) -> Sequence[Relation]:
    """What the acts have changed in force: whose text stays as it is when they lose theirs. One statement."""
    found = Relation.objects.filter(source__in=list(acts), kind=Relation.Kind.CHANGES, done_at__isnull=False)
    return list(found.exclude(target=None).select_related("source__document", "target__document").order_by("id"))


def registered(number: str, on: date | None, kind: str = "") -> Act | None:
    """The act under the number and day, as another act names it; one statement."""
    found = Act.objects.filter(Q(document__index__iexact=number) | Q(document__index__iexact=f"№{number}"))
    if on is not None:
        found = found.filter(adopted_on=on)
    if kind:
        found = found.filter(kind=kind)
    return found.filter(state=Act.State.REGISTERED).select_related("document").first()
