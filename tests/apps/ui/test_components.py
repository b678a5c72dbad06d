"""Components as they reach the page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory

from magistrat.rules.refusal import Refusal
from magistrat.ui import menu, pages, paging, panels

ON = date(2026, 3, 6)
UI = Path(menu.__file__).parent


@pytest.fixture(autouse=True)
def nobodys_city(settings):
    settings.UI_CITY = "tests.apps.ui.test_components.no_city"


def no_city() -> str:
    return "Місто"


def show(template: str, path: str = "/x/", **context: object) -> str:
    request = RequestFactory().get(path)
    request.user, request.actor, request.on = SimpleNamespace(is_authenticated=False, pk=None), None, ON
    return engines["django"].from_string(template).render(context, request)


class Letter(forms.Form):
    summary = forms.CharField(label="Короткий зміст", help_text="одним реченням")
    kind = forms.ChoiceField(label="Вид", choices=[("letter", "лист")])
    urgent = forms.BooleanField(label="Терміново", required=False)
    way = forms.ChoiceField(label="Спосіб", choices=[("post", "пошта")], widget=forms.RadioSelect)
    correspondent = forms.IntegerField(label="Кореспондент")
    files = forms.FileField(label="Файли")


class TestTerm:
    def test_unfolds_to_its_reasons(self):
        stored = {
            "explanation": "Пояснення.",
            "days": [{"date": "2026-03-09", "counted": True, "n": 1, "reason": "робочий день"}],
        }
        page = show('{% term due clause="додаток 3" explanation=stored %}', due=date(2026, 3, 9), stored=stored)
        assert "<details" in page
        assert "понеділок, 9 березня 2026 року" in page
        assert "додаток 3" in page
        assert "робочий день" in page

    def test_without_a_day_it_is_plain(self):
        assert "<details" not in show("{% term due %}", due=None)

    def test_takes_the_requests_day(self):
        assert "сьогодні" in show("{% term due %}", due=ON)

    def test_an_explanation_can_come_later(self):
        assert 'hx-get="/why/"' in show('{% term due explain_url="/why/" %}', due=ON)


@pytest.mark.parametrize("clause", ["24.3.2", "додаток 15, п. 4", "ст. 59 Закону"])
def test_what_follows_a_clause_follows_at_once(clause):
    """«(п. 24.3.2 )» stood on the page of an arrival."""
    drawn = re.sub(r"<[^>]+>", "", show("({% clause said %}); {% clause said %}.", said=clause)).replace("\xa0", " ")
    named = f"п. {clause}" if clause[0].isdigit() else clause
    assert drawn == f"({named}); {named}."


class TestPerson:
    def test_post_first_name_second(self):
        page = show('{% person post "Ольга КОВАЛЬ" %}', post=SimpleNamespace(title="начальник відділу"))
        assert page.index("начальник відділу") < page.index("Ольга КОВАЛЬ")

    @pytest.mark.parametrize("call", ['"В.о. начальника відділу" "Ольга"', '"начальник відділу" "Ольга" acting=True'])
    def test_acting_is_seen(self, call):
        page = show(f"{{% person {call} %}}")
        assert page.count("В.о.") == 1
        assert 'class="acting"' in page


class TestField:
    def test_ties_label_help_and_trouble_together(self):
        page = show("{% field form.summary focus=True data_role='x' %}", form=Letter({}))
        assert '<label class="form-label required" for="id_summary">' in page
        assert 'aria-describedby="id_summary_help id_summary_trouble"' in page
        assert 'aria-invalid="true"' in page
        assert 'data-role="x"' in page
        assert "autofocus" in page
        assert 'class="form-control is-invalid"' in page

    def test_each_kind_of_control(self):
        assert 'class="form-select"' in show("{% field form.kind %}", form=Letter())
        assert "form-check-input" in show("{% field form.urgent %}", form=Letter())
        assert "<fieldset" in show("{% field form.way %}", form=Letter())

    def test_troubles_stand_on_top_too(self):
        page = show(
            "{% form_errors form refusal %}", form=Letter({}), refusal=Refusal(clause="7.8", message="Не можна.")
        )
        assert '<a href="#id_summary">Короткий зміст</a>' in page
        assert "Не можна." in page

    def test_a_fine_form_has_no_troubles(self):
        assert "alert" not in show("{% form_errors form %}", form=Letter())

    def test_a_combobox_keeps_value_and_words_apart(self):
        page = show(
            '{% combobox form.correspondent "/find/" text="Водоканал" %}', form=Letter(initial={"correspondent": 7})
        )
        assert 'type="hidden" name="correspondent" id="id_correspondent" value="7"' in page
        assert 'name="correspondent_text" value="Водоканал"' in page
        assert 'role="combobox"' in page
        assert 'data-url="/find/"' in page

    def test_a_combobox_brings_back_what_was_typed(self):
        page = show('{% combobox form.correspondent "/find/" %}', form=Letter({"correspondent_text": "вода"}))
        assert 'value="вода"' in page

    def test_a_drop_zone_is_a_plain_field_too(self):
        page = show("{% drop_zone form.files %}", form=Letter())
        assert 'type="file" name="files" id="id_files" multiple' in page

    def test_what_people_type_is_escaped(self):
        page = show(
            '{% combobox form.correspondent "/find/" text=text %}{% empty text %}', form=Letter(), text="<script>"
        )
        assert "<script>" not in page


class TestLists:
    def test_a_header_sorts_and_keeps_the_filters(self):
        page = show('{% sort_header "Дата" "date" %}', path="/x/?state=registered&after=abc")
        assert 'href="?state=registered&amp;sort=date"' in page
        assert 'aria-sort="none"' in page

    def test_a_second_press_turns_it_round(self):
        page = show('{% sort_header "Дата" "date" %}', path="/x/?sort=date")
        assert 'href="?sort=-date"' in page
        assert 'aria-sort="ascending"' in page

    def test_pages_lead_on_and_back(self):
        page = show("{% pager page %}", path="/x/?q=a", page=paging.Page([], "n", "p"))
        assert 'href="?q=a&amp;after=n"' in page
        assert 'href="?q=a&amp;after=p"' in page

    def test_a_document_line(self):
        doc = SimpleNamespace(
            pk=1,
            index="02-15/7",
            registered_on=ON,
            correspondent=SimpleNamespace(name="Водоканал"),
            summary="Про воду",
            is_urgent=True,
        )
        page = show('{% document_line doc due=due executor="Ткач П.І." url="/d/1/" %}', doc=doc, due=ON, on=ON)
        for part in (
            "02-15/7",
            "06.03.2026",
            "Водоканал",
            "Про воду",
            "терміново",
            "Ткач П.І.",
            "сьогодні",
            'href="/d/1/"',
            "data-row",
        ):
            assert part in page

    def test_an_empty_timeline_says_what_will_be_here(self):
        assert "Тут з" in show("{% timeline entries %}", entries=[])


class TestBase:
    def test_the_title_is_the_first_heading_too(self):
        page = show('{% extends "ui/base.html" %}{% block title %}Реєстрація {{ x }}{% endblock %}', x="<1>")
        assert "<title>Реєстрація &lt;1&gt; · Місто</title>" in page
        assert '<h1 class="page-title">Реєстрація &lt;1&gt;</h1>' in page
        assert page.count("<h1") == 1

    def test_no_page_carries_a_script_of_its_own(self):
        for template in UI.parent.rglob("templates/**/*.html"):
            text = template.read_text(encoding="utf-8")
            assert not re.search(r"<script(?![^>]*\bsrc=)", text), template
            assert not re.search(r"\son[a-z]+=\"", text), template

    def test_every_template_of_the_ground_can_be_read(self):
        for template in (UI / "templates").rglob("*.html"):
            get_template(str(template.relative_to(UI / "templates")))

    def test_every_icon_named_is_drawn(self):
        drawn = set(re.findall(r'symbol id="(\w+)"', (UI / "static/ui/icons.svg").read_text(encoding="utf-8")))
        for template in UI.parent.rglob("templates/**/*.html"):
            named = set(re.findall(r'\{% icon "(\w+)"', template.read_text(encoding="utf-8")))
            assert named <= drawn, template


class TestStopped:
    @pytest.mark.parametrize(
        ("page", "status", "words"),
        [
            (pages.not_found, 404, "Такої сторінки немає"),
            (pages.forbidden, 403, "Доступу немає"),
            (pages.csrf_failure, 403, "Сторінка застаріла"),
        ],
    )
    def test_says_what_stopped_it(self, page, status, words):
        request = RequestFactory().get("/x/")
        request.user, request.actor = SimpleNamespace(is_authenticated=False, pk=None), None
        answer = page(request)
        assert answer.status_code == status
        assert words in answer.content.decode()

    def test_a_broken_page_needs_nothing(self):
        answer = pages.broken(RequestFactory().get("/x/"))
        assert answer.status_code == 500
        assert "тимчасово не відповідає" in answer.content.decode()


class TestPlaces:
    def test_panels_stand_in_order_and_once(self, monkeypatch):
        monkeypatch.setattr(panels, "_places", type(panels._places)(list))

        def second(request, subject):
            return f"<b>{subject}</b>"

        def first(request, subject):
            return "перша "

        panels.register("a.place", second, 20)
        panels.register("a.place", first, 10)
        panels.register("a.place", second, 20)
        assert show('{% panels "a.place" 7 %}') == "перша <b>7</b>"
        assert show('{% panels "other.place" %}') == ""


def test_a_term_takes_days_as_the_rule_gives_them_and_as_they_are_kept():
    rule = {"explanation": "Один день.", "days": ({"date": date(2026, 3, 6), "counted": True, "n": 1, "reason": ""},)}
    kept = {**rule, "days": [{**rule["days"][0], "date": "2026-03-06"}]}
    ways = (rule, MappingProxyType(rule), kept)
    pages = {show("{% term due on=on explanation=told %}", due=date(2026, 3, 6), on=ON, told=one) for one in ways}
    assert len(pages) == 1
    assert "Один день." in pages.pop()


class TestMenu:
    @pytest.fixture(autouse=True)
    def own_menu(self, monkeypatch):
        monkeypatch.setattr(menu, "_items", {})
        menu.register("Безпека", "accounts:own", order=20)
        menu.register("Журнал", "journal:journal", ["journal.view"], order=10, count=lambda request: 3)
        menu.register("Нікуди", "nowhere:page")

    def seen(self, *rights: str, path: str = "/", actor: object = object()) -> list[menu.Shown]:
        request = RequestFactory().get(path)
        request.actor = actor
        request.may = lambda right: None if right in rights else Refusal("", "ні")
        return menu.shown(request)

    def test_shows_what_the_rights_open(self):
        assert [item.label for item in self.seen()] == ["Безпека"]
        assert [item.label for item in self.seen("journal.view")] == ["Журнал", "Безпека"]

    def test_marks_the_present_place(self):
        marked = [item.label for item in self.seen("journal.view", path="/zhurnal/?x") if item.is_current]
        assert marked == ["Журнал"]

    def test_counts(self):
        assert self.seen("journal.view")[0].count == 3

    def test_one_without_a_post_sees_none(self):
        assert self.seen(actor=None) == []

    def test_what_is_rare_folds_when_one_row_does_not_hold_all(self, monkeypatch):
        menu.register("Організація", "organisation:structure", order=menu.RARE)
        request = RequestFactory().get("/orhanizatsiia/")
        request.actor, request.may = object(), lambda right: None
        short = menu.of(request)
        assert [item.label for item in short.row] == ["Журнал", "Безпека", "Організація"]
        assert not short.more
        monkeypatch.setattr(menu, "ONE_ROW", 2)
        folded = menu.of(request)
        assert [item.label for item in folded.row] == ["Журнал", "Безпека"]
        assert [item.label for item in folded.more] == ["Організація"]
        assert folded.is_in_more is True
        monkeypatch.setattr(menu, "ONE_ROW", 1)
        assert [item.label for item in menu.of(request).more] == ["Безпека", "Організація"]

    def test_long_labels_fold_before_the_row_breaks(self, monkeypatch):
        request = RequestFactory().get("/")
        request.actor, request.may = object(), lambda right: None
        monkeypatch.setattr(menu, "LETTERS", len("Журнал"))
        folded = menu.of(request)
        assert [item.label for item in folded.row] == ["Журнал"]
        assert [item.label for item in folded.more] == ["Безпека"]


def test_a_page_that_prints_by_a_button_of_its_own_shows_no_other():
    wrong = []
    for path in sorted(UI.parent.glob("*/templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        # The page's own button is for those who are signed in: to others the general one is not shown.
        is_page = '{% extends "ui/base.html" %}' in text and "{% if not actor %}<button" not in text
        if is_page and re.search(r"data-print(-sheet)?[ >]", text) and "{% block print %}" not in text:
            wrong.append(path.name)
    assert not wrong, "empty or fill the block `print`\n" + "\n".join(wrong)
