"""An act on paper as PDF/A and DOCX: what stands on its pages in each city (ДСТУ 4163:2020; KR 4.16, 6.3; DR 4.8, 5.11)."""

from __future__ import annotations

import dataclasses
import io
import tomllib
from datetime import date

import docx
import pikepdf
import pypdfium2
import pytest

from magistrat.acts.models import Act, Recipient
from magistrat.acts.queries import facts, on_paper
from magistrat.approvals.models import Answer, Approval, Step, Version
from magistrat.documents.models import Correspondent
from magistrat.organisation.models import Department, Substitution
from magistrat.papers import act_sheets, act_word
from magistrat.regulation.models import City
from magistrat.rules import act_paper, act_text
from magistrat.rules.act_paper import Named
from magistrat.rules.act_text import Annex
from tests.cities.editions import ROOT
from tests.factories import acts
from tests.factories.acts import AT, TEXT, Hall
from tests.factories.regulation import MADE_UP

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
COMMISSION = Annex(
    "2", "Склад робочої групи", rows=(("Бондар Олена Іванівна", "голова групи", "за згодою"),), is_commission=True
)
TABLE = Annex("1", "Перелік мереж", "Складено за актами.", rows=(("№ з/п", "Назва"), ("1", "Мережа «Північна»")))
ANNEXED = dataclasses.replace(TEXT, annexes=(TABLE, COMMISSION))


@pytest.fixture
def first() -> Hall:
    return acts.hall("kryvyi-rih")


@pytest.fixture
def second() -> Hall:
    return acts.hall("druzhkivka")


def pages(content: bytes) -> list[str]:
    """The text of each page with every white space as one."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(content)]


def visa(act: Act, post: str, hall: Hall, place: int, role: str, **answered: str) -> Step:
    """A step of the act's route, with its answer when it is given."""
    approval, _ = Approval.objects.get_or_create(
        document=act.document, defaults={"kind": act.kind, "drafter": act.drafter, "changed_at": AT}
    )
    asked = hall.post(post)
    step = Step.objects.create(
        approval=approval, place=place, position=place, role=role, label=asked.title, does="visa", entry="6.5", clause="6.5",
        post=asked,
    )  # fmt: skip
    if answered:
        version, _ = Version.objects.get_or_create(
            approval=approval, number=1, defaults={"content": act.text, "digest": "0" * 64, "at": AT, "by": "—"}
        )
        Answer.objects.create(step=step, version=version, outcome="agreed", opened_at=AT, at=AT, on=DAY, **answered)
    return step


class TestFirstCity:
    def test_an_order_with_its_annexes_and_reverse_pages(self, first: Hall) -> None:
        act = acts.draft(first, by="economy_exec", text=ANNEXED)
        printed = pages(on_paper.pdf(act.pk, at=AT))
        front, back, table, table_back, commission, commission_back = printed
        assert front.startswith(
            "ПРОЄКТ УКРАЇНА КРИВОРІЗЬКИЙ МІСЬКИЙ ГОЛОВА ДНІПРОПЕТРОВСЬКОЇ ОБЛАСТІ Р О З П О Р Я Д Ж Е Н Н Я"
        )
        assert "м. Кривий Ріг" in front
        assert "Про місцеве самоврядування в Україні» зобов'язую: 1. Керівникам підприємств провести" in front
        assert "2. Подати звіт: 2.1. За вересень. 2.2. За жовтень. 3. Контроль" in front
        assert "Міський голова" in front
        assert back.startswith("Розпорядження підготовлено управлінням економіки: Начальник управління")
        assert back.endswith("92-13-14")
        assert table.startswith("Додаток 1 до розпорядження міського голови ____________ № _______ Перелік мереж")
        # KR 6.12: the affairs manager signs annexes.
        assert "Керуюча справами виконкому" in table
        assert table_back.startswith("Додаток підготовлено управлінням економіки:")
        assert "Погоджено" not in table_back
        assert "Бондар Олена Іванівна голова групи за згодою" in commission
        assert commission_back == table_back

    def test_a_village_prints_its_own_words(self, first: Hall) -> None:
        village = tomllib.loads((MADE_UP / "verbivka" / "organisation.toml").read_text(encoding="utf-8"))["names"]
        City.objects.update(names=village)
        act = acts.draft(first, by="economy_exec", text=ANNEXED)
        outside = [
            Correspondent.objects.create(name=f"Комунальне підприємство «Нове {place}»", kind="municipal")
            for place in range(1, 5)
        ]
        Recipient.objects.bulk_create(
            Recipient(act=act, position=place, correspondent=one) for place, one in enumerate(outside, start=1)
        )
        printed = pages(on_paper.pdf(act.pk, at=AT))
        assert "с. Вербівка" in printed[0]
        assert any(
            page.startswith("Додаток 1 до розпорядження сільського голови ____________ № _______") for page in printed
        )
        assert any(page.startswith("Список розсилки розпорядження сільського голови") for page in printed)
        commission = Annex(
            "1", "", rows=(("Бондар Олена Іванівна", "сільський голова, голова групи"),), is_commission=True
        )
        act = acts.draft(first, by="economy_exec", text=dataclasses.replace(TEXT, annexes=(commission,)))
        assert facts.draft(act, DAY).mayor == "сільський голова"

    def test_visas_stand_in_the_order_of_the_form_with_their_days(self, first: Hall) -> None:
        act = acts.draft(first, by="economy_exec")
        visa(
            act,
            "economy_head",
            first,
            10,
            "drafting_head",
            printed_title="Начальник управління економіки",
            printed_name="—",
        )
        visa(
            act,
            "legal_head",
            first,
            30,
            "legal_head",
            printed_title="Начальник юридичного управління",
            printed_name="Леся ЯВІР",
        )
        visa(
            act, "deputy_1", first, 40, "deputy_mayor", printed_name="Ганна КОВАЛЬ",
            printed_title="В.о. заступника міського голови –\nкеруюча справами виконкому",
        )  # fmt: skip
        visa(act, "affairs_manager", first, 60, "affairs_manager")
        back = pages(on_paper.pdf(act.pk, at=AT))[1]
        agreed = back.split("Погоджено: ")[1]
        manager, deputy, legal = (
            agreed.index("Керуюча справами виконкому"), agreed.index("В.о. заступника"), agreed.index("Начальник юридичного"),
        )  # fmt: skip
        assert manager < deputy < legal
        assert "02.03.2026 Ганна КОВАЛЬ" in agreed
        # The head of the drafter's own body stands above already.
        assert "економіки" not in agreed

    def test_a_long_list_of_outside_bodies_goes_on_a_sheet_of_its_own(self, first: Hall) -> None:
        act = acts.draft(first, by="economy_exec")
        Recipient.objects.create(
            act=act, position=1, department=Department.objects.get(pk=first.town.departments["finance"])
        )
        for place in range(2, 6):
            outside = Correspondent.objects.create(name=f"Комунальне підприємство «Нове {place}»", kind="municipal")
            Recipient.objects.create(act=act, position=place, correspondent=outside)
        printed = pages(on_paper.pdf(act.pk, at=AT))
        assert (
            "Розпорядження розіслати: департаменту фінансів виконкому міської ради, підприємствам, установам, організаціям за "
            "окремим списком." in printed[1]
        )
        assert printed[2].startswith("Список розсилки розпорядження міського голови")
        assert "1. Комунальному підприємству «Нове 2»" in printed[2]

    def test_a_registered_one_bears_number_and_signature_and_no_mark(self, first: Hall) -> None:
        act = acts.registered(first, 193, DAY, by="economy_exec")
        act.signed_title, act.signed_name = (
            "В.о. міського голови –\nперший заступник міського голови",
            "Дарина ЛИТВИНЕНКО",
        )
        act.save()
        front = pages(on_paper.pdf(act.pk, at=AT))[0]
        assert "ПРОЄКТ" not in front
        assert "02.03.2026 м. Кривий Ріг № 193-р" in front
        assert "В.о. міського голови – перший заступник міського голови Дарина ЛИТВИНЕНКО" in front

    def test_a_decision_has_the_head_that_the_city_prints(self, first: Hall) -> None:
        text = dataclasses.replace(TEXT, ordering="виконком міської ради вирішив:")
        act = acts.registered(first, 377, DAY, by="economy_exec", kind="committee-decision", text=text)
        printed = on_paper.paper(act.pk, DAY)
        regulation = next((ROOT / "kryvyi-rih").glob("*/regulation.txt")).read_text(encoding="utf-8")
        head = " ".join(regulation[: regulation.index("21.07.2021")].split())
        assert head == f"{' '.join(printed.blank.lines)} {' '.join(printed.kind)}"
        assert pages(on_paper.pdf(act.pk, at=AT))[0].startswith(f"{head} 02.03.2026 м. Кривий Ріг № 377")
        # Who prepared an act of earlier years is not known.
        assert printed.back is None
        # The reverse page of a draft is that of decisions, between meetings with the members of the committee.
        act = acts.draft(first, by="economy_exec", kind="committee-decision", text=text)
        printed = on_paper.paper(act.pk, DAY)
        assert printed.back is not None
        assert printed.back.prepared == "Рішення підготовлено управлінням економіки:"
        Act.objects.filter(pk=act.pk).update(flags=["between-meetings"])
        back = on_paper.paper(act.pk, DAY).back
        assert back is not None
        [members] = [group for group in back.groups if group.heading == "Члени виконкому:"]
        names = [one.name for one in members.people]
        assert names == sorted(names, key=act_paper.by_surname)
        assert len(names) > 3

    @pytest.mark.parametrize(("absent", "instead", "first_line"), [
        ("affairs_manager", "deputy_1", "В.о. керуючої справами виконкому –"),
        ("deputy_1", "affairs_manager", "В.о. заступника міського голови –"),
    ])  # fmt: skip
    def test_who_stands_in_is_printed_as_the_clause_prints_it(
        self, first: Hall, absent: str, instead: str, first_line: str
    ) -> None:
        Substitution.objects.create(
            absent=first.post(absent), substitute=first.post(instead), reason="leave", since=DAY, proposed_at=AT,
            proposed_by="—", agreed_at=AT, agreed_by="—",
        )  # fmt: skip
        act = acts.draft(first, by="economy_exec", text=ANNEXED)
        visa(act, absent, first, 40, "affairs_manager" if absent == "affairs_manager" else "deputy_mayor")
        printed = on_paper.paper(act.pk, DAY)
        own = first.post(instead).title
        lines = (first_line, own[0].lower() + own[1:])
        assert printed.back is not None
        assert printed.back.groups[0].people[0].lines == lines
        if absent == "affairs_manager":
            assert printed.annexes[0].signatures[0].lines == lines

    def test_an_acting_one_signs_with_both_posts(self, first: Hall) -> None:
        Substitution.objects.create(
            absent=first.post("mayor"), substitute=first.post("first_deputy"), reason="leave", since=DAY, proposed_at=AT,
            proposed_by="—", agreed_at=AT, agreed_by="—",
        )  # fmt: skip
        act = acts.draft(first, by="economy_exec")
        assert on_paper.paper(act.pk, DAY).signature.lines == (
            "В.о. міського голови –",
            "перший заступник міського голови",
        )

    def test_an_approved_document_bears_so_instead_of_annex(self, first: Hall) -> None:
        text = dataclasses.replace(
            TEXT,
            points=(act_text.Point("1", "Затвердити Порядок (додається)"),),
            annexes=(Annex("", "Порядок", "Загальні положення"),),
        )
        act = acts.registered(first, 5, DAY, by="economy_exec", kind="committee-decision", text=text)
        assert on_paper.paper(act.pk, DAY).annexes[0].heading == (
            "ЗАТВЕРДЖЕНО", "Рішення виконкому", "міської ради", "02.03.2026 № 5",
        )  # fmt: skip

    def test_a_version_is_printed_as_it_was_sent(self, first: Hall) -> None:
        act = acts.draft(first, by="economy_exec")
        visa(
            act,
            "legal_head",
            first,
            30,
            "legal_head",
            printed_title="Начальник юридичного управління",
            printed_name="—",
        )
        act.text = act_text.write(dataclasses.replace(TEXT, title="Про інше"))
        act.save()
        assert on_paper.paper(act.pk, DAY, version=1).title == TEXT.title
        assert on_paper.paper(act.pk, DAY).title == "Про інше"


class TestSecondCity:
    def test_annexes_are_signed_by_the_bodys_head_and_the_manager(self, second: Hall) -> None:
        act = acts.draft(second, by="economy_exec", text=ANNEXED)
        printed = on_paper.paper(act.pk, DAY)
        assert printed.back is None
        assert not printed.is_title_italic
        table, commission = printed.annexes
        assert [one.lines[0] for one in table.signatures] == [
            second.post("economy_head").title,
            second.post("affairs_manager").title,
        ]
        assert [one.lines[0] for one in commission.signatures] == [second.post("affairs_manager").title]
        assert table.heading[:3] == ("Додаток 1", "до розпорядження", "міського голови")

    def test_an_annex_of_an_annex_is_signed_by_the_drafter(self, second: Hall) -> None:
        text = dataclasses.replace(TEXT, annexes=(TABLE, dataclasses.replace(TABLE, label="1.1")))
        own = on_paper.paper(acts.draft(second, by="economy_exec", text=text).pk, DAY).annexes[1]
        assert [one.lines[0] for one in own.signatures] == [second.post("economy_exec").title]
        assert own.heading[:2] == ("Додаток 1", "до додатка 1")

    def test_visas_stand_below_the_signature(self, second: Hall) -> None:
        act = acts.draft(second, by="economy_exec")
        visa(act, "legal_head", second, 30, "legal_head", printed_title="Завідувач сектору", printed_name="Леся ЯВІР")
        front, *others = pages(on_paper.pdf(act.pk, at=AT))
        assert not others
        assert front.index("Завідувач сектору 02.03.2026 Леся ЯВІР") > front.index(
            "Міський голова", front.index("3. Контроль")
        )


class TestFiles:
    def test_is_an_archive_file_in_ukrainian(self, first: Hall) -> None:
        act = acts.draft(first, by="economy_exec", text=ANNEXED)
        made = on_paper.pdf(act.pk, at=AT)
        with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as about:
            assert about.pdfa_status == "2B"
            assert about["dc:title"] == TEXT.title
            assert not pdf.check_pdf_syntax()
        assert made == on_paper.pdf(act.pk, at=AT)

    def test_docx_has_the_same_words(self, first: Hall) -> None:
        act = acts.draft(first, by="economy_exec", text=ANNEXED)
        document = docx.Document(io.BytesIO(on_paper.docx(act.pk, at=AT)))
        by_style = {one.style.name: one for one in reversed(document.paragraphs)}
        assert by_style["Заголовок до тексту"].text == TEXT.title
        assert by_style["Заголовок до тексту"].runs[0].bold
        assert by_style["Заголовок до тексту"].runs[0].italic
        assert by_style["Текст акта"].text.endswith("в Україні» зобов'язую:")
        assert by_style["Зворотний бік"].text == "Розпорядження підготовлено управлінням економіки:"
        assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
            list(row) for row in TABLE.rows
        ]
        # Act, its reverse, and two annexes with theirs.
        assert len(document.sections) == 6

    def test_all_requisites_stand_in_both_files(self, first: Hall) -> None:
        act = acts.draft(first, by="economy_exec", text=ANNEXED)
        whole = dataclasses.replace(
            on_paper.paper(act.pk, DAY), restriction="Для службового користування", changes="(зі змінами, унесеними згідно з актом)",
            visas=(Named(("Начальник юридичного управління",), "Леся ЯВІР", "02.03.2026"),), title="Про роботу " * 20, stating=(),
            listing_heading="Список розсилки", listing=("Підприємству «Нове»",),
        )  # fmt: skip
        printed = " ".join(pages(act_sheets.act_pdf(whole, at=AT)))
        written = docx.Document(io.BytesIO(act_word.act_docx(whole, at=AT)))
        words = "\n".join(one.text for one in written.paragraphs)
        said = ("Для службового користування", "(зі змінами, унесеними згідно з актом)", "зобов'язую:", "Список розсилки",
                "1. Підприємству «Нове»", "Начальник юридичного")  # fmt: skip
        assert [one for one in said if one not in printed] == []
        assert [one for one in said if one not in words] == []
        assert "Леся\u00a0ЯВІР (02.03.2026)" in words

    def test_pages_are_those_of_the_main_text_alone(self, first: Hall) -> None:
        short = on_paper.pages(acts.draft(first, by="economy_exec", text=ANNEXED).pk)
        assert 0.3 < short < 1
        long = dataclasses.replace(TEXT, stating=" ".join([TEXT.stating] * 30))
        act = acts.draft(first, by="economy_exec", text=long)
        length = on_paper.pages(act.pk)
        assert length > 1
        # The whole pages are those that the printed act has before its reverse.
        assert len(pages(on_paper.pdf(act.pk, at=AT))) - 1 == int(length) + 1
