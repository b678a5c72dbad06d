"""Every page of a paper: whoever was not given it does not open it; of an official-use one the journal tells who opened it.

`test_matrix.py` holds who passes a route's guard. Behind it the page itself asks for the paper, and here it is tried: a
new route with a parameter fails until its page asks, or until it is said why it shows no paper (`NO_PAPER`).
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from inspect import getclosurevars
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries.history import LOOKED
from magistrat.journal.models import Entry
from magistrat.organisation.models import Post
from magistrat.rules.moments import moment
from magistrat.ui import clock
from tests.browser.conftest import NOW, staffed
from tests.factories import documents as papers
from tests.factories import scene
from tests.house.test_matrix import door, patterns

pytestmark = pytest.mark.django_db

# Apps whose pages show papers that are given to people one by one. What lies before a sitting is the committee's, what
# the portal shows is everybody's.
APPS = frozenset({"documents", "tasks", "approvals", "acts", "correspondence"})
NO_PAPER: Mapping[str, str] = {
    "documents:pile": "one's own pile of letters, by their lines",
    "documents:pile_go_on": "leads to a letter's page",
    "documents:register": "an empty card",
    "documents:bulk_outcome": "what came of one's own deed, by lines",
    "documents:bulk": "a form for what was chosen among what one sees",
    "documents:correspondent": "the directory",
    "documents:correspondent_merge": "the directory",
    "documents:registry": "settings of a registry",
    "documents:journal": "a registry's lines: of a paper that one does not see its number alone",
    "documents:paper": "paper periods of a registry",
    "documents:paper_blank": "an empty blank",
    "documents:paper_period": "numbers of a paper period: of a paper that one does not see its number alone",
    "documents:paper_enter": "an empty card",
    "documents:nomenclature_year": "the nomenclature",
    "documents:case_add": "the nomenclature",
    "documents:case": "the nomenclature",
    "acts:open": "leads to the act's page or to its extract",
    "acts:round": "what a round carried, of the acts that one sees",
    "acts:check": "everybody, by the code that stands on a copy",
    "acts:sitting": "decisions of a sitting in a list, for those who prepare them",
    "acts:sitting_xlsx": "the same list",
    "acts:sitting_download": "one's own run of copies",
    "correspondence:addressee": "the directory",
    "correspondence:mailing_list": "the directory",
}
# Who else may open it, though no grant gives it to him.
OPEN_TO_OTHERS: Mapping[str, str] = {
    "acts:publishing": "whoever publishes acts, of those that may be published (tests/apps/acts/test_publishing.py)",
}
# Of several papers at once, asked for by `?id=`; lists in which a paper is one line are told of nowhere.
BY_QUERY = ("documents:labels", "documents:bulk_labels", "documents:bulk_cards")
# Open to every post but where their paper is for official use; deeds on such papers are posted.
OF_SITTINGS = ("sittings:print_question", "sittings:form")
DEEDS_OF_SITTINGS: Mapping[str, Mapping[str, str]] = {
    "sittings:enclose": {"key": "report_note"},
    "sittings:question_deed": {"slug": "material-vyluchyty"},
}
# Open to every post, but for those who are invited to a question whose draft is for official use.
BESIDE: Mapping[str, Mapping[str, str]] = {
    "sittings:question": {},
    "sittings:invited": {},
    "sittings:print": {"slug": "zaprosheni"},
}
INVITED = "Калина Віра"
# Parts of a page that has told of itself already, and which ask for nothing but what tells.
WITHIN: Mapping[str, str] = {
    "documents:viewer": "frames of pages, each of which is told when its picture is asked for",
    "documents:sheets": "frames of pages, each of which is told when its picture is asked for",
    "documents:progress": "how far the reading of a file has come",
    "tasks:preview": "what is being typed on the page of the review",
}


def pages() -> Iterator[tuple[str, list[str]]]:
    """Name and parameters of each address of these apps that shows a paper."""
    for name, pattern in patterns(get_resolver()):
        parameters = list(pattern.pattern.converters)
        is_of_paper = parameters and name.partition(":")[0] in APPS and name not in NO_PAPER
        if is_of_paper and "GET" in methods(pattern.callback):
            yield name, parameters


def methods(view: Any) -> Sequence[str]:
    """What the page behind the guard answers, by its decorator: asking each address would take a third of the time."""
    page = door(view).cell_contents
    return getclosurevars(page).nonlocals.get("request_method_list", ("GET",))


def seen(client: Client, path: str) -> tuple[HttpResponse, bool]:
    """The answer, and whether the journal told of a look; nothing is kept of it."""
    with transaction.atomic():
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer)  # read to its end, as a browser does: that closes the file
        is_told = Entry.objects.filter(code=LOOKED).exists()
        transaction.set_rollback(True)
    return answer, is_told


def words(answer: HttpResponse) -> str:
    """What is written on the page, or in the DOCX that is given."""
    if not answer.content.startswith(b"PK"):
        return answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return parts.read("word/document.xml").decode()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[scene.Scene]:
    """The first city with one of everything before one person; refusals need no line in the log each."""
    at = moment(NOW)
    monkeypatch.setenv(clock.FIXED, at.isoformat())
    staffed("kryvyi-rih")
    one = scene.build(at)
    logging.disable(logging.CRITICAL)
    yield one
    logging.disable(logging.NOTSET)


def closed(made: scene.Scene, stranger: Client) -> tuple[list[str], list[tuple[str, str]]]:
    """What is wrong with the answers to one to whom no paper was given, and the pages that were asked for."""
    wrong, watched = [], []
    for name, parameters in pages():
        path = scene.address(made, name, parameters)
        answer, _ = seen(stranger, path)
        watched.append((name, path))
        if name not in OPEN_TO_OTHERS and answer.status_code not in (403, 404):
            wrong.append(f"{name}: {answer.status_code} to one who was not given the paper")
    assert len(watched) > 50
    number = Document.objects.get(pk=made.ids["document_id"]).index
    for name in BY_QUERY:
        path = scene.address(made, name, [])
        watched.append((name, path))
        answer, _ = seen(stranger, path)
        if answer.status_code != 404 and number in words(answer):
            wrong.append(f"{name}: a paper in it to one who was not given it")
    return wrong, watched


def closed_at_sittings(made: scene.Scene, stranger: Client, holder: Client) -> tuple[list[str], list[tuple[str, str]]]:
    """The same of what lies beside drafts for official use at sittings."""
    wrong, watched = [], []
    for name in OF_SITTINGS:
        path = scene.address(made, name, ["pk", "key"])
        watched.append((name, path))
        if seen(stranger, path)[0].status_code != 403:
            wrong.append(f"{name}: of an official-use paper to one who was not given it")
    for name, said in DEEDS_OF_SITTINGS.items():
        path = reverse(name, kwargs=scene.parameters(made, name, ["pk"]) | said)
        upload = SimpleUploadedFile("звіт.pdf", papers.pdf(("Звіт",)))
        if stranger.post(path, {"upload": upload, "key": "item_rules"}).status_code != 403:
            wrong.append(f"{name}: of an official-use paper by one who was not given it")
    for name, said in BESIDE.items():
        path = f"{reverse(name, kwargs=scene.parameters(made, name, ['pk']) | said)}?docx=1"
        watched.append((name, path))
        answer, is_told = seen(stranger, path)
        if is_told or INVITED in words(answer):
            wrong.append(f"{name}: names those invited beside an official-use paper to one who was not given it")
        if INVITED not in words(seen(holder, path)[0]):
            wrong.append(f"{name}: does not name those invited to whom the paper was given")
    return wrong, watched


def test_nobody_opens_what_he_was_not_given_and_the_journal_tells_who_looked_at_official_use(made):
    known = {name for name, _ in patterns(get_resolver())}
    gone = (NO_PAPER.keys() | OPEN_TO_OTHERS.keys() | WITHIN.keys()) - known
    assert not gone, f"no such routes any more: {sorted(gone)}"
    roles = Post.objects.get(pk=made.actor.post_id).roles
    other = papers.actor("Посада без допусків", papers.department("Відділ для перевірки", "99"), *roles)
    stranger = papers.signed_in(Client(raise_request_exception=False), other)
    holder = papers.signed_in(Client(raise_request_exception=False), made.actor)
    assert not Entry.objects.filter(code=LOOKED).exists()
    wrong, watched = closed(made, stranger)
    Document.objects.update(is_restricted=True)
    Grant.objects.update(opens=False)
    for document in Document.objects.values_list("pk", flat=True):
        grants.give(document=document, post=made.actor.post_id, reason="named", source="tests:papers", at=made.at)
    more, beside = closed_at_sittings(made, stranger, holder)
    wrong += more
    for name, path in watched + beside:
        answer, is_told = seen(holder, path)
        if answer.status_code != 200:
            wrong.append(f"{name}: {answer.status_code} to whom it was given by name")
        elif is_told == (name in WITHIN):
            wrong.append(f"{name}: call documents.actions.looks.looked in the page")
    assert not wrong, "\n".join(wrong)
