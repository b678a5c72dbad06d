"""The whole API by its own description: no operation breaks, none answers what it has not described, none opens itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks

from magistrat.api import service
from tests.factories import documents as papers

load_all_checks()
described = schemathesis.openapi.from_dict(service.description())
described.app = get_wsgi_application()
# A description cannot say which papers there are: to a right request about another paper the answer is a refusal.
# The API takes nothing away, so there is nothing to use after its end.
LEFT_OUT = {"positive_data_acceptance", "ensure_resource_availability", "use_after_free", "object_level_authorization"}
CHECKED = CHECKS.get_by_names([name for name in CHECKS.get_all_names() if name not in LEFT_OUT])


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request's end leaves the test's connection open, as Django's own test client does it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def program(one_connection: None, office: papers.Office, caller: Any) -> Any:
    content = papers.registration.files.Upload("лист.pdf", papers.pdf(("Лист",)))
    papers.registered(office, uploads=[content])
    return caller()


@described.parametrize()
@settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    derandomize=True,
)  # fmt: skip
def test_every_operation_keeps_to_its_description(case: Any, program: Any) -> None:
    case.call_and_validate(headers=program.headers, checks=CHECKED)
