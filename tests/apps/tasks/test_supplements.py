"""A supplement comes to those who work on the first paper; a paper to the mayor is read by the affairs manager beforehand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from magistrat.documents.actions import corrections, grants, registration
from magistrat.documents.models import Grant
from magistrat.documents.queries import cards, visible
from magistrat.organisation.models import Post
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import handing, reviews, watching
from magistrat.tasks.models import Review, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


def supplement(office, first, **changes):
    return registration.register_supplement(actor=office.clerk, at=AT, to=first.pk, card=papers.card(office, **changes))


def sees(actor, document):
    return visible(actor).filter(pk=document.pk).exists()


def told(post, document):
    return Message.objects.filter(key__startswith=f"tasks.supplement:{document.pk}", to_post=post.post_id).count()


def folders(document):
    return dict(Review.objects.filter(document=document).values_list("leader_id", "folder"))


class TestSupplement:
    def test_comes_to_its_executors_their_heads_and_the_control_unit(self, druzhkivka):
        first = made.letter(druzhkivka)
        made.resolved(druzhkivka, first, made.point(druzhkivka.executor, druzhkivka.second), put_on_control=True)
        came = supplement(druzhkivka, first)
        for who in (druzhkivka.executor, druzhkivka.second, druzhkivka.department_head, druzhkivka.records_head):
            assert sees(who, came)
        assert not sees(druzhkivka.stranger, came)
        for who in (druzhkivka.executor, druzhkivka.second, druzhkivka.records_head):
            assert told(who, came) == 1

    def test_is_for_the_author_to_know_where_a_resolution_exists(self, druzhkivka):
        first = made.letter(druzhkivka)
        made.resolved(druzhkivka, first)
        came = supplement(druzhkivka, first)
        assert folders(came) == {druzhkivka.mayor.post_id: "info"}
        assert Review.objects.get(document=came).clause == "10.10"
        reviews.read(actor=druzhkivka.mayor, at=AT, document=came.pk)

    def test_lies_beside_a_paper_that_waits(self, druzhkivka):
        first = made.letter(druzhkivka)
        reviews.pass_to(actor=druzhkivka.mayor, at=AT, document=first.pk, leader=druzhkivka.deputy.post_id)
        came = supplement(druzhkivka, first)
        assert folders(came) == {druzhkivka.deputy.post_id: "resolution"}
        assert sees(druzhkivka.deputy, came)

    def test_lies_with_its_addressee_where_the_paper_was_only_read(self, druzhkivka):
        first = made.letter(druzhkivka)
        reviews.read(actor=druzhkivka.mayor, at=AT, document=first.pk)
        came = supplement(druzhkivka, first, addressee=druzhkivka.deputy.post_id)
        assert folders(came) == {druzhkivka.deputy.post_id: "resolution"}

    def test_is_seen_by_those_who_come_to_the_work_later(self, druzhkivka):
        first = made.letter(druzhkivka)
        came = supplement(druzhkivka, first)
        task = made.resolved(druzhkivka, first).tasks.get()
        assert sees(druzhkivka.executor, came)
        handing.reassign(actor=druzhkivka.mayor, at=AT, task=task.pk, executor=druzhkivka.second.post_id)
        assert (sees(druzhkivka.executor, came), sees(druzhkivka.second, came)) == (False, True)
        Post.objects.filter(pk=druzhkivka.clerk.post_id).update(department=druzhkivka.stranger.department_id)
        watching.put_on(actor=druzhkivka.mayor, at=AT, document=first.pk, reason="Доручення наради")
        assert sees(druzhkivka.records_head, came)

    def test_one_for_official_use_opens_to_nobody_who_was_not_named(self, druzhkivka):
        first = made.letter(druzhkivka)
        made.resolved(druzhkivka, first)
        secret = supplement(druzhkivka, first, is_restricted=True)
        assert (sees(druzhkivka.executor, secret), told(druzhkivka.executor, secret)) == (False, 0)
        closed = made.letter(druzhkivka, is_restricted=True)
        made.resolved(druzhkivka, closed)
        named = supplement(druzhkivka, closed, is_restricted=True)
        assert (sees(druzhkivka.executor, named), told(druzhkivka.executor, named)) == (True, 1)

    def test_one_for_official_use_lies_only_with_those_who_may_open_it(self, druzhkivka):
        """The author of a resolution on an open paper is not admitted to it: the rest of his desk goes on."""
        mayor, deputy = druzhkivka.mayor, druzhkivka.deputy
        first = made.letter(druzhkivka)
        made.resolved(druzhkivka, first)
        other = supplement(druzhkivka, first, is_restricted=True, addressee=deputy.post_id)
        assert folders(other) == {deputy.post_id: "resolution"}
        own = supplement(druzhkivka, first, is_restricted=True)
        assert folders(own) == {mayor.post_id: "info"}
        assert sees(deputy, other)
        assert sees(mayor, own)

    def test_one_for_official_use_comes_to_its_addressee_although_the_paper_waits_with_another(self, druzhkivka):
        first = made.letter(druzhkivka)
        reviews.pass_to(actor=druzhkivka.mayor, at=AT, document=first.pk, leader=druzhkivka.deputy.post_id)
        came = supplement(druzhkivka, first, is_restricted=True)
        assert folders(came) == {druzhkivka.mayor.post_id: "resolution"}

    def test_what_a_leader_may_not_open_does_not_stop_his_desk(self, druzhkivka, sign_in):
        """A paper that has become one for official use while it lay with him, and was closed to him."""
        closed, next_ = made.letter(druzhkivka), made.letter(druzhkivka)
        for one in (closed, next_):
            reviews.pass_to(actor=druzhkivka.mayor, at=AT, document=one.pk, leader=druzhkivka.deputy.post_id)
        card = replace(cards.card_of(closed), is_restricted=True)
        corrections.correct(actor=druzhkivka.clerk, at=AT, document_id=closed.pk, card=card, reason="гриф")
        for admitted in Grant.objects.filter(document=closed, reason="named", post=druzhkivka.deputy.post_id):
            grants.exclude(actor=druzhkivka.mayor, at=AT, grant_id=admitted.pk, ground="конфлікт інтересів")
        assert not sees(druzhkivka.deputy, closed)
        page = sign_in(druzhkivka.deputy).get(reverse("tasks:review"))
        assert page.status_code == 200
        assert next_.index in page.content.decode()
        assert queries.folder_counts(posts=[druzhkivka.deputy.post_id]) == {"resolution": 1}

    @pytest.mark.parametrize("is_first_closed", [True, False])
    def test_one_that_becomes_for_official_use_stays_open_as_if_it_had_been_one_all_along(
        self, druzhkivka, is_first_closed
    ):
        """DR 10.9, 10.10: to whom naming in the first paper's resolution admits; DR 10.11: not who only gets to know it."""
        office, deputy = druzhkivka, druzhkivka.deputy
        leaders = Post.objects.get(pk=office.mayor.post_id).department
        manager = papers.actor("Керуючий справами виконкому", leaders, "affairs_manager", is_leader=True, rank=3)
        first = made.letter(office, addressee=deputy.post_id, is_restricted=is_first_closed)
        made.resolved(office, first, made.point(office.executor, office.second), actor=deputy)
        came = supplement(office, first)
        kept = (office.executor, office.second, deputy, manager, office.mayor)
        assert [sees(who, came) for who in kept] == [True] * 5
        card = replace(cards.card_of(came), is_restricted=True)
        corrections.correct(actor=office.clerk, at=AT, document_id=came.pk, card=card, reason="гриф")
        assert [sees(who, came) for who in kept] == [is_first_closed] * 3 + [False, True]
        assert not sees(office.department_head, came)

    def test_one_without_work_tells_nobody(self, druzhkivka):
        came = supplement(druzhkivka, made.letter(druzhkivka))
        assert not Message.objects.filter(key__startswith=f"tasks.supplement:{came.pk}").exists()
        assert Task.objects.count() == 0


def test_one_for_official_use_that_goes_to_the_mayor_at_once_opens_to_him(druzhkivka):
    """DR 9.2: whoever is its addressee."""
    paper = made.letter(druzhkivka, "ministry_letter", addressee=druzhkivka.deputy.post_id, is_restricted=True)
    assert list(folders(paper)) == [druzhkivka.mayor.post_id]
    assert sees(druzhkivka.mayor, paper)
    assert queries.folder_counts(posts=[druzhkivka.mayor.post_id]) == {"urgent": 1}


class TestPreview:
    """DR 10.11."""

    @pytest.fixture
    def manager(self, druzhkivka):
        leaders = Post.objects.get(pk=druzhkivka.mayor.post_id).department
        return papers.actor("Керуючий справами виконкому", leaders, "affairs_manager", is_leader=True, rank=3)

    def test_the_affairs_manager_reads_what_goes_to_the_mayor(self, druzhkivka, manager):
        paper = made.letter(druzhkivka)
        made.letter(druzhkivka, addressee=druzhkivka.deputy.post_id)
        made.letter(druzhkivka, is_restricted=True)
        assert folders(paper) == {druzhkivka.mayor.post_id: "resolution", manager.post_id: "info"}
        assert queries.folder_counts(posts=[manager.post_id]) == {"info": 1}
        assert reviews.read(actor=manager, at=AT, document=paper.pk).clause == "10.11"
        watched = made.letter(druzhkivka, "ministry_letter")
        assert reviews.read(actor=manager, at=AT, document=watched.pk).done_at == AT

    def test_nobody_where_no_clause_says_so(self):
        office = made.office()
        leaders = Post.objects.get(pk=office.mayor.post_id).department
        papers.actor("Керуюча справами", leaders, "affairs_manager", is_leader=True)
        assert list(folders(made.letter(office)).values()) == ["resolution"]

    @pytest.mark.parametrize("has_read", [False, True])
    def test_the_mayor_may_still_pass_it_to_him(self, druzhkivka, manager, has_read):
        paper = made.letter(druzhkivka)
        if has_read:
            reviews.read(actor=manager, at=AT, document=paper.pk)
        passed = {"actor": druzhkivka.mayor, "at": AT, "document": paper.pk, "leader": manager.post_id}
        with pytest.raises(Refusal, match="уже передавали"):
            reviews.pass_to(**passed, is_info=True)
        reviews.pass_to(**passed)
        assert queries.folder_counts(posts=[manager.post_id]) == {"resolution": 1}
