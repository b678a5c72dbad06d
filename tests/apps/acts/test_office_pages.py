"""Pages of those who sign, register, send and copy; the public page of verification."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.acts.actions import mailing, registering
from magistrat.acts.models import Act, Copy, Delivery, Relation, Round
from magistrat.acts.pages import verification
from magistrat.acts.queries import on_copy
from magistrat.documents.models import Document
from magistrat.signatures.models import Key
from magistrat.storage import queries as storage
from magistrat.tasks.models import Control, Task
from tests.factories import acts, orders
from tests.factories.acts import Hall
from tests.factories.documents import pdf, signed_in
from tests.factories.orders import AT, hall, kyiv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    orders.folders(settings, tmp_path)
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    cache.clear()


@pytest.fixture
def kr() -> Hall:
    """The first city."""
    return hall("kryvyi-rih")


def as_(found: Hall, key: str) -> Client:
    """The client of who holds the post."""
    return signed_in(Client(), found.actor(key))


def to(name: str, *args: Any) -> str:
    return reverse(f"acts:{name}", args=args)


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def text_of(answer: Any) -> str:
    return answer.content.decode()


def test_numbers_of_another_offices_copies_are_no_gaps_in_the_journal(kr):
    """One journal for the whole committee (KR 6.21): whose number it is, is said, and nothing of what was certified."""
    own = orders.registered(kr)
    leave = orders.signed_by_hand(kr, kind="personnel-order", series="leave")
    officer = kr.actor("personnel_officer")
    leave = registering.register(actor=officer, at=AT, act=leave.pk)
    for number, act in enumerate((own, leave, leave, own), 1):
        Copy.objects.create(
            act=act, form="copy", number=number, year=2026, whom=f"Кому {number}", at=AT, on=AT.date(), printed_title="", printed_name=""
        )  # fmt: skip
    page = text_of(as_(kr, "sittings_exec").get(to("copies")))
    assert "2–3</td>" in page
    assert "Копії актів, які реєструє інший підрозділ" in page
    assert "Кому 4" in page
    assert "Кому 2" not in page
    assert leave.document.index not in page


def test_the_explanatory_note_went_with_the_draft_and_is_no_part_of_the_act(kr):
    said = replace(orders.text(kr), note="Проєкт підготовлено за зверненням.")
    act = orders.signed_by_hand(kr, said=said)
    drafter = as_(kr, "infrastructure_exec")
    assert '<section data-part="пояснювальна записка">' in text_of(drafter.get(to("act", act.pk)))
    registering.register(actor=kr.actor("sittings_exec"), at=AT, act=act.pk)
    page = text_of(drafter.get(to("act", act.pk)))
    assert '<section data-part="пояснювальна записка">' not in page
    assert "<summary>Пояснювальна записка до проєкту</summary>" in page
    assert said.note in page


class TestWholeWay:
    def test_electronically_from_the_agreed_draft_to_the_copy(self, kr):
        act = orders.agreed(kr)
        orders.recipient(act, post=kr.post("legal_head"))
        orders.key(kr.actor("mayor"))
        drafter, mayor, clerk = as_(kr, "infrastructure_exec"), as_(kr, "mayor"), as_(kr, "sittings_exec")
        assert "Подати на підпис" in text_of(drafter.get(to("act", act.pk)))
        answer = drafter.post(to("hand_in", act.pk), {"signatory": kr.post("mayor").pk}, follow=True)
        assert "Подано на підпис" in text_of(answer)

        assert "На підпис" in text_of(mayor.get("/"))
        assert act.title in text_of(mayor.get(to("folder")))
        assert mayor.get(to("sign_next")).headers["Location"] == to("sign", act.pk)
        page = text_of(mayor.get(to("sign", act.pk)))
        assert "провести інвентаризацію теплових мереж" in page
        assert mayor.get(to("signed_file", act.pk)).content.startswith(b"%PDF-")
        given = {"version": orders.version(act), "part": "act", "provider": "own_keys"}
        wrong = mayor.post(to("sign", act.pk), given | {"secret": "000000"})
        assert (wrong.status_code, "не підходить" in text_of(wrong)) == (409, True)
        done = mayor.post(to("sign", act.pk), given | {"secret": orders.PIN})
        assert done.headers["Location"].startswith(to("sign_next"))
        assert mayor.get(done.headers["Location"]).headers["Location"] == to("folder")

        assert "Зареєструвати" in text_of(clerk.get(to("office")))
        assert "6.15" in text_of(clerk.get(to("register_act", act.pk)))
        answer = clerk.post(to("register_act", act.pk), {}, follow=True)
        assert "Акт зареєстровано: № 1-р від 10.03.2026" in text_of(answer)
        mailing.carry(at=kyiv("03-10 12:00"))
        lawyer = as_(kr, "legal_head")
        assert act.title in text_of(lawyer.get(to("to_read")))
        assert lawyer.get(to("open", act.pk)).headers["Location"] == to("act", act.pk)
        assert Delivery.objects.get().read_by
        copy = clerk.get(to("copy", act.pk))
        assert copy.content.startswith(b"%PDF-")
        answer = clerk.post(to("certify", act.pk), {"whom": "Суд", "ground": "запит"}, follow=True)
        assert "№ 1 журналу" in text_of(answer)
        assert "Суд" in text_of(clerk.get(to("copies")))

    def test_on_paper(self, kr):
        act = orders.handed_in(kr)
        clerk = as_(kr, "sittings_exec")
        assert "Відмітити підпис" in text_of(clerk.get(to("office"), {"etap": "pidpys"}))
        scan = SimpleUploadedFile("скан.pdf", pdf(("Розпорядження",)))
        assert clerk.post(to("mark_paper", act.pk), {"signed_on": "2026-03-10"}).status_code == 409
        answer = clerk.post(to("mark_paper", act.pk), {"signed_on": "2026-03-10", "uploads": scan})
        assert answer.headers["Location"] == to("register_act", act.pk)
        answer = clerk.post(to("withdraw", act.pk), {"remark": "скан іншого акта"}, follow=True)
        assert "Відмітку про підпис знято" in text_of(answer)

    def test_a_late_registration_is_asked_to_be_confirmed(self, kr, monkeypatch):
        act = orders.signed(kr)
        monkeypatch.setenv("MAGISTRAT_NOW", kyiv("03-11 09:00").isoformat())
        clerk = as_(kr, "sittings_exec")
        told = clerk.post(to("register_act", act.pk), {})
        assert (told.status_code, "6.17" in text_of(told)) == (409, True)
        assert "зареєстровано" in text_of(clerk.post(to("register_act", act.pk), {"confirm": "on"}, follow=True))

    def test_the_last_day_of_an_acts_force_is_written_by_the_office(self, kr):
        act = orders.registered(kr)
        clerk = as_(kr, "sittings_exec")
        assert "6.22" in text_of(clerk.get(to("act", act.pk)))
        assert clerk.post(to("set_term", act.pk), {"until": "2026-03-01"}).status_code == 409
        clerk.post(to("set_term", act.pk), {"until": "2026-12-31"})
        assert Act.objects.get(pk=act.pk).in_force_until == date(2026, 12, 31)
        assert as_(kr, "social_exec").post(to("set_term", act.pk), {"until": ""}).status_code in {403, 404}


class TestFolder:
    def test_acts_come_one_after_another_and_can_be_left_for_later(self, kr):
        first, second = orders.handed_in(kr), orders.handed_in(kr, said=acts.TEXT)
        mayor = as_(kr, "mayor")
        orders.key(kr.actor("mayor"))
        after = f"{to('sign_next')}?pislia="
        assert mayor.get(to("sign_next")).headers["Location"] == to("sign", first.pk)
        assert mayor.get(f"{after}{first.pk}").headers["Location"] == to("sign", second.pk)
        assert mayor.get(f"{after}{second.pk}").headers["Location"] == to("sign", first.pk)
        page = text_of(mayor.get(to("sign", first.pk)))
        assert "1 із 2" in page
        answer = mayor.post(to("send_back", first.pk), {"remark": "Уточніть", "tecka": "1"})
        assert answer.headers["Location"] == f"{after}{first.pk}"
        assert mayor.get(answer.headers["Location"]).headers["Location"] == to("sign", second.pk)

    def test_says_what_is_done_without_a_key(self, kr):
        act = orders.handed_in(kr)
        mayor = as_(kr, "mayor")
        assert "на папері" in text_of(mayor.get(to("folder")))
        assert "Підпишіть паперовий примірник" in text_of(mayor.get(to("sign", act.pk)))

    def test_an_act_that_is_anothers_is_not_signed_here(self, kr):
        act = orders.handed_in(kr)
        assert as_(kr, "affairs_manager").get(to("sign", act.pk)).headers["Location"] == to("act", act.pk)

    def test_statements_do_not_grow_with_the_folder(self, kr):
        orders.handed_in(kr)
        mayor = as_(kr, "mayor")
        few = statements(mayor, to("folder"))
        for _ in range(2):
            orders.handed_in(kr, said=acts.TEXT)
        assert statements(mayor, to("folder")) == few


class TestVerification:
    def open(self, kr):
        act = orders.registered(kr)
        return act, Client()

    def test_anyone_with_a_code_sees_the_act_and_compares_his_file(self, kr):
        act, anyone = self.open(kr)
        typed = act.check_code.replace("-", " ").lower()
        answer = anyone.get(to("check_code"), {"code": typed})
        page = text_of(anyone.get(answer.headers["Location"]))
        assert f"№ {act.document.index}" in page
        assert act.title in page
        copy = SimpleUploadedFile("копія.pdf", on_copy.pdf(act))
        assert "копією акта з відміткою" in text_of(anyone.post(to("check", act.check_code), {"file": copy}))
        original = SimpleUploadedFile("скан.pdf", on_copy.original(act))
        assert "підписаним оригіналом" in text_of(anyone.post(to("check", act.check_code), {"file": original}))
        other = SimpleUploadedFile("інше.pdf", pdf(("Підроблене",)))
        assert "не збігається" in text_of(anyone.post(to("check", act.check_code), {"file": other}))
        empty = anyone.post(to("check", act.check_code), {})
        assert (empty.status_code, "Виберіть файл" in text_of(empty)) == (422, True)

    def test_a_certified_copy_is_known_by_its_number(self, kr):
        act, anyone = self.open(kr)
        clerk = as_(kr, "sittings_exec")
        clerk.post(to("certify", act.pk), {"whom": "Суд"})
        body = storage.path_of(Copy.objects.get().file.blob_id).read_bytes()
        given = SimpleUploadedFile("копія.pdf", body)
        assert "засвідченою копією" in text_of(anyone.post(to("check", act.check_code), {"file": given}))

    def test_of_a_closed_act_nothing_is_told_but_its_number(self, kr):
        act, anyone = self.open(kr)
        Act.objects.filter(pk=act.pk).update(kind="personnel-order")
        page = text_of(anyone.get(to("check", act.check_code)))
        assert act.title not in page
        assert "не оприлюднюють" in page
        Act.objects.filter(pk=act.pk).update(kind="order")
        Document.objects.filter(pk=act.document_id).update(is_restricted=True)
        assert act.title not in text_of(anyone.get(to("check", act.check_code)))

    def test_an_unknown_code_and_too_many_questions_are_told(self, kr):
        _, anyone = self.open(kr)
        assert anyone.get(to("check", "AAAA-BBBB-CCCC")).status_code == 404
        for _ in range(verification.MOST):
            last = anyone.get(to("check", "AAAA"))
        assert last.status_code == 429


class TestSending:
    def test_rounds_tell_what_they_carried_to_whom_who_may_see_it(self, kr):
        act = orders.signed(kr)
        orders.recipient(act, post=kr.post("legal_head"))
        registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)
        mailing.carry(at=kyiv("03-10 12:00"))
        made = Round.objects.get(at=kyiv("03-10 12:00"))
        clerk = as_(kr, "sittings_exec")
        assert "10.03.2026 12:00" in text_of(clerk.get(to("rounds")))
        assert act.title in text_of(clerk.get(to("round", made.pk)))
        assert act.title not in text_of(as_(kr, "social_exec").get(to("round", made.pk)))
        assert clerk.get(to("round", 999_999)).status_code == 404
        answer = clerk.post(to("remind", act.pk), follow=True)
        assert "Нагадано: 1" in text_of(answer)
        assert "Ознайомлення відмічено" in text_of(as_(kr, "legal_head").post(to("note_read", act.pk), follow=True))

    def test_the_office_sends_by_hand(self, kr):
        act = orders.signed(kr)
        one = orders.recipient(act, post=kr.post("legal_head"))
        registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)
        clerk = as_(kr, "sittings_exec")
        assert "Найближча розсилка" in text_of(clerk.get(to("act", act.pk)))
        answer = clerk.post(to("send_act", act.pk), {"recipients": [one.pk], "way": "paper"}, follow=True)
        assert "Надіслано примірників: 1" in text_of(answer)
        delivery = Delivery.objects.get()
        answer = clerk.post(to("received", act.pk, delivery.pk), {"remark": "Коваль О."}, follow=True)
        assert "Коваль О." in text_of(answer)
        told = clerk.post(to("send_act", act.pk), {"recipients": [one.pk]})
        assert (told.status_code, "уже надіслано" in text_of(told)) == (409, True)


class TestExtract:
    def test_the_drafters_extract_has_its_last_day_until_it_is_given(self):
        dr = hall("druzhkivka")
        act = orders.signed_by_hand(dr, kind="council-decision", series="council_decisions", adopted_on=AT.date())
        registering.register(actor=dr.actor("control"), at=AT, act=act.pk)
        office = as_(dr, "control")
        page = text_of(office.get(to("act", act.pk)))
        said = page[page.index("Витяг розробникові") :][:600]
        assert ("13 березня 2026" in said, "12.9" in said) == (True, True), said
        answer = office.post(to("certify", act.pk), {"whom": "розробник", "points": ["1"]}, follow=True)
        assert "витяг, № 1 журналу" in text_of(answer)
        assert "Витяг розробникові" not in text_of(answer)


class TestOwnKey:
    def test_the_owner_changes_its_pin(self, kr):
        mayor = as_(kr, "mayor")
        assert "Ключа електронного підпису у Вас немає" in text_of(mayor.get(to("own_key")))
        orders.key(kr.actor("mayor"))
        fields = {"pin": orders.PIN, "new_pin": "abcdef", "again": "abcdeg"}
        assert "по-різному" in text_of(mayor.post(to("own_key"), fields))
        assert "PIN-код змінено" in text_of(mayor.post(to("own_key"), fields | {"again": "abcdef"}, follow=True))
        assert Key.objects.count() == 1


class TestRemoval:
    def test_the_quarters_draft_proposes_itself_and_takes_executed_acts_off_control(self, kr):
        done = orders.registered(kr)
        Task.objects.update(state="done", done_on=AT.date(), done_at=AT, repeats="", repeat_day=None)
        Control.objects.update(done_on=AT.date())
        specialist = as_(kr, "control")
        page = text_of(specialist.get(to("propose_removal")))
        assert (f"№ {done.document.index}" in page, "8.20.11" in page) == (True, True)
        answer = specialist.post(to("propose_removal"), {"act": [done.pk], "kind": "order"})
        draft = Act.objects.latest("id")
        assert answer.headers["Location"] == to("act", draft.pk)
        relation = Relation.objects.get(source=draft)
        assert (relation.kind, relation.target, relation.point) == ("releases", done, "1")
        assert f"№ {done.document.index}" in draft.text["points"][0]["text"]
        # It goes to those who executed the points (KR 6.10).
        executed = set(Task.objects.filter(document=done.document).values_list("department", flat=True))
        assert {one.department_id for one in draft.recipients.all()} == executed != set()
        # What a draft takes off already is not offered twice.
        assert f"№ {done.document.index}" not in text_of(specialist.get(to("propose_removal")))
        assert specialist.post(to("propose_removal"), {"act": [done.pk]}).status_code == 409

    def test_a_city_without_the_clause_has_no_such_page(self):
        dr = hall("druzhkivka")
        assert as_(dr, "control").get(to("propose_removal")).status_code == 404
