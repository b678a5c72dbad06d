"""Forms of the organisation: the shape of what is typed. Choices come from queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from magistrat.organisation import queries
from magistrat.organisation.roles import ROLES
from magistrat.ui.days import DayField

ONE_DAY = timedelta(days=1)


class LastDayField(DayField):
    """The last day of something; its value is the first day without it."""

    def clean(self, value: Any) -> date | None:
        last = super().clean(value)
        return last + ONE_DAY if last else None

    def prepare_value(self, value: Any) -> Any:
        return value - ONE_DAY if isinstance(value, date) and not isinstance(value, datetime) else value


class PostField(forms.TypedChoiceField):
    """One of the day's posts, with its holder."""

    def __init__(self, *, empty: str = "", **said: Any) -> None:
        self.empty = empty
        super().__init__(coerce=int, empty_value=None, **said)

    def offer(self, posts: Iterable[Any]) -> None:
        """Set the choices: post first, name second."""
        self.choices = [("", self.empty or "—"), *((post.pk, _named(post)) for post in posts)]


def _named(post: Any) -> str:
    holding = getattr(post, "holding", None)
    name = holding.person.short_name if holding else "вакантна" if hasattr(post, "holding") else ""
    return f"{post.title} — {name}" if name else str(post.title)


class OnDay(forms.Form):
    """A form whose choices are those of a day."""

    def __init__(self, *args: Any, on: date, **said: Any) -> None:
        super().__init__(*args, **said)
        self.on = on
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""


class DayFilter(forms.Form):
    """The day on which the structure is shown, and the words sought in it."""

    q = forms.CharField(label="Пошук", required=False, max_length=100)
    na = DayField(label="На день", required=False)


class WordsFilter(forms.Form):
    """Words sought in a list."""

    q = forms.CharField(label="Пошук", required=False, max_length=100)


class DepartmentForm(OnDay):
    """A department's card."""

    name = forms.CharField(label="Назва", max_length=300)
    short_name = forms.CharField(label="Коротка назва", max_length=80, required=False)
    index = forms.CharField(label="Індекс за номенклатурою", max_length=10)
    parent = forms.TypedChoiceField(label="Входить до", coerce=int, empty_value=None, required=False)

    def offer(self) -> None:
        rows = [(one.pk, f"{one.index} {one.name}") for one in queries.departments(self.on)]
        self.fields["parent"].choices = [("", "самостійний підрозділ"), *rows]


class NewDepartmentForm(DepartmentForm):
    """A department to be opened."""

    since = DayField(label="З якого дня")


class ChangeDepartmentForm(DepartmentForm):
    """A department to be corrected or changed from a day."""

    changed_on = DayField(
        label="Зміни діють з",
        required=False,
        help_text="З днем попередні відомості лишаються за раніші дні; порожньо — лише виправити написане.",
    )


class UntilForm(forms.Form):
    """The last day of something."""

    until = LastDayField(label="Останній день")


class PostForm(OnDay):
    """A post's card."""

    title = forms.CharField(label="Посада", max_length=300)
    department = forms.TypedChoiceField(label="Підрозділ", coerce=int)
    roles = forms.MultipleChoiceField(
        label="Ролі", choices=list(ROLES.items()), widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Права посади випливають із ролей за регламентом.",
    )  # fmt: skip
    head = PostField(label="Підпорядкована", required=False)
    assists = PostField(label="Працює з керівником (секретар, помічник)", required=False)
    is_leader = forms.BooleanField(label="належить до керівництва", required=False)
    is_department_head = forms.BooleanField(label="очолює підрозділ", required=False)
    is_committee_member = forms.BooleanField(label="входить до складу виконавчого комітету", required=False)
    rank = forms.IntegerField(label="Порядок у списку", initial=100, min_value=0, max_value=100000)
    title_genitive = forms.CharField(
        label="У родовому відмінку", max_length=300, required=False, help_text="Порожньо — відмінюється саме: «В.о. …»."
    )
    title_dative = forms.CharField(label="У давальному відмінку", max_length=300, required=False)

    def offer(self) -> None:
        self.fields["department"].choices = [
            (one.pk, f"{one.index} {one.name}") for one in queries.departments(self.on)
        ]
        posts = queries.posts(self.on)
        self.fields["head"].offer(posts)
        self.fields["assists"].offer([post for post in posts if post.is_leader])


class NewPostForm(PostForm):
    """A post to be opened."""

    since = DayField(label="З якого дня")


class ChangePostForm(PostForm):
    """A post to be corrected or changed from a day."""

    changed_on = DayField(
        label="Зміни діють з",
        required=False,
        help_text="З днем попередні відомості лишаються за раніші дні; порожньо — лише виправити написане.",
    )


class PersonForm(forms.Form):
    """A person's card."""

    surname = forms.CharField(label="Прізвище", max_length=80)
    given = forms.CharField(label="Власне ім'я", max_length=80)
    patronymic = forms.CharField(label="По батькові", max_length=80, required=False)
    gender = forms.ChoiceField(label="Стать", choices=[("", "—"), ("f", "жіноча"), ("m", "чоловіча")])
    email = forms.EmailField(label="Електронна пошта", required=False)
    phone = forms.CharField(label="Телефон", max_length=40, required=False)
    is_councillor = forms.BooleanField(label="депутат міської ради", required=False)


class ChangePersonForm(PersonForm):
    """A person's card to be corrected, or names changed from a day."""

    changed_on = DayField(
        label="Нові прізвище, ім'я чи по батькові діють з",
        required=False,
        help_text="З днем попередні лишаються за раніші дні; порожньо — лише виправити написане.",
    )


class AppointForm(OnDay):
    """Who comes to the post, from which day."""

    person = forms.TypedChoiceField(label="Працівник", coerce=int)
    since = DayField(label="З якого дня")
    until = LastDayField(label="Останній день", required=False, help_text="Порожньо — безстроково.")
    ground = forms.CharField(label="Розпорядження", max_length=300, help_text="Дата й номер.", required=False)

    def offer(self) -> None:
        rows = [(one.pk, f"{one.surname} {one.given} {one.patronymic}".strip()) for one in queries.everybody()]
        self.fields["person"].choices = [("", "—"), *rows]


class ReleaseForm(UntilForm):
    """The last day on a post and its ground."""

    ground = forms.CharField(label="Підстава", max_length=300, required=False)


class CorrectHoldingForm(forms.Form):
    """Days and ground of a holding as they should have been."""

    since = DayField(label="З якого дня")
    until = LastDayField(label="Останній день", required=False)
    ground = forms.CharField(label="Розпорядження", max_length=300, required=False)
    reason = forms.CharField(label="Причина виправлення", max_length=300)


class FieldForm(OnDay):
    """What a leader answers for."""

    leader = PostField(label="Керівник")
    subject = forms.CharField(label="Питання", max_length=300, required=False)
    department = forms.TypedChoiceField(label="Підрозділ", coerce=int, empty_value=None, required=False)
    since = DayField(label="З якого дня")
    ground = forms.CharField(label="Розпорядження", max_length=300, help_text="Дата й номер.", required=False)

    def offer(self) -> None:
        self.fields["leader"].offer(queries.posts(self.on, leaders=True))
        rows = [(one.pk, f"{one.index} {one.name}") for one in queries.departments(self.on)]
        self.fields["department"].choices = [("", "—"), *rows]


class HandOverForm(OnDay):
    """To whom duties pass, in which days and why."""

    substitute = PostField(label="Кому", empty="виберіть посаду")
    since = DayField(label="З дня")
    until = LastDayField(label="До дня включно", required=False, help_text="Порожньо — до повернення.")
    reason = forms.ChoiceField(label="Причина")
    ground_kind = forms.ChoiceField(label="Підстава")
    order = forms.CharField(
        label="Розпорядження", max_length=120, required=False, help_text="Дата й номер; можна зазначити пізніше."
    )

    def __init__(self, *args: Any, absent: Any, **said: Any) -> None:
        self.absent = absent
        super().__init__(*args, **said)

    def offer(self) -> None:
        self.fields["substitute"].offer(queries.candidates_for(self.absent, self.on))
        self.fields["reason"].choices = queries.absence_reasons()
        self.fields["ground_kind"].choices = queries.ground_choices(self.absent, self.on)


class AbsentForm(OnDay):
    """Whose duties are handed over."""

    absent = PostField(label="Чиї обов'язки", empty="виберіть посаду")

    def offer(self) -> None:
        self.fields["absent"].offer(queries.posts(self.on))


class OrderForm(forms.Form):
    """The order of a substitution."""

    order = forms.CharField(label="Дата й номер розпорядження", max_length=120)


class CancelForm(forms.Form):
    """Why duties are taken back."""

    reason = forms.CharField(label="Причина", max_length=300)


class LoginForm(forms.Form):
    """A login to be opened."""

    login = forms.CharField(label="Логін", max_length=80, widget=forms.TextInput(attrs={"autocapitalize": "off"}))


class GroundForm(forms.Form):
    """On what ground an administrator changes an account."""

    ground = forms.CharField(
        label="Підстава", max_length=300, help_text="Хто звернувся, коли і як переконалися, що це він."
    )
