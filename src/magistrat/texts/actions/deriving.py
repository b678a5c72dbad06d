"""What is made of contents for looking at them: pages by LibreOffice, a PDF with a layer of text."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from magistrat.storage import actions as storage_actions
from magistrat.storage import queries as storage
from magistrat.texts import places, queries, queue, tries
from magistrat.texts.kinds import Kind
from magistrat.texts.models import Derived, Page, Reading
from magistrat.texts.process import read
from magistrat.texts.readers import libreoffice
from magistrat.texts.readers.trouble import Interrupted, Unreadable, lacking
from magistrat.ui.refusals import Away

CONVERTING_SECONDS, CONVERTING_MEGABYTES = 90, 8000
LAYER_SECONDS = 600
# A layer over more pages is not worth the room: each page is shown with its text anyway.
MOST_LAYERED = 500
NO_LIBREOFFICE = (
    "Показано лише текст: сторінок із точним розташуванням немає, бо LibreOffice на сервері не встановлено."
)


@lacking()
def make_pages(*, reading: Reading, kind: Kind, at: datetime) -> str:
    """Let LibreOffice make pages of an office document, once; returns what to tell people when it could not.

    :raises Interrupted: it was ended from outside: to be tried again.
    """
    if queries.made_of(reading.pk, Derived.Kind.PAGES):
        return ""
    if not libreoffice.is_there():
        return NO_LIBREOFFICE
    with tempfile.TemporaryDirectory(prefix="magistrat-pages-") as folder:
        target = str(Path(folder) / "pages.pdf")
        try:
            made = read(
                "pages", path=str(storage.path_of(reading.pk)), ending=kind.office, target=target,
                seconds=CONVERTING_SECONDS, megabytes=CONVERTING_MEGABYTES,
            )  # fmt: skip
        except Interrupted:
            raise
        except Unreadable as reason:
            return f"Показано лише текст. {reason}"
        _keep(reading.pk, Derived.Kind.PAGES, target, at, pages=made["pages"])
    return ""


def add_layer(*, sha256: str, at: datetime) -> None:
    """Make the PDF with a layer of text, of a content whose pages were recognised; anew after a page was read again.

    What is interrupted is tried again later; the reading remembers that its layer is wanted, whatever the worker dies of.
    """
    tried = (Reading.objects.get(pk=sha256).layer_tries or 0) + 1
    begun = Reading.objects.filter(pk=sha256)
    begun.update(layer_tries=tried)
    if tried <= len(tries.WAITS) + 1:
        try:
            _layer(sha256, at)
        except (Interrupted, Away):
            if when := tries.next_at(tried, at):
                queue.put_layer(sha256, when)
                return
        except Unreadable:
            # The pages and their text are there; only the one file to carry away is not.
            pass
    # Unless a page was read anew meanwhile, and the layer is wanted anew.
    begun.filter(layer_tries=tried).update(layer_tries=None)


@lacking()
def _layer(sha256: str, at: datetime) -> None:
    pages = list(Page.objects.filter(reading=sha256).order_by("number"))
    if len(pages) > MOST_LAYERED or not any(page.source == Page.Source.OCR for page in pages):
        return
    path, is_pdf = queries.drawn_from(sha256)
    facts = [
        {"words": places.unpacked(page.words) if page.words else None, "turned": page.turned, "skew": page.skew}
        for page in pages
    ]
    with tempfile.TemporaryDirectory(prefix="magistrat-layer-") as folder:
        told, target = Path(folder) / "pages.json", str(Path(folder) / "layer.pdf")
        told.write_text(places.told(facts), encoding="utf-8")
        read("layer", path=path, is_pdf=is_pdf, pages=str(told), target=target, seconds=LAYER_SECONDS)
        _keep(sha256, Derived.Kind.SEARCHABLE, target, at, pages=len(pages))


def _keep(sha256: str, kind: str, made: str, at: datetime, pages: int) -> None:
    with Path(made).open("rb") as content:
        blob = storage_actions.keep(content=content, at=at)
    Derived.objects.update_or_create(
        source_id=sha256, kind=kind, defaults={"blob": blob, "pages": pages, "made_at": at}
    )
