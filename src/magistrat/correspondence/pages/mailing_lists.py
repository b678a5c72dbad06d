"""«Списки розсилання»: named lists of correspondents."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.correspondence.actions import mailing_lists
from magistrat.correspondence.forms import MailingListForm
from magistrat.correspondence.queries import mailing_lists as read
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

TEMPLATE = "correspondence/mailing_list.html"


@allow(mailing_lists.RIGHT, "letter.draft")
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """All lists; who drafts letters sees whom they name."""
    context = {"lists": read.lists(), "may_manage": request.may(mailing_lists.RIGHT) is None}
    return render(request, "correspondence/mailing_lists.html", context)


@allow(mailing_lists.RIGHT)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new list."""
    return _page(request, MailingListForm(request.POST or None), None)


@allow(mailing_lists.RIGHT)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, list_id: int) -> HttpResponse:
    """A list's name and members, a line each."""
    found = read.mailing_list(list_id)
    lines = [f"{one.name} {one.code}".strip() for one in read.members(list_id)]
    return _page(
        request,
        MailingListForm(request.POST or None, initial={"title": found.title, "members": "\n".join(lines)}),
        list_id,
    )


@allow(mailing_lists.RIGHT)
@require_POST
def remove(request: HttpRequest, list_id: int) -> HttpResponse:
    """«Вилучити список»."""
    try:
        gone = mailing_lists.remove(actor=request.actor, at=request.at, mailing_list=list_id)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("correspondence:mailing_lists")
    messages.success(request, f"Список «{gone.title}» вилучено.")
    return redirect("correspondence:mailing_lists")


def _page(request: HttpRequest, form: MailingListForm, list_id: int | None) -> HttpResponse:
    context = {"form": form, "list_id": list_id}
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
    try:
        made = mailing_lists.keep(
            actor=request.actor, at=request.at, mailing_list=list_id, title=form.cleaned_data["title"],
            correspondents=form.cleaned_data["members"],
        )  # fmt: skip
    except Refusal as refusal:
        return render(request, TEMPLATE, context | {"refusal": refusal}, status=status_of(refusal))
    messages.success(request, f"Список «{made.title}» збережено.")
    return redirect("correspondence:mailing_lists")
