"""What publication shows on the page of an act and in the menu."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from magistrat.acts.actions import deeds, publishing
from magistrat.acts.queries import public
from magistrat.documents.queries import public_versions
from magistrat.rules import publicity


def register() -> None:
    """Put the panel onto the page of an act and the list of what waits into the menu."""
    from magistrat.ui import menu, panels

    panels.register("acts.act", on_act, 45)
    menu.register("Оприлюднення", "acts:to_publish", [publicity.RIGHT], order=47, icon="send")


def on_act(request: Any, act: Any) -> str:
    """What the public sees of a registered act, by which day it is published, and the way to the deed."""
    if act.state != "registered":
        return ""
    versions = public_versions.all_of(act.document_id, public.WHAT)
    may_publish = request.may(publicity.RIGHT) is None
    context = {
        "act": act,
        "never": publishing.refusal(act),
        "versions": versions,
        "shown": [one for one in versions if one.is_published],
        "due": public.due(act),
        "copy_due": public.copy_due(act),
        "may": may_publish or deeds.is_drafters(act, request.actor),
    }
    return render_to_string("acts/public/panel.html", context, request)
