"""Programs and what they see: everything that the API reads beside the queries of the lower apps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet, Sum

from magistrat.api.keys import Key
from magistrat.api.models import Delivery, Program, Usage
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor
from magistrat.organisation.queries import then
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Task
from magistrat.ui import paging

SHOWN_DAYS = 30
TASK_ORDER = ("-id",)


def programs() -> Sequence[Program]:
    """All programs, those that work first, with `last_on`, the last day on which each came; one statement."""
    found = Program.objects.select_related("post__department").annotate(last_on=Max("usage__on"))
    return list(found.order_by(F("revoked_at").desc(nulls_first=True), "title", "id"))


def program(program_id: int) -> Program:
    """One program; one statement.

    :raises Program.DoesNotExist: when there is none.
    """
    return Program.objects.select_related("post__department").get(pk=program_id)


def usage(program_id: int, on: date) -> Sequence[Any]:
    """What the program did in the last thirty days, by operation (`all_calls`, `all_refused`, `last_on`); one statement."""
    found = Usage.objects.filter(program=program_id, on__gt=on - timedelta(days=SHOWN_DAYS)).values("operation")
    sums = found.annotate(all_calls=Sum("calls"), all_refused=Sum("refused"), last_on=Max("on"))
    return list(sums.order_by("operation"))


def by_key(key: Key, on: date) -> Program | None:
    """The program whose key it is, if it holds on the day, its post as on that day; one statement."""
    found = Program.objects.select_related("post").filter(
        prefix=key.prefix, revoked_at__isnull=True, expires_on__gte=on
    ).annotate(post_then=then.changes("post", on, "post_id")).first()  # fmt: skip
    if found is None or not key.fits(found.secret_hash):
        return None
    then.put(found.post, found.post_then)
    return found


def actor_of(program: Program, on: date) -> Actor | None:
    """The program acting in the name of its post; nothing when the post is no longer there. No statement."""
    post = program.post
    if post.since > on or (post.until is not None and post.until <= on):
        return None
    return Actor(
        person_id=None,
        person_name=f"програма «{program.title}»",
        post_id=post.pk,
        post_title=post.title,
        own_post_id=post.pk,
        department_id=post.department_id,
        roles=frozenset(post.roles),
        line=(post.pk,),
        departments=(post.department_id,),
    )


def delivery(program_id: int, key: str) -> Delivery:
    """What the program has sent under the key; one statement."""
    return Delivery.objects.get(program=program_id, key=key)


def tasks(*, actor: Actor, state: str = "", department: int | None = None, document: int | None = None,
          due_until: date | None = None) -> QuerySet[Task]:  # fmt: skip
    """Tasks of the documents that the actor sees."""
    found = Task.objects.filter(document__in=visible(actor)).select_related("executor", "department", "document")
    same = {"state": state, "department": department, "document": document, "due_on__lte": due_until}
    return found.filter(**{name: value for name, value in same.items() if value})


def task_page(found: QuerySet[Task], after: str | None, size: int) -> paging.Page:
    """A page of tasks, the newest first; one statement."""
    light = found.defer("document__lemmas", "document__search_text", "due_explanation")
    return paging.keyset(light, TASK_ORDER, after, size)


def task(*, actor: Actor, task_id: int) -> Task:
    """One task with its explanation; one statement.

    :raises Refusal: when there is none or its document is not the actor's to see.
    """
    found = tasks(actor=actor).filter(pk=task_id).first()
    if found is None:
        refusal = Refusal("", "Цього завдання Вам не надано або його немає.")
        refusal.is_right = True
        raise refusal
    return found
