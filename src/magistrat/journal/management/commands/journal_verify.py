"""`journal_verify`: counts the journal's chain again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from magistrat.journal import signing
from magistrat.journal.verification import Verdict, exported, read_heads, verify
from magistrat.ui.words import counted

WORST = 20


class Command(BaseCommand):
    """Exit 0 when the journal is whole, 1 when something was changed, removed or added past it."""

    help = "Перевіряє журнал: змінені, вилучені та зайві рядки, підписані стани ланцюга."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="один об'єкт JSON")
        parser.add_argument("--public-key", type=Path, help="файл відкритого ключа (PEM) замість ключа міста")
        parser.add_argument(
            "--heads", type=Path, help="файл раніше збережених підписаних станів: ланцюг має їх містити"
        )
        parser.add_argument(
            "--export", action="store_true", help="вивести підписані стани й відкритий ключ, нічого не перевіряючи"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["export"]:
            self.stdout.write(json.dumps({"public_key_pem": signing.public_pem(), "heads": exported()}))
            return
        trusted = _read(options["public_key"], signing.keys_of, "відкритого ключа Ed25519 (PEM)")
        verdict = verify(trusted=trusted, kept=_read(options["heads"], read_heads, "підписаних станів журналу") or ())
        if options["json"]:
            self.stdout.write(json.dumps(_plain(verdict), ensure_ascii=False))
        else:
            self._tell(verdict)
        if not verdict.is_whole:
            raise SystemExit(1)

    def _tell(self, verdict: Verdict) -> None:
        links = counted(verdict.links, "ланку,ланки,ланок")
        self.stdout.write(f"Перевірено {links}, {counted(verdict.heads, 'підпис,підписи,підписів')}.")
        if verdict.untold:
            old = counted(verdict.untold, "підпис,підписи,підписів")
            self.stdout.write(f"Ще {old} давнього зразка (HMAC) перевіряє лише місто: файлу journal.key тут немає.")
        for fault in verdict.faults[:WORST]:
            self.stdout.write(f"  {fault.kind} {fault.place}: {fault.words}")
        if len(verdict.faults) > WORST:
            self.stdout.write(f"  … і ще {len(verdict.faults) - WORST}")
        self.stdout.write("Журнал цілий." if verdict.is_whole else "Журнал порушено.")


def _read(file: Path | None, read: Callable[[str], Any], what: str) -> Any:
    """What the file holds; nothing without a file.

    :raises CommandError: no such file, or something else in it.
    """
    if file is None:
        return None
    try:
        return read(file.read_text("utf-8"))
    except (OSError, ValueError):
        raise CommandError(f"У файлі {file} немає {what}.") from None


def _plain(verdict: Verdict) -> dict[str, object]:
    faults = [{"kind": fault.kind, "place": fault.place, "words": fault.words} for fault in verdict.faults]
    return {
        "links": verdict.links,
        "heads": verdict.heads,
        "untold": verdict.untold,
        "cleared": verdict.cleared,
        "faults": faults,
    }
