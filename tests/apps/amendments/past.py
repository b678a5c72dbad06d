"""An office with its past, and a draft by which urgent papers would have three working days instead of five (KR 8.12)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from magistrat.amendments.actions import changing, drafting
from magistrat.amendments.models import DraftEdition
from magistrat.regulation import queries as regulation_queries
from tests.factories import documents as papers
from tests.factories import regulation
from tests.factories import tasks as work

AT = work.AT
ON = date(2026, 3, 10)

__all__ = ["AT", "ON", "_draft", "_office", "urgent"]


@pytest.fixture(name="office")
def _office(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> work.Office:
    monkeypatch.setenv("MAGISTRAT_NOW", "2026-03-16T10:00:00+02:00")
    settings.CITIES_DIR = regulation.REAL
    return work.office()


@pytest.fixture(name="draft")
def _draft(office: work.Office) -> DraftEdition:
    """Urgent papers in three working days instead of five (KR 8.12)."""
    lawyer = papers.actor("Юрисконсульт", papers.department("Юридичний відділ", "31"), "lawyer")
    made = drafting.begin(actor=lawyer, at=AT, title="Швидше", base=regulation_queries.edition_id_on(ON))
    changing.change_entry(
        actor=lawyer, at=AT, draft=made.pk, entry="8.12", given={"term.number": "3"}, reason="Проба", seen=0
    )
    made.refresh_from_db()
    made.lawyer = lawyer
    return made


def urgent(office: work.Office) -> Any:
    """Registered on Tuesday 10: by five days due on Tuesday 17, by three on Friday 13."""
    paper = work.letter(office, is_urgent=True)
    return work.resolved(office, paper, work.point(office.executor, due_on=None)).tasks.get()
