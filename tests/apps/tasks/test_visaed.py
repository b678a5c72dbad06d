"""An executed paper of an executive body is visaed before its case is submitted (DR 9.6)."""

from __future__ import annotations

import pytest

from magistrat.journal.models import Entry
from magistrat.organisation.models import Post
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import removal
from magistrat.tasks.models import Control
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


@pytest.fixture
def office(druzhkivka):
    Post.objects.filter(pk=druzhkivka.control_head.post_id).update(is_department_head=True)
    return druzhkivka


def executed(office, kind="ministry_letter", *, author=None):
    """The work on a paper of the kind is done; it and who controls it."""
    author = author or office.mayor
    paper = made.letter(office, kind, addressee=author.post_id, stated_due_on=made.DUE)
    task = made.resolved(office, paper, actor=author, put_on_control=True).tasks.get()
    made.done(office, task, author=author)
    unit = Control.objects.get(document=paper).unit
    return paper, papers.actor("Спеціаліст з контролю підрозділу", unit, "control_specialist")


def submit(keeper, paper, by=None):
    return removal.submit_case(
        actor=keeper, at=AT, document=paper.pk, note="Виконано", visaed_by=by.post_id if by else None
    )  # fmt: skip


def test_by_a_deputy_or_the_affairs_manager_who_is_named(office):
    paper, keeper = executed(office)
    for by in (None, office.department_head, office.mayor):
        with pytest.raises(Refusal, match=r"заступник міського голови або .*: зазначте, хто завізував") as refused:
            submit(keeper, paper, by)
        assert refused.value.clause == "9.6"
    assert submit(keeper, paper, office.deputy).state == "submitted"
    payload = Entry.objects.get(code="tasks.case_submitted").payload
    assert (payload["visaed_by"], "завізовано: Заступник" in payload["text"]) == (office.deputy.post_id, True)


def test_not_one_who_holds_the_post_no_more(office):
    paper, keeper = executed(office)
    Post.objects.filter(pk=office.deputy.post_id).update(until=made.ON)
    with pytest.raises(Refusal, match="хто завізував"):
        submit(keeper, paper, office.deputy)


def test_whose_own_resolution_was_executed_has_visaed_it_by_accepting(office):
    paper, keeper = executed(office, author=office.deputy)
    assert submit(keeper, paper).state == "submitted"


def test_other_papers_are_submitted_without(office):
    paper, keeper = executed(office, "enterprise_letter")
    assert submit(keeper, paper).state == "submitted"


def test_asked_on_the_card(office, sign_in):
    paper, keeper = executed(office)
    client, address = sign_in(keeper), f"/zavdannia/kontrol/{paper.pk}/podaty-z-vizoiu/"
    shown = client.get(f"/zavdannia/dokument/{paper.pk}/").content.decode()
    assert (address in shown, f"/{paper.pk}/podaty/" in shown) == (True, False)
    assert client.post(address, {"note": "Виконано", "visaed_by": "нема такого"}).status_code == 422
    named = f"#{office.deputy.post_id}"
    assert client.post(address, {"note": "Виконано", "visaed_by": named}).status_code == 302
    assert Control.objects.get().state == "submitted"
