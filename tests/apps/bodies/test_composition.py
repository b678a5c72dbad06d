"""Who sits in the committee, by days and decisions (KR 1.3, 1.6; DR 2.2, 6.11)."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.bodies.actions import composition, set_up
from magistrat.bodies.models import Membership, Seats
from magistrat.bodies.queries import composition as bodies
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.organisation.actions import substitution
from magistrat.organisation.models import Person
from magistrat.rules.refusal import Refusal
from tests.factories import organisation, regulation, sittings

BAR = {"kryvyi-rih": "1.3", "druzhkivka": "2.2"}
AT = sittings.AT


def appoint(made: sittings.Committee, person: int, **said: object) -> Membership:
    known = {"role": "member", "since": sittings.DAY, "ground": sittings.GROUND, "printed": "представник громади"}
    return composition.appoint(actor=made.keeper, at=AT, body=made.body, person=person, **(known | said))


def with_room(made: sittings.Committee) -> sittings.Committee:
    composition.set_seats(
        actor=made.keeper, at=AT, body=made.body, number=12, since=date(2026, 3, 10), ground=sittings.GROUND
    )
    return made


class TestSetUp:
    def test_makes_the_committee_of_the_posts_whose_holders_sit_in_it(self, either):
        roles = [member.role for member in bodies.members_on(bodies.committee(), sittings.DAY)]
        assert roles[0] == "chair"
        assert {"chair", "secretary", "member"} <= set(roles)
        first = Seats.objects.order_by("since").first()
        leaders = Membership.objects.filter(post__isnull=False).count()
        assert (first.number, leaders) == {"kryvyi-rih": (7, 7), "druzhkivka": (5, 5)}[either.slug]

    def test_again_changes_nothing(self, either):
        before = list(Membership.objects.values_list("pk", "until"))
        set_up.set_up(actor=SYSTEM, at=AT)
        assert list(Membership.objects.values_list("pk", "until")) == before

    def test_leaves_a_councillor_out_and_says_so(self, db):
        town = organisation.town("kryvyi-rih")
        Person.objects.filter(pk=town.people["deputy_1"]).update(is_councillor=True)
        Person.objects.filter(pk=town.people["secretary"]).update(is_councillor=True)
        _, left = set_up.set_up(actor=SYSTEM, at=regulation.AT)
        assert [text.split(":")[0] for text in left] == ["Заступник міського голови"]
        assert "(п. 1.3)" in left[0]


class TestAppoint:
    def test_enters_a_member_with_the_councils_decision(self, either):
        member = appoint(with_room(either), organisation.person(3, surname="Новак").pk)
        assert member in bodies.members_on(bodies.committee(), sittings.DAY)
        entry = Entry.objects.get(code="bodies.member_appointed", payload__member=member.pk)
        assert (entry.clause, sittings.GROUND in entry.payload["text"]) == (BAR[either.slug], True)

    def test_refuses_a_councillor_who_is_not_the_secretary(self, either):
        person = organisation.person(3, surname="Депутатенко", is_councillor=True)
        with pytest.raises(Refusal) as refused:
            appoint(with_room(either), person.pk)
        assert refused.value.clause == BAR[either.slug]

    def test_refuses_without_ground(self, either):
        with pytest.raises(Refusal) as refused:
            appoint(with_room(either), organisation.person(3).pk, ground=" ")
        assert refused.value.clause == BAR[either.slug]

    def test_refuses_beyond_the_composition_and_twice(self, either):
        with pytest.raises(Refusal, match="заповнено: 9 із 9"):
            appoint(either, organisation.person(3).pk)
        sits = bodies.membership(either.chair).person_id
        with pytest.raises(Refusal, match="уже член"):
            appoint(with_room(either), sits)

    def test_refuses_who_has_no_right(self, either):
        actor = either.town.actor(sittings.PROPOSER[either.slug])
        with pytest.raises(Refusal) as refused:
            composition.appoint(
                actor=actor, at=AT, body=either.body, person=organisation.person(3).pk, role="member",
                since=sittings.DAY, ground="рішення",
            )  # fmt: skip
        assert refused.value.is_right


class TestRelease:
    def test_ends_with_its_last_day(self, either):
        last = either.members[-1]
        composition.release(actor=either.keeper, at=AT, membership=last, until=sittings.DAY, ground=sittings.GROUND)
        on_day = {member.pk for member in bodies.members_on(bodies.committee(), sittings.DAY)}
        after = {member.pk for member in bodies.members_on(bodies.committee(), date(2026, 3, 19))}
        assert on_day - after == {last}

    def test_refuses_a_second_time_and_a_day_before_the_first(self, either):
        last = either.members[-1]
        with pytest.raises(Refusal, match="раніший за перший"):
            composition.release(
                actor=either.keeper, at=AT, membership=last, until=date(2026, 1, 1), ground=sittings.GROUND
            )
        composition.release(actor=either.keeper, at=AT, membership=last, until=sittings.DAY, ground=sittings.GROUND)
        with pytest.raises(Refusal, match="вже припинено"):
            composition.release(actor=either.keeper, at=AT, membership=last, until=sittings.DAY, ground=sittings.GROUND)


class TestSeats:
    def test_are_dated(self, either):
        with_room(either)
        body = bodies.committee()
        assert (bodies.seats_on(body, date(2026, 3, 9)), bodies.seats_on(body, date(2026, 3, 10))) == (9, 12)

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({"number": 0}, "щонайменше один"),
            ({"number": 8}, "же більше: 9"),
            ({"since": date(2026, 3, 3)}, "же внесено"),
        ],
    )
    def test_refuse_what_cannot_be(self, committee, said, why):
        known = {"number": 12, "since": date(2026, 3, 10), "ground": sittings.GROUND}
        with pytest.raises(Refusal, match=why):
            composition.set_seats(actor=committee.keeper, at=AT, body=committee.body, **(known | said))


class TestChairs:
    def test_is_the_mayor(self, either):
        assert [chair.membership for chair in bodies.chairs(bodies.committee(), sittings.DAY)] == [either.chair]

    def test_is_the_one_who_does_the_mayors_duties_by_his_order(self, either):
        posts, key = either.town.posts, {"kryvyi-rih": "first_deputy", "druzhkivka": "secretary"}[either.slug]
        substitution.arrange(
            actor=SYSTEM, at=AT, absent=posts["mayor"], substitute=posts[key], since=sittings.DAY, until=None,
            reason="leave", order="12-р",
            ground_kind="mayor_order",
        )  # fmt: skip
        chair, *others = bodies.chairs(bodies.committee(), sittings.DAY)
        assert not others
        assert bodies.membership(chair.membership).post_id == posts[key]
        assert chair.lines[0] == "В.о. міського голови –"


def test_only_one_committee_stands(either):
    with pytest.raises(Refusal, match="уже внесено"):
        composition.form(
            actor=either.keeper,
            at=AT,
            key="executive-committee",
            title="Виконком",
            since=sittings.DAY,
            ground="рішення",
        )
    group = composition.form(
        actor=either.keeper, at=AT, key="working-body", title="Робоча група", since=sittings.DAY, ground="розпорядження"
    )
    assert bodies.bodies(sittings.DAY)[-1] == group
    assert appoint(room_in(either, group.pk), organisation.person(1, is_councillor=True).pk).role == "member"


def room_in(made: sittings.Committee, body: int) -> sittings.Committee:
    composition.set_seats(actor=made.keeper, at=AT, body=body, number=3, since=sittings.DAY, ground="розпорядження")
    return sittings.Committee(made.slug, made.town, body, [])
