"""Registering: number and index last, one transaction, duplicates told, rights by registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from magistrat.documents.actions import admission, annulling, cards, hooks, indices, registration, registries
from magistrat.documents.actions.files import Upload
from magistrat.documents.card import Party, Signed
from magistrat.documents.models import Correspondent, Document, Grant, Link
from magistrat.documents.queries import cards as cards_of
from magistrat.documents.queries import choices, duplicates, visible
from magistrat.documents.queries import registries as books
from magistrat.journal.models import Entry
from magistrat.numbers.models import Counter
from magistrat.organisation.models import Department, Substitution
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage
from magistrat.tasks.models import Review
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


class TestRegisterIncoming:
    def test_gives_number_index_and_day(self, office):
        document = make.registered(office)
        assert (document.index, document.number, document.registered_on) == ("04.1/26/1", 1, date(2026, 3, 10))
        assert make.registered(office).index == "04.1/26/2"

    def test_begins_with_the_first_number_in_the_year_of_going_live_only(self, office):
        registries.change(
            actor=office.administrator, at=AT, registry_id=office.incoming.pk, title="Вхідні", pattern="{n}", clerks=[],
            is_open=True, first_number=1045,
        )  # fmt: skip
        assert books.next_number(office.incoming.pk, date(2026, 3, 10)) == 1045
        office.incoming.refresh_from_db()
        assert [make.registered(office).number for _ in range(2)] == [1045, 1046]
        assert books.next_number(office.incoming.pk, date(2027, 1, 4)) == 1
        assert make.registered(office, at=AT + timedelta(days=300)).number == 1

    def test_each_year_begins_anew(self, office):
        make.registered(office)
        later = make.registered(office, at=AT + timedelta(days=300))
        assert (later.period, later.number) == ("2027", 1)

    def test_keeps_the_files_before_the_number_is_taken(self, office, monkeypatch):
        """The counter is held briefly: nobody waits for another one's hundred megabytes to reach the disk."""
        heard, take, write = [], indices.take, storage.write
        monkeypatch.setattr(indices, "take", lambda *given: (heard.append("number"), take(*given))[1])
        monkeypatch.setattr(storage, "write", lambda **given: (heard.append("file"), write(**given))[1])
        document = make.registered(office, uploads=[Upload("1.txt", b"a"), Upload("2.txt", b"b")])
        assert heard == ["file", "file", "number"]
        assert document.files.count() == 2

    def test_keeps_no_file_of_what_is_refused(self, office, monkeypatch, settings):
        """A content that no card names would lie on the disk for ever."""
        kept = []
        monkeypatch.setattr(storage, "write", lambda **given: kept.append(given))
        settings.UPLOAD_LIMIT_BYTES = 5
        with pytest.raises(Refusal, match="більший за дозволений"):
            make.registered(office, uploads=[Upload("1.txt", b"a"), Upload("2.txt", b"too large")])
        type(office.incoming).objects.filter(pk=office.incoming.pk).update(pattern="{case}/{n}")
        with pytest.raises(cards.IncompleteCard):
            make.registered(office, uploads=[Upload("1.txt", b"a")])
        assert kept == []

    def test_writes_the_journal(self, office):
        document = make.registered(office)
        entry = Entry.objects.get(code="documents.registered", document=document.pk)
        assert document.index in entry.payload["text"]

    def test_is_seen_by_registrar_and_addressee(self, office):
        document = make.registered(office)
        reasons = set(Grant.objects.filter(document=document).values_list("reason", flat=True))
        assert reasons == {Grant.Reason.REGISTRAR, Grant.Reason.ADDRESSEE}

    def test_tells_upper_floors_in_the_same_transaction(self, office, monkeypatch):
        heard = []
        monkeypatch.setattr(
            hooks,
            "_registered",
            [lambda documents, actor, at: heard.extend((one.index, actor, at) for one in documents)],
        )
        document = make.registered(office)
        assert heard == [(document.index, office.clerk, AT)]

    def test_takes_the_arrival_with_its_files_and_moment(self, office):
        waiting = make.arrival(office, arrived_at=AT - timedelta(hours=2))
        card = replace(make.card(office), arrived_at=None)
        document = registration.register_incoming(
            actor=office.clerk, at=AT, registry_id=office.incoming.pk, card=card, arrival_id=waiting.pk
        )
        assert (document.pk, document.arrived_at) == (waiting.pk, AT - timedelta(hours=2))

    def test_refuses_an_arrival_twice(self, office):
        waiting = make.arrival(office)
        first = {"actor": office.clerk, "at": AT, "registry_id": office.incoming.pk, "arrival_id": waiting.pk}
        registration.register_incoming(card=make.card(office), **first)
        with pytest.raises(Refusal, match="стан документа"):
            registration.register_incoming(card=make.card(office), **first)

    def test_tells_the_earlier_paper_of_the_same_index_and_date(self, office):
        earlier = make.registered(office)
        party = earlier.parties.get()
        again = make.card(office, parties=(Party(office.sender.pk, party.their_index, party.their_date),))
        with pytest.raises(admission.Duplicate) as told:
            registration.register_incoming(actor=office.clerk, at=AT, registry_id=office.incoming.pk, card=again)
        assert told.value.earlier == [earlier]
        done = registration.register_incoming(
            actor=office.clerk, at=AT, registry_id=office.incoming.pk, card=again, confirm=True
        )
        assert done.number == 2

    def test_several_correspondents_are_searched_by(self, office):
        other = make.correspondent("Обласна військова адміністрація")
        parties = (Party(office.sender.pk, "1", date(2026, 3, 1)), Party(other.pk, "7-22", date(2026, 3, 2)))
        document = make.registered(office, parties=parties)
        assert "обласна військова" in document.search_text
        assert document.parties.count() == 2

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"summary": "  "}, "summary"),
            ({"parties": ()}, "correspondent"),
            ({"addressee": None}, "addressee"),
            ({"way": ""}, "way"),
        ],
    )
    def test_refuses_an_incomplete_card(self, office, changes, field):
        with pytest.raises(cards.IncompleteCard) as told:
            make.registered(office, **changes)
        assert list(told.value.fields) == [field]
        assert "41" in told.value.clause

    def test_wants_the_senders_index_but_not_of_a_citizen(self, office):
        with pytest.raises(cards.IncompleteCard, match="вихідний індекс"):
            make.registered(office, parties=(Party(office.sender.pk),))
        citizen = make.correspondent("Громадянка", Correspondent.Kind.CITIZEN)
        assert make.registered(office, parties=(Party(citizen.pk),)).number == 1

    def test_refuses_who_has_no_right(self, office):
        with pytest.raises(Refusal) as told:
            registration.register_incoming(
                actor=office.executor, at=AT, registry_id=office.incoming.pk, card=make.card(office)
            )
        assert told.value.clause == "7.4"

    def test_refuses_the_clerk_of_another_unit(self, office):
        with pytest.raises(Refusal, match="інший підрозділ"):
            registration.register_incoming(
                actor=office.clerk, at=AT, registry_id=office.unit.pk, card=make.card(office)
            )

    def test_the_clerk_of_a_unit_registers_in_its_registry_only(self, office):
        document = registration.register_incoming(
            actor=office.department_clerk,
            at=AT,
            registry_id=office.unit.pk,
            card=make.card(office, addressee=office.department_head.post_id),
        )
        assert document.index == "10-1"
        with pytest.raises(Refusal):
            registration.register_incoming(
                actor=office.department_clerk, at=AT, registry_id=office.incoming.pk, card=make.card(office)
            )

    def test_refuses_a_closed_registry(self, office):
        office.incoming.is_open = False
        office.incoming.save()
        with pytest.raises(Refusal, match="закрито"):
            make.registered(office)

    def test_refuses_a_registry_of_another_flow(self, office):
        with pytest.raises(Refusal, match="іншого потоку"):
            registration.register_incoming(
                actor=office.clerk, at=AT, registry_id=office.outgoing.pk, card=make.card(office)
            )

    def test_what_fails_half_way_leaves_nothing(self, office, monkeypatch):
        def broken(documents, actor, at):
            raise RuntimeError

        monkeypatch.setattr(hooks, "_registered", [broken])
        with pytest.raises(RuntimeError):
            make.registered(office)
        monkeypatch.undo()
        assert not Document.objects.exists()
        assert not Counter.objects.exists()
        assert not Entry.objects.filter(code="documents.registered").exists()
        assert make.registered(office).number == 1


class TestToTheMayorAtOnce:
    def test_is_handed_over_with_a_notice(self):
        office = make.office("druzhkivka")
        request = make.kind("peoples_deputy_request", "Запит народного депутата України")
        document = make.registered(office, kind=request.pk, addressee=office.deputy.post_id)
        assert document.goes_to_mayor
        assert Grant.objects.filter(document=document, post=office.mayor.post_id, reason="addressee").exists()

    def test_a_ministrys_letter_without_a_review_too(self):
        office = make.office("druzhkivka")
        letter = make.kind("ministry_letter", "Лист міністерства")
        document = make.registered(office, kind=letter.pk, addressee=office.deputy.post_id)
        review = Review.objects.get(document=document)
        assert (review.leader_id, review.clause, review.folder) == (office.mayor.post_id, "9.2", "urgent")

    def test_in_the_mayors_absence_to_whom_the_clause_names(self):
        office = make.office("druzhkivka")
        leaders = Department.objects.get(pk=office.mayor.department_id)
        secretary = make.actor("Секретар міської ради", leaders, "council_secretary", is_leader=True)
        Substitution.objects.create(
            absent_id=office.mayor.post_id, substitute_id=office.deputy.post_id, reason="leave", since=AT.date(),
            proposed_at=AT, proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
        )  # fmt: skip
        for key, reader, clause in (
            ("ministry_letter", secretary, "9.2"),
            ("peoples_deputy_request", office.mayor, "10.12"),
        ):
            document = make.registered(office, kind=make.kind(key).pk, addressee=office.deputy.post_id)
            review = Review.objects.get(document=document)
            assert (review.leader_id, review.clause) == (reader.post_id, clause)
            assert Grant.objects.filter(document=document, post=reader.post_id, reason="addressee").exists()


def test_what_has_not_come_yet_is_not_registered(office):
    with pytest.raises(cards.IncompleteCard, match="ще не настав"):
        make.registered(office, arrived_at=AT + timedelta(minutes=1))


class TestSupplement:
    def test_has_the_same_number_with_its_own_day(self):
        office = make.office("druzhkivka")
        first = make.registered(office)
        later = AT + timedelta(days=3)
        made = [
            registration.register_supplement(actor=office.clerk, at=later, to=first.pk, card=make.card(office))
            for _ in "ab"
        ]
        assert [(one.index, one.number, one.supplement) for one in made] == [
            (f"до {first.index}", 1, 1),
            (f"до {first.index}", 1, 2),
        ]
        assert made[0].registered_on == date(2026, 3, 13)
        assert Link.objects.filter(source=made[0], target=first, kind=Link.Kind.SUPPLEMENT).exists()
        assert make.registered(office).number == 2

    def test_is_told_that_it_came_already(self):
        office = make.office("druzhkivka")
        first = make.registered(office)
        party = first.parties.get()
        again = make.card(office, parties=(Party(office.sender.pk, party.their_index, party.their_date),))
        deed = {"actor": office.clerk, "at": AT, "to": first.pk, "card": again}
        with pytest.raises(admission.Duplicate):
            registration.register_supplement(**deed)
        assert registration.register_supplement(**deed, confirm=True).supplement == 1

    def test_so_is_one_that_came_as_a_supplement(self):
        """The same paper handed in twice: to the same first paper, or as a letter of its own (DR 10.8, 10.9)."""
        office = make.office("druzhkivka")
        first, card = make.registered(office), make.card(office)
        came = registration.register_supplement(actor=office.clerk, at=AT, to=first.pk, card=card)
        party = card.parties[0]
        (told,) = duplicates.while_typing(
            actor=office.clerk, correspondent=party.correspondent, their_index=party.their_index,
            their_date=party.their_date,
        )  # fmt: skip
        assert (told.pk, told.is_seen) == (came.pk, True)
        with pytest.raises(admission.Duplicate) as again:
            registration.register_supplement(actor=office.clerk, at=AT, to=first.pk, card=card)
        assert again.value.earlier == [came]
        with pytest.raises(admission.Duplicate):
            registration.register_incoming(actor=office.clerk, at=AT, registry_id=office.incoming.pk, card=card)

    def test_goes_to_the_mayor_at_once_as_any_paper_of_its_kind(self):
        office = make.office("druzhkivka")
        request = make.kind("peoples_deputy_request", "Депутатський запит", ("incoming",)).pk
        first = make.registered(office, addressee=office.deputy.post_id)
        card = make.card(office, kind=request, addressee=office.deputy.post_id)
        made = registration.register_supplement(actor=office.clerk, at=AT, to=first.pk, card=card)
        assert made.goes_to_mayor
        assert visible(office.mayor).filter(pk=made.pk).exists()

    def test_of_what_came_adds_to_incoming_papers_only(self):
        office = make.office("druzhkivka")
        ours, came = make.outgoing(office), make.arrival(office)
        with pytest.raises(Refusal, match="лише до вхідного") as told:
            registration.register_supplement(
                actor=office.clerk, at=AT, to=ours.pk, card=make.card(office), arrival_id=came.pk
            )
        assert told.value.clause == "10.9"
        first = make.registered(office)
        made = registration.register_supplement(
            actor=office.clerk, at=AT, to=first.pk, card=make.card(office), arrival_id=came.pk
        )
        assert (made.pk, made.index) == (came.pk, f"до {first.index}")

    def test_is_related_only_to_what_the_clerk_sees(self):
        office = make.office("druzhkivka")
        first, ours, hidden = make.registered(office), make.outgoing(office), make.registered(office)
        Grant.objects.filter(document=hidden).delete()
        how = {"actor": office.clerk, "at": AT, "to": first.pk, "card": make.card(office)}
        with pytest.raises(Refusal):
            registration.register_supplement(**how, links=[(hidden.pk, Link.Kind.ABOUT)])
        made = registration.register_supplement(**how, links=[(ours.pk, Link.Kind.REPLY)])
        assert set(made.links.values_list("target", "kind")) == {(first.pk, "supplement"), (ours.pk, "reply")}

    def test_of_a_letter_of_ours_answers_what_it_is_said_to_answer(self):
        office = make.office("druzhkivka")
        asked, first = make.registered(office), make.outgoing(office)
        card = replace(cards_of.card_of(first), arrived_at=None)
        checked = tuple(key for key, _ in choices.dispatch_checks(AT.date()))
        made = registration.register_supplement(
            actor=office.clerk, at=AT, to=first.pk, card=card, signed=Signed(checked=checked),
            links=[(asked.pk, Link.Kind.REPLY)],
        )  # fmt: skip
        assert set(made.links.values_list("target", "kind")) == {(first.pk, "supplement"), (asked.pk, "reply")}

    def test_is_refused_where_the_regulation_does_not_know_it(self, office):
        first = make.registered(office)
        with pytest.raises(Refusal, match="не передбачає"):
            registration.register_supplement(actor=office.clerk, at=AT, to=first.pk, card=make.card(office))


class TestRegisterOutgoing:
    def card(self, office, **changes):
        own = {"author": office.mayor.post_id, "addressee": None, "way": "", "arrived_at": None}
        return make.card(office, **(own | changes))

    def test_is_linked_with_what_it_answers(self, office):
        letter = make.registered(office)
        reply = make.outgoing(office, reply_to=letter.pk)
        assert reply.index == "04.1/26/1"
        assert Link.objects.filter(source=reply, target=letter, kind=Link.Kind.REPLY).exists()

    def test_bears_the_incoming_index_where_the_regulation_says_so(self):
        office = make.office("druzhkivka")
        letter = make.registered(office)
        reply = make.outgoing(office, reply_to=letter.pk)
        assert reply.index == f"04.1/26/1/вх. {letter.index}"

    def test_keeps_the_draft(self, office):
        draft = Document.objects.create(
            direction="outgoing", state="draft", kind=office.letter, edition=make.registered(office).edition,
            created_at=AT, listed_on=AT.date(),
        )  # fmt: skip
        done = registration.register_outgoing(
            actor=office.clerk, at=AT, registry_id=office.outgoing.pk, card=self.card(office), draft_id=draft.pk
        )
        assert done.pk == draft.pk
        assert done.state == Document.State.REGISTERED

    def test_refuses_without_addressee_or_signatory(self, office):
        with pytest.raises(cards.IncompleteCard) as told:
            registration.register_outgoing(
                actor=office.clerk, at=AT, registry_id=office.outgoing.pk,
                card=self.card(office, parties=(), author=None),
            )  # fmt: skip
        assert set(told.value.fields) == {"author", "correspondent"}


class TestRegisterInternal:
    def test_a_memo(self, office):
        memo = make.kind("memo", "Службова записка", ("internal",))
        card = make.card(office, kind=memo.pk, parties=(), author=office.deputy.post_id, way="", arrived_at=None)
        document = registration.register_internal(actor=office.clerk, at=AT, registry_id=office.internal.pk, card=card)
        assert document.index == "1/04.1-вн"

    def test_refuses_without_addressee(self, office):
        card = make.card(office, parties=(), author=office.deputy.post_id, addressee=None)
        with pytest.raises(cards.IncompleteCard, match="кому адресовано"):
            registration.register_internal(actor=office.clerk, at=AT, registry_id=office.internal.pk, card=card)


class TestAnnul:
    def test_number_card_and_journal_stay(self, office):
        document = make.registered(office)
        done = annulling.annul(actor=office.records_head, at=AT, document_id=document.pk, reason="зареєстровано двічі")
        assert (done.state, done.number, done.ground) == ("annulled", 1, "зареєстровано двічі")
        assert make.registered(office).number == 2

    @pytest.mark.parametrize("who", ["clerk", "mayor"])
    def test_refuses_others(self, office, who):
        document = make.registered(office)
        with pytest.raises(Refusal) as told:
            annulling.annul(actor=getattr(office, who), at=AT, document_id=document.pk, reason="зареєстровано двічі")
        assert told.value.clause == "7.3, 7.13, 7.4"

    def test_refuses_the_head_of_another_unit(self, office):
        document = registration.register_incoming(
            actor=office.department_clerk,
            at=AT,
            registry_id=office.unit.pk,
            card=make.card(office, addressee=office.department_head.post_id),
        )
        Grant.objects.create(
            document=document, post_id=office.records_head.post_id, reason="informed", source="x", since=AT
        )
        with pytest.raises(Refusal, match="керівник підрозділу"):
            annulling.annul(actor=office.records_head, at=AT, document_id=document.pk, reason="зареєстровано двічі")

    def test_refuses_without_reason_and_twice(self, office):
        document = make.registered(office)
        with pytest.raises(Refusal, match="підставу"):
            annulling.annul(actor=office.records_head, at=AT, document_id=document.pk, reason=" ")
        annulling.annul(actor=office.records_head, at=AT, document_id=document.pk, reason="двічі")
        with pytest.raises(Refusal, match="анульовано"):
            annulling.annul(actor=office.records_head, at=AT, document_id=document.pk, reason="двічі")
