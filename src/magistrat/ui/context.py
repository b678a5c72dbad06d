"""What every page knows: the city, the person, the menu. Upper apps provide what the ground cannot ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from magistrat.ui import links, menu


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the base page; each value is asked for only when the page shows it."""
    return {
        "city_name": SimpleLazyObject(city_name),
        "main_menu": SimpleLazyObject(lambda: menu.of(request)),
        "actor": getattr(request, "actor", None),
        "actors": getattr(request, "actors", ()),
        "on": getattr(request, "on", None),
        "home_url": links.to("home") or "/",
        "search_url": links.to("search"),
        "choose_post_url": links.to("choose_post"),
        "sign_in_url": links.to("sign_in"),
        "regulation_url": links.to("regulation"),
        "sign_out_url": links.to("sign_out"),
        "own_account_url": links.to("own_account"),
    }


def city_name() -> str:
    """The name of the city whose database this is, "" before it has been set up."""
    provider: Callable[[], Any] = import_string(settings.UI_CITY)
    try:
        city = provider()
    except ObjectDoesNotExist:
        return ""
    return str(getattr(city, "name", city) or "")
