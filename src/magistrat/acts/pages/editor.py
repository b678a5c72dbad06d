"""The editor of a draft: written in the browser, saved by itself, told when another has changed it meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.acts import forms
from magistrat.acts.actions import bringing, deeds, drafting
from magistrat.acts.pages import opened, shown
from magistrat.acts.queries import comparing, drafts, facts
from magistrat.acts.queries.drafts import Addressed
from magistrat.documents.actions.files import Upload
from magistrat.documents.queries import correspondents
from magistrat.organisation import queries as organisation
from magistrat.rules import act_compare, act_length
from magistrat.rules.act_text import Point
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

RIGHT = "act.draft"
LEAST_LETTERS = 2


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft's text with all its fields; posted without scripts it is saved and shown."""
    found = opened.act(request, pk)
    if request.method == "GET":
        if not _may_write(request, found):
            return redirect("acts:act", pk)
        return _page(request, found)
    content = forms.content(request.POST, request.on)
    if request.POST.get("arrange"):
        return _page(request, found, content=content, more=request.POST["arrange"])
    try:
        _saved(request, pk, content)
    except drafting.Outdated as outdated:
        return _page(request, found, content=content, outdated=outdated)
    except Refusal as refusal:
        return _page(request, found, content=content, refusal=refusal)
    if request.POST.get("yield"):
        messages.info(request, "Залишено текст іншого користувача. Ваш текст відкладено: його видно поряд.")
        return redirect("acts:editor", pk)
    messages.success(request, "Проєкт збережено.")
    return redirect("acts:send" if request.POST.get("onwards") else "acts:act", pk)


@allow(RIGHT)
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Saving while the drafter writes: how it stands now, or whose text stands instead."""
    content = forms.content(request.POST, request.on)
    try:
        found = drafting.write(
            actor=request.actor, at=request.at, act=pk, content=content, revision=_revision(request.POST)
        )  # fmt: skip
    except drafting.Outdated as outdated:
        context = {"outdated": outdated, "pairs": _differing(outdated, content)}
        return render(request, "acts/editor/state.html", context, status=status_of(outdated))
    except Refusal as refusal:
        return render(request, "acts/editor/state.html", {"refusal": refusal}, status=status_of(refusal))
    return render(request, "acts/editor/state.html", _state(request, found, saved_at=request.at) | {"is_part": True})


@allow(RIGHT)
@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """A DOCX recognised into the draft."""
    file = request.FILES.get("file")
    if file is None:
        return _page(request, opened.act(request, pk), refusal=Refusal("", "Виберіть файл DOCX."))
    try:
        bringing.bring(actor=request.actor, at=request.at, act=pk, upload=Upload(file.name or "", file.file))
    except Refusal as refusal:
        found = opened.act(request, pk)
        return _page(request, found, refusal=refusal)
    messages.success(request, "Текст перенесено з файлу. Перегляньте частини: нерозпізнане лишилося поряд.")
    return redirect("acts:editor", pk)


@allow(RIGHT)
@require_POST
def put_aside(request: HttpRequest, pk: int, aside: int) -> HttpResponse:
    """A text that was set aside: taken back, or thrown away."""
    deed = drafting.take_back if request.POST.get("deed") == "take" else drafting.drop
    try:
        deed(actor=request.actor, at=request.at, act=pk, aside=aside)
    except Refusal as refusal:
        return _page(request, opened.act(request, pk), refusal=refusal)
    return redirect("acts:editor", pk)


@allow(RIGHT)
@require_GET
def executors(request: HttpRequest) -> HttpResponse:
    """Suggestions of posts: by initials, surname, title, department."""
    typed = request.GET.get("q", "").strip()
    found = organisation.suggest(typed, request.on) if typed else []
    return render(request, "acts/editor/posts.html", {"found": found})


@allow(RIGHT)
@require_GET
def addressees(request: HttpRequest) -> HttpResponse:
    """Suggestions for the mailing list: departments, posts, correspondents."""
    typed = request.GET.get("q", "").strip()
    words = typed.lower().split()
    bodies = organisation.departments(request.on) if len(typed) >= LEAST_LETTERS else []
    context = {
        "departments": [one for one in bodies if all(word in one.name.lower() for word in words)][:5],
        "posts": organisation.suggest(typed, request.on, limit=5) if typed else [],
        "correspondents": correspondents.suggest(typed)[:5],
    }
    return render(request, "acts/editor/addressees.html", context)


def _saved(request: HttpRequest, pk: int, content: Any) -> None:
    """What the posted editor asks for: keep my text, leave the other's, or simply save."""
    if request.POST.get("yield"):
        drafting.give_way(actor=request.actor, at=request.at, act=pk, content=content)
        return
    over = bool(request.POST.get("over"))
    drafting.write(
        actor=request.actor, at=request.at, act=pk, content=content, revision=_revision(request.POST), over=over
    )  # fmt: skip


def _page(
    request: HttpRequest,
    found: Any,
    *,
    content: Any = None,
    refusal: Refusal | None = None,
    outdated: drafting.Outdated | None = None,
    more: str = "",
) -> HttpResponse:
    kept = drafts.content_of(found)
    held = content or kept
    lines: list[Addressed] | None = list(drafts.recipients(found)) if content is None else None
    context = {
        "act": found,
        "kind": drafts.kind_of(found),
        "revision": _revision(request.POST) if content is not None else found.revision,
        "leaders": drafts.leaders(request.on),
        "asides": drafts.asides(found),
        "refusal": refusal or outdated,
        "outdated": outdated,
        "pairs": _differing(outdated, held) if outdated else [],
        "more": more,
        "blank": shown.PointRow(Point(""), 0),
        **shown.editor(found, held, lines),
        **_state(request, found),
    }
    status = status_of(refusal or outdated) if refusal or outdated else 200
    return render(request, "acts/editor.html", context, status=status)


def _state(request: HttpRequest, found: Any, *, saved_at: datetime | None = None) -> dict[str, Any]:
    """What stands beside the text: whether it is saved, how long it is, what it lacks."""
    text = drafts.text_of(found)
    return {
        "act": found,
        "saved_at": saved_at or (found.changed_at if found.revision else None),
        "findings": facts.findings(found, request.on),
        "pages": act_length.estimated_pages(text),
        "revision_now": found.revision,
    }


def _differing(outdated: drafting.Outdated, content: Any) -> list[act_compare.Pair]:
    """Their text beside mine, only the parts that differ."""
    return act_compare.changed(
        act_compare.compare(outdated.theirs, content.text, comparing.titles(outdated.theirs, content.text))
    )


def _may_write(request: HttpRequest, found: Any) -> bool:
    return found.state in drafts.EDITABLE and deeds.is_drafters(found, request.actor)


def _revision(data: QueryDict) -> int:
    typed = data.get("revision", "")
    return int(typed) if typed.isdecimal() else -1
