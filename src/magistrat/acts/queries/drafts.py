"""One act with all that its page and its editor show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from magistrat.acts.draft import Content, To
from magistrat.acts.models import Act, Aside, Consent, Enclosure, Recipient
from magistrat.documents.models import Correspondent, Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Post
from magistrat.regulation import queries as regulation
from magistrat.rules import act_kinds, act_text
from magistrat.rules.act_kinds import Kind
from magistrat.rules.act_text import ActText
from magistrat.rules.edition import Edition
from magistrat.tasks.models import Task
from magistrat.ui import prepared

# What every act has and every page of it prints. A task, a paper that is executed or a signed file have few acts: the page that
# prints one asks for it. With all of them joined the database planned for 5–10 ms what it then read in half a millisecond.
SHOWN = ("document__kind", "drafter__department", "in_charge", "signatory")
OPEN_TASK = (Task.State.GIVEN, Task.State.TAKEN)
EDITABLE = frozenset({Act.State.DRAFT, Act.State.APPROVAL, Act.State.AGREED, Act.State.REWORK})


@dataclass(frozen=True)
class Addressed:
    """A line of the mailing list with its printed name; `key` is that of suggestions: «p5», «d12», «c7»."""

    key: str
    name: str
    to: To


def act(*, actor: Actor, act_id: int) -> Act:
    """An act that the actor sees, with what its head prints; one statement.

    :raises Refusal: when there is none or it is not for him; which of the two is not told.
    """
    seen = access.visible(actor).values("pk")
    found = Act.objects.select_related(*SHOWN).filter(pk=act_id, document__in=seen)
    one = found.defer("document__lemmas", "document__search_text").first()
    if one is None:
        raise access.not_yours("акт")
    return one


def act_of_document(document: int) -> Act | None:
    """The act whose card the document is; one statement."""
    return Act.objects.select_related("drafter", "document").filter(document=document).first()


def text_of(one: Act) -> ActText:
    """The working text."""
    return act_text.read(one.text)


def rules_of(one: Act) -> Edition:
    """The edition in which the act began."""
    return regulation.rules_of(one.document.edition_id)


def kind_of(one: Act) -> Kind | None:
    """The act's kind by its edition."""
    return act_kinds.kind(rules_of(one), one.kind)


def content_of(one: Act) -> Content:
    """What the editor holds; two statements."""
    return Content(
        text=text_of(one),
        flags=tuple(one.flags),
        in_charge=one.in_charge_id,
        concerned=tuple(one.concerned.order_by("pk").values_list("pk", flat=True)),
        phone=one.phone,
        is_main_planned=one.is_main_planned,
        is_normative=one.is_normative,
        recipients=tuple(line.to for line in recipients(one)),
    )


def recipients(one: Act) -> Sequence[Addressed]:
    """The mailing list in its order; one statement."""
    found = one.recipients.select_related("department", "post", "correspondent").order_by("position")
    return [Addressed(*_named(line), _to(line)) for line in found]


def named(lines: Sequence[To]) -> Sequence[Addressed]:
    """The same of lines that are being written; three statements."""
    posts = Post.objects.in_bulk([one.post for one in lines if one.post])
    departments = Department.objects.in_bulk([one.department for one in lines if one.department])
    correspondents = Correspondent.objects.in_bulk([one.correspondent for one in lines if one.correspondent])
    made = []
    for to in lines:
        if to.post in posts:
            made.append(Addressed(f"p{to.post}", posts[to.post].title, to))
        elif to.department in departments:
            made.append(Addressed(f"d{to.department}", departments[to.department].name, to))
        elif to.correspondent in correspondents:
            made.append(Addressed(f"c{to.correspondent}", correspondents[to.correspondent].name, to))
    return made


def posts(ids: Sequence[int]) -> dict[int, Post]:
    """These posts by id; one statement."""
    return Post.objects.select_related("department").in_bulk(list(ids)) if ids else {}


def enclosures(one: Act) -> dict[str, Enclosure]:
    """What accompanies the draft by its key; one statement."""
    return {row.key: row for row in one.enclosures.select_related("file").order_by("id")}


def consents(one: Act) -> dict[str, Consent]:
    """Consents of members by their name; one statement."""
    return {row.name: row for row in one.consents.select_related("file").order_by("id")}


def asides(one: Act) -> Sequence[Aside]:
    """What fell out of the draft, the newest first; one statement."""
    return list(one.asides.order_by("-id"))


def aside(one: Act, aside_id: int) -> Aside | None:
    """One of them; one statement."""
    return one.asides.filter(pk=aside_id).first()


def kinds(on: date) -> Sequence[Kind]:
    """The kinds of acts that may be begun on the day."""
    return act_kinds.kinds(regulation.rules_on(on))


def drafter_post(actor: Actor) -> Post | None:
    """The post in whose name a draft is written; one statement."""
    return Post.objects.select_related("department").filter(pk=actor.post_id).first()


def leaders(on: date) -> list[tuple[int, str, str]]:
    """Who may be in charge of a draft: the leadership; one statement."""
    leadership = set(Post.objects.filter(is_leader=True).values_list("pk", flat=True))
    return [row for row in organisation.addressees(on) if row[0] in leadership]


def usual_leader(actor: Actor, on: date) -> int | None:
    """The leader who coordinates the drafter's department by the fields of responsibility."""
    leader = organisation.leader_of(actor.department_id, on) if actor.department_id else None
    return leader.pk if leader else None


def task_of(actor: Actor, task_id: int) -> Task | None:
    """The actor's open task by which an act is prepared; one statement."""
    found = Task.objects.select_related("document__kind").filter(pk=task_id, executor__in=actor.line)
    return found.filter(state__in=OPEN_TASK).first()


def executed(actor: Actor, document_id: int) -> Document | None:
    """The registered paper on whose execution an act is prepared, if the actor sees it; one statement."""
    found = access.visible(actor).filter(pk=document_id, state=Document.State.REGISTERED)
    return found.select_related("kind", "correspondent").defer("lemmas", "search_text").first()


def open_tasks(actor: Actor, document: int) -> Sequence[Task]:
    """The actor's open tasks on the paper; one statement."""
    return list(Task.objects.filter(document=document, executor__in=actor.line, state__in=OPEN_TASK).order_by("id"))


@prepared.prepared
def acts_on(actor: Actor, document: int) -> QuerySet[Act]:
    """Acts prepared on execution of the paper that the actor sees; one statement."""
    seen = access.visible(actor).values("pk")
    found = Act.objects.filter(executes=document, document__in=seen).select_related("document", "drafter")
    return found.defer("text", *access.heavy("document")).order_by("id")


def _to(line: Recipient) -> To:
    return To(
        department=line.department_id,
        post=line.post_id,
        correspondent=line.correspondent_id,
        copies=line.copies,
        points=tuple(line.points),
        is_by_drafter=line.is_by_drafter,
    )


def _named(line: Recipient) -> tuple[str, str]:
    if line.post is not None:
        return f"p{line.post_id}", line.post.title
    if line.department is not None:
        return f"d{line.department_id}", line.department.name
    assert line.correspondent is not None
    return f"c{line.correspondent_id}", line.correspondent.name
