"""Correction, relations, the paper original, admissions, files, registries, nomenclature, correspondents."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from magistrat.documents.actions import (
    arrivals,
    corrections,
    correspondents,
    drafts,
    files,
    grants,
    hooks,
    links,
    nomenclature,
    paper,
    registration,
    registries,
)
from magistrat.documents.actions import cards as card_deeds
from magistrat.documents.card import Party
from magistrat.documents.models import (
    CaseFile,
    Correspondent,
    Document,
    DocumentKind,
    File,
    Grant,
    Link,
    PaperMove,
    Registry,
)
from magistrat.documents.queries import cards, kept, lists, visible
from magistrat.documents.queries import correspondents as directory
from magistrat.documents.queries import nomenclature as read_cases
from magistrat.journal.models import Entry
from magistrat.organisation.models import Department, Post
from magistrat.outbox.models import Message
from magistrat.rules.moments import ZONE, local
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT
LATER = AT + timedelta(hours=1)


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def document(office) -> Document:
    return make.registered(office)


def see(document, who):
    Grant.objects.create(document=document, post_id=who.post_id, reason="informed", source="test", since=AT)


class TestCorrect:
    def correct(self, office, document, who="clerk", reason="уточнено", **changes):
        card = replace(cards.card_of(document), **changes)
        return corrections.correct(actor=getattr(office, who), at=AT, document_id=document.pk, card=card, reason=reason)

    def test_keeps_what_stood_there_in_the_journal(self, office, document):
        done = self.correct(office, document, summary="Про заміну мереж", addressee=office.deputy.post_id)
        assert (done.summary, done.index) == ("Про заміну мереж", "04.1/26/1")
        payload = Entry.objects.get(code="documents.corrected").payload
        assert payload["changes"]["summary"] == ["Про ремонт водогону на вулиці Тихій", "Про заміну мереж"]
        assert "уточнено" in payload["text"]

    def test_the_new_addressee_sees_it(self, office, document):
        self.correct(office, document, addressee=office.deputy.post_id)
        assert visible(office.deputy).filter(pk=document.pk).exists()

    def test_an_arrival_goes_on_having_come_at_some_moment(self, office):
        arrival = make.arrival(office)
        with pytest.raises(card_deeds.IncompleteCard) as told:
            self.correct(office, arrival, arrived_at=None)
        assert set(told.value.fields) == {"arrived_at"}

    @pytest.mark.parametrize("came", [make.arrival, make.registered])
    def test_nothing_came_in_the_future(self, office, came):
        with pytest.raises(card_deeds.IncompleteCard, match="ще не настав"):
            self.correct(office, came(office), arrived_at=AT + timedelta(minutes=1))

    def test_refuses(self, office, document):
        see(document, office.executor)
        with pytest.raises(Refusal) as told:
            self.correct(office, document, who="executor", summary="інше")
        assert told.value.clause == "7.6"
        with pytest.raises(Refusal, match="причину"):
            self.correct(office, document, reason=" ", summary="інше")
        with pytest.raises(Refusal, match="нічого не змінено"):
            self.correct(office, document)
        with pytest.raises(card_deeds.IncompleteCard):
            self.correct(office, document, summary="")
        Document.objects.filter(pk=document.pk).update(state="annulled")
        with pytest.raises(Refusal, match="анульовано"):
            self.correct(office, document, summary="інше")

    def test_only_those_who_keep_the_registry(self, office, document):
        see(document, office.department_clerk)
        with pytest.raises(Refusal, match="хто його веде"):
            self.correct(office, document, who="department_clerk", summary="інше")
        own = registration.register_incoming(
            actor=office.department_clerk, at=AT, registry_id=office.unit.pk,
            card=make.card(office, addressee=office.department_head.post_id),
        )  # fmt: skip
        assert self.correct(office, own, who="department_clerk", summary="інше").summary == "інше"
        with pytest.raises(Refusal) as told:
            self.correct(office, own, who="department_clerk", addressee=office.mayor.post_id)
        assert told.value.clause == "7.4"

    def test_a_leaders_secretary_corrects_what_he_registers(self, office):
        leaders = Department.objects.get(pk=office.mayor.department_id)
        secretary = make.actor("Секретар керівника", leaders, "leader_assistant", assists_id=office.deputy.post_id)
        book = make.registry("reception", "internal", leaders, "{n}/{dept}-вн", clause="7.4")
        card = make.card(
            office, kind=make.kind("memo").pk, parties=(), author=office.deputy.post_id, way="", arrived_at=None
        )
        memo = registration.register_internal(actor=secretary, at=AT, registry_id=book.pk, card=card)
        changed = replace(cards.card_of(memo), summary="Про нараду")
        corrections.correct(actor=secretary, at=AT, document_id=memo.pk, card=changed, reason="уточнено")
        memo.refresh_from_db()
        assert memo.summary == "Про нараду"

    def test_the_page_keeps_what_its_form_does_not_show(self, client, office):
        letter = make.outgoing(office)
        kept = letter.signatory, letter.case_file_id
        head = make.signed_in(client, office.records_head)
        page = reverse("documents:correct", args=[letter.pk])
        form = head.get(page).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields} | {"summary": "Про інше", "reason": "помилка"}
        assert head.post(page, typed).status_code == 302
        letter.refresh_from_db()
        assert (letter.summary, letter.signatory, letter.case_file_id) == ("Про інше", *kept)

    @pytest.mark.parametrize("direction", ["incoming", "outgoing"])
    def test_the_page_keeps_posts_kind_and_unit_that_are_no_more(self, client, office, direction):
        unit = office.department_clerk.department_id
        letter = make.registered(office) if direction == "incoming" else make.outgoing(office)
        if direction == "outgoing":
            Document.objects.filter(pk=letter.pk).update(department=unit)
            Department.objects.filter(pk=unit).update(until=AT.date())
        Post.objects.filter(pk=office.mayor.post_id).update(until=AT.date())
        DocumentKind.objects.filter(pk=letter.kind_id).update(directions=["internal"])
        self.send(make.signed_in(client, office.records_head), letter, summary="Про інше", reason="помилка")
        kept = letter.addressee_id, letter.author_id, letter.kind_id, unit if direction == "outgoing" else None
        letter.refresh_from_db()
        assert letter.summary == "Про інше"
        assert (letter.addressee_id, letter.author_id, letter.kind_id, letter.department_id) == kept

    @pytest.mark.parametrize(("way", "first"), [("", ""), ("post", "post")])
    def test_a_card_without_a_way_may_stay_without_one(self, client, office, way, first):
        letter = make.registered(office)
        Document.objects.filter(pk=letter.pk).update(way=way)
        page = make.signed_in(client, office.records_head).get(reverse("documents:correct", args=[letter.pk]))
        assert next(iter(page.context["form"].fields["way"].choices))[0] == first

    def send(self, client, document, **changes):
        """The correction's page as it stands, but for what is typed anew."""
        page = reverse("documents:correct", args=[document.pk])
        form = client.get(page).context["form"]
        shown = {name: form[name].value() or "" for name in form.fields}
        days = {name: f"{day:%d.%m.%Y}" for name, day in shown.items() if name.startswith("their_date") and day}
        if shown.get("arrived_at"):
            days["arrived_at"] = f"{local(shown['arrived_at']):%d.%m.%Y %H:%M}"
        return client.post(page, shown | days | changes)

    @pytest.mark.parametrize("direction", ["incoming", "outgoing"])
    def test_the_page_keeps_correspondents_beyond_those_it_shows(self, client, office, direction):
        parties = tuple(
            Party(make.correspondent(f"Установа {n}").pk, f"{n}-01", AT.date(), f"Директор {n}") for n in range(1, 13)
        )
        made = make.registered if direction == "incoming" else make.outgoing
        letter = made(office, parties=parties)
        head = make.signed_in(client, office.records_head)
        self.send(head, letter, summary="Про інше", reason="помилка")
        card = cards.card_of(letter)
        assert card.parties == parties
        other = make.correspondent("Інша установа")
        self.send(head, letter, correspondent_2=other.pk, signed_by_2="", reason="помилка")
        standing = cards.card_of(letter).parties
        assert [party.correspondent for party in standing[:2]] == [parties[0].correspondent, other.pk]
        assert (standing[0], standing[2:], standing[1].signed_by) == (parties[0], parties[2:], "")

    def test_a_paper_is_neither_moved_from_its_file_nor_to_a_closed_one(self, office, document):
        def case(index, **more):
            own = {
                "year": 2026,
                "department_id": office.clerk.department_id,
                "title": "Листування",
                "keep_term": "5 р.",
            }
            return CaseFile.objects.create(index=index, **(own | more))

        first, other, closed = case("04.1-05"), case("04.1-06"), case("04.1-07", closed_on=AT.date())
        self.correct(office, document, case_file=first.pk)
        with pytest.raises(Refusal, match="за 2026 рік закрито"):
            self.correct(office, document, case_file=closed.pk)
        assert [one.filled for one in read_cases.of_year(2026)] == [0, 0, 0]
        assert not lists.chosen(actor=office.clerk, filters=lists.Filters(case_file=first.pk)).exists()
        nomenclature.file_away(actor=office.records_head, at=AT, document_id=document.pk, case_id=first.pk)
        assert [one.filled for one in read_cases.of_year(2026)] == [1, 0, 0]
        for there in (other.pk, None):
            with pytest.raises(Refusal, match="уже вміщено до справи"):
                self.correct(office, document, case_file=there)
        document.refresh_from_db()
        assert self.correct(office, document, summary="Про інше").case_file_id == first.pk
        there = lists.chosen(actor=office.clerk, filters=lists.Filters(case_file=first.pk))
        assert list(there) == [document]


class TestSigner:
    def test_of_the_newest_paper_that_nobody_is_kept_from(self, office):
        def came(signer, day=None, **more):
            make.registered(office, parties=(Party(office.sender.pk, f"1-{signer}", day, signer),), **more)

        came("Без дати")
        came("Останній", AT.date())
        came("Службовий", AT.date(), is_restricted=True)
        came("Особистий", AT.date(), is_personal=True)
        other = make.correspondent("Інша установа")
        make.registered(office, parties=(Party(other.pk, "1-2", AT.date(), "Інший"),))
        silent = make.correspondent("Мовчазна установа")
        asked = [office.sender.pk, other.pk, silent.pk]
        assert directory.signers(asked) == {office.sender.pk: "Останній", other.pk: "Інший", silent.pk: ""}
        assert directory.signer(office.sender.pk) == "Останній"


class TestLinks:
    def connect(self, office, source, target, who="clerk"):
        return links.connect(actor=getattr(office, who), at=AT, source_id=source.pk, target_id=target.pk, kind="about")

    def test_both_ways(self, office, document):
        other = make.registered(office)
        self.connect(office, document, other)
        assert [link.other.pk for link in cards.links(actor=office.clerk, document_id=other.pk)] == [document.pk]
        links.part(actor=office.clerk, at=AT, link_id=Link.objects.get().pk, reason="помилковий")
        assert Entry.objects.filter(code="documents.unlinked").exists()

    def test_refuses(self, office, document):
        other = make.registered(office)
        with pytest.raises(Refusal, match="самим собою"):
            self.connect(office, document, document)
        link = self.connect(office, document, other)
        with pytest.raises(Refusal, match="вже пов'язано"):
            self.connect(office, document, other)
        leaders = Department.objects.get(pk=office.mayor.department_id)
        secretary = make.actor("Секретар керівника", leaders, "leader_assistant", assists_id=office.deputy.post_id)
        arrived = make.arrival(office)
        for one in (document, other, arrived):
            see(one, secretary)
        for one in (other, arrived):
            with pytest.raises(Refusal):
                links.connect(actor=secretary, at=AT, source_id=one.pk, target_id=document.pk, kind="about")
        with pytest.raises(Refusal, match="виправляють лише ті"):
            links.part(actor=secretary, at=AT, link_id=link.pk, reason="помилка")
        self.connect(office, arrived, document)
        with pytest.raises(Refusal, match="чому зв'язок"):
            links.part(actor=office.clerk, at=AT, link_id=link.pk, reason="")
        with pytest.raises(Refusal) as told:
            self.connect(office, document, other, who="executor")
        assert told.value.clause == "7.6"


class TestPaper:
    def hand(self, office, document, who="clerk", **more):
        return paper.hand_over(
            actor=getattr(office, who),
            at=AT,
            document_id=document.pk,
            post_id=office.mayor.post_id,
            **({"signed_by": "І. Коваль"} | more),
        )

    def test_the_original_goes_to_one_and_copies_to_others(self, office, document):
        self.hand(office, document)
        with pytest.raises(Refusal, match="лише копію") as told:
            self.hand(office, document)
        assert told.value.clause == "8.5"
        self.hand(office, document, is_copy=True)
        paper.take_back(actor=office.clerk, at=AT, document_id=document.pk)
        self.hand(office, document)
        assert cards.paper_holder(document.pk).holder_id == office.mayor.post_id

    def test_a_loss_is_explained_in_writing(self, office, document):
        self.hand(office, document)
        with pytest.raises(Refusal, match="письмове пояснення") as told:
            paper.lose(actor=office.clerk, at=AT, document_id=document.pk, explanation=" ")
        assert told.value.clause == "8.17"
        lost = {
            "actor": office.clerk,
            "at": AT,
            "document_id": document.pk,
            "explanation": "Загублено під час переїзду",
        }
        with pytest.raises(Refusal, match="додайте її файл") as told:
            paper.lose(**lost)
        assert told.value.clause == "8.17"
        head = make.actor("Начальник управління", make.department("Управління", "04"), "control_head")
        paper.lose(**lost, copies=[files.Upload("Копія.pdf", make.pdf(("Копія",)))])
        assert [one.name for one in cards.files(document.pk)] == ["Копія.pdf"]
        assert visible(head).filter(pk=document.pk).exists()
        told_of = Message.objects.get(key__startswith="documents.paper_lost")
        assert (told_of.to_post, told_of.body) == (head.post_id, "Загублено під час переїзду")
        with pytest.raises(Refusal, match="втрачено"):
            self.hand(office, document)
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperMove.objects.create(document=document, kind="lost", holder_name="х", at=AT, by="х")

    def test_refuses(self, office, document):
        see(document, office.executor)
        with pytest.raises(Refusal) as told:
            self.hand(office, document, who="executor")
        assert "8.5" in told.value.clause
        with pytest.raises(Refusal, match="підписався"):
            self.hand(office, document, signed_by="")
        loss = {"explanation": "х", "copies": [files.Upload("1.txt", b"a")]}
        for deed, more in ((paper.take_back, {}), (paper.lose, loss)):
            with pytest.raises(Refusal, match="нікому не передано"):
                deed(actor=office.clerk, at=AT, document_id=document.pk, **more)

    def test_a_loss_without_such_a_clause_needs_no_copy(self):
        office = make.office("druzhkivka")
        document = make.registered(office)
        self.hand(office, document)
        paper.lose(actor=office.clerk, at=AT, document_id=document.pk, explanation="Загублено")
        assert cards.paper_holder(document.pk).kind == "lost"


class TestAccess:
    def test_a_withdrawn_grant_opens_nothing_and_may_be_given_again(self, office, document):
        give = {
            "document": document,
            "at": AT,
            "reason": Grant.Reason.EXECUTOR,
            "source": "tasks.task:1",
            "post": office.stranger.post_id,
        }
        grants.give(**give)
        grants.give(**give)
        assert visible(office.stranger).filter(pk=document.pk).exists()
        assert grants.withdraw(source="tasks.task:1", at=AT) == 1
        assert not visible(office.stranger).filter(pk=document.pk).exists()
        grants.give(**give)
        assert visible(office.stranger).filter(pk=document.pk).exists()

    def test_an_official_use_paper_opens_by_name_only(self, office):
        secret = make.registered(office, is_restricted=True)
        grants.give(document=secret, at=AT, reason=Grant.Reason.EXECUTOR, source="x", post=office.executor.post_id)
        assert not visible(office.executor).filter(pk=secret.pk).exists()
        assert not visible(office.records_head).filter(pk=secret.pk).exists()
        assert visible(office.clerk).filter(pk=secret.pk).exists()
        grant = grants.admit(
            actor=office.mayor, at=AT, document_id=secret.pk, post_id=office.executor.post_id, ground="доручення"
        )
        assert visible(office.executor).filter(pk=secret.pk).exists()
        grants.exclude(actor=office.mayor, at=AT, grant_id=grant.pk, ground="виконано")
        assert not visible(office.executor).filter(pk=secret.pk).exists()

    def test_admitting_is_for_addressee_author_and_keepers_of_cards(self, office, document):
        see(document, office.executor)
        with pytest.raises(Refusal) as told:
            grants.admit(
                actor=office.executor, at=AT, document_id=document.pk, post_id=office.stranger.post_id, ground="х"
            )
        assert told.value.clause == "7.6"

    def test_keepers_of_another_registry_admit_nobody(self, office, document):
        leaders = Department.objects.get(pk=office.mayor.department_id)
        secretary = make.actor("Секретар керівника", leaders, "leader_assistant", assists_id=office.deputy.post_id)
        for other in (secretary, office.department_clerk):
            see(document, other)
            with pytest.raises(Refusal, match="хто його веде"):
                grants.admit(
                    actor=other, at=AT, document_id=document.pk, post_id=office.stranger.post_id, ground="доручення"
                )
        with pytest.raises(Refusal):
            correspondents.add(actor=secretary, at=AT, name="ТОВ «Тихе»", kind="enterprise")

    def test_of_what_is_not_registered_those_admit_who_review_it(self, office):
        arrived = make.arrival(office)
        leaders = Department.objects.get(pk=office.mayor.department_id)
        secretary = make.actor("Секретар керівника", leaders, "leader_assistant", assists_id=office.deputy.post_id)
        see(arrived, secretary)
        how = {"at": AT, "document_id": arrived.pk, "post_id": office.stranger.post_id, "ground": "доручення"}
        with pytest.raises(Refusal) as told:
            grants.admit(actor=secretary, **how)
        assert told.value.clause == "24.3.2"
        card = replace(cards.card_of(arrived), summary="Про інше")
        with pytest.raises(Refusal):
            corrections.correct(actor=secretary, at=AT, document_id=arrived.pk, card=card, reason="уточнено")
        grants.admit(actor=office.clerk, **how)
        assert visible(office.stranger).filter(pk=arrived.pk).exists()

    def test_nobody_else_learns_that_it_exists(self, office, document):
        with pytest.raises(Refusal) as there:
            cards.document(actor=office.stranger, document_id=document.pk)
        with pytest.raises(Refusal) as nowhere:
            cards.document(actor=office.stranger, document_id=document.pk + 1)
        assert there.value.message == nowhere.value.message

    def test_looking_at_an_official_use_paper_is_in_the_journal(self, client, office, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        secret = make.registered(office, is_restricted=True)
        make.signed_in(client, office.clerk).get(f"/dokumenty/{secret.pk}/")
        assert Entry.objects.filter(
            code="documents.looked_at", document=secret.pk, actor_post=office.clerk.post_id
        ).exists()


class TestFiles:
    def test_a_new_version_is_a_new_file(self, office, document):
        old = files.attach(actor=office.clerk, at=AT, document_id=document.pk, uploads=[files.Upload("1.txt", b"a")])[0]
        new = files.replace(actor=office.clerk, at=AT, file_id=old.pk, upload=files.Upload("1.txt", b"b"))
        old.refresh_from_db()
        assert (old.replaced_by, old.blob_id != new.blob_id) == (new, True)
        with pytest.raises(Refusal, match="новішу версію"):
            files.replace(actor=office.clerk, at=AT, file_id=old.pk, upload=files.Upload("1.txt", b"c"))

    def test_broken_encrypted_and_unknown_are_kept_and_marked(self, office, document):
        given = [
            files.Upload("1.pdf", b"%PDF-1.7 broken"),
            files.Upload("2.bin", b"\x00\x01\x02\x03"),
            files.Upload("3", b""),
        ]
        made = files.attach(actor=office.clerk, at=AT, document_id=document.pk, uploads=given)
        assert [file.state for file in made] == [File.State.BROKEN, File.State.UNKNOWN, File.State.BROKEN]

    def test_names_are_cut_and_have_no_folders(self, office, document):
        made = files.attach(
            actor=office.clerk,
            at=AT,
            document_id=document.pk,
            uploads=[files.Upload("C:\\a\\" + "я" * 300 + ".pdf", b"x")],
        )
        assert len(made[0].name) <= 255
        assert made[0].name.endswith(".pdf")

    def test_refuses(self, office, document):
        with pytest.raises(Refusal, match="хоча б один"):
            files.attach(actor=office.clerk, at=AT, document_id=document.pk, uploads=[])
        file = files.attach(actor=office.clerk, at=AT, document_id=document.pk, uploads=[files.Upload("1.txt", b"a")])[
            0
        ]
        with pytest.raises(Refusal, match="чому файл"):
            files.remove(actor=office.clerk, at=AT, file_id=file.pk, reason="")
        with pytest.raises(Refusal) as told:
            files.attach(actor=office.mayor, at=AT, document_id=document.pk, uploads=[files.Upload("1.txt", b"a")])
        assert told.value.clause == "8.5"


class TestWhereTheOriginalIs:
    def said(self, document, last=None):
        document = Document.objects.select_related(*cards.SHOWN).get(pk=document.pk)
        return kept.kept(document=document, last=last, on=AT.date())

    def test_in_the_unit_that_keeps_the_registry(self, office):
        assert self.said(make.registered(office)).words == "Зберігається в підрозділі: Відділ документообігу."
        of_unit = registration.register_incoming(
            actor=office.department_clerk, at=AT, registry_id=office.unit.pk,
            card=make.card(office, addressee=office.department_head.post_id),
        )  # fmt: skip
        assert "Департамент інфраструктури" in self.said(of_unit).words

    def test_what_came_electronically_has_none(self, office):
        assert "електронною поштою" in self.said(make.registered(office, way="email")).words
        assert "електронної взаємодії" in self.said(make.registered(office, way="exchange")).words

    def test_in_its_file(self, office, document):
        case = CaseFile.objects.create(
            year=2026, department_id=office.clerk.department_id, index="04.1-05", title="Листи", keep_term="5 р."
        )
        Document.objects.filter(pk=document.pk).update(case_file=case, filed_on=AT.date())
        assert self.said(document).words == "Зберігається у справі № 04.1-05 за 2026 рік."

    def test_of_what_has_no_number(self, office):
        assert "попередньому розгляді" in self.said(make.arrival(office)).words

    def test_a_leaders_telephone_message_in_his_reception(self, office, document):
        Registry.objects.filter(pk=document.registry_id).update(only_clerks=True)
        Document.objects.filter(pk=document.pk).update(kind=make.kind("telephone_message", "Телефонограма"))
        assert self.said(document) == kept.Kept("Зберігається у приймальні керівника.", "21.11")

    def test_a_lost_one_may_be_found(self, office, document, client, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        deed = {"actor": office.clerk, "at": AT, "document_id": document.pk}
        paper.hand_over(**deed, post_id=office.mayor.post_id, signed_by="Коваль")
        loss = {"explanation": "Залишено в автобусі", "copies": [files.Upload("копія.txt", b"a")]}
        paper.lose(**deed, **loss)
        with pytest.raises(Refusal, match="уже визнано втраченим"):
            paper.lose(**deed, **loss)
        clerk = make.signed_in(client, office.clerk)
        tab = reverse("documents:card_tab", args=[document.pk, "oryhinal"])
        assert "Оригінал знайдено й повернуто" in clerk.get(tab).content.decode()
        clerk.post(reverse("documents:take_back", args=[document.pk]))
        assert "знайдено й повернуто" in Entry.objects.get(code="documents.paper_returned").payload["text"]
        assert "Зберігається в підрозділі: Відділ документообігу." in clerk.get(tab).content.decode()
        with pytest.raises(Refusal, match="нікому не передано"):
            paper.take_back(**deed)


class TestFilesThatStand:
    """A file is taken off or renewed by whoever made the addition, or keeps the card; what is signed or filed stands."""

    @pytest.fixture
    def scan(self, office, document):
        return files.attach(
            actor=office.clerk, at=AT, document_id=document.pk, uploads=[files.Upload("скан.txt", b"a")]
        )[0]

    @pytest.fixture
    def executor(self, office, document):
        """Sees the letter by a resolution."""
        see(document, office.executor)
        return office.executor

    def test_an_executor_changes_nothing_but_his_own_addition(self, office, document, scan, executor):
        upload = files.Upload("2.txt", b"b")
        for deed in (
            lambda: files.remove(actor=executor, at=LATER, file_id=scan.pk, reason="зайве"),
            lambda: files.replace(actor=executor, at=LATER, file_id=scan.pk, upload=upload),
        ):
            with pytest.raises(Refusal, match="хто його долучив, чи той, хто веде картку"):
                deed()
        own = files.attach(actor=executor, at=LATER, document_id=document.pk, uploads=[upload])[0]
        new = files.replace(actor=executor, at=LATER, file_id=own.pk, upload=upload)
        files.remove(actor=executor, at=LATER, file_id=new.pk, reason="не той файл")
        assert list(document.files.filter(removed_at__isnull=True, replaced_by__isnull=True)) == [scan]

    def test_the_keeper_of_the_card_rights_others_additions(self, office, document, executor):
        own = files.attach(actor=executor, at=LATER, document_id=document.pk, uploads=[files.Upload("2.txt", b"b")])[0]
        files.remove(actor=office.clerk, at=LATER, file_id=own.pk, reason="не до цього листа")
        assert not document.files.filter(removed_at__isnull=True).exists()

    def test_a_signed_copy_is_added_and_righted_by_the_keeper(self, office, document, executor):
        upload = files.Upload("підписаний.txt", b"b", File.Role.SIGNED)
        with pytest.raises(Refusal, match="підписаний примірник» долучає той, хто веде картку"):
            files.attach(actor=executor, at=LATER, document_id=document.pk, uploads=[upload])
        signed = files.attach(actor=office.clerk, at=LATER, document_id=document.pk, uploads=[upload])[0]
        deed = {"at": LATER, "file_id": signed.pk}
        with pytest.raises(Refusal, match="не замінюють і не вилучають"):
            files.remove(actor=executor, reason="зайве", **deed)
        with pytest.raises(Refusal, match="чому підписаний примірник замінюють"):
            files.replace(actor=office.clerk, upload=upload, **deed)
        new = files.replace(actor=office.clerk, upload=upload, reason="не та сторінка", **deed)
        assert new.role == File.Role.SIGNED
        told = Entry.objects.get(code="documents.file_replaced").payload
        assert (told["reason"], "Підстава: не та сторінка" in told["text"]) == ("не та сторінка", True)
        files.remove(actor=office.clerk, at=LATER, file_id=new.pk, reason="чужий скан")
        assert not document.files.filter(removed_at__isnull=True, replaced_by__isnull=True).exists()

    def test_the_signed_copy_of_a_draft_stands(self, office):
        card = make.card(office, addressee=None, way="", arrived_at=None)
        draft = drafts.begin(actor=office.executor, at=AT, card=card)
        upload = files.Upload("підписаний.txt", b"b", File.Role.SIGNED)
        (signed,) = files.put(document=draft, uploads=[upload], actor=office.clerk, at=AT)
        with pytest.raises(Refusal, match="«підписаний примірник» не замінюють і не вилучають"):
            files.remove(actor=office.executor, at=AT, file_id=signed.pk, reason="зайве")

    def test_a_signed_copy_is_offered_to_the_keeper_of_an_own_paper(self, client, office, document, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", LATER.isoformat())
        clerk, own = make.signed_in(client, office.clerk), make.outgoing(office)
        tab = reverse("documents:card_tab", args=[own.pk, "faily"])
        assert 'value="signed"' in clerk.get(tab).content.decode()
        elsewhere = reverse("documents:card_tab", args=[document.pk, "faily"])
        assert 'value="signed"' not in clerk.get(elsewhere).content.decode()

        def scan():
            return SimpleUploadedFile("скан.txt", b"a")

        clerk.post(reverse("documents:attach", args=[own.pk]), {"files": scan(), "role": "signed"})
        wrong = own.files.get()
        assert wrong.role == File.Role.SIGNED
        assert "Підстава заміни" in clerk.get(tab).content.decode()
        address = reverse("documents:replace", args=[wrong.pk])
        clerk.post(address, {"files": scan()})
        assert own.files.count() == 1
        clerk.post(address, {"files": scan(), "reason": "не той лист"})
        new = own.files.get(replaced_by__isnull=True)
        clerk.post(reverse("documents:remove", args=[new.pk]), {"reason": "не той лист"})
        assert not own.files.filter(removed_at__isnull=True, replaced_by__isnull=True).exists()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"direction": "act"}, "зареєстрованого акта"),
            ({"state": "annulled"}, "анульовано"),
            ({"filed_on": AT.date()}, "уміщено до справи"),
        ],
    )
    def test_files_of_an_act_and_of_what_is_filed_or_annulled_stand(self, office, document, scan, changes, said):
        Document.objects.filter(pk=document.pk).update(**changes)
        with pytest.raises(Refusal, match=said):
            files.remove(actor=office.clerk, at=LATER, file_id=scan.pk, reason="зайве")
        scan.refresh_from_db()
        assert scan.removed_at is None

    def test_what_came_before_registration_belongs_to_it(self, office, executor, document):
        early = files.put(
            document=document, uploads=[files.Upload("1.txt", b"a")], actor=executor, at=document.registered_at
        )[0]
        with pytest.raises(Refusal, match="хто веде картку"):
            files.remove(actor=executor, at=LATER, file_id=early.pk, reason="зайве")

    def test_the_author_of_a_draft_changes_its_files(self, office):
        card = make.card(office, addressee=None, way="", arrived_at=None)
        draft = drafts.begin(actor=office.executor, at=AT, card=card, uploads=[files.Upload("1.txt", b"a")])
        new = files.replace(
            actor=office.executor, at=AT, file_id=draft.files.get().pk, upload=files.Upload("2.txt", b"b")
        )
        assert new.name == "2.txt"

    def test_the_page_offers_what_the_deed_allows(self, client, office, document, scan, executor, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", LATER.isoformat())
        own = files.attach(actor=executor, at=LATER, document_id=document.pk, uploads=[files.Upload("2.txt", b"b")])[0]
        page = make.signed_in(client, executor).get(f"/dokumenty/{document.pk}/faily/").content.decode()
        offered = [file.pk for file in (scan, own) if f"/dokumenty/faily/{file.pk}/vyluchyty/" in page]
        assert offered == [own.pk]
        assert "той, хто веде картку документа" in page
        assert "підписаний примірник" not in page


class TestRegistries:
    def test_a_pattern_that_nobody_could_fill_is_refused(self, office):
        for pattern in ("{dept}", "{n}-{sector}"):
            with pytest.raises(Refusal, match="Вигляд індексу"):
                registries.open_registry(
                    actor=office.administrator, at=AT, key="x", title="х", direction="incoming",
                    department=office.incoming.department_id, pattern=pattern,
                )  # fmt: skip

    def test_the_first_number_is_fixed_by_the_first_registration(self, office, document):
        given = {"registry_id": office.incoming.pk, "title": "Вхідні", "pattern": "{n}", "clerks": [], "is_open": True}
        registries.change(actor=office.administrator, at=AT, **given)
        with pytest.raises(Refusal, match="номери вже є"):
            registries.change(actor=office.administrator, at=AT, **given, first_number=500)

    def test_the_year_of_the_first_number_stays_until_either_is_changed(self, office):
        made = registries.open_registry(
            actor=office.administrator, at=AT, key="g", title="Журнал", direction="incoming",
            department=office.incoming.department_id, pattern="{n}", first_number=4500,
        )  # fmt: skip
        assert (made.first_of("2026"), made.first_of("2027")) == (4500, 1)

        def changed(number: int, year: int | None = None) -> tuple[int, str]:
            done = registries.change(
                actor=office.administrator, at=AT + timedelta(days=365), registry_id=made.pk, title="Журнал", pattern="{n}",
                clerks=[], is_open=True, first_number=number, first_year=year,
            )  # fmt: skip
            return done.first_number, done.first_period

        assert changed(4500) == (4500, "2026")
        assert changed(4500, 2026) == (4500, "2026")
        assert changed(4600) == (4600, "2027")
        assert changed(4600, 2026) == (4600, "2026")
        with pytest.raises(Refusal, match="для 2027 року, попереднього або наступного"):
            changed(4600, 2206)

    def test_the_first_number_of_the_year_that_ended_is_said_in_january(self, office):
        """What was adopted in December and is numbered in January goes on from the paper journal (KR 4.34)."""
        january = datetime(2027, 1, 8, 9, tzinfo=ZONE)
        made = registries.open_registry(
            actor=office.administrator, at=january, key="g", title="Журнал", direction="incoming",
            department=office.incoming.department_id, pattern="{n}", first_number=512, first_year=2026,
        )  # fmt: skip
        assert (made.first_of("2026"), made.first_of("2027")) == (512, 1)
        through = registries.open_registry(
            actor=office.administrator, at=january, key="n", title="Журнал", direction="incoming",
            department=office.incoming.department_id, pattern="{n}", first_number=512, first_year=2026, restarts="never",
        )  # fmt: skip
        assert through.first_of("") == 512

    def test_the_year_is_fixed_by_the_first_registration_where_it_means_something(self, office, document):
        given = {"registry_id": office.incoming.pk, "title": "Вхідні", "pattern": "{n}", "clerks": [], "is_open": True}
        registries.change(actor=office.administrator, at=AT, **given, first_number=1, first_year=2025)
        Registry.objects.filter(pk=office.incoming.pk).update(first_number=7, first_period="2026")
        with pytest.raises(Refusal, match="його рік визначають до першої реєстрації"):
            registries.change(actor=office.administrator, at=AT, **given, first_number=7, first_year=2025)
        assert registries.change(actor=office.administrator, at=AT, **given, first_number=7, first_year=2026)

    def test_the_migration_finds_the_year_of_going_live(self, office):
        """By the earliest year that begins with the first number, else by when it was written."""
        Registry.objects.filter(pk=office.incoming.pk).update(first_number=7, first_period="2026")
        make.registered(office)
        empty = registries.open_registry(
            actor=office.administrator, at=AT, key="g", title="Журнал", direction="incoming",
            department=office.incoming.department_id, pattern="{n}", first_number=4500,
        )  # fmt: skip
        through = registries.open_registry(
            actor=office.administrator, at=AT, key="n", title="Журнал", direction="incoming",
            department=office.incoming.department_id, pattern="{n}", first_number=4500, restarts="never",
        )  # fmt: skip
        kept = list(Registry.objects.filter(first_number__gt=1).order_by("pk").values_list("pk", "first_period"))
        assert kept == [(office.incoming.pk, "2026"), (empty.pk, "2026"), (through.pk, "")]
        Registry.objects.update(first_period="")
        fill = importlib.import_module("magistrat.documents.migrations.0027_first_period").FILL
        with connection.cursor() as cursor:
            cursor.execute(fill)
        assert (
            list(Registry.objects.filter(first_number__gt=1).order_by("pk").values_list("pk", "first_period")) == kept
        )

    def test_the_migration_leaves_the_year_of_going_live_to_who_was_renamed_later(self, office):
        """Earlier books were brought in under lower numbers, so its numbers do not tell where it began."""
        live = datetime(2025, 1, 1, 0, 30, tzinfo=ZONE)
        given = {"direction": "incoming", "department": office.incoming.department_id, "pattern": "{n}"}
        made = registries.open_registry(
            actor=office.administrator, at=live - timedelta(days=300), key="g", title="Журнал", **given
        )
        said = {"registry_id": made.pk, "pattern": "{n}", "clerks": [], "is_open": True}
        for day, first in ((0, 4500), (380, None)):
            registries.change(
                actor=office.administrator, at=live + timedelta(days=day), title=f"Журнал {day}", first_number=first, **said
            )  # fmt: skip
        for number in (1, 4500):
            document = make.registered(office)
            Document.objects.filter(pk=document.pk).update(registry=made, period="2025", number=number)
        Registry.objects.update(first_period="")
        fill = importlib.import_module("magistrat.documents.migrations.0027_first_period").FILL
        with connection.cursor() as cursor:
            cursor.execute(fill)
        made.refresh_from_db()
        assert (made.first_of("2025"), made.first_of("2026")) == (4500, 1)

    def test_refuses_the_key_twice_and_without_right(self, office):
        given = {
            "at": AT,
            "key": "incoming",
            "title": "х",
            "direction": "incoming",
            "department": office.incoming.department_id,
            "pattern": "{n}",
        }
        with pytest.raises(Refusal, match="уже є"):
            registries.open_registry(actor=office.administrator, **given)
        with pytest.raises(Refusal) as told:
            registries.open_registry(actor=office.executor, **given)
        assert told.value.clause == "7.3"


class TestNomenclature:
    def add(self, office, year=2026, index="04.1-05", who="clerk", **more):
        given = {
            "department": office.clerk.department_id,
            "title": "Листування",
            "keep_term": "5 р.",
            "article": "23",
        } | more
        return nomenclature.add(actor=getattr(office, who), at=AT, year=year, index=index, **given)

    def test_a_year_begins_with_last_years_files(self, office):
        self.add(office, 2025), self.add(office, 2025, "04.1-06"), self.add(office, 2026)
        assert nomenclature.copy_year(actor=office.clerk, at=AT, from_year=2025, to_year=2026) == 1
        with pytest.raises(Refusal, match="немає справ"):
            nomenclature.copy_year(actor=office.clerk, at=AT, from_year=2025, to_year=2026)

    def test_a_closed_file_takes_nothing_more(self, office, document):
        case = self.add(office, 2025)
        with pytest.raises(Refusal, match="після закінчення"):
            nomenclature.close_year(actor=office.clerk, at=AT, year=2026)
        nomenclature.close_year(actor=office.clerk, at=AT, year=2025)
        with pytest.raises(Refusal, match="закрито"):
            nomenclature.file_away(actor=office.clerk, at=AT, document_id=document.pk, case_id=case.pk)
        with pytest.raises(Refusal, match="закрито"):
            nomenclature.change(
                actor=office.clerk, at=AT, case_id=case.pk, title="х", keep_term="х", article="", note=""
            )

    def test_a_units_clerk_manages_the_files_of_his_unit_alone(self, office):
        own, others = {"department": office.unit.department_id}, {"department": office.clerk.department_id}
        mine = self.add(office, 2025, "10-01", who="department_clerk", **own)
        theirs = self.add(office, 2025)
        by = {"actor": office.department_clerk, "at": AT}
        whole = {"title": "х", "keep_term": "х", "article": "", "note": ""}
        for deed in (
            lambda: self.add(office, 2025, "04.1-06", who="department_clerk"),
            lambda: nomenclature.change(**by, case_id=theirs.pk, **whole),
            lambda: nomenclature.copy_year(**by, from_year=2025, to_year=2026),
            lambda: nomenclature.copy_year(**by, from_year=2025, to_year=2026, **others),
            lambda: nomenclature.close_year(**by, year=2025),
            lambda: nomenclature.close_year(**by, year=2025, **others),
        ):
            with pytest.raises(Refusal, match="лише свого підрозділу") as told:
                deed()
            assert (told.value.clause, told.value.is_right) == ("10.1.27", True)
        nomenclature.change(**by, case_id=mine.pk, **whole)
        assert nomenclature.copy_year(**by, from_year=2025, to_year=2026, **own) == 1
        assert nomenclature.close_year(**by, year=2025, **own) == 1
        theirs.refresh_from_db()
        assert theirs.closed_on is None

    def test_the_page_of_a_units_clerk_closes_his_units_year(self, client, office, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        mine = self.add(office, 2025, "10-01", department=office.unit.department_id)
        theirs = self.add(office, 2025)
        browser = make.signed_in(client, office.department_clerk)
        page = browser.get("/dokumenty/nomenklatura/2025/").content.decode()
        assert (f"/sprava/{mine.pk}/" in page, f"/sprava/{theirs.pk}/" in page) == (True, False)
        assert browser.post("/dokumenty/nomenklatura/2025/zakryty/").status_code == 302
        mine.refresh_from_db(), theirs.refresh_from_db()
        assert (mine.closed_on, theirs.closed_on) == (AT.date(), None)

    def test_is_taken_out_of_the_file_only_where_it_was_put_by_mistake_today(self, office, document):
        case, other = self.add(office), self.add(office, index="04.1-06")
        out = {"actor": office.clerk, "document_id": document.pk}
        with pytest.raises(Refusal, match=r"Документа немає у справі 04\.1-05"):
            nomenclature.take_out(**out, at=AT, case_id=case.pk)
        nomenclature.file_away(actor=office.clerk, at=AT, document_id=document.pk, case_id=case.pk)
        with pytest.raises(Refusal, match=r"Документа немає у справі 04\.1-06"):
            nomenclature.take_out(**out, at=AT, case_id=other.pk)
        with pytest.raises(Refusal, match="Зі справи вилучають лише"):
            nomenclature.take_out(**out, at=AT + timedelta(days=1), case_id=case.pk)
        CaseFile.objects.filter(pk=case.pk).update(closed_on=AT.date())
        with pytest.raises(Refusal, match="Зі справи вилучають лише"):
            nomenclature.take_out(**out, at=AT, case_id=case.pk)
        CaseFile.objects.filter(pk=case.pk).update(closed_on=None)
        see(document, office.executor)
        with pytest.raises(Refusal) as told:
            nomenclature.take_out(**(out | {"actor": office.executor}), at=AT, case_id=case.pk)
        assert told.value.is_right
        assert nomenclature.take_out(**out, at=AT, case_id=case.pk).filed_on is None

    def test_to_the_file_once_and_when_upper_floors_let(self, office, document, monkeypatch):
        case = self.add(office)
        monkeypatch.setattr(hooks, "_may_be_filed", [lambda document, at: Refusal("8.14", "Документ на контролі.")])
        with pytest.raises(Refusal, match="на контролі"):
            nomenclature.file_away(actor=office.clerk, at=AT, document_id=document.pk, case_id=case.pk)
        monkeypatch.undo()
        done = nomenclature.file_away(actor=office.clerk, at=AT, document_id=document.pk, case_id=case.pk)
        assert (done.case_file, done.filed_on) == (case, AT.date())
        with pytest.raises(Refusal, match="уже вміщено"):
            nomenclature.file_away(actor=office.clerk, at=AT, document_id=document.pk, case_id=case.pk)

    def test_refuses(self, office, document):
        case = self.add(office)
        with pytest.raises(Refusal, match="вже є"):
            self.add(office)
        with pytest.raises(Refusal, match="Зазначте"):
            self.add(office, index="1", title=" ")
        with pytest.raises(Refusal) as told:
            self.add(office, index="2", who="executor")
        assert told.value.clause == "10.1.3"
        with pytest.raises(Refusal) as told:
            nomenclature.file_away(actor=office.mayor, at=AT, document_id=document.pk, case_id=case.pk)
        assert "7.13" in told.value.clause
        waiting = make.arrival(office)
        with pytest.raises(Refusal, match="зареєстровані"):
            nomenclature.file_away(actor=office.clerk, at=AT, document_id=waiting.pk, case_id=case.pk)
        assert CaseFile.objects.count() == 1


class TestCorrespondents:
    def add(self, office, **changes):
        given = {"actor": office.clerk, "at": AT, "name": " ТОВ  «Світанок» ", "kind": "enterprise"} | changes
        return correspondents.add(**given)

    def test_is_found_by_its_folded_name_and_code(self, office):
        made = self.add(office, code="03341316")
        assert (made.name, made.search_name) == ("ТОВ «Світанок»", "тов «світанок» 03341316")

    def test_refuses(self, office):
        self.add(office, code="03341316")
        for changes, words in (
            ({"name": " "}, "назву"),
            ({"kind": "інше"}, "категорію"),
            ({"code": "03341317"}, "контрольній"),
            ({"code": "03341316"}, "уже є"),
        ):
            with pytest.raises(Refusal, match=words):
                self.add(office, **changes)
        with pytest.raises(Refusal) as told:
            self.add(office, actor=office.executor)
        assert "7.4" in told.value.clause
        one = Correspondent.objects.get(code="03341316")
        correspondents.change(
            actor=office.clerk, at=AT + timedelta(1), correspondent_id=one.pk, name="х", kind="other", is_open=False
        )
        one.refresh_from_db()
        assert not one.is_open

    def test_another_address_is_written_by_those_who_keep_the_directory(self, office):
        one = self.add(office, email="old@example.org")
        change = {"at": AT, "correspondent_id": one.pk, "email": " new@example.org "}
        with pytest.raises(Refusal) as told:
            correspondents.change_email(actor=office.executor, **change)
        assert "7.4" in told.value.clause
        one.refresh_from_db()
        assert one.email == "old@example.org"
        assert correspondents.change_email(actor=office.clerk, **change).email == "new@example.org"


class TestRestriction:
    def test_what_still_waits_for_registration_stays_with_who_made_it_so(self, office):
        waiting = make.arrival(office, summary="Про мобілізаційну підготовку")
        card = replace(cards.card_of(waiting), is_restricted=True)
        corrections.correct(actor=office.clerk, at=AT, document_id=waiting.pk, card=card, reason="гриф")
        assert not visible(office.records_head).filter(pk=waiting.pk).exists()
        arrivals.admit(actor=office.clerk, at=AT, document_id=waiting.pk)

    def test_a_paper_that_becomes_restricted_closes_to_the_unnamed(self, office, document):
        see(document, office.executor)
        for restricted, seen in ((True, False), (False, True)):
            card = replace(cards.card_of(document), is_restricted=restricted)
            corrections.correct(actor=office.clerk, at=AT, document_id=document.pk, card=card, reason="гриф")
            grants.admit(
                actor=office.mayor, at=AT, document_id=document.pk, post_id=office.clerk.post_id, ground="виправлення"
            )
            assert visible(office.executor).filter(pk=document.pk).exists() is seen
            assert visible(office.mayor).filter(pk=document.pk).exists()
