"""«Регламент» in the browser: entries, words, calculator, editions, calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from magistrat.journal.actor import SYSTEM
from magistrat.regulation import actions, queries
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


class TestEntries:
    def test_chapters_first_then_the_entries_of_one(self, client: Client) -> None:
        assert "4.3" not in page(client, "entries")
        assert "Термінове виконують" in page(client, "entries", rozdil="4")

    def test_are_found_by_words_number_and_capability(self, client: Client) -> None:
        assert "4.3" in page(client, "entries", q="термінове")
        assert "Термінове" in page(client, "entries", q="п. 4.3")
        assert "Термінове" not in page(client, "entries", napriam="registration")
        assert "не знайдено" in page(client, "entries", q="верблюд")

    def test_one_clause_shows_its_words_meaning_and_notes(self, client: Client) -> None:
        shown = page(client, "entry", "1.3")
        assert "заміщують одне одного" in shown

    def test_a_clause_that_is_not_there_is_not_found(self, client: Client) -> None:
        assert client.get(reverse("regulation:entry", args=["99.1"])).status_code == 404

    def test_words_for_the_chip(self, client: Client) -> None:
        assert "за два робочі дні" in page(client, "words", "4.3")
        assert "немає" in page(client, "words", "99.1")

    def test_an_edition_is_chosen_by_its_number(self, client: Client) -> None:
        edition = queries.edition_record_on(ON)
        assert "Термінове" in page(client, "entries", redaktsiia=str(edition.pk), rozdil="4")
        assert client.get(reverse("regulation:entries"), {"redaktsiia": "999999"}).status_code == 404

    def test_editions_are_listed_with_what_changed(self, client: Client) -> None:
        assert "Що змінилося" not in page(client, "editions")
        texts = dict(regulation.folder().editions[0])
        texts["rules.toml"] = texts["rules.toml"].replace("за два робочі дні від", "за три робочі дні від")
        texts["rights.toml"] = texts["rights.toml"].replace('roles = ["records_clerk"]', 'roles = ["records_head"]', 1)
        actions.adopt_edition(actor=SYSTEM, at=AT, texts=texts, in_force_from=date(2026, 1, 1))
        shown = page(client, "editions")
        assert "02.03.2020" in shown
        assert "01.01.2026" in shown
        assert "за три робочі дні" in shown
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
        ("slug", "clause", "words"),
        [("kryvyi-rih", "8.12", "робочих днів від дати реєстрації"), ("druzhkivka", "10.21", "30 календарних днів")],
    )
    def test_open_with_text_and_behaviour(self, slug: str, clause: str, words: str) -> None:
        town = organisation.town(slug)
        client = as_(town, "mayor")
        assert words in page(client, "entry", clause)
        assert "Організація" in page(client, "entries")
        assert client.get(reverse("organisation:structure")).status_code == 200
