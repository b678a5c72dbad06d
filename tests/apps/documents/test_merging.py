"""Two entries of the directory made one, found by the old name, and made two again; in both cities by their right."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from magistrat.correspondence.models import Dispatch, Letter
from magistrat.documents.actions import correspondents, merging
from magistrat.documents.card import Party
from magistrat.documents.models import Correspondent, Document
from magistrat.documents.queries import correspondents as read
from magistrat.documents.queries import duplicates, search
from magistrat.journal.models import Entry
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def twin(office) -> Correspondent:
    """The same sender written into the directory a second time, with what the first lacks."""
    return correspondents.add(
        actor=office.clerk, at=AT, name="Міськводгосп міста", kind="enterprise", code="03341316", phone="056 000-00-00"
    )


def merge(office, twin, **changes):
    given = {"actor": office.records_head, "at": AT, "merged_id": twin.pk, "into_id": office.sender.pk}
    return merging.merge(**given | {"reason": "Той самий код"} | changes)


def of(twin, index="7/1"):
    return (Party(twin.pk, index, date(2026, 3, 2)),)


class TestMerge:
    def test_documents_go_over_and_are_found_by_both_names(self, office, twin):
        document = make.registered(office, parties=of(twin))
        post = office.mayor.post_id
        letter = Letter.objects.create(
            document=document, blank="mayor", signatory_id=post, drafter_id=post, changed_at=AT
        )
        Dispatch.objects.create(letter=letter, correspondent=twin, way="post", on=date(2026, 3, 2), at=AT, by="діловод")
        into = merge(office, twin)
        twin.refresh_from_db()
        document.refresh_from_db()
        assert (twin.is_open, twin.merged_into_id, into.code, into.phone) == (
            False,
            into.pk,
            "03341316",
            "056 000-00-00",
        )
        assert (document.correspondent_id, document.parties.get().correspondent_id) == (into.pk, into.pk)
        assert Dispatch.objects.get().correspondent_id == into.pk
        for name in (twin.name, into.name, "Водоканалом"):
            assert document in search.narrow(Document.objects.all(), name), name
        assert read.suggest("міськводг") == [into]
        assert duplicates.of_parties([Party(into.pk, "7/1", date(2026, 3, 2))]) == [document]
        entry = Entry.objects.get(code="documents.correspondents_merged")
        assert (entry.payload["papers"], entry.payload["filled"]) == (1, ["code", "phone"])

    def test_separated_again_each_has_its_own(self, office, twin):
        document, other = make.registered(office, parties=of(twin)), make.registered(office)
        merge(office, twin)
        late = make.registered(office)
        again = {"actor": office.records_head, "at": AT, "correspondent_id": twin.pk}
        with pytest.raises(Refusal, match="Зазначте"):
            merging.separate(**again, reason=" ")
        one = merging.separate(**again, reason="Різні підприємства")
        owners = [Document.objects.get(pk=each.pk).correspondent_id for each in (document, other, late)]
        assert owners == [one.pk, office.sender.pk, office.sender.pk]
        assert (one.is_open, one.code, Correspondent.objects.get(pk=office.sender.pk).code) == (True, "03341316", "")
        with pytest.raises(Refusal, match="ні з ким"):
            merging.separate(**again, reason="Ще раз")

    def test_a_chain_points_to_the_last(self, office, twin):
        third = make.correspondent("Третій запис про водоканал")
        merge(office, twin, into_id=third.pk)
        merge(office, third, merged_id=third.pk)
        twin.refresh_from_db()
        assert twin.merged_into_id == office.sender.pk

    def test_a_paper_naming_both_keeps_both(self, office, twin):
        both = make.registered(office, parties=(*of(twin), Party(office.sender.pk, "8", date(2026, 3, 2))))
        merge(office, twin)
        assert {party.correspondent_id for party in both.parties.all()} == {twin.pk, office.sender.pk}

    def test_nothing_new_comes_from_the_merged(self, office, twin):
        merge(office, twin)
        with pytest.raises(Refusal, match="виберіть його"):
            make.registered(office, parties=of(twin))
        with pytest.raises(Refusal, match="змінюйте його"):
            correspondents.change(
                actor=office.clerk, at=AT, correspondent_id=twin.pk, name="Інше", kind="enterprise", is_open=True
            )

    def test_refusals(self, office, twin):
        with pytest.raises(Refusal) as refused:
            merge(office, twin, actor=office.department_clerk)
        assert refused.value.clause == "7.6"
        with pytest.raises(Refusal, match="різні рядки"):
            merge(office, twin, into_id=twin.pk)
        with pytest.raises(Refusal, match="чому"):
            merge(office, twin, reason="")
        Correspondent.objects.filter(pk=office.sender.pk).update(code="00022540")
        with pytest.raises(Refusal, match="Коди ЄДРПОУ різні"):
            merge(office, twin)
        Correspondent.objects.filter(pk=office.sender.pk).update(code="")
        merge(office, twin)
        with pytest.raises(Refusal, match="уже об'єднано"):
            merge(office, twin)


def test_the_other_citys_bodies_may_not():
    town = make.office("druzhkivka")
    with pytest.raises(Refusal) as refused:
        merge(town, make.correspondent("Інший"), actor=town.department_clerk, into_id=town.sender.pk)
    assert refused.value.clause == "10.8"


def test_through_the_pages(client, office, twin, monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    document = make.registered(office, parties=of(twin))
    head = make.signed_in(client, office.records_head)
    address = reverse("documents:correspondent_merge", args=[twin.pk])
    assert office.sender.name in head.get(address, {"q": office.sender.name[:6]}).content.decode()
    side_by_side = f"{address}?z={office.sender.pk}"
    shown = head.get(side_by_side).content.decode()
    assert (document.index in shown, "03341316" in shown) == (True, True)
    assert head.post(side_by_side, {"stays": office.sender.pk}).status_code == 422
    answer = head.post(side_by_side, {"stays": office.sender.pk, "reason": "Той самий"}, follow=True)
    assert "Також записано як" in answer.content.decode()
    old = reverse("documents:correspondent", args=[twin.pk])
    assert "Об'єднано з кореспондентом" in head.get(old).content.decode().replace("&#x27;", "'")
    apart = reverse("documents:correspondent_separate", args=[twin.pk])
    assert head.post(apart, {"reason": ""}).status_code == 409
    assert head.post(apart, {"reason": "Різні"}).status_code == 302
    assert make.signed_in(client, office.department_clerk).get(address).status_code == 403
