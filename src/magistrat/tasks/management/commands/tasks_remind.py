"""Reminders on demand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from magistrat.tasks.actions import reminders
from magistrat.ui import clock


class Command(BaseCommand):
    """Send the reminders of today that have not been sent yet."""

    help = "Надіслати нагадування про строки за сьогодні (повторний запуск нічого не дублює)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it once."""
        looked = reminders.remind(at=clock.now())
        self.stdout.write(f"Переглянуто завдань зі строком: {looked}")
