"""Opening, closing, passwords, the second step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django_otp.oath import totp

from magistrat.accounts import actions, queries
from magistrat.accounts.actions import asking, second_step
from magistrat.accounts.models import Asking, RecoveryCode, User, Visit
from magistrat.journal.actor import Actor
from magistrat.journal.models import Entry
from magistrat.rules.refusal import Refusal

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)
ADMINISTRATOR = Actor(person_id=1, person_name="Гнат Дубко", post_id=1, post_title="адміністратор системи")
PASSWORD = "тиха вода греблю рве"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return actions.open_account(actor=ADMINISTRATOR, at=AT, login="O.Koval", password=PASSWORD)


def codes() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("code", flat=True))


def device_code(user: User) -> str:
    """What the person's telephone shows now."""
    device = queries.device_of(user, confirmed=False) or queries.device_of(user)
    device.throttle_reset()
    type(device).objects.filter(pk=device.pk).update(last_t=-1)
    return f"{totp(device.bin_key):06d}"


class TestOpenAccount:
    def test_opens_with_a_password_to_be_changed(self, user):
        assert user.login == "o.koval"
        assert user.check_password(PASSWORD)
        assert user.must_change_password
        assert codes() == ["accounts.opened"]

    def test_refuses_a_login_that_is_taken_in_any_case(self, user):
        with pytest.raises(Refusal, match="уже має інша особа"):
            actions.open_account(actor=ADMINISTRATOR, at=AT, login="O.KOVAL", password=PASSWORD)
        assert User.objects.count() == 1

    @pytest.mark.parametrize("password", ["коротко", "password12345", "n.dubko2026"])
    def test_refuses_a_weak_password(self, password):
        with pytest.raises(Refusal):
            actions.open_account(actor=ADMINISTRATOR, at=AT, login="n.dubko", password=password)
        assert not User.objects.exists()
        assert codes() == []

    def test_refuses_an_empty_login(self):
        with pytest.raises(Refusal, match="Вкажіть логін"):
            actions.open_account(actor=ADMINISTRATOR, at=AT, login=" ", password=PASSWORD)

    def test_the_database_holds_one_login(self, user):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(login="O.KOVAL", created_at=AT)


class TestPasswords:
    def test_an_administrator_gives_a_new_first_one(self, user):
        visit = begin(user, "k" * 32)
        changed = actions.set_password(actor=ADMINISTRATOR, at=AT, user=user, password="новий пароль видано")
        assert changed.check_password("новий пароль видано")
        assert changed.must_change_password
        visit.refresh_from_db()
        assert visit.end == Visit.End.PASSWORD

    def test_the_person_changes_it(self, user):
        stays, goes = begin(user, "a" * 32), begin(user, "b" * 32)
        changed = actions.change_password(
            actor=ADMINISTRATOR, at=AT, user=user, old=PASSWORD, new="зовсім інше речення", keep="a" * 32
        )
        assert changed.check_password("зовсім інше речення")
        assert not changed.must_change_password
        stays.refresh_from_db()
        goes.refresh_from_db()
        assert (stays.ended_at, goes.ended_at) == (None, AT)

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ("не той пароль", "зовсім інше речення", "не збігається"),
            (PASSWORD, PASSWORD, "відрізнятися"),
            (PASSWORD, "короткий", "10"),
        ],
    )
    def test_refuses(self, user, old, new, why):
        with pytest.raises(Refusal, match=why):
            actions.change_password(actor=ADMINISTRATOR, at=AT, user=user, old=old, new=new)
        user.refresh_from_db()
        assert user.check_password(PASSWORD)
        assert "accounts.password_changed" not in codes()


def begin(user: User, key: str) -> Visit:
    return actions.begin_visit(
        actor=ADMINISTRATOR,
        at=AT,
        user=user,
        session_key=key,
        address="127.0.0.1",
        program="Firefox",
        by_second_step=False,
    )


class TestCloseAccount:
    def test_nobody_signs_in_any_more(self, user, rf):
        begin(user, "k" * 32)
        actions.close_account(actor=ADMINISTRATOR, at=AT, user=user)
        assert authenticate(rf.post("/"), username="o.koval", password=PASSWORD) is None
        assert Visit.objects.get().end == Visit.End.CLOSED
        assert queries.by_id(user.pk) is None

    def test_twice_is_refused(self, user):
        actions.close_account(actor=ADMINISTRATOR, at=AT, user=user)
        with pytest.raises(Refusal, match="уже закрито"):
            actions.close_account(actor=ADMINISTRATOR, at=AT, user=user)

    def test_can_be_opened_again(self, user):
        with pytest.raises(Refusal, match="не закрито"):
            actions.reopen_account(actor=ADMINISTRATOR, at=AT, user=user)
        actions.close_account(actor=ADMINISTRATOR, at=AT, user=user)
        assert actions.reopen_account(actor=ADMINISTRATOR, at=AT, user=user).is_active


class TestVisits:
    def test_ending_what_has_ended_does_nothing(self, user):
        begin(user, "k" * 32)
        for _ in range(2):
            actions.end_visit(actor=ADMINISTRATOR, at=AT, user=user, session_key="k" * 32)
        assert codes().count("accounts.visit_ended") == 1

    def test_open_ones_stand_first(self, user):
        ended, is_open = begin(user, "a" * 32), begin(user, "b" * 32)
        begin(user, "c" * 32)
        actions.end_visit(actor=ADMINISTRATOR, at=AT, user=user, session_key="c" * 32)
        actions.end_visit(actor=ADMINISTRATOR, at=AT, user=user, session_key="a" * 32)
        assert queries.visits(user)[0] == is_open
        assert queries.open_visit(user, ended.pk) is None

    def test_an_end_needs_its_cause(self, user):
        visit = begin(user, "k" * 32)
        visit.ended_at = AT
        with pytest.raises(IntegrityError), transaction.atomic():
            visit.save()


class TestSecondStep:
    @pytest.fixture
    def codes_given(self, user) -> list[str]:
        second_step.prepare(actor=ADMINISTRATOR, at=AT, user=user)
        return second_step.switch_on(actor=ADMINISTRATOR, at=AT, user=user, code=device_code(user))

    def test_is_in_force_after_the_first_code(self, user):
        second_step.prepare(actor=ADMINISTRATOR, at=AT, user=user)
        assert not queries.is_on(user)
        second_step.switch_on(actor=ADMINISTRATOR, at=AT, user=user, code=device_code(user))
        assert queries.is_on(user)
        assert queries.codes_left(user) == 10
        assert "accounts.totp_switched_on" in codes()

    def test_preparing_again_shows_the_same_secret(self, user):
        first = second_step.prepare(actor=ADMINISTRATOR, at=AT, user=user)
        assert second_step.prepare(actor=ADMINISTRATOR, at=AT, user=user) == first

    def test_a_wrong_first_code_is_refused(self, user):
        second_step.prepare(actor=ADMINISTRATOR, at=AT, user=user)
        with pytest.raises(Refusal, match="Код не підходить"):
            second_step.switch_on(actor=ADMINISTRATOR, at=AT, user=user, code="abcdef")
        assert not queries.is_on(user)
        assert "accounts.totp_switched_on" not in codes()

    def test_twice_is_refused(self, user, codes_given):
        with pytest.raises(Refusal, match="вже увімкнено"):
            second_step.switch_on(actor=ADMINISTRATOR, at=AT, user=user, code="123456")

    def test_the_telephones_code_passes_once(self, user, codes_given):
        code = device_code(user)
        assert second_step.passes(at=AT, user=user, code=f"{code[:3]} {code[3:]}")
        assert not second_step.passes(at=AT, user=user, code=code)

    def test_a_recovery_code_passes_once(self, user, codes_given):
        assert second_step.passes(at=AT, user=user, code=codes_given[0].upper())
        queries.device_of(user).throttle_reset()
        assert not second_step.passes(at=AT, user=user, code=codes_given[0])
        assert queries.codes_left(user) == 9

    def test_attempts_are_slowed_down(self, user, codes_given):
        assert not second_step.passes(at=AT, user=user, code="zzzzz-zzzzz")
        assert not second_step.passes(at=AT, user=user, code=codes_given[0])
        assert queries.codes_left(user) == 10

    def test_codes_are_not_kept_readable(self, user, codes_given):
        kept = set(RecoveryCode.objects.values_list("code_hash", flat=True))
        assert not kept & set(codes_given)
        assert len(kept) == 10

    def test_new_codes_replace_the_old(self, user, codes_given):
        second_step.make_codes(actor=ADMINISTRATOR, at=AT, user=user)
        assert not second_step.passes(at=AT, user=user, code=codes_given[0])

    def test_is_switched_off_by_password_and_code(self, user, codes_given):
        second_step.switch_off(actor=ADMINISTRATOR, at=AT, user=user, password=PASSWORD, code=device_code(user))
        assert not queries.is_on(user)
        assert queries.codes_left(user) == 0
        assert not second_step.passes(at=AT, user=user, code=codes_given[0])

    @pytest.mark.parametrize(("password", "code"), [("не той", None), (PASSWORD, "zzzzz-zzzzz")])
    def test_is_not_switched_off_without_both(self, user, codes_given, password, code):
        with pytest.raises(Refusal):
            second_step.switch_off(
                actor=ADMINISTRATOR, at=AT, user=user, password=password, code=code or device_code(user)
            )
        assert queries.is_on(user)

    def test_an_administrator_removes_it(self, user, codes_given):
        visit = begin(user, "k1")
        with pytest.raises(Refusal, match="підставу"):
            second_step.remove(actor=ADMINISTRATOR, at=AT, user=user, ground=" ")
        second_step.remove(actor=ADMINISTRATOR, at=AT, user=user, ground="Телефон утрачено")
        visit.refresh_from_db()
        assert (queries.is_on(user), visit.ended_at, queries.codes_left(user)) == (False, AT, 0)
        assert codes()[-1] == "accounts.totp_removed"
        with pytest.raises(Refusal, match="не увімкнено"):
            second_step.remove(actor=ADMINISTRATOR, at=AT, user=user, ground="Ще раз")

    def test_the_telephone_learns_the_secret(self, user):
        device = second_step.prepare(actor=ADMINISTRATOR, at=AT, user=user)
        address = queries.address_for_telephone(device, "Вербівка")
        assert address.startswith("otpauth://totp/%D0%92")
        assert queries.secret_in_groups(device).replace(" ", "") in address


def test_a_lock_is_written_down():
    actions.note_lock(at=AT, login="nobody", address="10.0.0.7")
    entry = Entry.objects.get()
    assert entry.code == "accounts.locked_out"
    assert "10.0.0.7" in entry.payload["text"]


def test_a_strangers_questions_are_counted_by_address_and_span():
    def ask(address: str = "203.0.113.7", at: datetime = AT) -> int:
        return asking.count(at=at, what="acts.check", address=address, seconds=600)

    assert [ask(), ask(at=AT + timedelta(seconds=599)), ask("203.0.113.8")] == [1, 2, 1]
    # The next span begins from nothing and leaves nothing of those that are over.
    assert ask(at=AT + timedelta(seconds=600)) == 1
    assert Asking.objects.count() == 1


class TestEndIdle:
    """Most people close the browser and sign out never."""

    def test_ends_what_nobody_has_used_for_long(self, user, settings):
        settings.IDLE_MINUTES = 30
        old, used = (
            actions.begin_visit(
                actor=ADMINISTRATOR, at=AT, user=user, session_key=key, address=None, program="", by_second_step=False
            )
            for key in ("old", "used")
        )
        later = AT + timedelta(minutes=33)
        actions.see_visit(at=later - timedelta(minutes=31), session_key="used")
        assert actions.end_idle(at=later) == 1
        old.refresh_from_db(), used.refresh_from_db()
        assert (old.ended_at, old.end, used.ended_at) == (later, Visit.End.IDLE, None)
        assert codes()[-1] == "accounts.visit_ended"
        assert actions.end_idle(at=later) == 0
        assert [visit.session_key for visit in queries.visits(user)] == ["used", "old"]
