"""What comes to a paper on which work goes on: who works on it sees it and hears of it, its leader gets it (DR 10.9, 10.10)."""

from __future__ import annotations

from datetime import datetime

from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import supplements
from magistrat.organisation.models import Post, on_day
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, giving
from magistrat.tasks.models import Control, Review, Task

SUBJECT = "надійшло доповнення до документа, за яким Ви працюєте"


def pass_on(*, document: Document, first: Document, at: datetime) -> None:
    """Show a supplement to those who work on the first paper and to the unit that controls it; part of its registration.

    A supplement for official use opens only to those admitted by name to the first paper.
    """
    for task in Task.objects.filter(document=first, state__in=deeds.OPEN).select_related("document").order_by("id"):
        giving.open_to(document=document, task=task, at=at)
        _tell(document, task.executor_id, at)
    control = Control.objects.filter(document=first).exclude(state=Control.State.OFF).first()
    if control is not None:
        _open_to_unit(control, document, at)
        for post in _controllers(control, first, at):
            _tell(document, post, at)


def open_to_unit(*, control: Control, at: datetime) -> None:
    """What came to the paper before it was put on control is seen by the controlling unit too."""
    for document in supplements.of(control.document):
        _open_to_unit(control, document, at)


def _open_to_unit(control: Control, document: Document, at: datetime) -> None:
    source = f"tasks.control:{control.pk}"
    grants.give(document=document, department=control.unit_id, reason=Grant.Reason.CONTROL, source=source, at=at)


def _controllers(control: Control, first: Document, at: datetime) -> list[int]:
    """Posts of the controlling unit that submit cases."""
    rules = regulation.rules_of(first.edition_id)
    posts = Post.objects.filter(on_day(local_date(at)), department=control.unit_id).order_by("id")
    return [post.pk for post in posts if rules.may("control.submit_case", post.roles) is None]


def _tell(document: Document, post: int, at: datetime) -> None:
    # A paper for official use is told of to nobody who may not open it.
    is_open = not document.is_restricted or Grant.objects.filter(
        document=document, post=post, reason=Grant.Reason.NAMED, until__isnull=True
    )
    if is_open:
        deeds.tell(document=document, post=post, at=at, key=f"tasks.supplement:{document.pk}", subject=SUBJECT)


def desks_of(*, document: Document, first: Document, addressee: int | None) -> dict[int, str]:
    """On whose desks a supplement lies, each with its folder, empty for the usual one.

    Where a resolution is written it is for its authors and the addressee to know; where the first paper still waits, it
    lies beside it; else with its own addressee. One for official use to an open paper lies only with those whom a named
    admission lets open it, and always with its addressee: to decide, where nobody else has it.
    """
    found = _beside(first, addressee)
    if not document.is_restricted or first.is_restricted:
        return found
    named = Grant.objects.filter(document=document, reason=Grant.Reason.NAMED, until__isnull=True, post__in=list(found))
    admitted = set(named.values_list("post_id", flat=True))
    kept = {post: folder for post, folder in found.items() if post in admitted}
    is_shared = bool(set(kept) - {addressee}) or addressee in _authors(first)
    return kept if addressee is None or is_shared else {addressee: ""}


def _authors(first: Document) -> list[int]:
    return list(tasks.standing(document=first).order_by("id").values_list("author_id", flat=True))


def _beside(first: Document, addressee: int | None) -> dict[int, str]:
    if authors := _authors(first):
        return dict.fromkeys([*authors, *([addressee] if addressee else [])], Review.Folder.INFO.value)
    waiting = Review.objects.filter(document=first, done_at__isnull=True).exclude(folder=Review.Folder.INFO)
    leaders = list(waiting.order_by("id").values_list("leader_id", flat=True)) or ([addressee] if addressee else [])
    return dict.fromkeys(leaders, "")


def open_to_leader(*, document: Document, first: Document, leader: int, at: datetime) -> None:
    """The leader on whose desk the supplement lies sees it."""
    is_named = document.is_restricted and first.is_restricted
    reason = Grant.Reason.NAMED if is_named else Grant.Reason.ADDRESSEE
    grants.give(document=document, post=leader, reason=reason, source=f"documents.document:{document.pk}", at=at)
