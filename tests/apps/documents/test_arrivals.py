"""Receipt and the preliminary review."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from magistrat.documents.actions import arrivals, files, registration
from magistrat.documents.card import Party, Told
from magistrat.documents.forms import deeds
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import arrivals as read
from magistrat.documents.queries import lists, terms
from magistrat.journal.models import Entry
from magistrat.outbox import actions as outbox
from magistrat.outbox.models import Message
from magistrat.rules.moments import local, moment
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT
TOLD = Told(sender_name="Ярмарковий комітет", summary="Про ярмарок")


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def second() -> make.Office:
    """The city whose regulation names kinds that are not registered."""
    return make.office("druzhkivka")


class TestReceive:
    def test_keeps_files_pages_and_journal(self, office):
        document = make.arrival(office, uploads=[files.Upload("лист.pdf", make.pdf(("Лист",), pages=3))])
        assert (document.state, document.pages, document.listed_on) == ("arrived", 3, local(AT).date())
        assert Entry.objects.filter(document=document.pk).count() == 2

    def test_is_seen_by_the_unit_that_reviews_it(self, office):
        document = make.arrival(office)
        assert read.waiting(actor=office.records_head).get() == document
        assert not read.waiting(actor=office.stranger).exists()

    def test_refuses_who_has_no_right(self, office):
        with pytest.raises(Refusal) as told:
            arrivals.receive(actor=office.executor, at=AT, way="post")
        assert "7.4" in told.value.clause

    @pytest.mark.parametrize(("city", "clause"), [("kryvyi-rih", "7.4"), ("druzhkivka", "10.3")])
    def test_a_unit_takes_in_nothing_for_the_leaders(self, city, clause):
        office = make.office(city)
        how = {"actor": office.department_clerk, "at": AT, "way": "post"}
        for leader in (office.mayor, office.deputy):
            with pytest.raises(Refusal, match="лише служба діловодства") as told:
                arrivals.receive(**how, addressee=leader.post_id)
            assert told.value.clause == clause
        assert not Document.objects.exists()
        own = arrivals.receive(**how, addressee=office.department_head.post_id)
        assert own.department_id is None
        assert read.waiting(actor=office.department_clerk).get() == own
        assert make.arrival(office, addressee=office.mayor.post_id).state == "arrived"

    def test_nor_what_goes_to_the_mayor_whoever_it_is_addressed_to(self, second):
        law = make.kind("law", "Закон України").pk
        with pytest.raises(Refusal, match="служба діловодства") as told:
            arrivals.receive(actor=second.department_clerk, at=AT, way="post", kind=law)
        assert told.value.clause == "10.12"

    def test_the_duty_officer_takes_in_for_the_records_service_what_is_for_the_mayor(self, second):
        officer = make.actor("Черговий", make.department("Чергова служба", "05"), "duty_officer")
        late = AT + timedelta(hours=10)
        document = arrivals.receive(actor=officer, at=late, way="hand", addressee=second.mayor.post_id)
        assert read.waiting(actor=second.clerk).get() == document

    def test_refuses_the_future(self, office):
        with pytest.raises(Refusal, match="ще не настав"):
            make.arrival(office, arrived_at=AT + timedelta(hours=1))

    def test_a_file_too_large_leaves_nothing(self, office, settings):
        settings.UPLOAD_LIMIT_BYTES = 10
        with pytest.raises(Refusal, match="більший"):
            make.arrival(office, uploads=[files.Upload("лист.txt", b"x" * 11)])
        assert not Document.objects.exists()
        assert not Entry.objects.filter(code__startswith="documents.").exists()


class TestAdmit:
    def test_says_kind_addressee_and_urgency(self, office):
        document = make.arrival(office)
        done = arrivals.admit(
            actor=office.clerk, at=AT, document_id=document.pk, addressee=office.deputy.post_id, is_urgent=True
        )
        assert (done.addressee_id, done.is_urgent, done.reviewed_at, done.state) == (
            office.deputy.post_id,
            True,
            AT,
            "arrived",
        )
        assert Entry.objects.filter(code="documents.admitted_to_registration", document=document.pk).exists()

    def test_sends_to_the_mayor_at_once_whom_the_regulation_names(self, second):
        request = make.kind("peoples_deputy_request", "Запит народного депутата України")
        document = make.arrival(second)
        done = arrivals.admit(actor=second.clerk, at=AT, document_id=document.pk, kind=request.pk)
        assert (done.goes_to_mayor, done.addressee_id) == (True, second.mayor.post_id)
        assert Entry.objects.get(code="documents.admitted_to_registration").clause == "10.12"

    @pytest.mark.parametrize(("city", "clause"), [("kryvyi-rih", "7.4"), ("druzhkivka", "10.3")])
    def test_what_a_unit_finds_to_be_for_a_leader_goes_to_the_records_service(self, city, clause):
        office = make.office(city)
        document = arrivals.receive(actor=office.department_clerk, at=AT, way="post", summary="Про воду")
        how = {"actor": office.department_clerk, "at": AT, "document_id": document.pk}
        with pytest.raises(Refusal, match="лише служба діловодства") as told:
            arrivals.admit(**how, addressee=office.mayor.post_id)
        assert told.value.clause == clause
        document.refresh_from_db()
        assert (document.addressee_id, document.reviewed_at) == (None, None)
        arrivals.hand_to_unit(**how, department=office.incoming.department_id)
        assert read.waiting(actor=office.clerk).get() == document
        assert not read.waiting(actor=office.department_clerk).exists()
        done = arrivals.admit(actor=office.clerk, at=AT, document_id=document.pk, addressee=office.mayor.post_id)
        assert done.addressee_id == office.mayor.post_id

    def test_refuses_who_has_no_right_and_twice(self, office):
        document = make.arrival(office)
        Grant.objects.create(
            document=document, post_id=office.executor.post_id, reason="informed", source="x", since=AT
        )
        with pytest.raises(Refusal) as told:
            arrivals.admit(actor=office.executor, at=AT, document_id=document.pk)
        assert told.value.clause == "24.3.2"
        arrivals.send_back(actor=office.clerk, at=AT, document_id=document.pk, ground="unreadable", told=TOLD)
        with pytest.raises(Refusal, match="уже розглянуто"):
            arrivals.admit(actor=office.clerk, at=AT, document_id=document.pk)


class TestPassOn:
    def test_kinds_that_are_not_registered(self, second):
        document = make.arrival(second, kind=make.kind("telegram", "Телеграма").pk)
        done = arrivals.pass_on(
            actor=second.clerk, at=AT, document_id=document.pk, post=second.executor.post_id, told=TOLD
        )
        assert (done.state, done.ground_clause) == ("passed_on", "14.6")
        assert Grant.objects.filter(document=document, post=second.executor.post_id, reason="informed").exists()
        assert Entry.objects.filter(code="documents.passed_on").exists()
        assert Message.objects.get(document=document.pk).to_post == second.executor.post_id

    def test_what_is_addressed_to_a_unit_itself(self, second):
        document = make.arrival(second)
        done = arrivals.pass_on(
            actor=second.clerk, at=AT, document_id=document.pk, department=second.executor.department_id, told=TOLD
        )
        assert done.ground_clause == "10.1"
        told = Message.objects.filter(document=document.pk).values_list("to_post", flat=True)
        assert set(told) == {second.department_clerk.post_id, second.department_head.post_id}

    def test_who_gets_it_again_is_told_again(self, second):
        document = make.arrival(second, kind=make.kind("telegram", "Телеграма").pk)
        how = {"actor": second.clerk, "document_id": document.pk}
        arrivals.pass_on(**how, at=AT, post=second.executor.post_id, told=TOLD)
        arrivals.bring_back(**how, at=AT)
        arrivals.pass_on(**how, at=AT + timedelta(hours=1), post=second.stranger.post_id)
        told = Message.objects.filter(document=document.pk).values_list("to_post", flat=True)
        assert set(told) == {second.executor.post_id, second.stranger.post_id}

    def test_to_a_post_or_to_a_unit_and_not_to_both(self, second):
        document = make.arrival(second, kind=make.kind("telegram", "Телеграма").pk)
        executor = second.executor
        with pytest.raises(Refusal, match="щось одне"):
            arrivals.pass_on(
                actor=second.clerk, at=AT, document_id=document.pk, post=executor.post_id,
                department=executor.department_id, told=TOLD,
            )  # fmt: skip
        said = {"kind": document.kind_id, "department": executor.department_id, "post": executor.post_id}
        offered = {name: [(str(value), "")] for name, value in said.items()}
        form = deeds.PassOnForm(said, choices=offered)
        assert list(form.errors) == ["post"]

    @pytest.mark.parametrize("leader", ["mayor", "deputy"])
    def test_what_is_for_a_leader_is_registered_whatever_way_it_came(self, office, leader):
        """KR 7.4, 16.3.1."""
        document = make.arrival(office, way=Document.Way.EMAIL)
        post = getattr(office, leader).post_id
        with pytest.raises(Refusal, match="без реєстрації не передають") as told:
            arrivals.pass_on(actor=office.clerk, at=AT, document_id=document.pk, post=post, told=TOLD)
        assert told.value.clause == "7.4"

    def test_never_a_letter_to_the_mayor_or_a_deputy(self, second):
        document = make.arrival(second)
        with pytest.raises(Refusal, match="без реєстрації") as told:
            arrivals.pass_on(actor=second.clerk, at=AT, document_id=document.pk, post=second.deputy.post_id)
        assert told.value.clause == "10.3"

    def test_electronic_mail_by_the_cabinets_instruction(self, office):
        mail, fax = make.arrival(office, way=Document.Way.EMAIL), make.arrival(office, kind=make.kind("fax").pk)
        for document in (mail, fax):
            done = arrivals.pass_on(
                actor=office.clerk, at=AT, document_id=document.pk, post=office.executor.post_id, told=TOLD
            )
            assert "45" in done.ground_clause

    @pytest.mark.parametrize(
        ("kind", "addressee", "clause"),
        [
            ("letter", "mayor", "10.3"),
            ("president_act", None, "10.12"),
            ("law", None, "10.12"),
            ("ministry_letter", None, "10.12"),
            ("regional_administration_letter", None, "9.2"),
        ],
    )
    def test_never_past_the_mayor(self, second, kind, addressee, clause):
        to = getattr(second, addressee).post_id if addressee else None
        document = make.arrival(second, kind=make.kind(kind).pk, addressee=to)
        with pytest.raises(Refusal) as told:
            arrivals.pass_on(
                actor=second.clerk, at=AT, document_id=document.pk, department=second.executor.department_id, told=TOLD
            )
        assert told.value.clause == clause

    def test_says_whose_paper_it_was(self, second):
        document = make.arrival(second)
        how = {
            "actor": second.clerk, "at": AT, "document_id": document.pk, "department": second.executor.department_id,
        }  # fmt: skip
        for told in (Told(), Told(summary="Про ярмарок"), Told(sender_name="Ярмарковий комітет")):
            with pytest.raises(Refusal, match="лише журнал скаже"):
                arrivals.pass_on(**how, told=told)
        arrivals.pass_on(**how, told=TOLD)
        said = Entry.objects.get(code="documents.passed_on").payload["text"]
        assert "Відправник: Ярмарковий комітет. Зміст: Про ярмарок." in said

    def test_refuses_a_letter_by_post(self, office):
        document = make.arrival(office)
        with pytest.raises(Refusal, match="підлягає реєстрації"):
            arrivals.pass_on(actor=office.clerk, at=AT, document_id=document.pk, post=office.executor.post_id)

    def test_wants_an_addressee(self, second):
        document = make.arrival(second, kind=make.kind("telegram", "Телеграма").pk)
        with pytest.raises(Refusal, match="кому передати"):
            arrivals.pass_on(actor=second.clerk, at=AT, document_id=document.pk)


class TestIsFound:
    def found(self, office, text):
        return set(lists.chosen(actor=office.clerk, filters=lists.Filters(text=text)))

    def test_by_what_was_told_of_it(self, second):
        passed, returned = make.arrival(second), make.arrival(second)
        how = {"actor": second.clerk, "at": AT}
        unit = second.executor.department_id
        arrivals.pass_on(**how, document_id=passed.pk, department=unit, told=TOLD)
        told = Told(sender=second.sender.pk, summary="Про мережі")
        arrivals.send_back(**how, document_id=returned.pk, ground="not_signed", told=told)
        assert self.found(second, "ярмарок") == self.found(second, "ярмарковий комітет") == {passed}
        assert self.found(second, "мережі") == self.found(second, "водоканал") == {returned}

    def test_by_all_that_it_said_on_arriving(self, second):
        other = make.correspondent("Установа на розі")
        parties = (Party(second.sender.pk, "77-АБ/5"), Party(other.pk, "88-ВГ/6"))
        known, begun = make.arrival(second, parties=parties, summary="Про воду"), make.arrival(second, parties=parties)
        unit = second.executor.department_id
        for document, told in ((known, Told()), (begun, Told(summary="Про мережі"))):
            arrivals.pass_on(actor=second.clerk, at=AT, document_id=document.pk, department=unit, told=told)
        for text in ("77-АБ/5", "88-ВГ/6", "на розі"):
            assert self.found(second, text) == {known, begun}, text
        assert "на розі" in Document.objects.get(pk=known.pk).search_text


class TestHandToUnit:
    """What the preliminary review finds to be a body's to register (DR 14.9)."""

    def hand(self, office, document, unit=None, who="clerk"):
        unit = unit or office.unit.department_id
        return arrivals.hand_to_unit(actor=getattr(office, who), at=AT, document_id=document.pk, department=unit)

    def test_it_waits_there_and_no_longer_here(self, second):
        document = make.arrival(second, summary="Про воду")
        done = self.hand(second, document)
        assert (done.state, done.reviewed_at) == ("arrived", None)
        assert read.waiting(actor=second.department_clerk).get() == document
        assert not read.waiting(actor=second.clerk).exists()
        entry = Entry.objects.get(code="documents.handed_to_unit", document=document.pk)
        assert (entry.clause, "Департамент інфраструктури" in entry.payload["text"]) == ("14.9", True)
        told = Message.objects.filter(document=document.pk)
        assert {one.to_post for one in told} == {second.department_clerk.post_id, second.department_head.post_id}
        assert {one.link for one in told} == {reverse("documents:card", args=[document.pk])}
        card = make.card(second, addressee=second.department_head.post_id)
        made = registration.register_incoming(
            actor=second.department_clerk, at=AT, registry_id=second.unit.pk, card=card, arrival_id=document.pk
        )
        assert made.pk == document.pk

    @pytest.mark.parametrize("who", ["department_clerk", "department_head"])
    def test_whoever_is_told_opens_what_he_is_told_of(self, second, client, monkeypatch, who):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        document = make.arrival(second, summary="Про воду")
        self.hand(second, document)
        link = Message.objects.get(document=document.pk, to_post=getattr(second, who).post_id).link
        page = make.signed_in(client, getattr(second, who)).get(link)
        assert page.status_code == 200
        assert ("Розглянути" in page.content.decode()) == (who == "department_clerk")

    def test_it_may_come_back_the_same_way(self, second):
        document = make.arrival(second)
        self.hand(second, document)
        self.hand(second, document, second.incoming.department_id, who="department_clerk")
        assert read.waiting(actor=second.clerk).get() == document
        assert not read.waiting(actor=second.department_clerk).exists()

    def test_refuses(self, second):
        document = make.arrival(second)
        with pytest.raises(Refusal, match="уже перебуває"):
            self.hand(second, document, second.incoming.department_id)
        with pytest.raises(Refusal, match="не веде реєстру вхідних"):
            self.hand(second, document, second.stranger.department_id)
        for given in ({"addressee": second.mayor.post_id}, {"kind": make.kind("law", "Закон").pk}):
            with pytest.raises(Refusal) as told:
                self.hand(second, make.arrival(second, **given))
            assert told.value.clause in {"10.3", "10.12"}
        Grant.objects.create(
            document=document, post_id=second.executor.post_id, reason="informed", source="x", since=AT
        )
        with pytest.raises(Refusal) as told:
            self.hand(second, document, who="executor")
        assert told.value.is_right
        self.hand(second, document)
        assert read.waiting(actor=second.department_clerk).get() == document

    @pytest.mark.parametrize(("city", "clause"), [("kryvyi-rih", "7.4"), ("druzhkivka", "10.3")])
    def test_what_lies_in_a_unit_and_is_for_a_leader_goes_to_the_records_service_alone(self, city, clause):
        office = make.office(city)
        document = arrivals.receive(actor=office.department_clerk, at=AT, way="post")
        Document.objects.filter(pk=document.pk).update(addressee=office.mayor.post_id)
        other = make.registry("other", "incoming", make.department("Ще один", "44"))
        with pytest.raises(Refusal):
            self.hand(office, document, other.department_id, who="department_clerk")
        self.hand(office, document, office.incoming.department_id, who="department_clerk")
        assert Entry.objects.get(code="documents.handed_to_unit", document=document.pk).clause == clause
        told = Message.objects.filter(document=document.pk).values_list("to_post", flat=True)
        assert set(told) == {office.clerk.post_id, office.records_head.post_id}

    def test_where_the_regulation_knows_no_such_way(self, office):
        with pytest.raises(Refusal, match="не передбачає"):
            self.hand(office, make.arrival(office))

    def test_there_the_page_offers_a_unit_the_records_service_alone(self, office, client, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        mine = arrivals.receive(actor=office.department_clerk, at=AT, way="post")
        make.registry("other", "incoming", make.department("Ще один", "44"))
        offers = make.signed_in(client, office.department_clerk).get(reverse("documents:arrival", args=[mine.pk]))
        records = (str(office.incoming.department_id), "04.1 Відділ документообігу")
        assert list(offers.context["to_unit"].fields["department"].choices) == [records]
        said = {"department": office.incoming.department_id}
        client.post(reverse("documents:hand_to_unit", args=[mine.pk]), said)
        assert read.waiting(actor=office.clerk).get() == mine
        page = make.signed_in(client, office.clerk).get(reverse("documents:arrival", args=[mine.pk]))
        assert "Передати на реєстрацію підрозділу" not in page.content.decode()

    def test_by_the_page(self, second, client, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        document, clerk = make.arrival(second), make.signed_in(client, second.clerk)
        page = clerk.get(reverse("documents:arrival", args=[document.pk])).content.decode()
        assert "Передати на реєстрацію підрозділу" in page
        assert (
            "Департамент освіти" not in page.partition("Передати на реєстрацію підрозділу")[2].partition("</form>")[0]
        )
        said = {"department": second.unit.department_id}
        answer = clerk.post(reverse("documents:hand_to_unit", args=[document.pk]), said)
        assert answer.url == reverse("documents:arrivals")
        assert read.waiting(actor=second.department_clerk).get() == document


class TestSendBack:
    def test_tells_the_sender_the_ground_and_its_clause(self, office):
        office.sender.email = "office@vodokanal.example"
        office.sender.save()
        document = make.arrival(office, parties=(Party(office.sender.pk, "1"),), summary="Про воду")
        done = arrivals.send_back(
            actor=office.clerk, at=AT, document_id=document.pk, ground="unreadable", note="арк. 2"
        )
        assert (done.state, done.ground_clause) == ("returned", "24.3.3")
        message = Message.objects.get()
        assert message.subject == "Повернення документа без реєстрації"
        assert "арк. 2" in message.body

    def test_who_returned_it_learns_that_the_sender_was_not_told(self, office, client, settings, monkeypatch):
        """Without a mail server the letter fails at once."""
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
        office.sender.email = "office@vodokanal.example"
        office.sender.save()
        document = make.arrival(office, parties=(Party(office.sender.pk, "1"),), summary="Про воду")
        clerk = make.signed_in(client, office.clerk)
        address = reverse("documents:arrival_send_back", args=[document.pk])
        answer = clerk.post(address, {"ground": "unreadable"}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("documents:notice", args=[document.pk])
        said = answer.content.decode()
        assert "буде надіслано на адресу office@vodokanal.example" in said
        assert "Надрукувати" in said
        sent = outbox.send(at=AT, message=Message.objects.get(kind="mail").pk)
        assert sent.state == Message.State.FAILED
        told = Message.objects.get(kind="notice")
        assert (told.to_post, told.link) == (office.clerk.post_id, reverse("documents:notice", args=[document.pk]))

    @pytest.mark.parametrize(
        ("city", "astray", "unsigned", "clause"),
        [
            ("kryvyi-rih", "wrong_address_or_repeated", "no_signature_or_seal", "24.3.3"),
            ("druzhkivka", "wrong_address", "not_signed", "10.7"),
        ],
    )
    def test_forwards_by_competence_and_tells_the_sender(self, city, astray, unsigned, clause):
        """What came astray (KR 24.3.3 with 24.6.2, 24.6.5; DR 10.7)."""
        office = make.office(city)
        office.sender.email = "office@vodokanal.example"
        office.sender.save()
        other = make.correspondent("Районна рада", "district_council")
        document, badly = make.arrival(office), make.arrival(office)
        given = {"actor": office.clerk, "at": AT, "forward_to": other.pk}
        given["told"] = Told(sender=office.sender.pk, summary="Про дорогу в районі")
        done = arrivals.send_back(document_id=document.pk, ground=astray, **given)
        assert (done.state, done.correspondent_id) == ("returned", office.sender.pk)
        message = Message.objects.get()
        assert message.subject == "Пересилання документа за належністю"
        assert "Переслано за належністю: Районна рада" in message.body
        with pytest.raises(Refusal, match="лише повертають") as refused:
            arrivals.send_back(document_id=badly.pk, ground=unsigned, **given)
        assert refused.value.clause == clause

    def test_refuses_another_ground(self, office):
        document = make.arrival(office)
        with pytest.raises(Refusal, match="називає регламент") as told:
            arrivals.send_back(actor=office.clerk, at=AT, document_id=document.pk, ground="не сподобалося")
        assert "24.3.3" in told.value.clause


class TestQueue:
    def test_what_goes_first_stands_on_top(self, second):
        plain, urgent = make.arrival(second), make.arrival(second, is_urgent=True)
        law = make.arrival(second, kind=make.kind("law", "Закон України").pk)
        found = read.queue(actor=second.clerk, on=AT.date(), reviewed=False)
        assert [row.pk for row in found.rows] == [urgent.pk, law.pk, plain.pk]
        assert (found.more, found.total) == (0, 3)

    def test_the_most_urgent_are_shown_and_the_rest_counted(self, second):
        make.arrival(second), make.arrival(second, arrived_at=AT - timedelta(days=3))
        law = make.arrival(second, kind=make.kind("law", "Закон України").pk)
        urgent = make.arrival(second, is_urgent=True)
        found = read.queue(actor=second.clerk, on=AT.date(), reviewed=False, limit=2)
        assert ([row.pk for row in found.rows], found.more, found.total) == ([urgent.pk, law.pk], 2, 4)

    def test_the_next_arrival(self, office):
        first, urgent = make.arrival(office), make.arrival(office, is_urgent=True)
        assert read.after(actor=office.clerk, document=first) == urgent
        arrivals.admit(actor=office.clerk, at=AT, document_id=first.pk)
        assert read.after(actor=office.clerk, document=urgent) == first

    def test_figures(self, office):
        make.arrival(office, is_urgent=True)
        document = make.arrival(office)
        arrivals.admit(actor=office.clerk, at=AT, document_id=document.pk)
        assert read.figures(actor=office.clerk) == read.Waiting(review=1, registration=1, urgent=1)


class TestTerms:
    @pytest.mark.parametrize(
        ("came", "due"),
        [
            (moment(local(AT).replace(day=10, hour=17, minute=0)), "2026-03-10"),
            (moment(local(AT).replace(day=10, hour=17, minute=1)), "2026-03-11"),
            (moment(local(AT).replace(day=14, hour=10)), "2026-03-16"),
        ],
    )
    def test_reviewed_the_same_day_or_on_the_next_working_one(self, second, came, due):
        document = make.arrival(second, at=came)
        terms.put_terms([document], on=AT.date())
        assert (document.handle_due.isoformat(), document.handle_clause) == (due, "10.1")

    def test_none_where_the_regulation_sets_none(self, office):
        document = make.arrival(office)
        terms.put_terms([document], on=AT.date())
        assert document.handle_due is None
