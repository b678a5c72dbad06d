"""The way back over a migration is refused in words where it would lose what was written since."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db.migrations.exceptions import IrreversibleError

from magistrat.tasks.actions import extensions, resolutions
from magistrat.tasks.models import Resolution
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db


def go_back(migration):
    """What runs first on the way back over it."""
    import_module(f"magistrat.tasks.migrations.{migration}").Migration.operations[-1].reverse_code(apps, None)


def test_not_over_shortened_terms(kryvyi):
    task = made.task(kryvyi)
    change = {"actor": kryvyi.mayor, "at": made.AT, "task": task.pk, "reason": "Терміново"}
    extensions.change(**change, new_due_on=made.days_later(30).date())
    go_back("0007_period_on_and_earlier_terms")
    extensions.change(**change, new_due_on=made.days_later(2).date())
    with pytest.raises(IrreversibleError, match=r"скорочені строки \(1\)"):
        go_back("0007_period_on_and_earlier_terms")


def test_not_over_long_resolutions(kryvyi):
    task = made.task(kryvyi)
    Resolution.objects.filter(pk=task.resolution_id).update(text="і" * 1000)
    go_back("0008_whole_resolutions")
    Resolution.objects.filter(pk=task.resolution_id).update(text="і" * 1001)
    with pytest.raises(IrreversibleError, match=r"довші за 1000 знаків \(1\)"):
        go_back("0008_whole_resolutions")


def test_not_over_earlier_times_on_control(kryvyi):
    paper = made.letter(kryvyi)
    resolution = made.resolved(kryvyi, paper, put_on_control=True)
    resolutions.cancel(actor=kryvyi.mayor, at=made.AT, resolution=resolution.pk, reason="Буде інша")
    go_back("0010_past_controls")
    made.resolved(kryvyi, paper, put_on_control=True)
    with pytest.raises(IrreversibleError, match=r"перебування на контролі \(1\)"):
        go_back("0010_past_controls")
