"""What all public pages show alike: the way between their parts, years, the page of what is not there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from magistrat.accounts.actions import asking

PARTS = (
    ("portal:sittings", "Засідання"),
    ("portal:drafts", "Проєкти рішень"),
    ("portal:decisions", "Рішення"),
)


def tabs(current: str) -> dict[str, Any]:
    """The parts of the public pages."""
    return {
        "tabs": [{"label": label, "url": reverse(name), "is_current": name == current} for name, label in PARTS],
    }  # fmt: skip


def years(since: int, until: int) -> list[int]:
    """The newest first."""
    return list(range(until, since - 1, -1))


def is_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count the question among all that its address has asked in the span: more than `most` are not answered."""
    address = request.META.get("REMOTE_ADDR", "")
    return asking.count(at=request.at, what=what, address=address, seconds=seconds) > most


def taken_down(request: HttpRequest, heading: str, reason: str, at: Any) -> HttpResponse:
    """The address stands for ever: it says that nothing is shown here any more, and why (410)."""
    context = {"heading": heading, "reason": reason, "at": at, **tabs("")}
    return render(request, "portal/taken_down.html", context, status=410)


def rests(request: HttpRequest) -> HttpResponse:
    """Asked too often (429)."""
    return render(request, "portal/rests.html", tabs(""), status=429)
