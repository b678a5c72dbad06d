"""The minutes signed by electronic signatures of those whom the clause names (KR 4.45; DR 6.28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.journal.models import Entry
from magistrat.organisation.models import Substitution
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.signatures import queries as signatures
from magistrat.signatures import signers
from magistrat.sittings.actions import minutes, minutes_electronic, minutes_signing
from magistrat.sittings.models import Minutes, MinutesSigning
from magistrat.storage import queries as storage
from magistrat.ui import clock
from tests.factories import documents, orders, sittings

KR, DR = "kryvyi-rih", "druzhkivka"
NEXT = moment(datetime(2026, 3, 19, 10, 0))
CLAUSE = {KR: "4.45", DR: "6.28"}
KEYS = {"provider": "own_keys", "secret": orders.PIN}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture(params=[KR, DR])
def held(request, db) -> sittings.Held:
    """A sitting that was held, its minutes handed in the next day."""
    return handed_in(sittings.held_once(request.param))


def handed_in(found: sittings.Held) -> sittings.Held:
    said = {"actor": found.made.keeper, "at": NEXT, "sitting": found.sitting.pk}
    minutes.set_manner(**said, is_by_name=True, without_transcript="приміщення не оснащене")
    minutes_signing.hand_in(**said)
    return found


def who(found: sittings.Held, key: str, *, with_key: bool = True) -> Actor:
    actor = found.made.town.actor(key, NEXT.date())
    if with_key:
        orders.key(actor, at=NEXT)
    return actor


def sign(found: sittings.Held, actor: Actor, **said) -> MinutesSigning:
    return minutes_electronic.sign(**({"actor": actor, "at": NEXT, "sitting": found.sitting.pk} | KEYS | said))


def refused(deed, *args, **said) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(*args, **said)
    return caught.value


def kept(found: sittings.Held) -> Minutes:
    return Minutes.objects.select_related("document").get(sitting=found.sitting)


def test_both_sign_one_file_and_it_is_kept(held):
    assert sign(held, who(held, "mayor")).state == "done"
    assert (kept(held).state, kept(held).is_electronic) == ("signing", True)
    assert refused(sign, held, who(held, "mayor", with_key=False)).clause == CLAUSE[held.made.slug]
    assert sign(held, who(held, "affairs_manager")).state == "done"
    row = kept(held)
    assert (row.state, row.signed_on) == ("signed", date(2026, 3, 19))
    file = row.document.files.get(role=File.Role.SIGNED)
    body = storage.path_of(file.blob_id).read_bytes()
    assert [one["state"] for one in signatures.examined(body, NEXT)] == ["valid", "valid"]
    entries = Entry.objects.filter(code="sittings.minutes_signed").order_by("pk")
    assert [(entry.clause, "електронним підписом" in entry.payload["text"]) for entry in entries] == [
        (CLAUSE[held.made.slug], True)
    ] * 2


def test_others_and_a_wrong_pin_sign_nothing(held):
    stranger = who(held, sittings.PROPOSER[held.made.slug])
    assert refused(sign, held, stranger).clause == CLAUSE[held.made.slug]
    mayor = who(held, "mayor")
    failed = sign(held, mayor, secret="000000")
    assert (failed.state, kept(held).signed_printed, kept(held).is_electronic) == ("failed", [], False)
    assert "надавача" in refused(sign, held, mayor, provider="немає").message


def test_paper_and_electronic_signatures_are_not_mixed(held):
    mayor, role = who(held, "mayor"), {KR: "mayor", DR: "chair"}[held.made.slug]
    mark = {"actor": held.made.keeper, "at": NEXT, "sitting": held.sitting.pk, "on": NEXT.date()}
    minutes_signing.sign(**mark, role=role)
    assert "на папері" in refused(sign, held, who(held, "affairs_manager")).message
    minutes_signing.reopen(actor=held.made.keeper, at=NEXT, sitting=held.sitting.pk, reason="описка")
    assert "не підписують" in refused(sign, held, mayor).message
    minutes_signing.hand_in(actor=held.made.keeper, at=NEXT, sitting=held.sitting.pk)
    assert sign(held, mayor).state == "done"
    assert "електронн" in refused(minutes_signing.sign, **mark, role="affairs_manager").message


def test_taken_back_and_handed_in_again_the_new_file_is_signed(held):
    mayor = who(held, "mayor")
    first = sign(held, mayor)
    minutes_signing.reopen(actor=held.made.keeper, at=NEXT, sitting=held.sitting.pk, reason="описка")
    later = NEXT + timedelta(hours=1)
    minutes.write_part(
        actor=held.made.keeper, at=later, sitting=held.sitting.pk, key="closing", text="Закрито.", revision=0, seen=""
    )
    minutes_signing.hand_in(actor=held.made.keeper, at=later, sitting=held.sitting.pk)
    second = sign(held, mayor, at=later)
    assert (second.state, second.given_id != first.given_id, second.given_id != first.made_id) == ("done", True, True)


@pytest.mark.parametrize("key", ["affairs_manager", "secretary"])
def test_on_the_day_of_return_either_signs(held, key):
    """KR 1.9.2; DR 2.10: taken back on their first day, the duties are done on it by both."""
    posts, on = held.made.town.posts, NEXT.date()
    Substitution.objects.create(
        absent_id=posts["affairs_manager"], substitute_id=posts["secretary"], reason="trip", since=on,
        until=on + timedelta(days=1), proposed_at=NEXT, proposed_by="Кадри", agreed_at=NEXT, agreed_by="Кадри",
        cancelled_by="Кадри",
    )  # fmt: skip
    mark = {"actor": held.made.keeper, "at": NEXT, "sitting": held.sitting.pk, "role": "affairs_manager", "on": on}
    assert "Зазначте, хто підписав" in refused(minutes_signing.sign, **mark).message
    attempt = sign(held, who(held, key))
    assert (attempt.state, attempt.printed_title.startswith("В.о.")) == ("done", key == "secretary")


def test_who_presided_signs_where_the_clause_says_so(held):
    """The secretary led a sitting in the mayor's place for that day alone."""
    posts, on = held.made.town.posts, date(2026, 4, 15)
    Substitution.objects.create(
        absent_id=posts["mayor"], substitute_id=posts["secretary"], reason="trip", since=on, until=date(2026, 4, 16),
        proposed_at=NEXT, proposed_by="Кадри", agreed_at=NEXT, agreed_by="Кадри",
    )  # fmt: skip
    where = sittings.held(held.made, on, "Про план")
    after = moment(datetime(2026, 4, 17, 10))
    said = {"actor": held.made.keeper, "at": after, "sitting": where.pk}
    minutes.set_manner(**said, is_by_name=True, without_transcript="приміщення не оснащене")
    minutes_signing.hand_in(**said)
    mayor, secretary = who(held, "mayor"), who(held, "secretary")
    presided, other = (secretary, mayor) if held.made.slug == DR else (mayor, secretary)
    assert refused(sign, held, other, sitting=where.pk, at=after).clause == CLAUSE[held.made.slug]
    attempt = sign(held, presided, sitting=where.pk, at=after)
    assert (attempt.state, attempt.printed_title) == (
        "done", {DR: "В.о. міського голови –\nсекретар міської ради", KR: "Міський голова"}[held.made.slug]
    )  # fmt: skip


class Slow:
    """A provider that answers later."""

    key, title, asks = "slow", "Повільний", ""
    answer: bytes | signers.Waiting = signers.Waiting("7", "Підтвердьте на телефоні")

    def __init__(self, real):
        self.real, self.asked = real, None

    def is_ready(self, person, at):
        return True

    def sign(self, pdf, asked):
        self.asked = (pdf, asked)
        return signers.Waiting("7", "Підтвердьте на телефоні")

    def collect(self, reference, at):
        return self.answer


def test_a_late_answer_signs_with_the_day_of_asking_and_one_attempt_waits(held, monkeypatch):
    slow = Slow(signers.of("own_keys"))
    monkeypatch.setitem(signers._known, "slow", slow)
    mayor = who(held, "mayor")
    assert sign(held, mayor, provider="slow").state == "waiting"
    assert "вже триває" in refused(sign, held, mayor).message
    assert minutes_electronic.collect_all(at=NEXT) == []
    pdf, asked = slow.asked
    slow.answer = slow.real.sign(pdf, replace(asked, secret=orders.PIN))
    (done,) = minutes_electronic.collect_all(at=NEXT + timedelta(days=2))
    assert (done.state, kept(held).signed_printed[0]["on"]) == ("done", "2026-03-19")
    assert minutes_electronic.collect_all(at=NEXT) == []


def test_an_answer_after_the_minutes_came_back_signs_nothing(held, monkeypatch):
    slow = Slow(signers.of("own_keys"))
    monkeypatch.setitem(signers._known, "slow", slow)
    attempt = sign(held, who(held, "mayor"), provider="slow")
    said = {"actor": held.made.keeper, "at": NEXT, "sitting": held.sitting.pk, "reason": "описка"}
    assert "вже триває" in refused(minutes_signing.reopen, **said).message
    slow.answer = b"%PDF-"
    (failed,) = minutes_electronic.collect_all(at=NEXT)
    assert (failed.pk, failed.state, "інший файл" in failed.trouble) == (attempt.pk, "failed", True)
    minutes_signing.reopen(**said)


def test_on_the_page_by_the_one_whose_turn_it_is(held, monkeypatch):
    monkeypatch.setenv(clock.FIXED, NEXT.isoformat())
    mayor, address = who(held, "mayor"), f"/zasidannia/{held.sitting.pk}/protokol/"
    client = documents.signed_in(Client(), mayor)
    assert "Ваш підпис" in client.get(address).content.decode()
    wrong = client.post(f"{address}diia/", {"deed": "sign_own", "provider": "own_keys", "secret": "1"})
    assert wrong.status_code == 409
    done = client.post(f"{address}diia/", {"deed": "sign_own", **KEYS}, follow=True)
    assert "Протокол підписано." in done.content.decode()
    assert "Ваш підпис" not in client.get(address).content.decode()
    stranger = documents.signed_in(Client(), who(held, sittings.PROPOSER[held.made.slug], with_key=False))
    assert stranger.get(address).status_code == 403
