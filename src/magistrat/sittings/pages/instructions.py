"""Instructions given at a sitting: written down, issued by a protocol of their own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from magistrat.documents.actions.files import Upload
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import instructions as deeds
from magistrat.sittings.forms import minutes as forms
from magistrat.sittings.queries import hall as sittings
from magistrat.sittings.queries import minutes as queries
from magistrat.sittings.queries import minutes_told
from magistrat.tasks.queries import executors
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

KEEP = "sittings.keep_minutes"


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def instructions(request: HttpRequest, sitting: int) -> HttpResponse:
    """Those written down; posted, one more."""
    form = _form(request, sitting)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            deeds.write(actor=request.actor, at=request.at, sitting=sitting, **form.cleaned_data)
        except Refusal as raised:
            refusal = raised
        else:
            messages.success(request, "Доручення записано.")
            return redirect("sittings:instructions", sitting)
    return _page(request, sitting, form, refusal)


@allow(KEEP)
@require_POST
def remove(request: HttpRequest, sitting: int, instruction: int) -> HttpResponse:
    """Take one back that is not issued."""
    try:
        deeds.remove(actor=request.actor, at=request.at, instruction=instruction)
    except Refusal as refusal:
        return _page(request, sitting, _form(request, sitting, is_empty=True), refusal)
    messages.success(request, "Доручення вилучено.")
    return redirect("sittings:instructions", sitting)


@allow(KEEP)
@require_POST
def issue(request: HttpRequest, sitting: int) -> HttpResponse:
    """Issue those that wait: tasks and control at once."""
    form, file = forms.IssueForm(request.POST), request.FILES.get("scan")
    if not form.is_valid():
        wrong = Refusal("", "Зазначте день підпису у вигляді 09.03.2026.")
        return _page(request, sitting, _form(request, sitting, is_empty=True), wrong)
    try:
        scan = [Upload(file.name or "", file.file, "signed")] if file else []
        made = deeds.issue(actor=request.actor, at=request.at, sitting=sitting, scan=scan, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, sitting, _form(request, sitting, is_empty=True), refusal, issuing=form)
    messages.success(request, f"Протокол доручень № {made.index} оформлено: виконавці мають завдання.")
    return redirect("sittings:instructions", sitting)


def _form(request: HttpRequest, sitting: int, *, is_empty: bool = False) -> forms.InstructionForm:
    questions = [
        (one.pk, f"{one.number}. {one.title}"[:120] if one.number else one.title[:120])
        for one in sittings.questions(sitting)
    ]
    return forms.InstructionForm(
        None if is_empty else request.POST or None, on=request.on, calendar=regulation.work_calendar(),
        known=executors.roster(request.on), questions=questions,
    )  # fmt: skip


def _page(
    request: HttpRequest,
    sitting: int,
    form: forms.InstructionForm,
    refusal: Refusal | None = None,
    issuing: forms.IssueForm | None = None,
) -> HttpResponse:
    found = sittings.sitting(sitting)
    given = minutes_told.instructions_of(sitting, found.gathering.on)
    rows = [{"one": one, "line": minutes_told.line_of(one)} for one in given]
    rule = queries.edition_of(found).get(deeds.RULE)
    context = {
        "sitting": found,
        "rows": rows,
        "waiting": [row for row in rows if row["one"].document_id is None],
        "form": form,
        "issuing": issuing or forms.IssueForm(),
        "who_signed": refusal.signers if isinstance(refusal, organisation.Unnamed) else [],
        "rule": rule,
        "refusal": refusal,
    }
    status = status_of(refusal) if refusal else 422 if form.errors else 200
    return render(request, "sittings/minutes/instructions.html", context, status=status)
