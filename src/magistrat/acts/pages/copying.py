"""Copies of a registered act: with the mark of registration for anyone who sees it, certified ones with their journal."""

from __future__ import annotations

import textwrap

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.acts.actions import copying, copying_sitting
from magistrat.acts.forms.office import CertifyForm
from magistrat.acts.pages import opened
from magistrat.acts.queries import copies as facts
from magistrat.acts.queries import drafts, on_copy, registrars
from magistrat.documents.queries import originals
from magistrat.papers.stamps import Unstampable
from magistrat.rules import act_text, orders
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

NOT_A_SHEET = copying_sitting.NOT_A_SHEET


@allow(any_post=True)
@require_GET
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy with the mark of registration and the code by which it is verified."""
    act = opened.act(request, pk, "копію акта з відміткою")
    if act.state != "registered" or act.signed_file is None:
        raise Refusal("", "Копію з відміткою роблять із зареєстрованого акта, підписаного в системі.")
    if refusal := originals.refusal(actor=request.actor, is_restricted=act.document.is_restricted, on=request.on):
        raise refusal
    try:
        made = on_copy.pdf(act, address=site(request))
    except Unstampable:
        raise Refusal("", NOT_A_SHEET) from None
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="kopiia-{act.pk}.pdf"'
    return answer


@allow(orders.COPY)
@require_http_methods(["GET", "POST"])
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """A certified copy or an extract, for whom and by which request."""
    act = opened.act(request, pk)
    points = [
        (point.label, textwrap.shorten(f"{point.label}. {point.text}", 120, placeholder=" …"))
        for point in act_text.walk(on_copy.text_of(act).points)
    ]
    form = CertifyForm(request.POST or None, points=points)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = copying.certify(
                actor=request.actor, at=request.at, act=pk, address=site(request), **form.cleaned_data
            )
        except Refusal as refused:
            refusal = refused
        except Unstampable:
            refusal = Refusal("", NOT_A_SHEET)
        else:
            messages.success(
                request, f"Засвідчено: {made.get_form_display()}, № {made.number} журналу. Роздрукуйте файл."
            )
            return redirect("acts:act", pk)
    edition = drafts.rules_of(act)
    context = {
        "act": act, "document": act.document, "form": form, "refusal": refusal,
        "entry": orders.copy_on_request_rule(edition, act.kind),
    }  # fmt: skip
    return render(request, "acts/copies/certify.html", context, status=status_of(refusal) if refusal else 200)


@allow(orders.COPY)
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """The journal of certified copies and extracts of the acts that the person's office registers."""
    year = request.GET.get("rik", "")
    wanted = int(year) if year.isdecimal() and len(year) == 4 else request.on.year
    kept = registrars.registries_of(request.actor, request.on)
    page = paging.asked(request, facts.journal(kept, wanted), ["-on", "-id"])
    below = facts.next_number(kept, wanted, page.rows[-1]) if page.next else 0
    context = {
        "page": page,
        "lines": facts.with_others(page.rows, wanted, is_first=not page.previous, below=below),
        "year": wanted,
        "years": facts.years(request.on.year),
    }
    return render(request, "acts/copies/journal.html", context)


def site(request: HttpRequest) -> str:
    """How the city's pages are reached from outside."""
    return on_copy.site() or request.build_absolute_uri("/").rstrip("/")
