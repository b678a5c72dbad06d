"""Make the city's test authority of electronic signatures and believe it. Repeatable; for trying out, not for real papers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from magistrat.journal.actor import SYSTEM
from magistrat.regulation import queries as regulation
from magistrat.signatures.actions import keys
from magistrat.ui import clock


class Command(BaseCommand):
    """`signing_authority`"""

    help = "Створює випробувального надавача електронних підписів і додає його до довірених."

    def handle(self, **_: Any) -> None:
        organisation = regulation.city().names.get("council") or regulation.city().name
        root = keys.make_authority(actor=SYSTEM, at=clock.now(), organisation=organisation)
        self.stdout.write(f"Кореневий сертифікат: {root}")
