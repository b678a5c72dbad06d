"""The year of a demo city, told deed by deed in the order of their moments."""

from __future__ import annotations

import heapq
import traceback
import zlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from magistrat.acts.actions import mailing
from magistrat.demo import cast, edition, logins, marker, plan, post_office
from magistrat.demo.days import Days
from magistrat.demo.deeds import Deeds
from magistrat.demo.papers import Papers
from magistrat.demo.scenes import (
    Scene,
    between,
    carrying_out,
    house,
    incoming,
    mail,
    many,
    orders,
    own,
    questions,
    rare_orders,
    sittings,
)
from magistrat.demo.stage import Stage
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import reminders

YEAR = timedelta(days=365)
# So many letters come in the year of a city that `make run` makes.
LETTERS = 400
SCENES = {"memo": own.memo, "outgoing": own.letter}
# A little after the hours at which acts are sent (KR 4.35, 6.17).
ROUNDS = (12.1, 16.1)
# So many days before the end executed acts are taken off control, a quarter after a quarter (KR 8.20.11).
REMOVALS = (209, 117, 26)
Tell = Callable[[str], None]


def tell_year(*, city: str, until: date, letters: int, cities: Path, folder: Path, tell: Tell) -> Stage:
    """Live the year that ends on the day before `until`; goes on where it was broken off.

    :returns: the stage, with what was refused on the way: nothing, when the story fits the rules.
    """
    days = Days(regulation.work_calendar())
    since = days.calendar.on_or_next(until - YEAR)
    stage = Stage(city, days, since, until, Deeds(), Papers())
    with post_office.open_for_the_story(), regulation.remembering():
        _first_day(stage, folder, tell)
        scenes = [
            *_house(stage, cities),
            *_papers(stage, letters),
            *_orders(stage, letters),
            *_sittings(stage, letters),
        ]
        _play(stage, scenes, tell)
    marker.finish(deeds=stage.deeds.count, refused=len(stage.refused))
    return stage


def _rng(stage: Stage, what: str, number: int = 0) -> Random:
    """Chance of its own for each thing: one more letter changes no other."""
    return Random(zlib.crc32(f"{stage.city}:{what}:{number}".encode()))


def _first_day(stage: Stage, folder: Path, tell: Tell) -> None:
    """Everything that must be there before the first letter comes."""
    tell("Люди, посади, доступи…")
    eve = stage.days.calendar.previous_working(stage.since)
    at = stage.days.at(eve, 9)
    file = folder / "logins.txt"
    word = logins.password(file)
    people = cast.put_people_on_posts(stage, _rng(stage, "people"), at)
    logins.write(file, people, word)
    cast.open_accounts(stage, people, word, at)
    tell("Кореспонденти, номенклатура справ, типові тексти…")
    cast.fill_directory(stage, _rng(stage, "correspondents"), at)
    cast.write_nomenclature(stage, at, stage.since.year)
    cast.put_typical_texts(stage, at)
    mail.boxes(stage, at)
    orders.keys_of_the_mayor(stage, at)
    sittings.committee(stage, _rng(stage, "committee"), at)


def _papers(stage: Stage, count: int) -> Iterable[Scene]:
    for paper in plan.papers(stage, _rng(stage, "plan"), count):
        scene = SCENES.get(paper.what, incoming.incoming)
        yield scene(stage, _rng(stage, "paper", paper.number), paper)
    for number, what in enumerate(plan.BESIDE, count + 1):
        rng = _rng(stage, what)
        yield incoming.incoming(stage, rng, plan.beside(stage, rng, number, what))


def _orders(stage: Stage, letters: int) -> Iterable[Scene]:
    """One order to a dozen letters, as in a city hall."""
    for number, said in enumerate(orders.plan(stage, _rng(stage, "orders"), max(1, letters // 12))):
        yield orders.order(stage, _rng(stage, "order", number), said)
    yield rare_orders.commission(stage, _rng(stage, "commission"))
    for number, before in enumerate(REMOVALS):
        yield carrying_out.taken_off(stage, _rng(stage, "removal", number), before)
    yield rare_orders.returned(stage, _rng(stage, "returned"))
    for number in range(2):
        yield rare_orders.personnel(stage, _rng(stage, "personnel", number), number)


def _sittings(stage: Stage, letters: int) -> Iterable[Scene]:
    """Sittings of the committee with their questions, and the coming one on its way."""
    meetings = sittings.plan(stage, letters)
    yield sittings.planned(stage, _rng(stage, "sittings"), meetings)
    for meeting, place in questions.all_of(meetings):
        yield questions.question(stage, _rng(stage, "question", 10 * meeting.number + place), meeting, place)
    for meeting, following in zip(meetings, [*meetings[1:], None], strict=True):
        yield sittings.sitting(stage, _rng(stage, "sitting", meeting.number), meeting, following)
    if between.is_offered(stage.rules(stage.days.at(stage.until, 9))):
        yield between.poll(stage, _rng(stage, "poll"), meetings[-4], sittings.office(stage))


def _house(stage: Stage, cities: Path) -> Iterable[Scene]:
    rng, until = _rng(stage, "house"), stage.until
    mid = (until - timedelta(days=175)).replace(day=1)
    if patch := edition.patch_of(stage.city):
        texts = edition.patched(patch, cities, stage.city, mid)
        yield house.second_edition(stage, texts, stage.days.some(mid - timedelta(days=12), rng), mid)
    away = [
        ("mayor", 200, 14, "leave"),
        ("deputy_1", 150, 14, "leave"),
        ("affairs_manager", 120, 12, "leave"),
        ("mayor", 60, 3, "trip"),
    ]
    away += [("secretary", 95, 10, "leave"), ("deputy_2", 9, 18, "leave")]
    for key, before, days, reason in away:
        yield house.leave(stage, rng, key, stage.days.calendar.on_or_next(until - timedelta(days=before)), days, reason)
    for year in range(stage.since.year + 1, until.year + 1):
        yield house.new_year(stage, rng, year)
    key = next(key for key in ("social_exec", "economy_exec") if key in stage.posts)
    yield house.newcomer(stage, rng, key, stage.days.calendar.on_or_next(until - timedelta(days=110)))
    busy = next(key for key in ("infrastructure_exec", "housing_exec") if key in stage.posts)
    yield house.illness(stage, rng, f"{busy}_2", busy, stage.days.calendar.on_or_next(until - timedelta(days=30)))
    yield house.new_distribution(stage, rng, stage.days.some(until - timedelta(days=140), rng))
    for number, before in enumerate((3, 2, 2, 1, 1, 1)):
        yield mail.letter_comes(stage, _rng(stage, "mail", number), number, before)
    yield mail.letter_bounces(stage, _rng(stage, "bounce"))
    for name, scene in {"lists": many.lists, "reading": many.reading, "copies": many.copies}.items():
        yield scene(stage, _rng(stage, name))
    yield house.previews(stage, _rng(stage, "previews"))
    yield house.reading(stage, stage.days.calendar.add_working(until, -3))


def _play(stage: Stage, scenes: list[Scene], tell: Tell) -> None:
    """Whose moment is next plays its next step; on the last evening the curtain falls."""
    end = stage.days.at(stage.until, 0)
    queue: list[tuple[datetime, int, Scene]] = []
    for number, scene in enumerate(scenes):
        _queue(stage, queue, number, scene, None)
    told = stage.since
    while queue and queue[0][0] < end:
        at, number, scene = heapq.heappop(queue)
        if local_date(at) != told:
            told = _evening(stage, told, local_date(at), tell)
        _queue(stage, queue, number, scene, at)
    _evening(stage, told, stage.until, tell)


def _queue(
    stage: Stage, queue: list[tuple[datetime, int, Scene]], number: int, scene: Scene, at: datetime | None
) -> None:
    try:
        wish = next(scene) if at is None else scene.send(at)
    except StopIteration:
        return
    except Refusal as refusal:
        stage.refused.append((_line(refusal), at or stage.days.at(stage.since, 9), refusal))
        return
    heapq.heappush(queue, (wish if at is None else max(wish, at), number, scene))


def _line(refusal: Refusal) -> str:
    """The line of the scene whose deed was refused."""
    frames = [
        Path(frame.filename).name + f":{frame.lineno}"
        for frame in traceback.extract_tb(refusal.__traceback__)
        if "scenes" in frame.filename
    ]
    return next((frame for frame in reversed(frames) if not frame.startswith("case.py")), "")


def _evening(stage: Stage, told: date, on: date, tell: Tell) -> date:
    """Acts and mail have gone out; near the end people are reminded of terms; a month is told of."""
    for hour in ROUNDS:
        mailing.carry(at=stage.days.at(told, hour))
    post_office.empty_the_box(stage.days.at(told, 18))
    if told >= stage.days.calendar.add_working(stage.until, -3):
        reminders.remind(at=stage.days.at(told, 18.2) + post_office.BETWEEN)
        post_office.empty_the_box(stage.days.at(told, 18.4))
    if (told.year, told.month) != (on.year, on.month):
        tell(f"{told:%m.%Y}: справ зроблено {stage.deeds.count}")
        marker.reach(told)
    return on
