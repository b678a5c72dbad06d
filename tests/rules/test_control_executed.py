"""On which day a letter executes a task (Cabinet resolution 55, item 176)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from magistrat.rules import control, law
from magistrat.rules.refusal import Refusal

LAWS = law.load((Path(__file__).resolve().parents[2] / "cities/ukraine/laws.toml").read_text())
REGISTERED, SENT = date(2026, 3, 10), date(2026, 3, 12)


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("law", SENT),
        ("cabinet_act", SENT),
        ("prime_minister_instruction", SENT),
        ("regional_administration_act", SENT),
        ("peoples_deputy_address", SENT),
        ("ministry_letter", REGISTERED),
        ("citizen_appeal", REGISTERED),
    ],
)
def test_state_bodies_tasks_when_sent_others_when_registered(kind, day):
    assert control.day_of_letter(kind, LAWS, index="1", registered_on=REGISTERED, sent_on=SENT) == day


@pytest.mark.parametrize(
    ("registered", "sent", "said"), [(None, None, "не зареєстровано"), (REGISTERED, None, "не надіслано")]
)
def test_not_before(registered, sent, said):
    found = control.day_of_letter("law", LAWS, index="1", registered_on=registered, sent_on=sent)
    assert isinstance(found, Refusal)
    assert said in found.message
    assert found.clause == "176 Типової інструкції, постанова КМУ № 55"


def test_a_country_that_says_nothing_goes_by_the_registration():
    found = control.day_of_letter("law", law.load(""), index="1", registered_on=REGISTERED, sent_on=None)
    assert found == REGISTERED
