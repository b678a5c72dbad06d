"""«Рішення засідання»: where each decision stands, one button for all numbers, copies for all, XLSX (KR 4.34, 4.47; DR 6.26)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from magistrat.acts.actions import copying_sitting, handing, registering_sitting
from magistrat.acts.pages import act as page
from magistrat.acts.pages.copying import NOT_A_SHEET, site
from magistrat.acts.queries import copies, decisions_export, registrars
from magistrat.acts.queries import sitting_decisions as queries
from magistrat.bodies import hooks
from magistrat.papers.binding import Unbindable
from magistrat.regulation import queries as regulation
from magistrat.rules import decisions, orders, words
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGISTER = "document.register_act"
SEE = (REGISTER, orders.SIGN_DECISION, "sittings.keep_minutes", "sessions.prepare", "sessions.review_drafts")
POLLS = "opytuvannia"
FORMS = {"copy": "копії", "extract": "витяги"}
STAGES = (
    ("number", "чекають на номер"), ("sign", "на підписі"), ("check", "звірити з ухваленим"), ("waits", "у розробників"),
    ("suspended", "дію зупинено"), ("done", "зареєстровано"), ("noted", "взято до відома"),
    ("none", "не ухвалено"),
)  # fmt: skip


@allow(*SEE)
@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    """Sittings whose decisions are in the system, the latest first; decisions between sittings on a tab of their own."""
    is_poll = request.GET.get("vyd") == POLLS
    address = reverse("acts:sittings")
    context = {
        "page": paging.asked(request, queries.gatherings(is_poll=is_poll), ["-on", "-id"]),
        "is_poll": is_poll,
        "tabs": [
            {"label": "Засідання", "url": address, "is_current": not is_poll},
            {"label": "Між засіданнями", "url": f"{address}?vyd={POLLS}", "is_current": is_poll},
        ],
    }
    return render(request, "acts/decisions/sittings.html", context)


@allow(*SEE)
@require_GET
def sitting(request: HttpRequest, gathering: int) -> HttpResponse:
    """The decisions of one sitting in the agenda's order."""
    return _page(request, gathering)


@allow(REGISTER)
@require_POST
def number(request: HttpRequest, gathering: int) -> HttpResponse:
    """Numbers for all signed ones in one deed."""
    _found(gathering)
    try:
        done = registering_sitting.register(actor=request.actor, at=request.at, gathering=gathering)
    except Refusal as refusal:
        return _page(request, gathering, refusal)
    first, last = done[0].document.index, done[-1].document.index
    said = f"№ {first}" if len(done) == 1 else f"№ {first} – {last}"
    messages.success(
        request, f"Зареєстровано {len(done)} {words.plural(len(done), 'рішення', 'рішення', 'рішень')}: {said}."
    )
    return redirect("acts:sitting", gathering)


@allow(orders.COPY)
@require_POST
def certify(request: HttpRequest, gathering: int, form: str) -> HttpResponse:
    """The worker certifies copies or extracts for all drafters; the page shows how far it is and may be left."""
    _found(gathering)
    if form not in FORMS:
        raise Http404
    back = reverse("acts:sitting", args=[gathering])
    try:
        run = copying_sitting.begin(
            actor=request.actor, at=request.at, gathering=gathering, form=form, address=site(request), back=back
        )
    except Refusal as refusal:
        return _page(request, gathering, refusal)
    return redirect("documents:bulk_outcome", run.pk)


@allow(orders.COPY)
@require_GET
def download(request: HttpRequest, gathering: int, form: str) -> HttpResponse:
    """The certified copies as one PDF, or as a ZIP archive (`?zip=1`)."""
    found = _found(gathering)
    rows = copies.of_gathering(gathering, form) if form in FORMS else []
    if not rows:
        raise Http404
    if refusal := registrars.right_refusal(rows[0].act, request.actor, orders.COPY, request.on):
        raise refusal
    as_zip = bool(request.GET.get("zip"))
    try:
        made = copies.together(rows, as_zip=as_zip, title=f"Рішення засідання {words.day(found.on)}: {FORMS[form]}")
    except Unbindable:
        raise Refusal("", NOT_A_SHEET) from None
    kind = "zip" if as_zip else "pdf"
    answer = HttpResponse(made, content_type=f"application/{kind}")
    answer["Content-Disposition"] = f'attachment; filename="{form}-{found.on:%Y-%m-%d}.{kind}"'
    return answer


@allow(*SEE)
@require_GET
def xlsx(request: HttpRequest, gathering: int) -> FileResponse:
    """The decisions as a workbook."""
    found = _found(gathering)
    book: Any = decisions_export.workbook(queries.of_gathering(actor=request.actor, gathering=found))
    return FileResponse(book, as_attachment=True, filename=f"rishennia-{found.on:%Y-%m-%d}.xlsx", content_type=XLSX)


@allow(any_post=True)
@require_POST
def hand_over(request: HttpRequest, pk: int, handover: int) -> HttpResponse:
    """Mark that a decision or its extract was handed over."""
    try:
        handing.hand_over(actor=request.actor, at=request.at, handover=handover, whom=request.POST.get("whom", ""))
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Передання відмічено.")
    back = request.POST.get("zasidannia", "")
    return redirect("acts:sitting", int(back)) if back.isdecimal() else redirect("acts:act", pk)


def _page(request: HttpRequest, gathering: int, refusal: Refusal | None = None) -> HttpResponse:
    found = queries.of_gathering(actor=request.actor, gathering=_found(gathering))
    counts = found.counts
    kept = {one.key for one in registrars.registries_of(request.actor, request.on)}
    is_office = bool(kept & decisions.COMMITTEE)
    numbering = regulation.rules_of(found.gathering.edition_id).get(decisions.NUMBERING)
    context = {
        "found": found,
        "gathering": found.gathering,
        "named": named(found.gathering),
        "home": hooks.page_of(found.gathering),
        "counts": [(label, counts[key], key) for key, label in STAGES if counts[key]],
        "to_number": counts["number"] if is_office else 0,
        "clause": numbering.clause if numbering else "",
        "is_office": is_office,
        "to_sign": _to_sign(request, found),
        "certified": [_copies(request, gathering, key) for key in FORMS] if is_office else [],
        "has_numbers": counts["done"] > 0,
        "refusal": refusal,
    }
    return render(request, "acts/decisions/sitting.html", context, status=status_of(refusal) if refusal else 200)


def named(gathering: Any) -> str:
    """«Засідання 18.03.2026» or «Рішення між засіданнями 18.03.2026»."""
    what = "Рішення між засіданнями" if gathering.kind == "poll" else "Засідання"
    return f"{what} {words.day(gathering.on)}"


def on_sitting(request: HttpRequest, gathering: Any) -> str:
    """On a sitting's page: the way to its decisions, for those who work with them."""
    if gathering.state not in ("open", "closed") or all(request.may(right) is not None for right in SEE):
        return ""
    address = reverse("acts:sitting", args=[gathering.pk])
    return str(format_html('<p class="no-print"><a class="btn" href="{}">Рішення засідання</a></p>', address))


def _found(gathering: int) -> Any:
    found = queries.gathering(gathering)
    if found is None:
        raise Http404
    return found


def _to_sign(request: HttpRequest, found: queries.Decisions) -> int:
    """How many of them wait for this person's signature."""
    if request.may(orders.SIGN_DECISION) is not None:
        return 0
    return sum(
        row.stage == "sign" and row.act is not None and row.act.signatory_id in request.actor.line for row in found.rows
    )


def _copies(request: HttpRequest, gathering: int, form: str) -> tuple[str, str, bool, str]:
    """Key and label of the copies, whether some are there, and how far the worker is with them: its own page for who asked."""
    run = copies.under_way(gathering, form)
    address = reverse("documents:bulk_outcome", args=[run.pk]) if run and run.person == request.actor.person_id else ""
    said = address or ("працює" if run else "")
    return form, FORMS[form], bool(copies.certified(gathering, form)), said
