"""`magistrat import laws FILE`: laws as documents for reference, with progress and a log of refusals; repeatable."""

from __future__ import annotations

import lzma
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from magistrat.documents import laws
from magistrat.documents.actions import laws as deeds
from magistrat.journal.actor import SYSTEM
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock

EVERY = 25


class Command(BaseCommand):
    """`import_laws FILE [--for-all] [--log FILE] [--first N]`."""

    help = "Вносить закони (рядок JSON на кожен, .jsonl або .jsonl.xz) як документи довідкового реєстру."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="файл .jsonl або .jsonl.xz")
        parser.add_argument("--for-all", action="store_true", help="показати закони всім підрозділам")
        parser.add_argument("--log", type=Path, help="куди записати відмови; якщо не вказано, їх видно на екрані")
        parser.add_argument("--first", type=int, default=0, help="лише перші N рядків")

    def handle(self, *, file: Path, for_all: bool, log: Path | None, first: int, **_: Any) -> None:
        try:
            registry = deeds.registry_of_laws(actor=SYSTEM, at=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        counts: Counter[str] = Counter()
        try:
            with (log or Path("/dev/null")).open("w", encoding="utf-8") as kept:
                for number, line in laws.lines(file):
                    if first and number > first:
                        break
                    counts[self._bring(number, line, registry, for_all, kept if log else None)] += 1
                    if number % EVERY == 0:
                        self.stdout.write(f"Опрацьовано рядків: {number}. {_said(counts)}")
        except (OSError, lzma.LZMAError, EOFError) as problem:
            raise CommandError(f"Файл «{file}» не читається: {problem}. {_said(counts)}") from problem
        self.stdout.write(f"Готово. {_said(counts)}")

    def _bring(self, number: int, line: bytes, registry: Any, for_all: bool, log: TextIO | None) -> str:
        try:
            law = laws.read(line)
            return deeds.bring(actor=SYSTEM, at=clock.now(), registry=registry, law=law, for_all=for_all).value
        except (laws.NotALaw, Refusal) as reason:
            said = f"рядок {number}: {reason}"
            if log:
                log.write(f"{said}\n")
            else:
                self.stderr.write(said)
            return "відмовлено"


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts.items()) or "Рядків немає."
