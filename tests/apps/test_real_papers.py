"""Five real papers of councils come as letters, as DOCX, PDF and a picture, and get a resolution, in both cities."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from magistrat.documents.models import Document, DocumentKind
from magistrat.rules.moments import moment
from magistrat.tasks.models import Task
from magistrat.ui import clock
from tests.browser.conftest import PEOPLE, staffed
from tests.factories import documents as papers

pytestmark = pytest.mark.django_db
NOW = moment(datetime(2026, 3, 10, 9, 30))
SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))
# A paper of several hundred thousand letters is read from its beginning; a picture shows one page.
LINES = 400


def lines(seed: Path) -> list[str]:
    return [line.strip() for line in seed.read_text(encoding="utf-8").splitlines() if line.strip()][:LINES]


def as_docx(seed: Path) -> bytes:
    document, kept = docx.Document(), io.BytesIO()
    for line in lines(seed):
        document.add_paragraph(line)
    document.save(kept)
    return kept.getvalue()


def as_pdf(seed: Path) -> bytes:
    words = "\n\n".join(
        f'#text("{line}")' for line in (one.replace("\\", " ").replace('"', "'") for one in lines(seed))
    )
    return typst.compile(('#set page(paper: "a4")\n' + words).encode())


def as_picture(seed: Path) -> bytes:
    kept = io.BytesIO()
    with pypdfium2.PdfDocument(as_pdf(seed)) as pdf:
        pdf[0].render(scale=1.2).to_pil().save(kept, "PNG")
    return kept.getvalue()


FORMS = {"docx": as_docx, "pdf": as_pdf, "png": as_picture}


@pytest.fixture(params=sorted(PEOPLE))
def city(request, monkeypatch) -> Any:
    monkeypatch.setenv(clock.FIXED, NOW.isoformat())
    return request.param, staffed(request.param)


def test_five_real_papers_go_from_arrival_to_resolution(city):
    slug, town = city
    clerk, mayor = (papers.signed_in(Client(), town.actor(PEOPLE[slug][who])) for who in ("clerk", "mayor"))
    sender = papers.correspondent("Виконавчий комітет сусідньої ради")
    for number, seed in enumerate(SEEDS, 1):
        for ending, form in FORMS.items():
            document = arrived(clerk, f"{seed.stem}.{ending}", form(seed))
            looked_at(clerk, document, seed, ending)
            registered(clerk, town, document, sender, f"{number}/{ending}")
            resolved(mayor, town, slug, document)
    assert Document.objects.filter(state=Document.State.REGISTERED).count() == len(SEEDS) * len(FORMS) == 15


def arrived(clerk: Client, name: str, content: bytes) -> Document:
    answer = clerk.post("/dokumenty/nadkhodzhennia/nove/", {"way": "post", "files": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    document = Document.objects.latest("id")
    assert document.is_waiting
    kept = document.files.get()
    assert (kept.name, kept.state) == (name, "fine")
    return document


def looked_at(clerk: Client, document: Document, seed: Path, ending: str) -> None:
    """The page shows the paper itself: its text, or a drawn page."""
    kept = document.files.get()
    assert clerk.get(f"/dokumenty/nadkhodzhennia/{document.pk}/").status_code == 200
    if ending == "docx":
        text = clerk.get(f"/dokumenty/faily/{kept.pk}/tekst/").content.decode()
        assert lines(seed)[0].split()[0] in text
    else:
        drawn = clerk.get(f"/dokumenty/faily/{kept.pk}/storinka/1/")
        assert drawn.content.startswith(b"\x89PNG")


def registered(clerk: Client, town: Any, document: Document, sender: Any, their_index: str) -> None:
    letter = DocumentKind.objects.get(key="letter")
    to_register = clerk.post(
        f"/dokumenty/nadkhodzhennia/{document.pk}/na-reiestratsiiu/",
        {"kind": letter.pk, "addressee": town.posts["mayor"]},
    )
    assert to_register.status_code == 302
    page = clerk.get(to_register.url)
    begun = page.context["form"].initial
    card = {
        "kind": begun["kind"], "registry": begun["registry"], "addressee": town.posts["mayor"], "way": "post",
        "arrived_at": "10.03.2026 09:00", "correspondent": sender.pk, "their_index": their_index, "their_date": "09.03.2026",
        "summary": "Про досвід роботи виконавчих органів", "pages": "1", "annex_pages": "0", "signed_by": "Керівник",
    }  # fmt: skip
    answer = clerk.post(to_register.url, card)
    assert answer.status_code == 302, answer.context["form"].errors
    document.refresh_from_db()
    assert document.state == Document.State.REGISTERED
    assert document.index


def resolved(mayor: Client, town: Any, slug: str, document: Document) -> None:
    page = f"/zavdannia/rozhliad/{document.pk}/"
    assert document.files.get().name in mayor.get(page).content.decode()
    words = {"points": "1", "text_1": "1", "executors_1": "Водяникевич", "term_1": "20.03.2026"}
    answer = mayor.post(page, words)
    assert answer.status_code == 302, answer.content.decode()
    task = Task.objects.get(document=document)
    assert task.executor_id == town.posts[PEOPLE[slug]["head"]]
