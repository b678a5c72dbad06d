"""Forty letters in a row: taken in together, registered one after another, left and come back to."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from magistrat.documents.actions import files, piles
from magistrat.documents.models import Document, Pile, PileLetter
from magistrat.documents.queries import piles as read
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def clerk(client, office):
    return make.signed_in(client, office.clerk)


def uploads(count: int) -> list[files.Upload]:
    return [files.Upload(f"лист-{n}.txt", f"Лист {n}".encode()) for n in range(1, count + 1)]


def dropped(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"лист-{n}.txt", f"Лист {n}".encode()) for n in range(1, count + 1)]


def typed(office, number: int, **changes):
    return {
        "registry": office.incoming.pk, "correspondent": office.sender.pk, "their_index": f"7/{number}", "their_date": "0903",
        "summary": f"Про справу {number}", "addressee": office.mayor.post_id, "kind": office.letter.pk, "pages": "1",
        "annex_pages": "0", "signed_by": "Директор Микола ТИХИЙ", "way": "courier", "arrived_at": "10.03.2026 09:00",
    } | changes  # fmt: skip


class TestReceiving:
    def test_each_file_is_a_letter_in_the_order_given(self, office):
        pile = piles.receive(actor=office.clerk, at=AT, uploads=uploads(3), way="post")
        names = pile.letters.order_by("position").values_list("document__files__name", flat=True)
        assert list(names) == ["лист-1.txt", "лист-2.txt", "лист-3.txt"]

    def test_all_or_none(self, office, settings):
        settings.UPLOAD_LIMIT_BYTES = 20
        too_large = [*uploads(2), files.Upload("великий.txt", b"x" * 21)]
        with pytest.raises(Refusal, match="великий"):
            piles.receive(actor=office.clerk, at=AT, uploads=too_large, way="post")
        assert not Document.objects.exists()
        assert not Pile.objects.exists()

    def test_none_too_many_and_no_right(self, office):
        with pytest.raises(Refusal, match="Виберіть файли"):
            piles.receive(actor=office.clerk, at=AT, uploads=[], way="post")
        with pytest.raises(Refusal, match="не більше 200"):
            piles.receive(actor=office.clerk, at=AT, uploads=uploads(201), way="post")
        with pytest.raises(Refusal) as refused:
            piles.receive(actor=office.stranger, at=AT, uploads=uploads(1), way="post")
        assert refused.value.is_right
        assert not Pile.objects.exists()


class TestInARow:
    @pytest.fixture
    def letters(self, clerk, office) -> list[int]:
        answer = clerk.post(reverse("documents:receive"), {"files": dropped(3), "way": "post", "pidriad": "1"})
        assert answer.status_code == 302
        return list(PileLetter.objects.order_by("position").values_list("document", flat=True))

    def address(self, document: int) -> str:
        return reverse("documents:register_arrival", args=[document])

    def test_the_next_opens_by_itself_with_what_was_kept(self, clerk, office, letters):
        pile = Pile.objects.get()
        assert clerk.get(reverse("documents:pile_go_on", args=[pile.pk])).url == self.address(letters[0])
        page = clerk.get(self.address(letters[0])).content.decode()
        assert "1 з 3" in page
        deputy = typed(office, 1, addressee=office.deputy.post_id, keep="1")
        answer = clerk.post(self.address(letters[0]), deputy)
        assert answer.url == f"{self.address(letters[1])}?zareiestrovano={letters[0]}"
        following = clerk.get(answer.url)
        assert Document.objects.get(pk=letters[0]).index in following.content.decode()
        initial = following.context["form"].initial
        assert (initial["addressee"], initial["way"]) == (office.deputy.post_id, "courier")
        assert initial.get("their_index", "") == ""

    def test_the_category_of_a_new_correspondent_is_chosen_for_each_letter(self, clerk, office, letters):
        new = {"correspondent": "", "correspondent_text": "ТОВ «Світанок»", "new_kind": "enterprise"}
        clerk.post(self.address(letters[0]), typed(office, 1, **new, keep="1"))
        make.correspondent("Петренко Іванна Петрівна", "citizen")
        unmatched = {"correspondent": "", "correspondent_text": "Петренко Іван"}
        page = clerk.post(self.address(letters[1]), typed(office, 2, **unmatched, keep="1")).content.decode()
        asked = page.partition('name="new_kind"')[2].partition("</select>")[0]
        assert 'value="enterprise"' in asked
        assert "selected" not in asked

    def test_nothing_is_kept_when_the_clerk_says_no(self, clerk, office, letters):
        clerk.post(self.address(letters[0]), typed(office, 1, addressee=office.deputy.post_id))
        following = clerk.get(self.address(letters[1]))
        assert Pile.objects.get().kept == {}
        assert following.context["keeps"] is False

    def test_what_was_passed_over_comes_at_the_end_and_then_the_whole_pile(self, clerk, office, letters):
        assert clerk.post(self.address(letters[1]), typed(office, 2)).url.startswith(self.address(letters[2]))
        assert "залишилося 2 з 3" in clerk.get(reverse("documents:arrivals")).content.decode()
        assert clerk.post(self.address(letters[2]), typed(office, 3)).url.startswith(self.address(letters[0]))
        pile = Pile.objects.get().pk
        assert clerk.post(self.address(letters[0]), typed(office, 1)).url == reverse("documents:pile", args=[pile])
        whole = clerk.get(reverse("documents:pile", args=[pile])).content.decode()
        assert all(one.index in whole for one in Document.objects.all())
        assert clerk.get(reverse("documents:pile_go_on", args=[pile])).url == reverse("documents:pile", args=[pile])
        assert not read.begun(actor=office.clerk)

    def test_another_unit_s_clerk_sees_nothing_of_it(self, client, office, letters):
        other = make.signed_in(client, office.department_clerk)
        assert other.get(reverse("documents:pile", args=[Pile.objects.get().pk])).status_code == 403

    def test_dropped_on_the_page_of_registration(self, clerk, office):
        assert (
            reverse("documents:pile_begin")
            in clerk.get(reverse("documents:register", args=["incoming"])).content.decode()
        )
        answer = clerk.post(reverse("documents:pile_begin"), {"files": dropped(2)})
        assert answer.url == reverse("documents:pile_go_on", args=[Pile.objects.get().pk])
        assert "Виберіть файли" in clerk.post(reverse("documents:pile_begin"), follow=True).content.decode()
