"""Minutes edited, numbered, signed, attached to; instructions become tasks (KR 4.45, 8.20.3; DR 6.26, 6.28)."""

from __future__ import annotations

import tomllib
from datetime import date, datetime

import pypdfium2
import pytest

from magistrat.bodies.queries import composition as bodies
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Document, Registry
from magistrat.journal.models import Entry
from magistrat.organisation.models import FormerCard, Person, Post
from magistrat.regulation.models import City
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import instructions, minutes, minutes_signing
from magistrat.sittings.models import Minutes, Sitting
from magistrat.sittings.queries import minutes as queries
from magistrat.sittings.queries import minutes_paper, minutes_told
from magistrat.storage import actions as storage
from magistrat.tasks.models import Control, Task
from tests.factories import sittings
from tests.factories.regulation import MADE_UP
from tests.factories.sittings import DAY, Committee
from tests.rules.test_edition import made
from tests.rules.test_sitting_signatories import BY_VALUES

KR, DR = "kryvyi-rih", "druzhkivka"
NEXT = moment(datetime(2026, 3, 19, 10, 0))
DUE = {KR: (None, ""), DR: (date(2026, 3, 30), "6.28")}  # 28 March is a Saturday, so Monday
SIGNERS = {KR: ("mayor", "affairs_manager"), DR: ("chair", "affairs_manager")}


def ready(made: Committee, where: Sitting) -> Minutes:
    """Handed in for signing, the day after the sitting."""
    minutes.set_manner(
        actor=made.keeper, at=NEXT, sitting=where.pk, is_by_name=True, without_transcript="приміщення не оснащене"
    )
    return minutes_signing.hand_in(actor=made.keeper, at=NEXT, sitting=where.pk)


def part(where: Sitting, key: str) -> queries.Shown:
    found = queries.assembled(where).part(key)
    assert found is not None
    return found


def codes(where: Sitting) -> list[str]:
    found = Entry.objects.filter(subject_kind="sittings.sitting", subject=where.pk, code__startswith="sittings.minutes")
    return list(found.order_by("pk").values_list("code", flat=True))


@pytest.fixture
def stage(request, db) -> sittings.Held:
    return sittings.held_once(getattr(request, "param", KR))


@pytest.fixture
def either(stage) -> Committee:
    return stage.made


@pytest.fixture
def sitting(stage) -> Sitting:
    return stage.sitting


def opened(made: Committee) -> tuple[Sitting, sittings.Console, int]:
    """Another sitting that goes on, its console, its question."""
    where = sittings.sitting(made, date(2026, 4, 15))
    question = sittings.question(made, where)
    console = sittings.console(made, where).open(7)
    return Sitting.objects.select_related("gathering__body").get(pk=where.pk), console, question.pk


both = pytest.mark.parametrize("stage", [KR, DR], indirect=True)


class TestEditing:
    @both
    def test_the_closed_sitting_has_minutes_with_the_clauses_day(self, either, sitting):
        kept = Minutes.objects.get(sitting=sitting)
        assert (kept.state, (kept.due_on, kept.due_clause)) == ("draft", DUE[either.slug])
        text = part(sitting, f"item-{sitting.questions.earliest('pk').pk}").lines
        assert "На час вирішення питання присутні 7 членів із 9." in text
        assert "Голосували: «за» – 6, «проти» – 1, «утрималися» – 0, не голосували – 0." in text

    def test_a_written_part_stays_marked_and_its_own_words_take_it_back(self, either, sitting):
        first = part(sitting, "closing")
        kept = minutes.write_part(
            actor=either.keeper, at=NEXT, sitting=sitting.pk, key="closing", text=" Закрито. \n\nДякую. ", revision=0,
            seen=first.part.mark,
        )  # fmt: skip
        shown = part(sitting, "closing")
        assert (shown.lines, shown.is_outdated, shown.revision) == (("Закрито.", "Дякую."), False, kept.revision)
        minutes.write_part(
            actor=either.keeper, at=NEXT, sitting=sitting.pk, key="closing", text=first.text, revision=shown.revision,
            seen=first.part.mark,
        )  # fmt: skip
        assert part(sitting, "closing").written is None

    def test_the_second_of_two_is_told_and_may_insist(self, either, sitting):
        said = {"actor": either.keeper, "at": NEXT, "sitting": sitting.pk, "key": "head", "seen": "", "revision": 0}
        minutes.write_part(text="Перший.", **said)
        with pytest.raises(minutes.Outdated) as told:
            minutes.write_part(text="Другий.", **said)
        assert (told.value.theirs.text, either.keeper.printed in told.value.message) == ("Перший.", True)
        minutes.write_part(text="Другий.", over=True, **said)
        assert part(sitting, "head").text == "Другий."

    def test_another_part_is_no_conflict(self, either, sitting):
        for key in ("head", "closing"):
            minutes.write_part(
                actor=either.keeper, at=NEXT, sitting=sitting.pk, key=key, text="Моє.", revision=0, seen=""
            )
        assert [one.key for one in queries.assembled(sitting).parts if one.written] == ["head", "closing"]

    def test_steps_after_the_rewriting_are_told_and_confirmed_or_taken_back(self, either):
        where, console, question = opened(either)
        console.do("question_begun", question)
        minutes.write_part(
            actor=either.keeper, at=NEXT, sitting=where.pk, key=f"item-{question}", text="Слухали.", revision=0, seen=""
        )
        console.do("conflict_declared", question, member=either.members[1], reason="родич")
        assert part(where, f"item-{question}").is_outdated
        minutes.keep_part(actor=either.keeper, at=NEXT, sitting=where.pk, key=f"item-{question}")
        assert (part(where, f"item-{question}").text, part(where, f"item-{question}").is_outdated) == (
            "Слухали.",
            False,
        )
        minutes.restore_part(actor=either.keeper, at=NEXT, sitting=where.pk, key=f"item-{question}")
        assert "родич" in part(where, f"item-{question}").text

    @pytest.mark.parametrize(
        ("key", "text", "said"),
        [
            ("head", "  ", "не може бути порожня"),
            ("item-999", "Так.", "Такої частини"),
            ("head", "я" * 60_001, "довша"),
        ],
    )
    def test_what_may_not_be_written_is_refused(self, either, sitting, key, text, said):
        with pytest.raises(Refusal, match=said):
            minutes.write_part(
                actor=either.keeper, at=NEXT, sitting=sitting.pk, key=key, text=text, revision=0, seen=""
            )

    def test_nothing_to_take_back_or_confirm_is_refused(self, either, sitting):
        for deed, said in ((minutes.restore_part, "не переписано"), (minutes.keep_part, "не змінився")):
            with pytest.raises(Refusal, match=said):
                deed(actor=either.keeper, at=NEXT, sitting=sitting.pk, key="head")

    @both
    def test_others_do_not_keep_minutes(self, either, sitting):
        stranger = either.town.actor(sittings.PROPOSER[either.slug], DAY)
        with pytest.raises(Refusal) as told:
            minutes.write_part(
                actor=stranger, at=NEXT, sitting=sitting.pk, key="head", text="Так.", revision=0, seen=""
            )
        assert told.value.clause == {KR: "4.45", DR: "6.28"}[either.slug]

    def test_before_the_opening_there_are_no_minutes(self, either):
        where = sittings.sitting(either, date(2026, 4, 15))
        with pytest.raises(Refusal, match="коли засідання відкрито"):
            minutes.write_part(
                actor=either.keeper, at=NEXT, sitting=where.pk, key="head", text="Так.", revision=0, seen=""
            )


class TestSigning:
    @both
    def test_numbered_signed_by_those_whom_the_clause_names_and_closed_for_ever(self, either, sitting):
        kept = ready(either, sitting)
        assert (kept.state, kept.document.number, kept.document.period) == ("signing", 1, "2026")
        assert kept.document.files.get().name == "Протокол № 1 від 18.03.2026.pdf"
        for role in SIGNERS[either.slug]:
            assert kept.state == "signing"
            kept = minutes_signing.sign(
                actor=either.keeper, at=NEXT, sitting=sitting.pk, role=role, on=date(2026, 3, 19)
            )
        assert (kept.state, kept.signed_on) == ("signed", date(2026, 3, 19))
        assert [one["role"] for one in kept.signed_printed] == list(SIGNERS[either.slug])
        assert codes(sitting) == [
            "sittings.minutes_manner_set", "sittings.minutes_handed_in", "sittings.minutes_signed", "sittings.minutes_signed",
        ]  # fmt: skip
        with pytest.raises(Refusal, match="«підписано»"):
            minutes_signing.reopen(actor=either.keeper, at=NEXT, sitting=sitting.pk, reason="так")

    @both
    def test_the_number_is_of_the_sittings_year(self, either, sitting):
        ready(either, sitting)
        late = sittings.held(either, date(2026, 12, 16))
        january = moment(datetime(2027, 1, 12, 10, 0))
        minutes.set_manner(
            actor=either.keeper, at=january, sitting=late.pk, is_by_name=False, without_transcript="без обладнання"
        )
        kept = minutes_signing.hand_in(actor=either.keeper, at=january, sitting=late.pk)
        assert (kept.document.period, kept.document.number) == ("2026", 2)

    def test_numbers_go_in_the_order_of_sittings(self, either, sitting):
        later = sittings.held(either, date(2026, 4, 15))
        with pytest.raises(Refusal, match=r"протокол засідання 18\.03\.2026"):
            ready(either, later)
        ready(either, sitting)
        assert ready(either, later).document.number == 2

    def test_taken_back_it_keeps_its_number_and_gets_a_new_file(self, either, sitting):
        number = ready(either, sitting).document.number
        kept = minutes_signing.sign(
            actor=either.keeper, at=NEXT, sitting=sitting.pk, role="mayor", on=date(2026, 3, 19)
        )
        kept = minutes_signing.reopen(actor=either.keeper, at=NEXT, sitting=sitting.pk, reason="описка")
        assert (kept.state, kept.signed_printed, kept.handed_at) == ("draft", [], None)
        minutes.write_part(
            actor=either.keeper, at=NEXT, sitting=sitting.pk, key="closing", text="Закрито.", revision=0, seen=""
        )
        kept = minutes_signing.hand_in(actor=either.keeper, at=NEXT, sitting=sitting.pk)
        assert kept.document.number == number
        assert kept.document.files.filter(replaced_by__isnull=True).count() == 1
        assert kept.document.files.count() == 2

    def test_what_was_handed_in_does_not_change_with_later_facts(self, either, sitting):
        ready(either, sitting)
        before = [one.text for one in queries.assembled(sitting).parts]
        sitting.questions.update(title="Інше")
        assert [one.text for one in queries.assembled(sitting).parts] == before

    def test_without_a_transcript_and_a_reason_it_is_not_handed_in(self, either, sitting):
        with pytest.raises(Refusal, match="стенограму") as told:
            minutes_signing.hand_in(actor=either.keeper, at=NEXT, sitting=sitting.pk)
        assert told.value.clause == "4.45"
        kept = minutes_signing.attach(
            actor=either.keeper,
            at=NEXT,
            sitting=sitting.pk,
            what="transcript",
            upload=Upload("Стенограма.txt", b"Text"),
        )
        assert (kept.document.state, kept.transcript.name) == ("draft", "Стенограма.txt")
        assert minutes_signing.hand_in(actor=either.keeper, at=NEXT, sitting=sitting.pk).document == kept.document

    def test_an_outdated_part_or_an_open_sitting_is_not_handed_in(self, either):
        where, console, question = opened(either)
        minutes.write_part(actor=either.keeper, at=NEXT, sitting=where.pk, key="head", text="Так.", revision=0, seen="")
        with pytest.raises(Refusal, match="ще триває"):
            minutes_signing.hand_in(actor=either.keeper, at=NEXT, sitting=where.pk)
        console.do("postponed", question, reason="так")
        console.do("arrived", member=either.members[7])
        console.do("closed")
        with pytest.raises(Refusal, match="«Початок протоколу»"):
            ready(either, where)

    @pytest.mark.parametrize(
        ("role", "on", "said"),
        [
            ("chair", date(2026, 3, 19), "інші посадові"),
            ("mayor", date(2026, 3, 20), "пізніший"),
            ("mayor", date(2026, 3, 17), "раніший"),
        ],
    )
    def test_a_wrong_mark_of_a_signature_is_refused(self, either, sitting, role, on, said):
        ready(either, sitting)
        with pytest.raises(Refusal, match=said):
            minutes_signing.sign(actor=either.keeper, at=NEXT, sitting=sitting.pk, role=role, on=on)

    def test_one_signature_is_marked_once_and_a_draft_has_none(self, either, sitting):
        said = {"actor": either.keeper, "at": NEXT, "sitting": sitting.pk, "role": "mayor", "on": date(2026, 3, 19)}
        with pytest.raises(Refusal, match="«проєкт»"):
            minutes_signing.sign(**said)
        ready(either, sitting)
        minutes_signing.sign(**said)
        with pytest.raises(Refusal, match="уже відмічено"):
            minutes_signing.sign(**said)


class TestInstructions:
    def written(self, made: Committee, where: Sitting, **said) -> instructions.Instruction:
        post = made.town.actor(sittings.PROPOSER[made.slug], DAY).post_id
        fields = {"text": "Подати звіт", "executors": [post], "due_on": date(2026, 4, 1)} | said
        return instructions.write(actor=made.keeper, at=NEXT, sitting=where.pk, **fields)

    @both
    def test_issued_they_are_tasks_with_control_at_once(self, either, sitting):
        self.written(either, sitting, question=sitting.questions.earliest("pk").pk)
        self.written(either, sitting, text="Вивчити досвід", due_on=None)
        document = instructions.issue(actor=either.keeper, at=NEXT, sitting=sitting.pk, signed_on=date(2026, 3, 19))
        assert (document.state, document.kind.key, document.number) == (Document.State.REGISTERED, "instruction", 1)
        tasks = Task.objects.filter(document=document).order_by("point")
        assert [(task.point, task.text, task.due_on) for task in tasks] == [
            ("1", "Подати звіт", date(2026, 4, 1)), ("2", "Вивчити досвід", None),
        ]  # fmt: skip
        assert Control.objects.get(document=document).due_on == date(2026, 4, 1)
        assert document.files.get().name == "Протокол доручень № 1.pdf"
        written = Entry.objects.filter(code__in=["sittings.instruction_written", "sittings.instructions_issued"])
        assert set(written.values_list("clause", flat=True)) == {{KR: "8.20.3", DR: "6.26"}[either.slug]}
        with pytest.raises(Refusal, match="немає"):
            instructions.issue(actor=either.keeper, at=NEXT, sitting=sitting.pk, signed_on=date(2026, 3, 19))

    @pytest.mark.parametrize(
        ("changes", "said"), [({"is_open": False}, "не відкрито"), ({"only_clerks": True}, "веде лише")]
    )
    def test_their_scan_is_not_kept_where_they_get_no_number(self, either, sitting, monkeypatch, changes, said):
        self.written(either, sitting)
        registry = Registry.objects.get(key=instructions.REGISTRY)
        registry.clerks.clear()
        Registry.objects.filter(pk=registry.pk).update(**changes)
        kept = []
        monkeypatch.setattr(storage, "write", lambda **given: kept.append(given))
        scan = [Upload("Скан.pdf", b"%PDF-1.7")]
        with pytest.raises(Refusal, match=said):
            instructions.issue(actor=either.keeper, at=NEXT, sitting=sitting.pk, scan=scan)
        assert kept == []

    def test_their_protocol_in_a_village_is_that_of_its_own_head(self, either, sitting):
        organisation = (MADE_UP / "verbivka" / "organisation.toml").read_text(encoding="utf-8")
        City.objects.update(names=tomllib.loads(organisation)["names"])
        paper = pypdfium2.PdfDocument(minutes_paper.instructions_pdf(sitting, "1", [], DAY, NEXT))
        said = " ".join(paper[0].get_textpage().get_text_bounded().split())
        assert (
            "доручень сільського голови, наданих на засіданні виконавчого комітету Вербівської сільської ради" in said
        )
        assert "с. Вербівка" in said

    def test_the_minutes_name_them_under_their_question(self, either, sitting):
        question = sitting.questions.earliest("pk")
        self.written(either, sitting, question=question.pk)
        assert part(sitting, f"item-{question.pk}").lines[-2:] == (
            "ДОРУЧЕНО:",
            "Начальнику управління економіки – подати звіт. Строк: до 01.04.2026.",
        )

    def test_until_issued_they_are_changed_and_removed(self, either, sitting):
        one = self.written(either, sitting)
        self.written(either, sitting, text="Інше", instruction=one.pk)
        assert [one.text for one in minutes_told.instructions_of(sitting.pk, DAY)] == ["Інше"]
        instructions.remove(actor=either.keeper, at=NEXT, instruction=one.pk)
        assert minutes_told.instructions_of(sitting.pk, DAY) == []
        other = self.written(either, sitting)
        instructions.issue(actor=either.keeper, at=NEXT, sitting=sitting.pk)
        with pytest.raises(Refusal, match="вже оформлено"):
            instructions.remove(actor=either.keeper, at=NEXT, instruction=other.pk)

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"text": " "}, "зміст доручення"), ({"executors": []}, "кому доручено"), ({"executors": [0]}, "кому доручено"),
            ({"due_on": date(2026, 3, 17)}, "не може бути раніший"), ({"question": 0}, "Такого питання"),
        ],
    )  # fmt: skip
    def test_an_unfinished_instruction_is_refused(self, either, sitting, said, message):
        with pytest.raises(Refusal, match=message):
            self.written(either, sitting, **said)

    @pytest.mark.parametrize("stage", [DR], indirect=True)
    def test_without_the_mayors_signature_nothing_is_issued_where_the_clause_asks_it(self, either, sitting):
        self.written(either, sitting)
        with pytest.raises(Refusal, match="підписує міський голова") as told:
            instructions.issue(actor=either.keeper, at=NEXT, sitting=sitting.pk)
        assert told.value.clause == "6.26"

    def test_another_gives_them_where_the_clause_lets_him_sign(self, either, sitting, monkeypatch):
        self.written(either, sitting)
        rules = made(control=BY_VALUES.replace("council_secretary", "affairs_manager"))
        monkeypatch.setattr(instructions.deeds, "rules_of", lambda sitting: rules)
        said = {"actor": either.keeper, "at": NEXT, "sitting": sitting.pk}
        with pytest.raises(Refusal, match="підписано") as told:
            instructions.issue(**said)
        assert told.value.clause == "3.1"
        document = instructions.issue(**said, signed_on=date(2026, 3, 19))
        assert "affairs_manager" in document.author.roles

    def test_others_give_none(self, either, sitting):
        with pytest.raises(Refusal) as told:
            instructions.issue(
                actor=either.town.actor(sittings.PROPOSER[either.slug], DAY), at=NEXT, sitting=sitting.pk
            )
        assert told.value.clause == "4.45"


def recarded(until: date = date(2026, 3, 25)) -> None:
    """From a day after the sitting everybody has another surname and every post another title."""
    for person in Person.objects.all():
        FormerCard.objects.create(person=person, values={"surname": person.surname}, until=until)
        Person.objects.filter(pk=person.pk).update(surname="Зміненко")
    for post in Post.objects.all():
        forms = {name: getattr(post, name) for name in ("title_genitive", "title_dative")}
        FormerCard.objects.create(post=post, name=post.title, values=forms, until=until)
        Post.objects.filter(pk=post.pk).update(title="Радник", title_genitive="", title_dative="")


class TestNamesOfTheDay:
    """Decision 0019: minutes read later call everybody as on the day of the sitting."""

    def test_members_speakers_reporter_and_executors(self, either):
        where = sittings.sitting(either, date(2026, 4, 15))
        question = sittings.question(either, where)
        console = sittings.console(either, where).open()
        speaker = Person.objects.get(pk=either.town.people[sittings.PROPOSER[either.slug]])
        console.do("question_begun", question.pk)
        console.do("speaker_called", question.pk, kind="report", who=speaker.short_name)
        console.do("speaker_done", question.pk)
        console.do("postponed", question.pk, reason="немає висновку")
        console.do("closed")
        post = either.town.actor(sittings.PROPOSER[either.slug], DAY).post_id
        instructions.write(
            actor=either.keeper, at=NEXT, sitting=where.pk, text="Подати звіт", executors=[post], question=question.pk
        )
        where = Sitting.objects.select_related("gathering__body").get(pk=where.pk)
        before = [one.text for one in queries.assembled(where).parts]
        reporter = minutes_told._reporter(where.gathering)
        assert speaker.surname in "".join(before)
        recarded(date(2026, 4, 20))
        assert [one.text for one in queries.assembled(where).parts] == before
        assert minutes_told._reporter(where.gathering) == reporter is not None

    def test_the_protocol_of_instructions_of_the_day_of_its_signature(self, either, sitting):
        post = either.town.actor(sittings.PROPOSER[either.slug], DAY).post_id
        instructions.write(actor=either.keeper, at=NEXT, sitting=sitting.pk, text="Подати звіт", executors=[post])
        recarded()
        lines = [
            minutes_told.line_of(minutes_told.instructions_of(sitting.pk, on)[0]) for on in (DAY, date(2026, 3, 25))
        ]
        assert lines == ["Начальнику управління економіки – подати звіт.", "Раднику – подати звіт."]

    def test_members_of_the_day_are_called_as_then(self, either):
        body = bodies.committee()
        before = [one.person.short_name for one in bodies.members_on(body, DAY)]
        recarded()
        assert [one.person.short_name for one in bodies.members_on(body, DAY)] == before
        assert {one.person.surname for one in bodies.members_on(body, date(2026, 3, 25))} == {"Зміненко"}
