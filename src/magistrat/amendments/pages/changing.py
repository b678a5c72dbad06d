"""Changing a draft: an entry's form, a new entry, repeal, the text, undoing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from magistrat.amendments import forms, queries
from magistrat.amendments.actions import changing, deeds, undoing
from magistrat.amendments.actions.deeds import RIGHT
from magistrat.amendments.pages.drafts import about, found_or_404
from magistrat.regulation import queries as regulation
from magistrat.rules import amending, entry_fields, places, words
from magistrat.rules.form import FormError
from magistrat.rules.places import Place
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, draft_id: int, entry: str) -> HttpResponse:
    """The form of an entry's values."""
    found = found_or_404(draft_id)
    where = _place(found, entry)
    of = entry_fields.fields_of(where.kind, where.table)
    edition = queries.rules_of_draft(found)
    form = forms.EntryForm(request.POST or None, of=of, edition=edition, initial={"seen": found.version})
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changing.change_entry(
                actor=request.actor, at=request.at, draft=draft_id, entry=entry, given=form.given,
                reason=said["reason"], seen=said["seen"] or 0, more=(said["more_name"], said["more_value"]),
            )  # fmt: skip
        except FormError as wrong:
            form.put(wrong)
        except deeds.Overtaken as overtaken:
            refusal = overtaken
            form = _overlaid(form, where, overtaken, found.version)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Змінено: {places.in_words(entry)}.")
            return redirect("amendments:draft", draft_id)
    shown = {
        **about(found), "form": form, "refusal": refusal, "entry": _shown(where), "is_part": where.kind in places.KNOWN_BY,
        "is_title": where.kind == places.TITLE, "heading": words.sentence(places.in_words(entry)),
        "base": regulation.rules_of(found.base_id).by_id(entry),
        "changes": [one for one in queries.changes(draft_id) if one.entry == entry],
    }  # fmt: skip
    return render(request, "amendments/entry.html", shown, status=422 if request.method == "POST" else 200)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def repeal(request: HttpRequest, draft_id: int, entry: str) -> HttpResponse:
    """An entry that is to be no more."""
    found = found_or_404(draft_id)
    where = _place(found, entry)
    form = forms.ReasonForm(request.POST or None, initial={"seen": found.version})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            changing.repeal_entry(
                actor=request.actor, at=request.at, draft=draft_id, entry=entry, reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"] or 0,
            )  # fmt: skip
        except FormError as wrong:
            form.add_error(None, str(wrong))
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"Вилучено: {places.in_words(entry)}.")
            return redirect("amendments:draft", draft_id)
    shown = {
        **about(found), "form": form, "refusal": refusal, "heading": f"Вилучити {places.in_words(entry)}", "button": "Вилучити",
        "lead": _shown(where)["meaning"],
    }  # fmt: skip
    return render(request, "amendments/reason.html", shown, status=422 if request.method == "POST" else 200)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def new_entry(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A new entry, begun as a copy of one like it."""
    found = found_or_404(draft_id)
    form = forms.NewEntryForm(request.POST or None, initial={"like": request.GET.get("zrazok", "")})
    refusal = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        like = places.place(found.texts, said["like"])
        if like is None:
            form.add_error("like", "Такого правила в проєкті немає.")
        else:
            table = {**like.table, **{name: said[name] for name in ("id", "clause", "key", "meaning", "words")}}
            table["capability"] = said["capability"] or table["capability"]
            table.pop("notes", None)
            try:
                changing.add_entry(
                    actor=request.actor, at=request.at, draft=draft_id, kind=like.kind, file=like.file, table=table,
                    reason=said["reason"], paragraph=said["paragraph"], after=said["after"],
                )  # fmt: skip
            except FormError as wrong:
                form.add_error(wrong.key if wrong.key in form.fields else None, wrong.reason)
            except Refusal as refused:
                refusal = refused
            else:
                messages.success(request, f"Правило {said['id']} додано: перегляньте його значення.")
                return redirect("amendments:entry", draft_id, said["id"])
    shown = {**about(found), "form": form, "refusal": refusal}
    return render(request, "amendments/new_entry.html", shown, status=422 if request.method == "POST" else 200)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Words of the regulation in place of others."""
    found = found_or_404(draft_id)
    form = forms.TextForm(request.POST or None, initial=_passage(found, request.GET.get("punkt", "")))
    refusal = None
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("old", "new", "clause", "reason")}
        try:
            changing.change_text(actor=request.actor, at=request.at, draft=draft_id, **said)
        except FormError as wrong:
            form.add_error("old", wrong.reason)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Текст регламенту в проєкті змінено.")
            return redirect("amendments:draft", draft_id)
    shown = {**about(found), "form": form, "refusal": refusal}
    return render(request, "amendments/text.html", shown, status=422 if request.method == "POST" else 200)


@allow(RIGHT)
@require_POST
def undo(request: HttpRequest, draft_id: int, change_id: int) -> HttpResponse:
    """Undo one change."""
    found_or_404(draft_id)
    try:
        made = undoing.undo(actor=request.actor, at=request.at, draft=draft_id, change=change_id)
    except queries.NotThere:
        raise Http404("Такої зміни немає.") from None
    except FormError as wrong:
        messages.error(request, f"Скасувати не можна: {wrong}")
    except Refusal as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, made.reason)
    return redirect("amendments:draft", draft_id)


def _place(found: Any, entry: str) -> Place:
    where = places.place(found.texts, entry)
    if where is None:
        raise Http404("Такого правила в проєкті немає.")
    return where


def _shown(where: Place) -> dict[str, Any]:
    """What the page says of the entry, or of the right."""
    meaning = next(
        (where.table[name] for name in ("meaning", "note", "why", "on", "title") if where.table.get(name)), ""
    )
    return {"id": where.id, "clause": where.table.get("clause", ""), "meaning": meaning}


def _passage(found: Any, printed: str) -> dict[str, str]:
    """The paragraph of a clause, to begin the change of its words with."""
    if not printed:
        return {}
    edition = queries.rules_of_draft(found)
    said = queries.clause_words(found, edition, printed)
    return {"clause": printed, "old": said, "new": said}


def _overlaid(form: forms.EntryForm, where: Place, overtaken: deeds.Overtaken, version: int) -> forms.EntryForm:
    """The form with the present values and, over them, what the actor himself had changed."""
    first = overtaken.changes[0].before
    was = entry_fields.fields_of(*amending.read(first)) if first else form.of
    of = entry_fields.fields_of(where.kind, where.table)
    data = forms.overlaid(of, was, form.given)
    flags = {one.path for one in of if one.type == entry_fields.FLAG}
    kept = {path: said for path, said in data.items() if path not in flags or said == "true"}
    more = {name: form.cleaned_data[name] for name in ("reason", "more_name", "more_value")}
    return forms.EntryForm({**kept, **more, "seen": version}, of=of, edition=form.edition)
