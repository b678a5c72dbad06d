"""Polls on the screen: the mayor's leave, a member's own session, the signed sheet."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.bodies.models import Gathering, Outcome
from magistrat.bodies.queries import composition, halls
from magistrat.sittings.models import Question
from magistrat.ui import paging
from tests.factories import documents, organisation, sittings

pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def asked(committee, client_of) -> int:
    said = {"title": "Про аварію на мережі", "reason": "аварія"}
    answer = client_of(committee, "economy_head").post(reverse("sittings:ask_poll"), said)
    assert answer.status_code == 302
    return Gathering.objects.get(kind="poll").pk


def test_whole_poll_by_the_screens(committee, client_of, asked):
    address = reverse("sittings:poll", args=[asked])
    mayor, clerk = client_of(committee, "mayor"), client_of(committee, "sittings_exec")
    assert "Дозволити опитування" in mayor.get(address).content.decode()
    assert "Чекає на дозвіл" in clerk.get(address).content.decode()
    mayor.post(reverse("sittings:poll_decide", args=[asked]), {"decision": "yes", "key": "m-1"})
    own = composition.member_of_account(
        composition.committee(), mayor.session["_auth_user_id"] and int(mayor.session["_auth_user_id"]), sittings.DAY
    )
    mayor.post(reverse("sittings:poll_answer", args=[asked]), {"member": own.pk, "vote": "for", "key": "m-2"})
    for member in committee.members:
        if member != own.pk:
            said = {"member": member, "vote": "for", "on": "18.03.2026", "key": f"c-{member}"}
            assert clerk.post(reverse("sittings:poll_answer", args=[asked]), said).status_code == 302
    page = clerk.get(address).content.decode()
    assert "у власному сеансі" in page
    assert "Завершити опитування" in page
    clerk.post(reverse("sittings:poll_close", args=[asked]), {"key": "end"})
    assert Outcome.objects.get().in_favour == 9
    assert "Ухвалено" in clerk.get(address).content.decode()


def test_member_without_a_post_answers_in_his_own_session(committee, client_of, asked):
    client_of(committee, "mayor").post(reverse("sittings:poll_decide", args=[asked]), {"decision": "yes", "key": "m-1"})
    outsider = composition.membership(
        next(one for one in committee.members if composition.membership(one).post_id is None)
    )
    person = organisation.account(outsider.person_id, "outsider")
    client = Client()
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("sittings:poll", args=[asked])
    assert "Ваша думка" in client.get(address).content.decode()
    said = {"member": outsider.pk, "vote": "against", "opinion": "Дорого", "key": "o-1"}
    assert client.post(reverse("sittings:poll_answer", args=[asked]), said).status_code == 302
    answer = halls.poll_of(halls.gathering(asked)).answers[outsider.pk]
    assert (answer.way, answer.opinion) == ("own", "Дорого")
    said = {"member": committee.chair, "vote": "for", "key": "o-2"}
    assert client.post(reverse("sittings:poll_answer", args=[asked]), said).status_code == 403


def test_conflict_undo_and_early_end(committee, client_of, asked):
    client_of(committee, "mayor").post(reverse("sittings:poll_decide", args=[asked]), {"decision": "yes", "key": "m-1"})
    clerk = client_of(committee, "sittings_exec")
    said = {"member": committee.members[3], "reason": "родич", "key": "c-1"}
    clerk.post(reverse("sittings:poll_conflict", args=[asked]), said)
    poll = halls.poll_of(halls.gathering(asked))
    assert poll.recused == {committee.members[3]: "родич"}
    answer = clerk.post(reverse("sittings:poll_close", args=[asked]), {"key": "end"})
    assert (answer.status_code, "п.\u00a04.41.1" in answer.content.decode()) == (409, True)
    clerk.post(reverse("sittings:poll_undo", args=[asked]), {"undoes": 3, "key": "u-1"})
    assert halls.poll_of(halls.gathering(asked)).recused == {}
    wrong = {"member": committee.members[3], "vote": "for", "on": "учора"}
    assert clerk.post(reverse("sittings:poll_answer", args=[asked]), wrong).status_code == 409


def test_city_without_polls_says_so_and_offers_an_extraordinary_sitting(db, client_of):
    made = sittings.committee("druzhkivka")
    client = client_of(made, "finance_head")
    for address in (reverse("sittings:polls"), reverse("sittings:ask_poll")):
        body = client.get(address).content.decode()
        assert "позачергове засідання" in body
        assert "6.16" in body
    # No form that would be refused; the mayor may call a sitting instead.
    body, call = (
        client.get(reverse("sittings:ask_poll")).content.decode(),
        f"{reverse('sittings:new')}?vyd=extraordinary",
    )
    assert 'name="reason"' not in body
    assert call not in body
    mayor = client_of(made, "mayor").get(reverse("sittings:ask_poll")).content.decode()
    assert call in mayor
    said = {"title": "Про аварію", "reason": "аварія"}
    assert client.post(reverse("sittings:ask_poll"), said).status_code == 409
    assert not Gathering.objects.exists()


def test_of_a_draft_for_official_use_others_read_that_there_is_one(committee, client_of, asked):
    draft = documents.official_use(committee.town.actor("economy_head", sittings.DAY), sittings.AT)
    Question.objects.filter(sitting__gathering=asked).update(document=draft)
    listed, shown = reverse("sittings:polls"), reverse("sittings:poll", args=[asked])
    stranger = client_of(committee, "infrastructure_exec")
    page = stranger.get(listed).content.decode()
    assert ("Питання з проєктом для службового користування" in page, "аварі" in page) == (True, False)
    assert stranger.get(shown).status_code == 403
    for key in ("mayor", "sittings_exec", "economy_head"):
        client = client_of(committee, key)
        assert "Про аварію на мережі" in client.get(listed).content.decode()
        assert client.get(shown).status_code == 200


def test_polls_have_a_list_of_their_own_and_stand_in_no_list_of_sittings(committee, client_of, asked, monkeypatch):
    """A poll is a gathering of another kind (KR 4.41): sittings ahead and past, minutes and their decisions leave it out."""
    monkeypatch.setattr(paging, "SIZE", 2)
    clerk = client_of(committee, "sittings_exec")
    for number in range(2):
        said = {"title": f"Про аварію {number}", "reason": "аварія"}
        client_of(committee, "economy_head").post(reverse("sittings:ask_poll"), said)
    page = clerk.get(reverse("sittings:polls"))
    assert [row.title for row in page.context["rows"]] == ["Про аварію 1", "Про аварію 0"]
    after = clerk.get(f"{reverse('sittings:polls')}?after={page.context['page'].next}")
    assert [row.title for row in after.context["rows"]] == ["Про аварію на мережі"]
    Gathering.objects.update(state="closed", opened_at=sittings.AT, closed_at=sittings.AT)
    assert list(clerk.get(reverse("sittings:sittings")).context["sittings"]) == []
    assert list(clerk.get(reverse("sittings:past")).context["sittings"]) == []
    assert list(clerk.get(reverse("sittings:minutes_list")).context["rows"]) == []
