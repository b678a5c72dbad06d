"""An act: where it stands, what the person may do next, its text as it is now, what other rooms of the app add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from magistrat.acts.actions import deeds
from magistrat.acts.pages import opened, shown
from magistrat.acts.queries import drafts, facts, versions
from magistrat.approvals.pages import panel as approvals
from magistrat.documents.queries import cards, history
from magistrat.rules import decisions, words
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

RIGHT = "act.draft"
STAGES = ("Проєкт", "Погодження", "Підпис", "Реєстрація", "Чинність")
ADOPTION = "Ухвалення"
SENT = ("signing", "signed", "registered")
# Where an act stands by its state; a decision of the committee is adopted between its visas and its signature.
PLACE = {
    "draft": "Проєкт", "approval": "Погодження", "agreed": "Підпис", "rework": "Підпис", "check": "Підпис", "signing": "Підпис",
    "signed": "Реєстрація", "registered": "", "cancelled": "Проєкт",
}  # fmt: skip
# Who saved within this time is taken to be writing still.
WRITING = timedelta(minutes=2)


@dataclass(frozen=True)
class Stage:
    """One of the steps of an act: `state` is done, now or waiting; `note` what is known of it."""

    title: str
    state: str
    note: str


@dataclass(frozen=True)
class Next:
    """A next step that the person may take here: posted at once, asking a reason first, or on a page of its own."""

    label: str
    url: str
    is_post: bool = False
    is_main: bool = False
    asks: str = ""


@allow(any_post=True)
@require_GET
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """The act with its way."""
    return show(request, pk)


@allow(any_post=True)
@require_GET
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text alone, asked again and again by an open page; nothing while it is the same (`?rev=`).

    Nobody looks while nothing is shown: a page left open tells the journal only of what it brings anew.
    """
    found = drafts.act(actor=request.actor, act_id=pk)
    if request.GET.get("rev") == f"{found.revision}-{found.state}":
        return HttpResponse(status=204)
    return render(request, "acts/text.html", _text(request, opened.shown(request, found)))


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    """The act's page, with the refusal of a deed on its top."""
    found = opened.act(request, pk)
    is_own = is_writing_allowed(request, found)
    context = {
        **_text(request, found),
        "document": found.document,
        "kind": drafts.kind_of(found),
        "stages": list(stages(found)),
        "steps": list(steps(request, found)) if is_own else [],
        "approval": approvals.on_document(request, found.document_id),
        "texts": versions.of_act(found),
        "recipients": drafts.recipients(found),
        "concerned": list(found.concerned.order_by("rank", "id")),
        "flags": [name for _, name, is_said in shown.flags(drafts.rules_of(found), found.kind, found.flags) if is_said],
        "asked": enclosed(found, request.on) if found.state in drafts.EDITABLE else [],
        "consents": consented(found),
        "adopt_by": facts.adopt_by(found) if found.state in drafts.EDITABLE else None,
        "files": cards.files(found.document_id),
        "history": history.latest(found.document_id),
        "is_own": is_own,
        "refusal": refusal,
        **more,
    }
    return render(request, "acts/act.html", context, status=status_of(refusal) if refusal else 200)


def stages(found: Any) -> Iterator[Stage]:
    """The steps of an act with what is known of each."""
    titles = list(STAGES)
    is_committees = found.kind in decisions.COMMITTEE
    if is_committees:
        titles.insert(2, ADOPTION)
    is_adopted = found.outcome_id is not None or found.state == "registered"
    notes = {
        "Погодження": "погоджено" if found.state in ("agreed", "rework", "check", *SENT) else "",
        ADOPTION: _day(found.adopted_on) if is_adopted else "",
        "Підпис": _day(found.signed_on),
        "Реєстрація": f"№ {found.document.index}" if found.document.index else "",
        "Чинність": found.get_force_display() if found.state == "registered" or found.force == "suspended" else "",
    }
    now = ADOPTION if is_committees and found.state == "agreed" and not is_adopted else PLACE[found.state]
    place = titles.index(now) if now else len(titles)
    for number, title in enumerate(titles):
        state = "done" if number < place else "now" if number == place else "waiting"
        yield Stage(title, state, notes.get(title, ""))


def steps(request: HttpRequest, found: Any) -> Iterator[Next]:
    """Next steps of the drafter, the main one first."""
    if found.state == "draft":
        yield Next("Надіслати на погодження", _to("acts:send", found), is_main=True)
    elif found.state != "rework" and has_unsent(found):
        yield Next("Надіслати змінений текст", _to("acts:send", found), is_main=True)
    yield Next("Редагувати", _to("acts:editor", found))
    if found.state == "draft":
        yield Next("Скасувати проєкт", _to("acts:cancel", found), is_post=True, asks="Причина")


def has_unsent(found: Any) -> bool:
    """Whether the working text differs from the version that is being approved."""
    texts = versions.of_act(found)
    return bool(texts) and texts[0].number == versions.WORKING


def is_writing_allowed(request: HttpRequest, found: Any) -> bool:
    """Whether the person may still write in the act."""
    is_open = found.state in drafts.EDITABLE
    return is_open and request.may(RIGHT) is None and deeds.is_drafters(found, request.actor)


def enclosed(found: Any, on: date) -> list[tuple[Any, Any]]:
    """What is asked beside the text, each with what was enclosed or nothing."""
    kept = drafts.enclosures(found)
    return [(one, kept.get(one.key)) for one in facts.asked(found, on)]


def consented(found: Any) -> list[tuple[str, Any]]:
    """Members «за згодою», each with the kept consent or nothing."""
    kept = drafts.consents(found)
    return [(name, kept.get(name)) for name in facts.members_by_consent(found)]


def _text(request: HttpRequest, found: Any) -> dict[str, Any]:
    words_of = drafts.text_of(found)
    is_done = found.state == "registered"
    is_fresh = request.at - found.changed_at < WRITING and found.changed_by != request.actor.printed
    return {
        "act": found,
        # The explanatory note went with the draft (of the council's decision: KR 5.15.3) and is no part of the registered act.
        "content": replace(words_of, note="") if is_done else words_of,
        "note": words_of.note if is_done else "",
        "points": shown.points(words_of),
        "annexes": shown.annexes(words_of),
        "writing": found.changed_by if is_fresh and found.state in drafts.EDITABLE and found.revision else "",
        "is_open": found.state in drafts.EDITABLE,
    }


def _to(name: str, found: Any) -> str:
    return reverse(name, args=[found.pk])


def _day(on: date | None) -> str:
    return words.day(on) if on else ""
