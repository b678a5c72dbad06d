"""The day as it is printed: journals, control, cards; only what the person may see; fixed statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import documents as papers
from tests.factories import tasks as work

pytestmark = pytest.mark.django_db
AT = papers.AT


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def test_a_day_prints_in_one_step(client):
    office = work.office()
    task = work.task(office)
    clerk = papers.signed_in(client, office.clerk)
    clerk.get(reverse("workplace:day"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = clerk.get(reverse("workplace:day")).content.decode()
    index = task.document.index
    assert f"Реєстраційна картка {index}" in page
    assert page.count(index) == 2
    assert "строк 20.03.2026" in page
    for _ in range(12):
        papers.registered(office)
    papers.registered(office, at=work.days_later(-1))
    with CaptureQueriesContext(connection) as many:
        page = clerk.get(reverse("workplace:day")).content.decode()
    assert len(many) == len(few)
    assert page.count("Реєстраційна картка") == 13
    cut = clerk.get(reverse("workplace:day"), {"vybrano": "1", "zhurnaly": "1", "den": "10.03.2026"}).content.decode()
    assert "Реєстраційна картка" not in cut
    assert index in cut
    control = papers.signed_in(client, office.control)
    assert index not in control.get(reverse("workplace:day"), {"den": "01.03.2026"}).content.decode()
    assert index in control.get(reverse("workplace:day"), {"den": "15.03.2026"}).content.decode()


def test_a_day_that_cannot_be_read_is_told(client):
    clerk = papers.signed_in(client, work.office().clerk)
    said = "День «31.02.2026» не прочитано"
    page = clerk.get(reverse("workplace:day"), {"den": "31.02.2026"}).content.decode()
    assert said in page
    assert f"Показано {AT:%d.%m.%Y}" in page
    assert said not in clerk.get(reverse("workplace:day"), {"den": "28.02.2026"}).content.decode()


def test_another_bodys_papers_are_not_on_it(client):
    office = work.office()
    document = papers.registered(office)
    stranger = papers.signed_in(client, office.stranger)
    page = stranger.get(reverse("workplace:day")).content.decode()
    assert document.index not in page
    assert "нічого друкувати" in page
