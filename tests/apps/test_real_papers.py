"""Five real papers of councils come as letters, as DOCX, PDF and a picture, and go their whole way, in both cities."""

from __future__ import annotations

import functools
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

from magistrat.documents.actions import nomenclature
from magistrat.documents.models import CaseFile, Document, DocumentKind
from magistrat.rules.moments import moment
from magistrat.tasks.models import Control, Task
from magistrat.ui import clock
from tests.browser.conftest import PEOPLE, staffed
from tests.factories import documents as papers

pytestmark = pytest.mark.django_db
NOW = moment(datetime(2026, 3, 10, 9, 30))
SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))


def lines(seed: Path) -> list[str]:
    return [line.strip() for line in seed.read_text(encoding="utf-8").splitlines() if line.strip()]


def as_docx(seed: Path) -> bytes:
    document, kept = docx.Document(), io.BytesIO()
    for line in lines(seed):
        document.add_paragraph(line)
    document.save(kept)
    return kept.getvalue()


# A picture is drawn from it, and both cities receive it: typesetting a regulation takes seconds.
@functools.cache
def as_pdf(seed: Path) -> bytes:
    words = "\n\n".join(
        f'#text("{line}")' for line in (one.replace("\\", " ").replace('"', "'") for one in lines(seed))
    )
    return typst.compile(('#set page(paper: "a4")\n' + words).encode())


def as_picture(seed: Path) -> bytes:
    """The first page: a picture has one."""
    kept = io.BytesIO()
    with pypdfium2.PdfDocument(as_pdf(seed)) as pdf:
        pdf[0].render(scale=1.2).to_pil().save(kept, "PNG")
    return kept.getvalue()


def sheets_of(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as pdf:
        return len(pdf)


FORMS = {"docx": as_docx, "pdf": as_pdf, "png": as_picture}
# The form of each paper that goes on from its resolution to the month's report.
TO_THE_END = ("docx", "pdf", "png", "docx", "pdf")


@pytest.fixture(params=["kryvyi-rih", pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])])
def city(request, monkeypatch) -> Any:
    monkeypatch.setenv(clock.FIXED, NOW.isoformat())
    return request.param, staffed(request.param)


def test_five_real_papers_go_their_whole_way(city):
    slug, town = city
    people = {who: papers.signed_in(Client(), town.actor(key)) for who, key in PEOPLE[slug].items()}
    clerk, mayor = people["clerk"], people["mayor"]
    sender = papers.correspondent("Виконавчий комітет сусідньої ради")
    case = case_of_the_year(town)
    for number, seed in enumerate(SEEDS, 1):
        for ending, form in FORMS.items():
            content = form(seed)
            document = arrived(clerk, f"{seed.stem}.{ending}", content)
            looked_at(clerk, document, seed, ending, sheets_of(content) if ending == "pdf" else 1)
            registered(clerk, town, document, sender, f"{number}/{ending}")
            task = resolved(mayor, town, slug, document)
            if TO_THE_END[number - 1] == ending:
                executed(people, task)
                written_off(people, document)
                filed(clerk, document, case)
    assert Document.objects.filter(state=Document.State.REGISTERED).count() == len(SEEDS) * len(FORMS) == 15
    assert Document.objects.filter(case_file=case).count() == len(SEEDS)
    counted(mayor, given=15, done=len(SEEDS))


def arrived(clerk: Client, name: str, content: bytes) -> Document:
    answer = clerk.post("/dokumenty/nadkhodzhennia/nove/", {"way": "post", "files": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    document = Document.objects.latest("id")
    assert document.is_waiting
    kept = document.files.get()
    assert (kept.name, kept.state) == (name, "fine")
    return document


def looked_at(clerk: Client, document: Document, seed: Path, ending: str, sheets: int) -> None:
    """The page shows the paper itself: its text, or a drawn page, to the last one."""
    kept = document.files.get()
    assert clerk.get(f"/dokumenty/nadkhodzhennia/{document.pk}/").status_code == 200
    if ending == "docx":
        text = clerk.get(f"/dokumenty/faily/{kept.pk}/tekst/").content.decode()
        assert lines(seed)[0].split()[0] in text
        assert lines(seed)[-1].split()[0] in text
        return
    for page in sorted({1, sheets}):
        drawn = clerk.get(f"/dokumenty/faily/{kept.pk}/storinka/{page}/")
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


def resolved(mayor: Client, town: Any, slug: str, document: Document) -> Task:
    page = f"/zavdannia/rozhliad/{document.pk}/"
    assert document.files.get().name in mayor.get(page).content.decode()
    words = {"points": "1", "text_1": "1", "executors_1": "Водяникевич", "term_1": "20.03.2026", "control": "on"}
    answer = mayor.post(page, words)
    assert answer.status_code == 302, answer.content.decode()
    task = Task.objects.get(document=document)
    assert task.executor_id == town.posts[PEOPLE[slug]["head"]]
    return task


def did(who: Client, address: str, said: str, **words: Any) -> None:
    """The deed of the person is done, and the page says so."""
    page = who.post(address, words, follow=True)
    assert (page.status_code, said in page.content.decode()) == (200, True), page.content.decode()


def executed(people: dict[str, Client], task: Task) -> None:
    """Taken and reported by the head, accepted by the mayor."""
    did(people["head"], f"/zavdannia/{task.pk}/pryiniaty/", "Завдання прийнято.")
    did(people["head"], f"/zavdannia/{task.pk}/zvit/", "Звіт подано.", text="Досвід вивчено, пропозиції подано")
    did(people["mayor"], f"/zavdannia/{task.pk}/zarakhuvaty/", "Звіт прийнято.")
    task.refresh_from_db()
    assert (task.state, task.done_on) == (Task.State.DONE, NOW.date())


def written_off(people: dict[str, Client], document: Document) -> None:
    """Submitted by the control specialist, taken off control by the mayor."""
    case = f"/zavdannia/kontrol/{document.pk}"
    did(people["control"], f"{case}/podaty/", "Справу подано керівникові.")
    did(people["mayor"], f"{case}/spysaty/", "Документ знято з контролю.", mark="До справи")
    assert Control.objects.get(document=document).state == Control.State.OFF


def filed(clerk: Client, document: Document, case: CaseFile) -> None:
    did(clerk, f"/dokumenty/{document.pk}/do-spravy/", "Документ вміщено до справи.", case=case.pk)


def case_of_the_year(town: Any) -> CaseFile:
    clerk = town.actor("clerk")
    return nomenclature.add(
        actor=clerk, at=NOW, year=2026, department=clerk.department_id, index="01-77", title="Листування з радами",
        keep_term="5 р.",
    )  # fmt: skip


def counted(mayor: Client, *, given: int, done: int) -> None:
    """The month's report counts them, in its table and on the list behind each figure."""
    page = mayor.get("/zvity/vykonannia/", {"period": "2026-03"})
    figures = page.context["total"].figures
    assert (figures["due"], figures["in_time"], figures["running"]) == (given, done, given - done)
    opened = mayor.get("/zvity/vykonannia/zavdannia/", {"period": "2026-03", "pokaznyk": "in_time"}).content.decode()
    assert all(one.index in opened for one in Document.objects.filter(case_file__isnull=False))
