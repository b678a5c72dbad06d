"""Everything that reads for reports: each figure is the count of the list that it opens."""

from magistrat.reports.queries.control import (
    CONTROL,
    POINTS,
    control,
    control_list,
    control_points,
    points_list,
)
from magistrat.reports.queries.execution import FIGURES, Figure, Row, execution, list_of, total
from magistrat.reports.queries.flow import FLOW, flow, flow_list

__all__ = [
    "CONTROL",
    "FIGURES",
    "FLOW",
    "POINTS",
    "Figure",
    "Row",
    "control",
    "control_list",
    "control_points",
    "execution",
    "flow",
    "flow_list",
    "list_of",
    "points_list",
    "total",
]
