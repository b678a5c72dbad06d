"""Real acts of earlier years: order 193-р of 12.08.2013, decision 1200 of 21.12.2016, decision 377 of 21.07.2021 (KR 4.44, 6.22, 15.12)."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from magistrat.acts.actions import bringing_in
from magistrat.acts.actions.bringing_in import Earlier
from magistrat.acts.models import Act, Relation
from magistrat.acts.queries import earlier, history, named, on_paper
from magistrat.documents.models import File
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.rules import act_text
from magistrat.rules.refusal import Refusal
from tests.factories import acts
from tests.factories.acts import AT, Hall

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
REGULATION = Path(__file__).resolve().parents[3] / "cities" / "kryvyi-rih" / "2021-07-21" / "regulation.txt"
DECISION = "committee-decision"
# Papers of the same make as the seeds: what was approved, under its mark.
MANUAL = """ ЗАТВЕРДЖЕНО

Розпорядження міського голови

                                  12.08.2013 №193-р
НАСТАНОВА
щодо якості, протидії корупційним

загрозам виконкому міської ради

1. Вступ

Виконавчий комітет підзвітний і підконтрольний міській раді."""
PROGRAMME = """ЗАТВЕРДЖЕНО
Рішення міської ради
21.12.2016 №1200

Програма
розвитку нових технологій на 2017 – 2019 роки
1. [bookmark: _GoBack]Паспорт Програми

1.1. Підстава: Розпорядження Кабінету Міністрів України від 30 листопада 2016 року №909-р."""


def day(text: str) -> date:
    return date(*(int(part) for part in reversed(text.split("."))))


def seed(name: str) -> str:
    return (SEEDS / name).read_text(encoding="utf-8")


class TestReading:
    """No database: what a paper gives."""

    def check_manual(self, words: str) -> None:
        found = earlier.of_words(words)
        assert (found.kind, found.on, found.number) == ("order", day("12.08.2013"), "193-р")
        [annex] = found.text.annexes
        assert annex.title.startswith("НАСТАНОВА щодо якості, протидії корупційним загрозам виконкому")
        assert annex.text.startswith("1. Вступ")
        assert found.text.title == annex.title
        assert not found.mentions

    def check_programme(self, words: str) -> None:
        found = earlier.of_words(words)
        # The order of the Cabinet that is named further on does not make it an order.
        assert (found.kind, found.on, found.number) == ("council-decision", day("21.12.2016"), "1200")
        [annex] = found.text.annexes
        assert annex.title.startswith("Програма розвитку нових технологій")
        assert annex.text.startswith("1. Паспорт Програми")

    def test_a_manual_approved_by_an_order(self) -> None:
        self.check_manual(MANUAL)

    def test_a_programme_approved_by_the_council(self) -> None:
        self.check_programme(PROGRAMME)

    def test_the_real_manual(self) -> None:
        self.check_manual(seed("kryvyi-rih-quality-manual-2013.txt"))

    def test_the_real_programme(self) -> None:
        self.check_programme(seed("kryvyi-rih-service-centre-programme-2017-2019.txt"))

    def test_the_decision_that_approved_the_regulation(self) -> None:
        found = earlier.of_words(REGULATION.read_text(encoding="utf-8"))
        assert (found.kind, found.on, found.number) == (DECISION, day("21.07.2021"), "377")
        assert (
            found.text.title
            == "Про затвердження Регламенту виконавчого комітету Криворізької міської ради в новій редакції"
        )
        assert found.text.stating.startswith("З метою забезпечення здійснення виконавчими органами")
        assert found.text.ordering == "виконком міської ради вирішив:"
        assert [point.label for point in found.text.points] == ["1", "2", "3", "4"]
        assert [point.is_control for point in found.text.points] == [False, False, False, True]
        # A day of an act is no term.
        assert not any(point.due_on for point in found.text.points)
        assert found.signed_by == "Міський голова"
        [regulation] = found.text.annexes
        assert regulation.title == "РЕГЛАМЕНТ Виконавчого комітету Криворізької міської ради"
        assert "РОЗДІЛ VI. Підготовка розпоряджень міського голови" in regulation.text
        [mention] = found.mentions
        assert (mention.deed, mention.number, mention.on, mention.point) == ("repeals", "575", day("12.12.2018"), "3")
        assert mention.title == found.text.title
        assert [(one.number, one.on, one.deed, one.kind) for one in mention.changed_by] == [
            ("104", day("19.02.2020"), "changes", DECISION),
            ("159", day("12.03.2020"), "changes", DECISION),
            ("540", day("13.10.2020"), "changes", DECISION),
            ("84", day("10.02.2021"), "changes", DECISION),
        ]
        assert mention.changed_by[3].title.startswith(
            "Про внесення змін до рішення виконкому міської ради від 12.12.2018 №575"
        )

    def test_a_docx_is_read_like_the_text(self) -> None:
        made, kept = docx.Document(), io.BytesIO()
        for line in (
            "ЗАТВЕРДЖЕНО",
            "Рішення виконкому міської ради",
            "21.07.2021 №377",
            "ПОРЯДОК",
            "1. Загальні положення",
        ):
            made.add_paragraph(line)
        made.save(kept)
        found = earlier.read("poriadok.docx", kept.getvalue())
        assert (found.kind, found.number, found.text.annexes[0].title) == (DECISION, "377", "ПОРЯДОК")

    @pytest.mark.parametrize(("name", "said"), [("act.pdf", "DOCX і TXT"), ("act.txt", "UTF-8"), ("act.docx", "")])
    def test_another_file_is_refused(self, name: str, said: str) -> None:
        with pytest.raises(Refusal) as refused:
            earlier.read(name, b"\xcf\xf0\xee")
        assert said in refused.value.message


@pytest.fixture
def hall(db: None, tmp_path: Path, settings: object) -> Hall:
    settings.STORAGE_DIR = tmp_path  # type: ignore[attr-defined]
    return acts.hall("kryvyi-rih")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Decision 377 as the regulation's text begins, without the regulation itself."""
    words = REGULATION.read_text(encoding="utf-8")
    short = words[: words.index("## **РЕГЛАМЕНТ**")]
    place = tmp_path / "377.txt"
    place.write_text(short + "## **РЕГЛАМЕНТ**\n\n1.1. Загальні положення\n", encoding="utf-8")
    return place


# The story that decision 377 tells: number, adoption, and whether each had force on the day.
DAYS = ["11.12.2018", "12.12.2018", "19.02.2020", "11.03.2020", "09.02.2021", "10.02.2021", "20.07.2021", "21.07.2021"]
STORY = [
    ("575", "12.12.2018", "n++++++-"),
    ("104", "19.02.2020", "nn+++++-"),
    ("159", "12.03.2020", "nnnn+++-"),
    ("540", "13.10.2020", "nnnn+++-"),
    ("84", "10.02.2021", "nnnnn++-"),
    ("377", "21.07.2021", "nnnnnnn+"),
]
SIGNS = {"none": "n", "in_force": "+", "lost_force": "-"}


class TestDecision377:
    def story(self) -> list[tuple[str, str, str]]:
        found = []
        for number, on, _ in STORY:
            signs = ""
            for one in DAYS:
                told = named.standing(SYSTEM, number, day(on), day(one))
                assert told is not None, number
                signs += SIGNS[told[1].force]
            found.append((number, on, signs))
        return found

    def test_is_entered_with_all_that_it_names(self, hall: Hall, file: Path) -> None:
        call_command("import_act", str(file), "--with-named")
        act = Act.objects.select_related("document").get(document__index="377")
        assert (act.kind, act.state, act.force, act.adopted_on) == (
            DECISION,
            "registered",
            "in_force",
            day("21.07.2021"),
        )
        assert act.signed_title == "Міський голова"
        assert File.objects.filter(document=act.document, name="377.txt").exists()
        assert on_paper.read(act.text).annexes[0].title == "РЕГЛАМЕНТ"
        assert Entry.objects.filter(code="acts.brought_in").count() == 6
        assert self.story() == STORY
        base = Act.objects.select_related("document").get(document__index="575")
        assert (base.force, base.ended_on) == ("lost_force", day("21.07.2021"))
        assert base.ended_by == "рішення виконкому міської ради від 21.07.2021 № 377"
        past = history.of(base)
        assert [(one.kind, one.source.document.index) for one in past.effects] == [
            ("changes", "104"), ("changes", "159"), ("changes", "540"), ("changes", "84"), ("repeals", "377"),
        ]  # fmt: skip
        # Its words are not in the system: the changes of its text stand as awaited, due to nobody any more.
        assert [one.since for one in past.on(day("20.07.2021")).awaited] == [
            day("19.02.2020"), day("12.03.2020"), day("13.10.2020"), day("10.02.2021"),
        ]  # fmt: skip
        assert all(one.due_on is None for one in past.redactions)
        # Brought in again, nothing is made twice.
        call_command("import_act", str(file), "--with-named")
        assert Act.objects.count() == 6
        assert Relation.objects.count() == 9

    def test_what_stays_outside_is_known_by_name(self, hall: Hall, file: Path) -> None:
        call_command("import_act", str(file))
        assert Act.objects.count() == 1
        assert Relation.objects.filter(target__isnull=True, kind="repeals").count() == 5
        assert self.story() == STORY
        assert named.standing(SYSTEM, "575", day("13.12.2018"), day("01.01.2020")) is None

    def test_it_can_be_printed(self, hall: Hall, file: Path) -> None:
        call_command("import_act", str(file))
        printed = on_paper.paper(Act.objects.get().pk, day("21.07.2021"))
        assert (printed.number, printed.day, printed.annexes[0].heading[0]) == ("377", "21.07.2021", "ЗАТВЕРДЖЕНО")
        assert printed.stating[0].endswith("в Україні»,")
        assert on_paper.pdf(Act.objects.get().pk, at=AT).startswith(b"%PDF")


class TestBringingIn:
    def earlier(self, **other: object) -> Earlier:
        given: dict[str, object] = {
            "kind": "order", "index": "193-р", "adopted_on": day("12.08.2013"), "title": "Про Настанову",
            "text": act_text.ActText(title="Про Настанову"), "signed_title": "Міський голова",
        }  # fmt: skip
        return Earlier(**(given | other))  # type: ignore[arg-type]

    def test_a_term_that_has_passed_is_over(self, hall: Hall) -> None:
        done = bringing_in.bring_in(actor=SYSTEM, at=AT, earlier=self.earlier(until=day("31.12.2019")))
        assert done.act.force == "expired"
        assert history.of(done.act).on(day("31.12.2019")).force == "in_force"
        assert not bringing_in.bring_in(actor=SYSTEM, at=AT, earlier=self.earlier()).is_new

    @pytest.mark.parametrize(
        ("other", "said"),
        [
            ({"index": "р-193"}, "Зазначте номер"),
            ({"title": " "}, "Зазначте заголовок"),
            ({"adopted_on": day("01.01.2030")}, "ще не настав"),
            ({"until": day("01.01.2012")}, "строк його дії"),
            ({"kind": "personnel-order", "since": day("01.01.2012")}, "не може набути чинності раніше"),
        ],
    )
    def test_what_is_refused(self, hall: Hall, other: dict[str, object], said: str) -> None:
        with pytest.raises(Refusal) as refused:
            bringing_in.bring_in(actor=SYSTEM, at=AT, earlier=self.earlier(**other))
        assert said in refused.value.message
        assert not Act.objects.exists()

    def test_only_those_who_bring_records_in_may(self, hall: Hall) -> None:
        with pytest.raises(Refusal) as refused:
            bringing_in.bring_in(actor=hall.actor("economy_exec"), at=AT, earlier=self.earlier())
        assert refused.value.is_right
        assert bringing_in.bring_in(actor=hall.actor("records_head"), at=AT, earlier=self.earlier()).is_new

    def test_the_command_says_what_it_lacks(self, hall: Hall, tmp_path: Path) -> None:
        place = tmp_path / "lyst.txt"
        place.write_text("Про щось\n\nЗ метою порядку", encoding="utf-8")
        with pytest.raises(CommandError, match="--kind, --date, --number"):
            call_command("import_act", str(place))
        with pytest.raises(CommandError, match="файла немає"):
            call_command("import_act", str(tmp_path / "nemaie.txt"))
