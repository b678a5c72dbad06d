"""What public pages show on pages of lower apps."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string


def way_in(request: Any, _: Any) -> str:
    """The way to the public pages, for one who has not signed in."""
    return render_to_string("portal/way_in.html", {}, request)
