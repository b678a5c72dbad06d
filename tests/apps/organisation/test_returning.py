"""Handed-over duties end with what they hung on: the vacancy, the former holder, the substitute's own post (KR 1.6, 1.9.2; DR 2.10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from magistrat.journal import queries as journal
from magistrat.organisation import actions, models, queries
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from tests.factories import organisation, regulation

AT, ON = regulation.AT, regulation.ON
FREE, TAKEN = date(2026, 3, 9), date(2026, 4, 1)
GROUND = "розпорядження від 30.03.2026 №7-к"


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


def stood_in(
    town: organisation.Town, absent: str = "mayor", by: str = "secretary", **said: object
) -> models.Substitution:
    given = {
        "actor": town.actor("clerk"), "at": AT, "absent": town.posts[absent], "substitute": town.posts[by], "since": FREE,
        "until": None, "reason": "vacancy", "order": "від 06.03.2026 №12-р",
    }  # fmt: skip
    return actions.arrange(**(given | said))


def released(town: organisation.Town, post: str, until: date = FREE) -> models.Holding:
    holding = queries.holder_of(town.posts[post], until - timedelta(days=1))
    return actions.release(actor=town.actor("clerk"), at=AT, holding=holding.pk, until=until)


def appointed(town: organisation.Town, post: str, person: int | None = None, **said: object) -> models.Holding:
    given = {"actor": town.actor("clerk"), "at": AT, "post": town.posts[post], "since": TAKEN, "ground": GROUND}
    return actions.appoint(person=person or organisation.person(9).pk, **(given | said))


def signs(town: organisation.Town, post: str, on: date) -> int | None:
    found = queries.signature_of(town.posts[post], on)
    return found.person_id if found else None


class TestAppointment:
    def test_ends_what_stood_in_for_the_vacancy(self, town: organisation.Town) -> None:
        released(town, "mayor")
        kept = stood_in(town)
        holding = appointed(town, "mayor")
        kept.refresh_from_db()
        assert (kept.until, kept.cancelled_at) == (TAKEN, None)
        assert signs(town, "mayor", TAKEN - timedelta(days=1)) == town.people["secretary"]
        assert signs(town, "mayor", TAKEN) == holding.person_id
        name = models.Person.objects.get(pk=holding.person_id).short_name
        said = f"секретар виконкому. Обов'язки повернуто з 01.04.2026: на посаду призначено {name}"
        assert [one.endswith(said) for one in holding.ended_with] == [True], holding.ended_with
        entry = journal.of_subject(kind="organisation.holding", subject=holding.pk)[0]
        assert entry.payload["ended"] == holding.ended_with
        assert journal.of_subject(kind="organisation.substitution", subject=kept.pk)[0].clause == "1.2"
        assert Message.objects.filter(
            to_post=town.posts["secretary"], subject__startswith="Обов'язки повернуто"
        ).exists()

    def test_ends_the_leave_of_the_former_holder(self, town: organisation.Town) -> None:
        kept = stood_in(town, reason="leave", since=FREE, until=TAKEN + timedelta(days=30))
        ahead = stood_in(town, reason="trip", since=TAKEN + timedelta(days=40))
        released(town, "mayor", FREE + timedelta(days=3))
        appointed(town, "mayor")
        kept.refresh_from_db()
        ahead.refresh_from_db()
        assert (kept.until, ahead.cancelled_at) == (TAKEN, AT)

    def test_leaves_a_leave_that_goes_on_in_a_new_term_of_the_same_person(self, town: organisation.Town) -> None:
        kept = stood_in(town, reason="leave", until=TAKEN + timedelta(days=30))
        released(town, "mayor", TAKEN)
        assert appointed(town, "mayor", town.people["mayor"]).ended_with == []
        kept.refresh_from_db()
        assert kept.until == TAKEN + timedelta(days=30)

    def test_entered_late_leaves_the_days_on_which_the_substitute_acted(self, town: organisation.Town) -> None:
        released(town, "mayor", ON - timedelta(days=20))
        kept = stood_in(town, since=ON - timedelta(days=20))
        appointed(town, "mayor", since=ON - timedelta(days=2))
        kept.refresh_from_db()
        assert kept.until == ON
        assert signs(town, "mayor", ON - timedelta(days=1)) == town.people["secretary"]

    def test_ended_before_is_left_alone(self, town: organisation.Town) -> None:
        released(town, "mayor")
        stood_in(town, until=TAKEN)
        assert appointed(town, "mayor").ended_with == []


class TestRelease:
    def test_ends_the_duties_that_the_post_performed(self, town: organisation.Town) -> None:
        kept = stood_in(town, reason="leave")
        done = released(town, "secretary", TAKEN)
        kept.refresh_from_db()
        assert kept.until == TAKEN
        assert [one.endswith("більше не обіймає посаду «Секретар виконкому».") for one in done.ended_with] == [True]
        assert journal.of_subject(kind="organisation.holding", subject=done.pk)[0].payload["ended"] == done.ended_with
        appointed(town, "secretary")
        assert signs(town, "mayor", TAKEN) == town.people["mayor"]

    def test_takes_back_those_that_lay_ahead(self, town: organisation.Town) -> None:
        kept = stood_in(town, reason="leave", since=TAKEN + timedelta(days=1))
        released(town, "secretary", TAKEN)
        kept.refresh_from_db()
        assert kept.cancelled_at == AT

    def test_leaves_them_to_the_same_person_in_a_new_term(self, town: organisation.Town) -> None:
        released(town, "secretary", TAKEN)
        appointed(town, "secretary", town.people["secretary"])
        kept = stood_in(town, reason="leave")
        first = models.Holding.objects.get(post=town.posts["secretary"], until=TAKEN)
        said = {"holding": first.pk, "since": first.since, "until": TAKEN, "ground": GROUND, "reason": "описка"}
        assert actions.correct_holding(actor=town.actor("clerk"), at=AT, **said).ended_with == []
        kept.refresh_from_db()
        assert kept.until is None

    @pytest.mark.parametrize("gap", [0, 1])
    def test_of_a_later_term_ends_those_of_the_terms_before_it(self, town: organisation.Town, gap: int) -> None:
        """The successor inherits nothing, however many terms the substitute held the post in a row."""
        kept = stood_in(town, reason="leave")
        middle, last = TAKEN + timedelta(days=30), TAKEN + timedelta(days=60)
        held = models.Holding.objects.filter(post=town.posts["secretary"], until__isnull=True)
        for ended, since in ((TAKEN - timedelta(days=gap), TAKEN), (middle, middle)):
            held.update(until=ended)
            appointed(town, "secretary", town.people["secretary"], since=since)
        kept.refresh_from_db()
        assert kept.until is None
        released(town, "secretary", last)
        appointed(town, "secretary", since=last)
        kept.refresh_from_db()
        assert kept.until == (None if gap else last)

    def test_of_a_former_holder_leaves_those_of_his_successor(self, town: organisation.Town) -> None:
        first = released(town, "secretary", ON)
        appointed(town, "secretary", since=ON)
        kept = stood_in(town, reason="leave")
        said = {"holding": first.pk, "since": first.since, "until": ON - timedelta(days=9), "ground": GROUND}
        assert actions.correct_holding(actor=town.actor("clerk"), at=AT, **said, reason="описка").ended_with == []
        kept.refresh_from_db()
        assert (kept.until, kept.cancelled_at) == (None, None)

    def test_by_a_correction_ends_them_too(self, town: organisation.Town) -> None:
        kept = stood_in(town, reason="leave")
        held = queries.holder_of(town.posts["secretary"], ON)
        said = {"holding": held.pk, "since": held.since, "until": TAKEN, "ground": GROUND, "reason": "описка"}
        done = actions.correct_holding(actor=town.actor("clerk"), at=AT, **said)
        kept.refresh_from_db()
        assert (kept.until, len(done.ended_with)) == (TAKEN, 1)

    def test_is_warned_of_before(self, town: organisation.Town) -> None:
        stood_in(town, reason="leave", until=TAKEN)
        stood_in(town, "starosta", reason="leave", since=TAKEN, ground_kind="duty_distribution")
        told = [work.title for work in queries.performed_by(town.posts["secretary"], ON)]
        assert [one.split(", з ")[1] for one in told] == ["09.03.2026 до 31.03.2026", "01.04.2026"]


class TestSubstitutesOwnDays:
    def test_cover_the_whole_substitution(self, town: organisation.Town) -> None:
        released(town, "secretary", TAKEN)
        for until in (None, TAKEN + timedelta(days=1)):
            with pytest.raises(Refusal, match=r"обіймає до 31\.03\.2026") as refused:
                stood_in(town, reason="leave", until=until)
            assert refused.value.clause == "1.2"
        assert stood_in(town, reason="leave", until=TAKEN).pk

    def test_are_those_of_one_person(self, town: organisation.Town) -> None:
        released(town, "secretary", TAKEN)
        appointed(town, "secretary")
        with pytest.raises(Refusal, match="нинішній працівник"):
            stood_in(town, reason="leave")

    def test_begin_with_the_first_day(self, town: organisation.Town) -> None:
        released(town, "secretary", ON)
        appointed(town, "secretary")
        with pytest.raises(Refusal, match="вакантна"):
            stood_in(town, reason="leave")


class TestVacancy:
    def test_is_no_reason_while_the_post_is_held(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="не вакантна: її обіймає") as refused:
            stood_in(town)
        assert refused.value.clause == "1.2"
        released(town, "mayor", FREE + timedelta(days=1))
        with pytest.raises(Refusal, match="не вакантна"):
            stood_in(town)
        assert stood_in(town, since=FREE + timedelta(days=1)).pk


class TestAbolition:
    def ended(self, town: organisation.Town, post: str, until: date = TAKEN) -> models.Post:
        released(town, post, until)
        return actions.end_post(actor=town.actor("clerk"), at=AT, post=town.posts[post], until=until)

    def test_ends_fields_and_what_stood_in_for_the_post_or_by_it(self, town: organisation.Town) -> None:
        kept, land = (
            stood_in(town, "starosta", reason="leave", ground_kind="duty_distribution"),
            town.departments["land"],
        )
        field = models.Field.objects.get(department=land)
        done = self.ended(town, "starosta")
        kept.refresh_from_db()
        field.refresh_from_db()
        assert (kept.until, field.until) == (TAKEN, TAKEN)
        assert [queries.leader_of(land, on) is None for on in (TAKEN - timedelta(days=1), TAKEN)] == [False, True]
        assert signs(town, "starosta", TAKEN) is None
        assert len(done.ended_with) == 2
        assert journal.of_subject(kind="organisation.post", subject=done.pk)[0].payload["ended"] == done.ended_with

    def test_takes_back_a_field_that_lay_ahead(self, town: organisation.Town) -> None:
        ahead = actions.assign_field(
            actor=town.actor("clerk"), at=AT, leader=town.posts["starosta"], since=TAKEN + timedelta(days=9),
            subject="дороги", ground=GROUND,
        )  # fmt: skip
        self.ended(town, "starosta")
        assert "дороги" not in [one.subject for one in queries.fields_of(ahead.leader_id, TAKEN + timedelta(days=9))]

    def test_is_refused_while_an_assistant_works_with_the_leader(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="працює «"):
            self.ended(town, "mayor")

    def test_of_old_leaves_nobody_who_signs_or_leads(self, town: organisation.Town) -> None:
        """What an earlier version left behind: the post is over, its field and substitution are not."""
        stood_in(town, "starosta", reason="leave", ground_kind="duty_distribution")
        models.Post.objects.filter(pk=town.posts["starosta"]).update(until=TAKEN)
        assert queries.leader_of(town.departments["land"], TAKEN) is None
        assert queries.department_led_by(town.departments["land"], TAKEN) == []
        assert queries.substitute_of(town.posts["starosta"], TAKEN) is None
        acting = [one.acting_for for one in queries.actors_of(town.people["secretary"], TAKEN)]
        assert acting == [None]

    def test_of_a_department_ends_its_field(self, town: organisation.Town) -> None:
        said = {"name": "Бібліотека", "short_name": "", "index": "4", "since": ON}
        made = actions.open_department(actor=town.actor("clerk"), at=AT, **said)
        actions.assign_field(
            actor=town.actor("clerk"), at=AT, leader=town.posts["starosta"], since=ON, department=made.pk, ground=GROUND
        )
        done = actions.end_department(actor=town.actor("clerk"), at=AT, department=made.pk, until=TAKEN)
        assert done.ended_with == ["Припинено з 01.04.2026: Староста — Бібліотека."]
        assert queries.department_led_by(made.pk, TAKEN) == []

    def test_a_post_with_fields_stays_among_the_leaders(self, town: organisation.Town) -> None:
        kept = models.Post.objects.get(pk=town.posts["starosta"])
        names = ("title", "roles", "rank", "is_department_head", "is_committee_member")
        card = {name: getattr(kept, name) for name in names}
        card |= {"department": kept.department_id, "head": kept.head_id, "assists": kept.assists_id}
        with pytest.raises(Refusal, match="припиніть їх дію"):
            actions.change_post(actor=town.actor("clerk"), at=AT, post=kept.pk, is_leader=False, **card)
