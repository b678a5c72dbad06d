"""Forms of the drafts' pages."""

from magistrat.amendments.forms.drafts import (
    AdoptForm,
    BeginForm,
    BringInForm,
    NewEntryForm,
    ReasonForm,
    ReplayForm,
    TextForm,
)
from magistrat.amendments.forms.entries import EntryForm, overlaid

__all__ = [
    "AdoptForm",
    "BeginForm",
    "BringInForm",
    "EntryForm",
    "NewEntryForm",
    "ReasonForm",
    "ReplayForm",
    "TextForm",
    "overlaid",
]
