"""Shape of what is written about acts: the beginning, the editor, filters of the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.queries import lists
from magistrat.regulation import queries as regulation
from magistrat.rules import act_due, act_text, days
from magistrat.rules.act_due import Due
from magistrat.rules.act_text import ActText, Annex, Point
from magistrat.ui.days import DayField

BAR = "|"
OWN = {"p": "post", "d": "department", "c": "correspondent"}


class BeginForm(forms.Form):
    """What act is begun: kind and series together, as people think of them."""

    kind = forms.ChoiceField(label="Вид акта", error_messages={"required": "Виберіть вид акта."})
    title = forms.CharField(
        label="Заголовок", max_length=600, help_text="«Про …»", error_messages={"required": "Зазначте, про що акт."}
    )
    in_charge = forms.TypedChoiceField(
        label="Відповідальний за підготовку", coerce=int, required=False, empty_value=None,
        help_text="Заступник міського голови, який координує питання",
    )  # fmt: skip
    is_main_planned = forms.BooleanField(label="Основне планове питання", required=False)
    file = forms.FileField(label="Готовий проєкт (DOCX)", required=False, help_text="Текст буде розібрано на частини")

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, Any]], leaders: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["in_charge"].choices = [("", "за розподілом обов'язків"), *leaders]

    def beginning(self, *, task: int | None, executes: int | None) -> Beginning:
        """What the action takes."""
        data = self.cleaned_data
        kind, series = data["kind"].split(":", 1)
        return Beginning(
            kind=kind, series=series, title=data["title"], in_charge=data["in_charge"], task=task, executes=executes,
            is_main_planned=data["is_main_planned"],
        )  # fmt: skip


class EncloseForm(forms.Form):
    """A paper or words that accompany a draft."""

    key = forms.CharField(max_length=60)
    said = forms.CharField(label="Де викладено", max_length=600, required=False)
    file = forms.FileField(label="Файл", required=False)


class ConsentForm(forms.Form):
    """A member's consent."""

    name = forms.CharField(max_length=300)
    given_on = DayField(label="Згоду надано", required=False)
    file = forms.FileField(label="Файл", required=False)


class FilterForm(forms.Form):
    """Filters of the register; they stand in its address."""

    kind = forms.ChoiceField(label="Вид", required=False)
    series = forms.ChoiceField(label="Ряд", required=False)
    year = forms.TypedChoiceField(label="Рік", coerce=int, required=False, empty_value=None)
    force = forms.ChoiceField(label="Чинність", required=False, choices=[("", "будь-яка"), *lists.IN_FORCE.items()])
    department = forms.TypedChoiceField(label="Розробник", coerce=int, required=False, empty_value=None)
    number = forms.CharField(label="Номер", max_length=30, required=False)
    q = forms.CharField(label="Слова заголовка й тексту", max_length=200, required=False)

    def __init__(self, *args: Any, choices: dict[str, Sequence[tuple[Any, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = [("", "усі"), *offered]

    def filters(self) -> lists.Filters:
        """What the query takes."""
        data = self.cleaned_data
        names = ("kind", "series", "year", "force", "department", "number")
        given = {name: data[name] for name in names if data.get(name)}
        return lists.Filters(**given, text=data.get("q", ""))


# ── the editor ──────────────────────────────────────────────────────────────────────────────────────────────────────


def content(data: QueryDict, on: date) -> Content:
    """What the editor holds; an empty point or line is left out."""
    return Content(
        text=text(data, on),
        flags=tuple(sorted(set(data.getlist("flags")))),
        in_charge=_number(data.get("in_charge", "")),
        concerned=tuple(sorted(set(_numbers(data.get("concerned", ""))))),
        phone=data.get("phone", "").strip()[:80],
        is_main_planned=bool(data.get("is_main_planned")),
        is_normative=bool(data.get("is_normative")),
        recipients=tuple(_recipients(data)),
    )


def text(data: QueryDict, on: date) -> ActText:
    """The text in its parts; terms are understood on the day `on`."""
    return ActText(
        title=" ".join(data.get("title", "").split()),
        stating=_words(data.get("stating", "")),
        ordering=" ".join(data.get("ordering", "").split()),
        points=_nested(list(_points(data, on))),
        annexes=tuple(_annexes(data)),
        note=_words(data.get("note", "")),
    )


def due(words: str, on: date) -> Due:
    """The term that the drafter typed: in words, or in short («5р», «01.12»), which becomes words."""
    words = " ".join(words.split())
    try:
        day = days.typed(words, on, regulation.work_calendar())
    except ValueError:
        return act_due.read(words, on) or Due(words)
    return Due(act_due.written(day), day) if day else Due(words)


def rows_of(words: str) -> tuple[tuple[str, ...], ...]:
    """A table typed line by line, cells between bars or tabs."""
    lines = (line.replace("\t", BAR) for line in words.splitlines())
    return tuple(tuple(cell.strip() for cell in line.split(BAR)) for line in lines if line.strip(f" {BAR}"))


def lines_of(rows: Sequence[Sequence[str]]) -> str:
    """The same table as it is typed."""
    return "\n".join(f" {BAR} ".join(row) for row in rows)


def _points(data: QueryDict, on: date) -> Iterator[tuple[int, Point]]:
    """Points one after another with their depth, from 0."""
    columns = [data.getlist(f"point_{name}") for name in ("level", "text", "executors", "named", "due", "control")]
    for level, said, executors, named, term, control in zip(*columns, strict=False):
        posts, when = tuple(_numbers(executors)), due(term, on)
        if not (said.strip() or posts or named.strip() or when.words):
            continue
        yield min(_number(level) or 0, act_text.MOST_DEPTH - 1), Point(
            label="", text=_words(said), executors=posts, named=" ".join(named.split()), due_on=when.on, due_words=when.words,
            repeats=when.repeats, repeat_day=when.day, is_control=control == "1",
        )  # fmt: skip


def _nested(flat: Sequence[tuple[int, Point]]) -> tuple[Point, ...]:
    """Points under the nearest one above of a lesser depth."""

    def build(start: int, depth: int) -> tuple[list[Point], int]:
        made: list[Point] = []
        place = start
        while place < len(flat) and flat[place][0] >= depth:
            point = flat[place][1]
            under, place = build(place + 1, depth + 1)
            made.append(replace(point, points=tuple(under)))
        return made, place

    return act_text.numbered(build(0, 0)[0])


def _annexes(data: QueryDict) -> Iterator[Annex]:
    columns = [data.getlist(f"annex_{name}") for name in ("title", "text", "rows", "commission")]
    made = [
        Annex("", " ".join(title.split()), _words(said), rows_of(table), commission == "1")
        for title, said, table, commission in zip(*columns, strict=False)
        if title.strip() or said.strip() or table.strip()
    ]
    labels = map(str, range(1, len(made) + 1)) if len(made) > 1 else [""] * len(made)
    yield from (replace(annex, label=label) for annex, label in zip(made, labels, strict=True))


def _recipients(data: QueryDict) -> Iterator[To]:
    columns = [data.getlist(f"to_{name}") for name in ("key", "copies", "points", "drafter")]
    for key, copies, points, drafter in zip(*columns, strict=False):
        number = _number(key[1:])
        if number is None or key[:1] not in OWN:
            continue
        labels = tuple(one for one in points.replace(";", ",").replace(" ", "").split(",") if one)
        yield To(
            copies=max(1, min(_number(copies) or 1, 999)),
            points=labels,
            is_by_drafter=drafter == "1",
            **{OWN[key[:1]]: number},
        )


def _words(said: str) -> str:
    """Lines without spaces at their ends, no empty ones around."""
    return "\n".join(line.strip() for line in said.replace("\r", "").split("\n")).strip()


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _numbers(said: str) -> list[int]:
    return list(dict.fromkeys(number for part in said.split(",") if (number := _number(part.strip())) is not None))
