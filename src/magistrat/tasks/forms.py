"""The shapes of what is typed about resolutions, tasks and control."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from magistrat.documents.forms.fields import ChosenField, DayField, SpanForm, put_in_order
from magistrat.rules import days
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.days import Bare
from magistrat.rules.moments import moment
from magistrat.tasks.draft import Draft, Point
from magistrat.tasks.queries import executors
from magistrat.tasks.queries.executors import Choice
from magistrat.tasks.queries.explained import GIVEN, MISSING

WRONG_DAY = (
    "Напишіть день: 12.03, 1203, 12.03.2026, «10» — через 10 днів, «+111» — через 111, «5р» — через 5 робочих днів."
)
REPEATS = [("", "не повторюється"), ("month", "щомісяця"), ("quarter", "щокварталу"), ("year", "щороку")]
MOST_POINTS = 12
SHORT = {"class": "short"}


class DayText(forms.CharField):
    """A day typed as people say it, read by `DaysForm`; without a year the next such day unless `bare` says another."""

    def __init__(self, *, bare: Bare = Bare.NEXT, **kwargs: Any) -> None:
        self.bare = bare
        super().__init__(
            **({"max_length": 20, "widget": forms.TextInput(attrs={"autocomplete": "off", "list": "terms"})} | kwargs)
        )


class DaysForm(forms.Form):
    """A form whose days are read from the day of the request by the city's calendar."""

    def __init__(self, *args: Any, on: date, calendar: WorkCalendar, **kwargs: Any) -> None:
        self.on, self.calendar = on, calendar
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Turn typed days into days."""
        found = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, DayText) and name in found:
                found[name] = self._day(name, found[name], field.bare)
        return found

    def _day(self, name: str, text: str, bare: Bare) -> date | None:
        try:
            return days.typed(text, self.on, self.calendar, bare)
        except ValueError:
            self.add_error(name, WRONG_DAY)
            return None


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ResolutionForm(DaysForm):
    """A resolution of one or several points; `people` are all who may be named, `texts` typical texts by number.

    `informing` are the numbers of those texts that only inform.

    `known` is the newest resolution that the page showed, `again` the one beside which another is confirmed.
    """

    control = forms.BooleanField(label="Поставити на контроль", required=False)
    long_term = forms.BooleanField(label="Довгострокове виконання", required=False)
    on_blank = forms.BooleanField(label="На спеціальному бланку (на оригіналі резолюція вже є)", required=False)
    scan = forms.FileField(label="Зображення рукописної резолюції", required=False)
    known = forms.IntegerField(required=False, widget=forms.HiddenInput)
    again = forms.IntegerField(required=False)

    def __init__(
        self,
        *args: Any,
        people: Sequence[Choice],
        texts: Mapping[int, str],
        informing: Collection[int] = (),
        points: int = 1,
        **kwargs: Any,
    ) -> None:
        self.people, self.texts, self.informing = people, texts, informing
        self.points = max(1, min(points, MOST_POINTS))
        super().__init__(*args, **kwargs)
        for number in range(1, self.points + 1):
            self.fields |= _point_fields(number)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Bound fields of each point."""
        for number in range(1, self.points + 1):
            names = ("text", "executors", "term", "repeats", "day")
            yield {"number": number} | {name: self[f"{name}_{number}"] for name in names}

    def clean(self) -> dict[str, Any]:
        """Typical numbers become texts, initials become posts."""
        found = super().clean()
        for number in range(1, self.points + 1):
            self._clean_point(number, found)
        return found

    def _clean_point(self, number: int, found: dict[str, Any]) -> None:
        found[f"text_{number}"] = self.text_of(number)
        named = executors.read(found.get(f"executors_{number}", ""), self.people)
        for one in named:
            if not one.found:
                self.add_error(f"executors_{number}", f"«{one.token}» — такої посадової особи немає.")
            elif one.chosen is None:
                several = "; ".join(f"{choice.name}, {choice.title}" for choice in one.found[:6])
                self.add_error(f"executors_{number}", f"«{one.token}» — це кілька осіб, уточніть прізвищем: {several}.")
        found[f"named_{number}"] = named
        if found.get(f"repeats_{number}") and not found.get(f"day_{number}"):
            self.add_error(f"day_{number}", "Зазначте число місяця.")

    def text_of(self, number: int) -> str:
        """The text of a point, a typical one when its number was typed."""
        typed, chosen = self._typed(number)
        return typed if chosen is None else self.texts.get(chosen, typed)

    def only_informs(self, number: int) -> bool:
        """Whether the number of a typical text was typed that gives nobody any work."""
        return self._typed(number)[1] in self.informing

    def _typed(self, number: int) -> tuple[str, int | None]:
        typed = str(self.data.get(self.add_prefix(f"text_{number}"), "")).strip()
        return typed, int(typed) if typed.isdecimal() and len(typed) < 3 else None

    def draft(self, *, document: int, parent_task: int | None = None) -> Draft:
        """What the author wrote."""
        given = self.cleaned_data
        points = tuple(self.point(number) for number in range(1, self.points + 1))
        texts = [point.text for point in points]
        text = texts[0] if len(texts) == 1 else " ".join(f"{place}. {words}" for place, words in enumerate(texts, 1))
        return Draft(
            document=document,
            text=text,
            points=points,
            put_on_control=given["control"],
            is_long_term=given["long_term"],
            on_blank=given["on_blank"],
            parent_task=parent_task,
            known=max((one for one in (given["known"], given["again"]) if one is not None), default=None),
        )

    def point(self, number: int) -> Point:
        """A point as far as it has been understood; also while it is still being typed."""
        given = self.cleaned_data
        repeats = given.get(f"repeats_{number}", "") if given.get(f"day_{number}") else ""
        named = given.get(f"named_{number}", ())
        return Point(
            text=given.get(f"text_{number}", ""),
            assignees=executors.assignees(executors.informed(named) if self.only_informs(number) else named),
            number=str(number) if self.points > 1 else "",
            due_on=given.get(f"term_{number}"),
            repeats=repeats,
            repeat_day=given.get(f"day_{number}") if repeats else None,
        )


def _point_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"text_{number}": forms.CharField(
            label="Резолюція", max_length=1000, widget=_area(), help_text="текст або номер типового тексту"
        ),
        f"executors_{number}": forms.CharField(
            label="Виконавці", max_length=600,
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
            help_text="ініціали через кому: абв — перший головний, *абв — головний, і абв — до відома",
        ),
        f"term_{number}": DayText(label="Строк", required=False, help_text="порожньо — за регламентом; 12.03 · 10 (днів) · 5р (робочих)"),
        f"repeats_{number}": forms.ChoiceField(label="Повторення", choices=REPEATS, required=False),
        f"day_{number}": forms.IntegerField(label="До числа", min_value=1, max_value=31, required=False),
    }  # fmt: skip


class NothingForm(DaysForm):
    """A deed without words."""


class ReasonForm(DaysForm):
    """A deed with its reason."""

    reason = forms.CharField(label="Причина", max_length=1000, widget=_area())


class RemarkForm(DaysForm):
    """A remark of the one who judges."""

    remark = forms.CharField(label="Що доопрацювати", max_length=1000, widget=_area())


class ReportForm(DaysForm):
    """What has been done."""

    text = forms.CharField(label="Що зроблено", widget=_area(3), required=False)
    pages = forms.IntegerField(label="Сторінок інформації", min_value=1, required=False)
    reply_index = forms.CharField(label="Індекс вихідного листа", max_length=60, required=False)
    file = forms.FileField(label="Файл звіту", required=False)


class InformForm(DaysForm):
    """Information on progress, or on a past year."""

    text = forms.CharField(label="Хід виконання", max_length=5000, widget=_area(3))
    period = forms.RegexField(label="За рік (для довгострокових)", regex=r"\d{4}", required=False)


class ExtendForm(DaysForm):
    """Another term, with its justification."""

    new_due_on = DayText(label="Новий строк")
    reason = forms.CharField(label="Обґрунтування", max_length=1000, widget=_area())


class ChangeForm(DaysForm):
    """Another term, set without being asked."""

    new_due_on = DayText(label="Новий строк")
    reason = forms.CharField(label="Причина зміни", max_length=1000, widget=_area(1))


class DecideForm(DaysForm):
    """The answer to a request for another term."""

    granted = forms.ChoiceField(
        label="Рішення", choices=[("yes", "Продовжити"), ("no", "Відмовити")], widget=forms.RadioSelect
    )
    new_due_on = DayText(label="Інший строк, ніж просять", required=False)
    remark = forms.CharField(label="Примітка (для відмови — причина)", max_length=1000, required=False, widget=_area(1))


class ExplainForm(DaysForm):
    """Why a term was missed."""

    text = forms.CharField(label="Причини порушення строку", max_length=1000, widget=_area())
    final_on = DayText(label="Остаточний строк", required=False)


class ExecutorForm(DaysForm):
    """Another executor, by initials or surname, with the reason."""

    executor = forms.CharField(
        label="Кому",
        max_length=100,
        help_text="ініціали або прізвище",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(label="Причина", max_length=300, required=False)

    def clean_executor(self) -> int:
        """The post meant."""
        return _post_named(self.cleaned_data["executor"], self.on)


def _post_named(typed: str, on: date) -> int:
    """The only post that initials, a surname or words mean on the day.

    :raises ValidationError: none, or several of them.
    """
    found = executors.find(typed.strip(), executors.roster(on))
    if len(found) == 1:
        return found[0].post_id
    if not found:
        raise forms.ValidationError(f"«{typed}» — такої посадової особи немає.")
    several = "; ".join(f"{one.name}, {one.title}" for one in found[:6])
    raise forms.ValidationError(f"Це кілька осіб, уточніть: {several}.")


class CoTermForm(DaysForm):
    """By when a co-executor informs."""

    due_on = DayText(label="Строк подання інформації")


class ConveneForm(DaysForm):
    """When and where the co-executors come together, and what for."""

    day = DayText(label="День")
    hour = forms.TimeField(
        label="Година", input_formats=["%H:%M", "%H.%M", "%H"], widget=forms.TextInput(attrs=SHORT),
        error_messages={"invalid": "Напишіть годину: 10:00 або 10."},
    )  # fmt: skip
    place = forms.CharField(label="Місце", max_length=200)
    about = forms.CharField(label="Що обговорити", max_length=1000, required=False, widget=_area())

    def clean(self) -> dict[str, Any]:
        """Day and hour are one moment by Kyiv's clock."""
        found = super().clean()
        day, hour = found.pop("day", None), found.pop("hour", None)
        if day and hour:
            found["meets_at"] = moment(datetime.combine(day, hour))
        return found


class NoteForm(DaysForm):
    """A note to a submitted case."""

    note = forms.CharField(label="Результат виконання", max_length=1000, required=False, widget=_area())


class VisaedForm(NoteForm):
    """A case whose executed document has been visaed, with who did it."""

    visaed_by = forms.CharField(
        label="Хто завізував",
        max_length=100,
        help_text="заступник міського голови або керуючий справами: ініціали або прізвище",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_visaed_by(self) -> int:
        """The post meant."""
        return _post_named(self.cleaned_data["visaed_by"], self.on)


class WithoutOriginalForm(NoteForm):
    """A case whose original is not returned, with the law by which it stays."""

    original_stays = forms.CharField(
        label="Чому оригінал не повертають", max_length=300, help_text="випадок, передбачений законодавством"
    )


class MarkForm(DaysForm):
    """The mark by which a document comes off control."""

    mark = forms.ChoiceField(
        label="Напис", choices=[("До справи", "До справи"), ("Зняти з контролю", "Зняти з контролю")]
    )


class LeaveForm(DaysForm):
    """What is wanting, and perhaps another term."""

    remark = forms.CharField(label="Чого бракує", max_length=1000, widget=_area())
    due_on = DayText(label="Новий строк", required=False)


class LetterForm(DaysForm):
    """The incoming letter by which a document comes off control."""

    index = forms.CharField(label="Індекс вхідного листа про зняття з контролю", max_length=60)


class HandOverForm(ExecutorForm):
    """To whom all tasks of an absent one go."""

    absent = forms.IntegerField(widget=forms.HiddenInput())
    kerivnyk = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    reason = forms.CharField(label="Причина", max_length=300)


class PassForm(DaysForm):
    """To which leader a paper goes."""

    leader = forms.TypedChoiceField(label="Керівникові", coerce=int)
    is_info = forms.BooleanField(label="лише до відома", required=False)

    def __init__(self, *args: Any, leaders: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].choices = leaders


class TypicalForm(forms.Form):
    """A typical text by its number."""

    number = forms.IntegerField(label="Номер", min_value=1, max_value=99)
    text = forms.CharField(label="Текст", max_length=300)
    is_info = forms.BooleanField(label="лише до відома", required=False)


STATES = [("open", "на контролі"), ("submitted", "справу подано"), ("off", "знято з контролю"), ("", "усі")]
YES = [("", "усі"), ("yes", "так"), ("no", "ні")]


class ControlFilter(DaysForm):
    """What of control is looked for, by terms missed and to come."""

    state = forms.ChoiceField(label="Стан", choices=STATES, required=False)
    unit = forms.TypedChoiceField(label="Контролює", coerce=int, empty_value=None, required=False)
    executor = forms.TypedChoiceField(label="Виконує підрозділ", coerce=int, empty_value=None, required=False)
    leader = forms.TypedChoiceField(label="Автор резолюції", coerce=int, empty_value=None, required=False)
    obligatory = forms.ChoiceField(label="Обов'язковий контроль", choices=YES, required=False)
    long_term = forms.ChoiceField(label="Довгостроковий", choices=YES, required=False)
    since = DayText(label="Строк від", required=False, bare=Bare.NEAREST)
    until = DayText(label="Строк до", required=False, bare=Bare.NEAREST)
    overdue = forms.BooleanField(label="Прострочені", required=False)

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], leaders: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in {"unit", "executor"} & set(self.fields):
            self.fields[name].choices = [("", "усі"), *units]
        self.fields["leader"].choices = [("", "усі"), *leaders]

    def clean(self) -> dict[str, Any]:
        """Put the days in their order."""
        found = super().clean()
        put_in_order(self, found, Bare.NEAREST)
        return found


class PointFilter(ControlFilter):
    """What of the points on control by themselves is looked for."""

    state = forms.ChoiceField(
        label="Стан", choices=[("open", "на контролі"), ("submitted", "подано керівникові"), ("off", "знято"), ("", "усі")],
        required=False,
    )  # fmt: skip
    unit = None
    obligatory = None
    long_term = None


class ExplainedFilter(SpanForm):
    """What of the explanations of missed terms is looked for; such terms are past days."""

    state = forms.ChoiceField(label="Пояснення", choices=[(MISSING, "не подано"), (GIVEN, "подано")], required=False)
    department = forms.TypedChoiceField(label="Виконує підрозділ", coerce=int, empty_value=None, required=False)
    owes = forms.CharField(
        label="Хто пояснює", max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "ініціали або прізвище"}),
    )  # fmt: skip
    since = DayField(label="Строк від", required=False)
    until = DayField(label="Строк до", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.on = today
        self.fields["department"].choices = [("", "усі"), *units]

    def clean_owes(self) -> int | None:
        """The post meant, if any."""
        typed = self.cleaned_data["owes"]
        return _post_named(typed, self.on) if typed else None


class TakeForm(forms.Form):
    """Many tasks are taken: nothing has to be typed."""


class HandTasksForm(forms.Form):
    """To whom many tasks are handed, and why."""

    executor = ChosenField(label="Кому")
    reason = forms.CharField(label="Причина", max_length=300, required=False)
