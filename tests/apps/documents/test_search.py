"""Finding: index, number, correspondent also misspelt, words in any form, both apostrophes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.documents import lemmas
from magistrat.documents.card import Party
from magistrat.documents.queries import lists, search
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


def found(office, text, who="clerk"):
    return {document.pk for document in lists.chosen(actor=getattr(office, who), filters=lists.Filters(text=text))}


class TestSearch:
    @pytest.mark.parametrize(
        "text",
        [
            "04.1/26/1",
            "1",
            "№ 01-12/9",
            "водогони",
            "ремонту водогону",
            "тихої",
            "криворіжтеплоцентраль",
            "криворижтеплоцентраль",
            "Тепло",
        ],
    )
    def test_finds(self, office, text, django_capture_on_commit_callbacks):
        sender = make.correspondent("АТ «Криворіжтеплоцентраль»")
        with django_capture_on_commit_callbacks(execute=True):
            document = make.registered(office, parties=(Party(sender.pk, "01-12/9", date(2026, 3, 1)),))
        make.registered(office, summary="Про літній відпочинок дітей")
        assert document.pk in found(office, text.removeprefix("№ "))

    def test_all_words_are_wanted(self, office):
        make.registered(office)
        assert not found(office, "водогін школи")

    @pytest.mark.parametrize("text", ["сім'я", "сім’ї", "сімʼям"])
    def test_apostrophes_are_one(self, office, text):
        document = make.registered(office, summary="Про підтримку багатодітних сім’ям")
        assert document.pk in found(office, text)

    def test_a_stranger_finds_nothing(self, office):
        make.registered(office)
        assert not found(office, "водогін", who="stranger")

    def test_odd_texts_do_no_harm(self, office):
        make.registered(office)
        for text in ("'", "& | !", "%", "9" * 40, "()", "a:*", "\\"):
            found(office, text)

    def test_earlier_papers_with_the_same_words_come_first(self, office):
        water = make.registered(office)
        make.registered(office, summary="Про нараду")
        assert search.earlier(actor=office.clerk, correspondent=office.sender.pk, summary="ремонти") == [water]

    def test_what_is_linked_costs_a_known_number_of_statements(self, office, django_assert_num_queries):
        document = make.registered(office)
        with django_assert_num_queries(2):
            assert search.by_index(actor=office.clerk, index=document.index, direction="incoming") == document
        with django_assert_num_queries(0):
            assert search.by_index(actor=office.clerk, index="", direction="incoming") is None
        with django_assert_num_queries(2):
            assert search.to_link(actor=office.clerk, text=document.index) == [document]
        with django_assert_num_queries(3):
            assert search.to_link(actor=office.clerk, text="водогін") == [document]

    def test_a_list_with_a_text_costs_what_narrowing_does(self, office, django_assert_num_queries):
        make.registered(office)

        def costs(text):
            with CaptureQueriesContext(connection) as captured:
                lists.page(actor=office.clerk, filters=lists.Filters(text=text), on=AT.date())
            return len(captured)

        costs("")
        assert (costs("04.1/26/1") - costs(""), costs("водогін") - costs("")) == (1, 2)
        with django_assert_num_queries(3):
            lists.count(actor=office.clerk, filters=lists.Filters(text="водогін"))


class TestFilters:
    def test_each_narrows(self, office):
        one = make.registered(office, is_urgent=True, addressee=office.deputy.post_id)
        make.registered(office)
        narrow = {
            "registry": office.incoming.pk, "direction": "incoming", "state": "registered", "kind": office.letter.pk,
            "correspondent": office.sender.pk, "addressee": office.deputy.post_id, "since": AT.date(),
            "until": AT.date(), "urgent": True, "unfiled": True,
        }  # fmt: skip
        assert lists.chosen(actor=office.clerk, filters=lists.Filters(**narrow)).get() == one
        for name in ("registry", "kind", "correspondent", "addressee"):
            assert not lists.chosen(actor=office.clerk, filters=lists.Filters(**{name: 10**9})).exists()
        assert not lists.chosen(actor=office.clerk, filters=lists.Filters(since=date(2026, 3, 11))).exists()
        assert not lists.chosen(actor=office.clerk, filters=lists.Filters(until=date(2026, 3, 9))).exists()

    def test_upper_apps_narrow_and_fill_rows(self, office, monkeypatch):
        one = make.registered(office)
        monkeypatch.setitem(lists._narrowing, "department", lambda found, value: found.filter(pk=value))
        monkeypatch.setattr(lists, "_on_rows", [lambda rows, on: [setattr(row, "executor", "Коваль") for row in rows]])
        make.registered(office)
        page = lists.page(actor=office.clerk, filters=lists.Filters(more=(("department", str(one.pk)),)), on=AT.date())
        assert [(row.pk, row.executor) for row in page.rows] == [(one.pk, "Коваль")]

    def test_pages_go_on_without_gaps(self, office, monkeypatch):
        made = [make.registered(office).pk for _ in range(5)]
        monkeypatch.setattr("magistrat.ui.paging.SIZE", 2)
        for sort, expected in (("-day", made[::-1]), ("index", made)):
            seen, token = [], None
            while True:
                page = lists.page(actor=office.clerk, filters=lists.Filters(), on=AT.date(), sort=sort, token=token)
                seen += [row.pk for row in page.rows]
                token = page.next
                if not token:
                    break
            assert seen == expected


class TestLemmas:
    def test_folds_case_apostrophes_and_spaces(self):
        assert lemmas.folded("  ЗдоровʼЯ’  X ") == "здоров'я' x"

    def test_asks_for_each_word_in_any_form(self):
        assert (
            lemmas.query("водогони про міста")
            == "(('водогін' | 'vodohony' | 'vodohin')) & (('місто' | 'mista' | 'misto'))"
        )
        assert lemmas.query("!") == ""
