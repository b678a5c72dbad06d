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
from schemathesis.core.result import Ok
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test

from magistrat.api import service
from tests.factories import documents as papers

load_all_checks()
description = service.description()
described = schemathesis.openapi.from_dict(description)
described.app = get_wsgi_application()
# A description cannot say which papers there are: to a right request about another paper the answer is a refusal.
# The API takes nothing away, so there is nothing to use after its end.
LEFT_OUT = {"positive_data_acceptance", "ensure_resource_availability", "use_after_free", "object_level_authorization"}
CHECKED = CHECKS.get_by_names([name for name in CHECKS.get_all_names() if name not in LEFT_OUT])


@described.hook
def filter_query(context: Any, query: dict[str, Any] | None) -> bool:
    """An address cannot carry a value inside of another: it would come as a string, and so be a right one."""
    return not any(isinstance(value, dict) for value in (query or {}).values())


OPERATIONS = {
    operation.label: operation
    for operation in (found.ok() for found in described.get_all_operations() if isinstance(found, Ok))
}
LABELS = sorted(f"{method.upper()} {path}" for path, methods in description["paths"].items() for method in methods)
EXAMPLES = HypothesisTestConfig(
    project=described.config,
    modes=list(HypothesisTestMode),
    settings=settings(
        max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        derandomize=True,
    ),
)  # fmt: skip


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


@pytest.mark.parametrize("label", LABELS)
def test_every_operation_keeps_to_its_description(label: str, program: Any) -> None:
    def keeps_to_it(case: Any) -> None:
        case.call_and_validate(headers=program.headers, checks=CHECKED)

    # `parametrize` of the schema would make all examples while tests are collected, in each worker and for any run.
    create_test(operation=OPERATIONS[label], test_func=keeps_to_it, config=EXAMPLES)()
