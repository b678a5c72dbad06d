"""A question is proposed and changed; forms of the annexes are filled in (KR 4.6, annexes 5, 7; DR 4.2)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from magistrat.documents.actions.files import Upload
from magistrat.documents.queries import access
from magistrat.regulation import queries as regulation
from magistrat.rules import agenda, routing
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import packages, questions
from magistrat.sittings.forms.preparing import FORMS, QuestionForm, initial
from magistrat.sittings.pages import head, opened
from magistrat.sittings.queries import lists, papers, titles
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

CHANGED = (
    "speaker", "co_speakers", "experts", "is_main", "is_information", "is_undisputed", "is_normative", "flags", "repeat_ground",
)  # fmt: skip
CLOSED = "Проєкт для службового користування"


@allow("sessions.propose_item", "sessions.prepare")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A new question for the sitting."""
    sitting = lists.sitting(pk)
    form = _form(
        request, sitting, initial={"department": request.actor.department_id, "document": request.GET.get("proiekt")}
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = questions.propose(
                actor=request.actor, at=request.at, sitting=pk, title=data["title"], department=data["department"],
                document=data["document"], **form.said(),
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Питання запропоновано.")
            return redirect("sittings:question", made.pk)
    return _shown(request, form, refusal, sitting=sitting)


@allow("sessions.propose_item", "sessions.prepare", "sessions.deliver_draft")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a question and attach its draft."""
    found = lists.question(pk)
    titles.must_read(request.actor, found, request.on)
    values = {name: getattr(found, name) for name in ("title", *CHANGED)}
    form = _form(
        request, found.sitting, found=found,
        initial={**values, "department": found.department_id, "document": found.document_id},
    )  # fmt: skip
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, found, form)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Питання змінено.")
            return redirect("sittings:question", pk)
    return _shown(request, form, refusal, sitting=found.sitting, question=found)


@allow("sessions.propose_item", "sessions.prepare", "sessions.deliver_draft")
@require_http_methods(["GET", "POST"])
def form_of(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Fill in a form of the package."""
    found = opened.papers_of(request, pk)
    entry = agenda.form(regulation.rules_of(found.sitting.gathering.edition_id), key)
    if entry is None or key not in FORMS:
        raise lists.NotThere(key)
    kept = papers.enclosure(found, key)
    form = FORMS[key](request.POST or None, initial=initial(key, kept.data) if kept else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            packages.fill(
                actor=request.actor, at=request.at, question=pk, key=key, data=form.data_of(found.title)
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Форму заповнено.")
            return redirect("sittings:question", pk)
    context = {
        **head.of(request, found.sitting, ""),
        "question": found,
        "form": form,
        "entry": entry,
        "refusal": refusal,
    }
    return render(request, "sittings/form.html", context, status=_status(form, refusal))


@allow("sessions.propose_item", "sessions.prepare", "sessions.deliver_draft")
@require_POST
def enclose(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Add a paper of the package as a file."""
    from magistrat.sittings.pages import question as page

    uploaded = request.FILES.get("upload")
    if uploaded is None:
        return page.show(request, pk, Refusal("", "Виберіть файл."))
    try:
        packages.enclose(
            actor=request.actor, at=request.at, question=pk, key=key, upload=Upload(uploaded.name, uploaded)
        )  # fmt: skip
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Матеріал додано.")
    return redirect("sittings:question", pk)


def _change(request: HttpRequest, found: Any, form: QuestionForm) -> None:
    data = form.cleaned_data
    said = {name: data[name] for name in CHANGED}
    if data["document"] and data["document"] != found.document_id:
        questions.attach_draft(actor=request.actor, at=request.at, question=found.pk, document=data["document"])
    if found.document_id or data["document"]:
        # A draft in the system says itself what it is about.
        del said["flags"]
    questions.change(actor=request.actor, at=request.at, question=found.pk, title=data["title"], **said)


def _form(request: HttpRequest, sitting: Any, found: Any = None, **said: Any) -> QuestionForm:
    units = [(one.pk, one.name) for one in lists.departments(request.on)]
    drafts = lists.drafts_of(request.actor, sitting.pk)
    if found is not None and found.document is not None:
        is_seen = not access.unopened(request.actor, [found.document])
        drafts = [(found.document_id, found.document.summary if is_seen else CLOSED), *drafts]
    flags = routing.flags(regulation.rules_of(sitting.gathering.edition_id))
    return QuestionForm(request.POST or None, departments=units, drafts=drafts, flags=flags, **said)


def _shown(request: HttpRequest, form: QuestionForm, refusal: Refusal | None, **more: Any) -> HttpResponse:
    edition = regulation.rules_of(more["sitting"].gathering.edition_id)
    context = {
        **head.of(request, more["sitting"], ""), "form": form, "refusal": refusal, "question": more.get("question"),
        "experts": edition.get("experts_involvement"), "repeats": edition.get(agenda.REPEATED), "package": edition.get(agenda.MAIN_PACKAGE),
    }  # fmt: skip
    return render(request, "sittings/question_form.html", context, status=_status(form, refusal))


def _status(form: Any, refusal: Refusal | None) -> int:
    return status_of(refusal) if refusal else 422 if form.is_bound else 200
