"""Drafts in both cities: begun, written by two at once, brought as DOCX, enclosed, sent for visas and back."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta

import docx
import pytest

from magistrat.acts.actions import bringing, drafting, enclosing, sending_for_visas
from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.models import Act
from magistrat.acts.queries import comparing, drafts, executors, facts, lists, versions
from magistrat.approvals.actions import answering, sending
from magistrat.approvals.models import Answer, Approval, Step, Version
from magistrat.approvals.queries import state as approvals
from magistrat.approvals.queries import visa
from magistrat.documents.actions.files import Upload
from magistrat.documents.queries import access, search
from magistrat.journal.actor import Actor
from magistrat.journal.models import Entry
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Holding, Post
from magistrat.rules import act_text
from magistrat.rules.act_points import Known
from magistrat.rules.act_text import ActText, Annex, Point
from magistrat.rules.refusal import Refusal
from tests.factories import acts, threads
from tests.factories.acts import AT, Hall
from tests.factories.regulation import ON

pytestmark = pytest.mark.django_db
TITLE = "Про підготовку до опалювального сезону"


@pytest.fixture
def first() -> Hall:
    return acts.hall("kryvyi-rih")


@pytest.fixture
def second() -> Hall:
    return acts.hall("druzhkivka")


def begun(hall: Hall, by: str, kind: str = "order", series: str = "main_activity", title: str = TITLE) -> Act:
    return drafting.begin(actor=hall.actor(by), at=AT, start=Beginning(kind, series, title))


def text_of(hall: Hall, *, executor: str = "", **changed: object) -> ActText:
    """A text that lacks nothing in the first city."""
    points = (
        Point(
            "1",
            "подати звіт",
            executors=(hall.town.posts[executor],),
            due_on=ON + timedelta(days=30),
            due_words="до 01.04.2026",
        ),
        Point("2", "Контроль за виконанням розпорядження покласти на заступника", is_control=True),
    )
    text = ActText(TITLE, "Відповідно до Закону України «Про місцеве самоврядування в Україні»", "ЗОБОВ'ЯЗУЮ:", points)
    return dataclasses.replace(text, **changed)  # type: ignore[arg-type]


def content(hall: Hall, executor: str, **changed: object) -> Content:
    to = To(post=hall.town.posts[executor])
    whole = Content(text=text_of(hall, executor=executor), phone="92-13-14, 5-18", recipients=(to,))
    return dataclasses.replace(whole, **changed)  # type: ignore[arg-type]


def written(hall: Hall, by: str, **changed: object) -> Act:
    """A draft that may be sent."""
    act = begun(hall, by)
    return drafting.write(actor=hall.actor(by), at=AT, act=act.pk, content=content(hall, by, **changed), revision=0)


def controller(hall: Hall, words: str, key: str) -> tuple[Point, ...]:
    """Points of the usual text, the control given to another post."""
    task = text_of(hall, executor="economy_exec").points[0]
    return (task, Point("2", words, executors=(hall.town.posts[key],), is_control=True))


def sent_and_agreed_by_the_head(hall: Hall, points: tuple[Point, ...] = ()) -> tuple[Act, Actor]:
    """A draft on its way that the drafter's head has agreed, and its drafter."""
    act, actor = begun(hall, "economy_exec"), hall.actor("economy_exec")
    text = text_of(hall, executor="economy_exec", **({"points": points} if points else {}))
    said = content(hall, "economy_exec", text=text)
    drafting.write(actor=actor, at=AT, act=act.pk, content=said, revision=0)
    sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
    step = Step.objects.get(approval__document=act.document_id, state="open", post=hall.post("economy_head"))
    answering.answer(actor=hall.actor("economy_head"), at=AT, step=step.pk, outcome="agreed")
    act.refresh_from_db()
    return act, actor


def again(hall: Hall, act: Act, **changed: object) -> None:
    """Change the text and send it as another version a day later."""
    act.refresh_from_db()
    said = content(hall, "economy_exec", text=text_of(hall, executor="economy_exec", **changed))
    actor, at = hall.actor("economy_exec"), AT + timedelta(days=1)
    drafting.write(actor=actor, at=at, act=act.pk, content=said, revision=act.revision)
    sending_for_visas.send(actor=actor, at=at, act=act.pk, confirm=True)


def codes(act: Act) -> list[str]:
    return list(Entry.objects.filter(document=act.document_id).order_by("id").values_list("code", flat=True))


def sees(actor: Actor, act: Act) -> bool:
    return access.visible(actor).filter(pk=act.document_id).exists()


class TestBegin:
    def test_a_draft_has_a_card_and_is_seen_by_its_drafter_and_his_head(self, first):
        act = begun(first, "economy_exec")
        assert (act.state, act.document.state, act.document.direction) == ("draft", "draft", "act")
        assert act.signatory == first.post("mayor")
        assert sees(first.actor("economy_exec"), act)
        assert sees(first.actor("economy_head"), act)
        assert not sees(first.actor("business_exec"), act)
        assert codes(act)[-1] == "acts.drafted"

    def test_a_personnel_order_is_seen_by_its_drafter_and_the_personnel_office_alone(self, first):
        act = begun(first, "economy_exec", "personnel-order", "leave", "Про відпустку")
        assert sees(first.actor("economy_exec"), act)
        assert sees(first.actor("personnel_officer"), act)
        assert not sees(first.actor("economy_head"), act)

    def test_an_order_for_official_use_is_seen_by_its_drafter_by_name(self, first):
        act = begun(first, "regime_exec", series="restricted")
        assert act.document.is_restricted
        assert sees(first.actor("regime_exec"), act)
        assert not sees(first.actor("regime_head"), act)

    @pytest.mark.parametrize(
        ("by", "start", "said"),
        [
            ("duty", Beginning("order", "main_activity", TITLE), "Проєкти актів готують розробники"),
            ("economy_exec", Beginning("order", "leave", TITLE), "іншого Регламент не передбачає"),
            ("economy_exec", Beginning("order", "main_activity", " "), "заголовок обов'язковий"),
            ("economy_exec", Beginning("order", "main_activity", TITLE, task=5), "готує його виконавець"),
            ("economy_exec", Beginning("order", "main_activity", TITLE, executes=5), "зареєстрованого документа"),
        ],
    )
    def test_it_is_refused(self, first, by, start, said):
        with pytest.raises(Refusal, match=said):
            drafting.begin(actor=first.actor(by), at=AT, start=start)
        assert not Act.objects.exists()

    def test_a_city_without_the_series_does_not_begin_it(self, second):
        with pytest.raises(Refusal, match="іншого Регламент не передбачає"):
            begun(second, "economy_exec", series="restricted")
        assert begun(second, "economy_exec", "personnel-order", "personnel").series == "personnel"


class TestSave:
    def test_what_was_written_is_there_again(self, first):
        act = begun(first, "economy_exec")
        wanted = content(first, "economy_exec", flags=("budget",), in_charge=first.town.posts["deputy_1"])
        saved = drafting.write(actor=first.actor("economy_exec"), at=AT, act=act.pk, content=wanted, revision=0)
        assert drafts.content_of(saved) == wanted
        assert saved.revision == 1
        assert saved.document.summary == TITLE

    def test_the_same_text_again_changes_nothing_and_one_sitting_is_one_entry(self, first):
        act, actor = written(first, "economy_exec"), first.actor("economy_exec")
        again = drafting.write(actor=actor, at=AT, act=act.pk, content=drafts.content_of(act), revision=1)
        assert again.revision == 1
        for minute in range(1, 4):
            more = content(first, "economy_exec", is_normative=bool(minute % 2))
            act = drafting.write(
                actor=actor, at=AT + timedelta(minutes=minute), act=act.pk, content=more, revision=act.revision
            )
        assert act.revision == 4
        assert codes(act).count("acts.edited") == 1

    def test_of_two_editors_the_second_is_told_and_neither_loses_anything(self, first):
        act = begun(first, "economy_exec")
        drafting.write(
            actor=first.actor("economy_exec"), at=AT, act=act.pk, content=content(first, "economy_exec"), revision=0
        )
        head = first.actor("economy_head")
        mine = Content(text=text_of(first, executor="economy_exec", stating="Інша констатуюча частина"))
        with pytest.raises(drafting.Outdated) as told:
            drafting.write(actor=head, at=AT, act=act.pk, content=mine, revision=0)
        assert told.value.theirs.stating.startswith("Відповідно")
        assert first.actor("economy_exec").printed in told.value.message
        saved = drafting.write(actor=head, at=AT, act=act.pk, content=mine, revision=0, over=True)
        assert drafts.text_of(saved).stating == "Інша констатуюча частина"
        (aside,) = drafts.asides(saved)
        assert act_text.read(aside.text).stating.startswith("Відповідно")
        back = drafting.take_back(actor=head, at=AT, act=act.pk, aside=aside.pk)
        assert drafts.text_of(back).stating.startswith("Відповідно")
        assert [act_text.read(one.text).stating for one in drafts.asides(back)] == ["Інша констатуюча частина"]

    def test_the_same_text_saved_on_the_way_is_nobodys_conflict(self, first):
        """The editor saves by itself; who presses «save» before the answer comes is told of no other editor."""
        act, actor = begun(first, "economy_exec"), first.actor("economy_exec")
        said = content(first, "economy_exec")
        drafting.write(actor=actor, at=AT, act=act.pk, content=said, revision=0)
        assert drafting.write(actor=actor, at=AT, act=act.pk, content=said, revision=0).revision == 1

    def test_who_gives_way_keeps_his_text_aside(self, first):
        act = written(first, "economy_exec")
        mine = content(first, "economy_exec", phone="")
        left = drafting.give_way(actor=first.actor("economy_head"), at=AT, act=act.pk, content=mine)
        assert drafts.content_of(left).phone
        (aside,) = drafts.asides(left)
        drafting.drop(actor=first.actor("economy_head"), at=AT, act=act.pk, aside=aside.pk)
        assert not drafts.asides(left)

    @pytest.mark.parametrize(
        ("by", "changed", "said"),
        [
            ("legal_head", {}, "не надано"),
            ("economy_exec", {"flags": ("unheard-of",)}, "Такої ознаки"),
            ("economy_exec", {"concerned": (10**6,)}, "Перевірте посади"),
            ("economy_exec", {"recipients": (To(post=1), To(post=1))}, "двічі"),
        ],
    )
    def test_it_is_refused(self, first, by, changed, said):
        act = begun(first, "economy_exec")
        wanted = dataclasses.replace(content(first, "economy_exec"), **changed)
        with pytest.raises(Refusal, match=said):
            drafting.write(actor=first.actor(by), at=AT, act=act.pk, content=wanted, revision=0)
        act.refresh_from_db()
        assert act.revision == 0

    def test_a_cancelled_draft_is_written_no_more(self, first):
        act, actor = begun(first, "economy_exec"), first.actor("economy_exec")
        with pytest.raises(Refusal, match="чому проєкт скасовують"):
            drafting.cancel(actor=actor, at=AT, act=act.pk, reason=" ")
        drafting.cancel(actor=actor, at=AT, act=act.pk, reason="Не потрібен")
        with pytest.raises(Refusal, match="проєкт скасовано"):
            drafting.write(actor=actor, at=AT, act=act.pk, content=content(first, "economy_exec"), revision=0)
        assert not sees(first.actor("economy_head"), act)


def paper(*lines: str) -> Upload:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return Upload("проєкт.docx", kept.getvalue())


@pytest.mark.django_db(transaction=True)
def test_of_two_savings_at_once_one_is_told_of_the_other():
    hall = acts.hall("kryvyi-rih")
    act = begun(hall, "economy_exec")
    actors = [hall.actor("economy_exec"), hall.actor("economy_head")]
    texts = [content(hall, "economy_exec", phone=phone) for phone in ("1", "2")]

    def one(n: int) -> Act:
        return drafting.write(actor=actors[n], at=AT, act=act.pk, content=texts[n], revision=0)

    got = threads.at_once(2, one)
    assert sorted(type(one).__name__ for one in got) == ["Act", "Outdated"]
    act.refresh_from_db()
    assert act.revision == 1


class TestBring:
    def test_a_docx_becomes_the_text_and_what_is_unknown_is_kept_beside(self, first):
        act = begun(first, "economy_exec")
        upload = paper(
            "Про облік", "Відповідно до закону ЗОБОВ'ЯЗУЮ:", "1. Начальнику юридичного управління подати звіт до 01.12.2026.",
            "2. Контроль за виконанням покласти на керуючу справами.", "Керуюча справами виконкому  Олена ШАПОВАЛ", "Ткач 5-18",
        )  # fmt: skip
        brought = bringing.bring(actor=first.actor("economy_exec"), at=AT, act=act.pk, upload=upload)
        text = drafts.text_of(brought)
        assert (text.title, brought.title) == ("Про облік", "Про облік")
        assert text.points[0].executors == (first.town.posts["legal_head"],)
        assert text.points[0].due_words == "до 01.12.2026"
        assert [aside.lines for aside in drafts.asides(brought)] == ["Ткач 5-18"]
        assert brought.document.files.get().name == "проєкт.docx"

    def test_the_former_text_is_set_aside(self, first):
        act = written(first, "economy_exec")
        brought = bringing.bring(
            actor=first.actor("economy_exec"), at=AT, act=act.pk, upload=paper("Про інше", "ЗОБОВ'ЯЗУЮ:", "1. Подати звіт.")
        )  # fmt: skip
        assert [act_text.read(aside.text).title for aside in drafts.asides(brought)] == [TITLE]

    @pytest.mark.parametrize(
        ("upload", "said"),
        [
            (Upload("проєкт.pdf", b"%PDF-1.4"), "лише з файлу DOCX"),
            (Upload("проєкт.docx", b"not a zip"), "пошкоджен"),
            (paper("Просто рядок"), "не знайдено"),
        ],
    )
    def test_it_is_refused(self, first, upload, said):
        act = begun(first, "economy_exec")
        with pytest.raises(Refusal, match=said):
            bringing.bring(actor=first.actor("economy_exec"), at=AT, act=act.pk, upload=upload)
        assert not act.document.files.exists()


class TestEnclose:
    def test_what_a_clause_asks_is_answered_by_words_or_a_file(self, second):
        act, actor = begun(second, "economy_exec", "committee-decision", "decisions"), second.actor("economy_exec")
        wanted = {one.key for one in facts.asked(act, ON)}
        assert {"justification", "issue_card"} <= wanted
        enclosing.enclose(actor=actor, at=AT, act=act.pk, key="justification", said="у констатуючій частині")
        enclosing.enclose(actor=actor, at=AT, act=act.pk, key="issue_card", upload=Upload("картка.txt", b"x"))
        kept = drafts.enclosures(act)
        assert (kept["justification"].said, kept["issue_card"].file.name) == ("у констатуючій частині", "картка.txt")
        assert not any("картка видачі" in one.message for one in facts.findings(act, ON))
        enclosing.withdraw(actor=actor, at=AT, act=act.pk, key="issue_card")
        assert any("картка видачі" in one.message for one in facts.findings(act, ON))

    def test_it_is_refused(self, second):
        act, actor = begun(second, "economy_exec", "committee-decision", "decisions"), second.actor("economy_exec")
        with pytest.raises(Refusal, match="Долучіть файл") as refused:
            enclosing.enclose(actor=actor, at=AT, act=act.pk, key="justification")
        assert refused.value.clause == "4.4"
        with pytest.raises(Refusal, match="Регламент не вимагає"):
            enclosing.enclose(actor=actor, at=AT, act=act.pk, key="presentation", said="є")

    def test_the_consent_of_a_member_from_outside_is_kept(self, second):
        act, actor = begun(second, "economy_exec"), second.actor("economy_exec")
        annex = Annex("", "Склад комісії", rows=(("Бойко Іван Петрович", "лікар", "за згодою"),), is_commission=True)
        text = ActText(TITLE, points=(Point("1", "Утворити комісію (додається)"),), annexes=(annex,))
        drafting.write(actor=actor, at=AT, act=act.pk, content=Content(text=text), revision=0)
        act.refresh_from_db()
        assert facts.flags(act) == ["annexes", "commission-members"]
        with pytest.raises(Refusal, match="немає такої особи"):
            enclosing.keep_consent(actor=actor, at=AT, act=act.pk, name="Хтось", given_on=ON)
        with pytest.raises(Refusal, match="ще не настав"):
            enclosing.keep_consent(
                actor=actor, at=AT, act=act.pk, name="Бойко Іван Петрович", given_on=ON + timedelta(days=1)
            )
        assert any("Немає письмової згоди" in one.message for one in facts.findings(act, ON))
        enclosing.keep_consent(actor=actor, at=AT, act=act.pk, name="Бойко Іван Петрович", given_on=ON)
        assert not any("Немає письмової згоди" in one.message for one in facts.findings(act, ON))


class TestSend:
    def test_a_whole_draft_goes_along_its_route_frozen_as_a_version(self, first):
        act, actor = written(first, "economy_exec"), first.actor("economy_exec")
        approval = sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        act.refresh_from_db()
        assert (act.state, approval.version) == ("approval", 1)
        version = approval.versions.get()
        assert act_text.read(version.content) == drafts.text_of(act)
        assert [label for label, _ in act_text.parts(drafts.text_of(act))] == [label for label, _ in version.parts]
        assert [one.number for one in versions.of_act(act)] == [1]
        assert act.document in search.narrow(access.visible(actor), "звіту")

    def test_what_is_demanded_stops_it_and_what_is_advised_is_confirmed(self, first):
        act, actor = begun(first, "economy_exec"), first.actor("economy_exec")
        with pytest.raises(sending_for_visas.Incomplete) as refused:
            sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        assert {"6.3.2", "6.10"} <= {one.clause for one in refused.value.findings if one.is_firm}
        wanted = content(first, "economy_exec")
        wanted = dataclasses.replace(wanted, text=dataclasses.replace(wanted.text, stating=""))
        drafting.write(actor=actor, at=AT, act=act.pk, content=wanted, revision=0)
        with pytest.raises(sending_for_visas.Incomplete, match="Підтвердьте") as advised:
            sending_for_visas.send(actor=actor, at=AT, act=act.pk)
        assert advised.value.clause == "6.3.4"
        assert not Approval.objects.exists()
        sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        said = Entry.objects.get(document=act.document_id, code="acts.sent_with_advice").payload["text"]
        assert "6.3.4" in said

    def test_recalled_it_is_a_draft_with_the_reason(self, first):
        act, actor = written(first, "economy_exec"), first.actor("economy_exec")
        sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        sending.recall(actor=actor, at=AT, document=act.document_id, reason="Змінився строк")
        act.refresh_from_db()
        assert (act.state, act.remark) == ("draft", "Змінився строк")
        assert codes(act)[-1] == "acts.returned"
        assert lists.returned(actor) == [act]

    def test_with_the_last_visa_it_is_agreed(self, second):
        act, actor = begun(second, "economy_exec"), second.actor("economy_exec")
        points = (
            Point(
                "1",
                "подати звіт",
                executors=(second.town.posts["economy_exec"],),
                due_on=ON + timedelta(days=30),
                due_words="до 01.04.2026",
            ),
            Point("2", "Контроль за виконанням покласти на заступника", is_control=True),
        )
        text = ActText(TITLE, "Відповідно до Закону України", "ЗОБОВ'ЯЗУЮ:", points)
        drafting.write(actor=actor, at=AT, act=act.pk, content=Content(text=text), revision=0)
        sending_for_visas.send(actor=actor, at=AT, act=act.pk)
        for post in ("economy_head", "legal_head", "deputy_2", "general_head", "affairs_manager"):
            step = Step.objects.get(approval__document=act.document_id, post=second.post(post), state="open")
            answering.answer(actor=second.actor(post), at=AT, step=step.pk, outcome="agreed")
        act.refresh_from_db()
        assert act.state == "agreed"
        # Sending and agreeing are told once each, by the approval.
        assert [codes(act).count(one) for one in ("approvals.sent", "approvals.completed")] == [1, 1]
        assert not {"acts.sent_for_visas", "acts.agreed"} & set(codes(act))

    def test_a_changed_text_is_sent_as_another_version(self, first):
        act, actor = written(first, "economy_exec"), first.actor("economy_exec")
        sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        changed = content(first, "economy_exec")
        changed = dataclasses.replace(
            changed, text=dataclasses.replace(changed.text, stating="Відповідно до іншого закону")
        )
        drafting.write(actor=actor, at=AT, act=act.pk, content=changed, revision=1)
        act.refresh_from_db()
        assert [one.number for one in versions.of_act(act)] == [versions.WORKING, 1]
        sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True, note="Уточнено підстави")
        old, new, pairs = versions.compared(versions.of_act(act), None, None)
        assert (old.number, new.number) == (1, 2)
        assert [pair.label for pair in pairs if pair.state == "changed"] == ["констатуюча частина"]

    @pytest.mark.parametrize("slug", ["first", "second"])
    def test_another_executor_of_a_point_voids_the_visas_of_the_text_before(self, slug, request):
        """A visa is of the text that was looked at (KR 4.13, 6.5; DR 4.9, 5.7): to whom a point is given is part of it."""
        hall = request.getfixturevalue(slug)
        act, actor = written(hall, "economy_exec"), hall.actor("economy_exec")
        sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        head = hall.post("economy_head")
        step = Step.objects.get(approval__document=act.document_id, state="open", post=head)
        answering.answer(actor=hall.actor("economy_head"), at=AT, step=step.pk, outcome="agreed")
        drafting.write(actor=actor, at=AT, act=act.pk, content=content(hall, "legal_head"), revision=1)
        act.refresh_from_db()
        pairs = versions.compared(versions.of_act(act), None, None)[2]
        assert [pair.label for pair in pairs if pair.state == "changed"] == ["пункт 1"]
        sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        void = Answer.objects.get(step=step.pk, voided_at__isnull=False)
        assert "пункт 1" in void.void_reason
        point = dict(Version.objects.get(approval__document=act.document_id, number=2).parts)["пункт 1"]
        assert point == f"{organisation.dative(hall.post('legal_head'))} подати звіт до 01.04.2026"

    @pytest.mark.parametrize("change", ["another form of print", "another title"])
    @pytest.mark.parametrize("slug", ["first", "second"])
    def test_the_same_text_kept_in_other_words_is_no_change(self, slug, change, request):
        """Visas are of the text that was looked at (KR 4.13, 6.5; DR 4.9, 5.7), not of the words in which it was kept."""
        hall = request.getfixturevalue(slug)
        act, actor = sent_and_agreed_by_the_head(hall)
        if change == "another form of print":
            was = Version.objects.get(approval__document=act.document_id)
            parts = [[label, f"{words[:1].upper()}{words[1:]}."] for label, words in was.parts]
            Version.objects.filter(pk=was.pk).update(parts=parts, digest="0" * 64)
        else:
            Post.objects.filter(pk=hall.post("economy_exec").pk).update(
                title="Провідний економіст", title_dative="провідному економісту"
            )
        with pytest.raises(Refusal, match="нічого не змінено"):
            sending_for_visas.send(actor=actor, at=AT, act=act.pk, confirm=True)
        due = dict(Step.objects.filter(state="open").values_list("pk", "due_on"))
        again(hall, act, note="Уточнено")
        assert not Answer.objects.filter(voided_at__isnull=False).exists()
        assert dict(Step.objects.filter(state="open").values_list("pk", "due_on")) == due
        refusals = approvals.signing_refusals(act.document_id, 2)
        assert refusals
        assert not [one for one in refusals if "інший текст" in one.message]
        earlier, later = Version.objects.filter(approval__document=act.document_id).order_by("number")
        assert [pair.label for pair in visa.compared("order", earlier, later)] == ["пояснювальна записка"]
        again(hall, act, note="Уточнено", stating="Відповідно до Закону України «Про державну службу»")
        void = Answer.objects.filter(voided_at__isnull=False).order_by("pk").first()
        assert void.void_reason == "Змінено: констатуюча частина, пояснювальна записка"

    @pytest.mark.parametrize(
        "words", ["Контроль за виконанням покласти на", "Контроль за виконанням покласти на заступника"]
    )
    @pytest.mark.parametrize("slug", ["first", "second"])
    def test_another_deputy_of_the_same_title_voids_the_visas(self, slug, words, request):
        """The act gives control to the post that is chosen (KR 8.20; DR 8.2), and several posts are printed alike."""
        hall = request.getfixturevalue(slug)
        first, second = hall.post("deputy_1"), hall.post("deputy_2")
        assert first.title == second.title
        act, _ = sent_and_agreed_by_the_head(hall, controller(hall, words, "deputy_1"))
        again(hall, act, points=controller(hall, words, "deputy_2"))
        assert (
            Answer.objects.get(voided_at__isnull=False, step__post=hall.post("economy_head")).void_reason
            == "Змінено: пункт 2"
        )
        earlier, later = Version.objects.filter(approval__document=act.document_id).order_by("number")
        act.refresh_from_db()
        for pairs in (visa.compared("order", earlier, later), versions.compared(versions.of_act(act), 1, 2)[2]):
            told = next(pair for pair in pairs if pair.state == "changed")
            assert told.label == "пункт 2"
            for post, runs in ((first, told.old), (second, told.new)):
                holder = Holding.objects.get(post=post).person.short_name
                assert f"контролює: {post.title} – {holder})" in "".join(run.words for run in runs)

    def test_two_vacant_posts_of_a_title_are_told_apart_too(self, first):
        posts = [first.post(key) for key in ("deputy_1", "deputy_2", "deputy_3")]
        Holding.objects.filter(post__in=posts).delete()
        text = ActText(points=(Point("1", "Звітувати", executors=tuple(post.pk for post in posts)),))
        said = comparing.titles(text).nominative
        assert [said[post.pk].partition(" – ")[2] for post in posts] == [
            "вакантна, посада 1", "вакантна, посада 2", "вакантна, посада 3",
        ]  # fmt: skip
        Post.objects.filter(pk=posts[1].pk).update(department=first.post("economy_head").department)
        said = comparing.titles(text).nominative
        assert said[posts[1].pk] == f"{posts[1].title} – {first.post('economy_head').department.name}"

    def test_of_a_brought_text_it_is_known_on_whom_control_is_laid(self, first):
        post = first.post("affairs_manager")
        assert post.title.startswith("Керуюча")
        words = Known(f"керуючу{post.title.removeprefix('Керуюча')}", post.pk)
        assert words in executors.known(ON)

    def test_only_the_drafter_and_his_head_send_it(self, first):
        act = written(first, "economy_exec")
        with pytest.raises(Refusal, match="не надано"):
            sending_for_visas.send(actor=first.actor("business_head"), at=AT, act=act.pk, confirm=True)


class TestLists:
    def test_each_shelf_shows_what_its_name_says(self, first):
        own, other = begun(first, "economy_exec"), begun(first, "economy_head", title="Про інше")
        foreign = begun(first, "business_exec", title="Про третє")
        actor = first.actor("economy_head")
        assert set(lists.shelf(actor, "moi")) == {other}
        assert set(lists.shelf(actor, "pidrozdil")) == {own, other}
        assert foreign not in lists.shelf(actor, "usi")

    def test_an_act_is_read_by_one_short_statement(self, first, django_assert_num_queries):
        act, actor = written(first, "economy_exec"), first.actor("economy_exec")
        with django_assert_num_queries(1) as asked:
            found = drafts.act(actor=actor, act_id=act.pk)
            assert [found.document.kind.key, found.drafter.department.key] == ["mayor_order", "economy"]
        # The document with its kind, the drafter with the department, who is in charge, who signs.
        assert asked.captured_queries[0]["sql"].count(" JOIN ") == 6

    def test_a_row_says_at_whom_the_draft_stands(self, first, django_assert_num_queries):
        act = written(first, "economy_exec")
        sending_for_visas.send(actor=first.actor("economy_exec"), at=AT, act=act.pk, confirm=True)
        rows = list(lists.shelf(first.actor("economy_exec"), "moi"))
        with django_assert_num_queries(1):
            lists.stand_at(rows)
        assert [step.post for step in rows[0].stands] == [first.post("economy_head")]

    def test_the_register_is_narrowed_by_its_filters(self, first):
        act = acts.registered(first, 193, ON, by="economy_exec")
        acts.registered(first, 194, ON.replace(year=2025), by="business_exec")
        actor = first.actor("economy_exec")

        def found(**filters: object) -> list[str]:
            return [one.document.index for one in lists.register(actor, lists.Filters(**filters))]  # type: ignore[arg-type]

        assert found() == [act.document.index]
        for wanted in (
            {"kind": "order"},
            {"year": 2026},
            {"number": "193"},
            {"force": "tak"},
            {"text": "опалювальний"},
        ):
            assert found(**wanted) == [act.document.index], wanted
        assert found(department=act.drafter.department_id) == [act.document.index]
        for other in (
            {"kind": "council-decision"},
            {"year": 2025},
            {"number": "194"},
            {"force": "ni"},
            {"text": "нагородження"},
        ):
            assert found(**other) == [], other
