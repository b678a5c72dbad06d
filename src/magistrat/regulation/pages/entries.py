"""A clause: its text, what the system does by it, the calculator «якщо подія тоді — строк», the other city, the changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.regulation import forms, queries
from magistrat.regulation.names import CAPABILITIES
from magistrat.regulation.pages.editions import edition_of, suffix_of
from magistrat.regulation.pages.text import about
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow


@dataclass(frozen=True)
class Subject:
    """A clause as the panels of upper apps know it: its printed names and the keys of its entries."""

    clauses: tuple[str, ...]
    keys: tuple[str, ...]


@allow(public=True)
@require_GET
def entry(request: HttpRequest, clause: str) -> HttpResponse:
    """A clause at its permanent address; with an event in the address also the day on which the term ends."""
    edition = edition_of(request)
    rules, text = queries.rules_of(edition.pk), queries.text_of(edition.pk)
    at, own = text.whole(clause), text.at(clause)
    found = queries.of_clauses(text, rules, at)
    if not at:
        raise Http404("Такого пункту в регламенті немає.")
    answer = counted(request, rules)
    if request.htmx and request.GET.get("pravylo"):
        return render(request, "regulation/counted.html", answer)
    city, place = queries.city(), text.clauses.index(at[0])
    others = queries.neighbours(city.slug, request.on)
    printed = (*dict.fromkeys(name for one in at for name in (one.printed, one.number) if name), clause)
    shown = {
        **about(request, edition),
        **answer,
        "address": clause,
        "printed": own[0].printed or text.part_of(own[0]).heading,
        "part": text.part_of(at[0]),
        "paragraphs": [{"clause": one, "blocks": text.blocks(one), "is_own": one in own} for one in at],
        "found": [
            {"shown": one, "places": queries.places(one.entry), "others": queries.same_matter(one.entry, others)}
            for one in found
        ],
        "rights": queries.rights_of(rules, at),
        "changes": queries.changes_of_clause(clause, queries.editions()),
        "before": text.clauses[place - 1] if place else None,
        "after": next((one for one in text.clauses[place:] if one not in at), None),
        "subject": Subject(printed, tuple(one.entry.key for one in found)),
    }
    return render(request, "regulation/entry.html", shown)


@allow(public=True)
@require_GET
def clause_words(request: HttpRequest, clause: str) -> HttpResponse:
    """The clause's own words and their plain meaning, for the chip."""
    edition = edition_of(request)
    rules, text = queries.rules_of(edition.pk), queries.text_of(edition.pk)
    found = queries.of_clauses(text, rules, text.whole(clause))[:2]
    own = () if found else text.at(clause)[:1]
    paragraphs = [block.text for one in own for block in text.blocks(one)][:1]
    return render(request, "regulation/words.html", {"clause": clause, "found": found, "paragraphs": paragraphs})


@allow(public=True)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Our regulation beside another city's, matter by matter."""
    edition = edition_of(request)
    rules = queries.rules_of(edition.pk)
    others = queries.neighbours(queries.city().slug, request.on)
    form = forms.CompareForm(
        request.GET or None,
        capabilities=queries.capabilities(edition.pk),
        cities=[(other.slug, other.name) for other in others],
    )
    asked = form.cleaned_data if form.is_valid() else {}
    other = next((one for one in others if one.slug == asked.get("misto")), others[0] if others else None)
    pairs = queries.side_by_side(rules, other, capability=asked.get("napriam", "")) if other else []
    both = [pair for pair in pairs if pair.ours and pair.theirs]
    shown = {
        **about(request, edition),
        "form": form,
        "other": other,
        "pairs": [pair for pair in both if not asked.get("vidminni") or pair.is_same is False],
        "both": len(both),
        "different": sum(pair.is_same is False for pair in both),
        "only_ours": [pair.ours for pair in pairs if pair.theirs is None],
        "only_theirs": [pair.theirs for pair in pairs if pair.ours is None],
        "capabilities": CAPABILITIES,
        "suffix": suffix_of(request, edition),
    }
    return render(request, "regulation/compare.html", shown)


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
