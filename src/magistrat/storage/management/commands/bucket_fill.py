"""Put into the bucket what was kept before the city had one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.storage import actions, bucket
from magistrat.ui.refusals import Away


class Command(BaseCommand):
    """`bucket_fill`; begun again it goes on."""

    help = "Вносить до сховища S3 файли, прийняті до того, як місто його дістало; називає ті, яких немає ніде."

    def handle(self, **_: Any) -> None:
        if not bucket.is_set():
            raise CommandError("Сховища S3 не налаштовано: задайте MAGISTRAT_S3_BUCKET.")
        missing = list[str]()
        try:
            put = actions.fill_bucket(tell=missing.append)
        except Away as trouble:
            raise CommandError(str(trouble)) from trouble
        for words in missing:
            self.stderr.write(words)
        self.stdout.write(f"До сховища внесено файлів: {put}")
        if missing:
            raise CommandError(f"Не внесено файлів: {len(missing)}")
