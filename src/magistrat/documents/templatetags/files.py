"""The viewer of files, for the pages of documents and of upper floors."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from magistrat.documents.pages.viewer import Shown

register = template.Library()


@register.inclusion_tag("documents/files/viewer.html", takes_context=True)
def file_viewer(context: template.Context, viewer: Sequence[Shown]) -> dict[str, object]:
    """The files, looked at within the page (`documents.pages.viewer.viewer`)."""
    return {"viewer": viewer} | {name: context.get(name, False) for name in ("may_unpack", "may_stamp")}
