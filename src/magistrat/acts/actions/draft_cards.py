"""The card of a draft: its kind and heading, who will sign it, on whose execution it is, who sees it from the beginning."""

from __future__ import annotations

from datetime import datetime

from magistrat.acts.actions import deeds
from magistrat.acts.draft import Beginning
from magistrat.acts.models import Act
from magistrat.acts.queries import drafts
from magistrat.documents.card import Card
from magistrat.documents.models import DocumentKind, Grant
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.rules import act_kinds
from magistrat.rules.act_kinds import Kind, Series
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

SIGNATORIES = {
    act_kinds.ORDER: "order_signatories",
    act_kinds.PERSONNEL_ORDER: "order_signatories",
    act_kinds.COMMITTEE: "decision_signatory",
    act_kinds.PROTOCOL: "decision_signatory",
}
MAYOR = "mayor"
MOST_TITLE = 600


def kind_of(edition: Edition, start: Beginning) -> tuple[Kind, Series]:
    """Kind and series that are begun.

    :raises Refusal: the city's regulation has no such ones.
    """
    kind, series = act_kinds.kind(edition, start.kind), act_kinds.series(edition, start.kind, start.series)
    if kind is None or series is None:
        raise Refusal("", "Виберіть вид акта з переліку: іншого Регламент не передбачає.")
    return kind, series


def executed_by(actor: Actor, start: Beginning) -> int | None:
    """The paper on whose execution the act is: that of the task, which must be the actor's, or one that he sees.

    :raises Refusal: it is not.
    """
    if start.task is not None:
        task = drafts.task_of(actor, start.task)
        if task is None:
            raise Refusal("", "Проєкт акта на виконання завдання готує його виконавець, поки завдання в роботі.")
        return task.document_id
    if start.executes is not None and drafts.executed(actor, start.executes) is None:
        raise Refusal("", "Акт готують на виконання зареєстрованого документа, який Вам надано.")
    return start.executes


def heading(title: str) -> str:
    """The heading without needless spaces.

    :raises Refusal: none, or a too long one.
    """
    words = " ".join(title.split())
    if not words:
        raise Refusal("", "Зазначте, про що акт: заголовок обов'язковий.")
    if len(words) > MOST_TITLE:
        raise Refusal("", f"Заголовок довший за {MOST_TITLE} знаків: сформулюйте його стисло.")
    return words


def signatory_of(edition: Edition, kind: Kind, at: datetime) -> Post | None:
    """The post that usually signs such acts today; nothing where nobody holds its role."""
    entry = edition.get(SIGNATORIES.get(kind.key, ""))
    roles = entry.values.get("signatory_roles", (MAYOR,)) if entry else (MAYOR,)
    found = (organisation.posts_with_role(role, local_date(at)) for role in roles)
    return next((posts[0] for posts in found if posts), None)


def new_card(kind: Kind, series: Series, title: str, drafter: Post, signatory: Post | None) -> Card:
    """The card of a draft that is begun."""
    return Card(
        kind=DocumentKind.objects.values_list("pk", flat=True).get(key=kind.document_kind),
        summary=title,
        author=signatory.pk if signatory else None,
        department=drafter.department_id,
        is_restricted=series.is_restricted,
    )


def card_of(act: Act) -> Card:
    """The card as the act stands now."""
    document = act.document
    return Card(
        kind=document.kind_id,
        summary=act.title,
        author=act.signatory_id,
        department=act.drafter.department_id,
        is_restricted=document.is_restricted,
    )


def open_to_own(act: Act, drafter: Post, at: datetime) -> None:
    """The drafter's head sees the draft; a personnel order only the personnel office, one for official use nobody else."""
    if act.document.is_restricted:
        return
    if act.kind == act_kinds.PERSONNEL_ORDER:
        office = organisation.posts_with_role("personnel_officer", local_date(at))
        deeds.open_to(act, at, Grant.Reason.INFORMED, posts=[post.pk for post in office])
    elif drafter.head_id is not None:
        deeds.open_to(act, at, Grant.Reason.HEAD, posts=[drafter.head_id])
