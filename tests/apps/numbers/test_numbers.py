"""Counters and the Ukrainian order."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections, transaction

from magistrat.numbers import actions
from magistrat.numbers.models import Counter


class TestTake:
    @pytest.mark.django_db
    def test_begins_with_the_first_and_goes_on(self):
        taken = [actions.take(series="incoming", period="2026", first=120) for _ in range(3)]
        assert taken == [120, 121, 122]

    @pytest.mark.django_db
    def test_each_period_has_its_own_counter(self):
        assert actions.take(series="incoming", period="2026") == 1
        assert actions.take(series="incoming", period="2027") == 1
        assert actions.take(series="outgoing", period="2026") == 1

    @pytest.mark.django_db
    def test_a_later_first_number_jumps_over_the_earlier_ones(self):
        actions.take(series="incoming", period="2026")
        assert actions.take(series="incoming", period="2026", first=500) == 500
        assert actions.take(series="incoming", period="2026", first=500) == 501

    @pytest.mark.django_db(transaction=True)
    def test_is_refused_outside_a_transaction(self):
        with pytest.raises(RuntimeError, match="inside the transaction"):
            actions.take(series="incoming", period="2026")

    @pytest.mark.django_db(transaction=True)
    def test_a_rolled_back_deed_gives_its_number_back(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            actions.take(series="incoming", period="2026")
            raise ZeroDivisionError
        with transaction.atomic():
            assert actions.take(series="incoming", period="2026") == 1

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_take_each_number_once(self):
        taken = []

        def work():
            for _ in range(10):
                with transaction.atomic():
                    taken.append(actions.take(series="incoming", period="2026"))
            connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(taken) == list(range(1, 61))
        assert Counter.objects.get().last == 60


def _sorted(*words: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT w FROM unnest(%s::text[]) w ORDER BY uk_sort(w)", [list(words)])
        return [word for (word,) in cursor.fetchall()]


@pytest.mark.django_db
class TestUkrainianOrder:
    def test_follows_the_alphabet(self):
        order = [
            "гриб",
            "ґанок",
            "дім",
            "ель",
            "єнот",
            "жук",
            "зуб",
            "ирій",
            "індик",
            "їжак",
            "йод",
            "кіт",
            "щука",
            "ь",
            "юшка",
            "яблуко",
        ]
        assert _sorted(*reversed(order)) == order

    def test_ignores_case_and_apostrophes(self):
        assert _sorted("В'ЮН", "в’язень", "ВАЗА", "вода", "Б") == ["Б", "ВАЗА", "вода", "В'ЮН", "в’язень"]

    def test_latin_and_figures_stand_before(self):
        assert _sorted("Абрикос", "Zeta", "10") == ["10", "Zeta", "Абрикос"]
