"""Mailboxes: how they are read and how it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents.queries import choices
from magistrat.exchange import queue as worker
from magistrat.exchange.actions import mailboxes
from magistrat.exchange.forms import MailboxForm
from magistrat.exchange.queries import mailboxes as read
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

RIGHT = "mail.settings"


@allow(RIGHT)
@require_GET
def boxes(request: HttpRequest) -> HttpResponse:
    """Every mailbox with its last check and its trouble."""
    context = {"boxes": read.with_terms(read.all_boxes(), request.at), "rules": read.duties(request.on)}
    return render(request, "exchange/mailboxes.html", context)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A mailbox is set up."""

    def deed(given: dict[str, Any], password: str) -> None:
        mailboxes.add(actor=request.actor, at=request.at, given=given, password=password)

    return _page(request, "Нова скринька", {"department": read.reading_department(request.on)}, deed)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A mailbox is changed; without a new password the old one stays."""
    box = read.mailbox(pk)
    begun = {name: getattr(box, name) for name in mailboxes.FIELDS} | {"department": box.department_id}

    def deed(given: dict[str, Any], password: str) -> None:
        mailboxes.change(actor=request.actor, at=request.at, mailbox=pk, given=given, password=password)

    return _page(request, box.address, begun, deed)


@allow(RIGHT)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """«Перевірити зараз»."""
    box = read.mailbox(pk)
    worker.put(box.pk)
    messages.success(request, f"Скринька {box.address} перевіряється: оновіть сторінку за хвилину.")
    return redirect("exchange:mailboxes")


def _page(
    request: HttpRequest, heading: str, begun: dict[str, Any], deed: Callable[[dict[str, Any], str], None]
) -> HttpResponse:
    form = MailboxForm(
        request.POST or None, initial=begun, departments=choices.departments(request.on), securities=read.SECURITIES
    )
    context: dict[str, Any] = {"form": form, "heading": heading, "refusal": None}
    if request.method != "POST":
        return render(request, "exchange/mailbox.html", context)
    if not form.is_valid():
        return render(request, "exchange/mailbox.html", context, status=422)
    given = dict(form.cleaned_data)
    password = given.pop("password")
    try:
        deed(given, password)
    except Refusal as refusal:
        return render(request, "exchange/mailbox.html", context | {"refusal": refusal}, status=status_of(refusal))
    messages.success(request, "Скриньку збережено.")
    return redirect("exchange:mailboxes")
