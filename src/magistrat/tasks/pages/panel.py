"""The panel of a document's card: resolutions, tasks as a tree, control, and the person's next steps."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import control_guide
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.forms import DaysForm
from magistrat.tasks.pages import acting
from magistrat.tasks.pages.deeds import CANCEL, OF_CONTROL, OF_POINT, OF_TASK, Deed
from magistrat.tasks.queries import of_document, originals, visaed
from magistrat.tasks.queries.of_document import Written


@dataclass(frozen=True)
class Opened:
    """The form in which a deed was refused: it is shown open with what was typed."""

    url: str
    form: DaysForm
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Offered:
    """A deed offered to the person, with its form."""

    deed: Deed
    url: str
    form: DaysForm
    is_open: bool = False
    refusal: Refusal | None = None


def shown(request: HttpRequest, document: Any, opened: Opened | None = None) -> str:
    """The panel as HTML; nothing for a document that is not registered."""
    if document.state not in ("registered", "annulled"):
        return ""
    return render_to_string("tasks/_panel.html", context(request, document, opened), request=request)


def context(request: HttpRequest, document: Any, opened: Opened | None = None) -> dict[str, Any]:
    """What the panel shows."""
    rules, stand = regulation.rules_of(document.edition_id), acting.stand(request)
    calendar = regulation.work_calendar()
    written = tasks.tree(document=document, rules=rules, calendar=calendar, stand=stand, on=request.on)
    control = tasks.control_of(document=document.pk)
    offer = _Offer(request, calendar, opened, _names(written, request.on))
    for one in written:
        one.offered = [offer(CANCEL, reverse("tasks:cancel", args=[one.resolution.pk]))] if one.deeds else []
        for branch in one.branches:
            _offer_branch(branch, offer)
    kind = document.kind.key
    # Points mostly have one author: who decides is asked of each once.
    decider = functools.cache(
        lambda author: tasks.decider_of(author=author, rules=rules, kind=kind, on=request.on)
    )  # fmt: skip
    points = _points(control, kind, stand, rules, offer, decider)
    keys = of_document.control_deeds(
        control=control,
        kind=kind,
        work=_work(document, control, written, points, rules),
        stand=stand,
        rules=rules,
        decider=decider,
    )
    stamps = rules.get("control_stamps")
    return {
        "document": document,
        "written": written,
        "control": control,
        "past_controls": tasks.past_controls_of(document=document.pk) if control else [],
        "control_offered": [
            offer(OF_CONTROL[key], reverse("tasks:control_deed", args=[document.pk, OF_CONTROL[key].slug]))
            for key in keys
        ],
        "points": points,
        "said_by_regulation": control_guide.said_of(
            rules,
            kind,
            has_points=_has_points(written),
            is_off=control is not None and control.state == "off",
        ),
        "stamps": stamps.values.get("stamps", ()) if stamps and control and control.state != "off" else (),
        "stamps_clause": stamps.clause if stamps else "",
        "may_write": document.state == "registered" and _may_write(request),
        "on": request.on,
    }


def _work(
    document: Any, control: Any, written: Sequence[Written], points: Sequence[Any], rules: Any
) -> of_document.Work:
    """How the work stands; asked where it matters: whether an answer was sent, whether a cancelled resolution waits for another."""
    is_on = control is not None and control.state != "off"
    gone = {point.task_id for point in points if point.state == "off"} if is_on else set()
    mains = [branch.task for one in written for branch in one.branches if branch.task.part == "main"]
    watched = [task for task in mains if task.pk not in gone]
    open_tasks = [task for task in watched if task.state in of_document.OPEN]
    asks = is_on and control_rules.information_removes(rules, document.kind.key)
    is_resolved = any(one.resolution.cancelled_at is None for one in written)
    return of_document.Work(
        has_open=bool(open_tasks) or of_document.awaits_anew(watched),
        has_term=any(task.due_on for task in open_tasks),
        is_answered=bool(asks) and tasks.answers_to(document=document.pk).sent is not None,
        awaits_visa=is_on and visaed.wanted(kind=document.kind.key, mains=mains, rules=rules) is not None,
        original_is_out=is_on and _original_is_out(control, rules),
        awaits_resolution=is_on and not is_resolved and tasks.awaits_resolution(document=document.pk),
    )


def _original_is_out(control: Any, rules: Any) -> bool:
    return (
        control_rules.original_stays(rules, "law") is not None
        and originals.out(control=control, rules=rules) is not None
    )


def _points(control: Any, kind: str, stand: Any, rules: Any, offer: _Offer, decider: of_document.Decider) -> list[Any]:
    """The document's control points, each with its offered deeds."""
    found = tasks.points_of(control=control.pk) if control else []
    for one in found:
        keys = tasks.point_deeds(point=one, control=control, kind=kind, stand=stand, rules=rules, decider=decider)
        one.offered = [
            offer(OF_POINT[key], reverse("tasks:point_deed", args=[one.pk, OF_POINT[key].slug])) for key in keys
        ]
    return list(found)


def _has_points(written: Sequence[Written]) -> bool:
    return any(branch.task.point for one in written for branch in one.branches)


def _names(written: Sequence[Written], on: date) -> dict[int, str]:
    """Who holds the executors' posts."""
    posts = {branch.task.executor_id for one in written for branch in tasks.branches(one)}
    return {post: held.person.short_name for post, held in organisation.holders_of(sorted(posts), on).items()}


def _may_write(request: HttpRequest) -> bool:
    return any(
        request.may(right) is None for right in ("resolution.write", "resolution.write_on_behalf", "resolution.sub")
    )


class _Offer:
    """Makes offered deeds; the one that was refused keeps its form."""

    def __init__(self, request: HttpRequest, calendar: Any, opened: Opened | None, names: dict[int, str]) -> None:
        self.request, self.calendar, self.opened, self.names = request, calendar, opened, names

    def __call__(self, deed: Deed, url: str) -> Offered:
        if self.opened is not None and self.opened.url == url:
            return Offered(deed, url, self.opened.form, is_open=True, refusal=self.opened.refusal)
        prefix = url.strip("/").replace("/", "-")
        return Offered(deed, url, deed.form(on=self.request.on, calendar=self.calendar, auto_id=f"{prefix}-%s"))


def _offer_branch(branch: Any, offer: _Offer) -> None:
    task = branch.task
    branch.offered = [
        offer(deed, reverse("tasks:deed", args=[task.pk, deed.slug]))
        for key, deed in OF_TASK.items()
        if key in branch.deeds
    ]
    branch.name = offer.names.get(task.executor_id, "")
    branch.may_split = "split" in branch.deeds
    for part in branch.parts:
        _offer_branch(part, offer)
