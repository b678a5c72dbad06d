"""A page with every component on it, for the tests of the ground's scripts; beside the house's own addresses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from magistrat.config.urls import handler403, handler404, handler500  # noqa: F401
from magistrat.config.urls import urlpatterns as addresses
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.routes import allow

PAGE = """{% extends "ui/base.html" %}
{% block title %}Вхідні документи{% endblock %}
{% block actions %}<a class="btn btn-primary" data-new href="?new=1">{% icon "plus" %}Зареєструвати</a>{% endblock %}
{% block content %}
  {% include "ui/components/filter_bar.html" %}
  {% include "ui/components/tabs.html" %}
  {% for doc in docs %}{% document_line doc due=doc.due executor="Ткач П.І." url=doc.url explanation=stored clause="8.12" %}{% endfor %}
  {% pager page %}
  <form class="measure" data-draft="sample" data-enter="next" method="post" enctype="multipart/form-data" novalidate>
    {% csrf_token %}{% form_errors letter refusal %}
    {% combobox letter.correspondent "/sample/find/" %}
    {% field letter.summary %}{% field letter.kind %}{% field letter.urgent %}{% field letter.way %}{% drop_zone letter.files %}
    <button class="btn btn-primary" data-main>Зареєструвати</button>
    <button class="btn" name="annul" value="1" data-confirm="Анулювати реєстрацію?">Анулювати</button>
  </form>
  <form method="post" action="/sample/refused/" hx-post="/sample/refused/" id="refused">{% csrf_token %}<button class="btn">Зняти з контролю</button></form>
  <div class="table-wrap"><table class="table"><thead><tr>{% sort_header "Дата" "date" %}<th scope="col">Пункт</th></tr></thead>
    <tbody><tr><td>06.03.2026</td><td>{% clause "4.17" %}</td></tr></tbody></table></div>
  {% refusal_box refused %}{% empty "Тут з'являться листи." "/sample/" "Зареєструвати перший" %}
{% endblock %}
{% block side %}<h2>Історія</h2>{% timeline entries %}{% endblock %}"""

NO = Refusal("8.15", "Не можна зняти з контролю: документ органу виконавчої влади знімає лише орган, що його створив.")
STORED = {
    "explanation": "П'ять робочих днів від дня реєстрації.",
    "days": [{"date": "2026-03-07", "counted": False, "n": None, "reason": "субота"}],
}
ENTRY = SimpleNamespace(
    at=datetime(2026, 3, 6, 8, tzinfo=UTC),
    payload={"text": "Зареєстровано"},
    clause="7.4",
    actor_printed="діловод, Ольга Коваль",
    code="",
)


class Filters(forms.Form):
    state = forms.ChoiceField(label="Стан", choices=[("", "усі"), ("registered", "зареєстровано")], required=False)


class Letter(forms.Form):
    correspondent = forms.IntegerField(label="Кореспондент")
    summary = forms.CharField(label="Короткий зміст", help_text="одним реченням")
    kind = forms.ChoiceField(label="Вид", choices=[("letter", "лист"), ("memo", "службова записка")])
    urgent = forms.BooleanField(label="Терміново", required=False)
    way = forms.ChoiceField(
        label="Спосіб", choices=[("post", "пошта"), ("email", "електронна пошта")], widget=forms.RadioSelect
    )
    files = forms.FileField(label="Файли", required=False)


def document(number: int) -> SimpleNamespace:
    return SimpleNamespace(
        pk=number,
        index=f"02-15/{number}",
        registered_on=date(2026, 3, number),
        correspondent=SimpleNamespace(name="Водоканал"),
        summary="Про водопостачання житлового масиву на час ремонту мережі",
        is_urgent=number == 1,
        due=date(2026, 3, 3 + number),
        url=f"/sample/?opened={number}",
    )


@allow(any_post=True)
def sample(request: HttpRequest) -> HttpResponse:
    letter = Letter(request.POST, request.FILES) if request.method == "POST" else Letter()
    if letter.is_bound and letter.is_valid():
        names = ", ".join(file.name for file in request.FILES.getlist("files"))
        messages.success(request, f"Зареєстровано. Файли: {names}" if "annul" not in request.POST else "Анульовано")
        return redirect("/sample/")
    shown = {
        "docs": [document(number) for number in range(1, 6)],
        "form": Filters(request.GET or None),
        "letter": letter,
        "page": paging.Page([], next="n"),
        "stored": STORED,
        "refused": NO,
        "tabs": [
            SimpleNamespace(label="Файли", url="#", is_current=True, count=3),
            SimpleNamespace(label="Завдання", url="#", is_current=False, count=0),
        ],
        "entries": [ENTRY],
    }
    return HttpResponse(
        engines["django"].from_string(PAGE).render(shown, request), status=422 if letter.errors else 200
    )


@allow(any_post=True)
def find(request: HttpRequest) -> HttpResponse:
    rows = [
        f'<li role="option" data-value="{n}" data-text="Водоканал {n}" data-fill=\'{{"summary": "Про воду"}}\'>Водоканал {n}</li>'
        for n in (1, 2, 3)
    ]
    return HttpResponse("".join(rows) if request.GET["q"].startswith("вод") else "")


@allow(any_post=True)
def refused(request: HttpRequest) -> HttpResponse:
    raise NO


urlpatterns = [*addresses, path("sample/", sample), path("sample/find/", find), path("sample/refused/", refused)]
