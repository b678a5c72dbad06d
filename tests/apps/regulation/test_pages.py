"""«Регламент» in the browser: entries, words, calculator, editions, calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from magistrat.journal.actor import SYSTEM
from magistrat.regulation import actions, queries
from magistrat.rules import capabilities
from magistrat.rules.refusal import Refusal
from tests.factories import organisation, regulation

AT, ON = regulation.AT, regulation.ON


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def as_(town: organisation.Town, key: str) -> Client:
    kept = organisation.account(town.people[key], f"login-{key}")
    client = Client()
    client.force_login(get_user_model().objects.get(pk=kept.account_id), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


@pytest.fixture
def client(town: organisation.Town) -> Client:
    return as_(town, "surveyor")


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(f"regulation:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


class TestContents:
    def test_chapters_first_then_the_clauses_of_one(self, client: Client) -> None:
        contents = page(client, "entries")
        assert "Термінове" not in contents
        assert reverse("regulation:part", args=["4"]) in contents
        assert "Термінове виконують" in page(client, "part", "4")
        assert client.get(reverse("regulation:part", args=["77"])).status_code == 404

    def test_clauses_are_found_by_words_number_and_capability(self, client: Client) -> None:
        assert "4.3" in page(client, "entries", q="термінове")
        # an ending is not asked for, and what an entry says is looked through too
        assert "4.3" in page(client, "entries", q="термінового")
        assert "<mark>Термін</mark>ове виконують" in page(client, "entries", q="ТЕРМІНОВЕ")
        assert "Термінове" in page(client, "entries", q="п. 4.3")
        assert "Термінове" not in page(client, "entries", napriam="registration")
        assert "не знайдено" in page(client, "entries", q="верблюд")

    def test_states_of_rules_are_told_apart(self, client: Client) -> None:
        assert "Термінове" in page(client, "entries", stan="term")
        assert "Термінове" not in page(client, "entries", stan="waiting")

    def test_an_edition_is_named_by_its_first_day_or_number(self, client: Client) -> None:
        edition = queries.edition_record_on(ON)
        for name in (str(edition.pk), "2020-03-02"):
            assert "Термінове" in page(client, "part", "4", redaktsiia=name)
        for wrong in ("999999", "учора"):
            assert client.get(reverse("regulation:entries"), {"redaktsiia": wrong}).status_code == 404

    def test_the_kept_text_is_given_letter_by_letter(self, client: Client) -> None:
        kept = dict(regulation.folder().editions[0])["regulation.txt"]
        assert client.get(reverse("regulation:source")).content.decode() == kept


class TestClause:
    def test_shows_its_words_meaning_and_where_it_works(self, client: Client) -> None:
        shown = page(client, "entry", "1.3")
        assert "заміщують одне одного" in shown
        assert "Де діє в системі" in shown
        assert "Унести заміщення" in shown

    def test_a_clause_without_an_entry_has_its_address_too(self, client: Client) -> None:
        assert "не встановлює строків" in page(client, "entry", "1.1")

    def test_a_clause_that_is_not_there_is_not_found(self, client: Client) -> None:
        assert client.get(reverse("regulation:entry", args=["99.1"])).status_code == 404

    def test_words_for_the_chip(self, client: Client) -> None:
        assert "за два робочі дні" in page(client, "words", "4.3")
        assert "кожному" in page(client, "words", "1.1")
        assert "немає" in page(client, "words", "99.1")

    def test_what_does_not_act_yet_is_said_and_counted(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(capabilities, "BUILT", capabilities.BUILT - {"control"})
        assert "ще не діє в системі" in page(client, "entry", "4.3")
        assert "з них 0" not in page(client, "entries")
        assert "ще не" in page(client, "entries")

    def test_changes_between_editions_are_shown_word_by_word(self, client: Client) -> None:
        assert "Зміни між редакціями" not in page(client, "entry", "4.3")
        texts = dict(regulation.folder().editions[0])
        for name in ("rules.toml", "regulation.txt"):
            texts[name] = texts[name].replace("за два робочі дні", "за три робочі дні")
        actions.adopt_edition(actor=SYSTEM, at=AT, texts=texts, in_force_from=date(2026, 1, 1))
        shown = page(client, "entry", "4.3")
        assert "<del>два</del> <ins>три</ins>" in shown
        assert "З 01.01.2026" in shown
        assert "Показано редакцію" in page(client, "entry", "4.3", redaktsiia="2020-03-02")
        assert "за три робочі дні" in page(client, "editions")

    def test_editions_are_listed_with_what_changed(self, client: Client) -> None:
        assert "Що змінилося" not in page(client, "editions")
        texts = dict(regulation.folder().editions[0])
        texts["rights.toml"] = texts["rights.toml"].replace('roles = ["records_clerk"]', 'roles = ["records_head"]', 1)
        actions.adopt_edition(actor=SYSTEM, at=AT, texts=texts, in_force_from=date(2026, 1, 1))
        shown = page(client, "editions")
        assert "02.03.2020" in shown
        assert "01.01.2026" in shown
        assert "право змінено" in shown


class TestCalculator:
    def test_counts_day_by_day(self, client: Client) -> None:
        shown = page(client, "entry", "4.3", pravylo="4.3", koly="06.03.2026 10:00")
        assert "10 березня 2026" in shown
        assert "вихідний день" in shown

    def test_says_what_it_cannot_read(self, client: Client) -> None:
        assert "06.03.2026 чи" in page(client, "entry", "4.3", pravylo="4.3", koly="завтра")

    def test_refuses_a_day_before_the_kept_calendar(self, client: Client) -> None:
        assert "не обчислено" in page(client, "entry", "4.3", pravylo="4.3", koly="06.03.2006")
        assert "за межі календаря" in page(client, "entry", "4.3", pravylo="4.3", koly="31.12.9999")

    def test_is_not_offered_for_what_is_no_term(self, client: Client) -> None:
        assert "Обчислити строк" not in page(client, "entry", "1.3", pravylo="1.3", koly="06.03.2026")
        with pytest.raises(Refusal, match="не встановлює строку"):
            queries.counted(queries.rules_on(ON).entry("substitution"), ON)


class TestCalendar:
    def test_shows_reasons_and_hours(self, client: Client) -> None:
        shown = page(client, "calendar", misiats="2020-05")
        assert "престольне свято" in shown
        assert "07:30-12:30" in shown
        assert "Скасувати" not in shown

    def test_a_month_before_the_kept_calendar_is_refused(self, client: Client) -> None:
        assert client.get(reverse("regulation:calendar"), {"misiats": "2001-05"}).status_code == 409

    def test_a_day_is_set_and_given_back_by_right(self, town: organisation.Town) -> None:
        clerk = as_(town, "clerk")
        said = {"day": "06.03.2026", "is_working": "0", "reason": "розпорядження №8"}
        assert "розпорядження №8" in clerk.post(reverse("regulation:calendar_day"), said, follow=True).content.decode()
        clerk.post(reverse("regulation:clear_day"), {"day": "2026-03-06"})
        assert queries.work_calendar().is_working(date(2026, 3, 6))

    def test_a_refusal_stays_on_the_form(self, town: organisation.Town) -> None:
        said = {"day": "06.03.2026", "is_working": "1", "reason": "толока", "hours": "зранку"}
        answer = as_(town, "clerk").post(reverse("regulation:calendar_day"), said)
        assert answer.status_code == 409
        assert "толока" in answer.content.decode()

    def test_is_refused_without_the_right(self, client: Client) -> None:
        assert client.get(reverse("regulation:calendar_day")).status_code == 403
        assert client.post(reverse("regulation:clear_day"), {"day": "2026-03-06"}).status_code == 403


class TestRealCities:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("slug", "clause", "words", "other"),
        [
            ("kryvyi-rih", "8.12", "робочих днів від дати реєстрації", "Дружківка"),
            ("druzhkivka", "10.21", "30 календарних днів", "Кривий Ріг"),
        ],
    )
    def test_are_open_to_strangers_beside_one_another(self, slug: str, clause: str, words: str, other: str) -> None:
        regulation.city(slug)
        stranger = Client()
        shown = page(stranger, "entry", clause)
        assert words in shown
        assert other in shown
        assert "Увійти" in shown
        assert reverse("regulation:entries") in stranger.get(reverse("accounts:sign_in")).content.decode()
        assert other in page(stranger, "compare")
        assert page(stranger, "compare", vidminni="on").count(">так само<") == 0
        assert stranger.get(reverse("regulation:calendar")).status_code == 302

    @pytest.mark.django_db
    def test_the_whole_text_costs_few_statements(self, django_assert_max_num_queries: Any) -> None:
        regulation.city("kryvyi-rih")
        page(Client(), "whole")
        for name, args, most in (("whole", (), 3), ("part", ("4",), 3), ("entries", (), 4), ("entry", ("8.12",), 5)):
            with django_assert_max_num_queries(most):
                assert "8.12" in page(Client(), name, *args) or name in {"part", "entries"}

    @pytest.mark.django_db
    def test_a_clause_of_an_annex_and_a_number_printed_twice(self) -> None:
        regulation.city("kryvyi-rih")
        assert "Додаток 15" in page(Client(), "entry", "A15-2.3")
