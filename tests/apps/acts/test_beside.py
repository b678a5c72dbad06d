"""On the screen of a visa: the act's words part by part, and the acts that it names beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.acts.models import Act
from magistrat.approvals.actions import sending
from magistrat.approvals.models import Step
from magistrat.documents.actions import grants
from magistrat.rules import act_text
from tests.factories import acts, organisation
from tests.factories.acts import AT, Hall

pytestmark = pytest.mark.django_db
NAMED = "Визнати таким, що втратило чинність, розпорядження міського голови від 10.02.2026 №17-р"


@pytest.fixture
def hall() -> Hall:
    return acts.hall("kryvyi-rih")


def sent(hall: Hall) -> Act:
    """An order that names an earlier one, on its way."""
    acts.registered(hall, 17, date(2026, 2, 10), by="economy_exec")
    text = replace(acts.TEXT, points=(replace(acts.TEXT.points[0], text=NAMED), *acts.TEXT.points[1:]))
    act = acts.draft(hall, by="economy_exec", text=text)
    sending.send(
        actor=hall.actor("economy_exec"), at=AT, document=act.document_id, kind="order", flags=[], drafter=act.drafter_id,
        in_charge=None, concerned=[], content=act_text.write(text), parts=act_text.parts(text),
    )  # fmt: skip
    return act


@pytest.fixture
def head(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The browser of the drafter's head, whose visa comes first."""
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    user = organisation.account(hall.town.people["economy_head"], "head").account
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_named_act_opens_beside_it_for_one_who_may_see_it(hall: Hall, head: Client) -> None:
    act = sent(hall)
    earlier = Act.objects.get(state="registered")
    address = reverse("acts:day", args=[earlier.pk])
    step = Step.objects.get(approval__document=act.document_id, role="department_head")
    screen = reverse("approvals:visa", args=[step.pk])
    shown = head.get(screen).content.decode()
    assert 'data-part="пункт 2.1"' in shown
    assert "від 10.02.2026 № 17-р" in shown
    assert "цей акт Вам не надано" in shown
    assert address not in shown
    grants.give(
        document=earlier.document_id, at=AT, reason="informed", source="test:1", post=hall.town.posts["economy_head"]
    )
    assert address in head.get(screen).content.decode()
