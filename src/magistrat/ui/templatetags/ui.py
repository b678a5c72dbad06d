"""Components and words for every template (a builtin: nothing to load).

Filters: `day`, `weekday`, `in_full`, `moment`, `hour`, `plural`, `counted`, `size`, `clause_name`.
Tags: `day_input`, `term`, `clause`, `person`, `timeline`, `empty`, `unseen`, `document_line`, `panels`, `field`, `form_errors`,
`refusal_box`, `sort_header`, `pager`, `bulk_bar`, `bulk_head`, `bulk_box`, `compiled`, `combobox`, `drop_zone`, `icon`, `block_again`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.base import NodeList
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from magistrat.rules.refusal import Refusal
from magistrat.ui import bulk, clauses, days, fields, links, paging, terms, words
from magistrat.ui import panels as places
from magistrat.ui.cells import UNSEEN

register = template.Library()


def _or_nothing(function: Any) -> Any:
    """An empty value prints as nothing."""
    return lambda value, *args: "" if value in (None, "") else function(value, *args)


for _name in ("day", "weekday", "in_full", "moment", "hour", "size"):
    register.filter(_name, _or_nothing(getattr(words, _name)))
register.filter("plural", words.plural)
register.filter("counted", words.counted)
register.filter("clause_name", clauses.name)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is hidden from readers of the screen."""
    return fields.icon(name, label)


@register.simple_tag
def day_input(name: str, value: date | None = None, **attributes: str) -> SafeString:
    """The input of a day outside a Django form, as the forms' own: 09.03.2026; `attributes` without a value are bare."""
    given = {"class": "form-control", "autocomplete": "off", **attributes}
    return days.entry().render(name, value, {key: val or True for key, val in given.items()})


@register.simple_tag(takes_context=True)
def term(
    context: template.Context,
    due: date | datetime | None,
    on: date | None = None,
    clause: str = "",
    done_on: date | None = None,
    explanation: Mapping[str, Any] | str | None = None,
    explain_url: str = "",
) -> SafeString:
    """Term chip; unfolds to the date with its clause and the day-by-day explanation.

    `on` is the day from which it is seen (the request's day when not given); `explanation` the stored computed term or
    a sentence; `explain_url` an address that brings the explanation when it is unfolded.
    """
    seen = on or context.get("on") or getattr(context.get("request"), "on", None)
    if seen is None:
        raise ValueError("{% term %} needs the day from which the term is seen")
    return term_chip(due, seen, clause, done_on, explanation, explain_url)


def term_chip(
    due: date | datetime | None,
    seen: date,
    clause: str = "",
    done_on: date | None = None,
    explanation: Mapping[str, Any] | str | None = None,
    explain_url: str = "",
) -> SafeString:
    """The chip as it is seen on the day."""
    told = dict(explanation) if isinstance(explanation, Mapping) else explanation
    written = json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder) if told else ""
    return _term(due, seen, clause, done_on, written, explain_url, links.to("clause", "1"))


# Fifty rows of a list say a few days over and over, and a person opens his desk all day: what depends on its arguments
# alone is made once. The address stands for the installation's routes.
@functools.lru_cache(maxsize=4096)
def _term(
    due: date | datetime | None, seen: date, clause: str, done_on: date | None, written: str, url: str, _address: str
) -> SafeString:
    explanation = json.loads(written) if written else None
    shown = terms.chip(due, on=seen, clause=clause, done_on=done_on, explanation=explanation)
    return render_to_string("ui/components/term.html", {"chip": shown, "explain_url": url})


@register.simple_tag
def clause(text: str) -> SafeString:
    """Clause chip: `п. 8.12`, a link to the entry; its words come when pointed at or focused."""
    return _clause(**clauses.chip(text))


@functools.lru_cache(maxsize=2048)
def _clause(**chip: str) -> SafeString:
    # Without the template's last line break: a bracket or a semicolon follows at once.
    return SafeString(render_to_string("ui/components/clause.html", chip).strip())


@register.inclusion_tag("ui/components/person.html")
def person(post: object, name: str = "", acting: bool = False) -> dict[str, object]:
    """Person chip: post first, name second, "В.о." visible."""
    title = str(post if isinstance(post, str) else getattr(post, "title", "") or "")
    return {"title": title.removeprefix("В.о. "), "name": name, "acting": acting or title.startswith("В.о. ")}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(
    entries: Iterable[object], empty_text: str = "Тут з'являться дії з документом у порядку, в якому їх зроблено."
) -> dict[str, object]:
    """The journal's entries as a timeline with clauses."""
    return {"entries": list(entries), "empty_text": empty_text}


@register.inclusion_tag("ui/components/empty.html")
def empty(text: str, url: str = "", label: str = "") -> dict[str, object]:
    """Empty state: what will appear here and the one action that begins it."""
    return {"text": text, "url": url, "label": label}


@register.simple_tag
def unseen() -> SafeString:
    """In place of the words of a document that the person may not open."""
    return format_html('<span class="muted">{} {}</span>', icon("lock"), UNSEEN)


@register.inclusion_tag("ui/components/document_line.html", takes_context=True)
def document_line(
    context: template.Context,
    doc: object,
    due: date | None = None,
    executor: str = "",
    done_on: date | None = None,
    clause: str = "",
    url: str = "",
    explanation: Mapping[str, Any] | None = None,
) -> dict[str, object]:
    """One document in a line: index, date, from/to, subject, executor, term."""
    return {
        "doc": doc,
        "url": url or links.to("document", getattr(doc, "pk", None)),
        "due": due,
        "executor": executor,
        "done_on": done_on,
        "clause": clause,
        "explanation": explanation,
        "on": context.get("on"),
    }


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, subject: object = None) -> SafeString:
    """What upper apps show at this place."""
    return places.render(place, context["request"], subject)


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, focus: bool = False, placeholder: str = "", **extra: object) -> dict[str, object]:
    """Label, control, help and the refusals of a form's field, tied together for readers of the screen.

    Further arguments become attributes of the control (`_` turns into `-`: `data_role="x"`).
    """
    attributes = {name.replace("_", "-"): value for name, value in extra.items() if value not in (None, "")}
    return fields.shown(bound, focus=focus, placeholder=placeholder, attributes=attributes)


@register.inclusion_tag("ui/components/form_errors.html")
def form_errors(form: BaseForm, refusal: Refusal | None = None) -> dict[str, object]:
    """All that stops the form, on its top, each with a link to its field."""
    return {"rows": fields.troubles(form), "refusal": refusal}


@register.inclusion_tag("ui/components/refusal_box.html")
def refusal_box(refusal: Refusal | None) -> dict[str, object]:
    """A refusal with its clause and the clause's own words."""
    return {"refusal": refusal}


@register.inclusion_tag("ui/components/sort_header.html", takes_context=True)
def sort_header(context: template.Context, label: str, key: str, current: str = "", css: str = "") -> dict[str, object]:
    """`<th>` that sorts the list by `key`; `current` is the order's key as `paging.sort` returned it."""
    request = context["request"]
    now = current or request.GET.get("sort", "")
    query = request.GET.copy()
    query.pop("after", None)
    query["sort"] = f"-{key}" if now == key else key
    state = {"": "none", key: "ascending", f"-{key}": "descending"}.get(now, "none")
    return {"label": label, "url": f"?{query.urlencode()}", "state": state, "css": css}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: template.Context, page: paging.Page, name: str = "after") -> dict[str, object]:
    """Links to the next and previous page of a keyset list; the token goes into the parameter `name`.

    A list from `paging.asked` offers also to print the whole of it, in one step.
    """
    query = context["request"].GET.copy()
    for passing in (name, "vybraty", paging.PRINTED):
        query.pop(passing, None)
    whole = query.copy()
    whole[paging.PRINTED] = "1"

    def address(token: str) -> str:
        query[name] = token
        return f"?{query.urlencode()}"

    return {
        "next": address(page.next) if page.next else "",
        "previous": address(page.previous) if page.previous else "",
        "whole": f"?{whole.urlencode()}" if page.prints and not page.is_printed and page.rows else "",
        "is_printed": page.is_printed,
        "by_pages": f"?{query.urlencode()}",
        "most": paging.MOST_PRINTED,
    }


@register.inclusion_tag("ui/components/bulk_bar.html", takes_context=True)
def bulk_bar(context: template.Context, place: str) -> dict[str, object]:
    """What may be done with the chosen rows of the list at this place (see `ui.bulk`); unseen while none is chosen."""
    request = context["request"]
    found = bulk.offered(request, place)
    return {
        "deeds": [offer for offer in found if not offer.is_output],
        "outputs": [offer for offer in found if offer.is_output],
        "back": request.get_full_path(),
        "most": bulk.MOST,
    }


@register.inclusion_tag("ui/components/bulk_head.html", takes_context=True)
def bulk_head(context: template.Context) -> dict[str, object]:
    """`<th>` with the box «усі на сторінці»; without JavaScript a link that gives the page with all boxes ticked."""
    query = context["request"].GET.copy()
    query["vybraty"] = "usi"
    return {"all_url": f"?{query.urlencode()}"}


@register.simple_tag(takes_context=True)
def bulk_box(context: template.Context, identity: int, label: str) -> SafeString:
    """`<td>` with the box that chooses the row."""
    return bulk.box(identity, label, bulk.is_all_chosen(context["request"]))


@register.simple_tag(takes_context=True)
def compiled(context: template.Context, name: str, **given: object) -> SafeString:
    """A compiled template of rows; it sees what is given here, the day `on` and whether all rows are chosen."""
    request = context["request"]
    seen = {"on": context.get("on") or getattr(request, "on", None), "chosen": bulk.is_all_chosen(request)}
    # Escaped in the compiled template itself, whose engine does not say so of its answer.
    return SafeString(render_to_string(name, seen | given, using="jinja2"))


@register.inclusion_tag("ui/components/combobox.html")
def combobox(
    bound: BoundField, url: str, text: str = "", placeholder: str = "", focus: bool = False, least: int = 2
) -> dict[str, object]:
    """Field with suggestions: `url?q=…` answers `<li role="option" data-value="7">…</li>` rows.

    The chosen value goes into the field itself, the typed words into `<name>_text`, so that the form also works
    without JavaScript. An option's `data-fill='{"address": "…"}'` fills further fields of the form.
    """
    shown = fields.shown(bound, focus=focus, placeholder=placeholder, attributes={})
    return {
        **shown,
        "url": url,
        "text": text or fields.typed(bound),
        "placeholder": placeholder,
        "focus": focus,
        "least": least,
    }


@register.inclusion_tag("ui/components/drop_zone.html")
def drop_zone(bound: BoundField, accept: str = "", hint: str = "") -> dict[str, object]:
    """Files by dropping or choosing, many at once, with progress; a plain file field without JavaScript."""
    return {**fields.shown(bound, focus=False, placeholder="", attributes={}), "accept": accept, "hint": hint}


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> str:
    """The block's content once more: the page's title is also its first heading."""
    return BlockNode(name, NodeList()).render(context)


@register.filter
def moment_iso(value: datetime | time) -> str:
    """For `<time datetime>`."""
    return value.isoformat() if value else ""
