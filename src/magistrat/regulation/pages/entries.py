"""«Регламент»: text and behaviour side by side, editions, the calculator of terms."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.regulation import forms, queries
from magistrat.regulation.names import CAPABILITIES, KINDS
from magistrat.rules import words
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Entries of an edition by chapter, capability and words."""
    all_editions = queries.editions()
    edition = edition_of(request)
    form = forms.BrowseForm(
        request.GET or None,
        capabilities=queries.capabilities(edition.pk),
        editions=[(one.pk, f"з {words.day(one.in_force_from)}") for one in all_editions],
    )
    asked = form.cleaned_data if form.is_valid() else {}
    number = request.GET.get("rozdil", "")
    found = queries.chapters(
        edition.pk,
        text=asked.get("q", ""),
        capability=asked.get("napriam", ""),
        number=int(number) if number.isdecimal() else 0,
    )
    shown = {
        "form": form,
        "edition": edition,
        "is_in_force": edition.pk == queries.edition_record_on(request.on).pk,
        "chapters": found,
        # Without anything asked the page is the list of chapters: the whole regulation is too long to read at once.
        "is_open": bool(number or asked.get("q") or asked.get("napriam")),
        "kinds": KINDS,
        "capabilities": CAPABILITIES,
    }
    return render(request, "regulation/entries.html", shown)


@allow(any_post=True)
@require_GET
def entry(request: HttpRequest, clause: str) -> HttpResponse:
    """A clause: its text, what the system does by it, and the calculator «якщо подія тоді — строк»."""
    edition = edition_of(request)
    rules = queries.rules_of(edition.pk)
    found = queries.of_clause(rules, clause)
    paragraphs = queries.text_of(edition.pk).of(clause)
    if not found and not paragraphs:
        raise Http404("Такого пункту в регламенті немає.")
    shown = {
        "clause": clause,
        "edition": edition,
        "is_in_force": edition.pk == queries.edition_record_on(request.on).pk,
        "found": found,
        "paragraphs": paragraphs,
        "rights": queries.rights_of_clause(rules, clause),
        "kinds": KINDS,
        **counted(request, rules),
    }
    template = "regulation/counted.html" if request.htmx and request.GET.get("pravylo") else "regulation/entry.html"
    return render(request, template, shown)


@allow(any_post=True)
@require_GET
def clause_words(request: HttpRequest, clause: str) -> HttpResponse:
    """The clause's own words and their plain meaning, for the chip."""
    found = queries.of_clause(queries.rules_of(edition_of(request).pk), clause)[:2]
    paragraphs = () if found else queries.text_of(edition_of(request).pk).of(clause)[:1]
    return render(request, "regulation/words.html", {"clause": clause, "found": found, "paragraphs": paragraphs})


@allow(any_post=True)
@require_GET
def editions(request: HttpRequest) -> HttpResponse:
    """All adopted editions with their days."""
    in_force = queries.edition_record_on(request.on).pk
    adopted = queries.editions()
    rules = [queries.rules_of(one.pk) for one in adopted]
    changes = [queries.differences(old, new) for new, old in pairwise(rules)]
    rows = [
        {"edition": one, "rules": said, "is_now": one.pk == in_force, "changes": changed}
        for one, said, changed in zip(adopted, rules, [*changes, []], strict=True)
    ]
    return render(request, "regulation/editions.html", {"rows": rows})


def edition_of(request: HttpRequest) -> Any:
    """The edition named in the address, else the one in force on the request's day."""
    named = request.GET.get("redaktsiia", "")
    try:
        return queries.edition_record(int(named)) if named.isdecimal() else queries.edition_record_on(request.on)
    except queries.NotThere:
        raise Http404("Такої редакції немає.") from None


def counted(request: HttpRequest, rules: Any) -> dict[str, Any]:
    """The calculator's answer for the entry and moment of the address."""
    form = forms.CountForm(request.GET if "koly" in request.GET else None)
    chosen = rules.by_id(request.GET.get("pravylo", ""))
    if chosen is None or not form.is_valid() or form.cleaned_data["koly"] is None:
        return {"count_form": form, "chosen": chosen, "due": None}
    try:
        due = queries.counted(chosen, form.cleaned_data["koly"])
    except Refusal as refusal:
        return {"count_form": form, "chosen": chosen, "due": None, "refusal": refusal}
    return {"count_form": form, "chosen": chosen, "due": due, "days": queries.days_of(due), "told": queries.told(due)}
