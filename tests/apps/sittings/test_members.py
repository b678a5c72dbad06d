"""Members are given the agenda with its papers and read them; all papers as one PDF; the invited (KR 4.24, 4.27-4.33; DR 6.3, 6.15)."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from magistrat.approvals.models import Version
from magistrat.bodies.queries import composition
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Document
from magistrat.documents.queries import access
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.outbox.models import Message
from magistrat.papers import binding
from magistrat.rules import act_text
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import binders, invitations, members, packages
from magistrat.sittings.models import AgendaReading, Binder, Invited, MemberReading, Question
from magistrat.sittings.queries import materials, on_paper
from tests.apps.sittings.conftest import AT, KR, ON
from tests.factories import documents as papers
from tests.rules.test_edition import made
from tests.rules.test_sitting_signatories import BY_ACTOR


def member_with_post(prepared):
    found = composition.members_on(prepared.sitting.gathering.body, ON)
    return next(one for one in found if one.post_id and one.post_id != prepared.actor("mayor").post_id)


class TestSend:
    def test_posts_of_members_see_the_drafts_and_each_member_is_told(self, either):
        sitting = either.agreed("Про зиму")
        member = member_with_post(either)
        actor = organisation.actor_of_post(member.post_id, ON)
        document = Question.objects.get().document_id
        if member.post_id != either.actor("manager").post_id:
            assert not access.visible(actor).filter(pk=document).exists()
        members.send(actor=either.actor("office"), at=AT, sitting=sitting.pk)
        assert access.visible(actor).filter(pk=document).exists()
        people = {one.person_id for one in composition.members_on(sitting.gathering.body, ON)}
        assert (
            set(Message.objects.filter(key__startswith="sittings.sent").values_list("to_person", flat=True)) == people
        )
        assert Binder.objects.get().state == "waiting"

    def test_not_before_the_agenda_is_agreed(self, either):
        sitting = either.frozen("Про зиму")
        with pytest.raises(Refusal):
            members.send(actor=either.actor("office"), at=AT, sitting=sitting.pk)


class TestRead:
    def test_a_receipt_is_left_once_by_a_member_alone(self, either):
        sitting = either.agreed("Про зиму")
        members.send(actor=either.actor("office"), at=AT, sitting=sitting.pk)
        person = member_with_post(either).person_id
        question = Question.objects.get()
        said = {"actor": either.actor("mayor"), "at": AT, "person": person}
        assert members.read_agenda(sitting=sitting.pk, **said)
        assert not members.read_agenda(sitting=sitting.pk, **said)
        assert members.read_question(question=question.pk, **said)
        assert (AgendaReading.objects.count(), MemberReading.objects.count()) == (1, 1)
        stranger = either.made.town.people["accounting_exec"]
        with pytest.raises(Refusal):
            members.read_agenda(sitting=sitting.pk, **said | {"person": stranger})

    def test_not_before_it_was_given(self, either):
        sitting = either.agreed("Про зиму")
        with pytest.raises(Refusal):
            members.read_agenda(
                actor=either.actor("mayor"), at=AT, sitting=sitting.pk, person=member_with_post(either).person_id
            )


class TestBinder:
    def test_one_pdf_with_bookmarks_and_what_could_not_be_shown(self, kr):
        question = kr.propose("Про зиму", document=kr.draft("Про зиму").pk)
        head = {"actor": kr.actor("head"), "at": AT, "question": question.pk, "key": "report_note"}
        packages.enclose(upload=Upload("доповідна.pdf", papers.pdf(("Доповідна записка",))), **head)
        packages.enclose(upload=Upload("таблиця.zip", b"PK\x05\x06" + bytes(18)), **head | {"key": "co_report"})
        packages.fill(data={"item_title": "Про зиму", "rows": [["Коваль Іван", "не відремонтовано мережі"]]},
                      **head | {"key": "shortcomings_list"})  # fmt: skip
        Question.objects.update(stage="on_agenda")
        made = binders.ask(actor=kr.actor("office"), at=AT, sitting=kr.sitting.pk)
        assert binders.ask(actor=kr.actor("office"), at=AT, sitting=kr.sitting.pk).pk == made.pk
        made = binders.make(at=AT, binder=made.pk)
        assert (made.state, made.done, made.total, made.left_out) == ("ready", 1, 1, ["1. таблиця.zip"])
        content = materials.open_content(made.blob_id)
        assert binding.marks_of(content) == [
            (0, "Порядок денний"), (0, "1. Про зиму"), (1, "Перелік"), (1, "доповідна.pdf"),
        ]  # fmt: skip
        with pikepdf.Pdf.open(io.BytesIO(content)) as whole:
            assert len(whole.pages) == made.pages == 4
        assert binders.make(at=AT, binder=made.pk) is None

    def test_a_draft_without_a_file_is_set_in_whole_sentences(self, either):
        document = either.draft("Про підготовку до зими", words="подати звіт")
        version = Version.objects.get(approval__document=document)
        text = act_text.read(version.content)
        executor = Post.objects.get(pk=either.actor("exec").post_id)
        point = replace(text.points[0], executors=(executor.pk,), due_words="до 01.12.2026")
        text = replace(text, points=(point,), annexes=(act_text.Annex("1", "Перелік", "Мережа"),), note="Потрібно")
        Version.objects.filter(pk=version.pk).update(content=act_text.write(text), parts=act_text.parts(text))
        question = either.propose("Про зиму", document=document.pk)
        question.number = "1"
        sheet = materials.title_sheet(materials.of(either.sitting, [question])[0])
        whom = organisation.dative(executor)
        lines = [line.text for line in sheet.lines]
        assert lines[lines.index("ПРОЄКТ") :] == [
            "ПРОЄКТ", "Про підготовку до зими", "Відповідно до Закону", "ВИРІШИВ:",
            f"1. {whom[:1].upper()}{whom[1:]} подати звіт до 01.12.2026.", "Додаток 1", "Перелік", "Мережа",
            "Пояснювальна записка", "Потрібно",
        ]  # fmt: skip
        assert [line.text for line in sheet.lines if line.is_italic] == ["Додаток 1", "Пояснювальна записка"]

    def test_an_official_use_paper_stands_as_a_line_only(self, kr):
        document = kr.draft("Про оборону", is_restricted=True)
        kr.propose("Про оборону", document=document.pk)
        packages.enclose(actor=kr.actor("head"), at=AT, question=Question.objects.get().pk, key="report_note",
                         upload=Upload("доповідна.pdf", papers.pdf(("таємне",))))  # fmt: skip
        Question.objects.update(stage="on_agenda")
        made = binders.make(at=AT, binder=binders.ask(actor=kr.actor("office"), at=AT, sitting=kr.sitting.pk).pk)
        assert [title for _, title in binding.marks_of(materials.open_content(made.blob_id))] == [
            "Порядок денний", "1. Про оборону",
        ]  # fmt: skip
        assert Document.objects.get(pk=document.pk).is_restricted


class TestInvited:
    def test_the_unit_invites_to_its_own_question_and_marks_who_was_told(self, either):
        question = either.propose()
        said = {"at": AT, "sitting": either.sitting.pk, "question": question.pk, "name": "Явір Лесь Іванович"}
        one = invitations.invite(actor=either.actor("head"), post="директор підприємства", **said)
        with pytest.raises(Refusal):
            invitations.invite(actor=either.actor("head"), **said)
        with pytest.raises(Refusal):
            invitations.invite(actor=either.actor("other"), **said | {"name": "Калина Віра"})
        assert invitations.tell(actor=either.actor("head"), at=AT, invited=one.pk).told_at == AT
        invitations.strike_out(actor=either.actor("head"), at=AT, invited=one.pk)
        assert not Invited.objects.exists()

    def test_beside_an_official_use_draft_those_act_who_see_it(self, kr):
        draft = kr.draft("Про оборону", is_restricted=True)
        question = kr.propose("Про оборону", document=draft.pk, is_main=True)
        head, office = kr.actor("head"), kr.actor("office")
        about = {"at": AT, "question": question.pk}
        one = invitations.invite(actor=head, sitting=kr.sitting.pk, name="Явір Лесь Іванович", **about)
        packages.enclose(
            actor=head, key="report_note", upload=Upload("доповідна.pdf", papers.pdf(("таємне",))), **about
        )
        file = {"key": "report_note", "upload": Upload("інша.pdf", papers.pdf(("інше",)))}
        for deed, said in (
            (packages.fill, about | {"key": "item_rules", "data": {}}),
            (packages.enclose, about | file),
            (packages.withdraw, about | {"key": "report_note"}),
            (invitations.invite, about | {"sitting": kr.sitting.pk, "name": "Калина Віра"}),
            (invitations.agree_list, about),
            (invitations.tell, {"at": AT, "invited": one.pk}),
            (invitations.strike_out, {"at": AT, "invited": one.pk}),
            (invitations.note_came, {"at": AT, "invited": one.pk, "came": True}),
        ):
            with pytest.raises(Refusal) as refused:
                deed(actor=office, **said)
            assert refused.value.is_right, deed
        assert draft.files.count() == 1
        assert list(Invited.objects.values_list("told_at", "came")) == [(None, None)]

    def test_the_deputy_in_charge_agrees_the_list_of_a_main_question(self, kr):
        question = kr.propose(is_main=True)
        said = {"at": AT, "sitting": kr.sitting.pk, "question": question.pk}
        invitations.invite(actor=kr.actor("head"), name="Явір Лесь", **said)
        leader = organisation.leader_of(question.department_id, ON)
        deputy = organisation.actor_of_post(leader.pk, ON)
        with pytest.raises(Refusal) as refused:
            invitations.agree_list(actor=kr.actor("head"), at=AT, question=question.pk)
        assert refused.value.clause == "4.30"
        assert invitations.agree_list(actor=deputy, at=AT, question=question.pk).by == deputy.printed
        invitations.invite(actor=kr.actor("head"), name="Калина Віра", **said)
        assert not question.enclosures.exists()

    def test_the_press_is_invited_by_its_office(self, either):
        said = {"at": AT, "sitting": either.sitting.pk, "name": "Лада Софія", "is_press": True}
        one = invitations.invite(actor=either.actor("press"), post="міська газета", **said)
        assert invitations.note_came(actor=either.actor("press"), at=AT, invited=one.pk, came=True).came
        with pytest.raises(Refusal):
            invitations.invite(actor=either.actor("head"), **said)

    def test_the_mayor_signs_the_telephone_message_where_the_clause_asks(self, either):
        office = {"actor": either.actor("office"), "at": AT, "sitting": either.sitting.pk}
        invitations.write_message(text="Запрошуємо Вас на засідання.", **office)
        mayor = office | {"actor": either.actor("mayor")}
        if either.slug == KR:
            assert invitations.sign_message(**mayor).invitation_signed_at == AT
            assert invitations.write_message(text="Запрошуємо о 15:00.", **office).invitation_signed_at is None
        else:
            with pytest.raises(Refusal):
                invitations.sign_message(**mayor)

    def test_by_who_acts_where_the_clause_names_no_signatory(self, kr, monkeypatch):
        """A city may say who signs by the clause's actor alone."""
        rules = made(sessions=BY_ACTOR.replace("council_secretary", "affairs_manager"))
        monkeypatch.setattr(on_paper, "_rules", lambda sitting: rules)
        manager = on_paper.signature_of("affairs_manager", ON)
        assert manager.name
        assert on_paper.message_sheet(kr.sitting, ON).signature.name == manager.name
