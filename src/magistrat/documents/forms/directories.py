"""Forms of correspondents, registries and the nomenclature."""

from __future__ import annotations

from django import forms

from magistrat.documents.forms.deeds import ChoiceForm


class CorrespondentForm(ChoiceForm):
    """An entry of the directory."""

    name = forms.CharField(label="Назва", max_length=300)
    kind = forms.ChoiceField(label="Категорія")
    code = forms.CharField(label="Код ЄДРПОУ", max_length=10, required=False)
    head = forms.CharField(label="Керівник", max_length=200, required=False)
    address = forms.CharField(label="Адреса", max_length=300, required=False)
    email = forms.EmailField(label="Електронна пошта", required=False)
    phone = forms.CharField(label="Телефон", max_length=40, required=False)
    is_open = forms.BooleanField(label="Пропонувати під час реєстрації", required=False, initial=True)


class MergeForm(forms.Form):
    """Which entry stays, and why they are one."""

    stays = forms.ChoiceField(label="Залишити", widget=forms.RadioSelect)
    reason = forms.CharField(label="Чому це той самий кореспондент", max_length=300)


class SeparateForm(forms.Form):
    """Why a merging is undone."""

    reason = forms.CharField(label="Чому це різні кореспонденти", max_length=300)


class DirectoryFilter(ChoiceForm):
    """What the directory shows."""

    q = forms.CharField(label="Назва або код", required=False)
    kind = forms.ChoiceField(label="Категорія", required=False)


class RegistryForm(ChoiceForm):
    """A registry as its keeper changes it."""

    title = forms.CharField(label="Назва", max_length=200)
    pattern = forms.CharField(
        label="Вигляд індексу",
        max_length=80,
        help_text="{n} — номер, {dept} — індекс підрозділу, {case} — індекс справи, {yy}, {year} — рік",
    )
    first_number = forms.IntegerField(
        label="Перший номер", min_value=1, help_text="Змінюється лише до першої реєстрації."
    )
    first_year = forms.IntegerField(
        label="За рік", min_value=1, required=False,
        help_text="Рік, нумерація якого починається з першого номера; кожного іншого року щорічна нумерація починається з 1.",
    )  # fmt: skip
    clerks = forms.TypedMultipleChoiceField(
        label="Діловоди реєстру", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    only_clerks = forms.BooleanField(
        label="Веде лише діловод", required=False,
        help_text="Інші працівники підрозділу в ньому не реєструють і документів із нього не бачать (реєстр секретаря керівника).",
    )  # fmt: skip
    is_open = forms.BooleanField(label="Відкритий для реєстрації", required=False, initial=True)


class NewRegistryForm(RegistryForm):
    """A registry that is opened."""

    key = forms.SlugField(label="Ключ (латиницею)", max_length=50)
    direction = forms.ChoiceField(label="Потік")
    department = forms.TypedChoiceField(label="Підрозділ, який веде", coerce=int)
    restarts = forms.ChoiceField(label="Нумерація", choices=[("year", "щороку"), ("never", "наскрізна")])
    field_order = [
        "title",
        "key",
        "direction",
        "department",
        "pattern",
        "restarts",
        "first_number",
        "first_year",
        "clerks",
        "only_clerks",
        "is_open",
    ]


class CaseForm(forms.Form):
    """A file of the nomenclature as it is changed (KR 10.1.12)."""

    title = forms.CharField(label="Заголовок справи", max_length=400)
    keep_term = forms.CharField(label="Строк зберігання", max_length=60)
    article = forms.CharField(label="Стаття переліку", max_length=40, required=False)
    volumes = forms.IntegerField(label="Томів, частин", min_value=0, max_value=999, required=False)
    note = forms.CharField(label="Примітка", max_length=200, required=False)


class NewCaseForm(ChoiceForm):
    """A file that is put into the nomenclature."""

    department = forms.TypedChoiceField(label="Підрозділ", coerce=int)
    index = forms.CharField(label="Індекс справи", max_length=20)
    title = forms.CharField(label="Заголовок справи", max_length=400)
    keep_term = forms.CharField(label="Строк зберігання", max_length=60)
    article = forms.CharField(label="Стаття переліку", max_length=40, required=False)
    note = forms.CharField(label="Примітка", max_length=200, required=False)
