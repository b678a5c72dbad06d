"""Decisions between sittings: asked, allowed, each member's own answer or the signed sheet, the end (KR 4.41; DR 6.16)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.bodies.actions import polls as deeds
from magistrat.bodies.queries import composition, halls
from magistrat.bodies.queries import outcomes as ended
from magistrat.journal.actor import Actor
from magistrat.rules import poll as rules
from magistrat.rules.hall_events import VOTES
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import polls as asking
from magistrat.sittings.forms import hall as forms
from magistrat.sittings.queries import hall as sittings
from magistrat.sittings.queries import lists, titles
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

PROPOSE, KEEP, LEAVE = "sessions.propose_item", "sittings.keep_minutes", "sessions.allow_poll"
NEWEST = ("-sitting__gathering__on", "-id")
NOT_FOR_YOU = "Опитування бачать члени виконавчого комітету та працівники виконкому."


@allow(any_post=True)
@require_GET
def polls(request: HttpRequest) -> HttpResponse:
    """Questions decided between sittings, the latest first."""
    page = paging.asked(request, sittings.polls(), NEWEST)
    unread = titles.unread_among(request.actor, page.rows, request.on)
    titles.veil(page.rows, unread)
    for row in page.rows:
        if row.pk in unread:
            row.sitting.gathering.ground = ""
    context = {
        "page": page,
        "rows": page.rows,
        "offered": _offered(request),
        "may_ask": request.may(PROPOSE) is None,
    }
    return render(request, "sittings/polls/polls.html", context)


@allow(PROPOSE)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the mayor's leave to decide a question between sittings."""
    refusal = _offered(request)
    is_offered, may_call = refusal is None, request.may("sessions.convene_extraordinary") is None
    form = forms.PollForm(request.POST or None, drafts=lists.drafts_of(request.actor, 0))
    if request.method == "POST" and form.is_valid() and refusal is None:
        try:
            made = asking.ask(
                actor=request.actor, at=request.at, department=request.actor.department_id or 0,
                key=f"{secrets.token_hex(6)}-1", **form.cleaned_data,
            )  # fmt: skip
        except Refusal as raised:
            refusal = raised
        else:
            is_allowed = halls.poll_of(halls.gathering(made.gathering_id)).phase == rules.ALLOWED
            said = "Дозвіл міський голова надав на проєкт: членів запрошено висловитися."
            messages.success(request, said if is_allowed else "Дозвіл міського голови запитано.")
            return redirect("sittings:poll", made.gathering_id)
    status = 422 if form.errors else 409 if refusal and request.method == "POST" else 200
    context = {"form": form, "refusal": refusal, "is_offered": is_offered, "may_call": may_call}
    return render(request, "sittings/polls/ask.html", context, status=status)


@allow(signed_in=True)
@require_GET
def poll(request: HttpRequest, poll: int) -> HttpResponse:
    """One poll: its members by the alphabet, their answers, what follows from them."""
    return _page(request, poll)


@allow(LEAVE)
@require_POST
def decide(request: HttpRequest, poll: int) -> HttpResponse:
    """The mayor's leave, or his refusal."""
    is_allowed = request.POST.get("decision") == "yes"
    said = "Дозволено: членів запрошено висловитися." if is_allowed else "Не дозволено."
    return _done(
        request, poll, said,
        lambda key: deeds.decide(actor=request.actor, at=request.at, gathering=poll, is_allowed=is_allowed, key=key),
    )  # fmt: skip


@allow(signed_in=True)
@require_POST
def answer(request: HttpRequest, poll: int) -> HttpResponse:
    """A member's answer, his own or from the signed sheet."""
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, poll, Refusal("", "Зазначте голос і день підпису у вигляді 09.03.2026."))
    said = form.cleaned_data
    return _done(
        request, poll, "Відповідь унесено.",
        lambda key: deeds.answer(actor=_actor(request, poll), at=request.at, gathering=poll, key=key, **said),
    )  # fmt: skip


@allow(signed_in=True)
@require_POST
def declare(request: HttpRequest, poll: int) -> HttpResponse:
    """A member's conflict of interests."""
    member, reason = forms.whole(request.POST, "member"), request.POST.get("reason", "")
    return _done(
        request, poll, "Конфлікт інтересів записано.",
        lambda key: deeds.declare(
            actor=_actor(request, poll), at=request.at, gathering=poll, member=member, reason=reason, key=key
        ),
    )  # fmt: skip


@allow(KEEP)
@require_POST
def undo(request: HttpRequest, poll: int) -> HttpResponse:
    """Undo a wrongly entered answer."""
    number = forms.whole(request.POST, "undoes")
    return _done(
        request, poll, "Скасовано; запис лишається в журналі.",
        lambda key: deeds.undo(actor=request.actor, at=request.at, gathering=poll, number=number, key=key),
    )  # fmt: skip


@allow(KEEP)
@require_POST
def close(request: HttpRequest, poll: int) -> HttpResponse:
    """End the poll."""
    form = forms.CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, poll, Refusal("", "День зазначають у вигляді 09.03.2026."))
    said_on = form.cleaned_data["said_on"]
    return _done(
        request, poll, "Опитування завершено.",
        lambda key: deeds.close(actor=request.actor, at=request.at, gathering=poll, key=key, said_on=said_on),
    )  # fmt: skip


def _offered(request: HttpRequest) -> Refusal | None:
    """Why the committee takes no decisions between sittings today."""
    body = composition.committee()
    if body is None:
        return Refusal("", "Склад виконавчого комітету ще не внесено.")
    return rules.offered(halls.setting_on(body, request.on))


def _done(request: HttpRequest, poll: int, said: str, deed: Callable[[str], Any]) -> HttpResponse:
    try:
        deed(request.POST.get("key") or f"{secrets.token_hex(6)}-1")
    except Refusal as refusal:
        return _page(request, poll, refusal)
    messages.success(request, said)
    return redirect("sittings:poll", poll)


def _page(request: HttpRequest, poll: int, refusal: Refusal | None = None) -> HttpResponse:
    question = sittings.poll(poll)
    gathering = question.sitting.gathering
    rows = halls.rows(poll)
    state = halls.poll_of(gathering, rows)
    own = composition.member_of_account(gathering.body, request.user.pk, gathering.on)
    if request.actor is None and own is None:
        raise Refusal("", NOT_FOR_YOU)
    if request.actor is not None:
        titles.must_read(request.actor, question, request.on)
    may_keep = request.may(KEEP) is None
    written = {
        row.payload.get("member"): row.number for row in rows if row.code in {"member_answered", "conflict_declared"}
    }
    is_open = state.phase == rules.ALLOWED
    context = {
        "question": question,
        "gathering": gathering,
        "poll": state,
        "members": [
            {
                "member": member,
                "answer": state.answers.get(member.id),
                "vote": VOTES[state.answers[member.id].vote] if member.id in state.answers else "",
                "reason": state.recused.get(member.id, ""),
                "number": written.get(member.id),
            }
            for member in state.alphabetical
        ],
        "next": state.waited[0].id if state.waited else None,
        "own": own.pk if own and own.pk in state.members else None,
        "own_answer": state.answers.get(own.pk) if own else None,
        "is_open": is_open,
        "may_keep": may_keep and is_open,
        "may_decide": state.phase == rules.ASKED and request.may(LEAVE) is None,
        "verdict": state.verdict if state.answers else None,
        "outcome": ended.of_gathering(poll).get(question.pk),
        "votes": VOTES,
        "today": local_date(request.at),
        "key": f"{secrets.token_hex(6)}-1",
        "refusal": refusal,
        "link": reverse("sittings:poll", args=[poll]),
    }
    return render(request, "sittings/polls/poll.html", context, status=status_of(refusal) if refusal else 200)


def _actor(request: HttpRequest, poll: int) -> Actor:
    """Who answers: in the chosen post, or a member who holds no post of the city."""
    if request.actor is not None:
        found: Actor = request.actor
        return found
    gathering = sittings.poll(poll).sitting.gathering
    member = composition.member_of_account(gathering.body, request.user.pk, gathering.on)
    if member is None:
        raise Refusal("", NOT_FOR_YOU)
    return Actor(
        person_id=member.person_id, person_name=member.person.signature_name, post_id=None, post_title=member.printed
    )
