"""The way from the list of adopted editions to their files and to the drafts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from magistrat.amendments.actions.deeds import RIGHT


def tab(request: HttpRequest, _: Any) -> str:
    """The tab of the drafts, for those who may change the regulation."""
    if getattr(request, "actor", None) is None or request.may(RIGHT) is not None:
        return ""
    return render_to_string("amendments/tab.html")


def beside_editions(request: HttpRequest, edition: Any) -> str:
    """Of one edition: its files, and a draft that begins from it."""
    may = getattr(request, "actor", None) is not None and request.may(RIGHT) is None
    return render_to_string("amendments/beside_editions.html", {"edition": edition, "may": may})
