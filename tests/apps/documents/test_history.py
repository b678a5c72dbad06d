"""The life of a document on its card: every deed reached, looks apart, one look a visit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from magistrat.documents.actions import files, looks
from magistrat.documents.queries import history
from magistrat.journal import actions as journal
from magistrat.journal.models import Entry
from tests.factories import documents as make
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def clerk(client, office, monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    return make.signed_in(client, office.clerk)


def lived(office, document, number):
    deeds = (
        journal.Deed("documents.linked", document, document.pk, payload={"text": f"Дія {one}."})
        for one in range(number)
    )
    journal.record_many(actor=office.clerk, at=AT, deeds=deeds)


def looked(document):
    return Entry.objects.filter(document=document.pk, code=history.LOOKED)


class TestTimeline:
    def test_the_newest_deed_is_seen_and_the_oldest_is_reached_by_pages(self, clerk, office):
        document = make.registered(office)
        lived(office, document, 210)
        address = reverse("documents:card_tab", args=[document.pk, "istoriia"])
        answer = clerk.get(address)
        assert "Дія 209." in answer.content.decode()
        found, page = [], answer.context["page"]
        while page.next:
            page = clerk.get(address, {"after": page.next}).context["page"]
            found += [row.payload["text"] for row in page.rows]
        assert "Дія 0." in found
        assert any("Зареєстровано" in text for text in found)

    def test_the_printed_card_has_all_deeds_and_no_looks(self, clerk, office):
        document = make.registered(office, is_restricted=True)
        lived(office, document, 210)
        for address in (
            reverse("documents:printed", args=[document.pk]),
            reverse("documents:card_tab", args=[document.pk, "istoriia"]) + "?druk=1",
        ):
            page = clerk.get(address).content.decode()
            assert "Дія 0." in page
            assert "Дія 209." in page
            assert "Переглянуто" not in page

    def test_who_looked_stands_apart(self, clerk, office):
        document = make.registered(office, is_restricted=True)
        address = reverse("documents:card_tab", args=[document.pk, "istoriia"])
        page = clerk.get(address).content.decode()
        assert "Хто переглядав документ" in page
        assert "Переглянуто картку" in clerk.get(address, {"perehliady": "1"}).content.decode()
        ordinary = reverse("documents:card_tab", args=[make.registered(office).pk, "istoriia"])
        assert "Хто переглядав документ" not in clerk.get(ordinary).content.decode()

    def test_the_last_ones_say_that_there_are_earlier_ones(self, office):
        document = make.registered(office)
        few = history.latest(document.pk)
        assert (few.has_earlier, few.entries) == (False, history.whole(document.pk))
        lived(office, document, history.LATEST)
        many = history.latest(document.pk)
        assert many.has_earlier
        assert [entry.payload["text"] for entry in many.entries] == [f"Дія {one}." for one in range(history.LATEST)]


class TestLooks:
    def look(self, office, document, minutes=0, who="clerk", **more):
        looks.looked(actor=getattr(office, who), at=AT + timedelta(minutes=minutes), document=document, **more)

    def test_a_visit_is_one_look_of_a_person_at_a_thing(self, office):
        document = make.registered(office, is_restricted=True)
        for minute in range(5):
            self.look(office, document, minute)
            self.look(office, document, minute, what="файл «1.pdf»")
        self.look(office, document, 1, who="records_head")
        assert looked(document).count() == 3
        self.look(office, document, 31)
        assert looked(document).count() == 4

    def test_each_copy_taken_is_written_down(self, office):
        document = make.registered(office, is_personal=True)
        for _ in range(2):
            self.look(office, document, what="файл «1.pdf»", is_taken=True)
        assert [entry.payload["text"] for entry in looked(document)] == ["Завантажено файл «1.pdf»"] * 2

    def test_pages_and_words_of_a_file_are_one_look(self, clerk, office):
        document = make.registered(office, is_restricted=True, uploads=[files.Upload("1.pdf", make.pdf(("а",), 2))])
        file = document.files.get().pk
        for name in ("page", "page_words", "page", "page_words"):
            for page in (1, 2):
                clerk.get(reverse(f"documents:{name}", args=[file, page]))
        assert [entry.payload["text"] for entry in looked(document)] == ["Переглянуто файл «1.pdf»"]


@pytest.mark.django_db(transaction=True)
def test_pictures_asked_for_at_once_are_one_look():
    office = make.office()
    document = make.registered(office, is_restricted=True)
    at_once(5, lambda n: looks.looked(actor=office.clerk, at=AT, document=document, what="файл «1.pdf»"))
    assert looked(document).count() == 1
