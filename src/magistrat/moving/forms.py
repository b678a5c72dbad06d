"""Forms of moving in."""

from __future__ import annotations

from django import forms


class WorkbookForm(forms.Form):
    """A workbook to be looked through."""

    file = forms.FileField(label="Книга XLSX", allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class StartForm(forms.Form):
    """Whether rows with faults stay out."""

    without_faulty = forms.BooleanField(label="Унести лише рядки без зауважень", required=False)
