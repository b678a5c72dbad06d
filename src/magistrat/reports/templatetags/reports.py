"""Reading a row's figure in a template."""

from __future__ import annotations

from django import template

from magistrat.reports.queries import Figure, Row

register = template.Library()


@register.simple_tag
def figures_of(row: Row, figure: Figure) -> dict[str, int]:
    """The row's figure now and in the previous period."""
    return {"now": row.figures.get(figure.key, 0), "before": row.before.get(figure.key, 0)}
