"""Addresses that belong to upper apps but are shown by the base page and components.

The ground does not point upwards: which route stands behind a name is said by `UI_LINKS` in the settings.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse


def to(name: str, *args: object) -> str:
    """The address behind the name, or "" where this installation has none."""
    route = settings.UI_LINKS.get(name, "")
    try:
        return reverse(route, args=args) if route else ""
    except NoReverseMatch:
        return ""
