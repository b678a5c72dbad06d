"""Which steps of a paper's route are its approval, and in which place each post is asked (KR 4.13–4.16, 6.5–6.7; DR 4.9, 5.7).

Pure functions over an edition; who fills a role on a day is found by those who know the organisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from magistrat.rules import routing
from magistrat.rules.edition import Edition
from magistrat.rules.routing import Stage
from magistrat.rules.steps import Step

VISA = "visa"
ASKED = frozenset({VISA, "consent", "conclusion", "check"})
DRAFTER = frozenset({"executor", "drafter"})
HEAD = "department_head"
IN_CHARGE = frozenset({"deputy_mayor", "leader_in_charge"})
# Whom the drafter names, because only he knows whom the matter concerns (KR 4.16.6.4, 6.5.3; DR 25.7, 30.3).
NAMED = frozenset({"concerned_heads", "main_item_body_heads", "immediate_head"})
NAMED_DEPUTIES = "other_deputy_mayors"
# The flag by which deputies beyond the one in charge are asked (KR 4.16.6.8, 6.5.7): naming one says it.
OTHER_DEPUTIES = "other-deputies"
# Members of a collegial body answer in its own poll, one by one (KR 4.41.1, 4.41.2), after the visas.
POLLED = frozenset({"committee_members"})
ADDED_ROLE = "concerned"
ADDED_LABEL = "посадова особа, причетна до підготовки чи виконання (визначив розробник)"


@dataclass(frozen=True, slots=True)
class Found:
    """A stage of the approval with the post that answers it.

    :param post: none where a paper is waited for, or nobody fills the role; `problem` then says why, in one sentence.
    """

    stage: Stage
    post: int | None = None
    is_added: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A post, or a body outside, that is asked once: as which stage, and which further ones its answer satisfies."""

    stage: Stage
    post: int | None = None
    covers: tuple[Stage, ...] = ()
    is_added: bool = False
    problem: str = ""
    parallel: bool = False

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All that the answer is for."""
        return (self.stage, *self.covers)

    @property
    def roles(self) -> frozenset[str]:
        """Roles in which the post is asked."""
        return frozenset(stage.step.role for stage in self.stages)


def stages(edition: Edition, kind: str, flags: Collection[str] = ()) -> tuple[Stage, ...]:
    """The visas, consents, conclusions and checks that come before the paper is signed, adopted or handed in.

    What follows the last visa ends the approval with the first act that is not asking: a signature, adoption, number,
    handing in, or the check of those who take the paper in. The signatures of annexes (KR 4.16.4; DR 4.8, 5.11) stand
    in between and end nothing, nor does handing in that comes before the last visa (DR 4.7).
    """
    whole = routing.route(edition, kind, flags)
    last = max((stage.step.place for stage in whole if stage.step.does == VISA), default=None)
    end = next((stage.step.place for stage in whole if _ends(stage.step, last)), None)
    return tuple(
        stage
        for stage in whole
        if stage.step.does in ASKED and stage.step.role not in POLLED and (end is None or stage.step.place < end)
    )


def key(stage: Stage) -> str:
    """By which a step of an approval names a stage of the route: entry and role."""
    return f"{stage.entry.id}:{stage.step.role}"


def is_paper(step: Step) -> bool:
    """Whether the answer comes on paper: from a body outside, or as a conclusion that a collegial body draws up."""
    return step.outer or step.does == "conclusion"


def is_named(step: Step) -> bool:
    """Whether the drafter names who is asked."""
    return step.role in NAMED or step.role == NAMED_DEPUTIES


def may_be_empty(step: Step) -> bool:
    """Whether nobody need be named: the route asks for it always, but the matter may concern nobody else."""
    return is_named(step) and not step.when


def beside(among: Sequence[Stage]) -> Stage | None:
    """The stage of a post that the drafter names where the clause lists no place for it: beside the first visa.

    Without one nobody can be named (DR 4.9, 5.7: «задіяними у процесі підготовки та виконання»).
    """
    listed = main(among)
    first = next((stage for stage in among if stage.step.does == VISA and stage.entry.id == listed), None)
    if first is None:
        return None
    step = replace(first.step, role=ADDED_ROLE, label=ADDED_LABEL, when=(), unless=(), outer=False)
    return replace(first, step=step)


def main(among: Iterable[Stage]) -> str:
    """The id of the entry that lists most of the visas: the clause that orders the whole approval; "" without visas."""
    counted = Counter(stage.entry.id for stage in among if stage.step.does == VISA)
    return counted.most_common(1)[0][0] if counted else ""


def once(found: Sequence[Found]) -> list[Asked]:
    """Each post asked once, each outside body once, in the order of the route.

    A post that gives a visa satisfies by it all else that the route asks of that post. It is asked at its last place in
    the clause that orders the approval (KR 4.16.6, 5.15.9, 6.5), so that it sees what those before it said: the manager
    of affairs who is also in charge of the draft visas last. Consents of one who gives no visa are questions of their
    own at each place: the mayor's leave to decide between meetings is no leave to bring a draft late (KR 4.26, 4.41).
    """
    listed = main(one.stage for one in found)
    groups: dict[object, list[Found]] = {}
    for number, one in enumerate(found):
        groups.setdefault(_whose(one, number), []).append(one)
    merged = [asked for group in groups.values() for asked in _merged(group, listed)]
    merged.sort(key=lambda one: (one.stage.step.place, one.is_added))
    places = Counter(one.stage.step.place for one in merged)
    return [replace(one, parallel=places[one.stage.step.place] > 1) for one in merged]


def _ends(step: Step, last: int | None) -> bool:
    if step.does == "sign" and "annexes" in step.when:
        return False
    if last is None:
        return step.does in ("sign", "approve", "register")
    return step.place > last and step.does in ("sign", "approve", "register", "submit", "check")


def _whose(one: Found, number: int) -> object:
    if one.post is not None:
        return one.post
    return f"{one.stage.step.role}" if is_paper(one.stage.step) else -number - 1


def _merged(group: Sequence[Found], listed: str) -> list[Asked]:
    visas = [one for one in group if one.stage.step.does == VISA]
    if not visas:
        places: dict[int, list[Found]] = {}
        for one in group:
            places.setdefault(one.stage.step.place, []).append(one)
        return [_asked(side[-1], side) for side in places.values()]
    fixed = [one for one in visas if not one.is_added]
    ordered = [one for one in fixed if one.stage.entry.id == listed]
    return [_asked((ordered or fixed or visas)[-1], group)]


def _asked(chief: Found, group: Sequence[Found]) -> Asked:
    covers = tuple(one.stage for one in group if one is not chief)
    return Asked(chief.stage, chief.post, covers, chief.is_added, chief.problem)
