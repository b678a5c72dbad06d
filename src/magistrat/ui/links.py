"""Addresses that belong to upper apps but are shown by the base page and components.

The ground does not point upwards: which route stands behind a name is said by `UI_LINKS` in the settings.
"""

from __future__ import annotations

import functools

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse


def to(name: str, *args: object) -> str:
    """The address behind the name, or "" where this installation has none."""
    route = settings.UI_LINKS.get(name, "")
    return _address(route, args, settings.ROOT_URLCONF, get_script_prefix()) if route else ""


# A page asks for hundreds of them, mostly the same; urlconf and prefix are asked for as part of the key alone.
@functools.lru_cache(maxsize=8192)
def _address(route: str, args: tuple[object, ...], _urlconf: str, _prefix: str) -> str:
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
