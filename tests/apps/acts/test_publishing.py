"""An act is published without personal data: judged, shown, replaced, taken down (KR 15.9, 15.10; DR 6.27)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from magistrat.acts.actions import publishing, registering_sitting
from magistrat.acts.models import Act
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import PublicVersion
from magistrat.journal.models import Entry
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from tests.factories import decisions, orders
from tests.factories.decisions import DAY, City, city
from tests.factories.documents import signed_in

pytestmark = pytest.mark.django_db
NOW = moment(datetime(2026, 3, 20, 10))
PUBLISHERS = {"kryvyi-rih": "computing_head", "druzhkivka": "control"}
CLAUSE = {"kryvyi-rih": "15.9", "druzhkivka": "6.27"}
ALL = Judged(hidden={0}, kept={1})


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    orders.folders(settings, tmp_path)
    monkeypatch.setenv("MAGISTRAT_NOW", NOW.isoformat())


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def either(request) -> City:
    return city(request.param)


def registered(one: City, title: str = "Про допомогу Коваленку І. П.", **other) -> Act:
    """A registered decision that names a person and an official."""
    where, _ = decisions.sitting(one, [])
    act = decisions.signed_by_hand(one, where, 1, title=title, **other)
    version = act.signed_version
    content = {**act.text, "points": [*act.text["points"][:1]]}
    content["points"][0] = {**content["points"][0], "text": "Виплатити; довідки надає Бойко О. О.", "executors": []}
    version.content = content
    version.save()
    registering_sitting.register(actor=one.clerk, at=NOW, gathering=where.gathering_id)
    return Act.objects.select_related("document").get(pk=act.pk)


def publisher(one: City):
    return one.hall.town.actor(PUBLISHERS[one.slug], DAY)


class TestPrepare:
    def test_each_suspicious_place_must_be_judged(self, either):
        act = registered(either)
        with pytest.raises(Refusal, match="Коваленку"):
            publishing.prepare(actor=publisher(either), at=NOW, act=act.pk, judged=Judged())
        made = publishing.prepare(actor=publisher(either), at=NOW, act=act.pk, judged=ALL)
        assert made.title == "Про допомогу ОСОБА_1"
        assert ["1.", "Виплатити; довідки надає Бойко О. О."] in made.parts
        assert [(one["words"], one["hidden"]) for one in made.places] == [
            ("Коваленку І. П.", True),
            ("Бойко О. О.", False),
        ]
        assert (made.state, made.checked_by) == ("prepared", publisher(either).printed)

    def test_by_the_drafter_too_and_by_nobody_else(self, either):
        act = registered(either)
        assert publishing.prepare(actor=either.drafter, at=NOW, act=act.pk, judged=ALL).number == 1
        with pytest.raises(Refusal) as refused:
            publishing.prepare(actor=either.mayor, at=NOW, act=act.pk, judged=ALL)
        assert refused.value.clause == CLAUSE[either.slug]

    def test_another_text_than_was_looked_at_is_refused(self, either):
        act = registered(either)
        with pytest.raises(Refusal, match="Текст змінився"):
            publishing.prepare(actor=publisher(either), at=NOW, act=act.pk, judged=Judged({0}, {1}, digest="1" * 64))

    @pytest.mark.parametrize("how", ["restricted", "personnel"])
    def test_what_is_never_public_is_refused_to_everybody(self, either, how):
        act = registered(either)
        if how == "restricted":
            act.document.is_restricted = True
            act.document.save()
        else:
            Act.objects.filter(pk=act.pk).update(kind="personnel-order")
        for who in (publisher(either), either.drafter):
            with pytest.raises(Refusal, match="не оприлюднюють"):
                publishing.prepare(actor=who, at=NOW, act=act.pk, judged=ALL)
        assert not PublicVersion.objects.exists()


class TestPublish:
    def test_shown_once_prepared_with_the_journal_and_the_day(self, either):
        act, who = registered(either), publisher(either)
        with pytest.raises(Refusal, match="ще не підготовлено"):
            publishing.publish(actor=who, at=NOW, act=act.pk)
        publishing.prepare(actor=who, at=NOW, act=act.pk, judged=ALL)
        with pytest.raises(Refusal):
            publishing.publish(actor=either.drafter, at=NOW, act=act.pk)
        made = publishing.publish(actor=who, at=NOW, act=act.pk)
        assert (made.state, made.listed_on, made.published_at) == ("published", DAY, NOW)
        assert Entry.objects.filter(code="acts.shown_to_public", clause=CLAUSE[either.slug]).count() == 1
        assert act.published_on is None

    def test_a_normative_decision_comes_into_force_by_its_publication(self, either):
        act, who = registered(either, is_normative=True), publisher(either)
        publishing.prepare(actor=who, at=NOW, act=act.pk, judged=ALL)
        publishing.publish(actor=who, at=NOW, act=act.pk)
        act.refresh_from_db()
        # Only Kryvyi Rih says of its decisions that they have force since their publication (4.40).
        expected = (NOW.date(), NOW.date()) if either.slug == "kryvyi-rih" else (None, DAY)
        assert (act.published_on, act.in_force_from) == expected

    def test_replaced_with_a_reason_and_both_kept(self, either):
        act, who = registered(either), publisher(either)
        for number in (1, 2):
            publishing.prepare(actor=who, at=NOW, act=act.pk, judged=Judged({0, 1}) if number == 2 else ALL)
            if number == 2:
                with pytest.raises(Refusal, match="чому оприлюднене замінюють"):
                    publishing.publish(actor=who, at=NOW, act=act.pk)
            publishing.publish(actor=who, at=NOW, act=act.pk, reason="залишено зайве ім'я" if number == 2 else "")
        states = PublicVersion.objects.order_by("number").values_list("state", "ended_reason")
        assert list(states) == [("replaced", "залишено зайве ім'я"), ("published", "")]
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicVersion.objects.update(state="published")

    def test_taken_down_with_a_reason(self, either):
        act, who = registered(either), publisher(either)
        with pytest.raises(Refusal):
            publishing.take_down(actor=who, at=NOW, act=act.pk, reason="помилка")
        publishing.prepare(actor=who, at=NOW, act=act.pk, judged=ALL)
        publishing.publish(actor=who, at=NOW, act=act.pk)
        with pytest.raises(Refusal, match="Зазначте"):
            publishing.take_down(actor=who, at=NOW, act=act.pk, reason=" ")
        assert publishing.take_down(actor=who, at=NOW, act=act.pk, reason="рішення суду").state == "taken_down"
        # Published anew, nothing needs a reason: nothing is replaced.
        publishing.prepare(actor=who, at=NOW, act=act.pk, judged=ALL)
        assert publishing.publish(actor=who, at=NOW, act=act.pk).number == 2


class TestPages:
    def test_the_list_and_the_deeds_by_pages(self, either, client):
        act, who = registered(either), publisher(either)
        acts_page = reverse("acts:publishing", args=[act.pk])
        one = signed_in(client, who)
        assert act.title in one.get(reverse("acts:to_publish")).content.decode()
        page = one.get(acts_page)
        assert "Коваленку І. П." in page.content.decode()
        said = {"diia": "pidhotuvaty", "misce-0": "vyluchyty", "misce-1": "lyshyty", "vidbytok": page.context["digest"]}
        assert one.post(acts_page, said).status_code == 409
        assert one.post(acts_page, said | {"checked": "1"}).status_code == 302
        assert one.post(acts_page, {"diia": "opryliudnyty"}).status_code == 302
        assert act.title not in one.get(reverse("acts:to_publish")).content.decode()
        assert one.post(acts_page, {"diia": "zniaty", "reason": ""}).status_code == 409
        assert one.post(acts_page, {"diia": "zniaty", "reason": "помилка"}).status_code == 302

    def test_one_without_the_right_learns_the_clause(self, either, client):
        act = registered(either)
        one = signed_in(client, either.drafter)
        assert one.get(reverse("acts:to_publish")).status_code == 403
        assert one.post(reverse("acts:publishing", args=[act.pk]), {"diia": "opryliudnyty"}).status_code == 403
