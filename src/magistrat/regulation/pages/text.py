"""«Регламент»: contents and search, the text clause by clause beside what the system does by it, the kept text itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from magistrat.regulation import display, forms, queries
from magistrat.regulation.names import CAPABILITIES, KINDS
from magistrat.regulation.pages.editions import edition_of, suffix_of
from magistrat.rules import words
from magistrat.ui.routes import allow


@allow(public=True)
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The contents; with words or filters in the address the clauses that they find."""
    edition = edition_of(request)
    form = forms.BrowseForm(
        request.GET or None,
        capabilities=queries.capabilities(edition.pk),
        editions=[(one.in_force_from.isoformat(), f"з {words.day(one.in_force_from)}") for one in queries.editions()],
    )
    asked = form.cleaned_data if form.is_valid() else {}
    criteria = {"words": asked.get("q", ""), "capability": asked.get("napriam", ""), "state": asked.get("stan", "")}
    shown = {**about(request, edition), "form": form, "contents": queries.contents(edition.pk)}
    shown["is_asked"] = any(criteria.values())
    if shown["is_asked"]:
        found, stems = queries.hits(edition.pk, **criteria), queries.stems_of(criteria["words"])
        shown |= {"hits": found, "rows": _shown(edition.pk, found.rows, stems), "stems": stems}
    return render(request, "regulation/entries.html", shown)


@allow(public=True)
@require_GET
def part(request: HttpRequest, key: str) -> HttpResponse:
    """A chapter or an annex, clause by clause."""
    edition = edition_of(request)
    text = queries.text_of(edition.pk)
    found = text.part(key)
    if found is None:
        raise Http404("Такого розділу чи додатка в регламенті немає.")
    place = text.parts.index(found)
    shown = {
        **about(request, edition),
        "part": found,
        "parts": text.parts,
        "html": [_html(edition.sha256, edition.pk, key, suffix_of(request, edition))],
        "before": text.parts[place - 1] if place else None,
        "after": text.parts[place + 1] if place + 1 < len(text.parts) else None,
    }
    return render(request, "regulation/text.html", shown)


@allow(public=True)
@require_GET
def whole(request: HttpRequest) -> HttpResponse:
    """The whole text, clause by clause."""
    edition = edition_of(request)
    parts, suffix = queries.text_of(edition.pk).parts, suffix_of(request, edition)
    html = [_html(edition.sha256, edition.pk, one.key, suffix) for one in parts]
    return render(request, "regulation/text.html", {**about(request, edition), "parts": parts, "html": html})


@allow(public=True)
@require_GET
def source(request: HttpRequest) -> HttpResponse:
    """The text as it is kept, letter by letter."""
    return HttpResponse(queries.text_of(edition_of(request).pk).source, content_type="text/plain; charset=utf-8")


def about(request: HttpRequest, edition: Any) -> dict[str, Any]:
    """What every page of the text says of its edition."""
    count, waiting = queries.counts(edition.pk)
    return {
        "edition": edition,
        "suffix": suffix_of(request, edition),
        "is_in_force": edition.pk == queries.edition_record_on(request.on).pk,
        "count": count,
        "waiting": waiting,
        "kinds": KINDS,
        "capabilities": CAPABILITIES,
    }


@lru_cache(maxsize=512)
def _html(sha256: str, edition_id: int, key: str, suffix: str) -> SafeString:
    """The rows of a part. An edition never changes, so a process makes them once, by the hash of its files."""
    text = queries.text_of(edition_id)
    found = text.part(key)
    shown = {
        "part": found,
        "rows": _shown(edition_id, queries.rows(edition_id, found)),
        "suffix": suffix,
        "kinds": KINDS,
    }
    return render_to_string("regulation/rows.html", shown)


def _shown(edition_id: int, rows: Iterable[Any], stems: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Rows with their clauses as people read them; words that were looked for are marked."""
    text, stems = queries.text_of(edition_id), tuple(stems)
    made, heading = [], ""
    for row in rows:
        blocks = [_marked(block, stems) for block in text.blocks(row.clause)]
        # An annex has chapters of its own.
        title = row.clause.chapter_title if row.clause.annex else ""
        is_new = bool(title) and title != heading
        heading = title or heading
        made.append(
            {
                "clause": row.clause,
                "entries": row.entries,
                "blocks": blocks,
                "title": title if is_new else "",
                "is_preface": text.is_preface(row.clause),
            }
        )
    return made


def _marked(block: display.Block, stems: tuple[str, ...]) -> dict[str, Any]:
    cells = [[display.marked(cell, stems) for cell in row] for row in block.rows]
    return {"kind": block.kind, "text": display.marked(block.text, stems), "rows": cells}
