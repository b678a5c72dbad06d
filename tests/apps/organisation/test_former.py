"""Who was what on day D: cards changed from a day keep what they said before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.journal.models import Entry
from magistrat.organisation import actions, models, queries
from magistrat.rules.refusal import Refusal
from tests.factories import organisation, regulation

AT, ON = regulation.AT, regulation.ON
DAY = date(2026, 2, 2)
EVE = DAY - timedelta(days=1)


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


def recarded(town: organisation.Town, post: str, changed_on: date | None = DAY, **said: object) -> models.Post:
    """The post's card changed from the day in what is said alone."""
    kept = models.Post.objects.get(pk=town.posts[post])
    names = ("title", "roles", "rank", "is_leader", "is_department_head", "is_committee_member")
    card = {name: getattr(kept, name) for name in names}
    card |= {"department": kept.department_id, "head": kept.head_id, "assists": kept.assists_id}
    return actions.change_post(actor=town.actor("clerk"), at=AT, post=kept.pk, changed_on=changed_on, **(card | said))


def placed(town: organisation.Town, department: str, changed_on: date | None = DAY, **said: object) -> None:
    """The department's card changed from the day in what is said alone."""
    kept = models.Department.objects.get(pk=town.departments[department])
    card = {"name": kept.name, "short_name": kept.short_name, "index": kept.index, "parent": kept.parent_id}
    actions.change_department(
        actor=town.actor("clerk"), at=AT, department=kept.pk, changed_on=changed_on, **(card | said)
    )


def married(town: organisation.Town, post: str, surname: str, changed_on: date | None = DAY) -> models.Person:
    """The holder of the post under another surname from the day."""
    kept = models.Person.objects.get(pk=town.people[post])
    said = {name: getattr(kept, name) for name in ("given", "patronymic", "gender", "phone", "is_councillor")}
    return actions.change_person(
        actor=town.actor("clerk"), at=AT, person=kept.pk, surname=surname, changed_on=changed_on, **said
    )


def of(town: organisation.Town, post: str, on: date) -> models.Post:
    return next(one for one in queries.posts(on) if one.pk == town.posts[post])


class TestPost:
    def test_says_on_each_day_what_its_card_said_then(self, town: organisation.Town) -> None:
        recarded(
            town,
            "surveyor",
            title="Архітектор",
            department=town.departments["office"],
            roles=["executor"],
            head=town.posts["clerk"],
            is_leader=True,
            is_department_head=True,
            is_committee_member=True,
        )
        then, now = of(town, "surveyor", EVE), of(town, "surveyor", DAY)
        assert (then.title, then.department.name, then.head.title) == (
            "Землевпорядник",
            "Земельний відділ",
            "Начальник земельного відділу",
        )
        assert then.roles == ["department_clerk", "executor", "lawyer"]
        assert not then.is_leader | then.is_department_head | then.is_committee_member
        assert (now.title, now.department.name, now.head.title) == (
            "Архітектор",
            "Канцелярія",
            "Завідувачка канцелярії",
        )
        assert now.roles == ["executor"]
        assert now.is_leader & now.is_department_head & now.is_committee_member

    def test_stands_on_each_day_where_it_stood(self, town: organisation.Town) -> None:
        recarded(town, "surveyor", department=town.departments["office"], head=town.posts["clerk"])
        for day, key in ((EVE, "land"), (DAY, "office")):
            there = {name: queries.posts(day, department=town.departments[name]) for name in ("land", "office")}
            assert [name for name, rows in there.items() if town.posts["surveyor"] in {one.pk for one in rows}] == [key]
        assert [one.pk for one in queries.subordinates_of(town.posts["surveyor_head"], EVE)] == [town.posts["surveyor"]]
        assert queries.subordinates_of(town.posts["surveyor_head"], DAY) == []

    def test_heads_leads_and_serves_by_the_day(self, town: organisation.Town) -> None:
        land, head = town.departments["land"], town.posts["surveyor_head"]
        recarded(town, "surveyor_head", is_department_head=False)
        assert queries.head_of_department(land, EVE).pk == head
        assert queries.head_of_department(land, DAY) is None
        recarded(town, "assistant", assists=town.posts["starosta"])
        assert [one.pk for one in queries.assistants_of(town.posts["mayor"], EVE)] == [town.posts["assistant"]]
        assert queries.assistants_of(town.posts["mayor"], DAY) == []
        office = queries.posts(EVE, department=town.departments["office"])
        assert [one.assists.title for one in office if one.assists] == ["Сільська голова"]
        recarded(town, "surveyor", is_leader=True)
        leaders = [{one.pk for one in queries.posts(day, leaders=True)} for day in (EVE, DAY)]
        assert [town.posts["surveyor"] in found for found in leaders] == [False, True]

    def test_of_changes_from_several_days_each_day_has_its_own(self, town: organisation.Town) -> None:
        later = DAY + timedelta(days=20)
        recarded(town, "surveyor", title="Архітектор")
        recarded(town, "surveyor", later, title="Головний архітектор", rank=5)
        recarded(town, "surveyor", later, title="Архітекторка")
        titles = [of(town, "surveyor", day).title for day in (EVE, DAY, later)]
        assert titles == ["Землевпорядник", "Архітектор", "Архітекторка"]

    def test_a_new_title_ahead_does_not_hold_up_other_changes(self, town: organisation.Town) -> None:
        ahead = ON + timedelta(days=30)
        recarded(town, "surveyor", ahead, title="Архітектор")
        recarded(town, "surveyor", head=town.posts["clerk"])
        assert of(town, "surveyor", EVE).head_id == town.posts["surveyor_head"]
        assert (of(town, "surveyor", ON).head_id, of(town, "surveyor", ON).title) == (
            town.posts["clerk"],
            "Землевпорядник",
        )
        assert of(town, "surveyor", ahead).title == "Архітектор"
        assert queries.post(town.posts["surveyor"], ON).title == "Землевпорядник"

    def test_what_rights_follow_from_is_not_changed_ahead(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="Наперед"):
            recarded(town, "surveyor", ON + timedelta(days=1), roles=["executor"])
        assert queries.post(town.posts["surveyor"]).roles == ["department_clerk", "executor", "lawyer"]
        assert not models.FormerCard.objects.exists()

    def test_is_not_changed_before_a_change_of_the_same(self, town: organisation.Town) -> None:
        recarded(town, "surveyor", head=town.posts["clerk"])
        with pytest.raises(Refusal, match="пізніший день"):
            recarded(town, "surveyor", EVE, head=town.posts["mayor"])
        recarded(town, "surveyor", EVE, roles=["executor"])

    def test_a_correction_and_a_change_of_the_first_day_keep_nothing(self, town: organisation.Town) -> None:
        recarded(town, "surveyor", None, head=town.posts["clerk"])
        recarded(town, "surveyor", organisation.SINCE, head=town.posts["mayor"])
        assert of(town, "surveyor", EVE).head_id == town.posts["mayor"]
        assert not models.FormerCard.objects.exists()

    def test_a_new_title_gets_its_own_forms_when_those_of_the_former_one_come_back(
        self, town: organisation.Town
    ) -> None:
        kept = queries.post(town.posts["surveyor"])
        forms = {"title_genitive": kept.title_genitive, "title_dative": kept.title_dative}
        made = recarded(town, "surveyor", title="Архітектор", **forms)
        assert (made.title_genitive, made.title_dative) == ("архітектора", "архітектору")

    def test_comes_to_a_department_that_is_there_on_the_day(self, town: organisation.Town) -> None:
        clerk, said = town.actor("clerk"), {"name": "Архів", "short_name": "", "index": "4", "since": DAY}
        archive = actions.open_department(actor=clerk, at=AT, **said).pk
        with pytest.raises(Refusal, match="немає"):
            recarded(town, "surveyor", EVE, department=archive)
        with pytest.raises(Refusal, match="немає"):
            placed(town, "land", EVE, parent=archive)
        assert recarded(town, "surveyor", DAY, department=archive).department_id == archive

    def test_signs_for_a_past_day_as_it_was(self, town: organisation.Town) -> None:
        recarded(town, "secretary", title="Керуюча справами", roles=["council_secretary"])
        married(town, "secretary", "Осадча")
        before = queries.signature_of(town.posts["secretary"], EVE)
        after = queries.signature_of(town.posts["secretary"], DAY)
        former = models.FormerCard.objects.get(person__isnull=False).values["surname"]
        assert (before.title, before.name.split()[-1]) == ("Секретар виконкому", former.upper())
        assert (after.title, after.name.split()[-1]) == ("Керуюча справами", "ОСАДЧА")
        assert [[one.pk for one in queries.posts_with_role("affairs_manager", day)] for day in (EVE, DAY)] == [
            [town.posts["secretary"]],
            [],
        ]


class TestDepartment:
    def test_lies_on_each_day_where_it_lay(self, town: organisation.Town) -> None:
        placed(town, "land", parent=town.departments["office"], index="2.1")
        roots = [{place.department.pk for place in queries.tree(day)} for day in (EVE, DAY)]
        assert [town.departments["land"] in found for found in roots] == [True, False]
        then, now = (queries.department(town.departments["land"], day) for day in (EVE, DAY))
        assert (then.index, then.parent) == ("3", None)
        assert (now.index, now.parent.name) == ("2.1", "Канцелярія")

    def test_what_numbers_follow_from_is_not_changed_ahead(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="Наперед"):
            placed(town, "land", ON + timedelta(days=1), index="5")
        placed(town, "land", ON + timedelta(days=1), name="Відділ землі", short_name="Земля")
        assert queries.department(town.departments["land"], ON).short_name == "Земельний відділ"


class TestPerson:
    def test_is_called_on_each_day_as_then(self, town: organisation.Town) -> None:
        before = models.Person.objects.get(pk=town.people["surveyor"]).surname
        married(town, "surveyor", "Осадча")
        for day, surname in ((EVE, before), (DAY, "Осадча")):
            assert of(town, "surveyor", day).holding.person.surname == surname
            assert queries.holder_of(town.posts["surveyor"], day).person.surname == surname
            assert queries.actor_of_post(town.posts["surveyor"], day).person_name.endswith(surname.upper())
        told = Entry.objects.get(code="organisation.person_changed").payload
        assert (told["changed_on"], "з 02.02.2026" in told["text"]) == (DAY.isoformat(), True)

    def test_a_corrected_slip_has_no_day(self, town: organisation.Town) -> None:
        married(town, "surveyor", "Осадча", None)
        assert "changed_on" not in Entry.objects.get(code="organisation.person_changed").payload

    def test_is_not_renamed_ahead(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="не наперед"):
            married(town, "surveyor", "Осадча", ON + timedelta(days=1))

    def test_its_history_calls_people_and_posts_as_they_were_then(self, town: organisation.Town) -> None:
        before = models.Person.objects.get(pk=town.people["surveyor"]).surname
        held = queries.holder_of(town.posts["surveyor"], ON)
        actions.release(actor=town.actor("clerk"), at=AT, holding=held.pk, until=DAY)
        married(town, "surveyor", "Осадча")
        recarded(town, "surveyor", title="Архітектор", department=town.departments["office"])
        assert [one.person.surname for one in queries.history_of(town.posts["surveyor"], ON)] == [before]
        [row] = queries.posts_of(town.people["surveyor"], ON)
        assert (row.post.title, row.post.department.name) == ("Землевпорядник", "Земельний відділ")


class TestSubstitution:
    def test_names_both_as_on_its_first_day(self, town: organisation.Town) -> None:
        """Two of the same posts, before and after both got married and a new title."""
        names = [
            models.Person.objects.get(pk=town.people[key]).short_name.partition(" ")[0]
            for key in ("starosta", "surveyor")
        ]
        for since in (EVE, DAY):
            models.Substitution.objects.create(
                absent_id=town.posts["starosta"], substitute_id=town.posts["surveyor"], reason="leave", since=since,
                until=since + timedelta(days=1), proposed_at=AT, proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
            )  # fmt: skip
        married(town, "starosta", "Нова")
        married(town, "surveyor", "Осадча")
        recarded(town, "surveyor", title="Архітектор")
        after, before = queries.with_names(list(queries.substitutions()))
        assert [one.partition(" ")[0] for one in (before.absent_name, before.substitute_name)] == names
        assert (before.substitute.title, names[1].upper() in before.signature_name) == ("Землевпорядник", True)
        assert (after.absent_name.partition(" ")[0], after.substitute_name.partition(" ")[0]) == ("Нова", "Осадча")
        assert (after.substitute.title, "ОСАДЧА" in after.signature_name) == ("Архітектор", True)


class TestPages:
    @pytest.fixture(autouse=True)
    def _now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())

    @pytest.fixture
    def client(self, town: organisation.Town) -> Client:
        kept = organisation.account(town.people["clerk"], "login-clerk")
        client = Client()
        account = get_user_model().objects.get(pk=kept.account_id)
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    def test_forms_ask_from_which_day_and_begin_with_today(self, town: organisation.Town, client: Client) -> None:
        kept = {"post": town.posts["surveyor"], "department": town.departments["land"], "person": town.people["mayor"]}
        for name, key in kept.items():
            page = client.get(reverse(f"organisation:change_{name}", args=[key]))
            assert page.context["form"]["changed_on"].value() == ON, name

    def test_show_the_day_that_is_asked(self, town: organisation.Town, client: Client) -> None:
        address = reverse("organisation:change_post", args=[town.posts["surveyor"]])
        card = client.get(address).context["form"].initial | {
            "department": town.departments["office"],
            "head": town.posts["clerk"],
            "assists": town.posts["starosta"],
            "is_leader": "on",
            "changed_on": "02.02.2026",
        }
        answer = client.post(address, {key: value for key, value in card.items() if value not in (None, False)})
        assert answer.status_code == 302
        placed(town, "land", parent=town.departments["office"])
        row, mark = "Землевпорядник</a> <span", "(Староста)"
        for name, args in (("structure", []), ("department", [town.departments["office"]])):
            page = client.get(reverse(f"organisation:{name}", args=args)).content.decode()
            assert row in page, name
            assert mark in page, name
            then = client.get(reverse(f"organisation:{name}", args=args), {"na": "01.02.2026"}).content.decode()
            assert row not in then, name
            assert mark not in then, name
        own = reverse("organisation:post", args=[town.posts["surveyor"]])
        assert "підпорядкована — Начальник земельного відділу" in client.get(own).content.decode()
        then = client.get(own, {"na": "01.02.2026"})
        assert then.context["post"].head_id == town.posts["surveyor_head"]
        assert "1 лютого 2026" in then.content.decode()

    def test_former_cards_cost_no_statement_for_each_post(self, town: organisation.Town, client: Client) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as caught:
                queries.tree(EVE)
                queries.posts(EVE, department=town.departments["land"])
            return len(caught)

        self.moved(town, 1)
        few = asked()
        self.moved(town, 10)
        assert asked() == few

    def moved(self, town: organisation.Town, count: int) -> None:
        """So many posts of the land department come to the office, to another head and another leader."""
        said = {"actor": town.actor("clerk"), "at": AT, "title": "Сторож", "roles": []}
        for _ in range(count):
            post = actions.open_post(
                **said, department=town.departments["land"], head=town.posts["surveyor_head"], since=organisation.SINCE
            )
            actions.change_post(
                **said,
                post=post.pk,
                department=town.departments["office"],
                rank=100,
                head=town.posts["clerk"],
                assists=town.posts["mayor"],
                is_leader=False,
                is_department_head=False,
                changed_on=DAY,
            )
