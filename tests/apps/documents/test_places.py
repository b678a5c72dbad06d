"""Which service registers what, one form only, the state language, the affairs manager, envelopes, copies in advance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.documents.actions import arrivals, copies, corrections, nomenclature, registration, registries, setup
from magistrat.documents.actions.placing import Written
from magistrat.documents.card import Party, Signed
from magistrat.documents.models import CaseFile, Document, Registry
from magistrat.documents.queries import cards as read_cards
from magistrat.documents.queries import choices, rights, terms, visible
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.organisation.models import Department
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def second() -> make.Office:
    return make.office("druzhkivka")


class TestWhoRegisters:
    def test_what_is_for_the_leadership_is_the_records_services(self, office):
        with pytest.raises(Refusal, match="лише служба діловодства") as told:
            registration.register_incoming(
                actor=office.department_clerk, at=AT, registry_id=office.unit.pk, card=make.card(office)
            )
        assert told.value.clause == "7.4"
        card = make.card(office, addressee=office.department_head.post_id)
        done = registration.register_incoming(
            actor=office.department_clerk, at=AT, registry_id=office.unit.pk, card=card
        )
        assert done.index == "10-1"

    @pytest.mark.parametrize(
        ("kind", "addressee", "clause"),
        [
            ("letter", "mayor", "10.3"),
            ("letter", "deputy", "10.3"),
            ("ministry_letter", "department_head", "9.2"),
            ("peoples_deputy_request", "department_head", "10.12"),
            ("law", "department_head", "10.12"),
            ("letter", "department_head", None),
        ],
    )
    def test_a_units_clerk_registers_nothing_for_leaders_nor_of_higher_bodies(self, second, kind, addressee, clause):
        card = make.card(
            second, kind=make.kind(kind, kind, ("incoming",)).pk, addressee=getattr(second, addressee).post_id
        )
        deed = {"actor": second.department_clerk, "at": AT, "registry_id": second.unit.pk, "card": card}
        if clause is None:
            assert registration.register_incoming(**deed).index == "10-1"
        else:
            with pytest.raises(Refusal, match="служба діловодства") as told:
                registration.register_incoming(**deed)
            assert told.value.clause == clause
        more = {"actor": second.clerk, "registry_id": second.incoming.pk, "confirm": True}
        assert registration.register_incoming(**deed | more).number

    def test_nor_with_another_number_or_by_correcting(self, second):
        clerk, card = second.department_clerk, make.card(second, addressee=second.department_head.post_id)
        first = registration.register_incoming(actor=clerk, at=AT, registry_id=second.unit.pk, card=card)
        with pytest.raises(Refusal) as told:
            registration.register_supplement(actor=clerk, at=AT, to=first.pk, card=make.card(second))
        assert told.value.clause == "10.3"
        ministry = replace(card, kind=make.kind("ministry_letter", "Лист міністерства", ("incoming",)).pk)
        with pytest.raises(Refusal) as told:
            corrections.correct(actor=clerk, at=AT, document_id=first.pk, card=ministry, reason="помилка")
        assert told.value.clause == "9.2"

    @pytest.mark.parametrize(("city", "clause"), [("kryvyi-rih", "7.4"), ("druzhkivka", "10.3")])
    def test_nor_from_a_paper_journal(self, city, clause):
        office = make.office(city)
        written = Written(number=7, at=AT, code="documents.entered_from_paper", said="{index}", is_by_hand=True)
        with pytest.raises(Refusal) as told:
            registration.register_written(
                actor=office.department_clerk, at=AT, registry=office.unit, card=make.card(office), written=written
            )
        assert told.value.clause == clause

    @pytest.mark.parametrize(("city", "clause"), [("kryvyi-rih", "7.4"), ("druzhkivka", "14.9")])
    def test_nor_what_leaders_sign(self, city, clause):
        office = make.office(city)
        own = make.registry("unit-out", "outgoing", office.unit.department, "{dept}-{n}")
        own.clerks.add(office.department_clerk.post_id)
        case = CaseFile.objects.create(
            year=2026, index="10-77", title="Листування", keep_term="5 р.", department_id=own.department_id
        )
        card = make.card(
            office, author=office.department_head.post_id, addressee=None, way="", arrived_at=None, case_file=case.pk
        )
        checked = tuple(key for key, _ in choices.dispatch_checks(AT.date()))
        deed = {"actor": office.department_clerk, "at": AT, "registry_id": own.pk, "signed": Signed(checked=checked)}
        of_deputy = replace(card, author=office.deputy.post_id)
        with pytest.raises(Refusal, match="служба діловодства") as told:
            registration.register_outgoing(**deed, card=of_deputy)
        assert told.value.clause == clause
        if city == "druzhkivka":
            return
        done = registration.register_outgoing(**deed, card=card)
        with pytest.raises(Refusal, match="служба діловодства") as told:
            corrections.correct(
                actor=office.department_clerk, at=AT, document_id=done.pk, card=of_deputy, reason="помилка"
            )
        assert told.value.clause == clause

    @pytest.fixture
    def assistant(self, office):
        unit = make.department("Апарат", "02")
        assistant = make.actor("Секретар заступника", unit, "leader_assistant")
        kept = make.registry("leaders", "internal", unit, "{n}-к")
        kept.clerks.add(assistant.post_id)
        return assistant, kept

    @pytest.mark.parametrize(
        ("kind", "author", "addressee", "clause_for_clerk", "clause_for_assistant"),
        [
            ("memo", "department_head", "mayor", None, None),
            ("memo", "department_head", "deputy", "7.4", None),
            ("memo", "deputy", "department_head", "7.4", None),
            ("memo", "deputy", "mayor", None, None),
            ("telephone_message", "mayor", "department_head", None, "7.5"),
            ("telephone_message", "deputy", "department_head", "21.11", None),
            ("telephone_message", "department_head", "deputy", "21.12", None),
            ("council_decision", "deputy", "department_head", None, None),
        ],
    )
    def test_internal_papers(self, office, assistant, kind, author, addressee, clause_for_clerk, clause_for_assistant):
        who, kept = assistant
        card = make.card(
            office,
            kind=make.kind(kind, kind, ("internal",)).pk,
            parties=(),
            way="",
            arrived_at=None,
            author=getattr(office, author).post_id,
            addressee=getattr(office, addressee).post_id,
        )
        for actor, registry, clause in (
            (office.clerk, office.internal, clause_for_clerk),
            (who, kept, clause_for_assistant),
        ):
            deed = {"actor": actor, "at": AT, "registry_id": registry.pk, "card": card}
            if clause is None:
                assert registration.register_internal(**deed).number
            else:
                with pytest.raises(Refusal) as told:
                    registration.register_internal(**deed)
                assert told.value.clause == clause


class TestRegistriesOfSecretaries:
    """Each leader's secretary keeps that leader's registries, nobody else of the unit does (KR 7.4, 21.11)."""

    KINDS = """[[kind]]
key = "memo"
title = "Службова записка"
directions = ["internal"]
"""
    REGISTRIES = """[[registry]]
key = "internal-leader"
title = "Внутрішні документи: {post}"
direction = "internal"
each_post_with = "leader_assistant"
pattern = "{n}/{place}-вн"
clause = "7.4"
"""

    @pytest.fixture
    def secretaries(self, office):
        unit = make.department("Апарат", "02")
        mayors = make.actor("Секретар міського голови", unit, "leader_assistant", assists_id=office.mayor.post_id)
        deputys = make.actor("Секретар заступника", unit, "leader_assistant", assists_id=office.deputy.post_id)
        setup.load(actor=SYSTEM, at=AT, kinds=self.KINDS, registries=self.REGISTRIES)
        return mayors, deputys

    def register(self, office, who, registry, at=AT, **changes):
        own = {
            "kind": make.kind("memo").pk, "parties": (), "way": "", "arrived_at": None,
            "author": office.deputy.post_id, "addressee": office.department_head.post_id,
        }  # fmt: skip
        card = make.card(office, **(own | changes))
        return registration.register_internal(actor=who, at=at, registry_id=registry.pk, card=card)

    def of(self, secretary):
        return Registry.objects.get(key__startswith="internal-leader-", clerks=secretary.post_id)

    def test_only_he_registers_there_and_sees_it(self, office, secretaries):
        mayors, deputys = secretaries
        with pytest.raises(Refusal, match="лише секретар цього керівника") as told:
            self.register(office, mayors, self.of(deputys))
        assert told.value.clause == "7.4"
        done = self.register(office, deputys, self.of(deputys))
        assert visible(deputys).filter(pk=done.pk).exists()
        assert not visible(mayors).filter(pk=done.pk).exists()
        assert rights.refusal_to_keep(actor=mayors, registry_id=done.registry_id)
        assert rights.refusal_to_keep(actor=deputys, registry_id=done.registry_id) is None

    def test_who_stands_in_for_him_does(self, office, secretaries):
        mayors, deputys = secretaries
        standing_in = replace(
            mayors, post_id=deputys.post_id, acting_for=deputys.post_id, line=(*mayors.line, deputys.post_id)
        )
        assert self.register(office, standing_in, self.of(deputys)).number == 1

    def test_the_form_begins_with_his_own(self, client, office, secretaries, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        _, deputys = secretaries
        assert [one.pk for one in rights.registries_of(actor=deputys, on=AT.date(), direction="internal")] == [
            self.of(deputys).pk
        ]
        page = make.signed_in(client, deputys).get("/dokumenty/reiestratsiia/internal/")
        assert page.context["form"].initial["registry"] == self.of(deputys).pk

    def test_papers_of_another_leader_are_another_secretarys(self, office, secretaries):
        _, deputys = secretaries
        other = make.actor("Перший заступник", make.department("Керівництво міста", "00"), "first_deputy_mayor")
        with pytest.raises(Refusal, match="реєструє його секретар"):
            self.register(office, deputys, self.of(deputys), author=other.post_id)

    @pytest.mark.parametrize("beside", [True, False])
    def test_who_is_appointed_to_another_leaders_registry_registers_in_it(self, office, secretaries, beside):
        mayors, deputys = secretaries
        registry = self.of(deputys)
        self.change(office, registry, [mayors, deputys] if beside else [mayors], only_clerks=True)
        done = self.register(office, mayors, registry)
        assert done.number == 1
        card = replace(read_cards.card_of(done), addressee=office.mayor.post_id)
        assert corrections.correct(actor=mayors, at=AT, document_id=done.pk, card=card, reason="помилка")

    def test_a_clerk_of_the_unit_who_is_appointed_to_it_registers_in_it(self, office, secretaries):
        _, deputys = secretaries
        registry = self.of(deputys)
        self.change(office, registry, [deputys, office.department_clerk], only_clerks=True)
        assert self.register(office, office.department_clerk, registry).number == 1

    def test_who_keeps_it_after_him_sees_what_was_registered(self, office, secretaries):
        mayors, deputys = secretaries
        done, registry = self.register(office, deputys, self.of(deputys)), self.of(deputys)
        registries.change(
            actor=office.administrator, at=AT, registry_id=registry.pk, title=registry.title, pattern=registry.pattern,
            clerks=[mayors.post_id], is_open=True,
        )  # fmt: skip
        assert visible(mayors).filter(pk=done.pk).exists()

    def change(self, office, registry, clerks, only_clerks):
        return registries.change(
            actor=office.administrator, at=AT, registry_id=registry.pk, title=registry.title, pattern=registry.pattern,
            clerks=[one.post_id for one in clerks], is_open=True, only_clerks=only_clerks,
        )  # fmt: skip

    def seen(self, document, *who):
        return [visible(one).filter(pk=document.pk).exists() for one in who]

    def test_what_was_registered_goes_over_to_whoever_keeps_it(self, office, secretaries):
        mayors, deputys = secretaries
        third = make.actor("Третій секретар", Department.objects.get(name="Апарат"), "leader_assistant")
        registry = self.change(office, self.of(deputys), [deputys], only_clerks=False)
        before = self.register(office, deputys, registry)
        assert self.seen(before, mayors, deputys, third) == [True, True, True]
        self.change(office, registry, [deputys], only_clerks=True)
        assert self.seen(before, mayors, deputys, third) == [False, True, False]
        meanwhile = self.register(office, deputys, registry)
        self.change(office, registry, [mayors], only_clerks=True)
        for document in (before, meanwhile):
            assert self.seen(document, mayors, deputys, third) == [True, False, False]
        self.change(office, registry, [mayors], only_clerks=False)
        for document in (before, meanwhile):
            assert self.seen(document, mayors, deputys, third) == [True, True, True]
            held = document.grants.filter(reason="registrar", until__isnull=True)
            assert [one.department_id for one in held] == [registry.department_id]
        told = Entry.objects.filter(code="documents.registry_changed").order_by("id")
        assert [one.payload["only_clerks"] for one in told] == [False, True, True, False]

    def test_an_official_use_paper_goes_over_as_one(self, office, secretaries):
        mayors, deputys = secretaries
        registry = self.of(deputys)
        closed = self.register(office, deputys, registry, is_restricted=True)
        self.change(office, registry, [mayors], only_clerks=True)
        assert self.seen(closed, mayors, deputys) == [False, True]

    def test_two_statements_take_any_number_over(self, office, secretaries):
        mayors, deputys = secretaries
        registry = self.of(deputys)
        for _ in range(3):
            self.register(office, deputys, registry)
        with CaptureQueriesContext(connection) as asked:
            self.change(office, registry, [mayors], only_clerks=True)
        assert len([one for one in asked if "documents_grant" in one["sql"]]) == 2

    def test_set_up_closes_to_the_unit_what_it_marks(self, office, secretaries):
        mayors, deputys = secretaries
        registry = self.of(deputys)
        Registry.objects.update(only_clerks=False)
        before = self.register(office, deputys, registry)
        # Its title was changed before it could be decided who keeps it.
        payload = {"text": f"Змінено реєстр «{registry.title}»", "clerks": [deputys.post_id]}
        journal.record(
            actor=office.administrator, at=AT, code="documents.registry_changed", subject=registry, payload=payload
        )
        setup.load(actor=SYSTEM, at=AT, kinds=self.KINDS, registries=self.REGISTRIES)
        registry.refresh_from_db()
        assert registry.only_clerks
        assert self.seen(before, mayors, deputys) == [False, True]

    def test_what_the_administrator_decides_stays(self, client, office, secretaries, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        mayors, deputys = secretaries
        registry, keeper = self.of(deputys), make.signed_in(client, office.administrator)
        said = {"title": registry.title, "pattern": registry.pattern, "first_number": 1, "is_open": "on"}
        address = f"/dokumenty/reiestry/{registry.pk}/"
        assert keeper.get(address).context["form"]["only_clerks"].value() is True
        assert keeper.post(address, said | {"only_clerks": "on"}).status_code == 409
        assert keeper.post(address, said | {"clerks": [deputys.post_id]}).status_code == 302
        setup.load(actor=SYSTEM, at=AT, kinds=self.KINDS, registries=self.REGISTRIES)
        registry.refresh_from_db()
        assert not registry.only_clerks
        done = self.register(office, mayors, registry, author=office.mayor.post_id, addressee=office.mayor.post_id)
        assert done.number

    def test_a_registry_that_was_opened_before_is_marked(self, office, secretaries):
        Registry.objects.update(only_clerks=False)
        setup.load(actor=SYSTEM, at=AT, kinds=self.KINDS, registries=self.REGISTRIES)
        assert Registry.objects.filter(only_clerks=True).count() == 2
        assert not Registry.objects.filter(only_clerks=True).exclude(key__startswith="internal-leader-").exists()


class TestOneFormOnly:
    def test_what_came_electronically_is_not_registered_on_paper(self, office):
        first = make.registered(office, way=Document.Way.EXCHANGE)
        party = first.parties.get()
        again = (Party(office.sender.pk, party.their_index, party.their_date),)
        with pytest.raises(Refusal, match="в іншій формі") as told:
            registration.register_incoming(
                actor=office.clerk,
                at=AT,
                registry_id=office.incoming.pk,
                card=make.card(office, parties=again),
                confirm=True,
            )
        assert told.value.clause == "24.3.3"


class TestStateLanguage:
    def test_a_content_in_another_language_is_refused(self, second):
        with pytest.raises(Refusal, match="державною мовою") as told:
            make.registered(second, summary="О выделении средств")
        assert told.value.clause == "2.11"

    def test_nor_is_one_written_by_correcting(self, second):
        made = make.registered(second)
        card = replace(read_cards.card_of(made), summary="О выделении средств")
        with pytest.raises(Refusal, match="державною мовою") as told:
            corrections.correct(actor=second.clerk, at=AT, document_id=made.pk, card=card, reason="уточнено")
        assert told.value.clause == "2.11"


class TestAffairsManager:
    def test_sees_beforehand_what_goes_to_the_mayor(self, second):
        manager = make.actor("Керуючий справами", make.department("Керуючий", "02"), "affairs_manager")
        to_mayor, to_deputy = make.registered(second), make.registered(second, addressee=second.deputy.post_id)
        assert list(visible(manager)) == [to_mayor]
        assert to_deputy


class TestEnvelopes:
    def test_personal_goes_unopened_and_may_come_back(self, second):
        document = make.arrival(second, envelope={"personal": True})
        done = arrivals.give_unopened(actor=second.clerk, at=AT, document_id=document.pk, post=second.mayor.post_id)
        assert (done.state, done.ground_clause) == ("passed_on", "10.4")
        assert visible(second.mayor).filter(pk=document.pk).exists()
        back = arrivals.bring_back(actor=second.clerk, at=AT, document_id=document.pk)
        assert (back.state, back.reviewed_at) == ("arrived", None)

    def test_what_comes_back_leaves_its_file_unless_that_is_closed(self, second):
        document = make.arrival(second, envelope={"personal": True})
        arrivals.give_unopened(actor=second.clerk, at=AT, document_id=document.pk, post=second.mayor.post_id)
        case = CaseFile.objects.create(
            year=2026, index="04.1-05", title="Листування", keep_term="5 р.", department_id=second.clerk.department_id
        )
        nomenclature.file_away(actor=second.clerk, at=AT, document_id=document.pk, case_id=case.pk)
        CaseFile.objects.filter(pk=case.pk).update(closed_on=AT.date())
        with pytest.raises(Refusal, match="закрито"):
            arrivals.bring_back(actor=second.clerk, at=AT, document_id=document.pk)
        CaseFile.objects.filter(pk=case.pk).update(closed_on=None)
        arrivals.bring_back(actor=second.clerk, at=AT + timedelta(days=2), document_id=document.pk)
        document.refresh_from_db()
        assert (document.state, document.filed_on, document.case_file) == ("arrived", None, None)
        told = Entry.objects.get(document=document.pk, code="documents.brought_back").payload
        assert "вилучено зі справи № 04.1-05" in told["text"]

    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    def test_without_the_mark_it_is_refused(self, city):
        office = make.office(city)
        document = make.arrival(office)
        with pytest.raises(Refusal, match="Особисто"):
            arrivals.give_unopened(actor=office.clerk, at=AT, document_id=document.pk, post=office.mayor.post_id)
        with pytest.raises(Refusal, match="передане без неї"):
            arrivals.bring_back(actor=office.clerk, at=AT, document_id=document.pk)

    def test_to_a_unit_or_its_head_it_goes_unopened_without_the_mark(self, second):
        """Nobody has opened it: of its content nothing is asked (DR 10.4)."""
        how = {"actor": second.clerk, "at": AT}
        to_head, to_unit, to_other = make.arrival(second), make.arrival(second), make.arrival(second)
        done = arrivals.give_unopened(**how, document_id=to_head.pk, post=second.department_head.post_id)
        assert (done.ground, done.ground_clause) == ("передано нерозкритим", "10.4")
        arrivals.give_unopened(**how, document_id=to_unit.pk, department=second.unit.department_id)
        assert set(visible(second.department_head)) >= {to_head, to_unit}
        told = Message.objects.filter(document=to_unit.pk).values_list("to_post", flat=True)
        assert set(told) == {second.department_clerk.post_id, second.department_head.post_id}
        with pytest.raises(Refusal, match="адресований підрозділу чи його керівникові"):
            arrivals.give_unopened(**how, document_id=to_other.pk, post=second.executor.post_id)
        with pytest.raises(Refusal, match="кому передати"):
            arrivals.give_unopened(**how, document_id=to_other.pk)

    @pytest.mark.parametrize(
        ("kind", "addressee", "clause"),
        [
            ("letter", "mayor", "10.3"),
            ("letter", "deputy", "10.3"),
            ("law", None, "10.12"),
            ("regional_administration_letter", None, "9.2"),
        ],
    )
    def test_what_has_to_be_registered_does_not_go_round_it_unopened(self, second, kind, addressee, clause):
        to = getattr(second, addressee).post_id if addressee else None
        document = make.arrival(second, kind=make.kind(kind).pk, addressee=to)
        for given in ({"department": second.unit.department_id}, {"post": second.department_head.post_id}):
            with pytest.raises(Refusal) as told:
                arrivals.give_unopened(actor=second.clerk, at=AT, document_id=document.pk, **given)
            assert told.value.clause == clause
        document.refresh_from_db()
        assert document.state == "arrived"

    @pytest.mark.parametrize("way", ["email", "exchange"])
    def test_what_came_electronically_is_in_no_envelope(self, second, way):
        for envelope in ({}, {"personal": True}):
            document = make.arrival(second, way=way, envelope=envelope)
            with pytest.raises(Refusal, match="не в конверті") as told:
                arrivals.give_unopened(
                    actor=second.clerk, at=AT, document_id=document.pk, post=second.department_head.post_id
                )
            assert told.value.clause == "10.4"

    def test_it_goes_to_one_and_a_personal_one_to_no_unit(self, second):
        plain, personal = make.arrival(second), make.arrival(second, envelope={"personal": True})
        unit, head = second.unit.department_id, second.department_head.post_id
        how = {"actor": second.clerk, "at": AT}
        for document in (plain, personal):
            with pytest.raises(Refusal, match="щось одне"):
                arrivals.give_unopened(**how, document_id=document.pk, department=unit, post=head)
        with pytest.raises(Refusal, match="лише адресатові") as told:
            arrivals.give_unopened(**how, document_id=personal.pk, department=unit)
        assert told.value.clause == "10.4"
        assert not visible(second.department_head).exists()

    def test_the_page_does_not_offer_it_for_what_is_in_no_envelope(self, second, client, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        document, clerk = make.arrival(second, way="email"), make.signed_in(client, second.clerk)
        assert "Передати нерозкритим" not in clerk.get(f"/dokumenty/nadkhodzhennia/{document.pk}/").content.decode()

    def test_by_the_page_to_a_unit(self, second, client, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        document, clerk = make.arrival(second), make.signed_in(client, second.clerk)
        assert "Передати нерозкритим" in clerk.get(f"/dokumenty/nadkhodzhennia/{document.pk}/").content.decode()
        clerk.post(f"/dokumenty/nadkhodzhennia/{document.pk}/nerozkrytym/", {"department": second.unit.department_id})
        document.refresh_from_db()
        assert document.state == "passed_on"


class TestDutyOfficer:
    def test_takes_papers_in_outside_hours_for_the_records_service(self, second):
        officer = make.actor("Черговий", make.department("Чергова служба", "05"), "duty_officer")
        with pytest.raises(Refusal, match="а не черговий") as told:
            arrivals.receive(actor=officer, at=AT, way="hand")
        assert told.value.clause == "10.2"
        document = arrivals.receive(actor=officer, at=AT + timedelta(hours=10), way="hand")
        assert visible(second.clerk).filter(pk=document.pk).exists()

    def test_before_the_office_opens_too(self, second):
        officer = make.actor("Черговий", make.department("Чергова служба", "05"), "duty_officer")
        document = arrivals.receive(actor=officer, at=datetime(2026, 3, 10, 4, 0, tzinfo=UTC), way="hand")
        terms.put_terms([document], on=date(2026, 3, 10))
        # 6 o'clock of a Tuesday: reviewed on that day, by 10.1 and by its exception alike
        assert (document.handle_due, document.handle_clause) == (date(2026, 3, 10), "10.1")


class TestCopyInAdvance:
    def test_an_urgent_paper_is_shown_to_a_head(self, second):
        document = make.registered(second, is_urgent=True)
        deed = {"actor": second.clerk, "at": AT, "document_id": document.pk}
        copies.show_in_advance(post_id=second.department_head.post_id, **deed)
        assert visible(second.department_head).filter(pk=document.pk).exists()
        with pytest.raises(Refusal, match="керівників"):
            copies.show_in_advance(post_id=second.executor.post_id, **deed)
        with pytest.raises(Refusal) as told:
            copies.show_in_advance(post_id=second.department_head.post_id, **(deed | {"actor": second.mayor}))
        assert "10.15" in told.value.clause

    def test_others_are_not(self, second):
        document = make.registered(second)
        with pytest.raises(Refusal, match="терміновим"):
            copies.show_in_advance(
                actor=second.clerk, at=AT, document_id=document.pk, post_id=second.department_head.post_id
            )

    def test_where_the_regulation_does_not_know_it(self, office):
        document = make.registered(office, is_urgent=True)
        with pytest.raises(Refusal, match="не передбачає"):
            copies.show_in_advance(
                actor=office.clerk, at=AT, document_id=document.pk, post_id=office.department_head.post_id
            )


class TestSteps:
    def test_terms_of_handing_on(self, second):
        kind = make.kind("president_act", "Указ Президента України")
        document = make.registered(second, kind=kind.pk)
        assert [(step.label, step.clause) for step in terms.steps(document)] == [
            ("Передати на розгляд", "10.12"), ("Розгляд міським головою", "8.5"), ("Довести до виконавців", "8.5"),
        ]  # fmt: skip

    def test_an_ordinary_letter(self, second):
        assert [(step.clause, str(step.due)) for step in terms.steps(make.registered(second))] == [
            ("10.10", "2026-03-10")
        ]
