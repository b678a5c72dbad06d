"""Shape of what is written about letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.correspondence import queries
from magistrat.correspondence.draft import Draft
from magistrat.correspondence.queries import mailing_lists
from magistrat.documents.forms.cards import INTERIM, INTERIM_HINT
from magistrat.documents.queries import correspondents
from magistrat.ui.days import DayField

NOT_FOUND = "Виберіть адресата зі списку: такого кореспондента знайдено не одного або не знайдено."


class DraftForm(forms.Form):
    """A draft letter; addressees are a list of ids and the one being added."""

    addressees = forms.CharField(widget=forms.HiddenInput, required=False)
    addressee = forms.IntegerField(label="Адресат", required=False)
    signatory = forms.IntegerField(label="Підписує", error_messages={"required": "Виберіть, хто підписує лист."})
    summary = forms.CharField(
        label="Про що лист",
        max_length=1000,
        help_text="Заголовок листа: «Про надання інформації»",
        error_messages={"required": "Зазначте, про що лист."},
    )
    greeting = forms.CharField(
        label="Звертання", max_length=200, required=False, help_text="«Шановний Іване Петровичу!»; можна без нього"
    )
    text = forms.CharField(label="Текст листа", required=False, widget=forms.Textarea(attrs={"rows": 14}))
    uploads = forms.FileField(label="Файли", required=False)
    annexes = forms.CharField(
        label="Відмітка про додатки", max_length=600, required=False, help_text="«на 3 арк. в 1 прим.»"
    )
    phone = forms.CharField(label="Телефон виконавця", max_length=40, required=False)
    kind = forms.TypedChoiceField(label="Вид документа", coerce=int)
    blank = forms.ChoiceField(label="Бланк", required=False)
    is_urgent = forms.BooleanField(label="Терміново", required=False)
    by_list = forms.BooleanField(label="Надіслати за списком", required=False)
    is_restricted = forms.BooleanField(label="Для службового користування", required=False)
    is_interim = forms.BooleanField(label=INTERIM, required=False, help_text=INTERIM_HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = queries.kinds()
        self.fields["blank"].choices = [("", "звичайний для того, хто підписує"), *queries.blanks()]

    def clean(self) -> dict[str, Any]:
        """Join the addressees; a name typed but not chosen is taken when it is the only one."""
        data = super().clean() or {}
        self.people = ids(data.get("addressees", ""))
        added = data.get("addressee") or self._typed()
        if added and added not in self.people:
            self.people.append(added)
        if not self.people and "addressee" not in self.errors:
            self.add_error("addressee", "Зазначте, кому адресовано лист.")
        return data

    def _typed(self) -> int | None:
        words = str(self.data.get("addressee_text", "")).strip()
        if not words:
            return None
        found = correspondents.suggest(words)
        if len(found) == 1:
            return int(found[0].pk)
        self.add_error("addressee", NOT_FOUND)
        return None

    def content(self) -> Draft:
        """What the action takes."""
        data = self.cleaned_data
        names = (
            "summary",
            "text",
            "signatory",
            "kind",
            "blank",
            "phone",
            "annexes",
            "greeting",
            "by_list",
            "is_urgent",
            "is_restricted",
            "is_interim",
        )
        return Draft(addressees=tuple(self.people), **{name: data[name] for name in names})


def ids(text: str) -> list[int]:
    """Ids from «3,7,12», each once, in their order; what is no number is left out."""
    return list(dict.fromkeys(int(part) for part in text.split(",") if part.strip().isdecimal()))


class AddresseeFormForm(forms.Form):
    """How a correspondent stands on letters."""

    lines = forms.CharField(
        label="Адресат, рядок за рядком",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Назва в називному відмінку, посада й особа в давальному",
        error_messages={"required": "Зазначте, як друкувати адресата."},
    )
    greeting = forms.CharField(label="Звертання", max_length=200, required=False, help_text="У кличному відмінку")


class RemarkForm(forms.Form):
    """A remark, reason or ground in a few words."""

    remark = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label="Зауваження")


class MarkForm(forms.Form):
    """The mark of a paper signature with its scan."""

    signed_on = DayField(label="Підписано")
    person = forms.TypedChoiceField(label="Хто підписав", coerce=int, empty_value=None, required=False)
    uploads = forms.FileField(label="Скан підписаного листа")

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["person"].choices = [("", "—"), *people]
        # On most days one person signs for the post; whoever was chosen for another day is not dropped in silence.
        if len(people) < 2 and not self.data.get("person"):
            del self.fields["person"]


class RegisterForm(forms.Form):
    """Where the letter is registered and what was looked at."""

    registry = forms.TypedChoiceField(label="Реєстр", coerce=int)
    case_file = forms.TypedChoiceField(
        label="Справа для другого примірника", coerce=int, required=False, empty_value=None
    )
    pages = forms.IntegerField(label="Аркушів", min_value=1, required=False)
    annex_pages = forms.IntegerField(label="Аркушів додатків", min_value=0, required=False)
    uploads = forms.FileField(label="Скан підписаного листа", required=False)
    checked = forms.MultipleChoiceField(label="Перевірено", required=False, widget=forms.CheckboxSelectMultiple)
    confirm = forms.BooleanField(label="Підтверджую реєстрацію іншим днем, ніж день підписання", required=False)

    def __init__(
        self,
        *args: Any,
        registries: Sequence[tuple[int, str]],
        case_files: Sequence[tuple[int, str]],
        checks: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registry"].choices = registries
        self.fields["case_file"].choices = [("", "не зазначено"), *case_files]
        self.fields["checked"].choices = checks
        if not checks:
            del self.fields["checked"]


class DispatchForm(forms.Form):
    """To whom the letter goes now and how."""

    addressees = forms.TypedMultipleChoiceField(
        label="Кому",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Виберіть адресатів."},
    )
    by = forms.ChoiceField(label="Спосіб")
    tracking = forms.CharField(label="Номер рекомендованого відправлення", max_length=40, required=False)
    weight = forms.IntegerField(label="Маса, г", min_value=1, max_value=31_500, required=False)
    fee = forms.DecimalField(
        label="Плата, грн", min_value=0, max_digits=9, decimal_places=2, required=False, localize=True
    )
    address = forms.EmailField(
        label="Електронна адреса",
        required=False,
        help_text="Порожньо — адреса з довідника. Інша адреса — лише для одного адресата.",
    )
    remember = forms.BooleanField(label="Внести цю адресу до довідника", required=False)
    receiver = forms.CharField(label="Одержав під підпис", max_length=200, required=False)
    on = DayField(label="День надсилання", required=False, help_text="Порожньо — сьогодні.")
    note = forms.CharField(label="Примітка", max_length=300, required=False)
    again = forms.BooleanField(label="Надсилається повторно", required=False)

    def __init__(
        self,
        *args: Any,
        addressees: Sequence[tuple[int, str]],
        ways: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressees"].choices = addressees
        self.fields["by"].choices = ways


class ManyForm(forms.Form):
    """Many letters sent in one step on one day: a row for each addressee who waits, chosen or not, with its own way."""

    PARTS = ("go", "by", "tracking", "weight", "fee", "receiver")
    on = DayField(
        label="День надсилання",
        required=False,
        help_text="Порожньо — сьогодні. Електронною поштою листи надсилаються лише сьогодні.",
    )

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            key, name = self.key(row), f"{row.letter.document.index}, {row.correspondent.name}"
            by_mail = bool(row.correspondent.email) and not row.letter.document.is_restricted
            made: dict[str, forms.Field] = {
                "go": forms.BooleanField(label=f"Надіслати {name}", required=False, initial=not row.letter.undelivered),
                "by": forms.ChoiceField(
                    label=f"Спосіб для {name}", choices=queries.ways(), initial="email" if by_mail else "post"
                ),
                "tracking": forms.CharField(label=f"Номер відправлення для {name}", max_length=40, required=False),
                "weight": forms.IntegerField(
                    label=f"Маса, г, для {name}", min_value=1, max_value=31_500, required=False
                ),
                "fee": forms.DecimalField(
                    label=f"Плата, грн, для {name}",
                    min_value=0,
                    max_digits=9,
                    decimal_places=2,
                    required=False,
                    localize=True,
                ),
                "receiver": forms.CharField(label=f"Хто одержав {name}", max_length=200, required=False),
            }
            for part, field in made.items():
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"{part}_{key}"] = field

    @staticmethod
    def key(row: Any) -> str:
        """By what the fields of a row are named."""
        return f"{row.letter.pk}_{row.correspondent_id}"

    def fields_of(self, row: Any) -> dict[str, Any]:
        """Bound fields of a row by their part."""
        return {part: self[f"{part}_{self.key(row)}"] for part in self.PARTS}

    def chosen(self) -> list[tuple[Any, dict[str, Any]]]:
        """Rows that go, with what the action takes."""
        data = self.cleaned_data
        return [
            (row, {part: data[f"{part}_{self.key(row)}"] for part in self.PARTS if part != "go"} | {"on": data["on"]})
            for row in self.rows
            if data.get(f"go_{self.key(row)}")
        ]


class MailingListForm(forms.Form):
    """A mailing list as it is typed: a name or a code in each line."""

    title = forms.CharField(label="Назва списку", max_length=120)
    members = forms.CharField(
        label="Кореспонденти",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Назва з довідника або код ЄДРПОУ, кожен кореспондент з нового рядка.",
    )

    def clean_members(self) -> list[int]:
        """The correspondents meant; each line that names nobody is named itself."""
        found = mailing_lists.pasted(self.cleaned_data["members"])
        if found.unknown:
            lines = "; ".join(found.unknown[:20])
            raise forms.ValidationError(f"У довіднику не знайдено або знайдено не одного: {lines}.")
        return found.found
