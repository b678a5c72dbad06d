"""Forms of bodies: the shape of what is typed."""

from __future__ import annotations

from django import forms

from magistrat.bodies.queries import composition
from magistrat.organisation import queries as organisation
from magistrat.organisation.forms import OnDay, PostField
from magistrat.rules.voting import BODIES
from magistrat.ui.days import DayField

GROUND = "Дата й номер рішення чи розпорядження."


class BodyForm(forms.Form):
    """A body that has been formed."""

    key = forms.ChoiceField(
        label="Вид органу", choices=list(BODIES.items()), help_text="Від нього залежать кворум і більшість."
    )
    title = forms.CharField(label="Назва", max_length=300)
    since = DayField(label="З якого дня")
    ground = forms.CharField(label="Підстава", max_length=300, help_text=GROUND)


class SeatsForm(forms.Form):
    """The general composition from a day on."""

    number = forms.IntegerField(
        label="Загальний склад", min_value=1, max_value=1000, help_text="Скільки членів має орган."
    )
    since = DayField(label="З якого дня")
    ground = forms.CharField(label="Підстава", max_length=300, help_text=GROUND)


class MemberForm(OnDay):
    """Who comes into the body, in which part."""

    person = forms.TypedChoiceField(
        label="Особа", coerce=int, help_text="Кого немає в списку, того спершу внесіть до працівників."
    )
    post = PostField(label="За посадою", required=False, empty="не за посадою")
    role = forms.ChoiceField(label="Роль", choices=composition.role_choices())
    printed = forms.CharField(
        label="Як друкувати", max_length=400, required=False, help_text="Посада чи заняття; порожньо — назва посади."
    )
    since = DayField(label="З якого дня")
    ground = forms.CharField(label="Підстава", max_length=300, help_text=GROUND)

    def offer(self) -> None:
        rows = [(one.pk, f"{one.surname} {one.given} {one.patronymic}".strip()) for one in organisation.everybody()]
        self.fields["person"].choices = [("", "—"), *rows]
        self.fields["post"].offer(organisation.posts(self.on))


class ReleaseForm(forms.Form):
    """The last day of a membership."""

    until = DayField(label="Останній день")
    ground = forms.CharField(label="Підстава", max_length=300, help_text=GROUND)
