"""People, appointments, duties, accounts."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from magistrat.journal import queries as journal
from magistrat.organisation import actions, models, queries
from magistrat.rules.refusal import Refusal
from tests.factories import organisation, regulation

AT, ON = regulation.AT, regulation.ON
SPRING = date(2026, 4, 1)
GROUND = "розпорядження від 01.03.2026 №4-к"


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


def appointed(town: organisation.Town, person: int, post: str, **said: object) -> models.Holding:
    given = {
        "actor": town.actor("clerk"),
        "at": AT,
        "person": person,
        "post": town.posts[post],
        "since": SPRING,
        "ground": GROUND,
    }
    return actions.appoint(**(given | said))


def freed(town: organisation.Town, post: str) -> models.Holding:
    holding = queries.holder_of(town.posts[post], ON)
    return actions.release(actor=town.actor("clerk"), at=AT, holding=holding.pk, until=SPRING)


def elected(town: organisation.Town, person: int, at: datetime = AT) -> models.Person:
    """The person marked as a councillor."""
    kept = models.Person.objects.get(pk=person)
    names = {name: getattr(kept, name) for name in ("surname", "given", "patronymic", "gender", "email", "phone")}
    return actions.change_person(actor=town.actor("clerk"), at=at, person=person, is_councillor=True, **names)


def recarded(town: organisation.Town, post: str, **said: object) -> models.Post:
    """The post's card changed in what is said alone."""
    kept = models.Post.objects.get(pk=town.posts[post])
    names = ("title", "roles", "rank", "is_leader", "is_department_head", "is_committee_member")
    card = {name: getattr(kept, name) for name in names}
    card |= {"department": kept.department_id, "head": kept.head_id, "assists": kept.assists_id}
    return actions.change_post(actor=town.actor("clerk"), at=AT, post=kept.pk, **(card | said))


class TestPerson:
    def test_is_entered_and_corrected(self, town: organisation.Town) -> None:
        clerk = town.actor("clerk")
        kept = actions.add_person(actor=clerk, at=AT, surname=" Явір ", given="Софія", gender="f")
        kept = actions.change_person(
            actor=clerk, at=AT, person=kept.pk, surname="Явірська", given="Софія", gender="f", phone="12"
        )
        assert kept.signature_name == "Софія ЯВІРСЬКА"
        entries = journal.of_subject(kind="organisation.person", subject=kept.pk)
        assert entries[0].payload["changes"] == {"surname": ["Явір", "Явірська"], "phone": ["", "12"]}

    def test_is_refused_without_names_gender_or_right(self, town: organisation.Town) -> None:
        clerk = town.actor("clerk")
        with pytest.raises(Refusal, match="прізвище"):
            actions.add_person(actor=clerk, at=AT, surname="", given="Софія", gender="f")
        with pytest.raises(Refusal, match="стать"):
            actions.add_person(actor=clerk, at=AT, surname="Явір", given="Софія", gender="")
        with pytest.raises(Refusal) as refused:
            actions.add_person(actor=town.actor("mayor"), at=AT, surname="Явір", given="Софія", gender="f")
        assert refused.value.is_right


class TestAppoint:
    def test_history_is_kept(self, town: organisation.Town) -> None:
        before = town.people["surveyor"]
        freed(town, "surveyor")
        made = appointed(town, organisation.person(11).pk, "surveyor")
        assert queries.holder_of(town.posts["surveyor"], date(2026, 3, 31)).person_id == before
        assert queries.holder_of(town.posts["surveyor"], SPRING).pk == made.pk
        entry = journal.of_subject(kind="organisation.holding", subject=made.pk)[0]
        assert (entry.code, entry.clause) == ("organisation.person_appointed", "1.5")

    def test_wants_the_order_by_the_clause(self, town: organisation.Town) -> None:
        freed(town, "surveyor")
        with pytest.raises(Refusal, match="розпорядження") as refused:
            appointed(town, organisation.person(11).pk, "surveyor", ground="")
        assert refused.value.clause == "1.5"

    def test_is_refused_on_a_held_post(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="обіймає"):
            appointed(town, organisation.person(11).pk, "surveyor")

    def test_is_refused_outside_the_posts_own_days(self, town: organisation.Town) -> None:
        freed(town, "surveyor")
        actions.end_post(actor=town.actor("clerk"), at=AT, post=town.posts["surveyor"], until=date(2026, 6, 1))
        with pytest.raises(Refusal, match="немає в структурі"):
            appointed(town, organisation.person(11).pk, "surveyor")
        with pytest.raises(Refusal, match="не раніший"):
            appointed(town, organisation.person(11).pk, "surveyor", until=SPRING)
        assert appointed(town, organisation.person(11).pk, "surveyor", until=date(2026, 6, 1)).pk

    def test_a_councillor_may_not_sit_on_the_committee_but_as_its_secretary(self, town: organisation.Town) -> None:
        person = organisation.person(11)
        models.Person.objects.filter(pk=person.pk).update(is_councillor=True)
        freed(town, "starosta")
        freed(town, "secretary")
        with pytest.raises(Refusal) as refused:
            appointed(town, person.pk, "starosta")
        assert refused.value.clause == "1.6"
        assert appointed(town, person.pk, "secretary").pk

    def test_a_member_of_the_committee_is_not_marked_as_a_councillor(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="Староста") as refused:
            elected(town, town.people["starosta"])
        assert refused.value.clause == "1.6"
        assert not models.Person.objects.filter(is_councillor=True).exists()
        freed(town, "starosta")
        with pytest.raises(Refusal, match="Староста"):
            elected(town, town.people["starosta"])
        assert elected(town, town.people["starosta"], at=datetime(2026, 4, 1, 9, tzinfo=UTC)).is_councillor
        assert elected(town, town.people["secretary"]).is_councillor
        assert elected(town, town.people["surveyor"]).is_councillor

    def test_a_councillors_post_is_not_put_on_the_committee(self, town: organisation.Town) -> None:
        elected(town, town.people["surveyor"])
        with pytest.raises(Refusal, match="депутат") as refused:
            recarded(town, "surveyor", is_committee_member=True)
        assert refused.value.clause == "1.6"
        assert not models.Post.objects.get(pk=town.posts["surveyor"]).is_committee_member
        assert recarded(town, "surveyor_head", is_committee_member=True).is_committee_member

    def test_the_secretarys_role_is_not_taken_from_a_councillor_on_the_committee(self, town: organisation.Town) -> None:
        elected(town, town.people["secretary"])
        with pytest.raises(Refusal, match="депутат") as refused:
            recarded(town, "secretary", roles=["affairs_manager"])
        assert refused.value.clause == "1.6"
        assert recarded(town, "secretary", roles=["affairs_manager"], is_committee_member=False).roles == [
            "affairs_manager"
        ]

    def test_is_refused_without_the_right(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            appointed(town, organisation.person(11).pk, "surveyor", actor=town.actor("mayor"))
        assert refused.value.is_right

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_one_is_refused(self) -> None:
        town = organisation.town()
        freed(town, "surveyor")
        people = [organisation.person(number).pk for number in (11, 12)]
        clerk, told, start = town.actor("clerk"), [], threading.Barrier(2)

        def put(person: int) -> None:
            try:
                start.wait()
                appointed(town, person, "surveyor", actor=clerk)
                told.append("призначено")
            except Refusal as refusal:
                told.append(refusal.message)
            finally:
                connection.close()

        both = [threading.Thread(target=put, args=(person,)) for person in people]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sum(word == "призначено" for word in told) == 1
        assert any("обіймає" in word for word in told)


class TestRelease:
    def test_is_refused_twice_and_before_the_first_day(self, town: organisation.Town) -> None:
        kept = freed(town, "surveyor")
        clerk = town.actor("clerk")
        with pytest.raises(Refusal, match="вже звільнено"):
            actions.release(actor=clerk, at=AT, holding=kept.pk, until=SPRING)
        with pytest.raises(Refusal, match="не раніший"):
            actions.release(actor=clerk, at=AT, holding=kept.pk, until=organisation.SINCE)

    def test_a_correction_wants_its_reason_and_free_days(self, town: organisation.Town) -> None:
        kept = freed(town, "surveyor")
        appointed(town, organisation.person(11).pk, "surveyor")
        said = {"actor": town.actor("clerk"), "at": AT, "holding": kept.pk, "since": kept.since, "ground": GROUND}
        with pytest.raises(Refusal, match="причину"):
            actions.correct_holding(**said, until=SPRING, reason="")
        with pytest.raises(Refusal, match="вже обіймає"):
            actions.correct_holding(**said, until=date(2026, 5, 1), reason="описка")
        assert actions.correct_holding(**said, until=ON, reason="описка").until == ON

    def test_a_councillor_does_not_come_back_to_the_committee_by_a_correction(self, town: organisation.Town) -> None:
        kept = freed(town, "starosta")
        later = datetime(2026, 4, 1, 9, tzinfo=UTC)
        elected(town, town.people["starosta"], at=later)
        said = {"actor": town.actor("clerk"), "at": later, "holding": kept.pk, "since": kept.since, "ground": GROUND}
        for until in (None, date(2026, 5, 1)):
            with pytest.raises(Refusal) as refused:
                actions.correct_holding(**said, until=until, reason="описка")
            assert refused.value.clause == "1.6"
        assert models.Holding.objects.get(pk=kept.pk).until == SPRING
        assert actions.correct_holding(**said, until=ON, reason="описка").until == ON


class TestFields:
    def assigned(self, town: organisation.Town, **said: object) -> models.Field:
        given = {
            "actor": town.actor("clerk"),
            "at": AT,
            "leader": town.posts["starosta"],
            "since": ON,
            "ground": GROUND,
        }
        return actions.assign_field(**(given | {"subject": "дороги"} | said))

    def closed(self, town: organisation.Town) -> int:
        said = {"name": "Бібліотека", "short_name": "", "index": "4", "since": ON}
        made = actions.open_department(actor=town.actor("clerk"), at=AT, **said)
        return actions.end_department(actor=town.actor("clerk"), at=AT, department=made.pk, until=SPRING).pk

    def test_a_department_passes_from_one_leader_to_another(self, town: organisation.Town) -> None:
        kept = models.Field.objects.get(department=town.departments["land"])
        actions.end_field(actor=town.actor("clerk"), at=AT, field=kept.pk, until=SPRING)
        said = {"subject": "", "department": town.departments["land"], "leader": town.posts["mayor"]}
        with pytest.raises(Refusal, match=r"до 31\.03\.2026"):
            self.assigned(town, **said)
        self.assigned(town, **said, since=SPRING)
        leaders = [queries.leader_of(town.departments["land"], on).pk for on in (ON, SPRING)]
        assert leaders == [town.posts["starosta"], town.posts["mayor"]]

    def test_are_given_and_ended(self, town: organisation.Town) -> None:
        field = self.assigned(town)
        assert "дороги" in [one.subject for one in queries.fields_of(town.posts["starosta"], ON)]
        actions.end_field(actor=town.actor("clerk"), at=AT, field=field.pk, until=SPRING)
        assert "дороги" not in [one.subject for one in queries.fields_of(town.posts["starosta"], SPRING)]
        with pytest.raises(Refusal, match="вже припинено"):
            actions.end_field(actor=town.actor("clerk"), at=AT, field=field.pk, until=SPRING)
        with pytest.raises(Refusal, match="пізнішим"):
            actions.end_field(actor=town.actor("clerk"), at=AT, field=field.pk, until=ON)

    def test_are_refused_by_the_clause(self, town: organisation.Town) -> None:
        for said, message in (
            ({"subject": ""}, "питання або підрозділ"),
            ({"ground": ""}, "розпорядження"),
            ({"leader": town.posts["surveyor"]}, "не належить"),
            ({"subject": "", "department": town.departments["land"]}, "уже закріплено"),
            ({"since": organisation.SINCE - timedelta(days=1)}, "немає в структурі"),
            ({"subject": "", "department": self.closed(town), "since": SPRING}, "01.04.2026 немає"),
            (
                {"subject": "", "department": town.departments["land"], "leader": town.posts["mayor"]},
                "координує «Староста».*з 01.01.2016",
            ),
        ):
            with pytest.raises(Refusal, match=message) as refused:
                self.assigned(town, **said)
            assert refused.value.clause == "1.4"

    def test_are_refused_without_the_right(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            self.assigned(town, actor=town.actor("mayor"))
        assert refused.value.is_right


class TestAssistants:
    def test_type_on_the_leaders_behalf(self, town: organisation.Town) -> None:
        recarded(town, "assistant", assists=town.posts["starosta"])
        behalf = [one.on_behalf for one in queries.actors_of(town.people["assistant"], ON)]
        assert behalf == [None, town.posts["starosta"]]
        recarded(town, "assistant", assists=None)
        assert [one.on_behalf for one in queries.actors_of(town.people["assistant"], ON)] == [None]

    def test_serve_leaders_only(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="лише керівництво"):
            recarded(town, "assistant", assists=town.posts["surveyor"])
        assert models.Post.objects.get(pk=town.posts["assistant"]).assists_id == town.posts["mayor"]
        said = {"actor": town.actor("clerk"), "at": AT, "title": "Помічник", "department": town.departments["office"]}
        with pytest.raises(Refusal, match="лише керівництво"):
            actions.open_post(**said, roles=["leader_assistant"], since=ON, assists=town.posts["surveyor"])
        made = actions.open_post(**said, roles=["leader_assistant"], since=ON, assists=town.posts["starosta"])
        assert made.assists_id == town.posts["starosta"]

    def test_are_moved_before_the_post_leaves_the_leadership(self, town: organisation.Town) -> None:
        recarded(town, "assistant", assists=town.posts["starosta"])
        with pytest.raises(Refusal, match="Помічниця"):
            recarded(town, "starosta", is_leader=False)
        recarded(town, "assistant", assists=None)
        for field in models.Field.objects.filter(leader=town.posts["starosta"]):
            actions.end_field(actor=town.actor("clerk"), at=AT, field=field.pk, until=ON)
        assert not recarded(town, "starosta", is_leader=False).is_leader

    def test_keep_their_own_post_and_roles(self, town: organisation.Town) -> None:
        own, behalf = queries.actors_of(town.people["assistant"], ON)
        assert (behalf.post_id, behalf.roles) == (own.post_id, {"leader_assistant"})
        assert town.posts["mayor"] in own.line


class TestAccounts:
    def test_one_own_account_is_not_closed(self, town: organisation.Town) -> None:
        organisation.account(town.people["clerk"], "login-clerk")
        with pytest.raises(Refusal, match="Власний"):
            actions.close_account(actor=town.actor("clerk"), at=AT, person=town.people["clerk"])

    def test_refusals_name_the_person(self, town: organisation.Town) -> None:
        clerk, person = town.actor("clerk"), town.people["surveyor"]
        with pytest.raises(Refusal, match="не має чинного доступу"):
            actions.renew_password(actor=clerk, at=AT, person=person, password="дуже-довгий-пароль")
        actions.open_account(actor=clerk, at=AT, person=person, login="zemlia", password="дуже-довгий-пароль")
        with pytest.raises(Refusal, match="уже має доступ"):
            actions.open_account(actor=clerk, at=AT, person=person, login="zemlia2", password="дуже-довгий-пароль")
        with pytest.raises(Refusal, match="уже має інша особа"):
            actions.open_account(
                actor=clerk, at=AT, person=town.people["mayor"], login="Zemlia", password="дуже-довгий-пароль"
            )
        assert journal.of_subject(kind="organisation.person", subject=person)[0].code == "organisation.account_opened"

    def test_are_the_administrators_right(self, town: organisation.Town) -> None:
        for deed in (actions.open_account, actions.renew_password):
            said = {"login": "zemlia"} if deed is actions.open_account else {}
            with pytest.raises(Refusal) as refused:
                deed(
                    actor=town.actor("mayor"),
                    at=AT,
                    person=town.people["surveyor"],
                    password="дуже-довгий-пароль",
                    **said,
                )
            assert refused.value.is_right


class TestNames:
    def test_forms_of_a_person(self, town: organisation.Town) -> None:
        person = models.Person(surname="Нечуй-Левицький", given="Іван", patronymic="Семенович", gender="m")
        assert (person.short_name, person.initials) == ("Нечуй-Левицький І.С.", "існ")
