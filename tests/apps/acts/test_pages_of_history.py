"""Pages of printing, relations, texts on a day, redactions and bringing in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.acts.actions import relating
from magistrat.acts.actions.relating import Touched
from magistrat.acts.models import Act, Redaction, Relation
from magistrat.journal.models import Entry
from magistrat.rules import act_text
from magistrat.rules.act_text import ActText, Point
from magistrat.ui.days import TOO_EARLY, WRONG
from tests.apps.acts.test_real_acts import REGULATION
from tests.factories import acts
from tests.factories import documents as papers
from tests.factories.acts import AT, Hall

pytestmark = pytest.mark.django_db
BORN, DAY = date(2026, 1, 15), date(2026, 3, 2)
CHANGING = ActText(
    title="Про зміни",
    stating="З метою порядку, на виконання рішення виконкому міської ради від 15.01.2026 № 77",
    points=act_text.numbered(
        [Point("", "Пункт 1 розпорядження від 15.01.2026 № 5-р викласти в такій редакції: «Провести огляд»")]
    ),
)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    settings.STORAGE_DIR = tmp_path


@pytest.fixture
def hall() -> Hall:
    return acts.hall("kryvyi-rih")


def as_(hall: Hall, key: str) -> Client:
    return papers.signed_in(Client(), hall.actor(key))


def changed(hall: Hall) -> tuple[Act, Act]:
    """An order and another one that has changed it."""
    base = acts.registered(hall, 5, BORN, by="economy_exec")
    source = acts.draft(hall, by="economy_exec", text=CHANGING)
    relating.relate(
        actor=hall.actor("economy_exec"),
        at=AT,
        act=source.pk,
        kind="changes",
        touched=Touched(act=base.pk),
        point="1",
        points=["1"],
    )
    source.document.index = "9-р"
    source.document.save()
    source.state, source.force, source.adopted_on, source.in_force_from = "registered", "in_force", DAY, DAY
    source.save()
    relating.take_effect(act=source, at=AT)
    return base, source


class TestPrinting:
    def test_the_acts_page_leads_to_its_paper(self, hall: Hall) -> None:
        act, client = acts.draft(hall, by="economy_exec"), as_(hall, "economy_exec")
        page = client.get(reverse("acts:act", args=[act.pk])).content.decode()
        assert reverse("acts:pdf", args=[act.pk]) in page
        answer = client.get(reverse("acts:pdf", args=[act.pk]))
        assert answer["Content-Type"] == "application/pdf"
        text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
        assert "ПРОЄКТ" in text
        assert client.get(reverse("acts:docx", args=[act.pk])).content[:2] == b"PK"
        assert client.get(reverse("acts:pdf", args=[act.pk]) + "?versiia=7").status_code == 404
        assert as_(hall, "health_exec").get(reverse("acts:pdf", args=[act.pk])).status_code == 403


class TestRelations:
    def test_what_the_text_names_is_proposed_and_related(self, hall: Hall) -> None:
        base = acts.registered(hall, 5, BORN, by="economy_exec")
        draft, client = acts.draft(hall, by="economy_exec", text=CHANGING), as_(hall, "economy_exec")
        page = client.get(reverse("acts:act", args=[draft.pk])).content.decode()
        assert "У тексті названо" in page
        assert "рішення виконкому міської ради від 15.01.2026 № 77" in page
        given = {
            "kind": "changes",
            "touched": base.pk,
            "named_on": "2026-01-15",
            "named_number": "5-р",
            "point": "1",
            "points": "1, 2.1",
        }
        answer = client.post(reverse("acts:relate", args=[draft.pk]), given, follow=True)
        page = answer.content.decode()
        assert "змінює (пункти 1, 2.1)" in page
        relation = Relation.objects.get()
        assert (relation.target, relation.point, relation.target_points) == (base, "1", ["1", "2.1"])
        page = client.get(reverse("acts:act", args=[base.pk])).content.decode()
        assert "змінено (пункти 1, 2.1) (проєктом)" in page
        Act.objects.filter(pk=draft.pk).update(state="signing")
        assert client.post(reverse("acts:unrelate", args=[draft.pk, relation.pk])).status_code == 409
        Act.objects.filter(pk=draft.pk).update(state="draft")
        client.post(reverse("acts:unrelate", args=[draft.pk, relation.pk]))
        assert not Relation.objects.exists()
        relating.relate(
            actor=hall.actor("economy_exec"), at=AT, act=draft.pk, kind="renews", touched=Touched(act=base.pk)
        )
        page = client.get(reverse("acts:act", args=[draft.pk])).content.decode()
        assert "Дію цього акта не зупинено" in page

    def test_a_refusal_is_said_on_the_page_with_its_clause(self, hall: Hall) -> None:
        decision = acts.registered(hall, 6, BORN, by="economy_exec", kind="committee-decision")
        draft, client = acts.draft(hall, by="economy_exec"), as_(hall, "economy_exec")
        answer = client.post(reverse("acts:relate", args=[draft.pk]), {"kind": "repeals", "touched": decision.pk})
        assert answer.status_code == 409
        assert "4.44" in answer.content.decode()
        answer = client.post(
            reverse("acts:relate", args=[draft.pk]), {"kind": "repeals", "touched": decision.pk, "points": "другий"}
        )
        assert "Пункти зазначте числами" in answer.content.decode()

    def test_it_warns_of_what_has_no_force_and_asks_about_changed_texts(self, hall: Hall) -> None:
        base, source = changed(hall)
        draft, client = acts.draft(hall, by="economy_exec"), as_(hall, "economy_exec")
        relating.relate(
            actor=hall.actor("economy_exec"), at=AT, act=draft.pk, kind="repeals", touched=Touched(act=source.pk)
        )
        page = client.get(reverse("acts:act", args=[draft.pk])).content.decode()
        assert "попередній текст сам не повернеться" in page
        assert "Змінити цим проєктом 5-р" in page
        Act.objects.filter(pk=source.pk).update(force="lost_force", ended_on=DAY)
        page = client.get(reverse("acts:act", args=[draft.pk])).content.decode()
        assert "Цей акт зараз не чинний: втратив чинність" in page
        assert base.title in page

    def test_a_change_that_names_no_points_is_told_of_the_clause(self) -> None:
        second = acts.hall("druzhkivka")
        base = acts.registered(second, 5, BORN, by="economy_exec")
        draft, client = acts.draft(second, by="economy_exec"), as_(second, "economy_exec")
        relating.relate(
            actor=second.actor("economy_exec"), at=AT, act=draft.pk, kind="changes", touched=Touched(act=base.pk)
        )
        page = client.get(reverse("acts:act", args=[draft.pk])).content.decode()
        assert "так викладають у новій редакції весь акт" in page
        assert "5.5" in page

    def test_suggestions_are_public_acts_alone(self, hall: Hall) -> None:
        acts.registered(hall, 5, BORN, by="health_exec")
        hidden = acts.registered(hall, 55, BORN, by="health_exec")
        hidden.document.is_restricted = True
        hidden.document.save()
        client = as_(hall, "economy_exec")
        assert [one.document.index for one in client.get(reverse("acts:suggest") + "?q=5").context["acts"]] == ["5-р"]
        assert [one.document.index for one in client.get(reverse("acts:suggest") + "?q=опалюваль").context["acts"]] == [
            "5-р"
        ]
        assert not client.get(reverse("acts:suggest")).context["acts"]


class TestDays:
    def test_the_text_of_a_day_and_what_differs(self, hall: Hall) -> None:
        base, source = changed(hall)
        client, address = as_(hall, "economy_exec"), reverse("acts:day", args=[base.pk])
        page = client.get(f"{address}?den=02.03.2026").content.decode()
        assert 'value="02.03.2026"' in page
        assert 'type="date"' not in page
        assert "З 02.03.2026 акт змінено: розпорядження міського голови від 02.03.2026 № 9-р" in page
        redaction = Redaction.objects.get()
        own = reverse("acts:redaction", args=[base.pk, redaction.pk])
        desk = client.get("/").content.decode()
        assert "Створити редакцію, чинну з 02.03.2026" in desk
        assert own in desk
        page = client.get(own).content.decode()
        assert "огляд</ins>" in page
        given = {"title": base.title, "words": "зобов'язую:\n\n1. Провести огляд.\n\n2. Подати звіт."}
        answer = client.post(own, given, follow=True)
        assert "Редакцію підтверджено." in answer.content.decode()
        page = client.get(f"{address}?den=2026-03-02").content.decode()
        assert "Провести огляд" in page
        assert "зі змінами, унесеними згідно з актами: розпорядження міського голови від 02.03.2026 № 9-р" in page
        page = client.get(f"{address}?den=2026-03-01").content.decode()
        assert "інвентаризацію" in page
        first = base.in_force_from
        assert f'rel="prev" href="?den={first}"' in page
        assert 'rel="next" href="?den=2026-03-02"' in page
        page = client.get(f"{address}?den=2026-03-02&z=2026-03-01").content.decode()
        assert f'rel="prev" href="?den={first}&amp;z=2026-03-01"' in page
        assert 'rel="next"' not in page
        assert "02.03.2026" in page
        assert "огляд</ins>" in page
        page = client.get(f"{address}?den=2026-01-14").content.decode()
        assert "ще не набув чинності" in page
        answer = client.get(reverse("acts:day_pdf", args=[base.pk]) + "?den=2026-03-02")
        text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
        assert "зі змінами, унесеними" in text.replace("\r\n", " ")
        assert "Провести огляд" in text
        assert source.pk == redaction.by_act_id

    @pytest.mark.parametrize("typed", ["31.02.2026", "110326", "01.01.0326", "завтра"])
    def test_of_a_day_that_cannot_be_read_nothing_is_said(self, hall: Hall, typed: str) -> None:
        base, _ = changed(hall)
        client, address = as_(hall, "economy_exec"), reverse("acts:day", args=[base.pk])
        answer = client.get(address, {"den": typed})
        page = answer.content.decode()
        said = TOO_EARLY if typed == "01.01.0326" else WRONG
        assert answer.context["form"].errors == {"den": [said]}
        assert said in page
        assert f'value="{typed}"' in page
        assert "act-standing" not in page
        assert "інвентаризацію" not in page
        assert reverse("acts:day_pdf", args=[base.pk]) not in page
        assert client.get(reverse("acts:day_pdf", args=[base.pk]), {"den": typed}).status_code == 404
        answer = client.get(address, {"den": "2026-03-01", "z": typed})
        page = answer.content.decode()
        assert answer.context["form"].errors == {"z": [said]}
        assert f'value="{typed}"' in page
        assert "інвентаризацію" in page
        assert "Порівняти не можна" not in page

    def test_a_redaction_may_be_a_file(self, hall: Hall) -> None:
        base, _ = changed(hall)
        own = reverse("acts:redaction", args=[base.pk, Redaction.objects.get().pk])
        client = as_(hall, "economy_exec")
        page = client.post(own, {"title": "", "words": ""}).content.decode()
        assert "долучіть її файл" in page
        file = SimpleUploadedFile("redaktsiia.pdf", b"%PDF-1.4")
        client.post(own, {"z_failom": "1", "file": file})
        page = client.get(reverse("acts:day", args=[base.pk])).content.decode()
        assert "redaktsiia.pdf" in page
        assert client.get(reverse("acts:day_pdf", args=[base.pk])).status_code == 404

    def test_whether_an_act_was_in_force(self, hall: Hall) -> None:
        acts.registered(hall, 5, BORN, by="health_exec", until=DAY)
        client, address = as_(hall, "economy_exec"), reverse("acts:standing")
        assert (
            "чинний</b> з 15.01.2026"
            in client.get(f"{address}?nomer=5-р&vid=2026-01-15&den=2026-03-02").content.decode()
        )
        assert (
            "строк дії закінчився" in client.get(f"{address}?nomer=5-р&vid=2026-01-15&den=2026-03-03").content.decode()
        )
        assert "жоден акт його не називає" in client.get(f"{address}?nomer=7-р&vid=2026-01-15").content.decode()
        assert "Тут буде видно" in client.get(address).content.decode()

    @pytest.mark.parametrize("name", ["vid", "den"])
    def test_the_force_is_not_said_for_a_day_that_cannot_be_read(self, hall: Hall, name: str) -> None:
        acts.registered(hall, 5, BORN, by="health_exec", until=DAY)
        client, address = as_(hall, "economy_exec"), reverse("acts:standing")
        asked = {"nomer": "5-р", "vid": "15.01.2026", "den": "03.03.2026", name: "31.02.2026"}
        answer = client.get(address, asked)
        page = answer.content.decode()
        assert answer.context["form"].errors == {name: [WRONG]}
        for typed in asked.values():
            assert f'value="{typed}"' in page
        for words in ("act-standing", "жоден акт його не називає", "Тут буде видно"):
            assert words not in page
        assert client.get(address, {"nomer": "5-р"}).context["form"].errors == {"vid": ["Зазначте дату акта."]}


class TestBringingIn:
    def test_the_file_is_read_looked_through_and_kept(self, hall: Hall) -> None:
        words = REGULATION.read_text(encoding="utf-8")
        file = SimpleUploadedFile("377.txt", words[: words.index("## **РЕГЛАМЕНТ**")].encode())
        client, address = as_(hall, "records_head"), reverse("acts:bring_in")
        assert "Внести раніше виданий акт" in client.get(address).content.decode()
        answer = client.post(address, {"rozpiznaty": "1", "file": file})
        page, form = answer.content.decode(), answer.context["form"]
        assert "зі змінами: рішення виконкому міської ради від 19.02.2020 № 104" in page
        assert form.initial["index"] == "377"
        given = {name: value for name, value in form.initial.items() if value} | {
            "kept": answer.context["kept"], "with_relations": "on", "with_named": "on", "adopted_on": "2021-07-21",
        }  # fmt: skip
        answer = client.post(address, given | {"title": ""})
        assert answer.context["form"].errors["title"]
        answer = client.post(address, given)
        act = Act.objects.get(document__index="377")
        assert answer.url == reverse("acts:act", args=[act.pk])
        assert Act.objects.count() == 6
        assert Entry.objects.filter(code="documents.file_added", document=act.document_id).exists()
        page = client.get(answer.url).content.decode()
        assert "визнає таким, що втратило чинність" in page
        page = client.get(reverse("acts:day", args=[act.pk])).content.decode()
        assert "Затвердити Регламент" in page
        base = Act.objects.get(document__index="575")
        page = client.get(reverse("acts:day", args=[base.pk]) + "?den=2021-07-21").content.decode()
        assert "втратив чинність</b> з 21.07.2021: рішення виконкому міської ради від 21.07.2021 № 377" in page
        assert "Тексту цього акта в системі немає" in page

    def test_a_file_that_is_not_read_is_only_kept(self, hall: Hall) -> None:
        client, address = as_(hall, "records_head"), reverse("acts:bring_in")
        answer = client.post(address, {"rozpiznaty": "1", "file": SimpleUploadedFile("skan.pdf", b"%PDF-1.4")})
        given = {
            "kept": answer.context["kept"],
            "kind": "order",
            "index": "193-р",
            "adopted_on": "2013-08-12",
            "title": "Про Настанову",
        }
        assert client.post(address, given | {"adopted_on": "2030-01-01"}).status_code == 409
        client.post(address, given)
        act = Act.objects.get()
        assert (act.text, act.document.files.get().name) == ({}, "skan.pdf")
        # Another's token is no file.
        assert client.post(address, given | {"kept": "вигадано", "index": "194-р"}).status_code == 302
        assert Act.objects.get(document__index="194-р").document.files.count() == 0

    def test_only_for_those_who_bring_records_in(self, hall: Hall) -> None:
        assert as_(hall, "economy_exec").get(reverse("acts:bring_in")).status_code == 403


def test_the_acts_page_asks_as_much_with_many_relations(hall: Hall, django_assert_max_num_queries: Any) -> None:
    base, _ = changed(hall)
    client, address = as_(hall, "economy_exec"), reverse("acts:act", args=[base.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        source = acts.registered(hall, 20 + number, DAY + timedelta(days=number), by="economy_exec")
        Relation.objects.create(source=source, kind="changes", target=base, done_at=AT, target_points=["1"])
    with django_assert_max_num_queries(len(few)):
        client.get(address)
