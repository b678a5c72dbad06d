"""The log of copying works (KR 17): entered by the executor, only where the regulation keeps it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.journal.models import Entry
from magistrat.registers.actions import copying
from magistrat.registers.models import CopyWork
from magistrat.registers.queries import copying as read
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT
LOG = "registers:copying"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


@pytest.fixture
def office() -> make.Office:
    return make.office()


def enter(who, **changes) -> CopyWork:
    given = {
        "what": "Матеріали сесії",
        "sheets": 12,
        "copies": 30,
        "ordered_by": "Секретар ради",
        "is_checked": True,
    } | changes
    return copying.enter(actor=who, at=AT, **given)


class TestEntering:
    def test_the_executor_enters_what_he_has_checked(self, office):
        document = make.registered(office, addressee=office.executor.post_id)
        work = enter(office.executor, document=document.pk, purpose="Для депутатів")
        assert (work.total, work.done_on, work.department_id) == (360, date(2026, 3, 10), office.executor.department_id)
        entry = Entry.objects.get(code="registers.copying_entered")
        assert (entry.clause, entry.document) == ("17.2", document.pk)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"is_checked": False}, {"what": " "}, {"ordered_by": ""}, {"sheets": 0}, {"copies": 5001},
            {"done_on": date(2026, 3, 11)},
        ],
    )  # fmt: skip
    def test_what_is_wanting_is_said_with_the_clause(self, office, wrong):
        with pytest.raises(Refusal) as refused:
            enter(office.executor, **wrong)
        assert refused.value.clause == "17.2"
        assert not CopyWork.objects.exists()

    def test_a_paper_that_is_not_his_is_not_named(self, office):
        document = make.registered(office)
        with pytest.raises(Refusal):
            enter(office.stranger, document=document.pk)
        enter(office.clerk, document=document.pk)
        (row,) = read.works(actor=office.records_head, on=AT.date(), wanted=read.Wanted())
        read.name_documents([row], office.stranger)
        assert row.shown_document is None

    def test_a_city_without_the_clause_keeps_no_log(self, client):
        office = make.office("druzhkivka")
        with pytest.raises(Refusal, match="не передбачає"):
            enter(office.executor)
        page = make.signed_in(client, office.executor)
        assert page.get(reverse(LOG)).status_code == 403
        assert reverse(LOG) not in page.get("/").content.decode()


class TestStriking:
    def test_a_mistake_stays_and_counts_nothing(self, office):
        work, other = enter(office.executor), enter(office.executor, sheets=1, copies=1)
        with pytest.raises(Refusal, match="чому"):
            copying.strike(actor=office.executor, at=AT, work=work.pk, reason=" ")
        with pytest.raises(Refusal):
            copying.strike(actor=office.stranger, at=AT, work=work.pk, reason="Помилково")
        copying.strike(actor=office.executor, at=AT, work=work.pk, reason="Внесено двічі")
        found = read.works(actor=office.executor, on=AT.date(), wanted=read.Wanted())
        assert found.count() == 2
        assert read.sums(found) == read.Sums(1, other.total)
        with pytest.raises(Refusal, match="вже викреслено"):
            copying.strike(actor=office.executor, at=AT, work=work.pk, reason="Ще раз")


class TestPages:
    def test_entered_found_and_summed_by_the_month(self, client, office):
        page = make.signed_in(client, office.executor)
        assert reverse(LOG) in page.get("/").content.decode()
        typed = {
            "what": "=Додаток",
            "sheets": "3",
            "copies": "2",
            "ordered_by": "Відділ",
            "done_on": "0903",
            "is_checked": "on",
        }
        assert page.post(reverse(LOG), typed | {"sheets": "багато"}).status_code == 422
        assert page.post(reverse(LOG), typed | {"is_checked": ""}).status_code == 409
        assert page.post(reverse(LOG), typed | {"document_text": "02-15/3"}).status_code == 422
        assert page.post(reverse(LOG), typed).status_code == 302
        work = CopyWork.objects.get()
        CopyWork.objects.create(
            **{
                name: getattr(work, name)
                for name in (
                    "what",
                    "sheets",
                    "copies",
                    "ordered_by",
                    "department_id",
                    "executor_id",
                    "entered_by",
                    "entered_at",
                )
            },
            done_on=work.done_on - timedelta(days=40),
        )
        shown = page.get(reverse(LOG))
        assert (len(shown.context["page"].rows), shown.context["sums"].sheets) == (1, 6)
        whole = page.get(reverse(LOG), {"since": "01.01.2026"})
        assert (len(whole.context["page"].rows), whole.context["sums"].sheets) == (2, 12)
        book = load_workbook(io.BytesIO(page.get(reverse("registers:copying_xlsx")).content))
        head, row = book.active.iter_rows(values_only=True)
        assert row[head.index("Що копіювали")] == "'=Додаток"
        answer = page.get(reverse("registers:copying_xlsx"), {"since": "щось"}, follow=True)
        assert answer.redirect_chain[0][0].startswith(reverse(LOG))
        assert "since" in answer.context["form"].errors
        assert (
            page.post(reverse("registers:copying_strike", args=[work.pk]), {"reason": "Помилково"}).status_code == 302
        )
        assert "Помилково" in page.get(f"{reverse(LOG)}?druk=1").content.decode()

    def test_each_unit_sees_its_own_and_the_records_all(self, client, office):
        enter(office.executor)
        enter(office.stranger, what="Шкільні списки")
        assert "Шкільні списки" not in make.signed_in(client, office.executor).get(reverse(LOG)).content.decode()
        assert "Шкільні списки" in make.signed_in(client, office.clerk).get(reverse(LOG)).content.decode()

    def test_the_same_statements_for_few_and_many(self, client, office):
        page = make.signed_in(client, office.clerk)
        counts = []
        for _ in range(2):
            enter(office.clerk, document=make.registered(office).pk)
            enter(office.executor)
            page.get(reverse(LOG))
            with CaptureQueriesContext(connection) as queries:
                page.get(reverse(LOG))
            counts.append(len(queries))
        assert counts[0] == counts[1]
