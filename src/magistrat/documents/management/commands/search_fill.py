"""Let the documents be found that were there before the search was. Stopped, it goes on where it was."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from magistrat.documents.actions import correspondents, passages
from magistrat.documents.queries import progress
from magistrat.ui import clock

BATCH = 50


class Command(BaseCommand):
    """`search_fill`."""

    help = "Готує пошук за документами, що вже є в базі: картками, резолюціями, звітами, листами, файлами."

    def handle(self, **_: Any) -> None:
        wanted, done, after = progress.not_searchable(), 0, 0
        if wanted:
            correspondents.fold_names()
        while (last := passages.fill(at=clock.now(), after=after, limit=BATCH)) and last > after:
            after, done = last, min(done + BATCH, wanted)
            self.stdout.write(f"Підготовлено для пошуку документів: {done} з {wanted}")
        while passages.gather_waiting(limit=BATCH):
            pass
