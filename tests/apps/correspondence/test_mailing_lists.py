"""One letter to many: lists kept by the records service, groups by kind, names pasted at once (DR 11.7)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from magistrat.correspondence.actions import mailing_lists
from magistrat.correspondence.models import Dispatch, Letter, MailingList
from magistrat.correspondence.queries import mailing_lists as read
from magistrat.documents.models import Correspondent, Document
from magistrat.journal.models import Entry
from tests.apps.correspondence.conftest import AT, Hall
from tests.apps.correspondence.test_pages import as_, fields


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def ids(hall: Hall, *keys: str) -> list[int]:
    return [hall.correspondents[key].pk for key in keys]


def keep(hall: Hall, *keys: str, title: str = "Комунальні заклади", **more) -> MailingList:
    return mailing_lists.keep(
        actor=hall.actor("clerk"), at=AT, title=title, correspondents=ids(hall, *keys or ("school", "plant")), **more
    )


class TestKeeping:
    def test_a_list_is_made_changed_and_taken_away(self, hall):
        made = keep(hall, "school", "plant", "school")
        assert [one.pk for one in read.members(made.pk)] == ids(hall, "school", "plant")
        keep(hall, "court", mailing_list=made.pk, title="Суди")
        assert ([one.title for one in read.lists()], [one.size for one in read.lists()]) == (["Суди"], [1])
        mailing_lists.remove(actor=hall.actor("clerk"), at=AT, mailing_list=made.pk)
        assert (list(read.lists()), read.members(made.pk)) == ([], [])
        codes = Entry.objects.filter(code__startswith="correspondence.mailing_list").values_list("code", flat=True)
        assert len(codes) == 3

    def test_refusals(self, hall, refused):
        made = keep(hall)
        given = {"actor": hall.actor("clerk"), "at": AT, "correspondents": ids(hall, "school")}
        assert "Назвіть список" in refused(mailing_lists.keep, title=" ", **given).message
        assert "уже є" in refused(mailing_lists.keep, title="комунальні заклади", **given).message
        assert "від одного" in refused(mailing_lists.keep, title="Інший", **{**given, "correspondents": []}).message
        assert refused(mailing_lists.keep, title="Інший", **{**given, "actor": hall.actor("executor")}).clause
        mailing_lists.remove(actor=hall.actor("clerk"), at=AT, mailing_list=made.pk)
        assert (
            "вже немає" in refused(mailing_lists.remove, actor=hall.actor("clerk"), at=AT, mailing_list=made.pk).message
        )

    def test_a_merged_entry_is_the_one_that_stays(self, hall):
        made = keep(hall)
        Correspondent.objects.filter(pk=ids(hall, "plant")[0]).update(
            is_open=False, merged_into=ids(hall, "enterprise")[0]
        )
        Correspondent.objects.filter(pk=ids(hall, "school")[0]).update(is_open=False)
        assert [one.pk for one in read.members(made.pk)] == ids(hall, "enterprise")


def test_pasted_lines_are_names_codes_or_said_to_be_unknown(hall):
    Correspondent.objects.filter(pk=ids(hall, "court")[0]).update(code="30011226")
    found = read.pasted("Школа № 1\n\nзавод «Іскра»;\nякийсь суд 30011226\nНевідома установа\nШкола № 1\n")
    assert (found.found, found.unknown) == (ids(hall, "school", "plant", "court"), ["Невідома установа"])


class TestPages:
    def test_a_clerk_keeps_lists_by_lines(self, hall):
        clerk = as_(hall, "clerk")
        address = reverse("correspondence:mailing_list_add")
        wrong = clerk.post(address, {"title": "Заклади", "members": "Школа № 1\nНемає такої"})
        assert (wrong.status_code, "Немає такої" in wrong.content.decode()) == (422, True)
        assert clerk.post(address, {"title": "Заклади", "members": "Школа № 1\nРайонний суд"}).status_code == 302
        made = MailingList.objects.get()
        page = clerk.get(reverse("correspondence:mailing_list", args=[made.pk])).content.decode()
        assert "Районний суд" in page
        assert "Заклади" in as_(hall, "executor").get(reverse("correspondence:mailing_lists")).content.decode()
        assert as_(hall, "executor").get(address).status_code == 403
        clerk.post(reverse("correspondence:mailing_list_remove", args=[made.pk]))
        assert list(read.lists()) == []

    def test_the_editor_gathers_many_and_asks_for_a_list(self, other_hall):
        hall = other_hall
        made = keep(hall, "school", "court", "councillor")
        executor = as_(hall, "executor")
        asked = fields(
            hall, "plant", gather="1", mailing_list=made.pk, group="enterprise", pasted="Міністерство розвитку\nНіхто"
        )
        answer = executor.post(reverse("correspondence:parties"), asked)
        wanted = ids(hall, "plant", "ministry", "school", "court", "councillor")
        assert set(answer.context["chosen"].split(",")) >= set(map(str, wanted))
        assert answer.context["unknown_lines"] == ["Ніхто"]
        assert 'rows="4">Ніхто</textarea>' in answer.content.decode()
        assert (answer.context["over_limit"].clause, "11.7" in answer.content.decode()) == ("11.7", True)
        # Without scripts the whole page comes back with the same addressees.
        whole = executor.post(reverse("correspondence:new"), asked | {"by_list": "on"})
        assert (whole.context["chosen"], whole.context["over_limit"]) == (answer.context["chosen"], None)
        assert not Letter.objects.exists()

    def test_registered_once_and_dispatched_to_each(self, other_hall, checks):
        from magistrat.correspondence.actions import dispatching, registering, signing, visas

        hall = other_hall
        six = ("enterprise", "ministry", "councillor", "court", "school", "plant")
        letter = hall.letter(*six, by_list=True)
        visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
        for visa in letter.visas.filter(state="asked").order_by("id"):
            key = next(key for key, post in hall.posts.items() if post.pk == visa.post_id)
            visas.give(actor=hall.actor(key), at=AT, letter=letter.pk)
        signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        registering.register(
            actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk, checked=checks,
            case_file=hall.case_file.pk,
        )  # fmt: skip
        assert Document.objects.filter(direction="outgoing", number__isnull=False).count() == 1
        dispatching.send(
            actor=hall.actor("clerk"), at=AT, letter=letter.pk, addressees=ids(hall, *six), by=Dispatch.Way.POST
        )
        letter.refresh_from_db()
        assert (letter.state, letter.dispatches.count()) == (Letter.State.DISPATCHED, 6)
