"""What happens to the house itself in the year: leaves, an illness, a new employee, the second edition, the new year."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from magistrat.amendments import queries as amendments
from magistrat.amendments.actions import adopting, changing, drafting
from magistrat.demo import names
from magistrat.demo.scenes import Scene
from magistrat.demo.stage import Absence, Stage
from magistrat.documents.actions import nomenclature
from magistrat.organisation.actions import duties, people, substitution
from magistrat.organisation.models import Holding
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import entry_fields, places
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import handing, reviews
from magistrat.tasks.models import Review

# Who stands in for whom: the first of these posts that the city has.
STANDS_IN = {
    "mayor": ("first_deputy", "secretary"), "first_deputy": ("deputy_1",), "deputy_1": ("deputy_2",), "deputy_2": ("deputy_1",),
    "deputy_3": ("deputy_2",), "secretary": ("affairs_manager",), "affairs_manager": ("deputy_1",),
}  # fmt: skip


def leave(stage: Stage, rng: Random, key: str, since: date, days: int, reason: str = "leave") -> Scene:
    """A leader goes on leave: duties handed over in two steps, the order's number comes later."""
    until = since + timedelta(days=days)
    at = yield stage.days.some(stage.days.calendar.add_working(since, -6), rng)
    absent, stands_in = stage.post(key), next(stage.post(one) for one in STANDS_IN[key] if one in stage.posts)
    made = stage.deeds.do(
        substitution.propose, actor=stage.who(absent, at), at=at, absent=absent.pk, substitute=stands_in.pk, since=since, until=until,
        reason=reason,
    )  # fmt: skip
    at = yield stage.days.later(at, rng, (1, 2))
    stage.deeds.do(substitution.agree, actor=stage.who(absent, at), at=at, substitution=made.pk)
    stage.absences.append(Absence(key, stands_in.key, since, until))
    at = yield stage.days.later(at, rng, (1, 2))
    order = f"від {since - timedelta(days=2):%d.%m.%Y} № {rng.randint(30, 380)}-р"
    clerk = (
        stage.post("affairs_manager")
        if not stage.away("affairs_manager", at)
        else stage.with_role("personnel_officer")[0]
    )
    stage.deeds.do(substitution.add_order, actor=stage.who(clerk, at), at=at, substitution=made.pk, order=order)


def newcomer(stage: Stage, rng: Random, key: str, on: date) -> Scene:
    """An employee leaves, another comes to the post the next day."""
    at = yield stage.days.some(on, rng, 0.3, 0.5)
    holding = (
        Holding.objects.get(post=stage.post(key).pk, since__lte=on, until=None)
        if not _left(stage, key, on)
        else _left(stage, key, on)
    )
    assert holding is not None
    officer = stage.with_role("personnel_officer")[0]
    until = on + timedelta(days=1)
    ground = f"розпорядження від {on:%d.%m.%Y} № {rng.randint(10, 300)}-к"
    stage.deeds.do(people.release, actor=stage.who(officer, at), at=at, holding=holding.pk, until=until, ground=ground)
    name = names.named(rng.choice(["Житній", "Повстюк", "Ластовець"]), rng, "m")
    at = yield stage.days.some(on, rng, 0.7, 0.9)
    actor = stage.who(officer, at)
    person = stage.deeds.do(
        people.add_person,
        actor=actor,
        at=at,
        surname=name.surname,
        given=name.given,
        patronymic=name.patronymic,
        gender=name.gender,
    )
    stage.deeds.do(
        people.appoint, actor=actor, at=at, person=person.pk, post=stage.post(key).pk, since=until, ground=ground
    )
    stage.people_changed += 1


def _left(stage: Stage, key: str, on: date) -> Holding | None:
    return Holding.objects.filter(post=stage.post(key).pk, until=on + timedelta(days=1)).first()


def illness(stage: Stage, rng: Random, ill: str, other: str, on: date) -> Scene:
    """The head hands over all open tasks of one who is ill."""
    at = yield stage.days.some(on, rng, 0.1, 0.3)
    head = stage.by_id[stage.post(ill).head_id or 0]
    how = {"absent": stage.post(ill).pk, "executor": stage.post(other).pk}
    # A short story may have left him without work.
    with suppress(Refusal):
        stage.deeds.do(
            handing.hand_over_all, actor=stage.who(head, at), at=at, reason="тимчасова непрацездатність", **how
        )


def second_edition(stage: Stage, texts: dict[str, str], adopted: datetime, since: date) -> Scene:
    """A lawyer writes another edition of the regulation, change by change; the committee adopts it."""
    at = yield adopted
    lawyer, on = stage.who(stage.with_role("lawyer")[0], at), local_date(at)
    base = regulation.edition_id_on(on)
    draft = stage.deeds.do(drafting.begin, actor=lawyer, at=at, title="Термінове — за чотири дні", base=base).pk
    before, changed = {one.id: one for one in places.places(amendments.texts_of_edition(base))}, 0
    for place in places.places(texts):
        if place.table != before[place.id].table:
            given = {field.path: field.shown for field in entry_fields.fields_of(place.kind, place.table)}
            stage.deeds.do(
                changing.change_entry, actor=lawyer, at=at, draft=draft, entry=place.id, given=given, seen=changed,
                reason="Пропозиція управління організаційно-протокольної роботи",
            )  # fmt: skip
            changed += 1
    decision = adopting.Decision("вигадане для демонстрації рішення виконавчого комітету", "214", on)
    stage.deeds.do(
        adopting.adopt,
        actor=lawyer,
        at=at,
        draft=draft,
        decision=decision,
        in_force_from=since,
        seen=changed,
        confirmed=True,
    )


def new_distribution(stage: Stage, rng: Random, at: datetime) -> Scene:
    """A leader gets one more field of responsibility by an order of mid-year."""
    at = yield at
    leader = stage.post("deputy_1")
    stage.deeds.do(
        duties.assign_field, actor=stage.who("administrator", at), at=at, leader=leader.pk,
        since=stage.days.calendar.add_working(at.date(), 1),
        subject="підготовка міста до опалювального сезону", ground=f"розпорядження від {at:%d.%m.%Y} № {rng.randint(100, 300)}-р",
    )  # fmt: skip


def new_year(stage: Stage, rng: Random, year: int) -> Scene:
    """In December the next year's nomenclature is begun, in January the last year's closed."""
    clerk = stage.with_role("records_head")[0]
    at = yield stage.days.some(date(year - 1, 12, 20), rng)
    stage.deeds.do(nomenclature.copy_year, actor=stage.who(clerk, at), at=at, from_year=year - 1, to_year=year)
    at = yield stage.days.some(date(year, 1, 19), rng)
    stage.deeds.do(nomenclature.close_year, actor=stage.who(clerk, at), at=at, year=year - 1)


def reading(stage: Stage, on: date) -> Scene:
    """Those who sign in have read their notices up to this day."""
    at = yield stage.days.at(on, 16.9)
    for post in stage.posts.values():
        outbox.read(actor=stage.who(post, at), at=at)


def previews(stage: Stage, rng: Random) -> Scene:
    """Twice a week the affairs manager reads what goes to the mayor, where the regulation has him do so (DR 10.11)."""
    since, day = stage.days.at(stage.since, 0), stage.days.calendar.add_working(stage.since, 2)
    while day < stage.until:
        at = yield stage.days.some(day, rng, 0.8, 0.95)
        # What came before this day, read or not: told again after a break the story must find the same papers.
        until = stage.days.at(day, 0)
        for post in stage.with_role("affairs_manager"):
            found = Review.objects.filter(leader=post, folder=Review.Folder.INFO, since__gte=since, since__lt=until)
            found = found.exclude(document__addressee=post).filter(document__state="registered")
            for document in list(found.order_by("id").values_list("document", flat=True)):
                stage.deeds.do(reviews.read, actor=stage.who(post, at), at=at, document=document)
        since, day = until, stage.days.calendar.add_working(day, rng.randint(2, 3))
