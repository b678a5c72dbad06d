"""Published acts: the register, an act on a day with its vote and relations, its file."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pypdfium2
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.acts import jobs
from magistrat.acts.actions import publishing, registering_sitting
from magistrat.acts.models import Act, Redaction, Relation
from magistrat.acts.queries import public
from magistrat.bodies.models import Outcome
from magistrat.documents.actions.files import Upload
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import PublicVersion
from magistrat.rules import personal_data, publicity
from magistrat.rules.moments import moment
from magistrat.sittings.actions import disclosing
from magistrat.sittings.models import Question
from magistrat.ui import paging
from tests.factories import decisions, documents, orders
from tests.factories.decisions import DAY, City, city

pytestmark = pytest.mark.django_db
NOW = moment(datetime(2026, 3, 20, 10))
PUBLISHERS = {"kryvyi-rih": "computing_head", "druzhkivka": "control"}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    orders.folders(settings, tmp_path)
    monkeypatch.setenv("MAGISTRAT_NOW", NOW.isoformat())
    cache.clear()


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def either(request) -> City:
    return city(request.param)


def made(one: City, *titles: str) -> list[Act]:
    """Registered and published decisions of one sitting."""
    where, _ = decisions.sitting(one, [])
    acts = [decisions.signed_by_hand(one, where, number, title=title) for number, title in enumerate(titles, 1)]
    registering_sitting.register(actor=one.clerk, at=NOW, gathering=where.gathering_id)
    return [shown(one, Act.objects.select_related("document").get(pk=act.pk)) for act in acts]


def shown(one: City, act: Act, **said) -> Act:
    who = one.hall.town.actor(PUBLISHERS[one.slug], DAY)
    reason = said.pop("reason", "")
    publishing.prepare(actor=who, at=NOW, act=act.pk, judged=Judged(), **said)
    said.pop("upload", None)
    publishing.publish(actor=who, at=NOW, act=act.pk, reason=reason, **said)
    return act


def read(name: str, *args: object, query: str = "", status: int = 200) -> str:
    answer = Client().get(reverse(f"portal:{name}", args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


class TestRegister:
    def test_by_number_year_words_kind_and_force(self, either):
        plan, road = made(either, "Про план роботи", "Про ремонт доріг")
        both = read("decisions")
        assert plan.title in both
        assert road.title in both
        for query in (f"?nomer={road.document.index}", "?slova=дорога", "?slova=ремонту доріг"):
            found = read("decisions", query=query)
            assert (road.title in found, plan.title in found) == (True, False), query
        for query in ("?rik=2026", "?vyd=committee-decision", "?chynni=2026-03-19"):
            assert plan.title in read("decisions", query=query), query
        for query in ("?vyd=order", "?chynni=2026-03-01", "?slova=немає-такого"):
            assert plan.title not in read("decisions", query=query), query
        # What cannot be read counts as not chosen.
        assert plan.title in read("decisions", query="?rik=цей&chynni=31.31.31")

    def test_those_of_one_day_stand_by_their_numbers(self, either, monkeypatch):
        where, _ = decisions.sitting(either, [])
        drafted = [decisions.signed_by_hand(either, where, number, title=f"Про {number}") for number in (3, 1, 2)]
        registering_sitting.register(actor=either.clerk, at=NOW, gathering=where.gathering_id)
        for act in drafted:
            shown(either, Act.objects.select_related("document").get(pk=act.pk))
        page = Client().get(reverse("portal:decisions"))
        assert [row[0].document.number for row in page.context["rows"]] == [3, 2, 1]
        assert "Стан акта: чинний" in page.content.decode()
        monkeypatch.setattr(paging, "SIZE", 1)
        monkeypatch.setattr(paging.keyset, "__defaults__", (1,))
        numbers, address = [], reverse("portal:decisions")
        for _ in range(3):
            page = Client().get(address)
            numbers += [row[0].document.number for row in page.context["rows"]]
            address = f"{reverse('portal:decisions')}?after={page.context['page'].next}"
        assert numbers == [3, 2, 1]

    def test_what_is_not_published_is_not_there(self, either):
        where, _ = decisions.sitting(either, [])
        act = decisions.signed_by_hand(either, where, 1, title="Про таємне")
        registering_sitting.register(actor=either.clerk, at=NOW, gathering=where.gathering_id)
        assert "таємне" not in read("decisions")
        assert "таємне" not in read("home")
        read("decision", act.document_id, status=404)

    def test_no_more_statements_for_many_than_for_one(self, either):
        made(either, "Про перше")
        counts = []
        for more in (False, True):
            if more:
                for number in range(12):
                    made_at(either, number)
            with CaptureQueriesContext(connection) as asked:
                read("decisions")
            counts.append(len(asked))
        assert counts[0] >= counts[1]


def made_at(one: City, number: int) -> None:
    """Another sitting's decision."""
    where, _ = decisions.sitting(one, [], on=DAY + timedelta(days=7 * (number + 1)))
    act = decisions.signed_by_hand(one, where, 1, title=f"Про {number}")
    Act.objects.filter(pk=act.pk).update(adopted_on=DAY)
    registering_sitting.register(actor=one.clerk, at=NOW, gathering=where.gathering_id)
    shown(one, act)


class TestDecision:
    def test_its_text_its_vote_and_its_force(self, either):
        [act] = made(either, "Про план роботи")
        page = read("decision", act.document_id)
        assert "Забезпечити виконання плану" in page.replace("забезпечити", "Забезпечити")
        assert "чинний" in page
        assert "ще не набув чинності" in read("decision", act.document_id, query="?den=2026-03-01")
        who = either.hall.town.actor(PUBLISHERS[either.slug], DAY)
        where = act.outcome.gathering.sitting
        where.gathering.state, where.gathering.closed_at = "closed", NOW
        where.gathering.save()
        asked = Question.objects.create(
            sitting=where, title=act.title, document=act.document, department=act.drafter.department, proposer=act.drafter,
            proposed_at=NOW, stage="done",
        )  # fmt: skip
        Outcome.objects.filter(pk=act.outcome_id).update(item=asked.pk)
        assert "Голосування" not in page
        disclosing.publish_results(actor=who, at=NOW, sitting=where.pk)
        assert "За — 9, проти — 0" in read("decision", act.document_id)

    def test_a_relation_to_what_is_not_public_tells_no_title(self, either):
        plan, later = made(either, "Про план роботи", "Про зміни")
        where, _ = decisions.sitting(either, [], on=date(2026, 3, 25))
        closed = decisions.signed_by_hand(either, where, 1, title="Про Коваленка")
        registering_sitting.register(actor=either.clerk, at=NOW, gathering=where.gathering_id)
        for source in (later, closed):
            Relation.objects.create(source_id=source.pk, kind="changes", target=plan, target_points=["1"], done_at=NOW)
        page = read("decision", plan.document_id)
        assert "«Про зміни»" in page
        assert reverse("portal:decision", args=[later.document_id]) in page
        assert "Коваленка" not in page

    def test_a_redaction_of_the_day_when_it_is_published_else_the_former_with_a_word(self, either):
        [act] = made(either, "Про план роботи")
        redaction = Redaction.objects.create(
            act=act, since=date(2026, 3, 20), text={**act.text, "stating": "Нова преамбула"}, made_at=NOW, made_by="тест",
            confirmed_at=NOW, confirmed_by="тест",
        )  # fmt: skip
        page = read("decision", act.document_id)
        assert "ще не оприлюднено" in page
        assert "Нова преамбула" not in page
        shown(either, act, redaction=redaction.pk)
        assert "Нова преамбула" in read("decision", act.document_id)
        assert "Нова преамбула" not in read("decision", act.document_id, query="?den=2026-03-19")

    def test_taken_down_it_answers_with_the_reason(self, either):
        [act] = made(either, "Про план роботи")
        who = either.hall.town.actor(PUBLISHERS[either.slug], DAY)
        publishing.take_down(actor=who, at=NOW, act=act.pk, reason="рішення суду")
        assert "рішення суду" in read("decision", act.document_id, status=410)
        assert act.title not in read("decisions")

    def test_the_file_as_published_and_no_other(self, either):
        [act] = made(either, "Про план роботи")
        pdf = documents.pdf(("Копія",))
        shown(either, act, upload=Upload("копія.pdf", pdf), reason="додано файл")
        version = act.document.public_versions.get(state="published")
        answer = Client().get(reverse("portal:file", args=[version.pk]))
        assert b"".join(answer.streaming_content) == pdf
        former = act.document.public_versions.get(state="replaced")
        read("file", former.pk, status=404)


class TestPrinted:
    def test_the_public_text_as_pdf_at_an_address_that_stands(self, either):
        [act] = made(either, "Про план роботи")
        address = reverse("portal:printed", args=[act.document_id])
        assert f'href="{address}"' in read("decision", act.document_id)
        answer = Client().get(address)
        assert answer["Content-Type"] == "application/pdf"
        said = words_of(b"".join(answer.streaming_content))
        for one in ("РІШЕННЯ", "Про план роботи", act.document.index, "забезпечити виконання плану", act.signed_name.split()[1].lower(),
                    "Текст без персональних даних, оприлюднений 20.03.2026"):  # fmt: skip
            assert one.lower() in said.lower(), one

    def test_what_was_hidden_is_not_in_it(self, either):
        where, _ = decisions.sitting(either, [])
        act = decisions.signed_by_hand(either, where, 1, title="Про надання допомоги Коваленко Марії Іванівні")
        registering_sitting.register(actor=either.clerk, at=NOW, gathering=where.gathering_id)
        act.refresh_from_db()
        whole = publicity.whole(act.title, public.parts(act))
        hidden = range(len(personal_data.find(whole)))
        assert hidden
        who = either.hall.town.actor(PUBLISHERS[either.slug], DAY)
        publishing.prepare(actor=who, at=NOW, act=act.pk, judged=Judged(hidden))
        publishing.publish(actor=who, at=NOW, act=act.pk)
        said = words_of(printed(act))
        assert "Про надання допомоги" in said
        assert "Коваленко" not in said

    def test_of_the_chosen_day(self, either):
        [act] = made(either, "Про план роботи")
        redaction = Redaction.objects.create(
            act=act, since=date(2026, 3, 20), text={**act.text, "stating": "Нова преамбула"}, made_at=NOW, made_by="тест",
            confirmed_at=NOW, confirmed_by="тест",
        )  # fmt: skip
        shown(either, act, redaction=redaction.pk)
        assert "Нова преамбула" in words_of(printed(act))
        assert "редакція, чинна з 20.03.2026" in words_of(printed(act))
        assert "Нова преамбула" not in words_of(printed(act, "?den=2026-03-19"))

    def test_taken_down_it_says_why_and_there_is_none_of_what_is_not_public(self, either):
        [act] = made(either, "Про план роботи")
        who = either.hall.town.actor(PUBLISHERS[either.slug], DAY)
        publishing.take_down(actor=who, at=NOW, act=act.pk, reason="рішення суду")
        assert "рішення суду" in read("printed", act.document_id, status=410)
        where, _ = decisions.sitting(either, [], on=date(2026, 3, 25))
        closed = decisions.signed_by_hand(either, where, 1, title="Про таємне")
        registering_sitting.register(actor=either.clerk, at=NOW, gathering=where.gathering_id)
        read("printed", closed.document_id, status=404)
        read("printed", 987654, status=404)

    def test_of_a_day_that_cannot_be_read_there_is_none(self, either):
        [act] = made(either, "Про план роботи")
        for query in ("?den=31.02.2026", "?den=200326"):
            read("printed", act.document_id, query=query, status=404)
            assert "День зазначають у вигляді 09.03.2026." in read("decision", act.document_id, query=query)

    def test_of_a_copy_that_is_a_file_alone_there_is_none(self, either):
        [act] = made(either, "Про план роботи")
        Act.objects.filter(pk=act.pk).update(signed_version=None, text={})
        shown(either, act, upload=Upload("копія.pdf", documents.pdf(("Копія",))), reason="додано файл")
        assert reverse("portal:printed", args=[act.document_id]) not in read("decision", act.document_id)
        read("printed", act.document_id, status=404)

    def test_of_what_was_published_before_a_worker_makes_it(self, either):
        whole, own = made(either, "Про план", "Про тарифи")
        shown(either, own, upload=Upload("копія.pdf", documents.pdf(("Копія",))), reason="додано файл")
        kept = printed(whole)
        PublicVersion.objects.update(printed=None)
        PublicVersion.objects.filter(document=own.document_id, state="published").update(parts=[])
        read("printed", whole.document_id, status=404)
        jobs.set_public(0)
        assert printed(whole) == kept
        # A file that a person has made himself stays what it is; what is hidden again is set for nobody.
        read("printed", own.document_id, status=404)
        assert not PublicVersion.objects.exclude(state="published").filter(printed__isnull=False).exists()
        with CaptureQueriesContext(connection) as caught:
            jobs.set_public(0)
        assert len(caught) == 1


def printed(act: Act, query: str = "") -> bytes:
    answer = Client().get(reverse("portal:printed", args=[act.document_id]) + query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def words_of(content: bytes) -> str:
    return " ".join(
        word for page in pypdfium2.PdfDocument(content) for word in page.get_textpage().get_text_bounded().split()
    )
