"""Writing a resolution: tasks, grants, control and notices come of it in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from textwrap import shorten

from django.db import transaction

from magistrat.documents.actions import files, grants
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Document, File
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import limits
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import deeds, ending, giving, reviews, texts, watching
from magistrat.tasks.draft import Draft, Point
from magistrat.tasks.models import Control, Resolution, Task
from magistrat.tasks.queries import terms

# So much of a resolution is quoted where its whole text may be read beside.
SAID = 300
Planned = tuple[Point, control_rules.DueDay | None]


class WrittenMeanwhile(Refusal):
    """A resolution of which the author did not know: `newest`; another one is written when he knows of it."""

    def __init__(self, newest: Resolution) -> None:
        what = "завдання вже розподілено" if newest.parent_task_id else "резолюцію вже накладено"
        said = shorten(newest.text, SAID, placeholder="…")
        super().__init__(
            "",
            f"Доки сторінка була відкрита, {what}: {newest.on:%d.%m.%Y}, {newest.author_printed}, «{said}». "
            "Підтвердьте, якщо потрібна ще одна резолюція.",
        )
        self.newest = newest


def write(*, actor: Actor, at: datetime, draft: Draft, scan: Upload | None = None) -> Resolution:
    """Write a resolution on a registered document and give its tasks.

    `scan`: an image of the handwritten resolution. The author is the actor's post, or the leader on whose behalf an
    assistant types; a sub-resolution is written by the executor of the task that it splits.

    :raises Refusal: no right; the document is not registered; a second resolution on the original (DR 10.16); nobody
        named; a term missing that only the author, or only the mayor, can set (KR 8.12; DR 8.3, 10.21); nobody has to do
        anything about what must be on control (KR 8.3); of long-term effect, but not on control.
    :raises WrittenMeanwhile: told once, done when `draft.known` names that one.
    """
    with transaction.atomic():
        document = deeds.locked_document(actor=actor, document=draft.document)
        rules = regulation.rules_of(document.edition_id)
        parent = deeds.locked_task(draft.parent_task) if draft.parent_task else None
        author = _author(actor=actor, document=document, parent=parent, rules=rules)
        has_original = _has_original(document)
        _check(document=document, draft=draft, rules=rules, has_original=has_original)
        _check_known(draft)
        draft = _informing(draft, rules)
        roles = organisation.roles_with_duties(author, local_date(at))
        if parent is None:
            _may_say(actor=actor, author=author, roles=roles, draft=draft, document=document, rules=rules)
            _check_watched(document=document, author=author, draft=draft, rules=rules)
        planned = [_plan(point, document, rules, roles, parent, at) for point in draft.points]
        resolution = _create(
            actor=actor,
            at=at,
            draft=draft,
            document=document,
            author=author,
            on_original=parent is None and not has_original,
        )
        if scan is not None:
            _keep_scan(resolution, scan, actor, at)
        tasks = [
            one
            for point, due in planned
            for one in giving.give(resolution=resolution, point=point, due=due, at=at, rules=rules)
        ]
        _follow(actor=actor, at=at, resolution=resolution, draft=draft, planned=planned, rules=rules)
        _write_down(actor, at, resolution, tasks, rules)
        texts.put_resolution(resolution=resolution, tasks=tasks)
    return resolution


def _keep_scan(resolution: Resolution, scan: Upload, actor: Actor, at: datetime) -> None:
    scan = replace(scan, role=File.Role.RESOLUTION)
    resolution.scan = files.put(document=resolution.document, uploads=[scan], actor=actor, at=at)[0]
    resolution.save(update_fields=["scan"])


def _create(
    *, actor: Actor, at: datetime, draft: Draft, document: Document, author: Post, on_original: bool
) -> Resolution:
    return Resolution.objects.create(
        document=document,
        author=author,
        author_printed=_printed(actor, author, at),
        typed_by=actor.printed if actor.on_behalf else "",
        text=draft.text.strip(),
        at=at,
        on=local_date(at),
        parent_task_id=draft.parent_task,
        on_original=on_original and not draft.on_blank,
        scan_id=draft.scan,
    )


def _follow(
    *, actor: Actor, at: datetime, resolution: Resolution, draft: Draft, planned: Sequence[Planned], rules: Edition
) -> None:
    """What a resolution brings besides tasks: the author sees the paper, it leaves his desk, it comes on control."""
    document, source = resolution.document, f"tasks.resolution:{resolution.pk}"
    reason = grants.reason_for(document, "resolution")
    grants.give(document=document, post=resolution.author_id, reason=reason, source=source, at=at)
    reviews.close(document=document, leader=resolution.author_id, at=at)
    if draft.parent_task is None:
        due = giving.nearest([due for _, due in planned])
        control = watching.begin(actor=actor, at=at, resolution=resolution, draft=draft, due=due, rules=rules)
        is_on = control is not None and control.state != Control.State.OFF
        if draft.is_long_term and not (is_on and due is not None):
            entry = rules.get("long_term_report") or rules.get("control_by_resolution")
            raise Refusal(
                entry.clause if entry else "",
                "«Довгострокове виконання» позначають на документі, що перебуває на контролі: поставте його на контроль "
                "і назвіть виконавця або зніміть позначку.",
            )


def _write_down(actor: Actor, at: datetime, resolution: Resolution, tasks: Sequence[Task], rules: Edition) -> None:
    entry = rules.get("resolution_on_card") or rules.get("term_in_resolution")
    typed = f" (унесено: {resolution.typed_by})" if resolution.typed_by else ""
    deeds.write(
        subject=resolution, document=resolution.document_id, actor=actor, at=at, code="tasks.resolution_written",
        text=f"Резолюція: {resolution.text.rstrip('.')}. {resolution.author_printed}{typed}", clause=entry.clause if entry else "",
        tasks=[task.pk for task in tasks], author=resolution.author_printed,
        until=max((task.due_on for task in tasks if task.due_on), default=None),
    )  # fmt: skip


def _printed(actor: Actor, author: Post, at: datetime) -> str:
    """Post and name as the resolution bears them; both posts for a substitute (KR 4.16.7).

    Of the leader who took his duties back this day his own name (KR 1.9.2; DR 2.10).
    """
    person = None if actor.on_behalf else actor.person_id
    signature = organisation.own_signature(author.pk, local_date(at), person)
    return f"{signature.title} {signature.name}" if signature else author.title


def _author(*, actor: Actor, document: Document, parent: Task | None, rules: Edition) -> Post:
    """The post in whose name the resolution is written.

    :raises Refusal: when it may not be written by this actor.
    """
    if parent is not None:
        return _sub_author(actor=actor, parent=parent, rules=rules)
    post = Post.objects.get(pk=actor.on_behalf or actor.post_id)
    if actor.on_behalf:
        deeds.demand(actor=actor, right="resolution.write_on_behalf", rules=rules)
        return post
    # The head of a body writes on what is addressed to himself, without a leader above him.
    is_own = document.addressee_id == post.pk and rules.may("resolution.sub", actor.roles) is None
    if not is_own:
        deeds.demand(actor=actor, right="resolution.write", rules=rules)
    return post


def _sub_author(*, actor: Actor, parent: Task, rules: Edition) -> Post:
    """A sub-resolution is written by the executor of the task that it splits."""
    deeds.must_be_executor(task=parent, actor=actor, deed="Розподілити завдання між виконавцями")
    deeds.must_be_in(task=parent, states=deeds.IN_WORK)
    if not actor.on_behalf and rules.may("resolution.sub", parent.executor.roles):
        deeds.demand(actor=actor, right="resolution.sub", rules=rules)
    return parent.executor


def _may_say(
    *, actor: Actor, author: Post, roles: frozenset[str], draft: Draft, document: Document, rules: Edition
) -> None:
    """Terms and control are said by those to whom the regulation gives it; the head of a body says them within his body."""
    kind = document.kind.key
    is_controlled = draft.put_on_control or control_rules.obligatory(rules, kind) is not None
    if is_controlled and (refusal := control_rules.leader_refusal(rules, kind, roles)):
        raise refusal
    if actor.is_system or (document.addressee_id == author.pk and rules.may("resolution.write", roles)):
        return
    if any(point.due_on for point in draft.points) and (refusal := rules.may("control.set_term", roles)):
        raise refusal
    if draft.put_on_control and (refusal := rules.may("control.set", roles | actor.roles)):
        raise refusal


def _check_watched(*, document: Document, author: Post, draft: Draft, rules: Edition) -> None:
    """A first resolution that only informs puts nothing on control: not enough where control is a must (KR 8.3).

    Nor is it instead of a cancelled one.
    """
    if not all(giving.is_for_information(point=point) for point in draft.points):
        return
    duty = terms.obligatory_control(document=document, rules=rules, roles=author.roles)
    is_on_control = Control.objects.filter(document=document).exists()
    is_on_control = is_on_control and not queries.awaits_resolution(document=document.pk)
    if refusal := control_rules.unwatched_refusal(rules, duty, is_on_control=is_on_control, is_informed=True):
        raise refusal


def _informing(draft: Draft, rules: Edition) -> Draft:
    """A point that only says «До відома» gives nobody a task (DR 10.19)."""
    return replace(draft, points=tuple(terms.informing(point=point, rules=rules) for point in draft.points))


def _has_original(document: Document) -> bool:
    return queries.standing(document=document).filter(on_original=True).exists()


def _check(*, document: Document, draft: Draft, rules: Edition, has_original: bool) -> None:
    if document.state != Document.State.REGISTERED:
        entry = rules.get("registered_documents_on_control") or rules.get("control_by_resolution")
        words = (entry.clause, entry.words) if entry else ("", "")
        raise Refusal(words[0], "Резолюцію накладають лише на зареєстрований документ.", words[1])
    if not draft.text.strip():
        raise Refusal("", "Напишіть зміст резолюції.")
    if not draft.points or not all(point.assignees for point in draft.points):
        raise Refusal("", "Назвіть виконавця або того, кому документ надсилають до відома.")
    limit = rules.get("one_resolution_on_original")
    is_on_original = draft.parent_task is None and not draft.on_blank
    if limit is not None and is_on_original and not limits.judge(limit, 1 + has_original).is_allowed:
        raise limit.refusal("На оригіналі документа вже є резолюція; наступну оформлюють на спеціальному бланку.")


def _check_known(draft: Draft) -> None:
    """Two who work at one desk do not give the same work twice; asked under the document's lock."""
    if draft.known is None:
        return
    beside = Resolution.objects.filter(
        document=draft.document, parent_task=draft.parent_task, cancelled_at__isnull=True, pk__gt=draft.known
    )
    if newest := beside.order_by("pk").last():
        raise WrittenMeanwhile(newest)


def _plan(
    point: Point, document: Document, rules: Edition, roles: frozenset[str], parent: Task | None, at: datetime
) -> Planned:
    """The point with the day by which it is to be done; what is only for information has none."""
    if giving.is_for_information(point=point):
        return point, None
    on = local_date(at)
    if parent is not None:
        found = terms.term_of_part(point=point, parent=parent, rules=rules, on=on)
    else:
        found = terms.term_of_point(point=point, document=document, rules=rules, roles=roles, on=on)
    if isinstance(found, Refusal):
        raise found
    return point, found


def cancel(*, actor: Actor, at: datetime, resolution: int, reason: str) -> Resolution:
    """Cancel a resolution by its author with a reason; its open tasks and their parts are cancelled with it.

    :raises Refusal: not its author; no reason; a task of it is already done; cancelled before.
    """
    with transaction.atomic():
        # As `write` does: of two who cancel or write at once the second sees what the first has left on the paper.
        deeds.lock(Document, Resolution.objects.values_list("document_id", flat=True).get(pk=resolution))
        found = Resolution.objects.select_for_update(no_key=True).get(pk=resolution)
        # Without its key: an accepted report of a repeating task gives the next one by this resolution.
        # Locked before they are judged: a task accepted at this moment is done, and the resolution stands.
        whole = ending.with_parts(Task.objects.filter(resolution=found).values_list("pk", flat=True))
        deeds.lock_all(Task, whole)
        _check_cancel(found, actor, reason)
        why = f"резолюцію скасовано ({reason})"
        for task in ending.of_resolution(actor=actor, at=at, tasks=whole, why=why):
            grants.withdraw(source=f"tasks.task:{task.pk}", at=at)
        found.cancelled_at = at
        found.save(update_fields=["cancelled_at"])
        watching.after_cancelling(actor=actor, at=at, resolution=found)
        deeds.write(
            subject=found, document=found.document_id, actor=actor, at=at, code="tasks.resolution_cancelled",
            text=f"Резолюцію скасовано: {reason}", reason=reason,
        )  # fmt: skip
    return found


def _check_cancel(found: Resolution, actor: Actor, reason: str) -> None:
    if found.author_id not in deeds.names_of(actor):
        raise Refusal("", "Скасувати резолюцію може лише її автор або особа, яка його заміщує.")
    if found.cancelled_at is not None:
        raise Refusal("", "Резолюцію вже скасовано.")
    if not reason.strip():
        raise Refusal("", "Зазначте причину скасування резолюції.")
    if found.tasks.filter(state=Task.State.DONE).exclude(part=Task.Part.INFO).exists():
        raise Refusal("", "За резолюцією вже є виконане завдання, тому скасувати її не можна.")
