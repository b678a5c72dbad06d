"""A past period as it would have been under another edition."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.amendments import parcel, queries
from magistrat.amendments.management.commands.edition_import import read
from magistrat.rules import edition as rules
from magistrat.rules import words
from magistrat.rules.form import FormError
from magistrat.rules.moments import local_date
from magistrat.rules.replay_facts import SORTS, Tally
from magistrat.ui import clock

MOST_LISTED = 10_000


class Command(BaseCommand):
    """`edition_replay FOLDER|FILE.zip --from DAY --to DAY [--json]`."""

    help = "Що в минулому періоді було б прострочено, відмовлено чи спрямовано інакше за іншою редакцією."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="МІСЦЕ", type=Path, help="тека або .zip із файлами редакції")
        parser.add_argument("--from", dest="since", required=True, type=date.fromisoformat, help="РРРР-ММ-ДД")
        parser.add_argument("--to", dest="until", required=True, type=date.fromisoformat, help="РРРР-ММ-ДД")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, place: Path, since: date, until: date, json: bool, **_: Any) -> None:
        if until < since:
            raise CommandError("Кінець періоду раніший за початок.")
        try:
            other = rules.load(read(place))
        except (parcel.Unfit, OSError, FormError) as wrong:
            raise CommandError(str(wrong)) from wrong
        tally, left = Tally(), 0
        listed: list[dict[str, Any]] = []
        for one in queries.replay(other, since=since, until=until, on=local_date(clock.now()), tally=tally):
            if len(listed) < MOST_LISTED:
                listed.append(_facts(one))
            else:
                left += 1
        if json:
            self.stdout.write(_json(tally, listed, left, since, until))
        else:
            self._say(tally, listed)

    def _say(self, tally: Tally, listed: list[dict[str, Any]]) -> None:
        self.stdout.write(f"Розглянуто документів: {tally.documents}; з ними було б інакше: {tally.touched}.")
        for (clause, sort), count in _sorted(tally.clauses):
            self.stdout.write(f"  {words.clause(clause) if clause else '—'}: {SORTS[sort]} — {count}")
        for one in listed:
            self.stdout.write(f"{one['index']} від {words.day(date.fromisoformat(one['registered_on']))}")
            for said in one["outcomes"]:
                self.stdout.write(f"    {said['sentence']}")


def _facts(one: queries.Touched) -> dict[str, Any]:
    registered = one.document.registered_on
    return {
        "id": one.document.pk,
        "index": one.document.index,
        "registered_on": registered.isoformat() if registered else "",
        "outcomes": [{"sort": said.sort, "clause": said.clause, "sentence": said.sentence} for said in one.outcomes],
    }


def _json(tally: Tally, listed: list[dict[str, Any]], left: int, since: date, until: date) -> str:
    answer = {
        "from": since.isoformat(),
        "to": until.isoformat(),
        "documents": tally.documents,
        "touched": tally.touched,
        "clauses": [
            {"clause": clause, "sort": sort, "count": count} for (clause, sort), count in _sorted(tally.clauses)
        ],
        "months": {month: {"documents": count, "touched": touched} for month, (count, touched) in tally.months.items()},
        "list": listed,
        "left_off": left,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _sorted(clauses: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """The most frequent first, then by clause."""
    return sorted(clauses.items(), key=lambda one: (-one[1], rules.natural(one[0][0]), one[0][1]))
