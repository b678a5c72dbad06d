"""Pages: opened, refused with the clause, sent; the same number of statements at few and many rows."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.documents.actions import annulling, arrivals, files, piles, registration
from magistrat.documents.card import Party
from magistrat.documents.models import CaseFile, Correspondent, Document, File, Grant, Link, PaperMove, Registry
from magistrat.documents.queries import lists
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


def typed(office, **changes):
    """What the clerk's browser sends for an ordinary letter."""
    return {
        "registry": office.incoming.pk,
        "correspondent": office.sender.pk,
        "correspondent_text": office.sender.name,
        "their_index": "01-12/77",
        "their_date": "0903",
        "summary": "Про ремонт водогону",
        "addressee": office.mayor.post_id,
        "kind": office.letter.pk,
        "pages": "2",
        "annex_pages": "0",
        "signed_by": "Директор Микола ТИХИЙ",
        "way": "post",
        "arrived_at": "10.03.2026 09:00",
    } | changes


class TestEveryPageOpens:
    def test_lists_and_directories(self, clerk, office):
        make.registered(office)
        case = CaseFile.objects.create(
            year=2026, department_id=office.clerk.department_id, index="04.1-05", title="Листування", keep_term="5 р."
        )
        for name, *args in (
            ("list",), ("search",), ("arrivals",), ("register", "incoming"), ("register", "outgoing"), ("register", "internal"),
            ("correspondents",), ("correspondent_add",), ("correspondent", office.sender.pk), ("nomenclature_year", 2026),
            ("case_add", 2026), ("case", case.pk), ("journal", office.incoming.pk),
        ):  # fmt: skip
            answer = clerk.get(reverse(f"documents:{name}", args=args))
            assert answer.status_code == 200, name

    def test_an_address_with_a_number_that_nothing_has(self, clerk):
        assert clerk.get(f"/dokumenty/{10**30}/").status_code == 403

    def test_a_row_says_what_its_columns_are_and_is_escaped(self, clerk, office):
        made = make.registered(office, summary="Про <b>водогін</b>")
        columns = "&".join(f"st={key}" for key in ("day", "party", "summary", "state", "kind", "registry"))
        page = clerk.get(f"{reverse('documents:list')}?{columns}&vybraty=usi").content.decode()
        row = page[page.index("<tr data-row>") : page.index("</tr>", page.index("<tr data-row>"))]
        assert "Про &lt;b&gt;водогін&lt;/b&gt;" in row
        for said in (
            made.index, "10.03.2026", office.sender.name, made.get_state_display(), office.letter.title,
            office.incoming.title, f'href="{reverse("documents:card", args=[made.pk])}"', " checked>",
        ):  # fmt: skip
            assert said in html.unescape(row), said
        assert row.count("<td") == 8

    def test_all_tabs_of_a_card(self, clerk, office):
        document = make.registered(office, uploads=[files.Upload("лист.pdf", make.pdf(("Лист",)))])
        for name in ("faily", "zviazky", "oryhinal", "dostup", "istoriia"):
            answer = clerk.get(reverse("documents:card_tab", args=[document.pk, name]))
            assert answer.status_code == 200, name
            assert document.index in answer.content.decode()
        for name in ("card", "label", "printed", "correct"):
            assert clerk.get(reverse(f"documents:{name}", args=[document.pk])).status_code == 200, name
        assert clerk.get(reverse("documents:card_tab", args=[document.pk, "inshe"])).status_code == 404

    def test_registries_for_their_keeper(self, client, office):
        keeper = make.signed_in(client, office.administrator)
        for name, *args in (("registries",), ("registry_add",), ("registry", office.incoming.pk)):
            assert keeper.get(reverse(f"documents:{name}", args=args)).status_code == 200, name


class TestRegisterPage:
    def test_an_ordinary_letter(self, clerk, office):
        answer = clerk.post(reverse("documents:register", args=["incoming"]), typed(office))
        document = Document.objects.get()
        assert answer.url == reverse("documents:card", args=[document.pk])
        assert (document.index, document.parties.get().their_date.isoformat()) == ("04.1/26/1", "2026-03-09")
        assert "Зареєстровано за індексом 04.1/26/1" in clerk.get(answer.url).content.decode()

    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    def test_a_units_clerk_is_offered_the_head_of_his_unit(self, client, city):
        office = make.office(city)
        for who, addressee in ((office.clerk, office.mayor), (office.department_clerk, office.department_head)):
            page = make.signed_in(client, who).get(reverse("documents:register", args=["incoming"]))
            assert page.context["form"]["addressee"].value() == str(addressee.post_id)

    def test_files_go_with_it(self, clerk, office):
        upload = SimpleUploadedFile("лист.pdf", make.pdf(("Лист",)))
        clerk.post(reverse("documents:register", args=["incoming"]), typed(office) | {"files": [upload]})
        assert File.objects.get().document == Document.objects.get()

    def test_empty_fields_are_told_beside_them(self, clerk, office):
        answer = clerk.post(reverse("documents:register", args=["incoming"]), typed(office, summary="", their_index=""))
        assert answer.status_code == 422
        answer = clerk.post(reverse("documents:register", args=["incoming"]), typed(office, their_index=""))
        assert answer.status_code == 409
        assert "ихідний індекс" in answer.content.decode()
        assert not Document.objects.exists()

    def test_the_earlier_paper_is_told_and_may_be_confirmed(self, clerk, office):
        clerk.post(reverse("documents:register", args=["incoming"]), typed(office))
        answer = clerk.post(reverse("documents:register", args=["incoming"]), typed(office))
        assert answer.status_code == 409
        assert "вже зареєстровано" in answer.content.decode()
        clerk.post(reverse("documents:register", args=["incoming"]), typed(office, confirm="on"))
        assert Document.objects.count() == 2

    def test_words_typed_without_choosing_are_looked_up(self, clerk, office):
        page = reverse("documents:register", args=["incoming"])
        clerk.post(page, typed(office, correspondent="", correspondent_text="кп Водоканал"))
        assert Document.objects.get().correspondent == office.sender

    def test_a_like_name_is_confirmed_or_written_as_new(self, clerk, office):
        like = make.correspondent("Петренко Іванна Петрівна", "citizen")
        page = reverse("documents:register", args=["incoming"])
        said = {"correspondent": "", "correspondent_text": "Петренко Іван"}
        answer = clerk.post(page, typed(office, **said))
        assert answer.status_code == 422
        assert not Document.objects.exists()
        assert f'name="like" value="{like.pk}"' in answer.content.decode()
        answer = clerk.post(page, typed(office, **said, like=like.pk, summary=""))
        assert answer.context["form"]["correspondent"].value() == str(like.pk)
        assert like.name in answer.content.decode()
        assert answer.context["form"]["their_index"].value() == "01-12/77"
        clerk.post(page, typed(office, **said, like=like.pk))
        assert Document.objects.latest("pk").correspondent == like
        clerk.post(page, typed(office, **said, new_kind="citizen", their_index="01-12/78"))
        made = Document.objects.latest("pk").correspondent
        assert (made.name, made.kind) == ("Петренко Іван", "citizen")

    def test_a_confirmed_or_exact_name_is_not_written_anew_though_a_category_is_chosen(self, clerk, office):
        like = make.correspondent("Петренко Іванна Петрівна", "citizen")
        page, there = reverse("documents:register", args=["incoming"]), Correspondent.objects.count()
        said = {"correspondent": "", "correspondent_text": "Петренко Іван", "new_kind": "citizen"}
        clerk.post(page, typed(office, **said, like=like.pk))
        assert Document.objects.latest("pk").correspondent == like
        said["correspondent_text"] = "кп Водоканал"
        clerk.post(page, typed(office, **said, their_index="01-12/78"))
        assert Document.objects.latest("pk").correspondent == office.sender
        assert Correspondent.objects.count() == there

    def test_a_new_one_is_written_though_one_like_other_words_was_confirmed_before(self, clerk, office):
        like = make.correspondent("Петренко Іванна Петрівна", "citizen")
        said = {"correspondent": "", "correspondent_text": "ТОВ «Світанок»", "new_kind": "enterprise", "like": like.pk}
        clerk.post(reverse("documents:register", args=["incoming"]), typed(office, **said))
        assert Document.objects.get().correspondent.name == "ТОВ «Світанок»"

    def test_a_new_correspondent_is_written_once_though_the_card_is_sent_again(self, clerk, office):
        page = reverse("documents:register", args=["incoming"])
        said = {"correspondent": "", "correspondent_text": "ТОВ «Світанок»", "new_kind": "enterprise"}
        answer = clerk.post(page, typed(office, **said, pages="", their_date=""))
        made = Correspondent.objects.get(name="ТОВ «Світанок»")
        assert answer.context["form"]["correspondent"].value() == str(made.pk)

    def test_a_further_correspondent_only_like_another_is_told(self, clerk, office):
        make.correspondent("Районна рада", "district_council")
        page = reverse("documents:register", args=["incoming"])
        answer = clerk.post(page, typed(office, correspondent_2_text="районна"))
        assert "Схожі: Районна рада." in answer.context["form"].errors["correspondent_2"][0]

    def test_a_new_correspondent_is_written_into_the_directory(self, clerk, office):
        new = {"correspondent": "", "correspondent_text": "ТОВ «Світанок»"}
        answer = clerk.post(reverse("documents:register", args=["incoming"]), typed(office, **new))
        assert answer.status_code == 422
        clerk.post(reverse("documents:register", args=["incoming"]), typed(office, new_kind="enterprise", **new))
        assert Document.objects.get().correspondent.name == "ТОВ «Світанок»"

    def test_the_next_arrival_opens_by_itself(self, clerk, office):
        first, second = make.arrival(office), make.arrival(office, arrived_at=AT - timedelta(minutes=5))
        answer = clerk.post(reverse("documents:register_arrival", args=[first.pk]), typed(office))
        assert answer.url.startswith(reverse("documents:register_arrival", args=[second.pk]))
        assert "Щойно зареєстровано" in clerk.get(answer.url).content.decode()

    def test_the_letters_own_text_fills_the_card(self, clerk, office):
        office.sender.code = "03341316"
        office.sender.save()
        letter = make.pdf(("05.03.2026 № 12/01-340", "Код ЄДРПОУ 03341316", "Про ремонт мереж"))
        arrival = make.arrival(office, uploads=[files.Upload("лист.pdf", letter)])
        form = clerk.get(reverse("documents:register_arrival", args=[arrival.pk])).context["form"]
        assert (form["their_index"].value(), form["summary"].value()) == ("12/01-340", "Про ремонт мереж")
        assert form["correspondent"].value() == office.sender.pk

    def test_a_reply_is_linked_with_our_letter(self, clerk, office):
        ours = make.outgoing(office)
        letter = make.pdf(("05.03.2026 № 12/01-340", f"На № {ours.index} від 04.03.2026", "Про ремонт мереж"))
        arrival = make.arrival(office, uploads=[files.Upload("лист.pdf", letter)])
        page = reverse("documents:register_arrival", args=[arrival.pk])
        form = clerk.get(page).context["form"]
        assert form["answers"].value() == ours.pk
        clerk.post(page, typed(office, answers=ours.pk))
        assert Link.objects.filter(source=arrival, target=ours, kind="reply").exists()

    def test_an_index_typed_without_choosing_is_looked_up(self, clerk, office):
        make.registered(office)
        earlier, ours = make.registered(office), make.outgoing(office)
        page = reverse("documents:register", args=["incoming"])
        text = {"answers_text": f" № {ours.index}", "earlier_text": earlier.index}
        assert clerk.post(page, typed(office, **text)).status_code == 302
        made = Document.objects.latest("pk")
        assert set(made.links.values_list("target", "kind")) == {(ours.pk, "reply"), (earlier.pk, "about")}

    @pytest.mark.parametrize("name", ["answers", "earlier"])
    def test_an_index_that_nothing_has_is_told_beside_the_field(self, clerk, office, name):
        made = make.registered(office)
        page = reverse("documents:register", args=["incoming"])
        answer = clerk.post(page, typed(office, **{f"{name}_text": "99/26/5"}))
        assert answer.status_code == 422
        assert answer.context["form"].errors[name][0].startswith("Документа з індексом «99/26/5» немає")
        assert 'value="99/26/5"' in answer.content.decode()
        assert Document.objects.latest("pk") == made

    def test_of_two_with_the_index_one_is_to_be_chosen(self, clerk, office):
        other = make.registry("other", "outgoing", office.outgoing.department, office.outgoing.pattern)
        other.clerks.add(office.clerk.post_id)
        first, second = make.outgoing(office), make.outgoing(replace(office, outgoing=other))
        assert first.index == second.index
        answer = clerk.post(reverse("documents:register", args=["incoming"]), typed(office, answers_text=first.index))
        assert "кілька: виберіть зі списку" in answer.context["form"].errors["answers"][0]

    def test_a_letter_of_ours_that_is_not_here_is_named_by_number_and_day(self, clerk, office):
        page = reverse("documents:register", args=["incoming"])
        said = {"answered_index": " 04.1/19/15", "answered_date": "12.11.2019"}
        assert clerk.post(page, typed(office, **said)).status_code == 302
        made = Document.objects.latest("pk")
        assert (made.answered_index, str(made.answered_date)) == ("04.1/19/15", "2019-11-12")
        for name, arg in (("card", made.pk), ("printed", made.pk)):
            assert "04.1/19/15 від 12.11.2019" in clerk.get(reverse(f"documents:{name}", args=[arg])).content.decode()
        found = clerk.get(reverse("documents:list"), {"q": "04.1/19/15"}).content.decode()
        assert made.index in found
        page = reverse("documents:correct", args=[made.pk])
        assert 'value="04.1/19/15"' in clerk.get(page).content.decode()
        wrong = {"answered_index": "", "answered_date": "12.11.2019", "reason": "помилка"}
        answer = clerk.post(page, typed(office, **wrong))
        assert answer.status_code == 409
        assert answer.context["form"].errors["answered_index"]

    def test_asks_what_stands_on_the_paper(self, clerk, office):
        """Cabinet resolution 55, item 41."""
        page = reverse("documents:register", args=["incoming"])
        empty = {"their_date": "", "signed_by": "", "pages": "", "annex_pages": ""}
        answer = clerk.post(page, typed(office, **empty))
        assert answer.status_code == 409
        assert set(answer.context["form"].errors) == set(empty)
        assert "б/д" in answer.content.decode()
        assert clerk.post(page, typed(office, their_date="б/д")).status_code == 302
        assert Document.objects.get().parties.get().their_date is None

    def test_a_citizen_or_a_call_has_none_of_it(self, clerk, office):
        page = reverse("documents:register", args=["incoming"])
        citizen = make.correspondent("Тиха Оксана Іванівна", "citizen")
        said = {"their_index": "", "their_date": "", "signed_by": ""}
        assert clerk.post(page, typed(office, correspondent=citizen.pk, **said)).status_code == 302
        assert clerk.post(page, typed(office, way="phone", pages="", annex_pages="", **said)).status_code == 302

    def test_the_file_is_offered_and_who_signed_is_filled_in(self, clerk, office):
        case = CaseFile.objects.create(
            year=2026, department_id=office.clerk.department_id, index="04.1-05", title="Листування", keep_term="5 р."
        )
        page = reverse("documents:register", args=["incoming"])
        clerk.post(page, typed(office, case_file=case.pk))
        assert Document.objects.get().case_file_id == case.pk
        options = clerk.get(reverse("documents:correspondent_options"), {"q": "водо"}).content.decode()
        assert "Микола ТИХИЙ" in html.unescape(options)

    def test_outgoing_and_internal(self, clerk, office):
        outgoing = {
            "registry": office.outgoing.pk,
            "correspondent": office.sender.pk,
            "summary": "Про відповідь",
            "author": office.mayor.post_id,
            "kind": office.letter.pk,
            "signed_on": "1003",
            "files": [SimpleUploadedFile("підписаний.pdf", make.pdf(("Про відповідь",)))],
        }
        clerk.post(reverse("documents:register", args=["outgoing"]), outgoing)
        memo = make.kind("memo", "Службова записка", ("internal",))
        internal = {
            "registry": office.internal.pk,
            "summary": "Про нараду",
            "author": office.deputy.post_id,
            "addressee": office.mayor.post_id,
            "kind": memo.pk,
        }
        clerk.post(reverse("documents:register", args=["internal"]), internal)
        assert set(Document.objects.values_list("index", flat=True)) == {"04.1/26/1", "1/04.1-вн"}

    def test_a_copy_begins_with_the_similar_card(self, clerk, office):
        document = make.registered(office)
        form = clerk.get(reverse("documents:register", args=["incoming"]) + f"?kopiia={document.pk}").context["form"]
        assert (form["summary"].value(), form["their_index"].value() or "") == (document.summary, "")

    def test_who_has_no_right_sees_the_clause(self, client, office):
        answer = make.signed_in(client, office.executor).get(reverse("documents:register", args=["incoming"]))
        assert answer.status_code == 403
        assert "7.4" in answer.content.decode()

    def test_a_supplement_page(self, client):
        office = make.office("druzhkivka")
        first = make.registered(office)
        clerk = make.signed_in(client, office.clerk)
        page = reverse("documents:supplement", args=[first.pk])
        assert "Доповнення до" in clerk.get(page).content.decode()
        clerk.post(page, typed(office))
        assert Document.objects.filter(index=f"до {first.index}").exists()

    def test_what_came_is_registered_as_a_supplement(self, client):
        office = make.office("druzhkivka")
        first, arrival = make.registered(office), make.arrival(office)
        clerk = make.signed_in(client, office.clerk)
        page = reverse("documents:register_arrival", args=[arrival.pk])
        for opened in (page, reverse("documents:arrival", args=[arrival.pk])):
            assert "Доповнення до зареєстрованого документа" in clerk.get(opened).content.decode()
        wrong = clerk.get(page, {"do": "", "do_text": "99/1"}).content.decode()
        assert "Вхідного документа з індексом «99/1» немає" in wrong
        for named in (f"?do={first.pk}", f"?do=&do_text={first.index}"):
            answer = clerk.get(page + named)
            assert f"Доповнення до {first.index}" in answer.content.decode()
            assert answer.context["form"]["correspondent"].value() == office.sender.pk
        clerk.post(f"{page}?do={first.pk}", typed(office))
        arrival.refresh_from_db()
        assert (arrival.state, arrival.index) == ("registered", f"до {first.index}")

    def test_what_a_supplement_that_came_is_related_to_is_kept(self, client):
        office = make.office("druzhkivka")
        first, other, ours, arrival = (
            make.registered(office), make.registered(office), make.outgoing(office), make.arrival(office),
        )  # fmt: skip
        page = reverse("documents:register_arrival", args=[arrival.pk]) + f"?do={first.pk}"
        said = typed(office, answers=ours.pk, earlier_text=other.index)
        assert make.signed_in(client, office.clerk).post(page, said).status_code == 302
        assert set(arrival.links.values_list("target", "kind")) == {
            (first.pk, "supplement"), (ours.pk, "reply"), (other.pk, "about"),
        }  # fmt: skip

    def test_a_supplement_that_came_begins_with_the_first_card_but_for_what_it_says_itself(self, client):
        office = make.office("druzhkivka")
        clerk, claim = make.signed_in(client, office.clerk), make.kind("claim", "Претензія", ("incoming",)).pk
        first = make.registered(office, kind=claim, addressee=office.deputy.post_id, is_restricted=True)
        other = make.correspondent("Районна рада", "district_council")
        plain, named, reviewed = (
            make.arrival(office),
            make.arrival(office, parties=(Party(other.pk, "7/1"),)),
            make.arrival(office),
        )
        arrivals.admit(
            actor=office.clerk, at=AT, document_id=reviewed.pk, kind=office.letter.pk, addressee=office.mayor.post_id
        )

        def begins(arrival, *names):
            page = reverse("documents:register_arrival", args=[arrival.pk]) + f"?do={first.pk}"
            form = clerk.get(page).context["form"]
            return tuple(form[name].value() for name in names)

        asked = ("kind", "addressee", "is_restricted", "summary")
        assert begins(plain, *asked) == (claim, office.deputy.post_id, True, first.summary)
        assert begins(reviewed, *asked) == (office.letter.pk, office.mayor.post_id, True, first.summary)
        assert begins(named, "kind", "correspondent", "their_index") == (claim, other.pk, "7/1")

    def test_what_was_kept_in_a_pile_does_not_replace_the_first_card(self, client):
        office = make.office("druzhkivka")
        clerk = make.signed_in(client, office.clerk)
        first = make.registered(office, addressee=office.deputy.post_id)
        pile = piles.receive(actor=office.clerk, at=AT, uploads=[files.Upload("лист.txt", b"1")], way="post")
        letter = pile.letters.get().document_id
        piles.keep(document_id=letter, values={"addressee": office.mayor.post_id})
        page = reverse("documents:register_arrival", args=[letter])
        assert clerk.get(page).context["form"]["addressee"].value() == office.mayor.post_id
        assert clerk.get(f"{page}?do={first.pk}").context["form"]["addressee"].value() == office.deputy.post_id

    def test_a_secretary_supplements_what_she_keeps(self, client):
        office = make.office("druzhkivka")
        unit = office.internal.department
        who = make.actor("Секретар керівника", unit, "leader_assistant")
        office.internal.clerks.add(who.post_id)
        memo = make.kind("memo", "Службова записка", ("internal",)).pk
        own = {"kind": memo, "parties": (), "author": office.department_head.post_id, "way": "", "arrived_at": None}
        first = registration.register_internal(
            actor=who, at=AT, registry_id=office.internal.pk, card=make.card(office, **own)
        )
        page = reverse("documents:supplement", args=[first.pk])
        assert page in make.signed_in(client, who).get(reverse("documents:card", args=[first.pk])).content.decode()
        assert client.get(page).status_code == 200

    @pytest.mark.parametrize(("city", "is_offered"), [("kryvyi-rih", True), ("druzhkivka", False)])
    def test_the_relation_is_offered_where_it_has_no_deed_of_its_own(self, client, city, is_offered):
        office = make.office(city)
        first, second = make.registered(office), make.registered(office)
        clerk = make.signed_in(client, office.clerk)
        tab = reverse("documents:card_tab", args=[second.pk, "zviazky"])
        assert ('value="supplement"' in clerk.get(tab).content.decode()) == is_offered
        clerk.post(reverse("documents:link", args=[second.pk]), {"target": first.pk, "kind": "supplement"})
        assert second.links.filter(kind="supplement", target=first).exists() == is_offered


class TestStopped:
    """What stops a small deed is said on its own page, which holds what was typed, unfolded."""

    def test_a_loss_without_the_copy_keeps_its_explanation(self, client):
        office = make.office()
        document, clerk = make.registered(office), make.signed_in(client, office.clerk)
        given = {"post": office.mayor.post_id, "signed_by": "О. Вигадана"}
        page = clerk.post(reverse("documents:hand_over", args=[document.pk]), given | {"signed_by": ""})
        assert (page.status_code, f'value="{office.mayor.post_id}"' in page.content.decode()) == (422, True)
        clerk.post(reverse("documents:hand_over", args=[document.pk]), given)
        lost = clerk.post(reverse("documents:lose", args=[document.pk]), {"explanation": "Згорів під час обстрілу."})
        page = lost.content.decode()
        assert (lost.status_code, "Згорів під час обстрілу." in page, "повертають його копію" in page) == (
            409,
            True,
            True,
        )
        assert "<details open><summary>Оригінал втрачено" in page

    def test_an_admission_and_the_reasons_of_its_end_and_of_a_parted_link(self, client):
        office = make.office()
        first, second = make.registered(office), make.registered(office)
        clerk = make.signed_in(client, office.clerk)
        page = clerk.post(reverse("documents:admit", args=[first.pk]), {"post": "", "ground": "Для відома"})
        assert (page.status_code, 'value="Для відома"' in page.content.decode()) == (422, True)
        clerk.post(
            reverse("documents:admit", args=[first.pk]), {"post": office.stranger.post_id, "ground": "Для відома"}
        )
        grant = first.grants.get(post=office.stranger.post_id, reason="named")
        long = {"reason": "а" * 501}
        page = clerk.post(reverse("documents:exclude", args=[first.pk, grant.pk]), long)
        assert (page.status_code, f'value="{long["reason"]}"' in page.content.decode()) == (422, True)
        clerk.post(reverse("documents:link", args=[second.pk]), {"target": first.pk, "kind": "supplement"})
        link = second.links.get(kind="supplement")
        page = clerk.post(reverse("documents:unlink", args=[second.pk, link.pk]), long)
        assert (page.status_code, f'value="{long["reason"]}"' in page.content.decode()) == (422, True)
        clerk.post(reverse("documents:unlink", args=[second.pk, link.pk]), {"reason": "Не той документ"})
        assert not second.links.filter(kind="supplement").exists()

    def test_a_paper_at_review_stays_at_review(self, client):
        office = make.office("druzhkivka")
        arrival, clerk = make.arrival(office), make.signed_in(client, office.clerk)
        page = reverse("documents:give_unopened", args=[arrival.pk])
        unsaid = clerk.post(page, {"post_text": "Невибраний"})
        assert (unsaid.status_code, 'value="Невибраний"' in unsaid.content.decode()) == (422, True)
        refused = clerk.post(page, {"post": office.executor.post_id, "post_text": "О. Виконавець"})
        assert (refused.status_code, 'value="О. Виконавець"' in refused.content.decode()) == (409, True)
        empty = clerk.post(reverse("documents:hand_to_unit", args=[arrival.pk]), {"department": ""})
        assert (empty.status_code, "Попередній розгляд" in empty.content.decode()) == (422, True)


class TestHints:
    def test_correspondents_by_three_letters_code_and_misspelt(self, clerk, office):
        office.sender.code, office.sender.search_name = "03341316", "кп «водоканал» 03341316"
        office.sender.save()
        for text in ("вод", "0334", "водаканал"):
            assert "Водоканал" in clerk.get(reverse("documents:correspondent_options"), {"q": text}).content.decode(), (
                text
            )

    def test_already_registered_is_answered_while_typing(self, clerk, office):
        document = make.registered(office)
        party = document.parties.get()
        asked = {"correspondent": office.sender.pk, "their_index": party.their_index, "their_date": "0903"}
        answer = clerk.get(reverse("documents:already"), asked).content.decode()
        assert "Уже зареєстровано" in answer
        assert document.index in answer

    def test_of_a_paper_that_is_not_his_no_more_is_told_than_that_it_is_registered(self, client, office):
        document = make.registered(office)
        secret = "Про ремонт водогону"
        reader = make.signed_in(client, office.department_clerk)
        party = document.parties.get()
        asked = {"correspondent": office.sender.pk, "their_index": party.their_index, "their_date": "0903"}
        answer = reader.get(reverse("documents:already"), asked).content.decode()
        assert all(words in answer for words in ("Уже зареєстровано", document.index, office.incoming.title))
        assert (secret in answer, f"/dokumenty/{document.pk}/" in answer) == (False, False)
        own = {"registry": office.unit.pk, "addressee": office.department_head.post_id, "summary": "Про інше"}
        said = typed(office, their_index=party.their_index, **own)
        page = reader.post(reverse("documents:register", args=["incoming"]), said).content.decode()
        assert "вже зареєстровано" in page
        assert (document.index in page, secret in page) == (True, False)

    def test_posts_documents_and_contents(self, clerk, office):
        document = make.registered(office)
        assert "Міський голова" in clerk.get(reverse("documents:post_options"), {"q": "голова"}).content.decode()
        assert document.index in clerk.get(reverse("documents:document_options"), {"q": "водогін"}).content.decode()
        found = clerk.get(reverse("documents:summaries"), {"q": "Про ремонт"})
        assert "Про ремонт водогону" in found.content.decode()


class TestArrivals:
    def test_dropped_files_become_arrivals(self, clerk):
        two = [SimpleUploadedFile("1.pdf", make.pdf(("а",))), SimpleUploadedFile("2.png", make.png())]
        clerk.post(reverse("documents:receive"), {"way": "post", "files": two, "each": "on"})
        assert Document.objects.filter(state="arrived").count() == 2

    def test_review_goes_on_to_registration(self, clerk, office):
        arrival = make.arrival(office)
        page = clerk.get(reverse("documents:arrival", args=[arrival.pk]))
        assert "допустити до реєстрації" in page.content.decode()
        answer = clerk.post(
            reverse("documents:arrival_admit", args=[arrival.pk]), {"kind": office.letter.pk, "is_urgent": "on"}
        )
        assert answer.url == reverse("documents:register_arrival", args=[arrival.pk])
        arrival.refresh_from_db()
        assert arrival.is_urgent
        assert arrival.reviewed_at == AT

    def test_return_on_a_ground(self, clerk, office):
        arrival = make.arrival(office)
        said = {"ground": "no_signature_or_seal", "sender_text": "Ярмарковий комітет", "summary": "Про ярмарок"}
        answer = clerk.post(reverse("documents:arrival_send_back", args=[arrival.pk]), said)
        arrival.refresh_from_db()
        assert (arrival.state, arrival.ground_clause) == ("returned", "24.3.3")
        notice = clerk.get(answer.url).content.decode()
        assert all(words in notice for words in ("Ярмарковий комітет", "«Про ярмарок»", "п. 24.3.3"))
        assert answer.url in clerk.get(reverse("documents:card", args=[arrival.pk])).content.decode()

    def test_words_of_whom_it_concerns_are_not_lost(self, client):
        office = make.office("druzhkivka")
        other, clerk = make.correspondent("Районна рада", "district_council"), make.signed_in(client, office.clerk)
        arrival = make.arrival(office)
        page = reverse("documents:arrival_send_back", args=[arrival.pk])
        said = {"ground": "wrong_address", "sender": office.sender.pk, "summary": "Про дорогу", "forward_to": ""}
        answer = clerk.post(page, said | {"forward_to_text": "Невідома установа"})
        assert answer.status_code == 422
        assert 'value="Невідома установа"' in answer.content.decode()
        answer = clerk.post(page, said | {"forward_to_text": "районна"})
        assert "Схожі: Районна рада." in answer.content.decode()
        answer = clerk.post(page, said | {"forward_to_text": "районна рада"}, follow=True)
        assert "Документ переслано за належністю: надрукуйте повідомлення" in answer.content.decode()
        arrival.refresh_from_db()
        assert (arrival.state, other.name in arrival.ground) == ("returned", True)

    def test_pass_on(self, client):
        office = make.office("druzhkivka")
        kind = make.kind("invitation", "Запрошення")
        arrival = make.arrival(office)
        clerk = make.signed_in(client, office.clerk)
        address = reverse("documents:arrival_pass_on", args=[arrival.pk])
        given = {
            "kind": kind.pk, "department": office.executor.department_id, "sender": office.sender.pk, "summary": "Про свято",
        }  # fmt: skip
        answer = clerk.post(address, given | {"post_text": "Невибраний"})
        assert (answer.status_code, "Виберіть зі списку" in answer.content.decode()) == (422, True)
        assert "Невибраний" in answer.content.decode()
        clerk.post(address, given)
        arrival.refresh_from_db()
        assert (arrival.state, arrival.ground_clause) == ("passed_on", "14.6")

    def test_the_duty_officer_sees_that_it_was_taken_in(self, client, monkeypatch):
        office = make.office("druzhkivka")
        monkeypatch.setenv("MAGISTRAT_NOW", (AT + timedelta(hours=10)).isoformat())
        officer = make.actor("Черговий", office.incoming.department, "duty_officer")
        given = {"files": [SimpleUploadedFile("лист.pdf", make.pdf(("Лист",)))], "way": "hand"}
        answer = make.signed_in(client, officer).post(reverse("documents:receive"), given, follow=True)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Надходження прийнято й передано на розгляд." in page
        made = Document.objects.get()
        assert reverse("documents:arrival", args=[made.pk]) not in page
        assert client.get(reverse("documents:card", args=[made.pk])).status_code == 200

    def test_who_only_reviews_is_not_led_to_registration(self, client):
        office = make.office("druzhkivka")
        came = make.arrival(office)
        arrivals.admit(actor=office.clerk, at=AT, document_id=came.pk, addressee=office.mayor.post_id)
        manager = make.actor("Керуючий справами", office.incoming.department, "affairs_manager")
        page = make.signed_in(client, manager).get(reverse("documents:arrivals")).content.decode()
        assert reverse("documents:register_arrival", args=[came.pk]) not in page
        assert reverse("documents:card", args=[came.pk]) in page

    def test_the_queue_opens_though_one_has_no_moment(self, clerk, office):
        make.arrival(office)
        Document.objects.filter(pk=make.arrival(office).pk).update(arrived_at=None)
        assert clerk.get(reverse("documents:arrivals")).status_code == 200

    def test_a_refusal_is_shown_on_top(self, clerk, office):
        arrival = make.arrival(office)
        answer = clerk.post(
            reverse("documents:arrival_pass_on", args=[arrival.pk]),
            {"kind": office.letter.pk, "department": office.executor.department_id},
        )
        assert answer.status_code == 409
        assert "підлягає реєстрації" in answer.content.decode()


class TestDeeds:
    def test_annul_correct_link_paper_access_and_file(self, client, office):
        document, other = make.registered(office), make.registered(office)
        head = make.signed_in(client, office.records_head)

        def send(name, *args, **data):
            return head.post(reverse(f"documents:{name}", args=[document.pk, *args]), data)

        send("link", target=other.pk, kind="about")
        link = Link.objects.get()
        send("unlink", link.pk, reason="помилковий")
        assert not Link.objects.exists()
        send("hand_over", post=office.mayor.post_id, signed_by="І. Коваль")
        send("take_back")
        send("hand_over", post=office.mayor.post_id, signed_by="І. Коваль")
        send("lose", explanation="Загублено під час переїзду")
        assert PaperMove.objects.filter(kind="lost").count() == 0
        send("lose", explanation="Загублено під час переїзду", copy=SimpleUploadedFile("Копія.pdf", make.pdf()))
        assert list(PaperMove.objects.order_by("id").values_list("kind", flat=True)) == [
            "handed",
            "returned",
            "handed",
            "lost",
        ]
        send("admit", post=office.stranger.post_id, ground="доручення")
        grant = Grant.objects.get(reason="named")
        send("exclude", grant.pk, reason="доручення виконано")
        grant.refresh_from_db()
        assert grant.until == AT
        case = CaseFile.objects.create(
            year=2026, department_id=office.clerk.department_id, index="04.1-05", title="Листування", keep_term="5 р."
        )
        send("file_away", case=case.pk)
        send("annul", reason="зареєстровано двічі")
        document.refresh_from_db()
        assert (document.state, document.case_file) == ("annulled", case)

    def test_correction_page(self, clerk, office):
        document = make.registered(office)
        page = reverse("documents:correct", args=[document.pk])
        data = typed(office, summary="Про заміну водогону", reason="уточнено зміст")
        assert clerk.post(page, data).url == reverse("documents:card", args=[document.pk])
        document.refresh_from_db()
        assert document.summary == "Про заміну водогону"
        assert clerk.post(page, data).status_code == 409

    @pytest.mark.parametrize("count", [1, 2, 4])
    def test_correction_shows_the_names_of_all_correspondents(self, clerk, office, count):
        names = [f"КП «Кореспондент {n}»" for n in range(1, count + 1)]
        parties = tuple(Party(make.correspondent(name).pk, f"7/{n}") for n, name in enumerate(names, 1))
        document = make.registered(office, parties=parties)
        page = clerk.get(reverse("documents:correct", args=[document.pk])).content.decode()
        words = [html.unescape(one) for one in re.findall(r'name="correspondent[_0-9]*_text" value="([^"]*)"', page)]
        assert words == [*names, *[""] * (10 - count)]
        assert ('<details class="more-parties" open>' in page) is (count > 1)

    def test_every_correspondent_has_an_index_a_date_and_a_signature(self, clerk, office):
        others = [make.correspondent(f"КП «Кореспондент {n}»") for n in range(2, 11)]
        said = {}
        for n, one in enumerate(others, 2):
            said |= {f"correspondent_{n}": one.pk, f"their_index_{n}": f"7/{n}", f"their_date_{n}": "0803"}
            said |= {f"signed_by_{n}": f"Директор {n}"}
        assert clerk.post(reverse("documents:register", args=["incoming"]), typed(office, **said)).status_code == 302
        made = Document.objects.get()
        assert [(row.their_index, row.signed_by) for row in made.parties.order_by("position")][1:] == [
            (f"7/{n}", f"Директор {n}") for n in range(2, 11)
        ]
        page = reverse("documents:correct", args=[made.pk])
        assert 'value="Директор 10"' in clerk.get(page).content.decode()
        answer = clerk.post(page, typed(office, **said | {"their_index_2": "7" * 81}, reason="уточнено"))
        assert answer.context["form"].errors["their_index_2"]

    def test_an_annulled_card_begins_a_similar_one(self, clerk, office):
        made = make.registered(office)
        annulling.annul(actor=office.records_head, at=AT, document_id=made.pk, reason="помилка")
        similar = f"{reverse('documents:register', args=['incoming'])}?kopiia={made.pk}"
        assert similar in clerk.get(reverse("documents:card", args=[made.pk])).content.decode()
        assert clerk.get(similar).context["form"]["summary"].value() == made.summary

    def test_what_was_typed_for_a_further_correspondent_stands_open_again(self, clerk, office):
        document = make.registered(office)
        page = reverse("documents:correct", args=[document.pk])
        answer = clerk.post(page, typed(office, reason="уточнено", correspondent_3_text="Невідомий"))
        shown = answer.content.decode()
        assert (answer.status_code, 'name="correspondent_3_text" value="Невідомий"' in shown) == (422, True)
        assert '<details class="more-parties" open>' in shown

    def test_an_acts_card_is_neither_corrected_nor_supplemented(self, clerk, office):
        act = make.registered(office)
        card = reverse("documents:card", args=[act.pk])
        pages = [reverse(f"documents:{name}", args=[act.pk]) for name in ("correct", "supplement")]
        assert pages[0] in clerk.get(card).content.decode()
        Document.objects.filter(pk=act.pk).update(direction="act")
        assert not any(page in clerk.get(card).content.decode() for page in pages)
        for page in pages:
            assert "не виправляють" in clerk.get(page).content.decode()
        assert clerk.post(pages[0], typed(office, summary="Про інше", reason="помилка")).status_code == 409
        act.refresh_from_db()
        assert act.summary == "Про ремонт водогону на вулиці Тихій"

    def test_a_refused_deed_is_said_on_the_page(self, clerk, office):
        document = make.registered(office)
        answer = clerk.post(reverse("documents:take_back", args=[document.pk]), follow=True)
        assert "нікому не передано" in answer.content.decode()


class TestFiles:
    def test_download_pages_and_text(self, clerk, office):
        uploads = [
            files.Upload("лист.pdf", make.pdf(("Лист",), pages=2)),
            files.Upload("лист.docx", make.docx("Шановний колего")),
            files.Upload("фото.png", make.png()),
        ]
        document = make.registered(office, uploads=uploads)
        pdf, docx, png = document.files.order_by("id")
        answer = clerk.get(reverse("documents:file", args=[pdf.pk]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        for file, page in ((pdf, 1), (pdf, 2), (png, 1)):
            answer = clerk.get(reverse("documents:page", args=[file.pk, page]))
            assert answer.content.startswith(b"\x89PNG")
        assert clerk.get(reverse("documents:page", args=[pdf.pk, 9])).status_code == 404
        assert clerk.get(reverse("documents:page", args=[docx.pk, 1])).status_code == 404
        assert "Шановний колего" in clerk.get(reverse("documents:text", args=[docx.pk])).content.decode()
        assert clerk.get(reverse("documents:text", args=[pdf.pk])).status_code == 404

    def test_a_stranger_gets_no_file(self, client, office):
        document = make.registered(office, uploads=[files.Upload("лист.pdf", make.pdf(("Лист",)))])
        stranger = make.signed_in(client, office.stranger)
        file = document.files.get()
        for name, *args in (("file", file.pk), ("page", file.pk, 1), ("text", file.pk)):
            assert stranger.get(reverse(f"documents:{name}", args=args)).status_code in {403, 404, 409}

    def test_add_replace_and_remove(self, clerk, office):
        document = make.registered(office)
        clerk.post(
            reverse("documents:attach", args=[document.pk]),
            {"files": [SimpleUploadedFile("1.txt", b"abc")], "role": "annex"},
        )
        old = File.objects.get()
        clerk.post(reverse("documents:replace", args=[old.pk]), {"files": [SimpleUploadedFile("2.txt", b"def")]})
        new = File.objects.exclude(pk=old.pk).get()
        clerk.post(reverse("documents:remove", args=[new.pk]), {"reason": "зайвий"})
        old.refresh_from_db(), new.refresh_from_db()
        assert old.replaced_by == new
        assert new.removed_at == AT
        assert (
            "Попередні версії" in clerk.get(reverse("documents:card_tab", args=[document.pk, "faily"])).content.decode()
        )


class TestDirectories:
    def test_correspondent_is_added_and_changed(self, clerk, office):
        data = {"name": "ТОВ «Світанок»", "kind": "enterprise", "is_open": "on"}
        clerk.post(reverse("documents:correspondent_add"), data)
        made = Correspondent.objects.get(name="ТОВ «Світанок»")
        assert clerk.post(reverse("documents:correspondent", args=[made.pk]), data | {"code": "123"}).status_code == 409
        clerk.post(reverse("documents:correspondent", args=[made.pk]), data | {"code": "03341316"})
        made.refresh_from_db()
        assert made.code == "03341316"

    def test_registry_is_opened_and_changed(self, client, office):
        keeper = make.signed_in(client, office.administrator)
        data = {
            "title": "Листи громад",
            "key": "hromady",
            "direction": "incoming",
            "department": office.incoming.department_id,
            "pattern": "{n}-г",
            "restarts": "year",
            "first_number": 5,
            "first_year": 2025,
            "clerks": [office.clerk.post_id],
            "is_open": "on",
        }
        keeper.post(reverse("documents:registry_add"), data)
        made = Registry.objects.get(key="hromady")
        assert (made.first_number, made.first_period) == (5, "2025")
        assert keeper.get(reverse("documents:registry", args=[made.pk])).context["form"]["first_year"].value() == "2025"
        assert keeper.post(reverse("documents:registry", args=[made.pk]), data | {"pattern": "{x}"}).status_code == 409
        keeper.post(reverse("documents:registry", args=[made.pk]), data | {"pattern": "{n}-гр"})
        made.refresh_from_db()
        assert (made.pattern, list(made.clerks.values_list("pk", flat=True))) == ("{n}-гр", [office.clerk.post_id])

    def test_the_journal_has_a_line_for_each_number(self, client, office):
        make.registered(office), make.registered(office, is_restricted=True, summary="Про таємне")
        Grant.objects.filter(document=make.registered(office, summary="Про чуже").pk).delete()
        address = reverse("documents:journal", args=[office.incoming.pk])
        head = make.signed_in(client, office.records_head)
        page = head.get(address).content.decode()
        assert page.count('<td class="nowrap">04.1/26/') == 3
        assert "Для службового користування" in page
        assert "Вам цей документ не надано" in page
        assert not any(words in page for words in ("Про таємне", "Про чуже"))
        assert "Про ремонт водогону" in page

    def test_the_journal_is_its_keepers_and_says_where_it_is_cut(self, client, office):
        address = reverse("documents:journal", args=[office.incoming.pk])
        other = make.signed_in(client, office.department_clerk)
        assert other.get(address).status_code == 403
        keeper = make.signed_in(client, office.records_head)
        long = keeper.get(address, {"z": "01.01.2024", "do": "10.03.2026"}).content.decode()
        assert "не більш ніж за рік: показано період із 09.03.2025" in long
        assert "не більш ніж за рік" not in keeper.get(address).content.decode()
        overseer = make.signed_in(client, office.administrator)
        assert overseer.get(address).status_code == 200

    def test_nomenclature(self, clerk, office):
        data = {
            "department": office.clerk.department_id,
            "index": "04.1-05",
            "title": "Листування",
            "keep_term": "5 р.",
        }
        clerk.post(reverse("documents:case_add", args=[2025]), data)
        clerk.post(reverse("documents:nomenclature_copy", args=[2026]))
        clerk.post(reverse("documents:nomenclature_close", args=[2025]))
        old, new = CaseFile.objects.order_by("year")
        assert (old.closed_on is not None, new.year) == (True, 2026)
        clerk.post(reverse("documents:case", args=[new.pk]), data | {"title": "Листування з питань води"})
        assert "з питань води" in clerk.get(reverse("documents:nomenclature_year", args=[2026])).content.decode()


class TestStatements:
    @pytest.mark.parametrize("name", ["list", "search", "arrivals", "correspondents"])
    def test_are_the_same_at_few_and_many_rows(self, clerk, office, name):
        def statements():
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert (
                    clerk.get(reverse(f"documents:{name}"), {"q": "водогону"} if name == "search" else {}).status_code
                    == 200
                )
            return len(captured)

        def grow(n):
            for _ in range(n):
                make.registered(office)
                make.arrival(office)
                make.correspondent(f"ТОВ {_}")

        grow(3)
        statements()
        few = statements()
        grow(25)
        assert statements() == few


class TestExport:
    def test_the_filtered_list(self, clerk, office):
        make.registered(office)
        answer = clerk.get(reverse("documents:xlsx"), {"q": "водогін"})
        assert b"".join(answer.streaming_content).startswith(b"PK")

    @pytest.mark.parametrize("name", ["xlsx", "csv"])
    @pytest.mark.parametrize(("field", "value"), [("since", "щось"), ("registry", "777777"), ("state", "x")])
    def test_nothing_goes_out_by_a_filter_that_was_not_understood(self, clerk, office, name, field, value):
        make.registered(office)
        answer = clerk.get(reverse(f"documents:{name}"), {field: value}, follow=True)
        assert answer.redirect_chain[0][0].startswith(reverse("documents:list"))
        assert field in answer.context["form"].errors

    def test_counts_stop_at_a_thousand(self, office, monkeypatch):
        monkeypatch.setattr(lists, "COUNT_LIMIT", 2)
        for _ in range(4):
            make.registered(office)
        assert lists.count(actor=office.clerk, filters=lists.Filters()) == 3
