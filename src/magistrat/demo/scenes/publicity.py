"""What of the committee's work is made public in the story: drafts with a citizen's proposal, agendas, decisions, results, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from magistrat.acts.actions import publishing as of_acts
from magistrat.acts.models import Act
from magistrat.acts.queries import public as acts
from magistrat.demo.scenes.acts import PHONE
from magistrat.demo.scenes.case import Step
from magistrat.demo.stage import Stage
from magistrat.documents.actions.public_versions import Judged
from magistrat.organisation.models import Post
from magistrat.rules import personal_data, publicity
from magistrat.rules.personal_data import ADDRESS, Parts
from magistrat.sittings.actions import disclosing, proposals, publishing
from magistrat.sittings.models import Comment, Minutes, Question, Sitting
from magistrat.sittings.queries import public

SAID = (
    "Прошу доповнити проєкт строком, у який виконавець розмістить звіт на вебсайті.",
    "Пропоную повідомляти мешканців сусідніх будинків за три дні до початку робіт.",
)
ANSWER = "Пропозицію враховано: строк додано до плану виконання рішення."


def publisher(stage: Stage) -> Post:
    """Who puts drafts and decisions on the site (KR 15.7, 15.9; DR 4.13, 6.27)."""
    return next(stage.post(key) for key in ("computing_head", "control") if key in stage.posts)


def looked_at(parts: Parts) -> Judged:
    """Names, numbers and telephones go; addresses of streets and works stay."""
    places = personal_data.find(parts)
    hidden = {number for number, one in enumerate(places) if one.kind != ADDRESS}
    return Judged(hidden, set(range(len(places))) - hidden, personal_data.digest(parts))


def draft(stage: Stage, rng: Random, made: Question, head: Post, at: datetime) -> Step:
    """The draft is proposed with its letter where a clause asks, agreed where one asks, and published on the same day."""
    rules = stage.rules(at)
    question = Question.objects.select_related("document", "sitting__gathering").get(pk=made.pk)
    judged = looked_at(public.whole(question))
    if rules.get(publishing.LETTER_KEY):
        at = yield stage.days.after(at, rng, (5, 20))
        letter = {"annexes_information": "1 файл, 3 аркуші", "preparer_contacts": PHONE}
        stage.deeds.do(
            publishing.ask, actor=stage.who(head, at), at=at, question=made.pk, letter=letter, has_no_personal_data=True,
            judged=judged,
        )  # fmt: skip
    if rules.get(publishing.CONSENT_KEY):
        at = yield stage.days.after(at, rng, (10, 40))
        stage.deeds.do(publishing.agree, actor=stage.who("affairs_manager", at), at=at, question=made.pk)
    at = yield stage.days.after(at, rng, (15, 60))
    stage.deeds.do(
        publishing.publish, actor=stage.who(publisher(stage), at), at=at, question=made.pk,
        judged=None if rules.get(publishing.LETTER_KEY) else judged,
    )  # fmt: skip
    return at


def proposal(stage: Stage, rng: Random, made: Question, head: Post, at: datetime, *, is_answered: bool) -> Step:
    """A citizen proposes from the public page; the unit answers on the next day, or has not yet."""
    at = yield stage.days.later(at, rng, (1, 1))
    document = Question.objects.values_list("document", flat=True).get(pk=made.pk)
    assert document is not None
    stage.deeds.do(
        proposals.take, actor=proposals.VISITOR, at=at, document=document, name="Мешканка мікрорайону", email="",
        text=SAID[is_answered], has_consented=True,
    )  # fmt: skip
    if is_answered:
        at = yield stage.days.later(at, rng, (1, 1))
        # Told of the question in the journal, it is looked for by it: a story that goes on finds it too.
        came = Comment.objects.get(question=made.pk)
        stage.deeds.do(
            proposals.answer, actor=stage.who(head, at), at=at, comment=came.pk, state="accepted", text=ANSWER,
            public_text=SAID[is_answered],
        )  # fmt: skip
    return at


def agenda(stage: Stage, rng: Random, row: Sitting, at: datetime) -> Step:
    """The agreed agenda, on the day on which the members were given it."""
    at = yield stage.days.after(at, rng, (10, 30))
    judged = {one.pk: looked_at([("", one.title)]) for one, _ in public.titles(row)}
    stage.deeds.do(
        disclosing.publish_agenda, actor=stage.who(publisher(stage), at), at=at, sitting=row.pk, judged=judged
    )
    return at


def decisions(stage: Stage, rng: Random, row: Sitting, made: Sequence[Act], at: datetime) -> Step:
    """Registered decisions one after another, then the results with the votes by name."""
    at = yield from shown(stage, rng, made, at)
    at = yield stage.days.after(at, rng, (10, 30))
    stage.deeds.do(disclosing.publish_results, actor=stage.who(publisher(stage), at), at=at, sitting=row.pk)
    return at


def shown(stage: Stage, rng: Random, made: Sequence[Act], at: datetime) -> Step:
    """Registered decisions prepared for the site and put there, one after another."""
    who = publisher(stage)
    for act in made:
        at = yield stage.days.after(at, rng, (3, 9))
        found = Act.objects.select_related("document", "signed_version").get(pk=act.pk)
        whole = publicity.whole(found.title, acts.parts(found))
        said = {"actor": stage.who(who, at), "act": act.pk}
        stage.deeds.do(of_acts.prepare, at=at, judged=looked_at(whole), **said)
        stage.deeds.do(of_acts.publish, at=at + timedelta(minutes=1), **said)
    return at


def minutes(stage: Stage, rng: Random, row: Sitting, at: datetime) -> Step:
    """The signed minutes: names of members and officials stay, all else that was found goes."""
    at = yield stage.days.after(at, rng, (20, 60))
    signed = Minutes.objects.select_related("document").get(sitting=row)
    whole = publicity.whole(disclosing.minutes_title(row, signed), disclosing.minutes_parts(signed))
    places = personal_data.find(whole)
    kept = {number for number, one in enumerate(places) if one.kind in (ADDRESS, personal_data.NAME)}
    stage.deeds.do(
        disclosing.publish_minutes, actor=stage.who(publisher(stage), at), at=at, sitting=row.pk,
        judged=Judged(set(range(len(places))) - kept, kept),
    )  # fmt: skip
    return at
