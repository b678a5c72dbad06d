"""Small forms of single deeds on an arrival or a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.documents.actions import arrivals
from magistrat.documents.card import Told
from magistrat.documents.forms.fields import ChosenField, ManyFiles, MomentField, WithToday
from magistrat.documents.queries import correspondents as directory

Choices = Sequence[tuple[str, str]] | Sequence[tuple[str, list[tuple[str, str]]]]


class ChoiceForm(forms.Form):
    """Takes the choices of its fields by their names."""

    def __init__(self, *args: Any, choices: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (choices or {}).items():
            if name in self.fields:
                empty = [] if self.fields[name].required else [("", "—")]
                self.fields[name].choices = [*empty, *offered]


class ReceiveForm(WithToday):
    """Files that came: one arrival for all of them, or one for each."""

    files = ManyFiles(label="Файли", required=False)
    way = forms.ChoiceField(label="Спосіб надходження")
    arrived_at = MomentField(label="Надійшов", required=False)
    each = forms.BooleanField(label="Кожен файл — окремий документ", required=False)
    is_urgent = forms.BooleanField(label="Терміново", required=False)

    checks = forms.MultipleChoiceField(label="Конверт", required=False, widget=forms.CheckboxSelectMultiple)
    kept = forms.ChoiceField(label="Конверт додано", required=False)
    personal = forms.BooleanField(label="Помітка «Особисто»", required=False)

    def __init__(self, *args: Any, ways: Choices, envelope: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways
        self._offer_marks(envelope)

    def _offer_marks(self, envelope: dict[str, Choices]) -> None:
        """Marks about the envelope, where the regulation asks for them."""
        for name in ("checks", "kept", "personal"):
            if name not in envelope:
                del self.fields[name]
            elif name != "personal":
                self.fields[name].choices = ([("", "—")] if name == "kept" else []) + list(envelope[name])

    def marks(self) -> dict[str, Any]:
        """What was marked about the envelope."""
        return {name: value for name in ("checks", "kept", "personal") if (value := self.cleaned_data.get(name))}


class ReviewForm(ChoiceForm):
    """What the preliminary review says before registration."""

    kind = forms.TypedChoiceField(label="Вид", coerce=int)
    addressee = forms.TypedChoiceField(label="Кому на розгляд", coerce=int, empty_value=None, required=False)
    is_urgent = forms.BooleanField(label="Терміново", required=False)


class WhoseForm(ChoiceForm):
    """Whose paper it is, where its arrival does not say: the sender from the directory or in words, and the content."""

    sender = ChosenField(label="Відправник", required=False, takes_words=True)
    summary = forms.CharField(label="Короткий зміст", max_length=1000, required=False)

    def told(self) -> Told:
        """What was said of the paper."""
        given = self.cleaned_data
        name = "" if given["sender"] else str(self.data.get("sender_text", ""))[:300]
        return Told(sender=given["sender"], sender_name=name, summary=given["summary"])

    def deed(self) -> dict[str, Any]:
        """What the deed takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("sender", "summary")}
        return given | {"told": self.told()}


class OneRecipient(ChoiceForm):
    """A paper goes to a unit or to a post: of two nobody would know who has it."""

    def clean(self) -> dict[str, Any]:
        """Named beside the field that was filled in besides."""
        given = super().clean() or self.cleaned_data
        if given.get("post") and given.get("department"):
            self.add_error("post", arrivals.ONE_RECIPIENT)
        return given


class PassOnForm(OneRecipient, WhoseForm):
    """To whom a paper goes without registration."""

    kind = forms.TypedChoiceField(label="Вид", coerce=int)
    department = forms.TypedChoiceField(label="Підрозділ", coerce=int, empty_value=None, required=False)
    post = ChosenField(label="Посадова особа", required=False)
    note = forms.CharField(label="Примітка", max_length=300, required=False)


class UnitForm(ChoiceForm):
    """Which body registers a paper that came."""

    department = forms.TypedChoiceField(label="Підрозділ", coerce=int)


class UnopenedForm(OneRecipient):
    """To whom an envelope goes unopened."""

    department = forms.TypedChoiceField(label="Підрозділ", coerce=int, empty_value=None, required=False)
    post = ChosenField(label="Посадова особа", required=False)


class ReturnForm(WhoseForm):
    """On which ground a paper goes back to its sender, or to whom it concerns."""

    ground = forms.ChoiceField(label="Підстава", widget=forms.RadioSelect)
    note = forms.CharField(label="Пояснення", max_length=300, required=False)
    forward_to = ChosenField(label="Переслати за належністю до", required=False, takes_words=True)

    def __init__(self, *args: Any, forwards: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not forwards:
            del self.fields["forward_to"]

    def clean(self) -> dict[str, Any]:
        """Words typed without choosing from the list are looked up: unread, they would send the paper back instead."""
        given = super().clean() or self.cleaned_data
        words = str(self.data.get("forward_to_text", "")).strip()
        if words and "forward_to" in self.fields and not given.get("forward_to"):
            given["forward_to"] = directory.named(words)
            if given["forward_to"] is None:
                like = "; ".join(one.name for one in directory.likely(words))
                said = "Такого кореспондента немає: виберіть зі списку або внесіть до довідника."
                self.add_error("forward_to", f"{said} Схожі: {like}." if like else said)
        return given


class ReasonForm(forms.Form):
    """A deed that needs nothing but its reason."""

    reason = forms.CharField(label="Підстава", max_length=500)


class LinkForm(ChoiceForm):
    """How this document is related to another."""

    target = ChosenField(label="Документ")
    kind = forms.ChoiceField(label="Зв'язок")


class FilesForm(ChoiceForm):
    """Files for a card."""

    files = ManyFiles(label="Файли")
    role = forms.ChoiceField(label="Що це", required=True)


class SupplementForm(forms.Form):
    """To which registered paper one that came adds."""

    do = ChosenField(label="Доповнення до документа", required=False)


class PileForm(forms.Form):
    """Files of letters that are registered in a row."""

    files = ManyFiles(label="Кілька листів підряд", required=False)


class HandOverForm(forms.Form):
    """The paper original against a signature."""

    post = ChosenField(label="Кому")
    signed_by = forms.CharField(label="Підписався за одержання", max_length=200)
    is_copy = forms.BooleanField(label="Копія", required=False)


class LossForm(forms.Form):
    """The written explanation of a loss, and the copy that is given back instead."""

    explanation = forms.CharField(label="Письмове пояснення", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    copy = forms.FileField(label="Файл копії документа", required=False, max_length=255)


class AdmissionForm(forms.Form):
    """A named admission."""

    post = ChosenField(label="Кому")
    ground = forms.CharField(label="Підстава", max_length=300)


class FileAwayForm(ChoiceForm):
    """Into which file of the year the document goes."""

    case = forms.TypedChoiceField(label="Справа", coerce=int)


class AddresseeForm(forms.Form):
    """A deed that needs nothing but a post."""

    post = ChosenField(label="Кому")
