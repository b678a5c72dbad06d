"""The registered letter kept as it was set on its blank: a file of the document, beside the signed copy."""

from __future__ import annotations

from datetime import datetime

from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import on_paper
from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.papers import sheets
from magistrat.rules.moments import local_date


def keep(*, actor: Actor, at: datetime, letter: Letter) -> None:
    """Part of a registration: the letter with its number and date as PDF/A; nothing when its text is a file."""
    if not letter.text.strip():
        return
    made = sheets.letter_pdf(on_paper.paper(letter, local_date(at)), at=at)
    name = f"Лист {letter.document.index} від {letter.document.registered_on:%d.%m.%Y}.pdf".replace("/", "-")
    upload = files.Upload(name, made, File.Role.PRINTED)
    files.put(document=letter.document, uploads=[upload], actor=actor, at=at)
