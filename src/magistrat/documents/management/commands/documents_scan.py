"""Take in what scanners have put into their folders; the worker does the same each minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from magistrat.documents.actions import scanning
from magistrat.ui import clock


class Command(BaseCommand):
    """`documents_scan`."""

    help = "Приймає файли з тек сканерів."

    def handle(self, **_: Any) -> None:
        taken, put_aside = scanning.take_in(at=clock.now())
        self.stdout.write(f"Прийнято файлів: {taken}; не прийнято: {put_aside}")
