"""«Перевірка»: findings for a session on a public page, and roles that nobody holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.regulation import queries
from tests.factories import organisation, regulation

# Monday; the next first or third Wednesday is 04.03.2026
AT, ON = regulation.AT, regulation.ON


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def page(**asked: str) -> str:
    answer = Client().get(reverse("regulation:check"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


class TestCity:
    @pytest.fixture(autouse=True)
    def _city(self, db: None) -> None:
        regulation.city("druzhkivka")

    def test_the_next_regular_session_without_a_day(self) -> None:
        """Five days before Wednesday 04.03 is Friday 27.02; four working days before: 03, 02.03, 27, Thursday 26.02."""
        said = page()
        assert "Дні обчислено для засідання 04.03.2026 (середа)" in said
        assert "п.\xa04.14 — 26.02.2026 (четвер) — настає раніше" in said
        assert "Пункт 28.2 посилається на п.\xa03.1" in said
        assert f'href="{reverse("regulation:entry", args=["6.2"])}"' in said

    def test_a_session_and_a_grade_of_the_address(self) -> None:
        said = page(zasidannia="16.12.2026", riven="reversed")
        assert "п.\xa04.14 — 10.12.2026 (четвер) — настає раніше" in said
        assert "Пункт 28.2" not in said
        assert '<option value="double">повторений номер (4)</option>' in said
        assert "Зауважень цього виду немає" in page(riven="impossible")

    @pytest.mark.parametrize(
        ("day", "reason"),
        [("середа", "День зазначають у вигляді"), ("01.01.2015", "календар"), ("31.12.9999", "календар")],
    )
    def test_a_wrong_day_is_said_and_the_usual_one_is_shown(self, day: str, reason: str) -> None:
        said = page(zasidannia=day)
        assert reason in said
        assert "для засідання 04.03.2026" in said

    def test_an_answer_is_kept_for_the_next_who_asks(self, django_assert_max_num_queries: Any) -> None:
        """The edition, the calendar's version and the holdings are asked; nothing is counted or read anew."""
        edition = queries.edition_id_on(ON)
        first = queries.findings(edition, date(2026, 12, 16), ON)
        with django_assert_max_num_queries(6):
            assert queries.findings(edition, date(2026, 12, 16), ON) == first


@pytest.mark.usefixtures("db")
def test_roles_that_nobody_holds_today() -> None:
    town = organisation.town()
    edition = queries.edition_id_on(ON)
    nobody = [one.sentence for one in queries.findings(edition, ON, ON) if one.grade == "nobody"]
    held = [one for one in nobody if "«міський голова»" in one]
    assert town
    assert held == []
    before = date(2000, 1, 1)
    assert any("«міський голова»" in one.sentence for one in queries.findings(edition, ON, before))
    assert "Дні обчислено" not in page()
