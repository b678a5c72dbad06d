"""The registration card as it is typed, in the order in which eyes read a letter."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from django import forms

from magistrat.documents.card import Card, Party, Signed
from magistrat.documents.forms.fields import (
    ChosenField,
    ChosenOrTyped,
    DayField,
    ManyFiles,
    MomentField,
    TheirDayField,
    WithToday,
)
from magistrat.rules.days import Bare

Choices = Sequence[tuple[str, str]]
# How many correspondents a card offers; the first stands open, the others unfold.
PARTIES = 10
OF_PARTY = ("correspondent", "their_index", "their_date", "signed_by")
INCOMING, OUTGOING, INTERNAL = "incoming", "outgoing", "internal"
INTERIM = "Проміжна відповідь"
INTERIM_HINT = "Повідомлення про хід розгляду: завдання лишається відкритим."


class CardForm(WithToday):
    """All fields of a card; those that the flow does not know are taken away."""

    correspondent = ChosenField(label="Кореспондент", required=False, takes_words=True)
    like = ChosenField(required=False)
    their_index = forms.CharField(label="Їхній індекс", max_length=80, required=False)
    their_date = TheirDayField(label="Їхня дата", required=False)
    summary = forms.CharField(label="Короткий зміст", max_length=1000, widget=ChosenOrTyped)
    addressee = forms.TypedChoiceField(label="Кому", coerce=int, empty_value=None, required=False)
    author = forms.TypedChoiceField(label="Автор", coerce=int, empty_value=None, required=False)
    kind = forms.TypedChoiceField(label="Вид", coerce=int)
    signed_by = forms.CharField(label="Підписав", max_length=200, required=False)
    # Asked only where two may have signed the letter: see `ask_who_signed`.
    signer = forms.IntegerField(label="Хто підписав", required=False, widget=forms.Select)
    signatory = forms.CharField(label="Підписав", max_length=300, required=False)
    pages = forms.IntegerField(label="Аркушів", min_value=0, max_value=100_000, required=False)
    annex_pages = forms.IntegerField(label="Аркушів додатків", min_value=0, max_value=100_000, required=False)
    is_urgent = forms.BooleanField(label="Терміново", required=False)
    stated_due_on = DayField(label="Строк, зазначений у документі", required=False, bare=Bare.NEXT)
    way = forms.ChoiceField(label="Спосіб надходження", required=False)
    arrived_at = MomentField(label="Надійшов", required=False)
    department = forms.TypedChoiceField(label="Підрозділ-виконавець", coerce=int, empty_value=None, required=False)
    case_file = forms.TypedChoiceField(label="Справа", coerce=int, empty_value=None, required=False)
    is_restricted = forms.BooleanField(label="Для службового користування", required=False)
    is_personal = forms.BooleanField(label="Містить персональні дані", required=False)
    registry = forms.TypedChoiceField(label="Реєстр", coerce=int, required=False, empty_value=None)
    earlier = ChosenField(label="Пов'язаний документ", required=False, takes_words=True)
    earlier_seen = ChosenField(required=False)
    answers = ChosenField(label="На № (наш документ, на який відповідають)", required=False, takes_words=True)
    answered_index = forms.CharField(label="На № (документа, якого немає в системі)", max_length=80, required=False)
    answered_date = DayField(label="від", required=False)
    files = ManyFiles(label="Файли", required=False)
    confirm = forms.BooleanField(label="Це інший документ: зареєструвати", required=False)
    is_interim = forms.BooleanField(label=INTERIM, required=False, help_text=INTERIM_HINT)
    signed_on = DayField(label="Підписано", required=False)
    checked = forms.MultipleChoiceField(
        label="Перевірено", required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )

    ABSENT = {
        INCOMING: ("author", "signer", "signatory", "department", "signed_on", "checked", "is_interim"),
        OUTGOING: (
            "answers",
            "answered_index",
            "answered_date",
            "addressee",
            "signatory",
            "signed_by",
            "way",
            "arrived_at",
            "their_index",
            "their_date",
            "stated_due_on",
        ),
        INTERNAL: (
            "signer",
            "answers",
            "answered_index",
            "answered_date",
            "signed_by",
            "way",
            "arrived_at",
            "their_index",
            "their_date",
            "signed_on",
            "checked",
            "is_interim",
        ),
    }

    def __init__(self, *args: Any, direction: str, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.direction = direction
        self.likely: Sequence[Any] = ()
        self._offer(choices)
        for name in self.ABSENT[direction]:
            self.fields.pop(name, None)
        self._add_parties()

    def _offer(self, choices: dict[str, Choices]) -> None:
        for name, offered in choices.items():
            if name in self.fields:
                empty = [] if name in {"kind", "registry", "way", "checked"} else [("", "—")]
                self.fields[name].choices = [*empty, *offered]
        if not choices.get("checked"):
            del self.fields["checked"]

    def _add_parties(self) -> None:
        label = "Адресат" if self.direction == OUTGOING else "Кореспондент"
        self.fields["correspondent"].label = label
        if self.direction == OUTGOING and "earlier" in self.fields:
            self.fields["earlier"].label = "Відповідь на документ"
        for n in range(2, PARTIES + 1):
            for name in OF_PARTY:
                if name in self.fields:
                    field = self.fields[f"{name}_{n}"] = deepcopy(self.fields[name])
                    field.label = f"{field.label} {n}"

    @property
    def more_parties(self) -> list[list[Any]]:
        """Bound fields of the second and further correspondents."""
        names = [name for name in OF_PARTY if name in self.fields]
        return [[self[f"{name}_{n}"] for name in names] for n in range(2, PARTIES + 1)]

    def typed_words(self, n: int = 1) -> str:
        """The words typed into a correspondent's field, when nothing was chosen from the list."""
        name = "correspondent" if n == 1 else f"correspondent_{n}"
        return str(self.data.get(f"{name}_text", "")).strip() if not self.cleaned_data.get(name) else ""

    def choose(self, name: str, value: int) -> None:
        """Take for chosen what typed words have been found to mean; the form shown again says it too."""
        self.cleaned_data[name] = value
        data: Any = self.data.copy()
        data[name] = str(value)
        self.data = data

    def typed_relations(self) -> dict[str, str]:
        """By field: the index of a related document that was typed without choosing from the list."""
        names = [name for name in ("answers", "earlier") if name in self.fields and not self.cleaned_data.get(name)]
        typed = {name: str(self.data.get(f"{name}_text", "")).strip().lstrip("№").strip() for name in names}
        return {name: index for name, index in typed.items() if index}

    def card(self, kept: Card | None = None) -> Card:
        """What was typed, as the domain takes it; of a card that is there already what the form does not show stays.

        :param kept: what the card says now.
        """
        hidden = {name: getattr(kept, name) for name in self.ABSENT[self.direction] if hasattr(kept, name)}
        given = hidden | self.cleaned_data
        return Card(
            kind=given["kind"],
            summary=given["summary"],
            parties=tuple(self._parties(kept.parties if kept else ())),
            addressee=given.get("addressee"),
            author=given.get("author"),
            department=given.get("department"),
            signatory=given.get("signatory", ""),
            way=given.get("way", ""),
            arrived_at=given.get("arrived_at"),
            pages=given["pages"],
            annex_pages=given["annex_pages"],
            is_urgent=given["is_urgent"],
            is_restricted=given["is_restricted"],
            is_personal=given["is_personal"],
            stated_due_on=given.get("stated_due_on"),
            answered_index=given.get("answered_index", ""),
            answered_date=given.get("answered_date"),
            case_file=given.get("case_file"),
        )

    def undated(self) -> set[int]:
        """Places of the correspondents whose papers are said to bear no date, from 1."""
        fields = {n: self.fields.get("their_date" if n == 1 else f"their_date_{n}") for n in range(1, PARTIES + 1)}
        return {n for n, field in fields.items() if getattr(field, "is_undated", False)}

    def signed(self) -> Signed:
        """What was said of a letter signed on paper."""
        given = self.cleaned_data
        checked = tuple(given.get("checked") or ())
        return Signed(
            on=given.get("signed_on"), checked=checked, is_interim=bool(given.get("is_interim")), by=given.get("signer")
        )

    def ask_who_signed(self, signers: Sequence[tuple[int, str]]) -> None:
        """Offer these, of whom one signed the letter; of others nobody is asked."""
        widget: Any = self.fields["signer"].widget
        widget.choices = [("", "—"), *signers]

    def _parties(self, kept: Sequence[Party]) -> list[Party]:
        found = []
        for n in range(1, PARTIES + 1):
            tail = "" if n == 1 else f"_{n}"
            if chosen := self.cleaned_data.get(f"correspondent{tail}"):
                shown = {name: f"{name}{tail}" for name in OF_PARTY[1:]}
                said = {name: self.cleaned_data[field] for name, field in shown.items() if field in self.fields}
                found.append(replace(_standing(kept, n, chosen), **said))
        return [*found, *kept[PARTIES:]]


def _standing(kept: Sequence[Party], n: int, correspondent: int) -> Party:
    """What the card says of a correspondent now: in the n-th place, from 1, or in another."""
    same = [party for party in (*kept[n - 1 : n], *kept[:PARTIES]) if party.correspondent == correspondent]
    return same[0] if same else Party(correspondent)


class CorrectionForm(CardForm):
    """The card with the reason why it is corrected; files and registry have pages of their own."""

    reason = forms.CharField(label="Причина виправлення", max_length=300)
    # Who signed a letter follows from its author and day when it is registered; a mistake in it is corrected by hand.
    ELSEWHERE = (
        "registry",
        "earlier",
        "earlier_seen",
        "answers",
        "files",
        "confirm",
        "signed_on",
        "signer",
        "checked",
        "is_interim",
    )
    ABSENT = CardForm.ABSENT | {OUTGOING: tuple(name for name in CardForm.ABSENT[OUTGOING] if name != "signatory")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.ELSEWHERE:
            self.fields.pop(name, None)
