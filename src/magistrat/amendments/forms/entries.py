"""The form of an entry, or of another part of an edition, made of its own fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from magistrat.amendments.forms.drafts import ReasonForm
from magistrat.organisation.roles import ROLES
from magistrat.rules import entry_fields, events, field_schemas, words
from magistrat.rules.edition import Edition
from magistrat.rules.entry_fields import EntryField
from magistrat.rules.form import FormError

# As many letters stand in a line of a wide field.
LINE = 110
HEIGHTS = {"long": 4, "lines": 10, "numbers": 1}


class EntryForm(ReasonForm):
    """The fields of an entry by their paths, the reason, and one more value by its name."""

    more_name = forms.CharField(label="Ще одне значення: назва", max_length=80, required=False)
    more_value = forms.CharField(
        label="Ще одне значення: що", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Число, «так», «ні», текст або кілька рядків.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, of: tuple[EntryField, ...], edition: Edition | None = None, **said: Any
    ) -> None:  # fmt: skip
        """Begin with the fields' own values.

        :param edition: of whose entries and rights those that a field names are told, and offered.
        """
        super().__init__(*args, **said)
        self.of, self.edition = of, edition
        for one in of:
            self.fields[one.path] = _field(one, edition)
        self.order_fields([*(one.path for one in of), "more_name", "more_value", "reason"])

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """Names of groups with their bound fields."""
        return [(name, [self[one.path] for one in members]) for _, name, members in entry_fields.groups(self.of)]

    @property
    def offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Lists from which fields may be filled in: id of the list, values with what each means."""
        asked = {one.names for one in self.of if one.type == field_schemas.TEXT} & set(_OFFERS)
        return [(f"am-{name}", _OFFERS[name](self.edition)) for name in sorted(asked)] if self.edition else []

    @property
    def given(self) -> dict[str, str]:
        """What was typed in, by paths."""
        return {one.path: _text(self.cleaned_data[one.path]) for one in self.of}

    def put(self, wrong: FormError) -> None:
        """Say beside its field what a rule refused."""
        names = [name for name in self.fields if name == wrong.key or name.endswith(f".{wrong.key}")]
        if wrong.key.startswith("values.") and wrong.key not in self.fields:
            names = ["more_value" if self.cleaned_data.get("more_name") else "reason"]
        if len(names) == 1:
            self.add_error(names[0], wrong.reason)
        else:
            self.add_error(None, f"{entry_fields.full_label(wrong.key)}: {wrong.reason}" if wrong.key else str(wrong))


def _field(one: EntryField, edition: Edition | None) -> forms.Field:
    if one.type == field_schemas.FLAG:
        return forms.BooleanField(label=one.label, required=False, initial=one.shown == "true")
    if one.type == field_schemas.CHOICE:
        return forms.ChoiceField(label=one.label, required=False, choices=[("", "—"), *one.choices], initial=one.shown)
    rows = HEIGHTS.get(one.type)
    if one.type == "long":
        rows = max(2, min(rows or 2, len(one.shown) // LINE + 1))
    if one.type == "lines":
        rows = min(rows or 1, max(1, one.shown.count("\n") + 1))
    widget: forms.Widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    if one.type == field_schemas.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    if one.type == field_schemas.TEXT and one.names in _OFFERS and edition:
        widget = forms.TextInput(attrs={"list": f"am-{one.names}", "autocomplete": "off"})
    hint = {"lines": "Кожне — з нового рядка.", "hour": "ГГ:ХХ"}.get(one.type, "")
    named = [f"{key} — {name}" for key in one.shown.split() if (name := _name(one.names, key, edition))]
    return forms.CharField(
        label=one.label, required=False, max_length=20_000, widget=widget, initial=one.shown,
        help_text=" ".join(filter(None, (hint, "; ".join(named)))),
    )  # fmt: skip


def _name(of: str, key: str, edition: Edition | None) -> str:
    """What a key that the field names means."""
    if of == "key" and edition:
        entry = edition.get(key.partition(".")[0])
        return f"{words.clause(entry.clause)}: {entry.meaning}" if entry else ""
    return {"role": ROLES, "event": events.EVENTS}.get(of, {}).get(key, "")


def _terms(edition: Edition) -> list[tuple[str, str]]:
    return [(one.key, f"{words.clause(one.clause)}: {one.meaning[:80]}") for one in edition.entries if one.term]


def _rights(edition: Edition) -> list[tuple[str, str]]:
    notes = {grant.right: grant.note for grant in reversed(edition.grants)}
    return [(right, notes[right][:80]) for right in sorted(notes)]


_OFFERS: Mapping[str, Callable[[Edition], list[tuple[str, str]]]] = {"key": _terms, "right": _rights}


def _text(value: Any) -> str:
    return ("true" if value else "") if isinstance(value, bool) else str(value)


def overlaid(of: tuple[EntryField, ...], was: tuple[EntryField, ...], given: Mapping[str, str]) -> dict[str, str]:
    """Present values with what the actor himself had changed against those that he saw."""
    seen = {one.path: one.shown for one in was}
    present = {one.path: one.shown for one in of}
    own = {path: text for path, text in given.items() if not _same(text, seen.get(path, ""))}
    return {**present, **{path: text for path, text in own.items() if path in present}}


def _same(text: str, shown: str) -> bool:
    return text.split() == ("" if shown == "false" else shown).split()
