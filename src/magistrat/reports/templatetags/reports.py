"""Reading a row's figure in a template."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from magistrat.reports.queries import Figure, Row

register = template.Library()


@register.simple_tag
def figures_of(row: Row, figure: Figure) -> dict[str, int]:
    """The row's figure now and in the previous period."""
    return {"now": row.figures.get(figure.key, 0), "before": row.before.get(figure.key, 0)}


@register.simple_tag
def flow_of(row: Mapping[str, int], figure: Figure) -> int:
    """How many documents of a registry the figure counts."""
    return row[figure.key]
