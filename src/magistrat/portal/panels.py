"""What public pages show on pages of lower apps."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html


def way_in(request: Any, _: Any) -> str:
    """The way to the public pages, for one who has not signed in."""
    return render_to_string("portal/way_in.html", {}, request)


def on_sitting(request: Any, gathering: Any) -> str:
    """Where a sitting is published: the way to what everybody sees of it."""
    if request.resolver_match.view_name != "sittings:disclosing":
        return ""
    address = reverse("portal:sitting", args=[gathering.sitting.pk])
    return str(format_html('<p class="no-print"><a class="btn" href="{}">Як це бачать усі</a></p>', address))
