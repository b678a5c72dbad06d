"""Pages of the organisation: who may open them, what they do, how many statements they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from magistrat.journal.actor import SYSTEM
from magistrat.organisation import actions, models, open_work, queries
from tests.factories import organisation, regulation

AT, ON = regulation.AT, regulation.ON


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


def as_(town: organisation.Town, key: str) -> Client:
    kept = organisation.account(town.people[key], f"login-{key}")
    client = Client()
    client.force_login(get_user_model().objects.get(pk=kept.account_id), "django.contrib.auth.backends.ModelBackend")
    return client


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


class TestReading:
    @pytest.mark.parametrize("name", ["structure", "people", "fields", "substitutions"])
    def test_every_post_may_read(self, town: organisation.Town, name: str) -> None:
        answer = as_(town, "surveyor").get(reverse(f"organisation:{name}"))
        assert answer.status_code == 200
        assert "Нова посада" not in answer.content.decode()

    def test_rows_are_gone_through_and_opened_by_the_keyboard(self, town: organisation.Town) -> None:
        client = as_(town, "clerk")
        for address, opened in (
            (reverse("organisation:people"), reverse("organisation:person", args=[town.people["mayor"]])),
            (
                reverse("organisation:department", args=[town.departments["leadership"]]),
                reverse("organisation:post", args=[town.posts["mayor"]]),
            ),
        ):
            page = client.get(address).content.decode()
            assert f'<a data-open href="{opened}"' in page
            assert page.count("<tr data-row>") == page.count("<a data-open")

    def test_pages_of_one_thing_open(self, town: organisation.Town) -> None:
        client = as_(town, "clerk")
        for name, key in (
            ("department", town.departments["office"]),
            ("post", town.posts["mayor"]),
            ("person", town.people["mayor"]),
        ):
            assert client.get(reverse(f"organisation:{name}", args=[key])).status_code == 200, name
            assert client.get(reverse(f"organisation:{name}", args=[10**6])).status_code == 404, name

    def test_a_stranger_is_asked_to_sign_in(self, town: organisation.Town) -> None:
        assert Client().get(reverse("organisation:structure")).status_code == 302

    def test_the_tree_shows_who_was_what_on_a_day(self, town: organisation.Town) -> None:
        held = queries.holder_of(town.posts["starosta"], ON)
        actions.release(actor=SYSTEM, at=AT, holding=held.pk, until=date(2026, 1, 12))
        name = held.person.surname
        client = as_(town, "clerk")
        address = reverse("organisation:department", args=[town.departments["leadership"]])
        assert name not in client.get(address).content.decode()
        then = client.get(address, {"na": "11.01.2026"}).content.decode()
        assert name in then
        assert "11 січня 2026" in then

    def test_words_narrow_the_tree(self, town: organisation.Town) -> None:
        page = as_(town, "clerk").get(reverse("organisation:structure"), {"q": "землевпорядник"}).content.decode()
        assert "Землевпорядник" in page
        assert "Староста" not in page


class TestDeeds:
    def test_a_department_a_post_and_a_person_are_made_in_the_browser(self, town: organisation.Town) -> None:
        client = as_(town, "clerk")
        client.post(reverse("organisation:new_department"), {"name": "Бібліотека", "index": "4", "since": "01.02.2026"})
        library = models.Department.objects.get(name="Бібліотека")
        client.post(
            reverse("organisation:new_post"),
            {
                "title": "Бібліотекарка",
                "department": library.pk,
                "roles": ["executor"],
                "rank": 5,
                "since": "01.02.2026",
            },
        )
        post = models.Post.objects.get(title="Бібліотекарка")
        client.post(reverse("organisation:new_person"), {"surname": "Явір", "given": "Софія", "gender": "f"})
        person = models.Person.objects.get(surname="Явір", given="Софія", patronymic="")
        answer = client.post(
            reverse("organisation:appoint", args=[post.pk]),
            {"person": person.pk, "since": "02.02.2026", "until": "31.12.2026", "ground": "від 01.02.2026 №2-к"},
            follow=True,
        )
        assert "31.12.2026" in answer.content.decode()
        assert queries.holder_of(post.pk, date(2026, 12, 31))
        assert not queries.holder_of(post.pk, date(2027, 1, 1))

    def test_a_refusal_comes_on_top_of_the_form_with_its_clause(self, town: organisation.Town) -> None:
        answer = as_(town, "clerk").post(
            reverse("organisation:appoint", args=[town.posts["mayor"]]),
            {"person": town.people["clerk"], "since": "02.03.2026", "ground": "№1"},
        )
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "обіймає" in page
        assert "1.5" in page
        assert "02.03.2026" in page

    def test_what_is_typed_wrongly_is_kept_and_named(self, town: organisation.Town) -> None:
        answer = as_(town, "clerk").post(reverse("organisation:new_department"), {"name": "Музей", "since": "тридцяте"})
        assert answer.status_code == 422
        assert "Музей" in answer.content.decode()
        assert "09.03.2026" in answer.content.decode()

    @pytest.mark.parametrize("name", ["new_department", "new_post", "new_person", "new_field"])
    def test_one_without_the_right_sees_the_clause(self, town: organisation.Town, name: str) -> None:
        answer = as_(town, "surveyor").get(reverse(f"organisation:{name}"))
        assert answer.status_code == 403
        assert "1.5" in answer.content.decode()

    def test_every_form_opens(self, town: organisation.Town) -> None:
        client = as_(town, "clerk")
        holding = queries.holder_of(town.posts["surveyor"], ON).pk
        field = queries.fields_on(ON)[0].pk
        opened = {
            "change_department": town.departments["land"],
            "end_department": town.departments["land"],
            "change_post": town.posts["surveyor"],
            "end_post": town.posts["surveyor"],
            "appoint": town.posts["surveyor"],
            "change_person": town.people["surveyor"],
            "release": holding,
            "correct_holding": holding,
            "end_field": field,
        }
        for name, key in opened.items():
            assert client.get(reverse(f"organisation:{name}", args=[key])).status_code == 200, name


def test_a_fixed_term_is_ended_early_from_the_posts_page(town: organisation.Town) -> None:
    held = queries.holder_of(town.posts["surveyor"], ON)
    client, address = as_(town, "clerk"), reverse("organisation:post", args=[town.posts["surveyor"]])
    link = f'href="{reverse("organisation:release", args=[held.pk])}"'
    for until, offered in ((None, True), (date(2026, 6, 1), True), (ON, False)):
        models.Holding.objects.filter(pk=held.pk).update(until=until)
        assert (link in client.get(address).content.decode()) is offered


class TestHandingOver:
    def said(self, town: organisation.Town) -> dict[str, object]:
        return {
            "substitute": town.posts["secretary"],
            "since": "09.03.2026",
            "until": "15.03.2026",
            "reason": "leave",
            "ground_kind": "mayor_order",
        }

    def test_two_steps_by_the_leader_and_the_number_later(self, town: organisation.Town) -> None:
        client = as_(town, "mayor")
        answer = client.post(reverse("organisation:hand_over"), self.said(town), follow=True)
        assert "Крок 2 із 2" in answer.content.decode()
        kept = models.Substitution.objects.get()
        assert kept.until == date(2026, 3, 16)
        page = client.post(reverse("organisation:agree", args=[kept.pk]), follow=True).content.decode()
        assert "В.о. сільської голови –" in page
        client.post(reverse("organisation:add_order", args=[kept.pk]), {"order": "від 05.03.2026 №3-р"})
        listed = client.get(reverse("organisation:substitutions")).content.decode()
        opened = f'<a data-open href="{reverse("organisation:substitution", args=[kept.pk])}"'
        assert ("№3-р" in listed, "<tr data-row>" in listed, opened in listed) == (True, True, True)

    def test_the_assistant_prepares_but_does_not_agree(self, town: organisation.Town) -> None:
        client = as_(town, "assistant")
        behalf = f"{town.posts['assistant']}-0-{town.posts['mayor']}"
        client.post(reverse("organisation:choose_post"), {"choice": behalf, "next": "/"})
        page = client.post(reverse("organisation:hand_over"), self.said(town), follow=True).content.decode()
        kept = models.Substitution.objects.get()
        assert "Затверджує сам керівник" in page
        page = client.post(reverse("organisation:agree", args=[kept.pk]), follow=True).content.decode()
        assert "сам керівник" in page
        kept.refresh_from_db()
        assert kept.agreed_at is None

    def offers(self, client: Client) -> bool:
        page = client.get(reverse("organisation:substitutions")).content.decode()
        return f'href="{reverse("organisation:hand_over")}"' in page

    def test_is_offered_to_whom_it_opens(self, town: organisation.Town) -> None:
        assert self.offers(as_(town, "mayor"))
        assert not self.offers(as_(town, "clerk"))
        client = as_(town, "assistant")
        assert not self.offers(client)
        choose = reverse("organisation:choose_post")
        client.post(choose, {"choice": f"{town.posts['assistant']}-0-{town.posts['mayor']}", "next": "/"})
        assert self.offers(client)

    def test_is_not_offered_to_one_who_stands_in(self, town: organisation.Town) -> None:
        actions.arrange(
            actor=town.actor("clerk"), at=regulation.AT, absent=town.posts["mayor"], substitute=town.posts["starosta"],
            since=regulation.ON, until=None, reason="leave",
        )  # fmt: skip
        client, choose = as_(town, "starosta"), reverse("organisation:choose_post")
        client.post(choose, {"choice": f"{town.posts['starosta']}-{town.posts['mayor']}-0", "next": "/"})
        assert not self.offers(client)
        assert client.get(reverse("organisation:hand_over")).status_code == 403

    def test_what_is_over_is_not_agreed_to(self, town: organisation.Town) -> None:
        client = as_(town, "mayor")
        client.post(reverse("organisation:hand_over"), self.said(town))
        kept = models.Substitution.objects.get()
        address = reverse("organisation:substitution", args=[kept.pk])
        assert "data-main" in client.get(address).content.decode()
        models.Substitution.objects.update(since=date(2026, 2, 2), until=date(2026, 2, 9))
        assert "data-main" not in client.get(address).content.decode()

    def test_the_button_of_the_first_day_says_what_it_does(self, town: organisation.Town) -> None:
        kept = actions.arrange(
            actor=town.actor("clerk"), at=AT, absent=town.posts["mayor"], substitute=town.posts["starosta"], since=ON,
            until=None, reason="leave",
        )  # fmt: skip
        client, address = as_(town, "clerk"), reverse("organisation:substitution", args=[kept.pk])
        assert "Повернути обов'язки від завтра" in client.get(address).content.decode()
        client.post(reverse("organisation:cancel", args=[kept.pk]), {"reason": "відкликано"})
        page = client.get(address).content.decode()
        assert "Обов'язки повернуто з 03.03.2026" in page
        assert "Повернути обов'язки від" not in page
        models.Substitution.objects.update(since=date(2026, 2, 2), until=None)
        assert "Повернути обов'язки від сьогодні" in client.get(address).content.decode()

    def test_warns_of_what_is_open(self, town: organisation.Town, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            open_work, "_providers", [lambda posts, on: [open_work.OpenWork(2, "2 завдання у роботі", "/zavdannia/")]]
        )
        assert "2 завдання у роботі" in as_(town, "mayor").get(reverse("organisation:hand_over")).content.decode()

    def test_is_refused_to_one_who_may_not(self, town: organisation.Town) -> None:
        assert as_(town, "surveyor").get(reverse("organisation:hand_over")).status_code == 403

    def test_the_clerk_arranges_it_at_once(self, town: organisation.Town) -> None:
        client = as_(town, "clerk")
        address = reverse("organisation:new_substitution")
        assert "Чиї обов" in client.get(address).content.decode()
        client.post(f"{address}?za={town.posts['mayor']}", self.said(town))
        kept = models.Substitution.objects.get()
        assert kept.is_agreed
        client.post(reverse("organisation:cancel", args=[kept.pk]), {"reason": "відпустку перенесено"})
        kept.refresh_from_db()
        assert kept.cancelled_at


class TestAccounts:
    def test_the_first_password_is_shown_once(self, town: organisation.Town) -> None:
        client = as_(town, "clerk")
        person = town.people["surveyor"]
        page = client.post(
            reverse("organisation:open_account", args=[person]), {"login": "zemlia"}, follow=True
        ).content.decode()
        assert "Перший пароль" in page
        assert "Перший пароль" not in client.get(reverse("organisation:person", args=[person])).content.decode()
        client.post(reverse("organisation:renew_password", args=[person]))
        client.post(reverse("organisation:close_account", args=[person]))
        assert not models.Person.objects.get(pk=person).account.is_active
        client.post(reverse("organisation:open_account", args=[person]), {"login": "zemlia"})
        assert models.Person.objects.get(pk=person).account.is_active

    def test_a_closed_account_is_let_in_again_with_its_password(self, town: organisation.Town) -> None:
        client, person = as_(town, "clerk"), town.people["surveyor"]
        account = organisation.account(person, "zemlia").account
        kept = account.password
        address = reverse("organisation:reopen_account", args=[person])
        assert "не закрито" in client.post(address, {"ground": "Помилково закрито"}).content.decode()
        client.post(reverse("organisation:close_account", args=[person]))
        assert address in client.get(reverse("organisation:person", args=[person])).content.decode()
        assert client.post(address, {"ground": ""}).status_code == 422
        assert client.post(address, {"ground": "Доповідна керівника"}).status_code == 302
        account.refresh_from_db()
        assert (account.is_active, account.password) == (True, kept)

    def test_a_lost_second_step_is_taken_away_on_a_ground(self, town: organisation.Town) -> None:
        client, person = as_(town, "clerk"), town.people["surveyor"]
        account = organisation.account(person, "zemlia").account
        address = reverse("organisation:remove_second_step", args=[person])
        page = reverse("organisation:person", args=[person])
        assert address not in client.get(page).content.decode()
        assert client.post(address, {"ground": "Загублено"}).status_code == 409
        TOTPDevice.objects.create(user=account, confirmed=True, name="телефон")
        assert address in client.get(page).content.decode()
        assert client.post(address, {"ground": "Загублено телефон, особу встановлено"}).status_code == 302
        assert not TOTPDevice.objects.exists()
        assert as_(town, "mayor").get(address).status_code == 403
        own = reverse("organisation:remove_second_step", args=[town.people["clerk"]])
        assert "Власний" in client.post(own, {"ground": "Загублено"}).content.decode()

    def test_is_the_administrators_alone(self, town: organisation.Town) -> None:
        answer = as_(town, "mayor").post(
            reverse("organisation:open_account", args=[town.people["surveyor"]]), {"login": "x"}
        )
        assert answer.status_code == 403


class TestChoosing:
    def test_the_chosen_name_is_kept(self, town: organisation.Town) -> None:
        client = as_(town, "assistant")
        behalf = f"{town.posts['assistant']}-0-{town.posts['mayor']}"
        answer = client.post(reverse("organisation:choose_post"), {"choice": behalf, "next": "https://evil.example/"})
        assert answer.url == "/"
        assert client.get(reverse("organisation:structure")).wsgi_request.actor.on_behalf == town.posts["mayor"]

    def test_a_name_that_is_not_ones_own_is_ignored(self, town: organisation.Town) -> None:
        client = as_(town, "surveyor")
        client.post(reverse("organisation:choose_post"), {"choice": f"{town.posts['mayor']}-0-0"})
        assert client.get(reverse("organisation:structure")).wsgi_request.actor.post_id == town.posts["surveyor"]

    def test_one_without_a_post_has_no_actor(self, town: organisation.Town) -> None:
        person = organisation.person(9)
        organisation.account(person.pk, "nobody")
        client = Client()
        client.force_login(get_user_model().objects.get(login="nobody"), "django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("organisation:structure")).status_code == 403


class TestStatements:
    """The same number of statements at 7 posts and at 37."""

    @pytest.mark.parametrize("name", ["structure", "people", "fields", "substitutions", "department", "post", "person"])
    def test_do_not_grow_with_the_staff(self, town: organisation.Town, name: str) -> None:
        keys = {
            "department": town.departments["land"],
            "post": town.posts["surveyor_head"],
            "person": town.people["surveyor_head"],
        }
        address = reverse(f"organisation:{name}", args=[keys[name]] if name in keys else [])
        client = as_(town, "clerk")
        client.get(address)
        few = statements(client, address)
        for number in range(30):
            post = actions.open_post(
                actor=SYSTEM,
                at=AT,
                title=f"Спеціаліст {number}",
                department=town.departments["land"],
                roles=["executor"],
                since=organisation.SINCE,
                head=town.posts["surveyor_head"],
            )
            organisation.appoint(post.pk, number)
        assert statements(client, address) == few
        assert few <= 25
