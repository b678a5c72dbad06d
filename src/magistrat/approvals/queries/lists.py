"""Visas that wait, for whom and how long: one's own, one's people's, the whole city hall's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from magistrat.approvals.models import Answer, Approval, Step, TypicalRemark
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.open_work import OpenWork
from magistrat.regulation import queries as regulation
from magistrat.rules import approving
from magistrat.rules.moments import local_date
from magistrat.ui import prepared

OVERSEE = "approval.oversee"
OPEN = Step.State.OPEN
ON_CARD = ("approval__document__kind", "approval__drafter__department", "post__department")


@dataclass(frozen=True)
class Wanted:
    """By what a list is narrowed; empty values narrow nothing.

    :param kind: key of the route; `department`: of the drafter; `text`: words of the subject.
    :param overdue_on: only those whose day has passed as seen on this day.
    """

    kind: str = ""
    department: int | None = None
    post: int | None = None
    text: str = ""
    overdue_on: date | None = None


def waiting_for(actor: Actor, wanted: Wanted = Wanted()) -> QuerySet[Step]:
    """Open steps of the person's posts, for paging by `due_on, id`; the paper with its drafter and version beside each."""
    found = Step.objects.filter(_narrowed(wanted), state=OPEN, post__in=actor.line).select_related(*ON_CARD)
    return found.defer("approval__document__lemmas", "approval__document__search_text")


@prepared.prepared
def next_of(actor: Actor, *, limit: int) -> QuerySet[Step]:
    """The person's open steps for the desk, what is due first on top, with the paper and its drafter; one statement."""
    return _light(Step.objects.filter(state=OPEN, post__in=actor.line))[:limit]


def _light(found: QuerySet[Step], *more: str) -> QuerySet[Step]:
    found = found.select_related("approval__document", "approval__drafter", *more)
    return found.defer(*access.heavy("approval__document")).order_by("due_on", "id")


def answered_by(actor: Actor, wanted: Wanted = Wanted()) -> QuerySet[Answer]:
    """What the person's posts have answered, for paging by `-on, -id`."""
    narrowed = _narrowed(wanted, "step__approval__")
    found = Answer.objects.filter(narrowed, step__post__in=actor.line)
    found = found.select_related(*(f"step__{path}" for path in ON_CARD), "version")
    return found.defer("step__approval__document__lemmas", "step__approval__document__search_text", *_HEAVY)


def sent_by(actor: Actor, wanted: Wanted = Wanted()) -> QuerySet[Approval]:
    """Papers that the person's posts have sent and that are not closed, for paging by `-id`, with counts of steps."""
    found = Approval.objects.filter(_narrowed(wanted, ""), drafter__in=actor.line).exclude(state=Approval.State.CLOSED)
    done = Q(steps__state__in=[Step.State.AGREED, Step.State.REMARKS, Step.State.OBJECTED])
    found = found.annotate(
        all_steps=Count("steps", filter=~Q(steps__state=Step.State.SKIPPED)), done_steps=Count("steps", filter=done)
    )
    return found.select_related("document__kind", "drafter__department").defer(
        "document__lemmas", "document__search_text"
    )


def counts(actor: Actor) -> dict[str, int]:
    """How many visas wait for the person and how many papers of his are on their way; two statements."""
    return {
        "chekaiut": Step.objects.filter(state=OPEN, post__in=actor.line).count(),
        "nadislani": Approval.objects.filter(drafter__in=actor.line).exclude(state=Approval.State.CLOSED).count(),
    }


@prepared.count
def waiting_count(actor: Actor) -> QuerySet[Step]:
    """How many visas wait for the person; one statement."""
    return Step.objects.filter(state=OPEN, post__in=actor.line)


def open_work(posts: Sequence[int], on: date) -> list[OpenWork]:
    """What waits for visas at the posts, to warn of before a leave; one statement."""
    count = Step.objects.filter(state=OPEN, post__in=posts).count()
    title = "проєкт чекає на візу" if count % 10 == 1 and count % 100 != 11 else "проєктів чекають на візу"
    return [OpenWork(count, f"{count} {title}", "/pohodzhennia/")]


def overseen(actor: Actor, on: date, wanted: Wanted = Wanted()) -> QuerySet[Step]:
    """Open steps that the person watches over: of the whole city hall with the right, else of those below him.

    For paging by `due_on, id`. Papers on personnel and those for official use only when the person sees them anyway.
    """
    found = Step.objects.filter(_narrowed(wanted), _watched(actor, on), _shown(actor), state=OPEN)
    return found.select_related(*ON_CARD).defer("approval__document__lemmas", "approval__document__search_text")


def overdue_of_people(actor: Actor, on: date, limit: int = 50) -> Sequence[Step]:
    """Overdue steps for the desk of a head or of the manager of affairs, without his own; one statement."""
    return _overdue(actor, on, is_overseer=is_overseer(actor, on), limit=limit)


@prepared.prepared
def _overdue(actor: Actor, on: date, *, is_overseer: bool, limit: int) -> QuerySet[Step]:
    found = Step.objects.filter(_shown(actor), state=OPEN, due_on__lt=on).exclude(post__in=actor.line)
    watched = found if is_overseer else found.filter(post__head__in=actor.line)
    return _light(watched, "post")[:limit]


def figures(actor: Actor, on: date, wanted: Wanted = Wanted()) -> dict[str, int]:
    """How many steps of the board are open and how many of them overdue; one statement."""
    narrowed = Step.objects.filter(_narrowed(wanted), _watched(actor, on), _shown(actor), state=OPEN)
    return narrowed.aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=on)))


def is_overseer(actor: Actor, on: date) -> bool:
    """Whether the person sees the visas of the whole city hall."""
    return regulation.refusal(actor=actor, right=OVERSEE, on=on) is None


def name_holders(steps: Sequence[Step], on: date) -> None:
    """Put `holder_name` on each step: who answers for its post on the day; three statements."""
    posts = list({step.post_id for step in steps if step.post_id})
    signatures = organisation.signatures_of(posts, on) if posts else {}
    for step in steps:
        signature = signatures.get(step.post_id or 0)
        step.holder_name = signature.name if signature else ""


def count_days(steps: Sequence[Step], on: date) -> None:
    """Put `days_open` on each open step: calendar days since it was opened."""
    for step in steps:
        step.days_open = (on - local_date(step.opened_at)).days if step.opened_at else 0


def holder(post: int, on: date) -> str:
    """Who signs for the post on the day: «Власне ім'я ПРІЗВИЩЕ»; three statements."""
    signature = organisation.signature_of(post, on)
    return signature.name if signature else ""


def typical(post: int | None) -> Sequence[TypicalRemark]:
    """The post's typical remarks, those used most often first; one statement."""
    return list(TypicalRemark.objects.filter(post=post, removed_at__isnull=True).order_by("-used", "id"))


_HEAVY = ("version__content", "version__parts")


def _narrowed(wanted: Wanted, path: str = "approval__") -> Q:
    found = Q()
    if wanted.kind:
        found &= Q(**{f"{path}kind": wanted.kind})
    if wanted.department:
        found &= Q(**{f"{path}drafter__department": wanted.department})
    for word in wanted.text.split():
        found &= Q(**{f"{path}document__summary__icontains": word})
    if wanted.post:
        found &= Q(**{f"{path.removesuffix('approval__')}post": wanted.post})
    if wanted.overdue_on and path == "approval__":
        found &= Q(due_on__lt=wanted.overdue_on)
    return found


def _everything(actor: Actor, on: date) -> Q | None:
    return Q(pk__isnull=False) if is_overseer(actor, on) else None


def _watched(actor: Actor, on: date) -> Q:
    if everything := _everything(actor, on):
        return everything
    line: Collection[int] = actor.line
    return Q(post__head__in=line) | Q(post__head__head__in=line) | Q(post__head__head__head__in=line)


def _shown(actor: Actor) -> Q:
    """Papers whose subject may be read in a list of the whole city hall."""
    common = Q(approval__document__is_restricted=False) & ~Q(approval__kind__in=approving.CLOSED_KINDS)
    return common | Q(approval__document__in=access.visible(actor).values("pk"))
