"""Where a paper lies when the resolution on it is cancelled: with its author, for another one, so that nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from magistrat.documents.actions import annulling, grants
from magistrat.documents.models import Document
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import by_act, removal, resolutions, reviews
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, Review
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LATER = made.days_later(1)


def cancelled(author, resolution, at=LATER):
    return resolutions.cancel(actor=author, at=at, resolution=resolution.pk, reason="Буде інша")


def lying(actor):
    """The papers on the actor's desk with their folders."""
    return {(one.document_id, one.folder) for one in queries.reviews_of(posts=[actor.post_id])}


def seen(office, paper):
    """The control specialist sees the paper though it is not on control."""
    grants.give(document=paper, post=office.control.post_id, reason="informed", source="tests:2", at=AT)


def split(office, resolution):
    """The part into which the head of the body splits the only task of the resolution."""
    task = resolution.tasks.get()
    return made.resolved(
        office, task.document, made.point(office.executor), actor=office.department_head, parent_task=task.pk
    )


class TestLiesAgain:
    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    def test_with_its_author_since_the_day_of_cancelling(self, city):
        office = made.office(city)
        paper = made.letter(office)
        resolution = made.resolved(office, paper)
        assert lying(office.mayor) == set()
        cancelled(office.mayor, resolution)
        assert lying(office.mayor) == {(paper.pk, "resolution")}
        assert Review.objects.get(document=paper).since == LATER
        made.resolved(office, paper, made.point(office.second), at=LATER)
        assert lying(office.mayor) == set()

    def test_also_what_came_off_control_with_it(self, kryvyi):
        """Control by the resolution goes with the resolution; the paper still waits for an answer."""
        paper = made.letter(kryvyi)
        cancelled(kryvyi.mayor, made.resolved(kryvyi, paper, put_on_control=True))
        assert Control.objects.get().state == "off"
        assert lying(kryvyi.mayor) == {(paper.pk, "resolution")}

    @pytest.mark.parametrize("folder", ["", "info"])
    def test_to_be_decided_though_its_author_had_it_to_know_or_not_at_all(self, kryvyi, folder):
        paper = made.letter(kryvyi, addressee=kryvyi.deputy.post_id, is_urgent=True)
        grants.give(document=paper, post=kryvyi.mayor.post_id, reason="informed", source="tests:1", at=AT)
        if folder:
            Review.objects.create(document=paper, leader_id=kryvyi.mayor.post_id, folder=folder, since=AT, done_at=AT)
        cancelled(kryvyi.mayor, made.resolved(kryvyi, paper))
        assert lying(kryvyi.mayor) == {(paper.pk, "urgent")}
        assert Review.objects.get(leader_id=kryvyi.mayor.post_id).clause == "7.9"

    def test_only_with_the_last_one(self, kryvyi):
        paper = made.letter(kryvyi)
        first = made.resolved(kryvyi, paper)
        second = made.resolved(kryvyi, paper, on_blank=True)
        cancelled(kryvyi.mayor, second)
        assert lying(kryvyi.mayor) == set()
        cancelled(kryvyi.mayor, first)
        assert lying(kryvyi.mayor) == {(paper.pk, "resolution")}

    @pytest.mark.parametrize("kind", ["enterprise_letter", "cabinet_letter"])
    def test_its_parts_keep_it_from_no_desk(self, kryvyi, kind):
        """A resolution by which the main executor split the work stands for nothing once the whole is cancelled (KR 8.3)."""
        paper = made.letter(kryvyi, kind)
        resolution = made.resolved(kryvyi, paper, made.point(kryvyi.department_head))
        split(kryvyi, resolution)
        cancelled(kryvyi.mayor, resolution)
        assert lying(kryvyi.mayor) == {(paper.pk, "resolution")}

    def test_a_cancelled_part_leaves_the_work_with_its_executor(self, kryvyi):
        paper = made.letter(kryvyi)
        resolution = made.resolved(kryvyi, paper, made.point(kryvyi.department_head))
        part = split(kryvyi, resolution)
        cancelled(kryvyi.department_head, part)
        assert (lying(kryvyi.mayor), lying(kryvyi.department_head)) == (set(), set())
        assert [one.pk for one in queries.my_tasks(actor=kryvyi.department_head)] == [resolution.tasks.get().pk]
        cancelled(kryvyi.mayor, resolution)
        again = split(kryvyi, made.resolved(kryvyi, paper, made.point(kryvyi.department_head), at=LATER))
        cancelled(kryvyi.department_head, again)
        assert (lying(kryvyi.mayor), lying(kryvyi.department_head)) == (set(), set())


class TestStaysWhereItIs:
    def test_what_is_annulled_or_in_its_file(self, kryvyi):
        informed = made.point(Assignee(kryvyi.executor.post_id, "info"), due_on=None)
        annulled, filed = made.letter(kryvyi), made.letter(kryvyi)
        written = [made.resolved(kryvyi, paper, informed) for paper in (annulled, filed)]
        annulling.annul(actor=kryvyi.records_head, at=AT, document_id=annulled.pk, reason="зареєстровано двічі")
        Document.objects.filter(pk=filed.pk).update(filed_on=made.ON)
        for resolution in written:
            cancelled(kryvyi.mayor, resolution)
        assert not Review.objects.filter(done_at=None).exists()

    def test_what_its_maker_has_taken_off_control_since(self, kryvyi):
        """KR 8.15: the body that asked for the work needs it no more."""
        paper, came = made.letter(kryvyi, "ministry_letter"), made.letter(kryvyi, "ministry_letter")
        resolution = made.resolved(kryvyi, paper, put_on_control=True)
        seen(kryvyi, came)
        removal.remove_by_source(actor=kryvyi.control, at=LATER, document=paper.pk, letter=came.pk)
        cancelled(kryvyi.mayor, resolution, at=made.days_later(2))
        assert lying(kryvyi.mayor) == {(came.pk, "resolution")}

    def test_the_letter_by_which_another_paper_came_off(self, kryvyi):
        """KR 8.15: it has served and waits for nothing."""
        paper, came = made.letter(kryvyi, "ministry_letter"), made.letter(kryvyi, "ministry_letter")
        made.resolved(kryvyi, paper, put_on_control=True)
        own = made.resolved(kryvyi, came, made.point(Assignee(kryvyi.executor.post_id, "info"), due_on=None))
        seen(kryvyi, came)
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=paper.pk, letter=came.pk)
        cancelled(kryvyi.mayor, own)
        assert lying(kryvyi.mayor) == set()

    def test_an_act_of_our_own(self, druzhkivka):
        """Its points say who does what: no leader considers it (DR 8.2)."""
        paper = made.letter(druzhkivka, "mayor_order")
        Document.objects.filter(pk=paper.pk).update(direction="act")
        Review.objects.all().delete()
        paper.refresh_from_db()
        points = [made.point(druzhkivka.executor, number="1", due_on=date(2026, 3, 20))]
        ordered = by_act.Ordered(author=druzhkivka.mayor.post_id, printed="Міський голова", points=points)
        cancelled(druzhkivka.mayor, by_act.give(actor=druzhkivka.clerk, at=AT, document=paper, ordered=ordered))
        assert not Review.objects.exists()


class TestWaitsOnControl:
    """What stays on control waits for another resolution: it is neither read nor done meanwhile (KR 8.3, 8.15, 8.16; DR 8.3)."""

    @pytest.fixture(params=["cabinet_letter", "ministry_letter"])
    def waiting(self, kryvyi, request):
        paper = made.letter(kryvyi, request.param)
        cancelled(kryvyi.mayor, made.resolved(kryvyi, paper, put_on_control=True))
        return paper

    def test_it_leaves_the_desk_only_with_another_resolution(self, kryvyi, waiting):
        clause = Control.objects.get().clause
        with pytest.raises(Refusal, match="чекає на нову резолюцію") as refused:
            reviews.read(actor=kryvyi.mayor, at=LATER, document=waiting.pk)
        assert refused.value.clause == clause
        with pytest.raises(Refusal, match="чекає на нову резолюцію"):
            reviews.pass_to(
                actor=kryvyi.mayor, at=LATER, document=waiting.pk, leader=kryvyi.deputy.post_id, is_info=True
            )
        reviews.pass_to(actor=kryvyi.mayor, at=LATER, document=waiting.pk, leader=kryvyi.deputy.post_id)
        assert (lying(kryvyi.mayor), lying(kryvyi.deputy)) == (set(), {(waiting.pk, "resolution")})

    def test_the_desk_does_not_offer_to_read_it(self, kryvyi, waiting, sign_in):
        page = sign_in(kryvyi.mayor).get(reverse("tasks:review_document", args=[waiting.pk])).content.decode()
        assert "чекає на нову резолюцію" in page

    def test_what_only_informs_is_no_other_resolution(self, kryvyi):
        paper = made.letter(kryvyi, "cabinet_letter")
        cancelled(kryvyi.mayor, made.resolved(kryvyi, paper))
        with pytest.raises(Refusal, match="головним виконавцем") as refused:
            made.resolved(kryvyi, paper, made.point(Assignee(kryvyi.executor.post_id, "info"), due_on=None))
        assert refused.value.clause == "8.3"

    def test_it_may_be_read_once_it_is_off_control(self, kryvyi, waiting):
        control = Control.objects.get()
        removal.take_off(actor=kryvyi.control, at=LATER, control=control, mark="За листом", clause="8.15")
        Control.objects.update(is_obligatory=False)
        reviews.read(actor=kryvyi.mayor, at=LATER, document=waiting.pk)
        assert lying(kryvyi.mayor) == set()

    def test_its_case_is_not_ready(self, kryvyi, sign_in):
        """Nobody has done anything yet (KR 8.16)."""
        paper = made.letter(kryvyi, "instruction")
        resolution = made.resolved(kryvyi, paper, put_on_control=True)
        Control.objects.update(is_obligatory=True)
        cancelled(kryvyi.mayor, resolution)
        assert list(queries.ready_to_submit(units=kryvyi.control.departments)) == []
        with pytest.raises(Refusal, match="чекає на нову резолюцію") as refused:
            removal.submit_case(actor=kryvyi.control, at=LATER, document=paper.pk)
        assert refused.value.clause == "8.16"
        card = f"/dokumenty/{paper.pk}/"
        assert "Подати справу" not in sign_in(kryvyi.control).get(card).content.decode()
        made.done(kryvyi, made.resolved(kryvyi, paper, at=LATER).tasks.get(), at=LATER)
        assert [one.document_id for one in queries.ready_to_submit(units=kryvyi.control.departments)] == [paper.pk]
        assert "Подати справу" in sign_in(kryvyi.control).get(card).content.decode()


class TestWhoDecidesOnTheCase:
    """DR 10.22: the author of the resolution writes off, not who had cancelled his own."""

    @pytest.fixture
    def paper(self, druzhkivka):
        """On control by the mayor's resolution, seen by the deputies."""
        paper = made.letter(druzhkivka, "councillor_request")
        for leader in (druzhkivka.deputy, druzhkivka.first_deputy):
            grants.give(document=paper, post=leader.post_id, reason="informed", source="tests:1", at=AT)
        return paper

    def informed(self, office, paper, author):
        point = made.point(Assignee(office.executor.post_id, "info"), due_on=None)
        return made.resolved(office, paper, point, actor=author, on_blank=True)

    def decides(self):
        return Control.objects.get().leader_id

    def test_the_author_of_the_other_one(self, druzhkivka, paper):
        office = druzhkivka
        cancelled(office.mayor, made.resolved(office, paper))
        reviews.pass_to(actor=office.mayor, at=LATER, document=paper.pk, leader=office.deputy.post_id)
        made.resolved(office, paper, actor=office.deputy, at=LATER)
        assert self.decides() == office.deputy.post_id

    def test_the_author_of_one_written_before_the_cancelling(self, druzhkivka, paper):
        office = druzhkivka
        first = made.resolved(office, paper)
        second = made.resolved(office, paper, actor=office.deputy, on_blank=True)
        self.informed(office, paper, office.first_deputy)
        assert self.decides() == office.mayor.post_id
        cancelled(office.mayor, first)
        assert self.decides() == office.deputy.post_id
        made.done(office, second.tasks.get(), author=office.deputy)
        removal.submit_case(actor=office.records_head, at=LATER, document=paper.pk)
        assert removal.write_off(actor=office.deputy, at=LATER, document=paper.pk).state == "off"

    def test_the_author_of_one_that_gives_work_before_one_that_informs(self, druzhkivka, paper):
        office = druzhkivka
        first = made.resolved(office, paper)
        self.informed(office, paper, office.first_deputy)
        cancelled(office.mayor, first)
        assert self.decides() == office.first_deputy.post_id
        made.resolved(office, paper, actor=office.deputy, at=LATER)
        assert self.decides() == office.deputy.post_id

    def test_the_author_of_one_without_a_day(self, druzhkivka, paper):
        """DR 10.19: what only informs stands in its place."""
        office = druzhkivka
        cancelled(office.mayor, made.resolved(office, paper))
        self.informed(office, paper, office.deputy)
        assert self.decides() == office.deputy.post_id

    def test_whom_an_act_names_though_he_wrote_none(self, druzhkivka):
        """DR 8.2."""
        office = druzhkivka
        act = made.letter(office, "mayor_order")
        Document.objects.filter(pk=act.pk).update(direction="act")
        act.refresh_from_db()
        points = [made.point(office.executor, number="1", due_on=date(2026, 3, 20))]
        ordered = by_act.Ordered(
            author=office.mayor.post_id, printed="Міський голова", points=points, controller=office.deputy.post_id
        )  # fmt: skip
        by_act.give(actor=office.clerk, at=AT, document=act, ordered=ordered)
        another = made.resolved(office, act, on_blank=True)
        assert self.decides() == office.deputy.post_id
        cancelled(office.mayor, another)
        assert self.decides() == office.deputy.post_id
