"""What every page of a sitting shows above: its day and the way to its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from magistrat.rules import words
from magistrat.sittings.queries import hall

# Who prepares, reviews, agrees and signs reads the minutes before they are signed too.
MINUTES_READERS = ("sittings.keep_minutes", "sessions.prepare", "sessions.review_drafts", "sessions.agree_agenda")
# Part of a sitting's address, its label, rights of which any opens it (none: everybody who holds a post).
PARTS = (
    ("sittings:way", "Шлях до засідання", ()),
    ("sittings:agenda", "Порядок денний", ()),
    ("sittings:invited", "Запрошені", ()),
    ("sittings:materials", "Матеріали", ()),
    ("sittings:members", "Члени виконкому", ("sessions.prepare", "sessions.review_drafts")),
    ("sittings:console", "Пульт", ("sittings.keep_minutes",)),
    ("sittings:hall", "Екран зали", ()),
    ("sittings:minutes", "Протокол", MINUTES_READERS),
    ("sittings:disclosing", "Оприлюднення", ("publication.publish_results", "sessions.prepare")),
)


@dataclass(frozen=True)
class Tab:
    """A part of a sitting, as its line of tabs shows it."""

    label: str
    url: str
    is_current: bool


def of(request: HttpRequest, sitting: Any, current: str) -> dict[str, Any]:
    """What the head of a page of the sitting reads."""
    return {
        "sitting": sitting,
        "gathering": sitting.gathering,
        "named": name(sitting),
        "tabs": list(_tabs(request, sitting, current)),
        "may_prepare": request.may("sessions.prepare") is None,
        "is_ahead": sitting.gathering.state == "planned",
    }


def address(gathering: Any) -> str:
    """The address of a gathering's page; "" for one that is no sitting. At most one statement."""
    if gathering.kind == "poll":
        return reverse("sittings:poll", args=[gathering.pk])
    found = hall.sitting_of(gathering.pk)
    return reverse("sittings:way", args=[found]) if found else ""


def name(sitting: Any) -> str:
    """«Чергове засідання 16.12.2026, 14:00»."""
    gathering = sitting.gathering
    at = f", {words.clock(gathering.at)}" if gathering.at else ""
    return f"{words.sentence(gathering.get_kind_display())} засідання {words.day(gathering.on)}{at}"


def _tabs(request: HttpRequest, sitting: Any, current: str) -> Iterator[Tab]:
    for part, label, rights in PARTS:
        if not rights or any(request.may(right) is None for right in rights):
            yield Tab(label, reverse(part, args=[sitting.pk]), part == current)
