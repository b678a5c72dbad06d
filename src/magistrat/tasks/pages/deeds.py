"""Deeds on tasks, resolutions and control: one table of them, one way of doing them, with the panel that shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from magistrat.documents.actions.files import Upload
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.tasks import forms
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import (
    convening,
    execution,
    explanations,
    extensions,
    handing,
    judging,
    long_term,
    point_removal,
    removal,
    resolutions,
    watching,
)


@dataclass(frozen=True)
class Deed:
    """A deed as the page offers it.

    :param slug: in the address; :param label: on the button; :param said: when done.
    :param run: the action; takes the actor, the moment, the id and what was typed.
    :param whose: the post in whose name it is done, or several in their order, by the thing it is done to and the day; none for the chosen one.
    """

    slug: str
    label: str
    said: str
    run: Callable[..., object]
    form: type[forms.DaysForm] = forms.NothingForm
    whose: Callable[[Any, date], int | Sequence[int] | None] = lambda *_: None
    css: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether nothing has to be typed."""
        return self.form is forms.NothingForm


def _task(action: Callable[..., object]) -> Callable[..., object]:
    return lambda actor, at, pk, **given: action(actor=actor, at=at, task=pk, **given)


def _report(actor: Any, at: Any, pk: int, file: Any = None, **given: Any) -> object:
    upload = Upload(name=file.name or "", content=file.file) if file else None
    return execution.report_by_index(actor=actor, at=at, task=pk, upload=upload, **given)


def _control(action: Callable[..., object]) -> Callable[..., object]:
    return lambda actor, at, pk, **given: action(actor=actor, at=at, document=pk, **given)


def _long_term(*, is_long_term: bool) -> Callable[..., object]:
    return lambda actor, at, pk: long_term.mark(actor=actor, at=at, document=pk, is_long_term=is_long_term)


def _point(action: Callable[..., object]) -> Callable[..., object]:
    return lambda actor, at, pk, **given: action(actor=actor, at=at, point=pk, **given)


def _judge(task: Any, _: date) -> int | None:
    return task.judge_id


def _giver(task: Any, _: date) -> int | None:
    return task.giver_id


def _author_or_head(task: Any, _: date) -> list[int]:
    return [task.giver_id, *organisation.heads_above(task.executor_id)]


def _executor(task: Any, _: date) -> int | None:
    return task.executor_id


def _leader(control: Any, on: date) -> int | None:
    return _decides(control.document, control.leader, on) if control else None


def _giver_of_point(point: Any, on: date) -> int | None:
    return _decides(point.task.document, point.task.giver, on)


def _decides(document: Any, author: Any, on: date) -> int | None:
    rules = regulation.rules_of(document.edition_id)
    found = tasks.decider_of(author=author, rules=rules, kind=document.kind.key, on=on)
    return found.pk if found else None


# Keys are those of `tasks.queries.may_do`, in the order of the buttons.
OF_TASK: Mapping[str, Deed] = MappingProxyType(
    {
        "take": Deed("pryiniaty", "Прийняти", "Завдання прийнято.", _task(execution.take), whose=_executor, css="btn-primary"),
        "report": Deed("zvit", "Звітувати", "Звіт подано.", _report, forms.ReportForm, _executor, "btn-primary"),
        "accept": Deed("zarakhuvaty", "Прийняти звіт", "Звіт прийнято.", _task(judging.accept), whose=_judge, css="btn-primary"),
        "send_back": Deed("doopratsiuvaty", "На доопрацювання", "Звіт повернуто на доопрацювання.", _task(judging.send_back), forms.RemarkForm, _judge),
        "explain": Deed("poiasnyty", "Пояснити прострочення", "Пояснення подано.", _task(explanations.explain), forms.ExplainForm, _executor),
        "extend": Deed("prodovzhyty", "Просити продовжити строк", "Прохання подано.", _task(extensions.ask), forms.ExtendForm, _executor),
        "decide": Deed("vyrishyty-strok", "Вирішити про строк", "Рішення записано до історії строку.", _task(extensions.decide_of_task), forms.DecideForm, _giver, "btn-primary"),
        "change": Deed("zminyty-strok", "Змінити строк", "Строк змінено.", _task(extensions.change), forms.ChangeForm, _giver),
        "propose": Deed("proponuvaty-strok", "Пропонувати продовжити строк", "Пропозицію подано.", _task(extensions.ask), forms.ExtendForm),
        "inform": Deed("khid", "Інформувати про хід", "Інформацію подано.", _task(execution.inform), forms.InformForm, _executor),
        "co_term": Deed("strok-spivvykonavtsia", "Строк співвиконавцеві", "Строк установлено.", _task(execution.set_co_term), forms.CoTermForm),
        "convene": Deed("sklykaty", "Скликати співвиконавців", "Співвиконавців сповіщено.", _task(convening.convene), forms.ConveneForm, _executor),
        "reassign": Deed("peredaty", "Передати іншому", "Завдання передано.", _task(handing.reassign), forms.ExecutorForm, _author_or_head),
        "return": Deed("povernuty", "Повернути як непрофільне", "Завдання повернуто авторові резолюції.", _task(execution.return_to_author), forms.ReasonForm, _executor),
        "stop": Deed("prypynyty", "Припинити повторення", "Повторення припинено.", _task(handing.stop_repeating), forms.ReasonForm, _giver),
    }
)  # fmt: skip

OF_CONTROL: Mapping[str, Deed] = MappingProxyType(
    {
        "submit": Deed("podaty", "Подати справу керівникові", "Справу подано керівникові.", _control(removal.submit_case), forms.NoteForm, css="btn-primary"),
        "submit_visaed": Deed("podaty-z-vizoiu", "Подати справу керівникові", "Справу подано керівникові.", _control(removal.submit_case), forms.VisaedForm, css="btn-primary"),
        "submit_without": Deed("podaty-bez-oryhinalu", "Подати справу без оригіналу", "Справу подано керівникові.", _control(removal.submit_case), forms.WithoutOriginalForm),
        "write_off": Deed("spysaty", "Зняти з контролю", "Документ знято з контролю.", _control(removal.write_off), forms.MarkForm, _leader, "btn-primary"),
        "leave": Deed("zalyshyty", "Залишити на контролі", "Документ залишено на контролі.", _control(removal.leave_on), forms.LeaveForm, _leader),
        "after_information": Deed("pislia-informatsii", "Зняти: інформацію надіслано", "Документ знято з контролю.", _control(removal.close_after_information)),
        "by_source": Deed("za-lystom", "Зняти за листом органу", "Документ знято з контролю.", _control(removal.remove_by_source_index), forms.LetterForm),
        "mark": Deed("dovhostrokovyi", "Позначити довгостроковим", "Документ позначено довгостроковим.", _long_term(is_long_term=True)),
        "unmark": Deed("ne-dovhostrokovyi", "Зняти позначку «довгостроковий»", "Позначку «довгостроковий» знято.", _long_term(is_long_term=False)),
        "put_on": Deed("vziaty", "Узяти на контроль", "Документ узято на контроль.", _control(watching.put_on), forms.ReasonForm),
    }
)  # fmt: skip


# Of one point of a controlled document (KR 8.11, 8.20.13).
OF_POINT: Mapping[str, Deed] = MappingProxyType(
    {
        "point_submit": Deed("podaty", "Подати пункт керівникові", "Пункт подано керівникові.", _point(point_removal.submit), forms.NoteForm),
        "point_off": Deed("zniaty", "Зняти пункт з контролю", "Пункт знято з контролю.", _point(point_removal.write_off), whose=_giver_of_point, css="btn-primary"),
        "point_leave": Deed("zalyshyty", "Залишити пункт на контролі", "Пункт залишено на контролі.", _point(point_removal.leave_on), forms.LeaveForm, _giver_of_point),
        "point_by_source": Deed("za-lystom", "Зняти пункт за листом органу", "Пункт знято з контролю.", _point(point_removal.remove_by_source_index), forms.LetterForm),
    }
)  # fmt: skip


def _cancel(actor: Any, at: Any, pk: int, **given: object) -> object:
    return resolutions.cancel(actor=actor, at=at, resolution=pk, **given)


def _author(resolution: Any, _: date) -> int | None:
    return resolution.author_id


CANCEL = Deed("skasuvaty", "Скасувати резолюцію", "Резолюцію скасовано.", _cancel, forms.ReasonForm, _author)


def by_slug(deeds: Mapping[str, Deed], slug: str) -> Deed | None:
    """The deed of an address."""
    return next((deed for deed in deeds.values() if deed.slug == slug), None)
