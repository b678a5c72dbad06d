"""The number of a signed act and what follows from it (KR 4.34, 6.15-6.22; DR 5.13, 6.26)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from magistrat.acts.actions import delivering, ending, mailing, registering, signing
from magistrat.acts.actions.registering import AnotherDay, Details
from magistrat.acts.models import Act, Relation
from magistrat.approvals.models import Approval
from magistrat.documents.models import Document, Grant, Registry
from magistrat.journal.models import Entry
from magistrat.numbers.models import Counter
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Control, Task
from tests.factories import acts, orders
from tests.factories.acts import Hall
from tests.factories.orders import AT, DAY, hall

pytestmark = pytest.mark.django_db
CITIES = ["kryvyi-rih", "druzhkivka"]
TOMORROW = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture(params=CITIES)
def city(request) -> Hall:
    """Each of the cities."""
    return hall(request.param)


@pytest.fixture
def kr() -> Hall:
    """The first city."""
    return hall("kryvyi-rih")


def refusal(deed, **words) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(**words)
    return caught.value


class TestRegister:
    def test_gives_the_next_number_of_the_series_and_the_day_of_signature(self, city):
        act = orders.registered(city)
        document = Document.objects.get(pk=act.document_id)
        index = {"kryvyi-rih": "1-р", "druzhkivka": "1"}[city.slug]
        assert (act.state, act.adopted_on, act.force, act.in_force_from) == ("registered", DAY, "in_force", DAY)
        assert (document.index, document.number, document.registered_on, document.state) == (
            index,
            1,
            DAY,
            "registered",
        )
        assert document.author == city.post("mayor")
        assert re.fullmatch(r"([A-Z2-9]{4}-){2}[A-Z2-9]{4}", act.check_code)
        assert Approval.objects.get(document=document).state == "closed"
        # The number is told once in the act's history, by the registration itself.
        (entry,) = [one for one in Entry.objects.filter(document=document.pk) if one.payload.get("index") == index]
        assert (entry.code, entry.payload["version"]) == ("documents.registered", act.signed_version_id)
        assert "дата акта" in entry.payload["text"]
        assert entry.clause == {"kryvyi-rih": "6.16", "druzhkivka": "5.13"}[city.slug]
        assert Message.objects.filter(key__startswith=f"acts.registered:{act.pk}").exists()

    def test_takes_the_registry_of_the_series(self, kr):
        by_series = {"leave": "1-в", "trip": "1-вд", "personnel": "1-к"}
        for series, index in by_series.items():
            act = orders.signed_by_hand(kr, kind="personnel-order", series=series)
            act = registering.register(actor=kr.actor("personnel_officer"), at=AT, act=act.pk)
            assert act.document.index == index

    def test_only_who_keeps_the_registry_gives_the_number(self, kr):
        act = orders.signed(kr)
        told = refusal(registering.register, actor=kr.actor("personnel_officer"), at=AT, act=act.pk)
        assert told.message
        assert not Counter.objects.filter(series__startswith="documents.registry").exists()

    def test_later_than_the_day_of_signature_is_told_and_confirmed(self, kr):
        act = orders.signed(kr)
        deed = {"actor": orders.clerk(kr), "at": TOMORROW, "act": act.pk}
        told = refusal(registering.register, **deed)
        assert isinstance(told, AnotherDay)
        assert (told.clause, "порушенням строку" in told.message) == ("6.17", True)
        act = registering.register(**deed, confirm=True)
        assert (act.adopted_on, act.document.registered_on) == (DAY, DAY + timedelta(days=1))

    def test_another_day_needs_no_word_where_no_clause_wants_the_same(self):
        dr = hall("druzhkivka")
        act = orders.signed(dr)
        act = registering.register(actor=orders.clerk(dr), at=TOMORROW, act=act.pk)
        # Five working days from registration (DR 5.15): nobody is on its list, so nothing is due.
        assert (act.adopted_on, act.due_on) == (DAY, None)

    def test_dispatch_is_due_while_somebody_of_the_list_waits(self):
        dr = hall("druzhkivka")
        act = orders.signed(dr)
        orders.recipient(act, post=dr.post("housing_head"))
        act = registering.register(actor=orders.clerk(dr), at=AT, act=act.pk)
        assert (act.due_on, act.due_clause) == (DAY + timedelta(days=7), "5.15")

    def test_no_number_before_a_signature(self, city):
        act = orders.handed_in(city)
        assert "стан акта" in refusal(registering.register, actor=orders.clerk(city), at=AT, act=act.pk).message
        assert not Counter.objects.filter(series__startswith="documents.registry").exists()


class TestPoints:
    def test_become_tasks_and_control_by_themselves(self, city):
        act = orders.registered(city)
        head = city.post({"kryvyi-rih": "infrastructure_head", "druzhkivka": "housing_head"}[city.slug])
        tasks = list(Task.objects.filter(document=act.document).order_by("id"))
        assert [(task.point, task.executor, task.part) for task in tasks] == [("1", head, "main"), ("2", head, "main")]
        deputy = city.post("deputy_1")
        assert {task.giver for task in tasks} == {deputy}
        # «щомісяця до 5 числа»: after 10 March the first is 6 April, since the 5th is a Sunday.
        assert [(task.due_on, task.repeats) for task in tasks] == [(date(2026, 5, 29), ""), (date(2026, 4, 6), "month")]
        control = Control.objects.get(document=act.document)
        assert (control.leader, control.due_on) == (deputy, date(2026, 4, 6))
        assert control.clause == {"kryvyi-rih": "8.20.2", "druzhkivka": "8.2"}[city.slug]
        resolution = tasks[0].resolution
        assert (resolution.author, resolution.on_original) == (city.post("mayor"), False)

    def test_without_executors_of_the_city_give_nothing(self, kr):
        act = orders.signed_by_hand(kr, said=acts.TEXT)
        registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)
        assert not Task.objects.exists()
        assert not Control.objects.exists()


class TestRelease:
    def test_an_act_takes_others_off_control(self, city):
        watched = orders.registered(city)
        control = Control.objects.get(document=watched.document)
        releasing = orders.signed_by_hand(city, said=acts.TEXT)
        Relation.objects.create(source=releasing, kind="releases", target=watched, point="1")
        releasing = registering.register(actor=orders.clerk(city), at=AT, act=releasing.pk)
        control.refresh_from_db()
        assert (control.state, control.off_on, control.removal_letter) == ("off", DAY, releasing.document)
        assert releasing.document.index in control.off_mark
        assert control.off_clause == {"kryvyi-rih": "8.20.11", "druzhkivka": "8.13"}[city.slug]
        watched.refresh_from_db()
        assert watched.force == "in_force"


class TestTerm:
    def test_an_act_with_a_term_ends_by_itself(self, kr):
        act = orders.signed(kr)
        said = Details(in_force_until=DAY + timedelta(days=2))
        act = registering.register(actor=orders.clerk(kr), at=AT, act=act.pk, details=said)
        assert registering.end_by_term(at=AT + timedelta(days=2)) == []
        assert registering.end_by_term(at=AT + timedelta(days=3)) == [act]
        act.refresh_from_db()
        assert act.force == "expired"

    def test_is_written_later_by_who_registers(self, kr):
        act = orders.registered(kr)
        deed = {"actor": orders.clerk(kr), "at": AT, "act": act.pk}
        assert refusal(registering.set_term, **deed, until=DAY - timedelta(days=1)).clause == "6.22"
        assert registering.set_term(**deed, until=DAY).in_force_until == DAY
        assert refusal(registering.set_term, **(deed | {"actor": orders.drafter(kr)}), until=DAY).clause


def test_a_city_opens_the_registries_of_acts_in_the_units_that_keep_them(city):
    found = dict(Registry.objects.filter(direction="act").values_list("key", "department__index"))
    said = {
        "kryvyi-rih": {
            "order-main-activity": "04.2",
            "order-leave": "07",
            "order-restricted": "02.2",
            "council-decision": "04.2",
        },
        "druzhkivka": {"order": "02", "committee-decision": "03", "council-decision": "03"},
    }[city.slug]
    assert said.items() <= found.items()
    assert all(registry.clerks.exists() for registry in Registry.objects.filter(direction="act"))


def test_every_act_that_has_a_number_has_a_signature(city):
    orders.registered(city)
    for act in Act.objects.filter(document__number__isnull=False):
        assert act.signed_version is not None
        assert act.signed_file is not None


class TestPersonnelOrder:
    """One unit keeps all orders of the second city (DR 5.13): those on personnel open to its personnel officers alone."""

    @pytest.fixture
    def dr(self) -> Hall:
        """The second city."""
        return hall("druzhkivka")

    def test_opens_to_those_who_serve_personnel_matters_and_not_to_the_unit(self, dr):
        officer = dr.actor("personnel_officer")
        act = orders.handed_in(dr, kind="personnel-order")
        assert self.registrars(act) == {(officer.post_id, None)}
        signing.mark_paper(actor=officer, at=AT, act=act.pk, signed_on=DAY, scan=[orders.paper()])
        registering.register(actor=officer, at=AT, act=act.pk)
        assert self.registrars(act) == {(officer.post_id, None)}

    def test_goes_to_the_head_of_a_department_on_its_list_and_not_to_all_of_it(self, dr):
        officer, head = dr.actor("personnel_officer"), dr.post("finance_head")
        act = orders.signed_by_hand(dr, kind="personnel-order")
        to = orders.recipient(act, department=head.department)
        registering.register(actor=officer, at=AT, act=act.pk)
        mailing.send(actor=officer, at=AT, act=act.pk, recipients=[to.pk])
        sent = Grant.objects.filter(document=act.document_id, source__startswith=delivering.KEY)
        assert head.pk in {one.post_id for one in sent}
        assert not [one for one in sent if one.department_id]

    def registrars(self, act: Act) -> set[tuple[int | None, int | None]]:
        held = Grant.objects.filter(document=act.document_id, reason="registrar", until__isnull=True)
        return set(held.values_list("post", "department"))


def test_a_court_cancels_an_order_though_no_clause_names_it(city):
    act, named = orders.registered(city), "постанова окружного адміністративного суду від 20.03.2026, справа № 2/26"
    deed = {"at": AT, "act": act.pk, "body": "court", "kind": "cancels", "named": named, "since": DAY}
    assert refusal(ending.outer, actor=orders.drafter(city), **deed).message
    ending.outer(actor=orders.clerk(city), **deed)
    act.refresh_from_db()
    assert (act.force, act.ended_on, act.ended_by) == ("cancelled", DAY, named)
    told = Entry.objects.get(code="acts.ended_from_outside")
    assert (told.clause, "ст. 59" in told.payload["text"]) == ("", True)
