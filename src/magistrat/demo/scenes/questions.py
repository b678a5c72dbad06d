"""A question of the committee on its way to a sitting: proposed, its draft visaed, delivered, reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from magistrat.acts.actions import drafting, enclosing
from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.models import Act
from magistrat.acts.queries import facts
from magistrat.demo import words
from magistrat.demo.scenes import Scene, main_questions, publicity
from magistrat.demo.scenes.acts import PHONE, answered, drafter_of, in_charge_of, sent
from magistrat.demo.scenes.case import Step
from magistrat.demo.stage import Stage
from magistrat.organisation.models import Post
from magistrat.rules import act_kinds
from magistrat.rules.act_text import ActText, Point
from magistrat.rules.moments import local_date
from magistrat.rules.words import day
from magistrat.sittings.actions import delivering, questions
from magistrat.sittings.models import Question, Sitting

# How far those of the coming sitting have come on the last day, by their places; the rest are only proposed.
STAGES = ("reviewed", "delivered", "visas", "reviewed", "proposed")
PAPER_COPIES = 5
MAIN = 1
CONTROL = "Координацію роботи з виконання рішення покласти на"
NOTE = "Проєкт рішення підготовлено за зверненнями, що надійшли до виконавчого комітету."
ENCLOSED = "Викладено в пояснювальній записці до проєкту."


@dataclass
class Asked:
    """A question that the committee has before it: what it is about, its row, its draft when it has one."""

    theme: dict[str, Any]
    question: Question
    act: Act | None
    drafter: Post


@dataclass
class Meeting:
    """A sitting of the story; `ready` are its questions that the manager of affairs has let in, in their order."""

    on: date
    number: int
    is_held: bool
    asked: list[dict[str, Any]]
    ready: list[Asked] = field(default_factory=list)

    @property
    def row(self) -> Sitting:
        """Its row: planned long before anything is asked of it."""
        return Sitting.objects.select_related("gathering__body").get(gathering__on=self.on, gathering__kind="regular")


def themes(number: int) -> list[dict[str, Any]]:
    """Questions of a sitting: two that nobody disputes, one that is disputed, two heard without a draft."""
    known = words.read("sittings")
    plain = [one for one in known["decision"] if one.get("is_undisputed")]
    moot = [one for one in known["decision"] if not one.get("is_undisputed")]
    told = known["information"]
    return [
        plain[2 * number % len(plain)], moot[number % len(moot)], plain[(2 * number + 1) % len(plain)],
        told[2 * number % len(told)], told[(2 * number + 1) % len(told)],
    ]  # fmt: skip


def question(stage: Stage, rng: Random, meeting: Meeting, place: int) -> Scene:
    """The whole way of one of them to the agenda, as far as it comes before the curtain falls."""
    theme, days = meeting.asked[place], stage.days
    fate = "" if meeting.is_held else STAGES[place]
    soonest = meeting.on - timedelta(days=17)
    if not meeting.is_held:
        soonest = min(soonest, days.calendar.add_working(stage.until, place - 9))
    at = yield days.some(soonest, rng, 0.0, 0.3)
    own = stage.department_of(theme["area"])
    head, leader = stage.head_of(own), in_charge_of(stage, own)
    drafter = drafter_of(stage, own)
    title = theme["title"].format(first=day(meeting.on.replace(day=1)))
    person = stage.who(head, at).person_name
    made: Question = stage.deeds.do(
        questions.propose, actor=stage.who(head, at), at=at, sitting=meeting.row.pk, title=title, department=own.pk,
        in_charge_id=leader.pk, speaker=f"{person}, {head.title[:1].lower()}{head.title[1:]}",
        is_undisputed=bool(theme.get("is_undisputed")), is_information="points" not in theme,
        is_main=is_main(meeting, theme),
    )  # fmt: skip
    if fate == "proposed":
        return
    act = None
    if "points" in theme:
        at = yield days.after(at, rng, (20, 60))
        act = yield from draft(stage, rng, theme, title, (drafter, head, leader), at)
        at = yield from _attached(stage, rng, made, act, (drafter, head), at)
        steps = sent(stage, act, drafter, at)
        if fate != "visas":
            at = yield from publicity.draft(stage, rng, made, head, at)
        at = yield from answered(stage, rng, steps[:2] if fate == "visas" else steps, at)
        if fate == "visas":
            return
        if place == 0:
            at = yield from publicity.proposal(stage, rng, made, head, at, is_answered=not fate)
    if is_main(meeting, theme):
        at = yield from main_questions.package(stage, rng, made, (drafter, head, leader), at)
    at = yield from _delivered(stage, rng, meeting, made, head, at, has_draft=act is not None)
    if fate == "delivered":
        return
    at = yield days.after(at, rng, (30, 150))
    stage.deeds.do(delivering.review, actor=stage.who("affairs_manager", at), at=at, question=made.pk)
    meeting.ready.append(Asked(theme, made, act, drafter))


def draft(
    stage: Stage, rng: Random, theme: dict[str, Any], title: str, people: tuple[Post, Post, Post], at: datetime
) -> Step:
    """The draft decision of a theme: begun by its drafter, then written."""
    drafter, head, leader = people
    kind = act_kinds.kind(stage.rules(at), act_kinds.COMMITTEE)
    assert kind is not None
    start = Beginning(kind.key, kind.series[0].key, title, in_charge=leader.pk)
    act: Act = stage.deeds.do(drafting.begin, actor=stage.who(drafter, at), at=at, start=start)
    at = yield stage.days.after(at, rng, (30, 90))
    due = stage.days.calendar.on_or_next(local_date(at) + timedelta(days=60))
    points = [_point(number, said, head, due) for number, said in enumerate(theme["points"], 1)]
    points.append(Point(str(len(points) + 1), CONTROL, (leader.pk,), is_control=True))
    text = ActText(title, theme["stating"], "виконавчий комітет міської ради ВИРІШИВ", tuple(points), (), NOTE)
    content = written(stage, text, head, leader)
    actor = stage.who(drafter, at)
    stage.deeds.do(drafting.write, actor=actor, at=at, act=act.pk, content=content, revision=act.revision)
    return act


def written(stage: Stage, text: ActText, head: Post, leader: Post) -> Content:
    """The text with what accompanies it: who is in charge, who is concerned, to whom it goes."""
    return Content(
        text=text, in_charge=leader.pk, concerned=_concerned(stage, head), phone=PHONE,
        recipients=(To(department=head.department_id),),
    )  # fmt: skip


def _point(number: int, said: str, head: Post, due: date) -> Point:
    if number == 1:
        return Point(str(number), f"{said}.")
    return Point(str(number), f"{said}.", (head.pk,), due_on=due, due_words=f"до {day(due)}")


def _concerned(stage: Stage, head: Post) -> tuple[int, ...]:
    """The finance head sees every third draft; others concern their own department alone."""
    finance = stage.post("finance_head")
    return (finance.pk,) if head.pk % 3 == 0 and head.pk != finance.pk else ()


def _attached(stage: Stage, rng: Random, made: Question, act: Act, people: tuple[Post, Post], at: datetime) -> Step:
    """What the clause asks beside the text is told, the draft is attached to its question and sent for visas."""
    drafter, head = people
    at = yield stage.days.after(at, rng, (100, 150))
    enclosed(stage, act, drafter, at)
    at = yield stage.days.after(at, rng, (5, 15))
    stage.deeds.do(questions.attach_draft, actor=stage.who(head, at), at=at, question=made.pk, document=act.document_id)
    at = yield stage.days.after(at, rng, (5, 15))
    return at


def enclosed(stage: Stage, act: Act, drafter: Post, at: datetime) -> None:
    """What the clause asks beside the text is told where it stands."""
    for asked in facts.asked(Act.objects.get(pk=act.pk), local_date(at)):
        if asked.is_firm:
            stage.deeds.do(
                enclosing.enclose, actor=stage.who(drafter, at), at=at, act=act.pk, key=asked.key, said=ENCLOSED
            )


def _delivered(
    stage: Stage, rng: Random, meeting: Meeting, made: Question, head: Post, at: datetime, *, has_draft: bool
) -> Step:
    """A day before the last one, so that nothing comes late."""
    calendar = stage.days.calendar
    last = calendar.previous_working(meeting.on - timedelta(days=7))
    if not meeting.is_held:
        last = min(last, calendar.add_working(stage.until, -4))
    if local_date(at) < last:
        at = yield stage.days.some(last, rng, 0.0, 0.4)
    else:
        at = yield stage.days.after(at, rng, (10, 40))
    copies = PAPER_COPIES if has_draft and stage.rules(at).get("draft_copies") else None
    stage.deeds.do(delivering.deliver, actor=stage.who(head, at), at=at, question=made.pk, copies=copies)
    return at


def is_main(meeting: Meeting, theme: dict[str, Any]) -> bool:
    """One sitting of the story has a main planned question: the disputed one of the second."""
    return meeting.number == MAIN and "said" in theme


def all_of(meetings: Iterable[Meeting]) -> Iterable[tuple[Meeting, int]]:
    """Each question of each sitting."""
    for meeting in meetings:
        for place in range(len(meeting.asked)):
            yield meeting, place
