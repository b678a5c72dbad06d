"""Pages of the way to a sitting: the whole of it through them, refusals shown, a fixed number of statements."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.acts.models import Act
from magistrat.approvals.models import Approval
from magistrat.bodies.queries import composition
from magistrat.organisation.models import Person
from magistrat.rules import sitting_deeds
from magistrat.sittings.actions import binders, delivering, members, planning, questions
from magistrat.sittings.models import Binder, Invited, MemberReading, Question, Sitting
from magistrat.sittings.queries import way
from tests.apps.sittings.conftest import AT, KEYS, KR, ON, Preparing, kyiv
from tests.factories import organisation

BACKEND = "django.contrib.auth.backends.ModelBackend"
MANY = 120


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def as_(prepared: Preparing, who: str) -> Client:
    """The one who does this work, signed in."""
    return as_person(prepared.made.town.people[KEYS[prepared.slug][who]])


def as_person(person: int) -> Client:
    kept = Person.objects.get(pk=person)
    if kept.account is None:
        kept = organisation.account(person, f"person{person}")
    client = Client()
    client.force_login(kept.account, BACKEND)
    return client


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def post(client: Client, route: str, /, *args: Any, **said: Any) -> Any:
    return client.post(reverse(f"sittings:{route}", args=args), said)


def shown(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"sittings:{name}", args=args))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def many(prepared: Preparing, number: int, stage: str = "on_agenda") -> list[Question]:
    """So many questions at a stage, written at once."""
    actor = prepared.actor("head")
    return Question.objects.bulk_create(
        Question(sitting=prepared.sitting, title=f"Про питання {one}", department_id=actor.department_id,
                 proposer_id=actor.post_id, proposed_at=AT, stage=stage, position=one)
        for one in range(1, number + 1)
    )  # fmt: skip


class TestCalendar:
    def test_the_year_is_proposed_by_the_clause_and_planned(self, either: Preparing) -> None:
        office = as_(either, "office")
        page = shown(office, "year")
        assert 'value="2026-05-20"' in page
        assert "вже заплановано" in page
        answer = post(office, "year", days=["2026-05-20", "2026-06-17"], time="14:00", place="зала")
        assert answer.url == reverse("sittings:sittings")
        assert Sitting.objects.count() == 3
        assert "Ще немає засідання" in shown(office, "sittings")

    def test_what_a_day_departs_from_is_asked_before_it_is_planned(self, either: Preparing) -> None:
        office = as_(either, "office")
        said = {"kind": "regular", "on": "2026-05-21", "time": "14:00", "place": "", "ground": ""}
        answer = post(office, "new", **said)
        assert (answer.status_code, Sitting.objects.count()) == (422, 1)
        assert "не звичайний день" in answer.content.decode()
        assert post(office, "new", tak="1", **said).status_code == 302
        assert Sitting.objects.count() == 2

    def test_an_executor_plans_nothing(self, either: Preparing) -> None:
        assert as_(either, "exec").get(reverse("sittings:year")).status_code == 403


class TestWholeWay:
    def test_from_the_proposal_to_the_members(self, either: Preparing) -> None:
        head, office, manager, mayor = (as_(either, who) for who in ("head", "office", "manager", "mayor"))
        draft = either.draft("Про зиму")
        said = {"title": "Про зиму", "department": either.actor("head").department_id, "document": draft.pk}
        assert post(head, "propose", either.sitting.pk, **said).status_code == 302
        question = Question.objects.get()
        assert "Погоджено" in shown(head, "question", question.pk)
        refused = post(head, "question_deed", question.pk, "podaty", copies="4", asks_card="1")
        if either.slug == KR:
            assert (refused.status_code, "(<" in refused.content.decode()) == (409, True)
            assert "рівно 5 примірників" in refused.content.decode()
            assert post(head, "question_deed", question.pk, "podaty", copies="5", has_card="1").status_code == 302
        assert "Розглянуто" in shown(manager, "question", question.pk)
        assert post(manager, "question_deed", question.pk, "rozhlianuto").status_code == 302
        assert post(office, "deed", either.sitting.pk, "vkliuchyty", pytannia=[question.pk]).status_code == 302
        assert post(office, "deed", either.sitting.pk, "zafiksuvaty").status_code == 302
        agrees = mayor if either.slug == KR else manager
        assert "Узгодити порядок денний" in shown(agrees, "agenda", either.sitting.pk)
        assert post(agrees, "deed", either.sitting.pk, "uzhodyty").status_code == 302
        assert post(office, "deed", either.sitting.pk, "chlenam").status_code == 302
        assert "не ознайомлено" in shown(office, "members", either.sitting.pk)
        binders.make(at=AT, binder=Binder.objects.get().pk)
        member = next(one for one in composition.members_on(either.sitting.gathering.body, ON) if one.post_id is None)
        reader = as_person(member.person_id)
        assert "Про зиму" in shown(reader, "tablet", either.sitting.pk)
        assert "Питання 1 із 1" in shown(reader, "tablet_question", either.sitting.pk, question.pk)
        assert MemberReading.objects.get().person_id == member.person_id
        for address in ("tablet_pdf", "tablet_question_pdf"):
            args = [either.sitting.pk, question.pk][: 1 + ("question" in address)]
            answer = reader.get(reverse(f"sittings:{address}", args=args))
            content = b"".join(answer) if answer.streaming else answer.content
            assert content.startswith(b"%PDF")
        assert as_(either, "exec").get(reverse("sittings:tablet", args=[either.sitting.pk])).status_code == 403

    def test_the_board_says_what_is_late_and_who_holds_it(self, kr: Preparing, monkeypatch: pytest.MonkeyPatch) -> None:
        kr.propose("Про зиму")
        running = kr.draft("Про весну", agreed=False)
        kr.propose("Про весну", document=running.pk)
        page = shown(as_(kr, "head"), "way", kr.sitting.pk)
        assert "Ще немає: проєкт рішення" in page
        assert "Ще немає: усі погодження" in page
        assert "спливає за тиждень 2" in page  # publication by Wednesday 1 April
        assert "Пункти не узгоджуються між собою" in page
        monkeypatch.setenv("MAGISTRAT_NOW", "2026-04-02T10:00:00+03:00")
        assert "прострочено 2" in shown(as_(kr, "head"), "way", kr.sitting.pk)

    def test_a_column_head_that_is_done_or_holds_nobody_up_does_not_cry(
        self, either: Preparing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sitting = either.agreed("Про бюджет")
        monkeypatch.setenv("MAGISTRAT_NOW", kyiv(4, 15).isoformat())
        heads = {one.last.deed: one for column in way.board(sitting, ON).columns for one in column.heads}
        assert heads[sitting_deeds.AGREED].done_on == AT.date()
        assert heads[sitting_deeds.DELIVERY].is_over
        page = shown(as_(either, "office"), "way", either.sitting.pk)
        for key in ("agreed", "reviewed"):
            column = page.split(f'id="column-{key}"')[1].split("</section>")[0]
            assert "прострочено" not in column
        many(either, 1, "agreed")
        waiting = {one.key: one for one in way.board(sitting, ON).columns}["agreed"]
        assert not any(one.is_over for one in waiting.heads)

    def test_late_questions_wait_on_the_mayors_word(self, either: Preparing) -> None:
        question = either.ready()
        assert (
            post(as_(either, "head"), "question_deed", question.pk, "dozvil", reason="лист області").status_code == 302
        )
        assert "Дозволити внести" in shown(as_(either, "mayor"), "question", question.pk)
        assert post(as_(either, "mayor"), "question_deed", question.pk, "dozvolyty").status_code == 302
        question.refresh_from_db()
        assert question.lateness == "allowed"


class TestActs:
    def test_a_draft_decision_shows_where_it_stands_and_the_way_in(self, either: Preparing) -> None:
        draft = either.draft("Про зиму")
        act = Act.objects.create(
            document=draft, kind="committee-decision", series="", title=draft.summary, changed_at=AT, state="agreed",
            drafter_id=either.actor("head").post_id,
        )  # fmt: skip
        head = as_(either, "head")
        address = f"{reverse('sittings:propose', args=[either.sitting.pk])}?proiekt={draft.pk}"
        assert address in head.get(reverse("acts:act", args=[act.pk])).content.decode()
        question = either.propose("Про зиму", document=draft.pk)
        page = head.get(reverse("acts:act", args=[act.pk])).content.decode()
        assert reverse("sittings:question", args=[question.pk]) in page
        assert address not in page


class TestAgenda:
    def test_a_question_is_moved_by_a_button_and_by_typing(self, either: Preparing) -> None:
        office = as_(either, "office")
        first, second, third = many(either, 3)
        answer = post(office, "move", either.sitting.pk, move=f"{third.pk}:1:")
        assert answer.url == reverse("sittings:agenda", args=[either.sitting.pk])
        post(office, "move", either.sitting.pk, which="2", to="3", block="")
        order = Question.objects.order_by("position").values_list("pk", flat=True)
        assert list(order) == [third.pk, second.pk, first.pk]
        assert post(office, "move", either.sitting.pk, which="9", to="1").status_code == 409
        fragment = office.post(
            reverse("sittings:move", args=[either.sitting.pk]),
            {"move": f"{first.pk}:1:"},
            headers={"HX-Request": "true"},
        )
        assert fragment.content.decode().lstrip().startswith('<div id="agenda">')

    def test_a_regulatory_question_in_bold_italics(self, either: Preparing) -> None:
        many(either, 1)
        Question.objects.update(is_regulatory=True)
        assert ("is-marked" in shown(as_(either, "head"), "agenda", either.sitting.pk)) is (either.slug == KR)


class TestPapers:
    def test_everything_that_is_printed(self, either: Preparing) -> None:
        question = either.propose("Про зиму")
        head, office = as_(either, "head"), as_(either, "office")
        assert post(head, "invite_to", question.pk, name="Явір Лесь Іванович", post="директор").status_code == 302
        assert (
            post(office, "question_deed", question.pk, "oryhinal", copies="5", handed_by="О. Коваль").status_code == 302
        )
        for slug in ("zaprosheni", "telefonohrama", "zhurnalisty", "prysutni-zmi", "reiestr", "rozporiadzhennia"):
            address = reverse("sittings:print", args=[either.sitting.pk, slug])
            assert office.get(address).content.startswith(b"%PDF"), slug
            assert office.get(f"{address}?docx=1").content.startswith(b"PK"), slug
        assert head.get(reverse("sittings:print_question", args=[question.pk, "invited_list"])).content.startswith(
            b"%PDF"
        )
        assert office.get(reverse("sittings:print", args=[either.sitting.pk, "inshe"])).status_code == 404

    def test_a_form_of_an_annex_is_filled_in_and_printed(self, kr: Preparing) -> None:
        question = kr.propose("Про зиму", is_main=True)
        head = as_(kr, "head")
        said = {"reporter": "Коваль Іван – начальник", "report_minutes": "15", "speaker_minutes": "5"}
        refused = post(head, "form", question.pk, "item_rules", **said)
        assert (refused.status_code, "промовці" in refused.content.decode()) == (409, True)
        said |= {"answers_minutes": "10", "speakers": "Бондар Ольга – директор\nТкач Марія – лікар"}
        assert post(head, "form", question.pk, "item_rules", **said).status_code == 302
        rows = "Коваль Іван, начальник | не відремонтовано мережі"
        assert post(head, "form", question.pk, "shortcomings_list", rows=rows).status_code == 302
        for key in ("item_rules", "shortcomings_list"):
            address = reverse("sittings:print_question", args=[question.pk, key])
            assert head.get(address).content.startswith(b"%PDF")
        assert "Ткач Марія – лікар" in shown(head, "form", question.pk, "item_rules")


class TestStatements:
    @pytest.mark.parametrize("page", ["way", "agenda", "members", "materials", "sittings"])
    def test_as_many_at_120_questions_as_at_three(self, either: Preparing, page: str) -> None:
        office = as_(either, "office")
        address = reverse(f"sittings:{page}", args=[] if page == "sittings" else [either.sitting.pk])
        many(either, 3)
        few = statements(office, address)
        many(either, MANY - 3)
        assert statements(office, address) <= few

    def test_those_invited_beside_official_use_drafts_too(self, kr: Preparing, monkeypatch: pytest.MonkeyPatch) -> None:
        head, office = as_(kr, "head"), as_(kr, "office")
        address = reverse("sittings:invited", args=[kr.sitting.pk])

        def invite(title: str) -> None:
            question = kr.propose(title, document=kr.draft(title, is_restricted=True).pk)
            said = {"sitting": kr.sitting, "question": question}
            Invited.objects.bulk_create(Invited(name=f"Явір Лесь, {title}", **said) for _ in range(5))

        invite("Про оборону")
        few = [statements(client, address) for client in (head, office)]
        for number in range(4):
            invite(f"Про оборону, частина {number}")
        monkeypatch.setenv("MAGISTRAT_NOW", (AT + timedelta(hours=1)).isoformat())
        assert [statements(client, address) for client in (head, office)] == few
        assert "Явір Лесь, Про оборону" in head.get(address).content.decode()
        page = office.get(address).content.decode()
        assert "Явір" not in page
        assert "бачать лише ті, кому надано ці проєкти" in page

    def test_a_members_agenda_too(self, either: Preparing) -> None:
        many(either, MANY)
        Sitting.objects.update(agreed_at=AT, agenda_frozen_at=AT, agenda_text="1.")
        members.send(actor=either.actor("office"), at=AT, sitting=either.sitting.pk)
        person = composition.members_on(either.sitting.gathering.body, ON)[-1].person_id
        assert statements(as_person(person), reverse("sittings:tablet", args=[either.sitting.pk])) < 30


class TestDesk:
    def test_each_sees_what_waits_for_him(self, either: Preparing) -> None:
        late = either.propose("Про весну", document=either.draft("Про весну").pk)
        either.deliver(late)
        Question.objects.update(lateness="asked", late_reason="лист області")
        manager = as_(either, "manager").get("/").content.decode()
        assert "Матеріали на розгляд" in manager
        mayor = as_(either, "mayor").get("/").content.decode()
        assert ("Невчасне питання: лист області" in mayor, "Матеріали на розгляд" in mayor) == (True, False)

    def test_a_proposer_sees_what_will_be_late_within_a_week(
        self, kr: Preparing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kr.propose("Про зиму")
        for now, is_there in (("2026-03-20", False), ("2026-03-26", True)):  # six days before 1 April
            monkeypatch.setenv("MAGISTRAT_NOW", f"{now}T10:00:00+02:00")
            page = as_(kr, "head").get("/").content.decode()
            assert ("Пропозиція щодо оприлюднення проєкту" in page) is is_there


class TestDays:
    """Days are typed as everywhere, 15.05.2026, not by the browser's own field."""

    @pytest.mark.parametrize("typed", ["21.05.2026", "2026-05-21"])
    def test_of_a_new_sitting_and_of_one_that_is_moved(self, either, typed):
        office = as_(either, "office")
        page = office.get(reverse("sittings:new"), {"den": "2026-05-21"}).content.decode()
        assert 'value="21.05.2026"' in page
        way = shown(office, "way", either.sitting.pk)
        assert 'type="date"' not in page + way
        moved = post(office, "deed", either.sitting.pk, "perenesty", on=typed, time="11:00", place="", reason="ремонт")
        assert moved.status_code == 302
        either.sitting.gathering.refresh_from_db()
        assert either.sitting.gathering.on == date(2026, 5, 21)

    def test_one_that_nobody_can_read_is_told_beside_the_field(self, either):
        answer = post(as_(either, "office"), "new", kind="regular", on="31.02.2026", time="", place="")
        assert answer.status_code == 422
        assert "09.03.2026" in answer.content.decode()


class TestClauses:
    """What a page is ruled by stands on it with its clause, in the city whose regulation says it."""

    def test_of_those_who_help_to_prepare_a_question(self, either):
        page = shown(as_(either, "head"), "propose", either.sitting.pk)
        assert ("/rehlament/punkty/4.12/" in page) is (either.slug == KR)

    def test_of_invitations(self, either):
        page = shown(as_(either, "office"), "invited", either.sitting.pk)
        clause = "4.29" if either.slug == KR else "6.15"
        assert f"/rehlament/punkty/{clause}/" in page


class TestTermsOfAQuestion:
    def test_what_is_done_does_not_cry(self, dr, monkeypatch):
        document = dr.draft(agreed=False)
        question = dr.propose(document=document.pk, at=kyiv(3, 20))
        address = reverse("sittings:question", args=[question.pk])
        monkeypatch.setenv("MAGISTRAT_NOW", kyiv(4, 10).isoformat())
        page = as_(dr, "head").get(address).content.decode()
        # A draft is to be ready 25 working days before; the day of its delivery has passed too.
        assert page.count("прострочено на") == 2
        Approval.objects.filter(document=document).update(state=Approval.State.AGREED)
        delivering.follow_approval(document.pk, dr.actor("manager"), kyiv(3, 23))
        dr.deliver(question, at=kyiv(3, 24))
        page = as_(dr, "head").get(address).content.decode()
        assert "виконано із запізненням на" in page
        assert "виконано 24.03.2026" in page
        assert "прострочено на" not in page

    def test_what_was_returned_is_not_delivered(self, dr, monkeypatch):
        question = dr.propose(document=dr.draft().pk, at=kyiv(3, 20))
        dr.deliver(question, at=kyiv(3, 24))
        monkeypatch.setenv("MAGISTRAT_NOW", kyiv(4, 10).isoformat())

        def page_of(pk):
            return as_(dr, "head").get(reverse("sittings:question", args=[pk])).content.decode()

        assert "виконано 24.03.2026" in page_of(question.pk)
        delivering.send_back(actor=dr.actor("manager"), at=kyiv(3, 25), question=question.pk, reason="уточнити строки")
        page = page_of(question.pk)
        assert "виконано 24.03.2026" not in page
        assert page.count("прострочено на") == 1
        later = planning.plan(
            actor=dr.actor("office"), at=kyiv(4, 10), on=date(2026, 5, 20), time=time(14), kind="regular"
        )
        moved = questions.transfer(
            actor=dr.actor("office"), at=kyiv(4, 10), question=question.pk, sitting=later.pk, reason="не готове"
        )
        assert "виконано 24.03.2026" not in page_of(moved.pk)
        assert "прострочено на" not in page_of(question.pk), "nothing awaits an excluded question"

    def test_what_is_done_on_a_day_that_nobody_noted_is_done(self, dr, monkeypatch):
        question = dr.propose(document=dr.draft().pk)
        monkeypatch.setenv("MAGISTRAT_NOW", kyiv(4, 10).isoformat())
        page = as_(dr, "head").get(reverse("sittings:question", args=[question.pk])).content.decode()
        assert "зроблено" in page
        assert page.count("прострочено на") == 1


class TestOfficialUse:
    """A question whose draft is for official use: who reads its words, and what the others are shown."""

    SECRET, TITLE = "Про склад запасів", "Про оборону міста"

    def asked(self, prepared: Preparing) -> Question:
        draft = prepared.draft(self.SECRET, is_restricted=True)
        question = prepared.propose(self.TITLE)
        questions.attach_draft(actor=prepared.actor("head"), at=AT, question=question.pk, document=draft.pk)
        Question.objects.filter(pk=question.pk).update(stage="on_agenda", is_main=True)
        return question

    def test_those_outside_the_sitting_read_that_there_is_one(self, either: Preparing) -> None:
        question = self.asked(either)
        stranger = as_(either, "other")  # heads another unit, neither sits nor prepares
        for page in ("agenda", "way", "materials"):
            body = shown(stranger, page, either.sitting.pk)
            assert self.TITLE not in body
            assert self.SECRET not in body
        assert "Питання з проєктом для службового користування" in shown(stranger, "agenda", either.sitting.pk)
        assert stranger.get(reverse("sittings:question", args=[question.pk])).status_code == 403

    def test_the_office_reads_the_question_and_not_its_draft(self, either: Preparing) -> None:
        question = self.asked(either)
        office = as_(either, "office")
        assert self.TITLE in shown(office, "agenda", either.sitting.pk)
        body = shown(office, "question", question.pk)
        assert self.TITLE in body
        assert self.SECRET not in body
        assert self.SECRET in shown(as_(either, "head"), "question", question.pk)
