"""Form fields with their label, help and refusals, tied together for the eye and for readers of the screen."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

MANY = (forms.CheckboxSelectMultiple, forms.RadioSelect)


def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite."""
    return _icon(f"{static('ui/icons.svg')}#{name}", label)


@functools.lru_cache(maxsize=512)
def _icon(address: str, label: str) -> SafeString:
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="i" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


def shown(bound: BoundField, *, focus: bool, placeholder: str, attributes: Mapping[str, object]) -> dict[str, object]:
    """What the field's template needs, the control rendered with its classes and ARIA references."""
    widget = bound.field.widget
    given: dict[str, Any] = dict(attributes)
    if css := _css(widget):
        own = given.pop("class", "")
        given["class"] = f"{css} {'is-invalid' if bound.errors else ''} {own}".strip()
    if placeholder:
        given["placeholder"] = placeholder
    if focus:
        given["autofocus"] = True
    if bound.errors:
        given["aria-invalid"] = "true"
    if isinstance(widget, forms.DateInput) and "size" not in widget.attrs:
        given.setdefault("autocomplete", "off")
    said = [
        f"{bound.auto_id}_{part}" for part, there in (("help", bound.help_text), ("trouble", bound.errors)) if there
    ]
    if said:
        given["aria-describedby"] = " ".join(said)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=given) if not isinstance(widget, MANY) else bound.as_widget(),
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_group": isinstance(widget, MANY),
        "is_hidden": bound.is_hidden,
        "described_by": " ".join(said),
    }


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, MANY) or widget.is_hidden:
        return ""
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def typed(bound: BoundField) -> str:
    """What was typed into the words' part of a combobox before the form came back."""
    return str(bound.form.data.get(f"{bound.html_name}_text", "")) if bound.form.is_bound else ""


def troubles(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every trouble of the form with the id of its field, the form's own ones first."""
    rows = [{"id": "", "label": "", "text": str(text)} for text in form.non_field_errors()]
    for bound in form:
        rows += [{"id": bound.id_for_label, "label": str(bound.label), "text": str(text)} for text in bound.errors]
    return rows
