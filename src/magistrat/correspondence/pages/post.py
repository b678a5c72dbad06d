"""What goes by post and by courier on a day: envelopes, the list of registered letters, the delivery book, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.correspondence import queries, sheets
from magistrat.correspondence.actions import dispatching
from magistrat.correspondence.forms import ManyForm
from magistrat.correspondence.pages import lists
from magistrat.papers import envelopes
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow

RIGHT = "letter.dispatch"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGISTERED = "registered_post"


@allow(RIGHT)
@require_GET
def envelopes_of_day(request: HttpRequest) -> HttpResponse:
    """Envelopes of what goes by post on the day, one addressee one envelope where the clause says so (DR 11.6)."""
    on, form = lists.day_of(request), request.GET.get("forma", "c5")
    form = form if form in envelopes.FORMS else "c5"
    found = [one for one in _envelopes(request, on) if one.dispatches[0].way in lists.POSTAL]
    if not found:
        messages.error(request, "Цього дня поштою нічого не надсилали: друкувати немає чого.")
        return redirect(f"{reverse('correspondence:mailed')}?den={on:%Y-%m-%d}")
    printed = queries.addressed([one.correspondent for one in found])
    covers = [_envelope(one, lines.lines) for one, lines in zip(found, printed, strict=True)]
    pdf = envelopes.envelopes_pdf(covers, form=form, sender=_sender(), at=request.at)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="konverty-{on:%Y-%m-%d}-{form}.pdf"'
    return response


@allow(RIGHT)
@require_GET
def registered_of_day(request: HttpRequest) -> HttpResponse:
    """The list of registered letters of the day with its sums, for print and as XLSX."""
    on = lists.day_of(request)
    rows = [one for one in _envelopes(request, on) if one.dispatches[0].way == REGISTERED]
    context = {"on_day": on, "rows": rows, "total": _total(rows), "sender": ", ".join(_sender())}
    if request.GET.get("format") == "xlsx":
        response = HttpResponse(sheets.registered(rows=rows, on=on, **_total(rows)), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="rekomendovani-{on:%Y-%m-%d}.xlsx"'
        return response
    return render(request, "correspondence/registered.html", context)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def delivery_book(request: HttpRequest) -> HttpResponse:
    """The delivery book of the day: printed for the courier, and who signed is written down from it."""
    on = lists.day_of(request)
    if request.method == "POST":
        return _signed_for(request, on)
    rows = queries.sent_by_courier(actor=request.actor, on=on)
    return render(request, "correspondence/delivery_book.html", {"on_day": on, "rows": rows})


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Everything that waits for dispatch, marked as sent in one step; what cannot go says why and stays."""
    rows = queries.ready_to_go(request.actor, request.on)
    form = ManyForm(request.POST or None, rows=rows)
    refusals: dict[str, Refusal] = {}
    if request.method == "POST" and form.is_valid():
        done = 0
        for row, given in form.chosen():
            try:
                dispatching.send(
                    actor=request.actor, at=request.at, letter=row.letter.pk, addressees=[row.correspondent_id], **given
                )
                done += 1
            except Refusal as refusal:
                refusals[ManyForm.key(row)] = refusal
        if done:
            messages.success(request, f"Надсилання відмічено: {done}.")
        if not refusals:
            return redirect(f"{reverse('correspondence:mailed')}?den={form.cleaned_data['on'] or request.on:%Y-%m-%d}")
        rows = queries.ready_to_go(request.actor, request.on)
        form = ManyForm(request.POST, rows=rows)
    lines = [(row, form.fields_of(row), refusals.get(ManyForm.key(row))) for row in rows]
    status = 409 if refusals else 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "correspondence/many.html", {"form": form, "lines": lines}, status=status)


def _signed_for(request: HttpRequest, on: date) -> HttpResponse:
    done = 0
    for row in queries.sent_by_courier(actor=request.actor, on=on):
        receiver = request.POST.get(f"receiver_{row.pk}", "").strip()
        if not receiver or row.received_at:
            continue
        try:
            dispatching.note_received(actor=request.actor, at=request.at, dispatch=row.pk, receiver=receiver)
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{row.correspondent.name}: {refusal}")
    if done:
        messages.success(request, f"Записано, хто одержав: {done}.")
    return redirect(f"{reverse('correspondence:delivery_book')}?den={on:%Y-%m-%d}")


def _envelopes(request: HttpRequest, on: date) -> list[lists.Envelope]:
    rule = regulation.rules_on(on).get("one_envelope")
    return lists.envelopes(queries.mailed(actor=request.actor, on=on), is_joined=rule is not None)


def _envelope(one: lists.Envelope, lines: Sequence[str]) -> envelopes.Envelope:
    mark = "Рекомендований лист" if one.dispatches[0].way == REGISTERED else ""
    return envelopes.Envelope(tuple(lines), one.correspondent.address, one.indexes, mark)


def _sender() -> list[str]:
    names = regulation.city().names
    committee = names.get("committee", "")
    return [part for part in (committee[:1].upper() + committee[1:], names.get("postal_address", "")) if part]


def _total(rows: Sequence[lists.Envelope]) -> dict[str, Any]:
    fees = [one.fee for one in rows if one.fee is not None]
    return {"count": len(rows), "weight": sum(one.weight or 0 for one in rows), "fee": sum(fees, Decimal())}
