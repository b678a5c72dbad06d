"""The draft «Про зняття з контролю» proposes itself each quarter with its list (KR 8.20.11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.acts.actions import deeds, drafting, relating
from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.models import Act, Relation
from magistrat.acts.queries import drafts, naming, removal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.rules import act_kinds
from magistrat.rules.act_text import ActText, Point, numbered
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

TITLE = "Про зняття з контролю виконаних розпоряджень і рішень"
STATING = "Розглянувши інформацію про виконання розпоряджень міського голови та рішень, що перебувають на контролі:"


def propose(*, actor: Actor, at: datetime, acts: Sequence[int], kind: str = act_kinds.ORDER) -> Act:
    """Begin the draft with a point for each of the executed acts; its registration takes them off control.

    :param acts: ids, of those that `queries.removal.candidates` offers.
    :raises Refusal: the city prepares no such acts, no right to draft, none named, or one is not executed.
    """
    with transaction.atomic():
        rule = removal.rule(local_date(at))
        if rule is None:
            raise Refusal("", "Регламент не передбачає окремого акта про зняття з контролю.")
        offered = {act.pk: act for act in removal.candidates(actor)}
        chosen = [offered[one] for one in acts if one in offered]
        if not chosen or len(chosen) != len(set(acts)):
            raise rule.refusal("Виберіть акти, усі контрольні пункти яких виконано.")
        kept = next((one for one in drafts.kinds(local_date(at)) if one.key == kind), None)
        if kept is None:
            raise Refusal(rule.clause, "Такого виду актів регламент не передбачає.")
        draft = drafting.begin(actor=actor, at=at, start=Beginning(kind=kind, series=kept.series[0].key, title=TITLE))
        text = ActText(title=TITLE, stating=STATING, points=numbered(_points(chosen)))
        recipients = tuple(To(department=one) for one in removal.departments_of(chosen))
        content = Content(text=text, recipients=recipients)
        draft = drafting.write(actor=actor, at=at, act=draft.pk, content=content, revision=draft.revision)
        for number, one in enumerate(chosen, start=1):
            relating.relate(
                actor=actor, at=at, act=draft.pk, kind=Relation.Kind.RELEASES, touched=relating.Touched(act=one.pk),
                point=str(number),
            )  # fmt: skip
        deeds.note(
            draft, actor, at, "acts.removal_proposed", f"Запропоновано зняти з контролю актів: {len(chosen)}", rule.clause,
            acts=[one.pk for one in chosen],
        )  # fmt: skip
    return draft


def remind(*, at: datetime) -> int:
    """Tell those who keep control that the quarter has passed and executed acts wait; once for each term. How many were told."""
    on = local_date(at)
    rule, due = removal.rule(on), removal.due_on(on)
    if rule is None or due is None or due > on:
        return 0
    waiting = len(removal.candidates())
    if not waiting:
        return 0
    posts = {post.pk for role in rule.actor for post in organisation.posts_with_role(role, on)}
    with transaction.atomic():
        for post in sorted(posts):
            outbox.notify(
                at=at, key=f"acts.removal_due:{due}:{post}", to_post=post,
                subject="Час готувати проєкт «Про зняття з контролю»",
                body=f"Виконаних актів на контролі: {waiting} (п. {rule.clause}).", link="/akty/zniattia-z-kontroliu/",
            )  # fmt: skip
    return len(posts)


def _points(chosen: Sequence[Act]) -> tuple[Point, ...]:
    return tuple(Point("", f"Зняти з контролю як виконане {naming.full(one)}") for one in chosen)
