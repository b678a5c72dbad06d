"""What holds of a decision whatever happens to it, in whatever order: no signature without adoption, no number without signature."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magistrat.acts.actions import adopting, registering, registering_sitting, signing, suspending
from magistrat.acts.models import ADOPTED_KINDS, Act
from magistrat.acts.queries import signing as facts
from magistrat.approvals.actions import sending
from magistrat.bodies.queries import outcomes as bodies
from magistrat.rules.refusal import Refusal
from tests.factories import acts, decisions, orders, sittings
from tests.factories.decisions import AT, City, city

pytestmark = pytest.mark.django_db
STEPS = (
    "adopted", "changed", "rejected", "postponed", "hand in", "hand over", "confirm", "give back", "sign", "send back", "withdraw",
    "suspend", "renew", "number one", "number all", "recall",
)  # fmt: skip
# Half of the stories begin with what usually comes first, so that they get far.
FIRST = st.sampled_from([[], ["adopted", "sign"], ["changed", "hand over", "confirm"]])
STORY = st.builds(lambda first, then: [*first, *then], FIRST, st.lists(st.sampled_from(STEPS), max_size=6))
CHEAP = settings(
    max_examples=8, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


def deeds(one: City, act: Act, where: Any, console: Any, item: int, order: int) -> dict[str, Callable[[], Any]]:
    said: dict[str, Any] = {"at": AT, "act": act.pk}

    def newest() -> int:
        version = facts.version_of(act.document_id)
        return version.number if version else 0

    return {
        **{
            result: lambda result=result: decisions.consider(one, console, item, result)
            for result in ("adopted", "changed", "rejected", "postponed")
        },
        "hand in": lambda: signing.hand_in(actor=one.drafter, **said),
        "hand over": lambda: adopting.hand_over(actor=one.drafter, **said),
        "confirm": lambda: adopting.confirm(actor=one.clerk, version=newest(), **said),
        "give back": lambda: adopting.give_back(actor=one.clerk, reason="ні", **said),
        "sign": lambda: decisions.signed(one, act),
        "send back": lambda: signing.send_back(actor=one.mayor, reason="ні", **said),
        "withdraw": lambda: signing.withdraw(actor=one.clerk, reason="ні", **said),
        "suspend": lambda: suspending.suspend(actor=one.mayor, order=order, reason="ні", **said),
        "renew": lambda: suspending.renew(actor=one.mayor, order=order, **said),
        "number one": lambda: registering.register(actor=one.clerk, **said),
        "number all": lambda: registering_sitting.register(actor=one.clerk, at=AT, gathering=where.gathering_id),
        "recall": lambda: sending.recall(actor=one.drafter, at=AT, document=act.document_id, reason="ні"),
    }


def must_hold(act: int) -> None:
    found = Act.objects.select_related("document", "outcome", "signed_version", "adopted_version").get(pk=act)
    assert found.kind in ADOPTED_KINDS
    if found.signed_at is not None:
        assert found.outcome is not None
        assert found.outcome.result in bodies.CARRIED
        assert found.adopted_on == found.outcome.on
        # Signed is what was adopted, or what the office has compared with it.
        assert found.adopted_version in (found.signed_version, found.signed_version.adopted)
    if found.document.number is not None:
        assert found.state == "registered"
        assert found.signed_at is not None
        assert found.signed_file is not None


@pytest.mark.parametrize("slug", ["kryvyi-rih", "druzhkivka"])
@given(story=STORY)
@CHEAP
def test_no_signature_without_adoption_and_no_number_without_signature(slug, story):
    with contextlib.suppress(Undone), transaction.atomic():
        one = city(slug)
        act = decisions.agreed(one)
        where, asked = decisions.sitting(one, [act])
        console = sittings.console(one.made, where).open()
        order = acts.registered(one.hall, 7, decisions.DAY, by=orders.DRAFTERS[slug])
        decisions.shown_to_mayor(one, order)
        possible = deeds(one, act, where, console, asked[act.pk].pk, order.pk)
        for step in story:
            with contextlib.suppress(Refusal), transaction.atomic():
                possible[step]()
            must_hold(act.pk)
        raise Undone


class Undone(Exception):
    """Each story begins with the empty database again."""
