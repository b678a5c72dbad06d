"""A registry on paper: declared, refused meanwhile, entered by hand, gaps explained, closed; killed half-way, two at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from magistrat.documents.actions import hooks, paper_periods, registration
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Document, PaperGap, PaperPeriod
from magistrat.documents.queries import paper_periods as read
from magistrat.journal.models import Entry
from magistrat.numbers.models import Counter
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage
from tests.apps.documents.test_at_once import at_once
from tests.factories import documents as make

AT = make.AT
OFF = AT + timedelta(hours=1)
NOON = AT + timedelta(hours=3)


def declared(office, **changes):
    said = {"registry_id": office.incoming.pk, "since": OFF, "ground": "Немає світла"} | changes
    return paper_periods.declare(actor=office.records_head, at=NOON, **said)


def entered(office, period, number, *, actor=None, minutes=None, at=NOON, card=None, **more):
    written = OFF + timedelta(minutes=number * 5 if minutes is None else minutes)
    return paper_periods.enter(
        actor=actor or office.clerk, at=at, paper_period_id=period.pk, number=number, written_at=written,
        card=card or make.card(office), **more,
    )  # fmt: skip


def ended(office, period, last, **changes):
    said = {"until": OFF + timedelta(hours=1), "last_number": last} | changes
    return paper_periods.end(actor=office.records_head, at=NOON, paper_period_id=period.pk, **said)


@pytest.mark.django_db
class TestPaperPeriod:
    def test_a_year_after_that_of_going_live_begins_on_paper_with_one(self):
        office = make.office()
        office.incoming.first_number, office.incoming.first_period = 1045, "2026"
        office.incoming.save()
        assert declared(office).first_number == 1045
        year = timedelta(days=365)
        office.internal.first_number, office.internal.first_period = 1045, "2026"
        office.internal.save()
        later = paper_periods.declare(
            actor=office.records_head, at=NOON + year, registry_id=office.internal.pk, since=OFF + year, ground="Немає світла"
        )  # fmt: skip
        assert later.first_number == 1

    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    def test_from_the_declaration_to_the_close(self, city):
        office = make.office(city)
        assert make.registered(office).number == 1
        period = declared(office)
        with pytest.raises(Refusal, match="ведеться на папері"):
            make.registered(office, at=NOON)
        second = entered(office, period, 2)
        assert (second.number, second.is_from_paper_period, second.registered_at) == (
            2, True, OFF + timedelta(minutes=10),
        )  # fmt: skip
        assert second.created_at == NOON
        ended(office, period, 5)
        assert make.registered(office, at=NOON).number == 6
        assert read.missing(read.paper_period(period.pk)) == [3, 4, 5]
        with pytest.raises(Refusal, match="3, 4, 5"):
            paper_periods.close(actor=office.records_head, at=NOON, paper_period_id=period.pk)
        entered(office, period, 4, minutes=20)
        entered(office, period, 3)
        paper_periods.explain(
            actor=office.records_head, at=NOON, paper_period_id=period.pk, number=5, reason="Рядок зіпсовано"
        )
        closed = paper_periods.close(actor=office.records_head, at=NOON, paper_period_id=period.pk)
        assert closed.closed_by == office.records_head.printed
        numbers = list(Document.objects.order_by("number").values_list("number", flat=True))
        assert numbers == [1, 2, 3, 4, 6]
        codes = set(Entry.objects.filter(code__contains="paper").values_list("code", flat=True))
        assert codes == {
            "documents.paper_period_declared", "documents.entered_from_paper", "documents.paper_period_ended",
            "documents.paper_gap_explained", "documents.paper_period_closed",
        }  # fmt: skip

    def test_keeps_the_files_before_the_period_is_held(self, monkeypatch):
        """Another who enters the next number does not wait for a hundred megabytes; what is refused is not kept."""
        office = make.office()
        period = declared(office)
        heard, write, locked = [], storage.write, paper_periods._locked
        monkeypatch.setattr(storage, "write", lambda **given: (heard.append("file"), write(**given))[1])
        monkeypatch.setattr(paper_periods, "_locked", lambda pk: (heard.append("period"), locked(pk))[1])
        scan = [Upload("Скан.txt", b"a")]
        with pytest.raises(Refusal, match="в межах паперового періоду"):
            entered(office, period, 1, minutes=-5, uploads=scan)
        assert heard == []
        assert entered(office, period, 1, uploads=scan).files.get().name == "Скан.txt"
        assert heard == ["file", "period"]

    def test_refuses_what_the_paper_journal_contradicts(self):
        office = make.office()
        make.registered(office)
        with pytest.raises(Refusal, match="Після цього моменту"):
            declared(office, since=AT - timedelta(minutes=1))
        with pytest.raises(Refusal, match="не оголошують наперед"):
            declared(office, since=NOON + timedelta(days=1))
        with pytest.raises(Refusal, match="підставу"):
            declared(office, ground=" ")
        with pytest.raises(Refusal) as no_right:
            paper_periods.declare(
                actor=office.clerk, at=NOON, registry_id=office.incoming.pk, since=OFF, ground="Немає світла"
            )
        assert no_right.value.is_right
        assert Counter.objects.get(series=f"documents.registry:{office.incoming.pk}").is_stopped is False
        period = declared(office)
        with pytest.raises(Refusal, match="ведеться на папері"):
            declared(office)
        third = entered(office, period, 3)
        for said, changes in {
            "уже надано": {"number": 3, "minutes": 15},
            "від 2": {"number": 1},
            "межах паперового періоду": {"number": 4, "minutes": -90},
            "зареєстровано пізніше": {"number": 4, "minutes": 1},
            "зареєстровано раніше": {"number": 2, "minutes": 30},
            "не відповідає номеру": {"number": 4, "index": "04.1/26/9"},
        }.items():
            with pytest.raises(Refusal, match=said):
                entered(office, period, **changes)
        with pytest.raises(Refusal) as not_his:
            entered(office, period, 4, actor=office.stranger)
        assert not_his.value.is_right
        with pytest.raises(Refusal, match="не є пропущеним"):
            paper_periods.explain(
                actor=office.records_head, at=NOON, paper_period_id=period.pk, number=third.number, reason="так"
            )
        with pytest.raises(Refusal, match="Уже внесено номер 3"):
            ended(office, period, 2)
        with pytest.raises(Refusal, match="не може бути 0"):
            ended(office, period, 0)
        assert Document.objects.count() == 2

    def test_a_failure_half_way_leaves_nothing(self, monkeypatch):
        office = make.office()
        period = declared(office)

        def fails(documents, actor, at):
            raise RuntimeError("killed")

        monkeypatch.setattr(hooks, "_registered", [fails])
        with pytest.raises(RuntimeError):
            entered(office, period, 1)
        assert not Document.objects.exists()
        assert read.next_number(period) == 1

    def test_pages(self, client, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", NOON.isoformat())
        office = make.office()
        make.registered(office)
        head, paper = make.signed_in(client, office.records_head), reverse("documents:paper", args=[office.incoming.pk])
        assert "Бланк журналу" in head.get(paper).content.decode()
        blank = head.get(reverse("documents:paper_blank", args=[office.incoming.pk]), {"first": "2", "lines": "30"})
        assert blank.content.decode().count("<tr><td>") == 30
        assert head.post(paper, {"since": "щойно", "ground": ""}).status_code == 422
        answer = head.post(paper, {"since": "10.03.2026 11:00", "ground": "Немає світла"})
        period = PaperPeriod.objects.get()
        assert answer["Location"] == reverse("documents:paper_period", args=[period.pk])
        clerk = make.signed_in(client, office.clerk)
        assert "ведеться на папері" in clerk.get(reverse("documents:register", args=["incoming"])).content.decode()
        enter = reverse("documents:paper_enter", args=[period.pk])
        assert clerk.get(enter).status_code == 200
        typed = {
            "number": "3", "written_at": "10.03.2026 11:20", "correspondent": office.sender.pk, "their_index": "5",
            "summary": "Про воду", "addressee": office.mayor.post_id, "kind": office.letter.pk, "pages": "1",
            "way": "post", "arrived_at": "10.03.2026 11:10", "their_date": "б/д", "signed_by": "Директор", "annex_pages": "0",
        }  # fmt: skip
        assert clerk.post(enter, typed | {"written_at": "10.03.2026 10:20"}).status_code == 409
        assert clerk.post(enter, typed)["Location"].startswith(f"{enter}?nomer=2")
        page = clerk.get(reverse("documents:paper_period", args=[period.pk])).content.decode()
        assert "пропущено" in page
        assert "Не внесено 1" in page
        assert clerk.post(reverse("documents:paper_end", args=[period.pk])).status_code == 403
        head = make.signed_in(client, office.records_head)
        explained = head.post(
            reverse("documents:paper_explain", args=[period.pk]), {"number": 2, "reason": "Зіпсовано"}
        )
        assert explained.status_code == 302
        done = head.post(
            reverse("documents:paper_end", args=[period.pk]), {"until": "10.03.2026 12:00", "last_number": 3}
        )
        assert done.status_code == 302
        assert head.post(reverse("documents:paper_close", args=[period.pk])).status_code == 302
        period.refresh_from_db()
        assert period.closed_at == NOON


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_no_number_is_given_twice_whoever_presses_what(self):
        office = make.office()
        cards = [make.card(office) for _ in range(6)]

        def deed(n):
            if n == 0:
                return declared(office, since=NOON)
            return registration.register_incoming(
                actor=office.clerk, at=NOON, registry_id=office.incoming.pk, card=cards[n]
            )

        at_once(6, deed)
        period = PaperPeriod.objects.get()
        given = sorted(Document.objects.values_list("number", flat=True))
        assert given == list(range(1, len(given) + 1))
        assert period.first_number == len(given) + 1

    def test_two_clerks_enter_the_same_number(self):
        office = make.office()
        period = declared(office)
        cards = [make.card(office) for _ in range(4)]
        got = at_once(4, lambda n: entered(office, period, 1, card=cards[n]))
        assert sum(isinstance(one, Document) for one in got) == 1
        assert all("уже надано" in str(one) for one in got if isinstance(one, Refusal))


@pytest.mark.django_db
def test_a_gap_is_said_once():
    office = make.office()
    period = declared(office)
    ended(office, period, 1)
    gap = paper_periods.explain(
        actor=office.records_head, at=NOON, paper_period_id=period.pk, number=1, reason="Пропущено рядок"
    )
    assert PaperGap.objects.get() == gap
    with pytest.raises(Refusal, match="не використано"):
        entered(office, period, 1)


def test_a_moment_is_of_kyiv():
    assert moment(datetime(2026, 3, 10, 11, 0)) == OFF
