"""`journal_verify`: counts the journal's chain again."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from magistrat.journal.verification import Verdict, verify
from magistrat.ui.words import counted

WORST = 20


class Command(BaseCommand):
    """Exit 0 when the journal is whole, 1 when something was changed, removed or added past it."""

    help = "Перевіряє журнал: змінені, вилучені та зайві рядки, підписані стани ланцюга."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="один об'єкт JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if options["json"]:
            self.stdout.write(json.dumps(_plain(verdict), ensure_ascii=False))
        else:
            self._tell(verdict)
        if not verdict.is_whole:
            raise SystemExit(1)

    def _tell(self, verdict: Verdict) -> None:
        links = counted(verdict.links, "ланку,ланки,ланок")
        self.stdout.write(f"Перевірено {links}, {counted(verdict.heads, 'підпис,підписи,підписів')}.")
        for fault in verdict.faults[:WORST]:
            self.stdout.write(f"  {fault.kind} {fault.place}: {fault.words}")
        if len(verdict.faults) > WORST:
            self.stdout.write(f"  … і ще {len(verdict.faults) - WORST}")
        self.stdout.write("Журнал цілий." if verdict.is_whole else "Журнал порушено.")


def _plain(verdict: Verdict) -> dict[str, object]:
    faults = [{"kind": fault.kind, "place": fault.place, "words": fault.words} for fault in verdict.faults]
    return {"links": verdict.links, "heads": verdict.heads, "cleared": verdict.cleared, "faults": faults}
