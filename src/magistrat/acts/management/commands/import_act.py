"""Bring in an act registered before the system came, from its DOCX or plain text: `magistrat import act FILE`."""

from __future__ import annotations

import io
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from magistrat.acts.actions import bringing_in
from magistrat.acts.queries import earlier as read
from magistrat.documents.actions.files import Upload
from magistrat.journal.actor import SYSTEM
from magistrat.rules.earlier_act import EarlierAct
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock


class Command(BaseCommand):
    """`import_act FILE`."""

    help = "Уносить раніше виданий акт: вид, дату, номер, текст із частинами й додатками, зв'язки з іншими актами, сам файл."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="ФАЙЛ", type=Path, help="DOCX або TXT з текстом акта")
        parser.add_argument("--kind", metavar="ВИД", choices=list(read.KINDS), help="вид, якщо його не видно з тексту")
        parser.add_argument(
            "--date", metavar="РРРР-ММ-ДД", type=date.fromisoformat, help="дата ухвалення чи підписання"
        )
        parser.add_argument("--number", metavar="НОМЕР", help="номер, як його надруковано: 193-р")
        parser.add_argument("--title", metavar="ЗАГОЛОВОК", help="заголовок, якщо в тексті його немає")
        parser.add_argument("--signed-by", metavar="ПОСАДА", default="", help="посада того, хто підписав")
        parser.add_argument(
            "--until", metavar="РРРР-ММ-ДД", type=date.fromisoformat, help="останній день дії, якщо акт строковий"
        )
        parser.add_argument(
            "--with-named", action="store_true", help="унести й акти, що їх названо, за датою та номером"
        )
        parser.add_argument("--dry-run", action="store_true", help="лише показати, що розпізнано")

    def handle(self, *, file: Path, with_named: bool, dry_run: bool, **given: Any) -> None:
        if not file.is_file():
            raise CommandError(f"файла немає: {file}", returncode=2)
        content = file.read_bytes()
        try:
            found = read.read(file.name, content)
            act = self._whole(found, given)
            self._say(found, act)
            if dry_run:
                return
            upload = Upload(file.name, io.BytesIO(content))
            done = bringing_in.bring_in(actor=SYSTEM, at=clock.now(), earlier=act, uploads=[upload])
            relations = bringing_in.relate(
                actor=SYSTEM, at=clock.now(), act=done.act.pk, mentions=found.mentions, with_named=with_named
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{'Унесено' if done.is_new else 'Уже є'}: № {act.index}. Зв'язків: {len(relations)}.")

    def _whole(self, found: EarlierAct, given: dict[str, Any]) -> bringing_in.Earlier:
        kind, on, number = given["kind"] or found.kind, given["date"] or found.on, given["number"] or found.number
        missing = [name for name, value in (("--kind", kind), ("--date", on), ("--number", number)) if not value]
        if missing or on is None:
            raise CommandError(f"у тексті не знайдено, зазначте: {', '.join(missing)}", returncode=2)
        title = given["title"] or found.text.title
        signed = given["signed_by"] or found.signed_by
        return bringing_in.Earlier(kind, number, on, title, found.text, signed_title=signed, until=given["until"])

    def _say(self, found: EarlierAct, act: bringing_in.Earlier) -> None:
        text = found.text
        self.stdout.write(f"{act.kind}, від {act.adopted_on:%d.%m.%Y} № {act.index}: {act.title}")
        self.stdout.write(f"Пунктів {len(text.points)}, додатків {len(text.annexes)}.")
        for mention in found.mentions:
            self.stdout.write(f"{'втрачає чинність' if mention.deed == 'repeals' else 'змінено'}: {mention.printed}")
            for one in mention.changed_by:
                self.stdout.write(f"  зі змінами: {one.printed}")
        for line in found.left:
            self.stderr.write(f"не розпізнано: {line}")
