"""A recorded period lived again under another edition: by the command, with a fixed number of statements."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.amendments import parcel, queries
from magistrat.amendments.models import DraftEdition
from magistrat.rules.replay_facts import Tally
from tests.apps.amendments.past import ON, _draft, _office, urgent  # noqa: F401 (fixtures)
from tests.factories import tasks as work


def replayed(draft: DraftEdition, on: date = date(2026, 3, 16)) -> tuple[Tally, list[queries.Touched]]:
    tally = Tally()
    rules = queries.rules_of_draft(draft)
    return tally, list(queries.replay(rules, since=ON, until=date(2026, 3, 31), on=on, tally=tally))


def test_an_open_task_would_be_late_already(office: work.Office, draft: DraftEdition) -> None:
    task = urgent(office)
    assert task.due_on == date(2026, 3, 17)
    work.letter(office)
    tally, touched = replayed(draft)
    assert (tally.documents, tally.touched, dict(tally.clauses)) == (2, 1, {("8.12", "late"): 1})
    assert [one.document.pk for one in touched] == [task.document_id]
    assert "17.03.2026 → 13.03.2026" in touched[0].outcomes[0].sentence
    assert replayed(draft, date(2026, 3, 13))[0].clauses == {("8.12", "other_day"): 1}


def test_statements_do_not_grow_with_the_documents(office: work.Office, draft: DraftEdition) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            urgent(office)
        with CaptureQueriesContext(
            connection,
        ) as done:
            replayed(draft)
        counts.append(len(done))
    assert counts[0] >= counts[1] > 2


def test_the_command_answers_the_same(office: work.Office, draft: DraftEdition, tmp_path: Path) -> None:
    task = urgent(office)
    folder = tmp_path / "edition"
    call_command("edition_export", str(folder), draft=draft.pk, stdout=StringIO())
    out = StringIO()
    call_command("edition_replay", str(folder), "--from", "2026-03-01", "--to", "2026-03-31", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["documents"], found["touched"]) == (1, 1)
    assert found["clauses"] == [{"clause": "8.12", "sort": "late", "count": 1}]
    assert [one["id"] for one in found["list"]] == [task.document_id]
    out = StringIO()
    call_command("edition_replay", str(folder), "--from", "2026-03-01", "--to", "2026-03-31", stdout=out)
    assert "п. 8.12: було б прострочено — 1" in out.getvalue()
    with pytest.raises(CommandError, match="раніший"):
        call_command("edition_replay", str(folder), "--from", "2026-03-02", "--to", "2026-03-01")


def test_files_go_out_and_come_in_equal(office: work.Office, draft: DraftEdition, tmp_path: Path) -> None:
    place = tmp_path / "edition.zip"
    call_command("edition_export", str(place), stdout=StringIO())
    assert parcel.unpack(place.read_bytes()) == queries.texts_of_edition(draft.base_id)
    call_command("edition_import", str(place), title="Внесено", stdout=StringIO())
    assert DraftEdition.objects.latest("id").texts == queries.texts_of_edition(draft.base_id)
    for where, said in ((place, "уже є"), (tmp_path, "не порожня")):
        with pytest.raises(CommandError, match=said):
            call_command("edition_export", str(where))
    with pytest.raises(CommandError, match=r"edition\.toml"):
        call_command("edition_import", str(tmp_path), title="Х")
