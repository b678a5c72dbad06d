"""A sitting is made public: agenda, results with named votes, minutes (KR 15.9; DR 6.27; 280/97-VR, art. 59)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import Document, PublicVersion
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import disclosing, minutes, minutes_signing
from magistrat.sittings.models import Disclosure, Question
from magistrat.sittings.queries import minutes as minutes_of
from magistrat.ui import clock
from tests.apps.sittings.conftest import AT, KEYS, KR
from tests.factories import documents, sittings

CLAUSE = {"kryvyi-rih": "15.9", "druzhkivka": "6.27"}
EDITORS = {slug: keys["editor"] for slug, keys in KEYS.items()}


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def held(request, db) -> sittings.Held:
    """A sitting that is over: the first question adopted by six of seven, the second postponed."""
    return sittings.held_once(request.param)


def editor(held):
    return held.made.town.actor(EDITORS[held.made.slug], sittings.DAY)


def results(held, **said):
    return disclosing.publish_results(actor=editor(held), at=sittings.AT, sitting=held.sitting.pk, **said)


class TestAgenda:
    def test_only_frozen_and_agreed_with_titles_judged(self, either):
        sitting = either.frozen("Про допомогу Коваленку І. П.", "Про план")
        who = {"actor": either.actor("editor"), "at": AT, "sitting": sitting.pk}
        with pytest.raises(Refusal, match="зафіксовано й узгоджено") as refused:
            disclosing.publish_agenda(**who)
        assert refused.value.clause == CLAUSE[either.slug]
        agendas_agree(either, sitting)
        with pytest.raises(Refusal, match="Коваленку"):
            disclosing.publish_agenda(**who)
        first = Question.objects.get(title__startswith="Про допомогу")
        made = disclosing.publish_agenda(**who, judged={first.pk: Judged({0})})
        assert [one["title"] for one in made.content["questions"]] == ["Про допомогу ОСОБА_1", "Про план"]
        with pytest.raises(Refusal):
            disclosing.publish_agenda(**(who | {"actor": either.actor("head")}))

    def test_of_an_official_use_draft_no_word_whatever_its_title_says(self, either):
        sitting = either.agreed("Про охорону Коваленка І. П.", "Про план")
        question = Question.objects.get(title__startswith="Про охорону")
        Document.objects.filter(pk=question.document_id).update(is_restricted=True)
        who = {"actor": either.actor("editor"), "at": AT, "sitting": sitting.pk}
        made = disclosing.publish_agenda(**who, judged={question.pk: Judged({0})})
        assert "охорон" not in str(made.content)

    def test_of_a_closed_question_only_its_number_is_told(self, either):
        sitting = either.agreed("Про мобілізаційний план", "Про план")
        Question.objects.filter(title__startswith="Про моб").update(is_closed=True, closed_ground="державна таємниця")
        made = disclosing.publish_agenda(actor=either.actor("editor"), at=AT, sitting=sitting.pk)
        one = made.content["questions"][0]
        assert "моб" not in str(made.content)
        assert (one["number"], one["document"], one["speaker"]) == ("1", None, "")

    def test_replaced_and_taken_down_with_reasons(self, either):
        sitting = either.agreed("Про план")
        who = {"actor": either.actor("editor"), "at": AT, "sitting": sitting.pk}
        disclosing.publish_agenda(**who)
        with pytest.raises(Refusal, match="замінюють"):
            disclosing.publish_agenda(**who)
        disclosing.publish_agenda(**who, reason="уточнено")
        with pytest.raises(Refusal, match="знімають"):
            disclosing.take_down(**who, what="agenda", reason="")
        disclosing.take_down(**who, what="agenda", reason="скасовано")
        with pytest.raises(Refusal, match="немає"):
            disclosing.take_down(**who, what="agenda", reason="ще раз")
        assert list(Disclosure.objects.order_by("number").values_list("state", "ended_reason")) == [
            ("replaced", "уточнено"), ("taken_down", "скасовано"),
        ]  # fmt: skip


class TestResults:
    def test_each_question_with_the_votes_by_name_as_they_were_cast(self, held):
        made = results(held)
        assert (made.due_on, made.due_clause) == (date(2026, 3, 25), CLAUSE[held.made.slug])
        first, second = made.content["questions"]
        assert first["result"] == "ухвалено"
        assert first["counts"] == {"for": 6, "against": 1, "abstained": 0, "silent": 0, "recused": 0}
        assert sorted(vote for _, vote in first["votes"]) == ["за"] * 6 + ["проти"]
        assert len({name for name, _ in first["votes"]}) == 7
        assert (second["result"], second.get("votes")) == ("відкладено", None)
        assert len(made.content["present"]) == 7

    def test_not_before_the_sitting_is_closed_and_not_by_others(self, either):
        sitting = either.agreed("Про план")
        with pytest.raises(Refusal, match="закрито"):
            disclosing.publish_results(actor=either.actor("editor"), at=AT, sitting=sitting.pk)
        with pytest.raises(Refusal) as refused:
            disclosing.publish_results(actor=either.actor("head"), at=AT, sitting=sitting.pk)
        assert refused.value.clause == CLAUSE[either.slug]

    def test_a_closed_question_tells_its_result_alone(self, held):
        Question.objects.filter(title="Про бюджет").update(is_closed=True, closed_ground="державна таємниця")
        first = results(held).content["questions"][0]
        assert set(first) == {"number", "title", "result", "code", "document"}
        assert first["document"] is None

    def test_what_was_published_stays_when_the_question_changes(self, held):
        results(held)
        Question.objects.update(title="інше", public_title="")
        assert Disclosure.objects.get().content["questions"][0]["title"] == "Про бюджет"


class TestMinutes:
    def signed(self, held):
        keeper, where = held.made.keeper, held.sitting.pk
        said = {"actor": keeper, "at": sittings.AT, "sitting": where}
        minutes.set_manner(**said, is_by_name=True, without_transcript="немає обладнання")
        minutes_signing.hand_in(**said)
        for role in disclosing_roles(held):
            minutes_signing.sign(**said, role=role, on=sittings.DAY)

    def test_the_page_stops_counting_the_days_once_all_is_public(self, held, monkeypatch):
        monkeypatch.setenv(clock.FIXED, (sittings.AT + timedelta(days=60)).isoformat())
        who = {"actor": editor(held), "at": sittings.AT, "sitting": held.sitting.pk}
        address = reverse("sittings:disclosing", args=[held.sitting.pk])
        reader = documents.signed_in(Client(), editor(held))
        self.signed(held)
        results(held)
        disclosing.publish_minutes(**who, judged=Judged(kept=range(500)))
        assert "прострочено" in reader.get(address).content.decode()
        Disclosure.objects.create(
            sitting=held.sitting, what="agenda", number=1, content={"questions": []}, published_at=sittings.AT,
            published_by="тест",
        )  # fmt: skip
        page = reader.get(address).content.decode()
        assert "прострочено" not in page
        assert "результати й протокол оприлюднено:" in page

    def test_only_signed_and_judged(self, held):
        said = {"actor": editor(held), "at": sittings.AT, "sitting": held.sitting.pk}
        with pytest.raises(Refusal, match="підписаний протокол"):
            disclosing.publish_minutes(**said, judged=Judged())
        self.signed(held)
        with pytest.raises(Refusal, match="Скажіть, чи вилучити"):
            disclosing.publish_minutes(**said, judged=Judged())
        made = disclosing.publish_minutes(**said, judged=Judged(kept=range(500)))
        assert (made.what, made.state, made.listed_on) == ("minutes", "published", sittings.DAY)
        disclosing.take_down(**said, what="minutes", reason="помилка")
        assert PublicVersion.objects.get().state == "taken_down"

    @pytest.mark.parametrize("why", ["closed", "official use"])
    def test_of_a_sitting_with_a_closed_question_never_whole(self, held, why):
        self.signed(held)
        question = Question.objects.filter(title="Про бюджет")
        if why == "closed":
            question.update(is_closed=True, closed_ground="таємниця")
        else:
            question.update(document=documents.official_use(held.made.keeper, sittings.AT))
        with pytest.raises(Refusal, match="витягами"):
            disclosing.publish_minutes(
                actor=editor(held), at=sittings.AT, sitting=held.sitting.pk, judged=Judged(kept=range(500))
            )


def disclosing_roles(held):
    from magistrat.rules import minutes as rules

    return rules.signatory_roles(minutes_of.edition_of(held.sitting))


def agendas_agree(either, sitting):
    from magistrat.sittings.actions import agenda_fixing

    who = "mayor" if either.slug == KR else "manager"
    agenda_fixing.agree(actor=either.actor(who), at=AT, sitting=sitting.pk)
