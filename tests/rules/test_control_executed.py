"""On which day a letter executes a task (Cabinet resolution 55, item 176)."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.rules import control
from magistrat.rules.refusal import Refusal

REGISTERED, SENT = date(2026, 3, 10), date(2026, 3, 12)


@pytest.mark.parametrize(
    ("kind", "day"), [("law", SENT), ("peoples_deputy_address", SENT), ("ministry_letter", REGISTERED)]
)
def test_state_bodies_tasks_when_sent_others_when_registered(kind, day):
    assert control.day_of_letter(kind, index="1", registered_on=REGISTERED, sent_on=SENT) == day


@pytest.mark.parametrize(
    ("registered", "sent", "said"), [(None, None, "не зареєстровано"), (REGISTERED, None, "не надіслано")]
)
def test_not_before(registered, sent, said):
    found = control.day_of_letter("law", index="1", registered_on=registered, sent_on=sent)
    assert isinstance(found, Refusal)
    assert said in found.message
    assert found.clause == "176 Типової інструкції, постанова КМУ №55"
