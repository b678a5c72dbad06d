"""Departments and posts by dates; who was what on a day."""

from __future__ import annotations

import time
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.migrations.exceptions import IrreversibleError

from magistrat.journal import queries as journal
from magistrat.journal.actor import SYSTEM
from magistrat.organisation import actions, models, queries
from magistrat.organisation.actions import structure
from magistrat.organisation.constraints import translated
from magistrat.rules.refusal import Refusal
from tests.factories import organisation, regulation
from tests.factories.threads import at_once

AT, ON = regulation.AT, regulation.ON
SPRING = date(2026, 4, 1)


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


def opened(town: organisation.Town, **said: object) -> models.Department:
    given = {"actor": town.actor("clerk"), "at": AT, "name": "Бібліотека", "short_name": "", "index": "4", "since": ON}
    return actions.open_department(**(given | said))


def card(town: organisation.Town, post: str = "surveyor", **said: object) -> dict[str, object]:
    kept = models.Post.objects.get(pk=town.posts[post])
    names = ("title", "roles", "rank", "is_leader", "is_department_head")
    given = {name: getattr(kept, name) for name in names}
    given |= {"department": kept.department_id, "head": kept.head_id, "assists": kept.assists_id}
    return {"actor": town.actor("clerk"), "at": AT, "post": kept.pk} | given | said


class TestDepartment:
    def test_is_opened_with_its_journal_entry(self, town: organisation.Town) -> None:
        made = opened(town)
        entry = journal.of_subject(kind="organisation.department", subject=made.pk)[0]
        assert entry.code == "organisation.department_opened"
        assert made.short_name == "Бібліотека"

    def test_is_refused_without_the_right(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            opened(town, actor=town.actor("surveyor"))
        assert refused.value.is_right
        assert refused.value.clause == "1.5"

    def test_wants_a_name_and_a_free_index(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="назву"):
            opened(town, name=" ")
        with pytest.raises(Refusal, match="індекс"):
            opened(town, index="3")

    def test_lies_within_one_that_is_there(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="немає"):
            opened(town, parent=town.departments["land"], since=date(2015, 1, 1))

    def test_is_renamed_from_a_day_and_keeps_the_former_name_for_earlier_ones(self, town: organisation.Town) -> None:
        land = town.departments["land"]
        said = {"name": "Відділ землі та води", "short_name": "Земля", "index": "3", "parent": None}
        actions.change_department(actor=town.actor("clerk"), at=AT, department=land, changed_on=SPRING, **said)
        names = {one.pk: one.name for one in queries.departments(ON)}
        assert names[land] == "Земельний відділ"
        assert {one.pk: one.name for one in queries.departments(SPRING)}[land] == "Відділ землі та води"
        with pytest.raises(Refusal, match="пізніший день"):
            actions.change_department(
                actor=town.actor("clerk"), at=AT, department=land, changed_on=ON, **(said | {"name": "Земля"})
            )

    def test_a_correction_leaves_no_former_name(self, town: organisation.Town) -> None:
        kept = actions.change_department(
            actor=town.actor("clerk"),
            at=AT,
            department=town.departments["land"],
            name="Земельний відділ сільської ради",
            short_name="",
            index="3",
            parent=None,
        )
        assert kept.short_name == "Земельний відділ сільської ради"
        assert not queries.former_cards_of(kept)

    def test_cannot_lie_within_itself(self, town: organisation.Town) -> None:
        made = opened(town, parent=town.departments["land"])
        with pytest.raises(Refusal, match="сам до себе"):
            actions.change_department(
                actor=town.actor("clerk"),
                at=AT,
                department=town.departments["land"],
                name="Земельний відділ",
                short_name="",
                index="3",
                parent=made.pk,
            )

    def test_ends_only_when_it_is_empty(self, town: organisation.Town) -> None:
        clerk = town.actor("clerk")
        with pytest.raises(Refusal, match="чинні посади"):
            actions.end_department(actor=clerk, at=AT, department=town.departments["land"], until=SPRING)
        library = opened(town)
        room = opened(town, name="Читальня", index="4.1", parent=library.pk)
        with pytest.raises(Refusal, match="інші чинні підрозділи"):
            actions.end_department(actor=clerk, at=AT, department=library.pk, until=SPRING)
        actions.end_department(actor=clerk, at=AT, department=room.pk, until=SPRING)
        assert room.pk in {one.pk for one in queries.departments(date(2026, 3, 31))}
        assert room.pk not in {one.pk for one in queries.departments(SPRING)}
        with pytest.raises(Refusal, match="вже припинено"):
            actions.end_department(actor=clerk, at=AT, department=room.pk, until=SPRING)
        with pytest.raises(Refusal, match="пізнішим"):
            actions.end_department(actor=clerk, at=AT, department=library.pk, until=ON)

    def test_an_index_is_free_again_after_the_end(self, town: organisation.Town) -> None:
        library = opened(town)
        actions.end_department(actor=town.actor("clerk"), at=AT, department=library.pk, until=SPRING)
        assert opened(town, name="Архів", since=SPRING).index == "4"


class TestIndex:
    """An index of the nomenclature is of one department at a time, day by day."""

    def changed(
        self, town: organisation.Town, kept: models.Department, index: str, on: date | None
    ) -> models.Department:
        said = {"name": kept.name, "short_name": kept.short_name, "parent": kept.parent_id, "changed_on": on}
        return actions.change_department(actor=town.actor("clerk"), at=AT, department=kept.pk, index=index, **said)

    def test_of_a_closed_department_passes_to_one_that_is_older(self, town: organisation.Town) -> None:
        closed = opened(town, index="06", since=date(2020, 1, 1))
        older = opened(town, name="Архів", index="05", since=date(2016, 1, 1))
        with pytest.raises(Refusal, match="Такий індекс"):
            self.changed(town, older, "06", ON)
        actions.end_department(actor=town.actor("clerk"), at=AT, department=closed.pk, until=date(2026, 1, 1))
        with pytest.raises(Refusal, match=r"\(з 01\.01\.2020 до 31\.12\.2025\)"):
            self.changed(town, older, "06", None)
        assert self.changed(town, older, "06", ON).index == "06"

    def test_that_a_department_had_is_not_given_for_those_days(self, town: organisation.Town) -> None:
        self.changed(town, opened(town, index="05", since=date(2016, 1, 1)), "06", ON)
        with pytest.raises(Refusal, match=r"Індекс 05 .* \(з 01\.01\.2016 до 01\.03\.2026\)"):
            opened(town, name="Архів", index="05", since=ON - timedelta(days=1))
        assert opened(town, name="Архів", index="05", since=ON).index == "05"

    def test_of_a_department_that_ended_before_its_card_was_changed(self, town: organisation.Town) -> None:
        kept = opened(town, index="05", since=date(2016, 1, 1))
        actions.end_department(actor=town.actor("clerk"), at=AT, department=kept.pk, until=date(2020, 1, 1))
        self.changed(town, kept, "06", date(2021, 1, 1))
        assert opened(town, name="Архів", index="06", since=date(2016, 1, 1)).index == "06"

    def test_once_passed_on_there_is_no_way_back_over_the_migration(self, town: organisation.Town) -> None:
        name = "magistrat.organisation.migrations.0003_department_index"
        go_back = import_module(name).Migration.operations[-1].reverse_code
        closed = opened(town, index="06", since=date(2020, 1, 1))
        older = opened(town, name="Архів", index="05", since=date(2016, 1, 1))
        actions.end_department(actor=town.actor("clerk"), at=AT, department=closed.pk, until=date(2026, 1, 1))
        go_back(apps, None)
        self.changed(town, older, "06", ON)
        with pytest.raises(IrreversibleError, match=r"перейшов до іншого підрозділу \(06\)"):
            go_back(apps, None)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_give_it_at_once_one_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither department is open without an end, so that no constraint of the database forbids it."""
        town = organisation.town()
        kept = [opened(town, name=name, index=index) for name, index in (("Архів", "05"), ("Музей", "06"))]
        for one in kept:
            actions.end_department(actor=town.actor("clerk"), at=AT, department=one.pk, until=SPRING)
        judge = structure._judge_index

        def slowly(department: models.Department) -> None:
            judge(department)
            time.sleep(0.3)

        monkeypatch.setattr(structure, "_judge_index", slowly)
        got = at_once(2, lambda n: self.changed(town, kept[n], "07", None))
        assert [type(one) for one in got].count(Refusal) == 1, got
        assert models.Department.objects.filter(index="07").count() == 1


class TestPost:
    def test_gets_the_forms_of_its_title(self, town: organisation.Town) -> None:
        post = actions.open_post(
            actor=town.actor("clerk"),
            at=AT,
            title="Головна спеціалістка",
            department=town.departments["land"],
            roles=[],
            since=ON,
        )
        assert (post.title_genitive, post.title_dative) == ("головної спеціалістки", "головній спеціалістці")

    def test_is_refused_with_an_unknown_role_or_place(self, town: organisation.Town) -> None:
        said = {"actor": town.actor("clerk"), "at": AT, "title": "Лісник", "department": town.departments["land"]}
        with pytest.raises(Refusal, match="ролі"):
            actions.open_post(**said, roles=["forester"], since=ON)
        with pytest.raises(Refusal, match="немає"):
            actions.open_post(**said, roles=[], since=date(2015, 1, 1))
        with pytest.raises(Refusal, match="назву посади"):
            actions.open_post(**(said | {"title": ""}), roles=[], since=ON)
        with pytest.raises(Refusal) as refused:
            actions.open_post(**(said | {"actor": town.actor("mayor")}), roles=[], since=ON)
        assert refused.value.is_right

    def test_is_renamed_from_a_day(self, town: organisation.Town) -> None:
        actions.change_post(**card(town, title="Інженерка-землевпорядниця", changed_on=SPRING))
        before, after = (
            next(one for one in queries.posts(day) if one.pk == town.posts["surveyor"]).title for day in (ON, SPRING)
        )
        assert (before, after) == ("Землевпорядник", "Інженерка-землевпорядниця")
        former = queries.former_cards_of(queries.post(town.posts["surveyor"]))
        assert [(one.last_day, one.said[0]) for one in former] == [(date(2026, 3, 31), ("посада", "Землевпорядник"))]

    def test_a_correction_leaves_no_former_name_but_a_journal_entry(self, town: organisation.Town) -> None:
        actions.change_post(**card(town, title="Землевпорядниця"))
        entry = journal.of_subject(kind="organisation.post", subject=town.posts["surveyor"])[0]
        assert entry.payload["changes"]["title"] == ["Землевпорядник", "Землевпорядниця"]
        assert not models.FormerCard.objects.exists()

    def test_cannot_stand_above_itself(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal, match="сама собі"):
            actions.change_post(**card(town, "mayor", head=town.posts["surveyor"]))

    def test_ends_when_nobody_holds_it(self, town: organisation.Town) -> None:
        clerk = town.actor("clerk")
        with pytest.raises(Refusal, match="обіймає"):
            actions.end_post(actor=clerk, at=AT, post=town.posts["surveyor"], until=SPRING)
        holding = queries.holder_of(town.posts["surveyor"], ON)
        actions.release(actor=clerk, at=AT, holding=holding.pk, until=SPRING)
        assert actions.end_post(actor=clerk, at=AT, post=town.posts["surveyor"], until=SPRING).until == SPRING

    def test_two_departments_meet_in_the_database_too(self, town: organisation.Town) -> None:
        kept = models.Department.objects.get(pk=town.departments["land"])
        kept.pk = None
        with pytest.raises(Refusal, match="індекс"), translated(), transaction.atomic():
            kept.save(force_insert=True)

    def test_what_has_no_sentence_is_raised_as_it_is(self, town: organisation.Town) -> None:
        kept = models.FormerCard(name="Ніщо", until=ON)
        with pytest.raises(IntegrityError), translated(), transaction.atomic():
            kept.save(force_insert=True)


class TestLines:
    def test_heads_stand_up_to_the_mayor_nearest_first(self, town: organisation.Town) -> None:
        names = {key: town.posts[key] for key in town.posts}
        above = queries.heads_above(names["surveyor"])
        assert above == [names["surveyor_head"], names["starosta"], names["mayor"]]
        assert queries.heads_above(names["mayor"]) == []

    def test_a_post_is_filled_by_its_holder_or_by_who_stands_in(self, town: organisation.Town) -> None:
        mayor, starosta = town.posts["mayor"], town.posts["starosta"]
        assert queries.filled([mayor, starosta], ON) == {mayor, starosta}
        models.Holding.objects.filter(post=mayor).update(until=ON)
        assert queries.filled([mayor, starosta], ON) == {starosta}
        roles = models.Post.objects.get(pk=mayor).roles
        assert queries.vacant(roles, ON) == [mayor]
        stands_in = models.Substitution.objects.create(
            absent_id=mayor, substitute_id=starosta, reason="vacancy", since=ON, proposed_at=AT, proposed_by="Кадри"
        )
        assert queries.filled([mayor], ON) == set()
        models.Substitution.objects.filter(pk=stands_in.pk).update(agreed_at=AT, agreed_by="Кадри")
        assert (queries.filled([mayor], ON), queries.vacant(roles, ON)) == ({mayor}, [])
        # an abolished post is filled by nobody, whoever stood in for it
        models.Post.objects.filter(pk=mayor).update(until=ON)
        assert (queries.filled([mayor], ON), queries.vacant(roles, ON)) == (set(), [mayor])
        models.Post.objects.filter(pk=mayor).update(until=None)
        models.Holding.objects.filter(post=starosta).update(until=ON)
        assert queries.filled([mayor], ON) == set()

    def test_a_ring_of_heads_ends(self, town: organisation.Town) -> None:
        models.Post.objects.filter(pk=town.posts["mayor"]).update(head=town.posts["surveyor"])
        assert town.posts["surveyor"] not in queries.heads_above(town.posts["surveyor"])

    def test_the_leader_of_a_department_follows_from_the_distribution_of_duties(self, town: organisation.Town) -> None:
        assert queries.leader_of(town.departments["land"], ON).pk == town.posts["starosta"]
        room = opened(town, name="Відділок", parent=town.departments["land"])
        assert queries.leader_of(room.pk, ON).pk == town.posts["starosta"]
        assert queries.leader_of(town.departments["leadership"], ON) is None

    def test_heads_assistants_and_roles_are_found(self, town: organisation.Town) -> None:
        assert queries.head_of_department(town.departments["land"], ON).pk == town.posts["surveyor_head"]
        assert [one.pk for one in queries.assistants_of(town.posts["mayor"], ON)] == [town.posts["assistant"]]
        assert [one.pk for one in queries.posts_with_role("executor", ON)] == [town.posts["surveyor"]]
        assert [one.pk for one in queries.subordinates_of(town.posts["starosta"], ON)] == [town.posts["surveyor_head"]]


class TestAddressees:
    def test_are_leaders_and_heads_with_the_holder_of_the_day(self, town: organisation.Town) -> None:
        models.Holding.objects.filter(post=town.posts["surveyor"]).update(until=SPRING)
        for on in (ON, SPRING):
            every = queries.posts(on)
            shown = [
                (one.pk, one.title, one.holding.person.short_name if one.holding else "")
                for one in every
                if one.is_leader or one.is_department_head
            ]
            assert shown
            assert queries.addressees(on) == shown
        unit = models.Post.objects.get(pk=town.posts["surveyor"]).department_id
        own = {post: name for post, _, name in queries.addressees(ON, department=unit)}
        later = {post: name for post, _, name in queries.addressees(SPRING, department=unit)}
        assert own[town.posts["surveyor"]]
        assert later[town.posts["surveyor"]] == ""
        assert set(own) == {one.pk for one in queries.posts(ON, department=unit)}


class TestSuggest:
    def test_finds_by_initials_in_either_order_by_surname_and_by_any_letters(self, town: organisation.Town) -> None:
        person = models.Person.objects.get(pk=town.people["surveyor"])
        for text in (person.initials, person.surname[:4], "землевп", f"{person.surname} земл"):
            assert town.posts["surveyor"] in [one.post_id for one in queries.suggest(text, ON)], text
        first = queries.suggest(person.initials, ON)[0]
        assert (first.post_id, first.name) == (town.posts["surveyor"], person.short_name)

    def test_finds_nobody_by_strange_letters_and_everybody_by_none(self, town: organisation.Town) -> None:
        assert queries.suggest("щщщ", ON) == []
        assert len(queries.suggest("", ON)) == 7
        assert len(queries.suggest("", ON, role="executor")) == 1

    def test_knows_only_holders_of_the_day(self, town: organisation.Town) -> None:
        models.Holding.objects.filter(post=town.posts["surveyor"]).update(until=ON)
        assert not queries.suggest("землевп", ON)
        assert queries.suggest("землевп", date(2026, 3, 1))


class TestStatements:
    """The same number of statements at 7 posts and at 57."""

    @pytest.mark.parametrize("name", ["tree", "suggest", "actors", "heads", "signatures"])
    def test_do_not_grow(self, town: organisation.Town, name: str, django_assert_num_queries: object) -> None:
        asked = {
            "tree": (4, lambda: queries.tree(ON)),
            "suggest": (2, lambda: queries.suggest("к", ON)),
            "actors": (2, lambda: queries.actors_of(town.people["assistant"], ON)),
            "heads": (1, lambda: queries.heads_above(town.posts["surveyor"])),
            "signatures": (3, lambda: queries.signatures_of(list(town.posts.values()), ON)),
        }
        number, ask = asked[name]
        with django_assert_num_queries(number):
            ask()
        for place in range(50):
            post = actions.open_post(
                actor=SYSTEM,
                at=AT,
                title="Сторож",
                department=town.departments["land"],
                roles=[],
                since=organisation.SINCE,
            )
            organisation.appoint(post.pk, place)
        with django_assert_num_queries(number):
            ask()
