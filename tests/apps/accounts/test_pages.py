"""Signing in and out as a browser does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from magistrat.accounts import actions, queries
from magistrat.accounts.actions import second_step
from magistrat.accounts.models import User, Visit
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.ui import clock, words

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)
PASSWORD = "тиха вода греблю рве"
SIGN_IN = "/vhid/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """The clock of the pages; called with a moment, it is set."""

    def put(at: datetime) -> datetime:
        monkeypatch.setenv(clock.FIXED, at.isoformat())
        return at

    put(AT)
    return put


@pytest.fixture
def user(now) -> User:
    return actions.open_account(actor=SYSTEM, at=AT, login="o.koval", password=PASSWORD, must_change_password=False)


def enter(client: Client, password: str = PASSWORD, login: str = "o.koval", **more: str):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


class TestSignIn:
    def test_the_page_has_its_two_fields(self, client, now):
        page = client.get(SIGN_IN).content.decode()
        assert 'autocomplete="username"' in page
        assert 'autocomplete="current-password"' in page

    def test_lets_in_and_leads_home(self, client, user):
        answer = enter(client)
        assert answer.url == reverse("workplace:desk")
        visit = Visit.objects.get()
        assert (visit.user, visit.began_at, visit.address) == (user, AT, "127.0.0.1")
        assert visit.session_key == client.session.session_key
        assert Entry.objects.filter(code="accounts.signed_in", subject=user.pk).count() == 1

    @pytest.mark.parametrize("login", ["O.Koval", " o.koval "])
    def test_the_login_is_taken_in_any_case(self, client, user, login):
        assert enter(client, login=login).status_code == 302

    def test_leads_back_to_where_the_person_wanted(self, client, user):
        assert enter(client, next="/vhid/bezpeka/").url == "/vhid/bezpeka/"

    def test_never_leads_elsewhere(self, client, user):
        assert enter(client, next="https://elsewhere.example/").url == reverse("workplace:desk")

    def test_one_who_is_in_goes_on(self, client, user):
        enter(client)
        assert client.get(SIGN_IN).status_code == 302

    @pytest.mark.parametrize(("login", "password"), [("o.koval", "не той пароль"), ("nobody", PASSWORD)])
    def test_says_the_same_of_login_and_password(self, client, user, login, password):
        answer = enter(client, login=login, password=password)
        assert answer.status_code == 422
        assert "Логін або пароль не підходить." in answer.content.decode()
        assert not Visit.objects.exists()

    def test_a_closed_account_is_not_let_in(self, client, user):
        actions.close_account(actor=SYSTEM, at=AT, user=user)
        assert enter(client).status_code == 422

    def test_empty_fields_are_named(self, client, user):
        page = client.post(SIGN_IN, {}).content.decode()
        assert 'href="#id_login"' in page
        assert 'aria-invalid="true"' in page


class TestThrottle:
    def fail(self, client: Client, times: int):
        for _ in range(times):
            answer = enter(client, "не той пароль")
        return answer

    def test_the_fifth_failure_stops_and_says_until_when(self, client, user, settings):
        assert self.fail(client, 4).status_code == 422
        answer = self.fail(client, 1)
        assert answer.status_code == 429
        page = answer.content.decode()
        assert "Вхід тимчасово зупинено" in page
        until = queries.locked_until("o.koval", "127.0.0.1", timedelta(hours=settings.AXES_COOLOFF_TIME))
        assert words.moment(until) in page

    def test_the_right_password_does_not_help_while_stopped(self, client, user):
        self.fail(client, 5)
        assert enter(client).status_code == 429
        assert not Visit.objects.exists()

    def test_further_attempts_do_not_move_the_moment(self, client, user):
        self.fail(client, 5)
        pause = timedelta(minutes=15)
        until = queries.locked_until("o.koval", "127.0.0.1", pause)
        self.fail(client, 2)
        assert queries.locked_until("o.koval", "127.0.0.1", pause) == until

    def test_is_written_down_once(self, client, user):
        self.fail(client, 7)
        assert Entry.objects.filter(code="accounts.locked_out").count() == 1

    def test_others_still_come_in(self, client, user):
        actions.open_account(actor=SYSTEM, at=AT, login="p.tkach", password=PASSWORD, must_change_password=False)
        self.fail(client, 5)
        assert enter(Client(), login="p.tkach").status_code == 302


class TestSignOut:
    def test_ends_the_session(self, client, user):
        enter(client)
        key = client.session.session_key
        assert client.post(reverse("accounts:sign_out")).url == SIGN_IN
        assert not Session.objects.filter(session_key=key).exists()
        assert Visit.objects.get().end == Visit.End.SIGNED_OUT
        assert client.get(reverse("accounts:own")).url.startswith(SIGN_IN)

    def test_only_by_a_button(self, client, user):
        enter(client)
        assert client.get(reverse("accounts:sign_out")).status_code == 405


class TestIdle:
    def test_an_hour_without_a_deed_ends_the_session(self, client, user, now):
        enter(client)
        now(AT + timedelta(minutes=61))
        answer = client.get(reverse("accounts:own"), follow=True)
        assert "Сеанс завершено: понад 60 хв не було жодної дії" in answer.content.decode()
        assert Visit.objects.get().end == Visit.End.IDLE

    def test_a_deed_begins_the_hour_anew(self, client, user, now):
        enter(client)
        for minutes in (50, 100, 150):
            now(AT + timedelta(minutes=minutes))
            assert client.get(reverse("accounts:own")).status_code == 200
        assert Visit.objects.get().seen_at == AT + timedelta(minutes=150)

    def test_a_page_that_asks_by_itself_is_no_deed(self, client, user, now):
        enter(client)
        for minutes in (20, 40, 59):
            now(AT + timedelta(minutes=minutes))
            client.get(reverse("accounts:own"), headers={"X-Background": "1"})
        now(AT + timedelta(minutes=61))
        assert client.get(reverse("accounts:own")).status_code == 302


class TestForcedChange:
    def test_leads_to_the_change_first(self, client, user):
        User.objects.update(must_change_password=True)
        enter(client)
        assert client.get(reverse("accounts:own")).url == reverse("accounts:change_password")
        page = client.get(reverse("accounts:change_password")).content.decode()
        assert "Це перший вхід" in page

    def test_after_it_the_person_works_on(self, client, user):
        User.objects.update(must_change_password=True)
        enter(client)
        given = {"old": PASSWORD, "new": "зовсім інше речення", "again": "зовсім інше речення"}
        assert client.post(reverse("accounts:change_password"), given).status_code == 302
        assert client.get(reverse("accounts:own")).status_code == 200


class TestChangePassword:
    def change(self, client: Client, **said: str):
        given = {"old": PASSWORD, "new": "зовсім інше речення", "again": "зовсім інше речення"} | said
        return client.post(reverse("accounts:change_password"), given)

    def test_keeps_this_session_and_ends_the_others(self, client, user):
        other = Client()
        enter(other)
        enter(client)
        assert self.change(client).url == reverse("accounts:own")
        assert client.get(reverse("accounts:own")).status_code == 200
        assert other.get(reverse("accounts:own")).url.startswith(SIGN_IN)
        assert Visit.objects.get(ended_at=None).session_key == client.session.session_key

    @pytest.mark.parametrize("said", [{"old": "не той"}, {"again": "не таке"}, {"new": "мало", "again": "мало"}])
    def test_shows_why_not(self, client, user, said):
        enter(client)
        answer = self.change(client, **said)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()


class TestSessions:
    def test_another_one_is_ended_from_the_list(self, client, user):
        other = Client(headers={"user-agent": "Чужий браузер"})
        enter(other)
        enter(client)
        assert "Чужий браузер" in client.get(reverse("accounts:own")).content.decode()
        theirs = Visit.objects.get(session_key=other.session.session_key)
        client.post(reverse("accounts:end_visit", args=[theirs.pk]))
        assert other.get(reverse("accounts:own")).url.startswith(SIGN_IN)

    def test_a_strangers_one_is_not_found(self, client, user):
        stranger = actions.open_account(actor=SYSTEM, at=AT, login="p.tkach", password=PASSWORD)
        visit = actions.begin_visit(
            actor=SYSTEM, at=AT, user=stranger, session_key="s" * 32, address=None, program="", by_second_step=False
        )
        enter(client)
        assert client.post(reverse("accounts:end_visit", args=[visit.pk])).status_code == 404
        visit.refresh_from_db()
        assert visit.ended_at is None


class TestSecondStep:
    @pytest.fixture
    def codes(self, user) -> list[str]:
        second_step.prepare(actor=SYSTEM, at=AT, user=user)
        return second_step.switch_on(actor=SYSTEM, at=AT, user=user, code=shown_by_telephone(user, confirmed=False))

    def test_the_password_alone_does_not_let_in(self, client, user, codes):
        assert enter(client).url == reverse("accounts:second_step")
        assert client.get(reverse("accounts:own")).url.startswith(SIGN_IN)

    def test_with_the_code_it_does(self, client, user, codes):
        enter(client, next="/vhid/bezpeka/")
        answer = client.post(reverse("accounts:second_step"), {"code": shown_by_telephone(user)})
        assert answer.url == "/vhid/bezpeka/"
        assert Visit.objects.get().by_second_step

    def test_with_a_recovery_code_too(self, client, user, codes):
        enter(client)
        assert client.post(reverse("accounts:second_step"), {"code": codes[0]}).status_code == 302

    def test_another_code_does_not(self, client, user, codes):
        enter(client)
        answer = client.post(reverse("accounts:second_step"), {"code": "zzzzz"})
        assert answer.status_code == 422
        assert "Код не підходить" in answer.content.decode()

    def test_after_five_minutes_one_begins_again(self, client, user, codes, now):
        enter(client)
        now(AT + timedelta(minutes=6))
        answer = client.post(reverse("accounts:second_step"), {"code": codes[0]})
        assert answer.url == SIGN_IN
        assert queries.codes_left(user) == 10

    def test_without_a_password_there_is_no_second_step(self, client, now):
        assert client.get(reverse("accounts:second_step")).url == SIGN_IN

    def test_is_switched_on_by_the_person(self, client, user):
        enter(client)
        page = client.get(reverse("accounts:switch_on")).content.decode()
        assert "<svg" in page
        assert queries.secret_in_groups(queries.device_of(user, confirmed=False)) in page
        answer = client.post(reverse("accounts:switch_on"), {"code": shown_by_telephone(user, confirmed=False)})
        assert answer.content.decode().count("<li><code>") == 10
        assert "Невикористаних кодів відновлення: 10" in client.get(reverse("accounts:own")).content.decode()

    def test_a_wrong_code_switches_nothing_on(self, client, user):
        enter(client)
        assert client.post(reverse("accounts:switch_on"), {"code": "abc"}).status_code == 422

    def test_is_switched_off_by_the_person(self, client, user, codes):
        enter(client)
        client.post(reverse("accounts:second_step"), {"code": codes[0]})
        address = reverse("accounts:switch_off")
        assert client.post(address, {"password": "не той", "code": codes[1]}).status_code == 422
        assert client.post(address, {"password": PASSWORD, "code": codes[1]}).url == reverse("accounts:own")
        assert not queries.is_on(user)

    def test_new_codes_by_a_button(self, client, user, codes):
        enter(client)
        client.post(reverse("accounts:second_step"), {"code": codes[0]})
        assert codes[1] not in client.post(reverse("accounts:new_codes")).content.decode()
        assert queries.codes_left(user) == 10

    def test_pages_of_the_second_step_lead_on_when_there_is_nothing_to_do(self, client, user, codes):
        enter(client)
        client.post(reverse("accounts:second_step"), {"code": codes[0]})
        assert client.get(reverse("accounts:switch_on")).url == reverse("accounts:own")
        assert client.get(reverse("accounts:switch_off")).status_code == 200


def shown_by_telephone(user: User, *, confirmed: bool = True) -> str:
    """The code that the person's telephone shows now."""
    device = queries.device_of(user, confirmed=confirmed)
    type(device).objects.filter(pk=device.pk).update(last_t=-1)
    return f"{totp(device.bin_key):06d}"
