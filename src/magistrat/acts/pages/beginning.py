"""Beginning a draft: its kind, series and title, perhaps by a task or on execution of a paper, perhaps from a DOCX."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.acts.actions import bringing, drafting
from magistrat.acts.forms import BeginForm
from magistrat.acts.queries import drafts
from magistrat.documents.actions.files import Upload
from magistrat.rules import words
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow


@allow("act.draft")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft: `?zavdannia=` by a task, `?vykonannia=` on execution of a paper, else of its own."""
    task = drafts.task_of(request.actor, number) if (number := _number(request, "zavdannia")) else None
    paper = drafts.executed(request.actor, number) if (number := _number(request, "vykonannia")) else None
    form = BeginForm(
        request.POST or None,
        request.FILES or None,
        kinds=_kinds(request),
        leaders=[(post, _named(title, name)) for post, title, name in drafts.leaders(request.on)],
        initial={"in_charge": drafts.usual_leader(request.actor, request.on), "kind": _first(_kinds(request))},
    )
    context: dict[str, Any] = {"form": form, "task": task, "paper": paper or (task.document if task else None)}
    if request.method == "POST" and form.is_valid():
        start = form.beginning(task=task.pk if task else None, executes=paper.pk if paper else None)
        try:
            act = drafting.begin(actor=request.actor, at=request.at, start=start)
        except Refusal as refusal:
            context["refusal"] = refusal
            return render(request, "acts/new.html", context, status=status_of(refusal))
        _bring(request, act.pk, form.cleaned_data["file"])
        return redirect("acts:editor", act.pk)
    return render(request, "acts/new.html", context, status=422 if form.is_bound else 200)


def _bring(request: HttpRequest, act: int, file: Any) -> None:
    """The draft is there already: a file that cannot be read does not take it back."""
    if file is None:
        return
    try:
        bringing.bring(actor=request.actor, at=request.at, act=act, upload=Upload(file.name or "", file.file))
        messages.success(request, "Текст перенесено з файлу. Перегляньте частини: нерозпізнане лишилося поряд.")
    except Refusal as refusal:
        messages.warning(request, f"Проєкт розпочато, але файл не перенесено: {refusal.message}")


def _kinds(request: HttpRequest) -> list[tuple[str, Any]]:
    """Kinds with their series; a kind of one series is one choice."""
    choices: list[tuple[str, Any]] = []
    for kind in drafts.kinds(request.on):
        label = words.sentence(kind.label)
        # The closed list shows the choice without its group: it names both.
        offered = [
            (f"{kind.key}:{one.key}", label if one.label in kind.label else f"{label} {one.label}")
            for one in kind.series
        ]
        choices.append((offered[0][0], label) if len(offered) == 1 else (label, offered))
    return choices


def _first(choices: list[tuple[str, Any]]) -> str:
    first, rest = choices[0] if choices else ("", "")
    return first if isinstance(rest, str) else str(rest[0][0])


def _named(title: str, name: str) -> str:
    return f"{title} {name}".strip()


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name) or request.GET.get(name) or ""
    return int(typed) if typed.isdecimal() else None
