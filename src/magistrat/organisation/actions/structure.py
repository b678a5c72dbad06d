"""Departments and posts: opened, changed and ended by dates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db import models as db

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import declension, models
from magistrat.organisation.actions import duties, former, returning
from magistrat.organisation.constraints import translated
from magistrat.organisation.queries import indices, membership
from magistrat.organisation.queries.rights import MANAGE, demand
from magistrat.organisation.roles import ROLES
from magistrat.rules import words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

# A number that no other lock of this kind has.
INDICES = 7_301_447
NAMES = ("name", "short_name", "title", "title_genitive", "title_dative")


def open_department(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    short_name: str,
    index: str,
    since: date,
    parent: int | None = None,
    is_leadership: bool = False,
    key: str = "",
) -> models.Department:
    """Open an executive body or a part of it from the day.

    :raises Refusal: no right (`organisation.manage`), or the index is taken on these days.
    """
    demand(actor=actor, right=MANAGE, at=at)
    _require(name=name, index=index)
    with transaction.atomic(), translated():
        _one_by_one()
        if parent is not None:
            _judge_within(models.Department.objects.select_for_update().get(pk=parent), since)
        department = models.Department.objects.create(
            name=name.strip(),
            short_name=(short_name or name).strip()[:80],
            index=index.strip(),
            since=since,
            parent_id=parent,
            is_leadership=is_leadership,
            key=key,
        )
        _judge_index(department)
        journal.record(
            actor=actor,
            at=at,
            code="organisation.department_opened",
            subject=department,
            payload={"text": f"Відкрито підрозділ «{department.name}» з {words.day(since)}", "index": index},
        )
    return department


def change_department(
    *,
    actor: Actor,
    at: datetime,
    department: int,
    name: str,
    short_name: str,
    index: str,
    parent: int | None,
    changed_on: date | None = None,
) -> models.Department:
    """Correct the department's card, or change it from a day: with `changed_on` what it said stays for earlier days.

    :raises Refusal: no right, the index is taken, the department would lie within itself or one that is not there, more
        than its name is to be changed on a day that lies ahead, or the same was changed from a later day.
    """
    demand(actor=actor, right=MANAGE, at=at)
    _require(name=name, index=index)
    with transaction.atomic(), translated():
        _one_by_one()
        kept = models.Department.objects.select_for_update().get(pk=department)
        _judge_parent(kept, parent)
        if parent is not None and parent != kept.parent_id:
            _judge_within(models.Department.objects.get(pk=parent), changed_on or local_date(at))
        changes = _apply(
            kept, name=name.strip(), short_name=(short_name or name).strip()[:80], index=index.strip(), parent_id=parent
        )
        if changed_on:
            former.keep(kept, changes, changed_on, today=local_date(at), name="name", ahead=NAMES)
        if "index" in changes:
            _judge_index(kept)
        journal.record(
            actor=actor,
            at=at,
            code="organisation.department_changed",
            subject=kept,
            payload={"text": f"Змінено картку підрозділу «{kept.name}»", "changes": changes, "changed_on": changed_on},
        )
    return kept


def end_department(*, actor: Actor, at: datetime, department: int, until: date) -> models.Department:
    """Close the department from the day `until` (the first day without it); who coordinated it does so no more.

    The answer's `ended_with` names the fields that ended.

    :raises Refusal: no right, or posts or parts of it go on after that day.
    """
    demand(actor=actor, right=MANAGE, at=at)
    with transaction.atomic(), translated():
        kept = models.Department.objects.select_for_update().get(pk=department)
        _judge_end(kept, until)
        if kept.posts.filter(_beyond(until)).exists():
            raise Refusal(
                "", "Не можна ліквідувати підрозділ: у ньому є чинні посади. Спершу скоротіть або переведіть їх."
            )
        if kept.parts.filter(_beyond(until)).exists():
            raise Refusal("", "Не можна ліквідувати підрозділ: до нього входять інші чинні підрозділи.")
        kept.until = until
        kept.save(update_fields=["until"])
        fields = models.Field.objects.filter(department=kept)
        kept.ended_with = duties.end_all(actor=actor, at=at, found=fields, until=until)
        journal.record(
            actor=actor,
            at=at,
            code="organisation.department_ended",
            subject=kept,
            payload={"text": f"Підрозділ «{kept.name}» ліквідовано з {words.day(until)}", "ended": kept.ended_with},
        )
    return kept


def open_post(
    *,
    actor: Actor,
    at: datetime,
    title: str,
    department: int,
    roles: Collection[str],
    since: date,
    rank: int = 100,
    head: int | None = None,
    assists: int | None = None,
    is_leader: bool = False,
    is_department_head: bool = False,
    is_committee_member: bool = False,
    title_genitive: str = "",
    title_dative: str = "",
    key: str = "",
) -> models.Post:
    """Open a post of the staff list from the day; forms of its title are made when they are not given.

    :raises Refusal: no right (`organisation.manage`), an unknown role, the department is not there on the day, or the
        post would assist one that is no leader's.
    """
    demand(actor=actor, right=MANAGE, at=at)
    _require(title=title)
    _judge_roles(roles)
    with transaction.atomic(), translated():
        _judge_within(models.Department.objects.select_for_update().get(pk=department), since)
        _judge_assisted(assists)
        post = models.Post.objects.create(
            title=title.strip(),
            title_genitive=title_genitive.strip() or declension.title_in(declension.GENITIVE, title.strip()),
            title_dative=title_dative.strip() or declension.title_in(declension.DATIVE, title.strip()),
            department_id=department,
            roles=sorted(roles),
            since=since,
            rank=rank,
            head_id=head,
            assists_id=assists,
            is_leader=is_leader,
            is_department_head=is_department_head,
            is_committee_member=is_committee_member,
            key=key,
        )
        journal.record(
            actor=actor,
            at=at,
            code="organisation.post_opened",
            subject=post,
            payload={
                "text": f"Уведено посаду «{post.title}» з {words.day(since)}",
                "roles": post.roles,
                "department": department,
            },
        )
    return post


def change_post(
    *,
    actor: Actor,
    at: datetime,
    post: int,
    title: str,
    department: int,
    roles: Collection[str],
    rank: int,
    head: int | None,
    assists: int | None,
    is_leader: bool,
    is_department_head: bool,
    is_committee_member: bool = False,
    title_genitive: str = "",
    title_dative: str = "",
    changed_on: date | None = None,
) -> models.Post:
    """Correct the post's card, or change it from a day: with `changed_on` what it said stays for earlier days.

    Forms of the title that are left empty, or are those of the former title, are made anew.

    :raises Refusal: no right, an unknown role, no such department on the day, the post would stand above itself, assist
        one that is no leader's or stop being a leader's while it has assistants or fields, its holder is a councillor who may not
        sit on the executive committee (KR 1.3; DR 2.2), more than its title is to be changed on a day that lies ahead,
        or the same was changed from a later day.
    """
    demand(actor=actor, right=MANAGE, at=at)
    _require(title=title)
    _judge_roles(roles)
    with transaction.atomic(), translated():
        kept = models.Post.objects.select_for_update().get(pk=post)
        _judge_head(kept, head)
        if department != kept.department_id:
            _judge_within(models.Department.objects.get(pk=department), changed_on or local_date(at))
        _judge_assisted(assists)
        _judge_leader(kept, is_leader, local_date(at))
        _judge_membership(kept, roles, is_committee_member, local_date(at))
        changes = _apply(
            kept,
            title=title.strip(),
            title_genitive=_form(kept, title, title_genitive.strip(), kept.title_genitive, declension.GENITIVE),
            title_dative=_form(kept, title, title_dative.strip(), kept.title_dative, declension.DATIVE),
            department_id=department,
            roles=sorted(roles),
            rank=rank,
            head_id=head,
            assists_id=assists,
            is_leader=is_leader,
            is_department_head=is_department_head,
            is_committee_member=is_committee_member,
        )
        if changed_on:
            former.keep(kept, changes, changed_on, today=local_date(at), name="title", ahead=NAMES)
        journal.record(
            actor=actor,
            at=at,
            code="organisation.post_changed",
            subject=kept,
            payload={"text": f"Змінено картку посади «{kept.title}»", "changes": changes, "changed_on": changed_on},
        )
    return kept


def end_post(*, actor: Actor, at: datetime, post: int, until: date) -> models.Post:
    """Abolish the post from the day `until` (the first day without it), with its fields and what stands in for it or by it.

    The answer's `ended_with` names what ended.

    :raises Refusal: no right, or somebody holds it or assists it after that day.
    """
    demand(actor=actor, right=MANAGE, at=at)
    with transaction.atomic(), translated():
        kept = models.Post.objects.select_for_update().get(pk=post)
        _judge_end(kept, until)
        if kept.holdings.filter(_beyond(until)).exists():
            raise Refusal("", "Не можна скоротити посаду: її обіймає працівник. Спершу звільніть або переведіть його.")
        if assistant := kept.assistants.filter(_beyond(until)).first():
            raise Refusal(
                "", f"Не можна скоротити посаду: з керівником працює «{assistant.title}». Спершу змініть її картку."
            )
        kept.until = until
        kept.save(update_fields=["until"])
        fields = models.Field.objects.filter(leader=kept)
        handed = models.Substitution.objects.filter(db.Q(absent=kept) | db.Q(substitute=kept))
        reason = f"посаду «{kept.title}» скорочено"
        kept.ended_with = [
            *duties.end_all(actor=actor, at=at, found=fields, until=until),
            *returning.take_back_all(actor=actor, at=at, found=handed, end=until, reason=reason),
        ]
        journal.record(
            actor=actor,
            at=at,
            code="organisation.post_ended",
            subject=kept,
            payload={"text": f"Посаду «{kept.title}» скорочено з {words.day(until)}", "ended": kept.ended_with},
        )
    return kept


def _form(post: models.Post, title: str, given: str, former: str, case: str) -> str:
    """The form of the title in the case; the form hands the former title's own one back when nobody touched it."""
    is_former = title.strip() != post.title and given == former
    return declension.title_in(case, title.strip()) if is_former or not given else given


def _require(**texts: str) -> None:
    names = {"name": "назву", "index": "індекс за номенклатурою", "title": "назву посади"}
    for key, text in texts.items():
        if not text.strip():
            raise Refusal("", f"Зазначте {names[key]}.")


def _judge_roles(roles: Collection[str]) -> None:
    if unknown := sorted(set(roles) - ROLES.keys()):
        raise Refusal("", f"Такої ролі немає: {', '.join(unknown)}.")


def _judge_within(department: models.Department, since: date) -> None:
    if not department.holds(since):
        raise Refusal("", f"Підрозділу «{department.name}» {words.day(since)} немає.")


def _judge_end(kept: models.ByDates, until: date) -> None:
    if until <= kept.since:
        raise Refusal("", f"День припинення має бути пізнішим за день початку ({words.day(kept.since)}).")
    if kept.until is not None and kept.until <= until:
        raise Refusal("", f"Дію вже припинено з {words.day(kept.until)}.")


def _one_by_one() -> None:
    """Who gives an index waits for another who does, and then sees his: a new department has no row that could be locked.

    The constraint of the database binds open departments alone. Asked before anything else is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INDICES])


def _judge_index(department: models.Department) -> None:
    """An index is of one department at a time, by what the cards said on each day."""
    wanted = indices.spans(department)
    for other in models.Department.objects.exclude(pk=department.pk).prefetch_related("former_cards").order_by("id"):
        for span in indices.spans(other):
            if any(span.meets(own) for own in wanted):
                raise Refusal("", f"Індекс {span.index} у ці дні вже має підрозділ «{other.name}» ({span.days}).")


def _judge_parent(department: models.Department, parent: int | None) -> None:
    above, seen = parent, {department.pk}
    while above is not None:
        if above in seen:
            raise Refusal("", "Підрозділ не може входити сам до себе.")
        seen.add(above)
        above = models.Department.objects.values_list("parent", flat=True).get(pk=above)


def _judge_head(post: models.Post, head: int | None) -> None:
    above, seen = head, {post.pk}
    while above is not None:
        if above in seen:
            raise Refusal("", "Посада не може бути підпорядкована сама собі.")
        seen.add(above)
        above = models.Post.objects.values_list("head", flat=True).get(pk=above)


def _judge_assisted(assists: int | None) -> None:
    """Only a leader has a secretary or an assistant (KR 7.4, 8.20.16)."""
    assisted = models.Post.objects.get(pk=assists) if assists is not None else None
    if assisted is not None and not assisted.is_leader:
        raise Refusal("", f"Секретаря чи помічника має лише керівництво, а «{assisted.title}» до нього не належить.")


def _judge_leader(post: models.Post, is_leader: bool, on: date) -> None:
    """A post leaves the leadership when nobody assists it any more and it answers for nothing."""
    assistant = None if is_leader else post.assistants.filter(_beyond(on)).first()
    if assistant is not None:
        raise Refusal("", f"З керівником працює «{assistant.title}», а секретаря чи помічника має лише керівництво.")
    if not is_leader and post.fields.filter(_beyond(on)).exists():
        raise Refusal(
            "",
            f"За посадою «{post.title}» закріплено обов'язки, а розподіляють їх між керівництвом: спершу припиніть їх дію.",
        )


def _judge_membership(post: models.Post, roles: Collection[str], is_member: bool, on: date) -> None:
    """The bar on councillors (KR 1.3; DR 2.2), asked where the post comes to the committee or its roles change."""
    if not is_member or (post.is_committee_member and set(post.roles) == set(roles)):
        return
    # Whoever marks a holder as a councillor meanwhile waits, and then sees the post on the committee.
    list(models.Person.objects.select_for_update(of=("self",)).filter(holdings__post=post).order_by("id"))
    if barred := membership.holders_refusal(post=post.pk, roles=roles, on=on):
        raise barred


def _beyond(until: date) -> db.Q:
    return db.Q(until__isnull=True) | db.Q(until__gt=until)


def _apply(kept: db.Model, **values: Any) -> dict[str, list[Any]]:
    """Set and save what differs; the answer is what it was and became, by field."""
    changes = {key: [getattr(kept, key), value] for key, value in values.items() if getattr(kept, key) != value}
    for key, value in values.items():
        setattr(kept, key, value)
    kept.save(update_fields=[key.removesuffix("_id") for key in values])
    return changes
