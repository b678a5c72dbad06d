"""What of the way to a sitting waits for a person: reviews, the mayor's word, publication, agreement, what is late soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from magistrat.sittings.queries import minutes, public, way
from magistrat.sittings.queries import waiting as preparing

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """A question (or an agenda) in the place of a document: it may have no draft yet."""

    summary: str
    what: str
    step: str
    url: str
    due_on: date | None = None
    clause: str = ""
    who: str = ""
    index: str = "питання"
    registered_on: date | None = None
    is_urgent: bool = False


def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """All of it, by what the person's post may do (KR 4.21, 4.23, 4.26, 15.7; DR 6.2, 6.10)."""
    yield from _drafts(request)
    yield from _agendas(request)
    yield from _minutes(request)
    if _may(request, "sessions.propose_item") or _may(request, "sessions.deliver_draft"):
        yield from _late_soon(request)
        yield from _proposals(request)


def _drafts(request: HttpRequest) -> Iterator[Waiting]:
    if _may(request, "sessions.review_drafts"):
        for one in preparing.to_review():
            yield _question(one, "Матеріали на розгляд", "Розглянути", one.review_due_on, one.review_due_clause)
    if _may(request, "sessions.admit_late_item"):
        for one in preparing.leave_asked():
            yield _question(one, f"Невчасне питання: {one.late_reason}", "Вирішити")
    if _may(request, "publication.publish_draft"):
        for one in preparing.to_publish():
            due_on, clause = one.publication_due_on, one.publication_due_clause
            yield _question(one, "Проєкт на оприлюднення", "Оприлюднити", due_on, clause)


def _proposals(request: HttpRequest) -> Iterator[Waiting]:
    """What people propose to published drafts and nobody has answered (KR 15.7; DR 4.7)."""
    for comment in public.waiting_comments(request.actor.departments, request.actor.line):
        url = f"{reverse('sittings:question', args=[comment.question_id])}#propozytsii"
        yield Waiting(comment.question.title, f"Пропозиція № {comment.number} до проєкту", "Відповісти", url)


def _agendas(request: HttpRequest) -> Iterator[Waiting]:
    if not _may(request, "sessions.agree_agenda"):
        return
    for sitting in preparing.to_agree():
        url = reverse("sittings:agenda", args=[sitting.pk])
        summary = f"Засідання виконкому {sitting.gathering.on:%d.%m.%Y}"
        yield Waiting(summary, "Порядок денний на узгодження", "Узгодити", url, index="порядок денний")


def _minutes(request: HttpRequest) -> Iterator[Waiting]:
    """Minutes to be handed in and signed: for who keeps them, and for those who are to sign (KR 4.45; DR 6.28)."""
    if not _may(request, "sittings.keep_minutes"):
        yield from (_minute(one, "Протокол на підпис") for one in minutes.waiting_for(request.actor, request.on))
        return
    for one in minutes.waiting():
        yield _minute(one, "Протокол чекає на підписи" if one.state == "signing" else "Протокол подати на підпис")


def _minute(one: Any, what: str) -> Waiting:
    url = reverse("sittings:minutes", args=[one.sitting_id])
    index = f"протокол № {one.document.index}" if one.document and one.document.index else "протокол"
    summary = f"Засідання виконкому {one.sitting.gathering.on:%d.%m.%Y}"
    return Waiting(summary, what, "Відкрити", url, one.due_on, one.due_clause, index=index)


def _late_soon(request: HttpRequest) -> Iterator[Waiting]:
    for card in way.late_soon(request.actor.departments, request.actor.line, request.on):
        for last in (card.last, card.publication):
            if last is not None and last.on is not None and last.on <= request.on + WEEK:
                what = f"{last.label[:1].upper()}{last.label[1:]}"
                yield _question(card.question, what, "Відкрити", last.on, last.clause)


def _question(one: Any, what: str, step: str, due_on: date | None = None, clause: str = "") -> Waiting:
    url = reverse("sittings:question", args=[one.pk])
    return Waiting(one.title, what, step, url, due_on, clause, who=one.department.short_name)


def _may(request: HttpRequest, right: str) -> bool:
    return request.may(right) is None
