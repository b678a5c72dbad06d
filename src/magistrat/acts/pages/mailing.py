"""Sending a registered act: now by hand, rounds and what each carried, who has read (KR 4.35, 6.17; DR 5.15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.acts.actions import mailing
from magistrat.acts.forms.office import SendForm
from magistrat.acts.pages import act as page
from magistrat.acts.pages import opened, prints, shown
from magistrat.acts.queries import extracts, on_copy
from magistrat.acts.queries import mailing as facts
from magistrat.documents.actions import looks
from magistrat.documents.queries import access
from magistrat.regulation import queries as regulation
from magistrat.rules import orders
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

WAYS = (("system", "у системі"), ("email", "електронною поштою"), ("paper", "на папері (засвідчена копія)"))


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom of the list the act goes now."""
    act = opened.act(request, pk)
    lines = facts.lines(act)
    waiting = [one.recipient.pk for one in lines if one.delivery is None or one.delivery.trouble]
    form = SendForm(
        request.POST or None,
        recipients=[(one.recipient.pk, facts.name_of(one.recipient)) for one in lines],
        ways=WAYS,
        initial={"recipients": waiting},
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sent = mailing.send(
                actor=request.actor, at=request.at, act=pk, recipients=data["recipients"], way=data["way"],
                confirm_again=data["again"],
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Надіслано примірників: {len(sent)}.")
            return redirect("acts:act", pk)
    context = {
        "act": act, "document": act.document, "form": form, "lines": lines, "refusal": refusal,
        "next_round": facts.next_round(act, request.at),
    }  # fmt: skip
    return render(request, "acts/sending/send.html", context, status=status_of(refusal) if refusal else 200)


@allow(any_post=True)
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds of sending, the newest first."""
    edition = regulation.rules_on(request.on)
    entry = next((found for key in orders.ROUNDS if (found := edition.get(key))), None)
    context = {
        "page": paging.asked(request, facts.rounds(), ["-at"]),
        "entry": entry,
        "hours": orders.hours(edition),
        "next_at": orders.next_round(regulation.work_calendar(), orders.hours(edition), after=request.at),
    }
    return render(request, "acts/sending/rounds.html", context)


@allow(any_post=True)
@require_GET
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """What a round carried, of the acts that the person sees."""
    found = facts.round_of(pk)
    if found is None:
        raise Http404
    visible = access.visible(request.actor).values("pk")
    context = {"round": found, "deliveries": facts.named(facts.carried(found, visible))}
    return render(request, "acts/sending/round.html", context)


@allow(any_post=True)
@require_GET
def to_read(request: HttpRequest) -> HttpResponse:
    """Acts sent to the person's posts and departments that he has not read; `?vytiahy` all extracts that he was sent."""
    is_extracts = "vytiahy" in request.GET
    found = extracts.received(request.actor) if is_extracts else facts.mine(request.actor)
    order = ["-at", "-id"] if is_extracts else ["at", "id"]
    context = {
        "page": paging.asked(request, found, order), "is_extracts": is_extracts,
        "has_extracts": is_extracts or extracts.received(request.actor).exists(),
    }  # fmt: skip
    return render(request, "acts/sending/to_read.html", context)


@allow(any_post=True)
@require_GET
def open_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The recipient opens the act from his notice, desk or list: that is the receipt of reading."""
    mailing.read(actor=request.actor, at=request.at, act=pk)
    return redirect("acts:act" if extracts.sees_whole(request.actor, pk) else "acts:extract", pk)


@allow(any_post=True)
@require_GET
def extract(request: HttpRequest, pk: int) -> HttpResponse:
    """The extract that was sent to him: his points alone, whether or not he sees the act."""
    act, points = extracts.act_for(request.actor, pk, request.on)
    _looked_at_extract(request, act, points)
    text = on_copy.extract_text(act, points)
    context = {
        "act": act, "document": act.document, "labels": points, "content": text, "points": shown.points(text),
        "annexes": (),
    }  # fmt: skip
    return render(request, "acts/sending/extract.html", context)


@allow(any_post=True)
@require_GET
def extract_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF, with the mark of registration."""
    act, points = extracts.act_for(request.actor, pk, request.on)
    _looked_at_extract(request, act, points)
    content = on_copy.pdf(act, points=points, address=on_copy.site())
    return prints.answer(content, prints.PDF, f"vytiah-{act.document.number or pk}.pdf")


def _looked_at_extract(request: HttpRequest, act: Any, points: Sequence[str]) -> None:
    looks.looked(actor=request.actor, at=request.at, document=act.document, what=f"витяг: пункти {', '.join(points)}")


@allow(any_post=True)
@require_POST
def note_read(request: HttpRequest, pk: int) -> HttpResponse:
    """«Ознайомлено» on the act's own page."""
    mailing.read(actor=request.actor, at=request.at, act=pk)
    messages.success(request, "Ознайомлення відмічено.")
    return redirect("acts:act", pk)


@allow(any_post=True)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not read."""
    try:
        reminded = mailing.remind(actor=request.actor, at=request.at, act=pk)
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, f"Нагадано: {reminded}.")
    return redirect("acts:act", pk)


@allow(any_post=True)
@require_POST
def received(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Who received a paper copy."""
    try:
        mailing.note_received(actor=request.actor, at=request.at, delivery=delivery, by=request.POST.get("remark", ""))
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Одержання відмічено.")
    return redirect("acts:act", pk)
