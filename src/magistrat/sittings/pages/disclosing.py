"""«Оприлюднення» of a sitting: its agenda, results with named votes, minutes; each with its last day and what was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.forms import publicity as form
from magistrat.documents.queries import public_versions
from magistrat.rules import personal_data, publicity
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import disclosing
from magistrat.sittings.pages import head
from magistrat.sittings.queries import lists, minutes, public
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

# Agenda, results, minutes.
WHOLE = 3
SAID = {
    "poriadok": "Порядок денний оприлюднено.", "rezultaty": "Результати оприлюднено.", "protokol": "Протокол оприлюднено.",
    "zniaty": "Знято з оприлюднення.",
}  # fmt: skip


@allow(publicity.RIGHT, "sessions.prepare")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What of the sitting is public, and the deeds."""
    refusal = None
    if request.method == "POST":
        try:
            _do(request, pk)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, SAID[request.POST["diia"]])
            return redirect("sittings:disclosing", pk)
    sitting = lists.sitting(pk)
    row = minutes.of(pk)
    signed = row if row is not None and row.state == "signed" and row.document is not None else None
    whole = (
        publicity.whole(disclosing.minutes_title(sitting, signed), disclosing.minutes_parts(signed)) if signed else []
    )
    shown = public.disclosed(pk)
    published = public_versions.all_of(signed.document_id, public.MINUTES) if signed else []
    context: dict[str, Any] = {
        **head.of(request, sitting, "sittings:disclosing"),
        "shown": shown,
        "done_on": _done_on([*shown.values(), *(one for one in published if one.is_published)]),
        "all": public.disclosures(pk),
        "due": disclosing.due(sitting),
        "titles": [(one, places) for one, places in public.titles(sitting) if places and not public.is_closed(one)],
        "minutes": row,
        "signed": signed,
        "versions": published,
        "places": personal_data.shown(whole),
        "digest": personal_data.digest(whole) if whole else "",
        "may_publish": request.may(publicity.RIGHT) is None,
        "is_closed": sitting.gathering.state == "closed",
        "refusal": refusal,
    }
    return render(request, "sittings/disclosing.html", context, status=status_of(refusal) if refusal else 200)


def _done_on(shown: Sequence[Any]) -> date | None:
    """The day on which the last of agenda, results and minutes became public; nothing while one of them is not."""
    return max(local_date(one.published_at) for one in shown) if len(shown) == WHOLE else None


def _do(request: HttpRequest, pk: int) -> None:
    deed, post = request.POST.get("diia", ""), request.POST
    said: dict[str, Any] = {"actor": request.actor, "at": request.at, "sitting": pk, "reason": post.get("reason", "")}
    if deed == "poriadok":
        disclosing.publish_agenda(**said, judged=_judged(post))
    elif deed == "rezultaty":
        disclosing.publish_results(**said, judged=_judged(post))
    elif deed == "protokol":
        if "checked" not in post:
            raise Refusal("", "Підтвердьте, що переглянули протокол цілком.")
        disclosing.publish_minutes(**said, judged=form.judged(post))
    elif deed == "zniaty":
        disclosing.take_down(**said, what=post.get("shcho", ""))
    else:
        raise Refusal("", "Такої дії немає.")


def _judged(post: QueryDict) -> Mapping[int, Judged]:
    """What was said of places in the titles of questions: «nazva-<question>-<place>»."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    for name in post:
        parts = name.split("-")
        if len(parts) == 3 and parts[0] == "nazva" and parts[1].isdecimal() and parts[2].isdecimal():
            hidden, kept = found.setdefault(int(parts[1]), (set(), set()))
            (hidden if post[name] == form.HIDE else kept).add(int(parts[2]))
    return {question: Judged(hidden, kept) for question, (hidden, kept) in found.items()}
