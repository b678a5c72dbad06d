"""Resolutions, tasks, control of execution."""

from magistrat.tasks.models.control import Control, ControlPoint, PastControl
from magistrat.tasks.models.execution import (
    Explanation,
    Extension,
    Report,
    Resolution,
    Review,
    Task,
    TypicalText,
)

__all__ = [
    "Control",
    "ControlPoint",
    "Explanation",
    "Extension",
    "PastControl",
    "Report",
    "Resolution",
    "Review",
    "Task",
    "TypicalText",
]
